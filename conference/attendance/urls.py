from django.urls import path

from conference.attendance import door_views, lost_links, reply_views, views
from conference.attendance.badges import views as badge_views
from conference.attendance.certificates import views as certificate_views
from conference.attendance.guests import views as guest_views
from conference.attendance.here import views as here_views
from conference.attendance.lists import page as list_page
from conference.attendance.lists import views as export_views
from conference.attendance.own import views as own_views
from conference.attendance.station import views as station_views
from conference.attendance.units import views as unit_views

app_name = "attendance"

urlpatterns = [
    path("conferences/<slug:slug>/register/", reply_views.register, name="register"),
    path("conferences/<slug:slug>/register/lost/", lost_links.lost, name="lost_link"),
    path("r/", own_views.kept, name="own_kept"),
    path("r/<str:token>/", own_views.reply, name="reply"),
    path("r/<str:token>/correct/", own_views.correct, name="own_correct"),
    path("r/<str:token>/sub-forum/", own_views.forums, name="own_forums"),
    path("r/<str:token>/withdraw/", own_views.withdraw, name="withdraw"),
    path("r/<str:token>/calendar.ics", own_views.calendar, name="own_calendar"),
    path("r/<str:token>/data.json", own_views.data, name="own_data"),
    path("r/<str:token>/data.zip", own_views.data_with_files, name="own_data_with_files"),
    path("r/<str:token>/answers/<int:question_id>/", own_views.answer, name="own_answer"),
    path("r/<str:token>/certificate.pdf", own_views.certificate, name="own_certificate"),
    path("certificates/", certificate_views.certificates, name="certificates"),
    path("certificates/<str:number>/", certificate_views.certificate, name="certificate"),
    path("u/<str:token>/", unit_views.unit, name="unit"),
    path("u/<str:token>/told/", unit_views.told, name="unit_told"),
    path("u/<str:token>/sheet/", unit_views.sheet, name="unit_sheet"),
    path("u/<str:token>/template.xlsx", unit_views.template, name="unit_template"),
    path("u/<str:token>/<int:member_id>/correct/", unit_views.correct, name="unit_correct"),
    path("u/<str:token>/<int:member_id>/swap/", unit_views.swap, name="unit_swap"),
    path("u/<str:token>/<int:member_id>/out/", unit_views.take_out, name="unit_out"),
    path("i/<str:token>/", guest_views.guest, name="guest"),
    path("i/<str:token>/questions/", guest_views.questions, name="guest_questions"),
    path("i/<str:token>/letter.<str:paper_format>", guest_views.letter, name="guest_letter"),
    path("desk/<slug:slug>/", views.desk, name="desk"),
    path("desk/<slug:slug>/place/", views.place, name="place"),
    path("desk/<slug:slug>/check-in/", views.check_in, name="check_in"),
    path("desk/<slug:slug>/undo/", views.undo, name="undo"),
    path("desk/<slug:slug>/walk-in/", views.walk_in, name="walk_in"),
    path("desk/<slug:slug>/judge/", door_views.judge, name="judge"),
    path("desk/<slug:slug>/doors/", door_views.doors, name="doors"),
    path("here/<slug:slug>/<str:checkpoint>/", here_views.here, name="here"),
    path("station/", station_views.shell, name="station_shell"),
    path("station/worker.js", station_views.worker, name="station_worker"),
    path("station/<str:token>/", station_views.station, name="station"),
    path("station/<str:token>/manifest.webmanifest", station_views.manifest, name="station_app"),
    path("station/<str:token>/list/", station_views.station_list, name="station_list"),
    path("station/<str:token>/about/", station_views.about, name="station_about"),
    path("station/<str:token>/scans/", station_views.station_scans, name="station_scans"),
    path("station/<str:token>/walk-ins/", station_views.station_walk_ins, name="station_walk_ins"),
    path("station/<str:token>/here/<str:checkpoint>/", here_views.screen, name="station_here"),
    path("desk/<slug:slug>/lists/", list_page.lists, name="lists"),
    path("desk/<slug:slug>/print/", badge_views.choose, name="print"),
    path("desk/<slug:slug>/print/<slug:cards>.pdf", badge_views.file, name="print_file"),
    path("desk/<slug:slug>/print/<slug:cards>.png", badge_views.preview, name="print_preview"),
    path(
        "desk/<slug:slug>/export/<str:list_name>.<str:file_format>",
        export_views.export,
        name="export",
    ),
]
