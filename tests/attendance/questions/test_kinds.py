"""Each kind of question: what it keeps, refuses and shows; answers read without their question."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from conference.attendance.models import Question
from conference.attendance.questions.kinds import read_number
from conference.attendance.questions.other_kind import reads
from conference.attendance.questions.table import (
    KINDS,
    answer_text,
    boxed,
    boxes,
    cell,
    kind_of,
    read,
)
from tests.attendance.questions.making import answered, question

TRAIN = {"way": "train", "number": "g 8013", "day": "2026-05-19", "time": "18:05"}
WISHES = {"options_zh": "茶\n咖啡", "options_en": "Tea\nCoffee"}
MEALS = {"options_zh": "午餐\n晚餐", "options_en": "Lunch\nDinner"}

# kind, more of the question, what is sent, what is kept, how it reads
GOOD = [
    ("text", {}, {"_": " 两　件事 "}, "两 件事", "两 件事"),
    ("text", {}, {"_": ""}, None, ""),
    ("long-text", {}, {"_": "one\r\n\r\n\r\n\r\ntwo "}, "one\n\ntwo", "one\n\ntwo"),
    ("number", {}, {"_": "１２"}, 12, "12"),
    ("number", {"least": -3}, {"_": "-2.50"}, -2.5, "-2.5"),
    ("number", {"least": 1, "greatest": 20}, {"_": "20"}, 20, "20"),
    ("number", {}, {"_": "0"}, 0, "0"),
    ("yes-no", {}, {"_": "no"}, False, "No"),
    ("choice", WISHES, {"_": "Tea"}, "Tea", "Tea"),
    ("choices", WISHES, {"_": ["Coffee", "Tea"]}, ["Coffee", "Tea"], "Coffee; Tea"),
    ("choices", WISHES, {}, None, ""),
    ("date", {}, {"_": "2026年5月19日"}, "2026-05-19", "2026-05-19"),
    ("time", {}, {"_": "9:05"}, "09:05", "09:05"),
    ("phone", {}, {"_": "138 0013 8000.0"}, "138 0013 8000.0", "138 0013 8000.0"),
    (
        "arrival",
        {},
        TRAIN | {"station": "大连北", "pick_up": "on"},
        {
            "kind": "arrival",
            "way": "train",
            "number": "G8013",
            "day": "2026-05-19",
            "time": "18:05",
            "station": "大连北",
            "pick_up": True,
        },
        "train G8013 · 2026-05-19 18:05 · 大连北 · to be picked up",
    ),
    ("departure", {}, {}, None, ""),
    (
        "hotel",
        {"options_en": "Inn\nPalace"},
        {"hotel": "Inn", "from_": "2026-05-19", "to": "2026-05-22", "with": "李 四"},
        {
            "kind": "hotel",
            "hotel": "Inn",
            "from": "2026-05-19",
            "to": "2026-05-22",
            "share": "with",
            "with": "李四",
        },
        "Inn · 2026-05-19 - 2026-05-22 · shared with 李四",
    ),
    (
        "meals",
        MEALS,
        {"_": ["2026-05-20 Dinner", "2026-05-20 Lunch"]},
        {"kind": "meals", "meals": [["2026-05-20", "Dinner"], ["2026-05-20", "Lunch"]]},
        "2026-05-20 Lunch, Dinner",
    ),
    (
        "diet",
        {},
        {"diet": "halal", "note": "no nuts"},
        {"kind": "diet", "diet": "halal", "note": "no nuts"},
        "halal · no nuts",
    ),
]


def test_every_kind_is_shown_to_work():
    shown = {kind for kind, *_rest in GOOD} | {"section", "file"}  # test_files.py

    assert shown == set(Question.Kind.values) == set(KINDS)


@pytest.mark.parametrize(("kind", "more", "sent", "kept", "reads"), GOOD)
def test_what_is_sent_is_kept_and_reads_as_it_was_meant(kind, more, sent, kept, reads):
    asked = question(kind, **more)

    with override("en"):
        answer = answered(asked, **sent)
        again = json.loads(json.dumps(answer))
        shown = boxed(asked, again)

    with override("en"):
        assert (answer, answer_text(asked, again)) == (kept, reads)
        # What stands in the boxes says the same once more.
        parts = {
            name.removeprefix("question_1").lstrip("_").replace("from", "from_") or "_": value
            for name, value in shown.items()
            if name != "question_1_kind" and value not in (None, False)
        }
        parts = {p: (v if isinstance(v, list) else str(v)) for p, v in parts.items() if v != ""}
        assert answer is None or answered(asked, **parts) == answer


BAD = [
    ("text", {}, {"_": "x" * 501}, {"_": ["This is too long: at most 500 characters."]}),
    ("text", {}, {"_": "11010519491231002X"}, "never collected"),
    ("long-text", {}, {"_": "a\x00b"}, "control character"),
    ("number", {}, {"_": "a dozen"}, {"_": ["Write a number in digits, such as 12 or 2.5."]}),
    ("number", {}, {"_": "1e9"}, "digits"),
    ("number", {}, {"_": "-1"}, {"_": ["Write a number of at least 0."]}),
    ("number", {"greatest": 3}, {"_": "-0.5"}, {"_": ["Write a number from 0 to 3."]}),
    ("number", {"least": 1, "greatest": 20}, {"_": "２１"}, "from 1 to 20"),
    ("number", {}, {"_": "٣" * 4}, None),
    ("yes-no", {"is_required": True}, {}, {"_": ["This field is required."]}),
    ("yes-no", {}, {"_": "perhaps"}, {"_": ["Answer yes or no."]}),
    ("choice", WISHES, {"_": "Rum"}, "“Rum” is not offered here"),
    ("choices", WISHES, {"_": ["Tea", "Rum"]}, "“Rum” is not offered here"),
    ("date", {}, {"_": "04/05/2026"}, "can be read as"),
    ("date", {}, {"_": "1026-05-20"}, "Check the year"),
    ("time", {}, {"_": "25:00"}, "24-hour clock"),
    ("phone", {}, {"_": "call me"}, "not a phone number"),
    ("arrival", {}, {"way": "train"}, {"day": ["Give the day."]}),
    ("arrival", {"is_required": True}, {"way": "boat", "day": "2026-05-19"}, "“boat” is not"),
    ("arrival", {}, {"day": "2025-05-19"}, "more than 60 days"),
    ("arrival", {}, {"day": "2026-05-19", "pick_up": "on"}, {"time": ["Give the time, so that a "
     "car can be there."]}),
    ("departure", {}, TRAIN | {"pick_up": "on"}, "station or airport"),
    ("hotel", {}, {"share": "alone"}, {"from": ["Give the first night."]}),
    ("hotel", {}, {"from_": "2026-05-19"}, {"to": ["Give the day."]}),
    ("hotel", {}, {"from_": "2026-05-19", "to": "2026-05-19"}, "after the first night"),
    ("hotel", {}, {"from_": "2026-05-19", "to": "2026-12-19"}, "more than 60 nights"),
    ("hotel", {}, {"from_": "2025-05-19", "to": "2025-05-20"}, "Check the year"),
    ("hotel", {}, {"from_": "2026-05-19", "to": "2026-05-20", "share": "with"}, "Write with whom"),
    (
        "hotel",
        {},
        {"from_": "2026-05-19", "to": "2026-05-20", "share": "alone", "with": "李四"},
        "Choose the room that is shared",
    ),
    ("meals", MEALS, {"_": ["2026-05-22 Lunch"]}, "not offered here"),
    ("diet", {}, {"diet": "other"}, {"note": ["Write what the kitchen should know."]}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "more", "sent", "said"), BAD)
def test_what_nobody_can_mean_is_refused_at_its_box(kind, more, sent, said):
    with override("en"):
        found = answered(question(kind, **more), **sent)

    if said is None:
        return  # digits of any writing are digits
    assert found == said if isinstance(said, dict) else said in " ".join(*found.values())


def test_an_option_reads_in_the_language_of_its_reader():
    asked = [
        (question("choice", **WISHES), "茶", "Tea"),
        (question("choices", **WISHES), ["茶"], "Tea"),
        (question("hotel", **WISHES), {"kind": "hotel", "hotel": "茶"}, "Tea"),
        (question("meals", **MEALS), {"kind": "meals", "meals": [["2026-05-20", "午餐"]]}, "Lunch"),
    ]

    with override("en"):
        assert [said in answer_text(each, answer) for each, answer, said in asked] == [True] * 4


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_an_answer_is_readable_whatever_its_question_has_become(kind):
    now = question(kind, options_en="Anything")

    with override("en"):
        for was, more, _sent, answer, reads in GOOD:
            if was == kind or answer is None:
                continue
            text = answer_text(now, answer)
            parts = kind_of(now).parts(now)
            cells = [cell(now, answer, part) for part in parts]
            plain = reads.replace("; ", "; ")
            assert text == plain or more, (was, kind)
            assert isinstance(boxed(now, answer), dict)
            assert kind == "section" or cells[0] != ""


@given(text=st.text(max_size=30))
def test_a_number_is_read_or_refused_in_words(text):
    with override("en"):
        found = answered(question("number"), _=text)

    assert found is None or isinstance(found, int | float) or list(found) == ["_"]


@given(
    parts=st.fixed_dictionaries(
        {},
        optional={
            "way": st.sampled_from(["", "train", "flight", "x"]),
            "day": st.one_of(st.dates().map(str), st.text(max_size=12)),
            "time": st.one_of(st.times().map(lambda t: t.strftime("%H:%M")), st.text(max_size=6)),
            "number": st.text(max_size=25),
            "station": st.text(max_size=90),
            "pick_up": st.sampled_from(["", "on", "false"]),
        },
    )
)
def test_whatever_is_sent_of_an_arrival_is_kept_as_json_or_told(parts):
    with override("en"):
        found = answered(question("arrival"), **parts)

        if found is not None and "kind" in found:
            assert "day" in found
            assert answer_text(question("arrival"), json.loads(json.dumps(found)))


@given(number=st.decimals(min_value=-999_999, max_value=999_999, places=2))
def test_a_number_that_was_written_is_that_number(number):
    assert read_number(str(number)) == float(number)


SHEET = [
    ("yes-no", {}, {"": "需要"}, True),
    ("choice", WISHES, {"": "咖啡"}, "Coffee"),
    ("choices", WISHES, {"": "茶；coffee"}, ["Tea", "Coffee"]),
    ("arrival", {}, {"way": "火车", "day": "2026/5/19", "pick_up": "否"}, {"kind": "arrival",
     "way": "train", "day": "2026-05-19"}),
    ("hotel", {}, {"from": "2026-05-19", "to": "2026-05-20", "share": "a room of my own"},
     {"kind": "hotel", "from": "2026-05-19", "to": "2026-05-20", "share": "alone"}),
    ("number", {"is_required": True}, {"": ""}, None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "more", "cells", "answer"), SHEET)
def test_cells_of_a_sheet_say_it_in_either_language(kind, more, cells, answer):
    asked = question(kind, **more)
    texts = {f"question_1_{part}".rstrip("_"): text for part, text in cells.items()}

    with override("en"):
        assert read(asked, texts) == answer
        assert set(texts) <= set(boxes(asked))


def test_a_cell_keeps_within_the_limits_of_a_number():
    with override("en"), pytest.raises(ValidationError, match="from 0 to 3"):
        read(question("number", greatest=3), {"question_1": "4"})


def test_what_is_asked_has_its_own_word_in_chinese():
    """A number is no number of a list, an arrival no arrival at the desk, a room no hall."""
    with override("zh-hans"):
        assert str(Question.Kind.NUMBER.label) == "数字"
        assert str(Question.Kind.ARRIVAL.label) == "抵达"
        assert [str(box.label) for box in boxes(question("hotel")).values()] == [
            "入住日期",
            "离店日期",
            "房型",
            "合住人",
        ]


# --- Another kind -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "answer", "may"),
    [
        ("text", "long-text", "Tram 4", True),
        ("long-text", "text", "One line", True),
        ("long-text", "text", "x" * 501, False),
        ("number", "text", 12, True),
        ("text", "number", "twelve", False),
        ("text", "date", "2026-05-20", True),
        ("file", "text", {"kind": "file", "file": "f", "name": "me.png", "size": 1}, False),
        ("hotel", "text", {"kind": "hotel", "from": "2026-05-20", "to": "2026-05-21"}, False),
        ("choice", "date", "甲", False),
        ("choice", "choices", "甲", True),
        ("choice", "text", "甲", True),
        ("text", "choice", "甲", True),
        ("choices", "choice", ["甲", "B"], False),
        ("yes-no", "number", True, False),
        ("text", "section", "Tram 4", False),
        ("text", "file", "Tram 4", False),
    ],
)
def test_another_kind_reads_what_was_answered_or_not(was, now, answer, may):
    options = {"options_zh": "甲\n乙", "options_en": "A\nB"}
    with override("en"):
        found = reads(question(was, **options), question(now, is_required=True, **options), answer)
    assert found == may
