"""A conference with one of everything, published."""

import pytest

from conference.program.models import ExpectedTotal
from conference.program.release.publishing import publish
from tests.config.api.asking import PUBLISHED
from tests.factories import (
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_participation,
    make_person,
    make_photo,
    make_plan,
    make_role,
    make_room,
    make_session,
    make_track,
)


@pytest.fixture
def conference():
    """One of everything, published."""
    conference = make_conference(
        slug="ai-2026", short_name_en="AI 2026", venue_zh="学术中心", description_en="**What**"
    )
    make_host(conference)
    conference.highlights.create(kind="policy", name_zh="政策")
    make_plan(conference)
    make_photo(conference)
    make_hotel(conference, phone="+44 7700 900123")
    make_contact(conference)
    ExpectedTotal.objects.create(conference=conference, total=16, label_en="experts")
    hall = make_room(conference, slug="hall", capacity=300)
    track = make_track(conference, slug="teaching")
    speaker = make_participation(conference, make_person(website="https://example.org/"))
    forum = make_session(
        conference,
        "10:00",
        "12:00",
        kind="sub-forum",
        title_zh="分论坛",
        title_en="Forum",
        room=hall,
        track=track,
        seats=40,
    )
    talk = make_session(
        conference, "10:00", kind="talk", title_en="Talk", parent=forum, language="both"
    )
    make_role(talk, speaker)
    make_session(conference, "09:00", title_en="Gone", status="cancelled")
    make_session(conference, kind="panel", title_en="Untimed")
    publish(conference, at=PUBLISHED, note="The first")
    return conference
