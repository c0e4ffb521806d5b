"""Tools of the hostile walk: every address of the site, a world to hit, and who hits it."""

import hashlib
import json
import re
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern
from django.utils import timezone

from alliance.models import AllianceRole, Representative, SecretaryInvitation, Task, Tier
from conference.acts.writing import act
from conference.attendance import links
from conference.attendance.checkin import check_in
from conference.attendance.lists.in_background import ask_for
from conference.attendance.models import CertificateDesign, ExportLog, Question
from conference.attendance.registering import issue_link
from conference.attendance.station.links import make_station
from conference.letters.mail import SALT as STOP
from conference.models import Highlight, SiteIdentity, TeamInvitation
from conference.program.models import ExpectedTotal
from conference.program.release.publishing import publish
from tests.factories import (
    at,
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
    make_link,
    make_member,
    make_membership,
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
)

# --- The world -------------------------------------------------------------------------------


@dataclass
class World:
    """One row of everything, in a conference that is public; who may do most of what can be done.

    `rows` is {model: a row of it}, `good` the value of each name in an address.
    """

    organizer: object
    rows: dict = field(default_factory=dict)
    good: dict = field(default_factory=dict)

    def keep(self, *rows):
        for row in rows:
            self.rows.setdefault(type(row), row)
        return rows[0]


def make_world() -> World:
    # Zones on both sides of the meridian: the calendar's first and last day lie outside UTC's.
    conference = make_conference(slug="here", time_zone="America/New_York")
    other = make_conference(slug="there", time_zone="Asia/Shanghai")
    world = World(organizer=make_member(conference, "organizer", sees_contacts=True))
    make_member(other, "organizer", user=world.organizer)
    room, track = make_room(conference, slug="hall"), make_track(conference, slug="teaching")
    nine, noon = at("09:00", zone=conference.zone), at("12:00", zone=conference.zone)
    forum = make_session(conference, nine, noon, kind="sub-forum", room=room, track=track)
    talk = make_session(conference, nine, kind="talk", parent=forum)
    make_session(other, "09:00")
    role = make_role(talk)
    world.keep(
        *(conference, room, track, forum, role, role.participation, role.participation.person),
        make_host(conference),
        Highlight.objects.create(conference=conference, kind="policy", name_zh="政策"),
        ExpectedTotal.objects.create(conference=conference, total=16, label_en="experts"),
        make_article(conference, slug="news"),
        make_plan(conference),
        make_hotel(conference),
        make_contact(conference),
        make_committee(conference, make_person(name_zh="吴样例")),
        make_photo(conference),
        make_link(talk),
        make_attachment(conference),
        conference.handbooks.create(),
        SiteIdentity.objects.create(name_en="Sample Society"),
    )
    world.keep(world.rows[type(make_host(other))].organization)
    form = world.keep(
        make_reply_form(
            conference,
            opens_at=timezone.now() - timedelta(days=1),
            closes_at=timezone.now() + timedelta(days=1),
        )
    )
    Question.objects.create(form=form, kind="text", label_zh="饮食", label_en="Diet")
    for kind in ("arrival", "hotel", "meals", "number", "date", "diet", "choices"):
        Question.objects.create(form=form, kind=kind, label_en=kind, options_en="Lunch")
    registration = world.keep(make_registration(conference))
    asked = make_answer_file(registration)
    scan = world.keep(
        check_in(
            registration,
            conference=conference,
            checkpoint=make_checkpoint(conference),
            by=world.organizer,
            client_id="first",
        )
    )
    world.keep(scan.checkpoint)
    own = make_checkpoint(conference, kind="own", name_en="Lunch", by_themselves=True)
    station, station_token = make_station(
        conference, name="Gate 1", ends_at=timezone.now() + timedelta(hours=1)
    )
    world.keep(station)
    with act(by=world.organizer, conference=conference) as changed:
        talk.abstract_en = "What was found"
        talk.save()
    world.keep(
        ExportLog.objects.create(
            conference=conference, via="desk", list_name="scans", format="csv", rows=1
        ),
        world.keep(publish(conference)),
    )
    invitation, invitation_token = TeamInvitation.issue(
        by=world.organizer, conference=conference, email="new@example.org", role="editor"
    )
    alliance = make_alliance(slug="teachers", founded_at=conference)
    make_secretary(alliance, user=world.organizer)
    membership = make_membership(alliance)
    conference.attendancegrants.create(alliance=alliance)
    world.keep(
        *(alliance, membership, invitation),
        Tier.objects.create(alliance=alliance, name_en="Council"),
        Task.objects.create(alliance=alliance, name_en="Share courses"),
        AllianceRole.objects.create(
            alliance=alliance, organization=membership.organization, role="lead"
        ),
        Representative.objects.create(membership=membership, person=role.participation.person),
        make_certificate(registration, issued_by=world.organizer),
        CertificateDesign.objects.create(conference=conference),
        make_letter(conference, about=f"registration:{registration.pk}"),
        make_group_letter(conference, [registration]),
        unit := make_unit(conference, closes_at=timezone.now() + timedelta(days=1)),
        guest := make_guest(conference, closes_at=timezone.now() + timedelta(days=1)),
        conference.lettertexts.create(occasion="waiting", subject_en="Please wait"),
        SecretaryInvitation.issue(by=world.organizer, alliance=alliance, email="s@example.org")[0],
    )
    world.good = {
        "slug": "here",
        "code": forum.code,
        "track": "teaching",
        "room": "hall",
        "article": "news",
        "article_id": conference.articles.get().pk,
        "number": 1,
        "conference_id": conference.pk,
        "release_id": conference.releases.get().pk,
        "registration_id": registration.pk,
        "form_id": form.pk,
        "question_id": asked.pk,
        "twin_id": registration.pk,
        "committee_id": conference.committees.get().pk,
        "changed": changed.name,
        "unit": links.token_of(unit),
        "guest": links.token_of(guest),
        "member_id": unit.members.create(registration=registration, form_mark="0", form_line=0).pk,
        "row_id": unit.pk,
        "station": station_token,
        "work": ask_for(
            conference, "scans", "csv", by=world.organizer, via="desk", session=None
        ).token,
        "language": "en",
        "list_name": "sign-in",
        "file_format": "csv",
        "paper": "agenda",
        "cards": "badges",
        "paper_format": "docx",
        "uidb64": "MQ",
        "id": world.organizer.pk,
        "app_label": "program",
        "checkpoint": own.token,
        "scan": scan.pk,
        "name": "0" * 64 + ".webp",
        "rest": "en",
        "url": "nothing",
        "token": issue_link(registration),
        "invitation": invitation_token,
        "forum": forum.code,
        "participation": role.participation.code,
        "certificate": conference.certificates.get().number,
        "certificate_id": conference.certificates.get().pk,
        "letter_id": conference.letters.get().pk,
        "view_id": 1,
        "group_letter_id": conference.groupletters.get().pk,
        "occasion": "received",
        "sign": signing.dumps(f"registration:{registration.pk}", salt=STOP),
        "act": "suspend",
        "step_id": membership.steps.get().pk,
    }
    return world


