"""Publish, withdraw, restore: the acts between the draft and what the public sees."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import (
    Conference,
    Contact,
    Highlight,
    Hotel,
    Photo,
    Room,
    Track,
    VenuePlan,
)
from conference.people.models import HostRole, Organization, Person
from conference.program.clashes import find_clashes
from conference.program.diff import compare
from conference.program.document import FORMAT, upgraded
from conference.program.drafting import draft_document
from conference.program.models import (
    ExpectedTotal,
    Participation,
    PublishedRole,
    Release,
    Session,
    SessionLink,
    SessionRole,
)
from conference.program.prepared import add_search
from conference.program.sequence import count_changes, count_return
from conference.stamps import SITE, conference_scope, raise_stamps


class PublishRefused(Exception):
    """Nothing was published. `code`: clashes | unchanged | stale; `clashes` are the errors."""

    def __init__(self, code, message, clashes=()):
        super().__init__(message)
        self.code, self.message, self.clashes = code, message, list(clashes)


def fingerprint(document: dict) -> str:
    """Hash of a document: what a review shows and its confirmation carries back."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def publish(
    conference: Conference, *, by=None, note: str = "", at=None, reviewed: str | None = None
) -> Release:
    """Make the draft public as the next release.

    `reviewed` is the fingerprint of the draft that was reviewed; when given, a draft that changed
    since is not published (code stale). Raises PublishRefused also for clash errors and for a
    draft that equals the current release.
    """
    at = at or timezone.now()
    with transaction.atomic():
        conference = Conference.objects.lock(conference.pk)
        errors = [clash for clash in find_clashes(conference) if clash.is_error]
        if errors:
            raise PublishRefused(
                "clashes", _("The draft has clashes. Mend them, then publish."), errors
            )
        document = draft_document(conference)
        if reviewed is not None and reviewed != fingerprint(document):
            raise PublishRefused(
                "stale", _("The draft was changed after this review. Look at the changes again.")
            )
        previous = conference.releases.standing().first()
        old = upgraded(previous.document) if previous else None
        changes = compare(old, document)
        if previous and not changes:
            raise PublishRefused(
                "unchanged", _("The draft is what is published already. There is nothing to do.")
            )
        count_changes(document, old, at=at, withdrawn=_withdrawn_since(conference, previous))
        add_search(document, old)
        last = conference.releases.aggregate(Max("number"))["number__max"] or 0
        release = Release.objects.create(
            conference=conference,
            number=last + 1,
            published_at=at,
            by=by,
            note=note,
            format=FORMAT,
            document=document,
            changes=[change.as_dict() for change in changes],
        )
        conference.sessions.filter(first_published_at__isnull=True).update(first_published_at=at)
        conference.participations.filter(first_published_at__isnull=True).update(
            first_published_at=at
        )
        _show(conference, release)
    return release


def _withdrawn_since(conference, previous) -> list[dict]:
    """The documents that were public after the current release and are no more; newest first."""
    rows = conference.releases.filter(number__gt=previous.number if previous else 0)
    return [upgraded(row.document) for row in rows]


def withdraw(release: Release, *, at=None) -> None:
    """Take a release back: the one before it, if any, is public again. The row is kept."""
    with transaction.atomic():
        conference = Conference.objects.lock(release.conference_id)
        release.withdrawn_at = at or timezone.now()
        release.save(update_fields=["withdrawn_at"])
        _tell_anew(conference, release.number)
        current = conference.releases.standing().first()
        if current and current.number < release.number:
            current.document, current.format = upgraded(current.document), FORMAT
            count_return(current.document, upgraded(release.document), at=release.withdrawn_at)
            current.save(update_fields=["document", "format"])
        _show(conference, current)


def _tell_anew(conference, withdrawn: int):
    """The release after a withdrawn one tells its changes from the one before that: what was taken
    back must not be read there as what was before.
    """
    standing = conference.releases.standing()
    following = standing.filter(number__gt=withdrawn).order_by("number").first()
    if following is None:
        return
    before = standing.filter(number__lt=withdrawn).first()
    old = upgraded(before.document) if before else None
    following.changes = [c.as_dict() for c in compare(old, upgraded(following.document))]
    following.save(update_fields=["changes"])


