"""Documents of every format that was ever published stay readable."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from conference.program.document import FORMAT, UPGRADES, UnknownFormat, read, upgraded
from conference.program.publishing import publish
from tests.factories import (
    at,
    make_conference,
    make_host,
    make_participation,
    make_role,
    make_room,
    make_session,
    make_track,
)

GOLDEN = Path(__file__).parent / "golden"


def golden(number):
    return json.loads((GOLDEN / f"format-{number}.json").read_text(encoding="utf-8"))


def shape(value):
    """What keys a document has, at every depth: one row stands for all rows of a list."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shape(value[0])]
    return "value"


def test_every_format_up_to_todays_has_its_golden_document():
    assert {int(path.stem.removeprefix("format-")) for path in GOLDEN.iterdir()} == set(
        range(1, FORMAT + 1)
    )
    assert set(UPGRADES) == set(range(1, FORMAT))


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_an_old_document_is_read_whole(number):
    program = read(golden(number), number=1, published_at=at("06:00"))

    forum, later = program.sessions
    (talk,) = forum.talks
    assert program.conference.days == [date(2026, 5, 20)]
    assert (forum.title.zh, forum.title.en) == ("人工智能通识课程", "General AI curriculum")
    assert (forum.starts_at, forum.ends_at) == (at("09:00"), at("12:00"))
    assert talk.room == forum.room == program.room("hall")
    assert forum.track == program.track("teaching")
    assert [p.name.en for p in forum.chairs] == ["Xingwei Wang"]
    assert (forum.expected[0].total, forum.expected[0].to_be_announced) == (4, 3)
    assert talk.abstract_html.en == "<p><strong>Why</strong> it matters</p>"
    assert not later.is_timed
    assert program.untimed() == [[later]]
    assert program.entries() == [talk]
    assert program.days() == [(date(2026, 5, 20), [forum])]
    assert program.session("BBBBB2") == talk
    assert [(s.code, r.role) for s, r in program.roles_of(program.person("AAAAA1"))] == [
        ("BBBBB1", "chair"),
        ("BBBBB2", "speaker"),
    ]
    with override("zh-hans"):
        assert str(talk.speakers[0].academic_title_label) == "教授"


@pytest.mark.django_db
def test_a_new_shape_needs_a_new_format():
    conference = make_conference()
    make_host(conference)
    room, track = make_room(conference), make_track(conference)
    session = make_session(conference, "09:00", room=room, track=track)
    make_role(session, make_participation(conference))

    document = publish(conference).document

    todays, kept = shape(document), shape(upgraded(golden(FORMAT)))
    for section in ("conference", "hosts", "rooms", "tracks", "people", "sessions"):
        assert todays[section] == kept[section], (
            f"{section} changed its shape: raise FORMAT, add an upgrade and a golden document"
        )


def test_a_document_of_a_newer_lectern_is_refused():
    with pytest.raises(UnknownFormat):
        read({"format": FORMAT + 1})


def test_now_and_next_and_when_they_change():
    program = read(golden(1))
    (forum,) = [session for session in program.sessions if session.is_timed]

    assert program.now_and_next(at("08:00")) == ([], [forum])
    assert program.now_and_next(at("09:00")) == ([forum], [])
    assert program.now_and_next(at("12:00")) == ([], [])
    assert program.next_change(at("08:00")) == at("09:00")
    assert program.next_change(at("09:00")) == at("12:00")
    assert program.next_change(at("12:00")) == at("00:00", day=date(2026, 5, 21))
