"""A site with a row of everything, and every address of it with that row's values."""

import re
from datetime import timedelta

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
    make_answer_file,
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
from tests.rights_table import ADMIN, TEAM, O


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
    rows["question"] = make_answer_file(registration)
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
        "question_id": rows["question"].pk,
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