# --- Every address ------------------------------------------------------------------------------

# {what stands before a secret: whose it is}; elsewhere it is that of a registration.
LINKS = {"invitations": "invitation", "station": "station", "work": "work"}
LINKS |= {"u": "unit", "i": "guest"}


@dataclass(frozen=True)
class Address:
    """A route of the site; `at()` fills its names with good values, or with a bad one."""

    name: str
    parts: tuple  # text, or (converter, name) of a value

    def at(self, world, **bad) -> str:
        return "/" + "".join(
            part if isinstance(part, str) else bad.get(part[1]) or self.good(world, part[1])
            for part in self.parts
        )

    def good(self, world, name):
        if name in ("object_id", "version_id"):
            row = next((row for model, row in world.rows.items() if self.is_of(model)), None)
            if row is None:
                return "1"
            return str(row.pk if name == "object_id" else row.history.first().history_id)
        if name == "token":
            before = (part.strip("/") for part in self.parts if isinstance(part, str))
            name = next((LINKS[part] for part in before if part in LINKS), name)
        if name == "number" and self.name in ("certificate", "attendance:certificate"):
            name = "certificate"
        if name == "name" and self.name in ("changes_act", "undo"):
            name = "changed"
        if name == "code" and ("speaker" in self.name or self.name == "person"):
            name = "participation"
        if name == "slug" and self.parts[1:2] == ("alliances/",):
            return "teachers"
        return quote(str(world.good[name]))

    def is_of(self, model):
        opts = model._meta
        return self.name.startswith(f"{opts.app_label}_{opts.model_name}_")

    @property
    def names(self):
        return [part[1] for part in self.parts if not isinstance(part, str)]


_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_REGEXES = {
    r"^[zZ]": ("zh-CN/", ("str", "rest")),
    r"^media/public/": ("media/public/", ("str", "name")),
    r"^([^/]+)/history/": (("str", "object_id"), "/history/", ("str", "version_id"), "/"),
    r"^(?P<app_label>": (("str", "app_label"), "/"),
    r"(?P<url>": (("str", "url"),),
}


