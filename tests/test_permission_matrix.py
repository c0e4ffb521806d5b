"""Who gets which answer at every address of the site.

Each address of the resolver is asked by everyone there is, by GET and by an empty POST. The
expectations are the contract's table of rights written out by address; an address that is not
written here fails the test, so that none is ever forgotten.

Long, because it is one table, in which an address is looked for once.
"""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from conference.attendance.lists.in_background import ask_for
from conference.attendance.models import CertificateDesign
from conference.attendance.registering import issue_link
from conference.attendance.station.links import make_station
from conference.models import SiteIdentity, TeamInvitation
from conference.permissions import Role
from conference.program.models import ExpectedTotal
from conference.program.release.publishing import publish
from tests.factories import (
    make_alliance,
    make_article,
    make_attachment,
    make_certificate,
    make_checkpoint,
    make_committee,
    make_conference,
    make_contact,
    make_group_letter,
    make_guest,
    make_host,
    make_hotel,
    make_letter,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_photo,
    make_plan,
    make_registration,
    make_reply_form,
    make_role,
    make_room,
    make_secretary,
    make_session,
    make_track,
    make_unit,
    make_user,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="rights are decided in Python; test_hostile_input.py asks both"),
    pytest.mark.usefixtures("plain_prints"),
]

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
    "attendance:own_calendar", "attendance:own_data", "attendance:own_certificate",
    "attendance:certificates", "attendance:certificate",
    "attendance:unit", "attendance:unit_told", "attendance:unit_sheet", "attendance:unit_template",
    "attendance:unit_swap", "attendance:unit_out", "attendance:guest",
    "attendance:guest_letter",
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
    "attendance:unit": 404,
    "attendance:unit_told": 405,
    "attendance:unit_sheet": 405,
    "attendance:unit_template": 404,
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


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """`make_world`, once: each test undoes its own changes as usual."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world["addresses"] = [concrete(*address, world) for address in addresses()]
        yield world
        transaction.set_rollback(True)


def make_world():
    """One public conference with a row of everything, and an alliance that has no part in it."""
    conference = make_conference(slug="own")
    organization = make_organization()
    person = make_person(organization=organization)
    participation = make_participation(conference, person)
    room, track = make_room(conference, slug="hall"), make_track(conference, slug="track")
    session = make_session(conference, "09:00", room=room, track=track)
    make_role(session, participation)
    alliance = make_alliance(slug="alliance")
    member = make_membership(alliance, make_organization(name_en="Member"))
    invitation, _token = TeamInvitation.issue(
        by=None, conference=conference, email="a@example.org", role=Role.VIEWER
    )
    conference.attendancegrants.create(alliance=alliance)
    registration = make_registration(conference)
    make_registration(conference, name="成员代表", organization=member.organization)
    rows = {
        "conference.conference": conference,
        "conference.room": room,
        "conference.track": track,
        "conference.highlight": conference.highlights.create(kind="policy", name_en="Policy"),
        "conference.venueplan": make_plan(conference),
        "conference.hotel": make_hotel(conference),
        "conference.contact": make_contact(conference),
        "conference.photo": make_photo(conference),
        "conference.teaminvitation": invitation,
        "people.organization": organization,
        "people.person": person,
        "people.hostrole": make_host(conference, organization=organization),
        "program.participation": participation,
        "program.expectedtotal": ExpectedTotal.objects.create(
            conference=conference, total=16, label_en="experts"
        ),
        "program.committee": make_committee(conference),
        "program.handbook": conference.handbooks.create(),
        "program.session": session,
        "attendance.registration": registration,
        "attendance.replyform": make_reply_form(conference),
        "attendance.checkpoint": make_checkpoint(conference, kind="own", name_en="Lunch"),
        "attendance.station": make_station(
            conference, name="Gate 1", ends_at=timezone.now() + timedelta(hours=1)
        )[0],
        "attendance.exportlog": conference.exportlogs.create(
            via="admin", list_name="sign-in", format="csv", rows=0
        ),
        "news.article": make_article(conference, slug="article"),
        "news.attachment": make_attachment(conference),
        "alliance.alliance": alliance,
        "alliance.membership": member,
        "alliance.secretaryinvitation": alliance.invitations.model.issue(
            by=None, alliance=alliance, email="s@example.org"
        )[0],
        "auth.user": make_user("somebody"),
        "conference.siteidentity": SiteIdentity.objects.create(name_en="Sample Society"),
    }
    rows["attendance.certificate"] = make_certificate(registration)
    rows["attendance.certificatedesign"] = CertificateDesign.objects.create(conference=conference)
    rows["attendance.guestinvitation"] = make_guest(conference)
    rows["attendance.unitliaison"] = make_unit(conference)
    rows["letters.letter"] = make_letter(conference)
    rows["attendance.groupletter"] = make_group_letter(conference, [registration])
    rows["letters.lettertext"] = conference.lettertexts.create(occasion="waiting")
    rows["program.release"] = publish(conference)
    rows["attendance.checkin"] = conference.checkins.create(
        checkpoint=rows["attendance.checkpoint"],
        registration=registration,
        client_id="one",
        result="refused",
        reason="cancelled",
        scanned_at=rows["program.release"].published_at,
    )
    users = {role: make_member(conference, role, user=make_user(role)) for role in TEAM}
    users["attendee"] = make_user("attendee", is_staff=False)
    users["elsewhere"] = make_member(make_conference(slug="other"), Role.ORGANIZER)
    users["secretary"] = make_secretary(alliance, user=make_user("secretary"))
    work = ask_for(conference, "scans", "csv", by=users[O], via="desk", session=None)
    return {"rows": rows, "users": users, "link": issue_link(registration), "work": work.token}


# --- Every address -----------------------------------------------------------------------------


def addresses():
    """[(name with its namespace, route)] of the whole resolver, nothing left out."""

    def below(resolver, route, namespace):
        for pattern in resolver.url_patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = pattern.namespace if pattern.namespace != "admin" else None
                yield from below(pattern, here, inner or namespace)
            else:
                prefix = f"{namespace}:" if namespace else ""
                yield (f"{prefix}{pattern.name}" if pattern.name else None), here

    return list(below(get_resolver(), "", ""))


def concrete(name, route, world):
    """(kind of address, path) with the values of the world filled in."""
    rows = world["rows"]
    conference, session = rows["conference.conference"], rows["program.session"]
    if name is None:
        for start, path in {
            "^[zZ]": ("zh", "/zh/"),
            "favicon": ("favicon.ico", "/favicon.ico"),
            "robots": ("robots.txt", "/robots.txt"),
            "admin/(?P<url>": ("admin/else", "/admin/nothing/here/"),
        }.items():
            if route.startswith(start):
                return path
        if "<path:object_id>" in route:
            label = ".".join(route.split("/")[1:3])
            key = rows[label].pk if label in rows else 1
            return "admin/row", "/" + route.replace("<path:object_id>", str(key))
        return route, f"/{route}"
    is_of_person = "speaker" in name or name == "api:person"
    values = {
        "conference_id": conference.pk,
        "release_id": rows["program.release"].pk,
        "registration_id": rows["attendance.registration"].pk,
        "form_id": rows["attendance.replyform"].pk,
        "twin_id": rows["attendance.registration"].pk,
        "committee_id": rows["program.committee"].pk,
        "language": "en",
        "slug": "alliance" if name.startswith("alliance:") else "own",
        "code": rows["program.participation"].code if is_of_person else session.code,
        "article": "article",
        "article_id": rows["news.article"].pk,
        "track": "track",
        "room": "hall",
        "number": rows["attendance.certificate"].number if name.endswith("certificate") else 1,
        "certificate_id": rows["attendance.certificate"].pk,
        "token": {"attendance": world["link"], "work": world["work"]}.get(
            name.partition(":")[0], "unknown"
        ),
        "uidb64": "MQ",
        "list_name": "registrations",
        "file_format": "csv",
        "paper": "agenda",
        "cards": "badges",
        "checkpoint": "arrival",
        "paper_format": "docx",
        "id": 1,
        "app_label": "program",
        "name": "0" * 64 + ".webp",
        "side": 320,
        "letter_id": rows["letters.letter"].pk,
        "view_id": 1,
        "member_id": 1,
        "row_id": rows[label].pk if (label := ".".join(route.split("/")[1:3])) in rows else 1,
        "group_letter_id": rows["attendance.groupletter"].pk,
        "occasion": "received",
        "sign": "unknown",
        "act": "suspend",
        "step_id": rows["alliance.membership"].steps.get().pk,
    }
    if label in ADMIN:
        row = rows.get(label)
        version = row.history.first().pk if row is not None and hasattr(row, "history") else 1
        route = route.replace("^([^/]+)/history/([^/]+)/$", f"<path:object_id>/history/{version}/")
        values["object_id"] = row.pk if row is not None else 1
    route = re.sub(r"\^?\(\?P<(\w+)>[^()]*\)\$?", r"<\1>", route)
    route = route.lstrip("^").rstrip("$").replace("\\", "")
    return name, "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


# --- What the contract says --------------------------------------------------------------------


def expected(name, path, who):
    """The status of GET, or a set of allowed ones."""
    label = ".".join(path.split("/")[2:4]) if path.startswith("/admin/") else ""
    if name in UNNAMED:
        return by_name_of_nothing(name, who)
    if name in PUBLIC:
        return NOT_A_PAGE.get(name, 200)
    if name in DESK:
        return of_desk(name, who)
    if name == "papers:paper":
        if who == "anonymous":
            return 302
        return 200 if who in PAPERS else 403 if who in TEAM else 404
    if name in WORK:
        if WORK[name] == 405:
            return 405
        return WORK[name] if who == O else 302 if who == "anonymous" else 404
    if name in ("login", "logout", "password_change", "password_change_done", "index"):
        return own_pages(name, who)
    if who == "anonymous":
        return 302
    if who == "attendee":
        return 403
    if name == "jsi18n":
        return 200
    if name == "autocomplete":
        return 403  # of nothing in particular
    if name == "app_list":
        return 200 if who in {*PLAN, "elsewhere"} else 404
    if name in OF_THE_CONFERENCE:
        if who in OF_THE_CONFERENCE[name]:
            if name.endswith("_view") and "registration" in name:
                return 405
            if name in (
                *("program_settle", "set_step_aside", "letters_letter_decide"),
                "attendance_replyform_usual",
            ):
                return 405  # only buttons lead there
            return {200, 302, 400, 404, 405} if "registration" in name else {200, 302}
        return 403 if who in TEAM else 404
    if name in ("attendance_registration_import_choice", "attendance_registration_lists"):
        return (
            {200, 302} if who in {O, X, "elsewhere"} - ({X} if "import" in name else set()) else 403
        )
    if name == "attendance_registration_charts":
        return 200 if who in {O, X, "elsewhere"} else 403
    if name == "conference_conference_begin":
        return 200 if who in {O, "elsewhere"} else 403
    if name == "conference_conference_begin_file":  # only its form leads there
        return 302 if who in {O, "elsewhere"} else 403
    if name == "changes":
        return 200  # what one did oneself, at least
    if name in ("changes_act", "undo"):
        return 404  # no act of that name
    if name == "conference_photo_several":
        return 200 if who in {E, O, "elsewhere"} else 403
    if name == "auth_user_password_change":
        return 403
    assert label in ADMIN, f"{name} {path} has no expectation here"
    return of_model(label, name, who)


def by_name_of_nothing(name, who):
    if not name.startswith("admin"):
        return {200, 301, 302}
    if who == "anonymous":
        return 302
    if who == "attendee":
        return 403
    return 302 if name == "admin/row" else 404


def of_desk(name, who):
    if who == "anonymous":
        return {302, 405}
    if who in DESK[name]:
        return {200, 405}
    return {403, 405} if who in TEAM else {404, 405}


def own_pages(name, who):
    if name == "login":
        return 200 if who == "anonymous" else 302
    if name == "logout":
        return 302 if who == "anonymous" else 405
    if who == "anonymous":
        return 302
    return 302 if name == "index" and who == "desk" else 200


def of_model(label, name, who):
    see, _change, add, delete = ADMIN[label]
    act = name.removeprefix(label.replace(".", "_") + "_")
    if act == "changelist":
        return 200 if who in see or (who == "elsewhere" and label in ELSEWHERE_LISTS) else 403
    if act == "add":
        # A conference has one of each: its page opens instead.
        once = ("attendance.replyform", "attendance.certificatedesign")
        there = 302 if label in once and who == O else 200
        return there if who in add else 403
    if act == "doubles":
        return 200 if who in add else 403
    if act == "merge":  # of no two rows
        return 404 if who in add else 403
    if act == "make":  # asks for the conference where there are several
        return 200 if who in add else 403
    if act == "names":
        return 200 if who in see else 403
    shared = label in ("people.person", "people.organization", "conference.siteidentity")
    shared = shared or label.startswith("alliance.")
    in_scope = who in see or (who in TEAM and not shared)
    if label == "auth.user":
        return 403
    if not in_scope:
        return 404
    if who not in see:
        return 403
    if act == "delete" and label == "alliance.membership":
        return 403  # what was active is kept
    if act == "delete":
        # A published session is not deleted: its page says so, and offers to cancel it.
        return 200 if who in delete else 403
    return 200


# --- The walk ----------------------------------------------------------------------------------


def test_every_model_of_the_admin_is_in_the_table():
    registered = {model._meta.label_lower for model in admin.site._registry}

    assert registered == set(ADMIN)


@pytest.mark.parametrize("who", EVERYONE)
def test_every_address_answers_each_as_the_contract_says(client, world, who):
    if who != "anonymous":
        client.force_login(world["users"][who])
    wrong = []
    for name, path in world["addresses"]:
        if "logout" in path:
            continue
        answer = client.get(path)
        answer.getvalue()  # a file is closed when it is read
        status = answer.status_code
        allowed = expected(name, path, who)
        allowed = allowed if isinstance(allowed, set) else {allowed}
        if status not in allowed:
            wrong.append(f"{path}: {status}, not {sorted(allowed)}")

    assert wrong == []


def everything():
    """Every row of our own models, to tell whether anything changed."""
    ours = ("conference", "people", "program", "attendance", "news", "alliance", "work", "letters")
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for label in ours
        for model in apps.get_app_config(label).get_models()
    }


@pytest.mark.parametrize("who", ["anonymous", "attendee", "viewer", "exporter", "elsewhere"])
def test_an_empty_post_of_who_may_not_changes_nothing(client, world, who):
    if who != "anonymous":
        client.force_login(world["users"][who])
    before = everything()
    failed = []
    for name, path in world["addresses"]:
        if "logout" in path or name in ("attendance:withdraw", "attendance:export"):
            continue  # the personal link is its own right; the export is logged
        answer = client.post(path, {"post": "yes", "confirm": "yes"})
        answer.getvalue()  # a file is closed when it is read
        if answer.status_code >= 500:
            failed.append(f"{path}: {answer.status_code}")

    assert failed == []
    assert everything() == before


@pytest.mark.parametrize("who", EVERYONE)
def test_nobody_but_its_keepers_is_told_of_an_alliance_in_the_admin(client, world, who):
    if who != "anonymous":
        client.force_login(world["users"][who])
    page = client.get("/admin/", follow=True).content.decode()

    assert ("Alliance for Teaching Reform" in page) == (who == "secretary")
