"""Addresses of the screens in the hall, below /<lang>/display/<slug>/."""

from django.urls import path

from conference.program.screens import views as views

app_name = "display"

urlpatterns = [
    path("", views.screens, name="index"),
    path("<slug:room>/", views.screen, name="screen"),
    path("<slug:room>/data.json", views.screen_data, name="data"),
]
