"""A large day in one look: rooms as rows, hours from left to right."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.bilingual import Text
from conference.program.public.overview import FROM_COLUMNS, overview
from conference.program.public.timetable import timetable
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from conference.program.release.values import Room, Session
from tests.factories import DAY, at, make_conference, make_room, make_session


def session(number, room, starts, minutes, *, is_plenary=False, status="planned"):
    code = f"{number:06}"
    return Session(
        guid=None,
        number=number,
        code=code,
        kind="talk",
        title=Text("", f"Talk {number}"),
        summary=Text(),
        abstract_html=Text(),
        language="",
        starts_at=at("08:00") + timedelta(minutes=starts),
        ends_at=at("08:00") + timedelta(minutes=starts + minutes),
        room=room,
        is_plenary=is_plenary,
        position=0,
        parallel_group="",
        track=None,
        status=status,
        seats=None,
        parent_code=None,
        roles=(),
        sequence=0,
        changed_at=None,
    )


def room(number):
    return Room(None, f"room-{number}", Text("", f"Room {number}"), Text(), None, number)


ROOMS = [room(n) for n in range(1, FROM_COLUMNS + 1)]


def picture_of(*sessions):
    return overview(timetable(DAY, sorted(sessions, key=lambda s: s.in_order)))


def test_a_small_day_needs_none():
    assert picture_of(*[session(n, ROOMS[n], 0, 60) for n in range(FROM_COLUMNS - 1)]) is None


def test_bars_stand_in_their_rooms_row_and_hours():
    across = session(90, None, 0, 60, is_plenary=True)
    picture = picture_of(across, *[session(n, r, 60, 60) for n, r in enumerate(ROOMS)])

    assert [column.room for column in picture.columns] == ROOMS
    assert [(x, f"{hour:%H:%M}") for x, hour in picture.hours] == [(0, "08:00"), (50, "09:00")]
    assert [(bar.x, bar.width, bar.row, bar.rows) for bar in picture.bars] == [
        (0, 50, 0, FROM_COLUMNS),
        *[(50, 50, row, 1) for row in range(FROM_COLUMNS)],
    ]


sessions = st.lists(
    st.tuples(
        st.sampled_from([*ROOMS, None]),
        st.integers(0, 30 * 60),
        st.integers(1, 600),
        st.booleans(),
        st.sampled_from(["planned", "cancelled"]),
    ),
    min_size=1,
    max_size=40,
)


@given(sessions)
def test_every_session_has_one_bar_inside_the_picture(rows):
    made = [
        session(n, where, starts, minutes, is_plenary=plenary, status=status)
        for n, (where, starts, minutes, plenary, status) in enumerate(rows)
    ]
    picture = picture_of(*made)
    if picture is None:
        return

    assert sorted(bar.session.code for bar in picture.bars) == sorted(s.code for s in made)
    for bar in picture.bars:
        assert bar.x >= 0 and bar.width > 0 and bar.x + bar.width <= 100.000001
        assert bar.row >= 0 and bar.row + bar.rows <= len(picture.columns)
    assert all(0 <= x < 100 for x, _hour in picture.hours)


@pytest.mark.django_db
def test_the_schedule_draws_it_with_links_to_rooms_and_entries(client):
    from conference.program.release.publishing import publish
    from tests.factories import make_user

    conference = make_conference(slug="large")
    hostile = "<b>\"Fish\" & 'chips'</b>"
    rooms = [
        make_room(conference, slug=f"r{n}", name_en=hostile, position=n)
        for n in range(FROM_COLUMNS)
    ]
    made = [make_session(conference, "09:00", title_en=hostile, room=r) for r in rooms]
    program = read(draft_document(conference))
    publish(conference, by=make_user(), note="")

    page = client.get("/en/conferences/large/schedule/?day=2026-05-20").content.decode()

    assert page.count("<rect ") == len(made) == len(program.sessions)
    assert f'<a href="#{made[0].code}" tabindex="-1">' in page
    assert 'href="/en/conferences/large/schedule/?day=2026-05-20&amp;room=r3"' in page
    assert "&lt;b&gt;&quot;Fish&quot; &amp; &#x27;chips&#x27;&lt;/b&gt;" in page
    assert "<b>" not in page