def _show(conference, release):
    """Let the public side of the database follow `release` (None: the conference is not public)."""
    conference.is_public = release is not None
    if release and conference.first_published_at is None:
        conference.first_published_at = release.published_at
    conference.save(update_fields=["is_public", "first_published_at"])
    PublishedRole.objects.filter(conference=conference).delete()
    if release:
        PublishedRole.objects.bulk_create(_published_roles(conference, upgraded(release.document)))
    raise_stamps(SITE, conference_scope(conference.slug))


def _published_roles(conference, document):
    starts_on = document["conference"]["starts_on"]
    roles = {}
    for session in document["sessions"]:
        for role in session["roles"]:
            roles.setdefault(role["person"], []).append((session, role["role"]))
    for position, person in enumerate(document["people"]):
        for session, role in roles.get(person["code"], [(None, "")]):
            yield PublishedRole(
                conference=conference,
                person_guid=person["person_guid"],
                participation_code=person["code"],
                role=role,
                session_code=session["code"] if session else "",
                session_title_zh=session["title"][0] if session else "",
                session_title_en=session["title"][1] if session else "",
                starts_on=starts_on,
                position=position,
            )


def restore(release: Release) -> None:
    """Make the draft what this release was; publish it afterwards as usual.

    Rows are found by their guid, so identities stay. Sessions that the release does not know are
    deleted when they were never published, cancelled otherwise. Rooms and tracks that it does not
    know stay, unused; links of its sessions that it does not know stay too, not released. The
    directory of people and organizations is not touched: printed fields carry what the release
    printed.
    """
    document = upgraded(release.document)
    with transaction.atomic():
        conference = Conference.objects.lock(release.conference_id)
        _restore_facts(conference, document["conference"])
        rooms = _restore_list(conference, Room, document["rooms"], _room_fields)
        tracks = _restore_list(conference, Track, document["tracks"], _track_fields)
        _restore_hosts(conference, document)
        for model, section, texts, values in BESIDE_THE_PROGRAM:
            _restore_rows(conference, model, document[section], texts, values)
        people = _restore_people(conference, document["people"])
        sessions = _restore_sessions(conference, document["sessions"], rooms, tracks, people)
        _restore_expected(conference, document["expected"], sessions)


CONFERENCE_TEXTS = (
    "name",
    "short_name",
    "description",
    "venue",
    "address",
    "city",
    "directions",
    "report",
)

PICTURE = ("image", "width", "height", "preview")
# model, section of the document, its bilingual texts, its other values
BESIDE_THE_PROGRAM = (
    (VenuePlan, "plans", ("caption",), PICTURE),
    (Photo, "photos", ("caption",), PICTURE),
    (Hotel, "hotels", ("name", "address", "note"), ("phone", "website")),
    (Contact, "contacts", ("name", "purpose"), ("phone", "email")),
)


def _restore_facts(conference, facts):
    for name in CONFERENCE_TEXTS:
        _set_text(conference, name, facts[name])
    conference.name_zh_is_rendering = facts["name_is_rendering"]
    conference.starts_on, conference.ends_on = facts["starts_on"], facts["ends_on"]
    conference.time_zone = facts["time_zone"]
    conference.contact_email = facts["contact_email"]
    conference.logo = facts["logo"]
    conference.save()


def _restore_list(conference, model, rows, fields):
    """{slug: row} of rooms or tracks as the release had them."""
    found = {}
    known = {str(row.guid): row for row in model.objects.filter(conference=conference)}
    for position, row in enumerate(rows, start=1):
        item = known.get(row["guid"]) or model(conference=conference, guid=row["guid"])
        item.slug, item.position = row["slug"], position
        _set_text(item, "name", row["name"])
        fields(item, row)
        item.save()
        found[row["slug"]] = item
    return found


def _room_fields(room, row):
    _set_text(room, "floor", row["floor"])
    _set_text(room, "directions", row["directions"])
    room.capacity, room.holds_several = row["capacity"], row["holds_several"]


def _track_fields(track, row):
    track.color = row["color"]


def _restore_hosts(conference, document):
    guids = [row["organization_guid"] for row in document["hosts"]]
    organizations = {str(o.guid): o for o in Organization.objects.filter(guid__in=guids)}
    for row in conference.hostroles.all():
        row.delete()
    for position, row in enumerate(document["hosts"], start=1):
        if organization := organizations.get(row["organization_guid"]):
            HostRole.objects.create(
                conference=conference,
                organization=organization,
                role=row["role"],
                position=position,
            )
    for row in conference.highlights.all():
        row.delete()
    for position, row in enumerate(document["highlights"], start=1):
        Highlight.objects.create(
            conference=conference,
            kind=row["kind"],
            name_zh=row["name"][0],
            name_en=row["name"][1],
            name_zh_is_rendering=row["name_is_rendering"],
            position=position,
        )