def every_address() -> list[Address]:
    """All routes of the resolver, those of the admin included; `/en/` stands for each language."""
    return list(_addresses(get_resolver().url_patterns, ()))


def _addresses(patterns, before):
    for entry in patterns:
        parts = (*before, *_parts(entry.pattern))
        if isinstance(entry, URLPattern):
            yield Address(entry.name or "", parts)
        else:
            yield from _addresses(entry.url_patterns, parts)


def _parts(pattern):
    if isinstance(pattern, LocalePrefixPattern):
        return ("en/",)
    if isinstance(pattern, RegexPattern):
        # A new regular expression has to be added above.
        return next(found for text, found in _REGEXES.items() if str(pattern).startswith(text))
    parts, route, last = [], str(pattern), 0
    for found in _PLACE.finditer(route):
        parts += [route[last : found.start()], (found[1] or "str", found[2])]
        last = found.end()
    return tuple(part for part in [*parts, route[last:]] if part != "")


# --- Asking, and what must hold of every answer -------------------------------------------------


HOUSE = str(settings.BASE_DIR)
_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# Of how one is signed in, not of what the site keeps.
# Also who was shown whose address, which a refused form shows again.
_BESIDE = ("django_session", "conference_stamp", "axes_accessattempt", "attendance_dataaccess")


class Attack:
    """Asks as one account; every request is undone, so that each finds the same world."""

    def __init__(self, user=None, **options):
        self.client = Client(raise_request_exception=False, **options)
        if user is not None:
            self.client.force_login(user)
        self.faults, self.count = [], 0

    def ask(self, method, address, body=b"", content_type="", **headers):
        """The response; a failure of any promise is noted in `faults`."""
        cache.clear()
        self.count += 1
        path, _question, query = address.partition("?")
        environ = {"QUERY_STRING": query} | headers
        with noted_errors() as errors, transaction.atomic():
            with noted_writes() as written:
                response = self.client.generic(
                    method, path, body, content_type or "text/plain", **environ
                )
            left = digest() if written and is_refusal(method, response) else ""
            transaction.set_rollback(True)
        if response.streaming:
            _ = b"".join(response)  # its end closes the file
        shown = f"{method} {address[:200]} {body[:300]!r} {headers or ''}"
        if response.status_code >= 500:
            self.faults.append(f"{response.status_code} {shown}\n    {errors[-1:]}")
        elif left and left != digest():
            self.faults.append(f"refused, but written: {shown}\n    {written[:3]}")
        elif method != "HEAD" and (complaint := unlike_us(response, path)):
            self.faults.append(f"{response.status_code} {complaint}: {shown}")
        return response


def is_refusal(method, response):
    if 400 <= response.status_code < 500:
        return True
    said = b"" if response.streaming else response.content
    return method == "POST" and response.status_code == 200 and b'class="error' in said


def unlike_us(response, path):
    """What is wrong with a refusal: it must speak, in the language of its address."""
    if not 400 <= response.status_code < 500 or response.streaming:
        return ""
    kind = response.get("Content-Type", "")
    if path.startswith("/api/") and response.content:
        is_problem = kind == "application/problem+json" and json.loads(response.content)["detail"]
        return "" if is_problem else "is no problem that speaks"
    if kind.startswith("application/json"):
        return "" if response.content else "says nothing"
    text = response.content.decode()
    if "<h1" not in text:
        return "has no heading"
    wanted = {"/en/": 'lang="en"', "/zh-": 'lang="zh-Hans"'}.get(path[:4], "")
    return "" if wanted.lower() in text.lower() else f"is not {wanted}"


@contextmanager
def noted_errors():
    found = []

    def note(sender, **kwargs):
        lines = traceback.format_exc().strip().splitlines()
        ours = [line.strip() for line in lines if HOUSE in line and "site-packages" not in line]
        found.append(f"{lines[-1][:300]} | {ours[-2:-1]}")

    got_request_exception.connect(note)
    try:
        yield found
    finally:
        got_request_exception.disconnect(note)


@contextmanager
def noted_writes():
    found = []

    def note(execute, sql, params, many, context):
        if _WRITES.match(sql) and not any(table in sql for table in _BESIDE):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def digest() -> str:
    """Changes with any row of any model."""
    digested = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.db_table not in _BESIDE:
            digested.update(repr(list(model._base_manager.order_by("pk").values_list())).encode())
    return digested.hexdigest()
