"""Publish, push, move and import ask the same of the database for 1, 3 and 400 rows.

What they write goes in batches: one statement, or as many as the database makes of it.
"""

import json
from datetime import timedelta

import pytest

from conference.history import delete_rows, update_rows
from conference.people.models import Person
from conference.program.draft.moving import change_time_zone, move, set_status
from conference.program.draft.settling import list_alone
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Participation, Session, SessionLink, SessionRole
from conference.program.release.publishing import publish, withdraw
from conference.program.release.pushing import push, take_back
from tests.factories import (
    at,
    make_conference,
    make_role,
    make_session,
    make_user,
)
from tests.program.importing.files import document
from tests.queries import costs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="how many queries an act asks is the same on both"),
]

COUNTS = [1, 3, 400]


@pytest.fixture(params=COUNTS)
def count(request):
    return request.param


@pytest.fixture
def conference(count):
    """`count` keynotes one after another, each with a speaker and slides."""
    conference = make_conference()
    people = Person.objects.bulk_create(
        Person(family_name_en=f"Li {n}", sort_name=f"li {n}") for n in range(count)
    )
    participations = Participation.objects.bulk_create(
        Participation(conference=conference, person=person, position=n)
        for n, person in enumerate(people, start=1)
    )
    sessions = Session.objects.bulk_create(
        Session(
            conference=conference,
            number=n + 1,
            position=n + 1,
            kind="keynote",
            title_en=f"Keynote {n}",
            starts_at=at("08:00") + timedelta(minutes=2 * n),
            ends_at=at("08:00") + timedelta(minutes=2 * n + 2),
        )
        for n in range(count)
    )
    SessionRole.objects.bulk_create(
        SessionRole(session=session, participation=participation, position=1)
        for session, participation in zip(sessions, participations, strict=True)
    )
    SessionLink.objects.bulk_create(
        SessionLink(
            session=session, is_released=True, url="https://slides.example.org/", position=1
        )
        for session in sessions
    )
    return conference


def test_publish_and_withdraw(conference, count):
    with costs(51, rows=count):
        publish(conference)
    conference.sessions.update(title_en="Renamed")
    with costs(39, rows=count):
        release = publish(conference)
    with costs(18, rows=count):
        withdraw(release)


def test_push_and_take_back(conference, count):
    publish(conference)

    with costs(60, rows=count):
        release = push(conference, minutes=5, at=at("07:00"))
    with costs(61, rows=count):
        take_back(conference, reviewed=release.number, at=release.published_at)


def test_move_and_cancel(conference, count):
    sessions = list(conference.sessions.all())

    with costs(7, rows=count):
        move(sessions, minutes=10)
    with costs(4, rows=count):
        set_status(sessions, "cancelled")
    conference.time_zone = "Europe/Berlin"
    with costs(5, rows=count):
        change_time_zone(conference, old_zone="Asia/Shanghai")
    assert Session.history.count() == 3 * count


def test_an_answer_to_the_clash_report(conference, count):
    ids = list(conference.participations.values_list("pk", flat=True))

    with costs(9, rows=count):
        list_alone(conference, ids)
    assert Participation.history.filter(is_listed_alone=True).count() == count


# --- Import --------------------------------------------------------------------------------------


def guid(n):
    return f"11111111-2222-3333-4444-{n:012}"


def schedule(count, *, title="Talk", room="Hall", speaker=None):
    """`count` sessions, each with a room, a track, a speaker and a link of its own."""
    events = []
    for n in range(count):
        starts_at = at("08:00") + timedelta(minutes=2 * n)
        person = {"guid": guid(10_000 + n), "public_name": f"Ada Li{n}"}
        event = {
            "guid": guid(n),
            "id": n + 1,
            "code": f"AB{n:04}",
            "date": starts_at.isoformat(),
            "start": f"{starts_at:%H:%M}",
            "duration": "00:02",
            "room": f"{room} {n}",
            "track": f"Track {n}",
            "title": f"{title} {n}",
            "language": "en",
            "persons": [speaker or person],
            "links": [{"url": f"https://example.org/{n}", "title": "Paper"}],
        }
        events.append(event)
    return read_schedule(json.dumps(document(*events, rooms=[], tracks=[])).encode())


def test_import(count):
    make_conference(slug="spring")
    first = schedule(count)
    other = schedule(
        count, title="Lecture", room="Room", speaker={"guid": guid(99_999), "public_name": "Jo"}
    )

    with costs(9, rows=count):
        import_schedule(first, slug="spring", dry_run=True)
    with costs(36, rows=count):
        import_schedule(first, slug="spring")
    with costs(15, rows=count):
        import_schedule(first, slug="spring")
    with costs(32, rows=count):
        import_schedule(other, slug="spring")

    assert set(SessionRole.objects.values_list("participation__person__given_name_en", flat=True))


# --- Many rows at once ---------------------------------------------------------------------------


def test_rows_written_at_once_keep_who_changed_them_and_when_they_went():
    conference, by = make_conference(), make_user()
    session = make_session(conference, title_en="Before")
    role = make_role(session)
    key = role.pk

    session.title_en = "After"
    update_rows([session], "title_en", by=by)
    delete_rows([role], by=by)

    assert [
        (row.history_type, row.title_en, row.history_user) for row in session.history.all()
    ] == [("~", "After", by), ("+", "Before", None)]
    assert not SessionRole.objects.exists()
    assert [
        (row.history_type, row.participation_id, row.history_user)
        for row in SessionRole.history.filter(id=key)
    ] == [("-", role.participation_id, by), ("+", role.participation_id, None)]


def test_nothing_is_written_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_rows([], "title_en")
        delete_rows([])
