"""The contract's table of rights, written out by model and by address."""

V, D, X, E, O = "viewer", "desk", "exporter", "editor", "organizer"  # noqa: E741
PLAN, TEAM = {V, E, O}, {V, D, X, E, O}
EVERYONE = ["anonymous", "attendee", *sorted(TEAM), "elsewhere", "secretary"]

# What may be done with the rows of a model in the admin: (see, change, add, delete).
ADMIN = {
    "conference.conference": (PLAN, {O}, {O, "elsewhere"}, set()),  # it is published
    "conference.room": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "conference.track": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "conference.highlight": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "conference.venueplan": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "conference.hotel": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "conference.contact": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "conference.photo": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "conference.teaminvitation": ({O}, set(), {O, "elsewhere"}, {O}),
    "people.organization": (
        {*PLAN, "elsewhere", "secretary"},
        {E, O},
        {E, O, "elsewhere", "secretary"},
        {E, O},
    ),
    "people.person": (
        {*PLAN, "elsewhere", "secretary"},
        {E, O},
        {E, O, "elsewhere", "secretary"},
        {E, O},
    ),
    "people.hostrole": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "program.handbook": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "program.committee": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "program.participation": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "program.expectedtotal": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "program.release": (PLAN, set(), set(), set()),
    "program.session": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "attendance.checkin": ({X, O}, set(), set(), set()),
    "attendance.exportlog": ({X, O}, set(), set(), set()),
    "attendance.registration": ({X, O}, {O}, {O, "elsewhere"}, {O}),
    "attendance.groupletter": ({X, O}, {O}, set(), {O}),
    "attendance.certificate": ({X, O}, set(), set(), set()),
    "attendance.certificatedesign": ({O}, {O}, {O, "elsewhere"}, {O}),
    "attendance.replyform": ({O}, {O}, {O, "elsewhere"}, {O}),
    "attendance.station": ({O}, {O}, {O, "elsewhere"}, set()),
    "attendance.guestinvitation": ({O}, {O}, {O, "elsewhere"}, {O}),
    "attendance.unitliaison": ({O}, {O}, {O, "elsewhere"}, {O}),
    "attendance.checkpoint": ({X, O}, {O}, {O, "elsewhere"}, {O}),
    "letters.letter": ({X, O}, set(), set(), set()),
    "letters.lettertext": ({O}, {O}, {O, "elsewhere"}, {O}),
    "news.article": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "news.attachment": (PLAN, {E, O}, {E, O, "elsewhere"}, {E, O}),
    "alliance.alliance": ({"secretary"}, {"secretary"}, set(), set()),
    "alliance.membership": ({"secretary"}, {"secretary"}, {"secretary"}, {"secretary"}),
    "alliance.secretaryinvitation": ({"secretary"}, set(), {"secretary"}, {"secretary"}),
    "auth.user": (set(), set(), set(), set()),
    "conference.siteidentity": (set(), set(), set(), set()),
}
# Lists and blank forms of models that every team has: who runs a conference elsewhere has own rows.
ELSEWHERE_LISTS = {
    name
    for name, (see, *_acts) in ADMIN.items()
    if O in see and name.partition(".")[0] != "alliance"
}

