from django.urls import path

from conference.work import views

app_name = "work"

urlpatterns = [
    path("<str:token>/", views.job_page, name="job"),
    path("<str:token>/file/", views.file, name="file"),
    path("<str:token>/cancel/", views.cancel, name="cancel"),
    path("<str:token>/again/", views.again, name="again"),
]
