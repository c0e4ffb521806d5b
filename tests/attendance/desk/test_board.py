"""All doors at once: what an organizer sees within seconds, at the same cost for any number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.board import Board
from conference.attendance.checkin import check_in, undo
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.choices import choose
from conference.attendance.models import Admission, CheckIn, Registration
from tests.factories import (
    make_checkpoint,
    make_conference,
    make_member,
    make_registration,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def come(person, n, *, place=None, station="Gate 1", **facts):
    conference = person.conference
    place = place or arrival_checkpoint(conference)
    return check_in(
        person,
        conference=conference,
        checkpoint=place,
        by=None,
        client_id=f"c{n}",
        station=station,
        **facts,
    )


def lines(found):
    return [(line.name, line.expected, line.here) for line in found]


def test_the_board_counts_who_is_expected_and_here(conference):
    room = make_room(conference, name_en="Room 201")
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy", room=room)
    door = make_checkpoint(conference, kind="session", session=forum)
    li = make_registration(conference, name="Li", organization_name="North")
    wang = make_registration(conference, name="Wang", organization_name="North")
    guest = make_registration(conference, name="Guest", category="guest", remarks="seat 3")
    make_registration(conference, name="Leader", category="leader")
    make_registration(conference, name="Gone", status="cancelled", category="guest")
    choose([(li.pk, forum.pk), (wang.pk, forum.pk)])
    late = timezone.now() - timedelta(minutes=20)
    come(li, 1, at=late)
    come(guest, 2)
    come(li, 3, place=door, station="Gate 2")
    undo(come(wang, 4), conference=conference, by=None, client_id="u")
    check_in(
        *("ZZZZZ99999",),
        conference=conference,
        checkpoint=door,
        by=None,
        client_id="x",
        station="Gate 2",
    )

    board = Board(conference)

    assert (board.total.here, board.total.expected, board.total.missing) == (2, 4, 2)
    assert lines(board.categories) == [("Leader", 1, 0), ("Guest", 1, 1), ("Delegate", 2, 1)]
    assert lines(board.units)[0] == ("North", 2, 1)
    assert lines(board.forums) == [("AI literacy", 2, 1)]
    assert board.forums[0].about == "Room 201"
    assert [(each.name, each.count) for each in board.doors] == [
        ("", 0),
        ("Gate 1", 3),
        ("Gate 2", 1),
    ]
    assert [person.name for person in board.guests_to_come] == ["Leader"]
    assert [(person.name, person.is_news) for person in board.guests_here] == [("Guest", True)]
    assert sum(count for _minute, count in board.minutes) == 3
    assert board.to_judge == 1


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_board_costs_the_same_for_any_number(
    client, conference, django_assert_num_queries, count
):
    arrival = arrival_checkpoint(conference)
    rows = [
        Registration(
            conference=conference,
            number=n,
            name=f"P{n}",
            organization_name=f"O{n}",
            category="guest",
            source="import",
        )
        for n in range(1, count + 1)
    ]
    for row in rows:
        row.prepare()
    Registration.objects.bulk_create(rows)
    scans = CheckIn.objects.bulk_create(
        CheckIn(
            conference=conference,
            checkpoint=arrival,
            registration=row,
            client_id=f"c{row.pk}",
            result="admitted",
            scanned_at=timezone.now(),
            station=f"Gate {row.number}",
        )
        for row in rows
    )
    Admission.objects.bulk_create(
        Admission(
            registration=scan.registration,
            checkpoint=arrival,
            check_in=scan,
            signed_in_at=scan.scanned_at,
        )
        for scan in scans[: count // 2]
    )
    client.force_login(make_member(conference, "desk"))
    client.get("/en/desk/spring/doors/")

    with django_assert_num_queries(14):
        page = client.get("/en/desk/spring/doors/", headers={"x-fragment": "live"})

    assert page.context["board"].total.expected == count
    assert "data-live-part" in page.content.decode()
    assert "<html" not in page.content.decode()
