from django.urls import path

from conference.attendance import reply_views, views
from conference.attendance.lists import views as export_views

app_name = "attendance"

urlpatterns = [
    path("conferences/<slug:slug>/register/", reply_views.register, name="register"),
    path("r/<str:token>/", reply_views.reply, name="reply"),
    path("r/<str:token>/withdraw/", reply_views.withdraw, name="withdraw"),
    path("desk/<slug:slug>/", views.desk, name="desk"),
    path("desk/<slug:slug>/place/", views.place, name="place"),
    path("desk/<slug:slug>/check-in/", views.check_in, name="check_in"),
    path("desk/<slug:slug>/undo/", views.undo, name="undo"),
    path("desk/<slug:slug>/walk-in/", views.walk_in, name="walk_in"),
    path(
        "desk/<slug:slug>/export/<str:list_name>.<str:file_format>",
        export_views.export,
        name="export",
    ),
]
