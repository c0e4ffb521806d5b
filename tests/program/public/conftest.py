"""One published day, as most tests of public pages want it."""

from datetime import timedelta

import pytest
import time_machine

from conference.program.release import published
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.program.public.reading import publish_now


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026", short_name_zh="研讨会", short_name_en="AI 2026")


@pytest.fixture
def hall(conference):
    return make_room(conference, slug="hall", name_zh="主会场", name_en="Main hall")


@pytest.fixture
def program(conference, hall):
    """One published day: a keynote, a break, and two sub-forums side by side, one with talks."""
    side_room = make_room(conference, slug="room-201", name_zh="201 会议室", name_en="Room 201")
    track = make_track(conference, slug="teaching", name_zh="教学", name_en="Teaching")
    speaker = make_participation(
        conference,
        make_person(
            position_zh="东北大学副校长",
            position_en="Vice President",
            organization=make_organization(),
        ),
        contact_phone="+44 7700 900999",
        contact_email="private@example.org",
    )
    keynote = make_session(conference, "09:00", "09:45", room=hall, is_plenary=True)
    make_role(keynote, speaker)
    make_session(conference, "09:45", "10:00", kind="break", title_zh="茶歇", title_en="Tea break")
    forum = make_session(
        conference,
        "10:00",
        "11:00",
        kind="sub-forum",
        title_zh="分论坛一",
        title_en="First sub-forum",
        room=hall,
        track=track,
    )
    make_session(
        conference,
        "10:00",
        "10:30",
        kind="talk",
        title_zh="课程建设",
        title_en="Building courses",
        parent=forum,
        language="en",
    )
    make_session(
        conference,
        "10:00",
        "11:00",
        kind="sub-forum",
        title_zh="分论坛二",
        title_en="Second sub-forum",
        room=side_room,
        language="both",
    )
    publish_now(conference)
    return published.published_program(conference.slug)


BEFORE = at("12:00", day=DAY - timedelta(days=19))


@pytest.fixture
def early():
    """It is long before the day."""
    with time_machine.travel(BEFORE, tick=False):
        yield
