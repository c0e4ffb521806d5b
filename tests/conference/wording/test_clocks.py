"""The two 02:30 of the night on which the clocks are put back are told apart."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conference.attendance import desk
from conference.attendance.answers import local_time
from conference.attendance.models import CheckIn, Checkpoint
from conference.meanwhile.authors import Author
from conference.models import TeamInvitation
from conference.program.importing.plan import shown
from conference.program.public.drawing import drawn
from conference.program.public.pages import agenda
from conference.program.release.addresses import place_of
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from conference.wording.clocks import clock, clock_span, day_and_clock, moment, short_moment
from tests.factories import make_conference, make_member, make_room, make_session
from tests.pages import form_data

CASES = Path(__file__).with_name("clock_cases.json")
BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in summer time
SECOND = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def clock_cases():
    """[(zone, moment, what the clock says)], true of the browser's code as well."""
    cases = json.loads(CASES.read_text("utf-8"))
    return [(row["zone"], datetime.fromisoformat(row["at"]), row["shown"]) for row in cases]


@pytest.mark.parametrize(("zone", "at", "shown"), clock_cases())
def test_a_time_that_comes_twice_says_its_offset(zone, at, shown):
    assert clock(at.astimezone(ZoneInfo(zone))) == shown


def test_days_and_moments_say_it_too_and_once():
    first, second = FIRST.astimezone(BERLIN), SECOND.astimezone(BERLIN)

    assert day_and_clock(second) == "2026-10-25 02:30 (UTC+1)"
    assert moment(second).endswith("02:30 (UTC+1)")
    assert short_moment(second) == "25 Oct 02:30 (UTC+1)"
    assert clock_span(first, second) == ("02:30 (UTC+2)", "02:30 (UTC+1)")


@pytest.mark.django_db
def test_a_schedule_sets_them_apart_and_in_their_order():
    day = date(2026, 10, 25)
    conference = make_conference(time_zone="Europe/Berlin", starts_on=day, ends_on=day)
    room = make_room(conference)
    titles = {FIRST: "First", SECOND: "Second"}
    for starts_at in (SECOND, FIRST):
        make_session(
            conference,
            starts_at=starts_at,
            ends_at=starts_at.replace(minute=59),
            title_en=titles[starts_at],
            room=room,
        )
    program = read(draft_document(conference))

    (table,) = agenda(program, list(program.sessions))["timetables"]
    bands = drawn(place_of(program)).bands(table)

    assert [session.title.en for session in program.sessions] == ["First", "Second"]
    assert len(table.bands) == 2 and table.width == 1
    assert ">02:30 (UTC+2)<" in bands and ">02:30 (UTC+1)<" in bands


@pytest.mark.django_db
@time_machine.travel(SECOND, tick=False)
def test_people_at_work_are_told_which_of_the_two_it_is():
    conference = make_conference(
        time_zone="Europe/Berlin", starts_on=date(2026, 10, 25), ends_on=date(2026, 10, 25)
    )
    session = make_session(conference, starts_at=FIRST, ends_at=SECOND, title_en="Night watch")
    checkpoint = Checkpoint(conference=conference, kind="session", session=session)
    scan = CheckIn(conference=conference, scanned_at=FIRST)
    invitation = TeamInvitation(conference=conference, expires_at=SECOND)

    with timezone.override(BERLIN):
        assert desk.place_of(checkpoint) == "25 Oct 02:30 (UTC+2)"
        assert local_time(scan) == "02:30:00 (UTC+2)"
        assert Author(None, FIRST).clock == "02:30 (UTC+2)"
    assert shown(session, "starts_at", FIRST, BERLIN) == "2026-10-25 02:30 (UTC+2)"
    assert invitation.valid_until == "2026-10-25 02:30 (UTC+1) (Europe/Berlin)"


@pytest.mark.django_db
def test_a_save_leaves_the_second_of_the_two_where_it_is(client):
    day = date(2026, 10, 25)
    conference = make_conference(time_zone="Europe/Berlin", starts_on=day, ends_on=day)
    session = make_session(
        conference, starts_at=SECOND, ends_at=SECOND.replace(minute=59), title_en="Night watch"
    )
    client.force_login(make_member(conference, "organizer"))
    of_one = reverse("admin:program_session_change", args=[session.pk])
    of_all = reverse("admin:program_session_changelist")

    page = client.get(of_one)
    client.post(of_one, form_data(page, title_en="Night watch, again", _save="1"))
    listed = client.get(of_all)
    client.post(of_all, form_data(listed, _save="1"))

    session.refresh_from_db()
    assert "02:30 (UTC+1)" in page.content.decode()
    assert "02:30 (UTC+1)" in listed.content.decode()
    assert session.title_en == "Night watch, again"
    assert (session.starts_at, session.ends_at) == (SECOND, SECOND.replace(minute=59))
