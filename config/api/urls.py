"""Addresses of the API, below /api/v1/."""

from django.urls import path

from config.api import views

app_name = "api"

_conference = "conferences/<slug:slug>/"

urlpatterns = [
    path("", views.index, name="index"),
    path("openapi.json", views.openapi, name="openapi"),
    path("conferences/", views.conferences, name="conferences"),
    path(_conference, views.conference, name="conference"),
    path(f"{_conference}program/", views.whole_program, name="program"),
    path(f"{_conference}sessions/", views.sessions, name="sessions"),
    path(f"{_conference}sessions/<slug:code>/", views.session, name="session"),
    path(f"{_conference}people/", views.people, name="people"),
    path(f"{_conference}people/<slug:code>/", views.person, name="person"),
    path(f"{_conference}rooms/", views.rooms, name="rooms"),
    path(f"{_conference}rooms/<slug:room>/", views.room, name="room"),
    path(f"{_conference}tracks/", views.tracks, name="tracks"),
    path(f"{_conference}tracks/<slug:track>/", views.track, name="track"),
    path(f"{_conference}releases/", views.releases, name="releases"),
    path(f"{_conference}releases/<int:number>/", views.release, name="release"),
]
