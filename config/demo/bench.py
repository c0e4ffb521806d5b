"""A large conference for measuring: the same rows each time, no clash, published.

Written in bulk, because it exists to be large; each row is what `save` would have made of it.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from conference.attendance.models import Checkpoint, Registration
from conference.models import Conference, Room, Track
from conference.people.english_names import NameOrder
from conference.people.models import HostRole, Organization, Person
from conference.program.models import Participation, Session, SessionRole
from conference.program.release.publishing import publish
from config.demo import badge_code, code, identity

ROOMS = 20
SLOTS = 10  # sessions a room holds on one day, 45 minutes each from 08:30 on
MOST_DAYS = 60
BATCH = 2_000
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def most_sessions(speakers: int) -> int:
    """How many sessions fit: each room and each speaker has one thing at a time."""
    return min(ROOMS, speakers) * SLOTS * MOST_DAYS


@transaction.atomic
def load_bench(slug: str, *, sessions: int, speakers: int, attendees: int) -> Conference:
    """A published conference `slug` from today on. Slug free and numbers positive, else it fails.

    Organizations and people are shared with an earlier one of another slug.
    """
    rooms = min(ROOMS, speakers)
    days = -(-sessions // (rooms * SLOTS))
    today = timezone.now().date()
    conference = Conference.objects.create(
        slug=slug,
        name_zh=f"测试会议 {slug}",
        name_en=f"Bench conference {slug}",
        short_name_zh="测试会议",
        short_name_en="Bench conference",
        starts_on=today,
        ends_on=today + timedelta(days=max(days - 1, 0)),
        venue_zh="测试会场",
        venue_en="Bench venue",
    )
    organizations = _organizations()
    HostRole.objects.create(conference=conference, organization=organizations[0], role="undertaker")
    people = _participations(conference, speakers, organizations)
    _sessions(conference, sessions, rooms, people)
    _attendees(conference, attendees, organizations)
    publish(conference, note="bench")
    return conference


def _create(model, rows):
    return bulk_create_with_history(rows, model, batch_size=BATCH)


def _organizations():
    guids = [identity(f"bench-organization:{n}") for n in range(40)]
    there = {o.guid: o for o in Organization.objects.filter(guid__in=guids)}
    new = []
    for n, guid in enumerate(guids):
        if guid not in there:
            row = Organization(
                guid=guid, name_zh=f"测试大学{n:02}", name_en=f"Bench University {n:02}"
            )
            new.append(_prepared(row))
    there |= {row.guid: row for row in _create(Organization, new)}
    return [there[guid] for guid in guids]


def _prepared(row):
    row.sort_name, row.search = row.make_sort_name(), row.make_search()
    if isinstance(row, Person):
        row.family_name_first = row.decide_order()
    return row


def _participations(conference, count, organizations):
    guids = [identity(f"bench-person:{n}") for n in range(count)]
    there = {}
    for start in range(0, count, BATCH):
        found = Person.objects.filter(guid__in=guids[start : start + BATCH])
        there |= {person.guid: person for person in found}
    new = [
        _prepared(
            Person(
                guid=guid,
                name_zh=f"{SURNAMES[n % len(SURNAMES)]}测{n:04}",
                given_name_en="Bench",
                family_name_en=f"Speaker {n:04}",
                name_order_en=NameOrder.GIVEN_FIRST,
                position_zh="测试教授",
                position_en="Bench professor",
                organization=organizations[n % len(organizations)],
                biography_zh="用于测量的人物。",
                biography_en="A person for measuring.",
            )
        )
        for n, guid in enumerate(guids)
        if guid not in there
    ]
    there |= {row.guid: row for row in _create(Person, new)}
    rows = [
        Participation(
            guid=identity(f"bench-participation:{conference.slug}:{n}"),
            code=code(f"bench-participation:{conference.slug}:{n}"),
            conference=conference,
            person=there[guid],
            position=n + 1,
        )
        for n, guid in enumerate(guids)
    ]
    return _create(Participation, _with_codes_apart(rows))


def _with_codes_apart(rows):
    """Hashes may meet: a code taken already is replaced by the next free one."""
    taken = set()
    for row in rows:
        turn = 0
        while row.code in taken:
            turn += 1
            row.code = code(f"{row.guid}:{turn}")
        taken.add(row.code)
    return rows


def _sessions(conference, count, rooms, people):
    """Room by room within a slot; in one slot no speaker comes twice."""
    places = _create(
        Room,
        [
            Room(
                guid=identity(f"bench-room:{conference.slug}:{n}"),
                conference=conference,
                slug=f"room-{n:02}",
                name_zh=f"测试会场{n:02}",
                name_en=f"Bench room {n:02}",
                capacity=100 + 10 * n,
                position=n,
            )
            for n in range(1, rooms + 1)
        ],
    )
    tracks = _create(
        Track,
        [
            Track(
                guid=identity(f"bench-track:{conference.slug}:{n}"),
                conference=conference,
                slug=f"track-{n}",
                name_zh=f"测试专题{n}",
                name_en=f"Bench track {n}",
                position=n,
            )
            for n in range(1, 9)
        ],
    )
    rows = []
    for n in range(count):
        slot, room = divmod(n, rooms)
        day, slot = divmod(slot, SLOTS)
        begins = datetime.combine(
            conference.starts_on + timedelta(days=day), time(8, 30), conference.zone
        ) + timedelta(minutes=slot * 60)
        key = f"bench-session:{conference.slug}:{n}"
        row = Session(
            guid=identity(key),
            code=code(key),
            number=n + 1,
            conference=conference,
            kind="talk",
            title_zh=f"测试报告 {n + 1:04}：人工智能与教学",
            title_en=f"Bench talk {n + 1:04}: artificial intelligence and teaching",
            summary_zh="用于测量的简介。",
            summary_en="A summary for measuring.",
            starts_at=begins,
            ends_at=begins + timedelta(minutes=45),
            room=places[room],
            track=tracks[n % len(tracks)],
            position=n + 1,
        )
        rows.append(row)
    for row in _with_codes_apart(rows):
        row.search = row.make_search()
    rows = _create(Session, rows)
    _create(
        SessionRole,
        [
            SessionRole(session=row, participation=people[n % len(people)], position=1)
            for n, row in enumerate(rows)
        ],
    )


def _attendees(conference, count, organizations):
    Checkpoint.objects.get_or_create(conference=conference, kind=Checkpoint.Kind.ARRIVAL)
    registered_at = timezone.now()
    for start in range(1, count + 1, BATCH):
        rows = []
        for number in range(start, min(start + BATCH, count + 1)):
            organization = organizations[number % len(organizations)]
            row = Registration(
                conference=conference,
                number=number,
                code=badge_code(f"bench-registration:{conference.slug}:{number}"),
                name=f"{SURNAMES[number % len(SURNAMES)]}测{number:06}",
                organization=organization,
                organization_name=organization.name_zh,
                title="测试教授",
                phone=f"+44 7700 900{number % 1000:03}",
                email=f"bench{number:06}@example.org",
                source=Registration.Source.IMPORT,
                registered_at=registered_at,
            )
            row.prepare()
            rows.append(row)
        Registration.objects.bulk_create(rows)
