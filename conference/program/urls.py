"""Addresses of a conference's program, below /<lang>/conferences/<slug>/."""

from django.urls import path

from conference.program.embed import views as embed_views
from conference.program.papers.views import public_agenda
from conference.program.public import my_views, views
from conference.program.sharing import views as share_views

app_name = "program"

urlpatterns = [
    path("schedule/", views.schedule, name="schedule"),
    path("sessions/<slug:code>/", views.session, name="session"),
    path("speakers/", views.speakers, name="speakers"),
    path("speakers/<slug:code>/", views.speaker, name="speaker"),
    path("card.png", share_views.card, name="card"),
    path("sessions/<slug:code>/card.png", share_views.session_card, name="session_card"),
    path("speakers/<slug:code>/card.png", share_views.speaker_card, name="speaker_card"),
    path("qr.svg", share_views.qr, name="qr"),
    path("sessions/<slug:code>/qr.svg", share_views.session_qr, name="session_qr"),
    path("speakers/<slug:code>/qr.svg", share_views.speaker_qr, name="speaker_qr"),
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
    path("agenda.pdf", public_agenda, name="agenda_pdf"),
    path("my.ics", views.my_ics, name="my_ics"),
    path("embed/", embed_views.embed, name="embed"),
    path("embed/program.json", embed_views.embed_data, name="embed_data"),
    path("my/", my_views.my, name="my"),
    path("changes/since/<int:number>.json", my_views.changes_since, name="changes_since"),
]
