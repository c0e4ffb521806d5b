"""Addresses of a conference's program, below /<lang>/conferences/<slug>/."""

from django.urls import path

from conference.program import views

app_name = "program"

urlpatterns = [
    path("schedule/", views.schedule, name="schedule"),
    path("sessions/<slug:code>/", views.session, name="session"),
    path("speakers/", views.speakers, name="speakers"),
    path("speakers/<slug:code>/", views.speaker, name="speaker"),
    path("venue/", views.venue, name="venue"),
    path("changes/", views.changes, name="changes"),
    path("changes/feed.xml", views.changes_feed, name="changes_feed"),
    path("releases/<int:number>/", views.release, name="release"),
    path("schedule.ics", views.schedule_ics, name="schedule_ics"),
    path("schedule.xml", views.schedule_xml, name="schedule_xml"),
    path("schedule.json", views.schedule_json, name="schedule_json"),
    path("sessions/<slug:code>.ics", views.session_ics, name="session_ics"),
    path("tracks/<slug:track>.ics", views.track_ics, name="track_ics"),
    path("rooms/<slug:room>.ics", views.room_ics, name="room_ics"),
    path("speakers/<slug:code>.ics", views.speaker_ics, name="speaker_ics"),
    path("my.ics", views.my_ics, name="my_ics"),
]
