"""The running sheet: gaps, overlaps, what the team keeps to itself, and one room alone."""

import pytest

from conference.program.release.publishing import publish
from tests.factories import make_conference, make_room, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]


@pytest.fixture
def conference():
    return make_conference()


def titled(conference, title, starts, ends, **overrides):
    return make_session(
        conference, starts, ends, title_zh=title, title_en="", kind="talk", **overrides
    )


def test_gaps_and_overlaps_stand_between_the_items(conference, written):
    hall, other = make_room(conference, name_zh="大厅"), make_room(conference, name_zh="小厅")
    titled(conference, "甲", "09:00", "09:40", room=hall)
    titled(conference, "乙", "09:30", "10:00", room=hall)
    titled(conference, "丙", "09:30", "10:00", room=other)
    titled(conference, "取消", "10:00", "10:10", room=hall, status="cancelled")
    titled(conference, "丁", "10:10", "11:00", room=hall)

    lines = written(conference, "running-sheet")

    assert [line.split(" | ")[:2] for line in lines[3:]] == [
        ["09:00–09:40 / 40 分钟", "甲"],
        ["重叠：与上面的议程项在同一地点重叠 10 分钟"],
        ["09:30–10:00 / 30 分钟", "乙"],
        ["09:30–10:00 / 30 分钟", "丙"],
        ["10:00–10:10 / 10 分钟", "取消 / 已取消"],
        ["空档：10 分钟"],
        ["10:10–11:00 / 50 分钟", "丁"],
    ]


def test_a_sheet_of_one_room_leaves_the_others_out(conference, written):
    hall = make_room(conference, slug="hall", name_zh="大厅")
    titled(conference, "甲", "09:00", "09:40", room=hall)
    titled(conference, "丙", "09:30", "10:00", room=make_room(conference))

    lines = written(conference, "running-sheet", room=["hall"])

    assert lines[1] == "会务流程表 · 大厅"
    assert [line.split(" | ")[1] for line in lines[3:]] == ["甲"]


def test_what_the_team_keeps_to_a_session_is_on_the_sheet_and_nowhere_else(conference, written):
    private = {"material": "两支话筒", "private_note": "领导迟到"}
    session = titled(conference, "甲", "09:00", "09:40", **private)

    assert "两支话筒 | 领导迟到" in written(conference, "running-sheet")[-1]
    for name in ("agenda", "script"):
        words = " ".join(written(conference, name))
        assert "话筒" not in words and "迟到" not in words
    document = str(publish(session.conference).document)
    assert "话筒" not in document and "迟到" not in document
