"""The sample symposium: from today on, with every page full."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from alliance.models import Alliance, AttendanceGrant
from conference.bilingual import Text
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
from conference.news.models import Article
from conference.people.english_names import NameOrder
from conference.people.models import HostRole, Organization, Person
from conference.program.draft.moving import move, set_status
from conference.program.models import (
    Committee,
    CommitteeMember,
    ExpectedTotal,
    Kind,
    Participation,
    Session,
    SessionLink,
    SessionRole,
)
from conference.program.release.publishing import publish
from config.demo import code, identity, sample_files, sample_sessions
from config.demo import sample_plan as plan
from config.demo.accounts import account, join_team
from config.demo.sample_attendance import load_attendance

ZONE = ZoneInfo("Asia/Shanghai")


@transaction.atomic
def load_sample(*, at=None) -> bool:
    """The sample symposium, its first day the local day of `at`; False when it is there already.

    All changes go through the acts that organizers use, so its releases are real ones.
    """
    if Conference.objects.filter(slug=plan.SLUG).exists():
        return False
    at = at or timezone.now()
    conference = _conference(at.astimezone(ZONE).date())
    join_team(conference)
    for alliance in Alliance.objects.filter(secretaries__user=account("secretary")):
        AttendanceGrant.objects.create(conference=conference, alliance=alliance)
    organizations = _organizations()
    for position, (role, key) in enumerate(plan.HOSTS, start=1):
        HostRole.objects.create(
            conference=conference, organization=organizations[key], role=role, position=position
        )
    _highlights(conference)
    people = _people(conference, list(organizations.values()))
    _committees(conference, people)
    sessions = _sessions(conference, people)
    _venue(conference)
    _links(sessions)
    _articles(conference)
    load_attendance(
        conference,
        at=at,
        sub_forums=[sessions[key] for key in ("courses", "literacy", "industry")],
        organizations=list(organizations.values()),
    )
    _publish(conference, sessions, at)
    return True


def _pair(name, text):
    return {f"{name}_zh": text.zh, f"{name}_en": text.en}


def _conference(today):
    facts = {}
    for name, value in plan.CONFERENCE.items():
        facts |= _pair(name, value) if isinstance(value, Text) else {name: value}
    return Conference.objects.create(
        slug=plan.SLUG,
        starts_on=today,
        ends_on=today + timedelta(days=1),
        time_zone=ZONE.key,
        **_pair("report", plan.REPORT),
        **facts,
    )


def _organizations():
    """{key: sample organization}; those kept by an earlier removal are taken as they are."""
    found = {}
    for key, kind, name in plan.ORGANIZATIONS:
        guid = identity(f"sample-organization:{key}")
        found[key] = Organization.objects.filter(guid=guid).first() or Organization.objects.create(
            guid=guid, kind=kind, **_pair("name", name), country="CN"
        )
    return found


def sample_persons() -> list:
    """Guids of the sample people."""
    return [identity(f"sample-person:{n}") for n in range(1, sample_sessions.PERSONS + 1)]


def sample_organizations() -> list:
    """Guids of the sample organizations."""
    return [identity(f"sample-organization:{key}") for key, *_ in plan.ORGANIZATIONS]


def _people(conference, organizations):
    """{number: participation} of the sample speakers, with private contacts that fiction may use."""
    categories = _categories()
    universities = [o for o in organizations if o.kind != Organization.Kind.ASSOCIATION]
    found = {}
    for number, guid in enumerate(sample_persons(), start=1):
        person = Person.objects.filter(guid=guid).first() or Person.objects.create(
            guid=guid,
            name_zh=f"示例报告人{number:02}",
            given_name_en="Sample speaker",
            family_name_en=f"{number:02}",
            name_order_en=NameOrder.GIVEN_FIRST,
            academic_title=sample_sessions.TITLES[number % len(sample_sessions.TITLES)],
            **_pair("position", sample_sessions.POSITIONS[number % len(sample_sessions.POSITIONS)]),
            organization=universities[number % len(universities)],
            **_pair("biography", sample_sessions.biography(number)),
        )
        key = f"sample-participation:{number}"
        found[number] = Participation.objects.create(
            guid=identity(key),
            code=code(key),
            conference=conference,
            person=person,
            category=categories[number],
            position=number,
            contact_phone=f"+44 7700 900{500 + number}",
            contact_email=f"speaker{number:02}@example.org",
        )
    return found


def _committees(conference, people):
    for place, (kind, roles) in enumerate(plan.COMMITTEES, start=1):
        committee = Committee.objects.create(
            guid=identity(f"sample-committee:{kind}"),
            conference=conference,
            kind=kind,
            position=place,
        )
        seats = [(role, people[number].person) for role, numbers in roles for number in numbers]
        for position, (role, person) in enumerate(seats, start=1):
            CommitteeMember.objects.create(
                committee=committee, person=person, role=role, position=position
            )


def _categories():
    """{number: category}: leaders welcome, chairs only lead, everybody else speaks."""
    found = dict.fromkeys(range(1, sample_sessions.PERSONS + 1), Participation.Category.SPEAKER)
    every = [s for session in sample_sessions.SESSIONS for s in (session, *session.talks)]
    speaking = {n for s in every for n in (*s.speakers, *s.panelists)}
    for session in every:
        for number in set(session.chairs) - speaking:
            found[number] = Participation.Category.CHAIR
        for number in session.guests:
            found[number] = Participation.Category.LEADER
    return found


def _highlights(conference):
    rows = [(Highlight.Kind.POLICY, name) for name in plan.POLICIES]
    rows += [(Highlight.Kind.PRACTICE, name) for name in plan.PRACTICES]
    for position, (kind, name) in enumerate(rows, start=1):
        Highlight.objects.create(
            conference=conference, kind=kind, **_pair("name", name), position=position
        )


def _sessions(conference, people):
    """{key: session} of the plan, talks included."""
    rooms, tracks, found = {}, {}, {}
    for position, (slug, name, floor, seats, holds_several) in enumerate(plan.ROOMS, start=1):
        rooms[slug] = Room.objects.create(
            guid=identity(f"sample-room:{slug}"),
            conference=conference,
            slug=slug,
            **_pair("name", name),
            **_pair("floor", floor),
            **_pair("directions", plan.ROOM_DIRECTIONS[slug]),
            capacity=seats,
            holds_several=holds_several,
            position=position,
        )
    for position, (slug, name, color) in enumerate(plan.TRACKS, start=1):
        tracks[slug] = Track.objects.create(
            guid=identity(f"sample-track:{slug}"),
            conference=conference,
            slug=slug,
            **_pair("name", name),
            color=color,
            position=position,
        )
    for planned in sample_sessions.SESSIONS:
        for row in (planned, *planned.talks):
            parent = found[planned.key] if row is not planned else None
            found[row.key] = _session(conference, row, rooms, tracks, people, parent, len(found))
    key, total, label = sample_sessions.EXPECTED_PANELISTS
    ExpectedTotal.objects.create(
        conference=conference,
        session=found[key],
        category=Participation.Category.EXPERT,
        total=total,
        **_pair("label", label),
    )
    return found


def session_guid(key):
    return identity(f"sample-session:{key}")


def _session(conference, row, rooms, tracks, people, parent, count):
    speaks = row.kind in (Kind.KEYNOTE, Kind.TALK, Kind.PANEL, Kind.SUB_FORUM)
    day = conference.starts_on + timedelta(days=row.day - 1)
    starts_at = datetime.combine(day, time.fromisoformat(row.start), ZONE)
    session = Session.objects.create(
        guid=session_guid(row.key),
        code=code(f"sample-session:{row.key}"),
        number=count + 1,
        conference=conference,
        kind=row.kind,
        **_pair("title", row.title),
        **_pair("summary", sample_sessions.summary(row.title) if speaks else Text()),
        **_pair(
            "abstract", sample_sessions.abstract(row.title) if speaks and not row.talks else Text()
        ),
        language=row.language,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=row.minutes),
        room=rooms.get(row.room),
        track=tracks.get(row.track),
        parent=parent,
        is_plenary=row.plenary,
        position=count + 1,
        seats=row.seats,
    )
    roles = [
        *((number, SessionRole.Role.CHAIR) for number in row.chairs),
        *((number, SessionRole.Role.GUEST_OF_HONOR) for number in row.guests),
        *((number, SessionRole.Role.SPEAKER) for number in row.speakers),
        *((number, SessionRole.Role.PANELIST) for number in row.panelists),
    ]
    for position, (number, role) in enumerate(roles, start=1):
        SessionRole.objects.create(
            session=session, participation=people[number], role=role, position=position
        )
    return session


def _venue(conference):
    """Plans, hotels and contacts, and what is shown once it is over: the photos."""
    for model, kind, draw, rows in (
        (VenuePlan, "plan", sample_files.plan, plan.PLANS),
        (Photo, "photo", sample_files.photo, plan.PHOTOS),
    ):
        for position, (key, caption) in enumerate(rows, start=1):
            model.objects.create(
                guid=identity(f"sample-{kind}:{key}"),
                conference=conference,
                image=draw(key),
                **_pair("caption", caption),
                position=position,
            )
    for position, (name, address, note, phone, website) in enumerate(plan.HOTELS, start=1):
        Hotel.objects.create(
            guid=identity(f"sample-hotel:{position}"),
            conference=conference,
            **_pair("name", name),
            **_pair("address", address),
            **_pair("note", note),
            phone=phone,
            website=website,
            position=position,
        )
    for position, (name, purpose, phone, email) in enumerate(plan.CONTACTS, start=1):
        Contact.objects.create(
            guid=identity(f"sample-contact:{position}"),
            conference=conference,
            **_pair("name", name),
            **_pair("purpose", purpose),
            phone=phone,
            email=email,
            position=position,
        )


def _links(sessions):
    for position, (key, kind, title, url, is_released) in enumerate(plan.LINKS, start=1):
        SessionLink.objects.create(
            guid=identity(f"sample-link:{position}"),
            session=sessions[key],
            kind=kind,
            **_pair("title", title),
            url=url,
            file="" if url else sample_files.slides(),
            is_released=is_released,
            position=position,
        )


def _articles(conference):
    for slug, title, lead, body, days in plan.ARTICLES:
        Article.objects.create(
            conference=conference,
            slug=slug,
            **_pair("title", title),
            **_pair("lead", lead),
            **_pair("body", body),
            published_on=conference.starts_on + timedelta(days=days),
            is_public=True,
        )


def _publish(conference, sessions, at):
    """Three releases: a first plan, a day with changes, a late cancellation."""
    by = account("organizer")
    # The first plan had a workshop elsewhere and later, and another title for a keynote.
    workshop, keynote, talk = (sessions[key] for key in ("workshop-2", "keynote-2", "talk-6"))
    titles = keynote.title
    move([workshop], minutes=15)
    keynote.title = Text("示例：大模型教学", "Sample: Teaching with large models")
    keynote.save()
    publish(
        conference,
        by=by,
        note=Text("示例议程首次发布", "First sample program"),
        at=at - timedelta(days=10),
    )
    workshop.refresh_from_db()
    move([workshop], minutes=-15)
    keynote.title = titles
    keynote.save()
    publish(
        conference,
        by=by,
        note=Text("工作坊提前15分钟", "A workshop begins earlier"),
        at=at - timedelta(days=4),
    )
    set_status([talk], Session.Status.CANCELLED)
    publish(
        conference,
        by=by,
        note=Text("一个报告取消", "One talk is cancelled"),
        at=at - timedelta(days=1),
    )
