"""Addresses of alliances, below /<lang>/alliances/."""

from django.urls import path

from alliance import views

app_name = "alliance"

urlpatterns = [
    path("<slug:slug>/", views.home, name="home"),
    path("<slug:slug>/members/", views.members, name="members"),
]
