"""What papers do not say twice: people of one language, a kind that the title says, a greeting."""

from dataclasses import replace

import pytest
from django.utils import timezone

from conference import printable
from conference.program.papers import signs
from conference.program.papers.cards import cards_for
from conference.program.papers.order import Order
from conference.program.papers.sources import Registered, draft_source
from tests.factories import (
    at,
    make_conference,
    make_host,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]
CHINESE = {"family_name_en": "", "given_name_en": ""}


@pytest.fixture
def conference():
    return make_conference(name_zh="研讨会", name_en="Symposium on Rivers")


def test_in_both_languages_who_has_no_english_stands_once(conference, written):
    work = make_organization(name_zh="样例大学", name_en="")
    both = make_organization(name_zh="另一大学", name_en="Other University")
    one = make_person(name_zh="王样例", position_zh="教授", organization=work, **CHINESE)
    two = make_person(name_zh="李样例", position_zh="教授", organization=both, **CHINESE)
    talk = make_session(conference, "09:00", "10:00", title_zh="报告", title_en="")
    for person in (one, two):
        make_role(talk, make_participation(conference, person))
    for name in ("甲学院", "乙学院"):
        make_host(conference, organization=make_organization(name_zh=name, name_en=""))

    for paper in ("agenda", "running-sheet"):
        lines = "\n".join(written(conference, paper, "both"))
        assert lines.count("王样例") == lines.count("样例大学") == 1
        assert "Other University" in lines
        assert "甲学院, 乙学院" not in lines


def test_a_card_says_once_what_is_known_in_one_language(conference):
    work = make_organization(name_zh="样例大学", name_en="")
    one = make_person(name_zh="王样例", position_zh="教授", organization=work, **CHINESE)
    make_participation(conference, one)
    source = draft_source(conference, at=timezone.now())
    guests = (
        Registered("赵样例", "样例大学", "讲师", "guest"),
        Registered("Ann Ab", "Sample University", "Dean", "guest", "Ann Ab"),
    )

    source = replace(source, registered=guests)
    said = [card.about for card in cards_for(Order(source, ("zh", "en"), {}))]

    assert said == [("样例大学 教授",), ("样例大学 讲师",), ("Dean, Sample University",)]


def test_no_kind_stands_before_a_title_that_says_it(conference, written):
    for clock, title, kind in (
        ("09:00", "领导讲话", "address"),
        ("09:30", "大会报告：河流", "keynote"),
        ("10:00", "河流与城市", "keynote"),
        ("11:00", "闭幕式", "ceremony"),
    ):
        make_session(conference, clock, title_zh=title, title_en="", kind=kind)

    lines = written(conference, "agenda")

    told = [line.split(" | ")[1] for line in lines if line.startswith(("09", "10", "11"))]
    assert told == ["领导讲话", "大会报告：河流", "主旨报告：河流与城市", "闭幕式"]


def test_noon_on_the_stage_greets_nobody_again(conference, written):
    make_session(conference, "11:30", "12:00", title_zh="圆桌讨论：河流", kind="panel")
    make_session(conference, "12:00", "12:15", title_zh="闭幕式", kind="ceremony")
    make_session(conference, "14:00", "15:00", title_zh="座谈", kind="discussion")

    lines = written(conference, "script")

    greeted = [line[-6:] for line in lines if line.startswith("尊敬的各位领导")]
    assert greeted == ["大家上午好！", "大家下午好！"]
    assert lines.index("12:00–12:15  闭幕式") < lines.index("会议继续进行。")
    assert lines.index("14:00–15:00  座谈") < lines.index("会议继续进行。")


def test_a_talk_is_announced_by_what_it_is_about(conference, written):
    speaker = make_participation(conference, make_person(name_zh="王样例"))
    talk = make_session(
        conference, "09:00", "09:30", title_zh="主旨报告一：河流", title_en="Rivers", kind="keynote"
    )
    make_role(talk, speaker)

    assert any("《河流》" in line for line in written(conference, "script"))
    assert "Welcome to the Symposium on Rivers." in written(conference, "script", "en")


def test_a_sign_of_each_day_tells_its_own_missing_characters(monkeypatch):
    monkeypatch.setattr(
        printable,
        "typeset",
        lambda *_args, **_options: type("Print", (), {"pdf": b"", "missing": frozenset("𠮷〇")})(),
    )
    entry = signs.Entry(time="09:00", titles=("报告",), people=("𠮷田明",))
    days = [
        signs.RoomSign(("报告厅",), "", ("5月15日",), (entry,)),
        signs.RoomSign(("报告厅",), "", ("5月16日",), ()),
    ]

    with pytest.raises(printable.Unprintable) as refused:
        signs.room_signs(days, at=at("09:00"), lang="zh", head="研讨会〇")

    assert refused.value.texts == {"研讨会〇": "〇", "报告厅": "𠮷"}
