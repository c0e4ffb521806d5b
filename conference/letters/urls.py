from django.urls import path

from conference.letters import views

app_name = "letters"

urlpatterns = [path("letters/stop/<str:sign>/", views.stop, name="stop")]