def _restore_rows(conference, model, rows, texts, values):
    """Rows by their guid; those that the release does not know go, their images stay in storage."""
    known = {str(row.guid): row for row in model.objects.filter(conference=conference)}
    for position, row in enumerate(rows, start=1):
        item = known.pop(row["guid"], None) or model(conference=conference, guid=row["guid"])
        item.position = position
        for name in texts:
            _set_text(item, name, row[name])
        for name in values:
            setattr(item, name, row[name])
        item.save()
    for item in known.values():
        item.delete()


def _restore_people(conference, rows):
    """{code: participation}. A printed field is filled only where the person says otherwise now."""
    known = {str(p.guid): p for p in conference.participations.select_related("person")}
    persons = {
        str(p.guid): p
        for p in Person.objects.filter(
            guid__in=[row["person_guid"] for row in rows]
        ).select_related("organization")
    }
    found = {}
    for position, row in enumerate(rows, start=1):
        participation = known.get(row["guid"])
        if participation is None:
            if row["person_guid"] not in persons:
                continue
            participation = Participation(
                conference=conference,
                guid=row["guid"],
                code=row["code"],
                person=persons[row["person_guid"]],
            )
        participation.category, participation.position = row["category"], position
        for name in ("name", "title", "organization"):
            _set_text(participation, f"printed_{name}", ["", ""])
            follows = getattr(participation, name).as_list()
            printed = [
                value if value != now else "" for value, now in zip(row[name], follows, strict=True)
            ]
            _set_text(participation, f"printed_{name}", printed)
        participation.save()
        found[row["code"]] = participation
    return found


def _restore_sessions(conference, rows, rooms, tracks, people):
    known = {str(s.guid): s for s in conference.sessions.all()}
    found = {}
    # Sub-forums first, so that talks find their parent.
    for row in sorted(rows, key=lambda row: row["parent"] is not None):
        session = known.get(row["guid"]) or Session(
            conference=conference, guid=row["guid"], number=row["number"], code=row["code"]
        )
        for name in ("title", "summary", "abstract"):
            _set_text(session, name, row[name])
        for name in ("kind", "language", "is_plenary", "position", "parallel_group", "status"):
            setattr(session, name, row[name])
        session.seats = row["seats"]
        session.starts_at, session.ends_at = _moment(row["starts_at"]), _moment(row["ends_at"])
        session.room = rooms.get(row["room"])
        session.track = tracks.get(row["track"])
        session.parent = found.get(row["parent"])
        session.save()
        found[row["code"]] = session
        for role in session.roles.all():
            role.delete()
        for position, role in enumerate(row["roles"], start=1):
            if participation := people.get(role["person"]):
                SessionRole.objects.create(
                    session=session,
                    participation=participation,
                    role=role["role"],
                    position=position,
                )
        _restore_links(session, row["links"])
    kept = {UUID(row["guid"]) for row in rows}
    extra = [session for session in known.values() if session.guid not in kept]
    for session in sorted(extra, key=lambda s: s.parent_id is None):
        try:
            with transaction.atomic():
                session.delete()
        except (ValidationError, ProtectedError):  # published, or people were signed in to it
            session.status = Session.Status.CANCELLED
            session.save()
    return found


def _restore_links(session, rows):
    known = {str(link.guid): link for link in session.links.all()}
    for position, row in enumerate(rows, start=1):
        link = known.pop(row["guid"], None) or SessionLink(session=session, guid=row["guid"])
        _set_text(link, "title", row["title"])
        link.kind, link.url, link.file = row["kind"], row["url"], row["file"]
        link.is_released, link.position = True, position
        link.save()
    for link in known.values():
        if link.is_released:
            link.is_released = False
            link.save()


def _restore_expected(conference, rows, sessions):
    for row in conference.expectedtotals.all():
        row.delete()
    for row in rows:
        ExpectedTotal.objects.create(
            conference=conference,
            session=sessions.get(row["session"]),
            category=row["category"],
            total=row["total"],
            label_zh=row["label"][0],
            label_en=row["label"][1],
        )


def _set_text(row, name, sides):
    setattr(row, f"{name}_zh", sides[0])
    setattr(row, f"{name}_en", sides[1])


def _moment(text):
    return datetime.fromisoformat(text) if text else None
