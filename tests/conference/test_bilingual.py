"""The zh/en pair: each reader gets their language, else the other, marked as such."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from conference.bilingual import Text, bilingual_names, gaps, gaps_condition, in_its_language
from conference.models import Conference, Room
from tests.factories import make_conference, make_room


@pytest.mark.parametrize(
    ("text", "language", "printed", "lang", "is_fallback"),
    [
        (Text("会议", "Conference"), "zh-hans", "会议", "zh-Hans", False),
        (Text("会议", "Conference"), "en", "Conference", "en", False),
        (Text("会议", ""), "en", "会议", "zh-Hans", True),
        (Text("", "Conference"), "zh-hans", "Conference", "en", True),
        (Text("", ""), "en", "", "en", False),
    ],
)
def test_a_text_falls_back_both_ways(text, language, printed, lang, is_fallback):
    with override(language):
        assert (str(text), text.lang, text.is_fallback) == (printed, lang, is_fallback)


def test_other_is_empty_when_it_adds_nothing():
    with override("en"):
        assert Text("会议", "Conference").other == "会议"
        assert Text("会议", "").other == ""
        assert Text("AI", "AI").other == ""


def test_names_and_gaps():
    conference = Conference(name_zh="会议", city_en="Shenyang", venue_zh="厅", venue_en="Hall")

    assert bilingual_names(Room) == ["name", "floor", "directions"]
    assert gaps(conference) == [("name", "en"), ("city", "zh")]


@pytest.mark.django_db
def test_gaps_are_found_by_the_database_too():
    conference = make_conference()
    gap = make_room(conference, name_en="")
    make_room(conference)

    assert list(Room.objects.filter(gaps_condition(Room))) == [gap]


@pytest.mark.django_db
def test_a_name_in_neither_language_is_refused_by_the_database():
    with (
        pytest.raises(IntegrityError, match="conference_has_a_name"),
        transaction.atomic(),
    ):
        make_conference(name_zh="", name_en="")


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("一个报告取消 / One talk is cancelled", "一个报告取消", "One talk is cancelled"),
        ("One talk is cancelled\n一个报告取消", "一个报告取消", "One talk is cancelled"),
        ("9:00 / 10:00", "", "9:00 / 10:00"),
        ("上午 / 下午", "上午 / 下午", ""),
        ("AI 赋能", "AI 赋能", ""),
    ],
)
def test_a_note_that_says_the_same_twice_stands_on_both_sides(typed, zh, en):
    assert in_its_language(typed) == Text(zh, en)


def test_both_languages_are_said_once_where_they_say_the_same():
    assert Text("茶歇", "Tea break").both == "茶歇 / Tea break"
    assert Text("AI", "AI").both == "AI"
    assert Text("", "Tea break").both == "Tea break"
    assert Text().both == ""
