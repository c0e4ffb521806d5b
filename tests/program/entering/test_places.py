"""Rooms and tracks that a file names: what is known is found, what is new or several is asked."""

import pytest

from tests.factories import make_conference, make_room, make_track
from tests.program.entering.entered import agenda, enter, plan, table

pytestmark = pytest.mark.django_db

DAY = "2026年5月20日"


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.mark.parametrize("head", ["分类", "主题", "专题", "研究方向", "Track", "Topic"])
def test_a_column_of_tracks_beside_the_titles_is_asked_once(conference, head):
    make_track(conference, name_zh="古籍", name_en="")
    reading = table(
        ["日期", "时间", "题目", "报告人", head],
        [DAY, "9:00-9:20", "目录", "张样例", "古籍"],
        [DAY, "9:20-9:40", "地图", "李示", "方志"],
        [DAY, "9:40-10:00", "物产", "王例", "方志"],
        [DAY, "10:00-10:20", "茶歇", "", ""],
    )
    [ask] = plan(reading, conference).open_asks
    assert (ask.subject, ask.sessions, ask.suggested) == ("track", (2, 3), "new")

    enter(reading, conference, answers={ask.key: "new"})

    tracks = [str(session.track or "") for session in conference.sessions.in_order()]
    assert tracks == ["古籍", "方志", "方志", ""]
    assert conference.tracks.count() == 2
    assert plan(reading, conference).changes_nothing


def test_tracks_that_are_none_stay_out(conference):
    reading = table(["日期", "时间", "题目", "方向"], [DAY, "9:00-9:20", "目录", "古籍"])
    [ask] = plan(reading, conference).open_asks

    enter(reading, conference, answers={ask.key: "none"})

    assert not conference.tracks.exists() and conference.sessions.get().track is None


def test_a_column_of_themes_alone_holds_the_titles():
    reading = table(["时间", "主题", "报告人"], ["9:00-9:20", "目录", "张样例"])

    assert [(s.title, s.track) for s in reading.sessions] == [("目录", None)]


@pytest.mark.parametrize("text", ["301室 + 302室", "301室、302室", "301室/302室"])
@pytest.mark.parametrize(
    "answer, room", [("302室", "302室"), ("whole", None), ("none", ""), ("301室", "301室")]
)
def test_of_two_rooms_it_is_asked_which(conference, text, answer, room):
    make_room(conference, name_zh="301室", name_en="")
    reading = agenda(("09:00-09:20", "目录", "张样例", "示例大学01", text))
    [ask] = plan(reading, conference).open_asks
    assert ask.subject == "room" and ask.sessions == (1,)

    enter(reading, conference, answers={ask.key: answer})

    found = conference.sessions.get().room
    assert str(found or "") == (text if room is None else room)
    assert plan(reading, conference).changes_nothing


def test_a_room_that_is_known_by_a_name_of_two_is_one(conference):
    make_room(conference, name_zh="301室/302室", name_en="")
    reading = agenda(("09:00-09:20", "目录", "张样例", "示例大学01", "301室/302室"))

    assert plan(reading, conference).open_asks == []