# The pages of one conference in the admin and who may open them.
OF_THE_CONFERENCE = {
    "program_publish": {O},
    "program_clashes": PLAN,
    "program_settle": {E, O},
    "program_papers": {V, X, E, O},
    "set_step_aside": {E, O},
    "program_import": {E, O},
    "program_import_confirm": {E, O},
    "program_import_done": {E, O},
    "program_import_office": {E, O},
    "program_import_office_correct": {E, O},
    "program_import_office_confirm": {E, O},
    "program_import_office_discard": {E, O},
    "program_preview": PLAN,
    "program_preview_home": PLAN,
    "program_preview_schedule": PLAN,
    "program_preview_session": PLAN,
    "program_preview_speakers": PLAN,
    "program_preview_speaker": PLAN,
    "program_preview_venue": PLAN,
    "news_preview": PLAN,
    "translations": PLAN,
    "changes_of": {*PLAN, X},
    "both_languages": PLAN,
    "texts_sheet": PLAN,
    "texts_return": {E, O},
    "conference_copy": {O},
    "conference_as_file": {O},
    "conference_move_days": {E, O},
    "program_push": {O},
    "program_release_withdraw": {O},
    "program_release_restore": {O},
    "letters_letter_decide": {O},
    "letters_lettertext_preview": {O},
    "attendance_certificate_issue": {O},
    "attendance_certificate_preview": {O},
    "attendance_certificate_all": {X, O},
    "attendance_certificate_file": {X, O},
    "attendance_groupletter_preview": {O},
    "attendance_groupletter_chat": {O},
    "attendance_groupletter_phones": {X, O},
    "attendance_replyform_preview": {O},
    "attendance_replyform_usual": {O},
    "attendance_registration_link": {O},
    "attendance_registration_answer": {X, O},
    "attendance_registration_answers": {O},
    "attendance_registration_join": {O},
    "attendance_registration_save_view": {O},
    "attendance_registration_forget_view": {O},
    "attendance_registration_privacy": {O},
    "attendance_registration_keeping": {O},
    "program_committee_many": {E, O},
    "program_participation_many": {E, O},
    "attendance_registration_expect": {O},
    "attendance_guestinvitation_link": {O},
    "attendance_guestinvitation_many": {O},
    "attendance_unitliaison_link": {O},
    "attendance_unitliaison_many": {O},
    "attendance_registration_import": {O},
    "attendance_registration_import_confirm": {O},
    "attendance_registration_import_template": {O},
}
DESK = {
    "attendance:desk": {D, X, O},
    "attendance:place": {D, X, O},
    "attendance:check_in": {D, O},
    "attendance:undo": {D, O},
    "attendance:walk_in": {D, O},
    "attendance:doors": {D, X, O},
    "attendance:judge": {O},
    "attendance:export": {X, O, "secretary"},
    "attendance:lists": {X, O, "secretary"},
    "attendance:print": {D, O},
    "attendance:print_file": {D, O},
    "attendance:print_preview": {D, O},
}
PAPERS = {V, X, E, O}
# Background work of the organizer: the page, the file (not made yet), and what only buttons do.
WORK = {"work:job": 200, "work:file": 404, "work:cancel": 405, "work:again": 405}
PUBLIC = {
    "public_image", "public_document", "smaller_image", "robots", "sitemap", "set_language", "home",
    "invitation", "conference:home",
    "program:schedule", "program:session", "program:speakers", "program:speaker", "program:venue",
    "program:changes", "program:changes_feed", "program:release", "program:schedule_ics",
    "program:schedule_xml", "program:schedule_json", "program:session_ics", "program:track_ics",
    "display:index", "display:screen", "display:data", "program:embed", "program:embed_data",
    "embed_script", "oembed", "program:room_ics", "program:speaker_ics", "program:my_ics",
    "program:my", "program:agenda_pdf",
    "program:changes_since", "worker", "manifest", "offline", "conference:manifest",
    "conference:offline",
    "program:card", "program:session_card", "program:speaker_card",
    "program:qr", "program:session_qr", "program:speaker_qr", "site_news", "site_feed",
    "sitemap_of_site",
    "sitemap_of_conference", "news:list", "news:feed",
    "news:article", "alliance:home", "alliance:members", "attendance:register",
    "attendance:reply", "attendance:withdraw", "attendance:station_shell",
    "attendance:own_kept", "attendance:own_correct", "attendance:own_forums",
    "attendance:own_calendar", "attendance:own_data", "attendance:own_data_with_files",
    "attendance:own_certificate",
    "attendance:own_answer",
    "attendance:certificates", "attendance:certificate",
    "attendance:unit", "attendance:unit_told", "attendance:unit_sheet", "attendance:unit_template",
    "attendance:unit_swap", "attendance:unit_correct", "attendance:unit_out", "attendance:guest",
    "attendance:guest_letter", "attendance:guest_questions",
    "attendance:station_worker", "attendance:station", "attendance:station_app",
    "attendance:station_list", "attendance:station_about", "attendance:station_scans",
    "attendance:station_walk_ins", "attendance:station_here", "attendance:here",
    "admin_password_reset", "password_reset_done",
    "attendance:lost_link", "letters:stop",
    "password_reset_confirm", "password_reset_complete",
    "api:index", "api:openapi", "api:conferences", "api:conference", "api:program", "api:sessions",
    "api:session", "api:people", "api:person", "api:rooms", "api:room", "api:tracks", "api:track",
    "api:releases", "api:release",
}  # fmt: skip
# Of the public addresses those that answer a plain GET of the world below otherwise than with 200.
NOT_A_PAGE = {
    "public_image": 404,  # of no content that there is
    "smaller_image": 404,
    "public_document": 404,
    "invitation": 404,  # the token is unknown
    "oembed": 400,  # it asks for `url`
    "program:my_ics": 400,  # it asks for `s`
    "set_language": 405,
    "attendance:withdraw": 405,
    "attendance:own_forums": 404,  # the program has none
    # The token is that of a registration.
    "attendance:guest": 404,
    "attendance:guest_letter": 404,
    "attendance:guest_questions": 404,
    "attendance:unit": 404,
    "attendance:unit_told": 405,
    "attendance:unit_sheet": 405,
    "attendance:unit_template": 404,
    "attendance:unit_correct": 404,
    "attendance:unit_swap": 404,
    "attendance:unit_out": 405,
    "attendance:station": 404,
    "attendance:station_app": 404,
    "attendance:station_list": 404,
    "attendance:station_about": 404,
    "attendance:station_scans": 405,
    "attendance:station_walk_ins": 405,
    "attendance:station_here": 404,
    "attendance:here": 404,  # switched off
    "letters:stop": 404,  # the sign is made up
}
# Addresses without a name: the bare address, habits of writing Chinese, old addresses of rows.
UNNAMED = {"", "zh", "favicon.ico", "robots.txt", "admin/row", "admin/else"}
