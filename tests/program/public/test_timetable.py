"""A day as a grid: rows are its moments, columns its rooms; a list where no grid helps."""

import pytest

from conference.program.public.timetable import timetable
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from tests.factories import DAY, make_conference, make_room, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def rooms(conference):
    return [
        make_room(conference, slug=f"room-{n}", name_en=f"Room {n}", position=n) for n in (1, 2, 3)
    ]


def laid_out(conference):
    """The timetable of the draft's only day."""
    ((_day, sessions),) = read(draft_document(conference)).days()
    return timetable(DAY, sessions)


def places(table):
    """{title: (column, columns, row, rows)} of the last session of each card."""
    return {
        card.sessions[-1].title.en: (card.column, card.columns, card.row, card.rows)
        for band in table.bands
        for card in band.cards
    }


def test_rows_are_the_moments_of_the_day_and_columns_its_rooms(conference, rooms):
    make_session(conference, "09:00", "10:00", title_en="A", room=rooms[2])
    make_session(conference, "09:00", "09:30", title_en="B", room=rooms[0])
    make_session(conference, "09:30", "12:00", title_en="C", room=rooms[0])

    table = laid_out(conference)

    assert [column.room.slug for column in table.columns] == ["room-1", "room-3"]
    assert places(table) == {"B": (2, 1, 2, 1), "A": (3, 1, 2, 2), "C": (2, 1, 3, 2)}
    assert [band.starts_at.strftime("%H:%M") for band in table.bands] == ["09:00", "09:30"]
    assert table.is_grid


def test_a_plenary_and_what_has_no_room_lie_across_when_alone(conference, rooms):
    make_session(conference, "09:00", "10:00", title_en="Plenary", room=rooms[0], is_plenary=True)
    make_session(conference, "10:00", "10:15", title_en="Break", kind="break")
    make_session(conference, "10:15", "11:00", title_en="A", room=rooms[0])
    make_session(conference, "10:15", "11:00", title_en="B", room=rooms[1])

    table = laid_out(conference)

    assert places(table)["Plenary"] == (2, 2, 2, 1)
    assert places(table)["Break"] == (2, 2, 3, 1)


def test_a_plenary_beside_something_else_keeps_its_room(conference, rooms):
    make_session(conference, "09:00", "10:00", title_en="Plenary", room=rooms[0], is_plenary=True)
    make_session(conference, "09:30", "10:30", title_en="Press", room=rooms[1])
    make_session(conference, "10:00", "10:30", title_en="No room")

    table = laid_out(conference)

    assert places(table)["Plenary"] == (2, 1, 2, 2)
    assert places(table)["No room"] == (4, 1, 4, 1)
    assert [column.room and column.room.slug for column in table.columns] == [
        "room-1",
        "room-2",
        None,
    ]


def test_a_room_that_holds_several_things_has_lanes(conference, rooms):
    make_session(conference, "09:00", "11:00", title_en="Posters", room=rooms[0])
    make_session(conference, "09:30", "10:00", title_en="Demo 1", room=rooms[0])
    make_session(conference, "10:00", "10:30", title_en="Demo 2", room=rooms[0])
    make_session(conference, "09:00", "10:00", title_en="Other", room=rooms[1])

    table = laid_out(conference)

    assert table.columns[0].lanes == 2
    assert table.columns[1].start == 4
    assert [places(table)[name][0] for name in ("Posters", "Demo 1", "Demo 2")] == [2, 3, 3]


def test_a_cancelled_session_stands_with_what_took_its_place(conference, rooms):
    make_session(conference, "09:00", "10:00", title_en="Gone", room=rooms[0], status="cancelled")
    make_session(conference, "09:00", "10:00", title_en="Instead", room=rooms[0])
    make_session(conference, "09:00", "10:00", title_en="Beside", room=rooms[1])
    make_session(conference, "11:00", "12:00", title_en="Alone", room=rooms[1], status="cancelled")

    table = laid_out(conference)

    cards = [[s.title.en for s in card.sessions] for band in table.bands for card in band.cards]
    assert cards == [["Gone", "Instead"], ["Beside"], ["Alone"]]
    assert [column.lanes for column in table.columns] == [1, 1]


def test_a_day_in_one_place_is_a_list(conference, rooms):
    make_session(conference, "09:00", title_en="A", room=rooms[0])
    make_session(conference, "10:00", title_en="B")

    assert not laid_out(conference).is_grid


def test_a_day_that_is_all_plenary_is_a_list_without_columns(conference, rooms):
    make_session(conference, "09:00", title_en="In a room", room=rooms[0], is_plenary=True)
    make_session(conference, "10:00", title_en="Without a room", is_plenary=True)
    make_session(conference, "11:00", title_en="In another", room=rooms[1], is_plenary=True)
    make_session(conference, "12:00", title_en="Lunch", kind="meal")

    table = laid_out(conference)

    assert (table.columns, table.is_grid) == ([], False)


def test_plenaries_at_the_same_time_without_rooms_are_a_list(conference, rooms):
    make_session(conference, "08:00", "10:00", title_en="Exhibition", is_plenary=True)
    make_session(conference, "09:00", "09:30", title_en="Opening", is_plenary=True)

    assert not laid_out(conference).is_grid


@pytest.mark.parametrize(
    ("overrides", "waits"),
    [
        ({}, True),
        ({"kind": "break"}, False),
        ({"is_plenary": True}, False),
    ],
)
def test_only_what_people_will_look_for_waits_for_a_room(conference, rooms, overrides, waits):
    make_session(conference, "09:00", "10:00", room=rooms[0])
    make_session(conference, "09:00", "10:00", room=rooms[1])
    make_session(conference, "09:30", "10:00", **overrides)

    (*_rooms, last) = laid_out(conference).columns

    assert (last.room, last.waits_for_a_room) == (None, waits)


def test_a_day_beyond_the_style_sheet_is_a_list(conference):
    for number in range(41):
        room = make_room(conference, position=number)
        make_session(conference, "09:00", title_en=f"{number}", room=room)

    assert not laid_out(conference).is_grid
