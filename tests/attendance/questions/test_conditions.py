"""Who is asked what: a table of forms, answers, and the questions that are asked then."""

import pytest
from django.utils.translation import override

from conference.attendance.questions.conditions import (
    asked,
    conditions,
    for_category,
    values_wanted,
)
from tests.attendance.questions.making import question

ROOM = question("yes-no", 1, label_en="A room?")
WAY = question("choice", 2, options_zh="火车\n飞机", options_en="Train\nPlane")
SIDES = question("choices", 3, options_en="Tea\nCake")
NIGHTS = question("hotel", 4, only_if="KEY001")
NO_ROOM = question("text", 5, only_if="KEY001", only_if_answer="no")
FLIGHT = question("text", 6, only_if="KEY002", only_if_answer="飞机")
CAKE = question("text", 7, only_if="KEY003", only_if_answer="Cake\nTea")
PART = question("section", 8, only_if="KEY001")
BELOW = question("yes-no", 9)
DEEP = question("text", 10, only_if="KEY009")
LOST = question("text", 11, only_if="GONE00")
NEXT = question("section", 12)
LAST = question("text", 13)
ON_TEXT = question("text", 14, only_if="KEY013")

TABLE = [
    ("without a condition", [ROOM, LAST], {}, [1, 13]),
    ("yes is meant where nothing is said", [ROOM, NIGHTS], {1: True}, [1, 4]),
    ("no is another answer", [ROOM, NIGHTS, NO_ROOM], {1: False}, [1, 5]),
    ("unanswered is neither", [ROOM, NIGHTS, NO_ROOM], {}, [1]),
    ("an option in the other language", [WAY, FLIGHT], {2: "Plane"}, [2, 6]),
    ("another option", [WAY, FLIGHT], {2: "Train"}, [2]),
    ("any of several", [SIDES, CAKE], {3: ["Tea"]}, [3, 7]),
    ("none of several", [SIDES, CAKE], {3: ["Rum"]}, [3]),
    ("a section and all below", [ROOM, PART, BELOW, LAST], {1: False}, [1]),
    ("a section until the next", [ROOM, PART, BELOW, NEXT, LAST], {1: False}, [1, 13]),
    ("a section that is asked", [ROOM, PART, BELOW, DEEP], {1: True, 9: True}, [1, 9, 10]),
    ("what hangs on what is not asked", [ROOM, PART, BELOW, NEXT, DEEP], {9: True}, [1]),
    ("a condition on what is gone", [LOST], {}, [11]),
    ("a condition on what stands below", [NIGHTS, ROOM], {1: False}, [4, 1]),
    ("a condition on what takes none", [LAST, ON_TEXT], {}, [13, 14]),
]


@pytest.mark.parametrize(
    ("why", "questions", "answers", "wanted"), TABLE, ids=lambda x: str(x)[:34]
)
def test_a_question_is_asked_by_what_was_answered_above(why, questions, answers, wanted):
    with override("en"):
        found = list(asked(questions, lambda each: answers.get(each.pk)))

    assert [each.pk for each, is_asked in found if is_asked] == wanted, why
    assert {each.pk for each, _is in found} == {q.pk for q in questions if q.kind != "section"}


CATEGORIES = [
    ([question("text", 1, categories=["guest"]), LAST], "delegate", [13]),
    ([question("text", 1, categories=["guest"]), LAST], "guest", [1, 13]),
    ([question("section", 1, categories=["guest"]), LAST], "delegate", []),
    ([question("section", 1), question("text", 2, categories=["guest"])], "delegate", []),
    ([question("yes-no", 1, categories=["guest"]), NIGHTS], "delegate", []),
    ([question("yes-no", 1, categories=["guest"]), NIGHTS], "guest", [1, 4]),
]


@pytest.mark.parametrize(("questions", "category", "wanted"), CATEGORIES)
def test_a_category_is_asked_its_own_and_what_does_not_hang_on_others(questions, category, wanted):
    assert [each.pk for each in for_category(questions, category)] == wanted


def test_a_condition_says_itself_in_the_language_of_the_page():
    with override("en"):
        condition = conditions([WAY, FLIGHT])[FLIGHT]
        said = str(conditions([ROOM, NIGHTS])[NIGHTS])

        assert (condition.box, condition.values) == ("question_2", ("Plane",))
        assert said == "Only if “A room?” is answered with: Yes"


def test_lines_that_are_no_answer_are_named():
    with override("en"):
        assert values_wanted(ROOM, "是\nmaybe") == (["yes"], ["maybe"])
        assert values_wanted(WAY, "Train\nBoat") == (["Train"], ["Boat"])
        assert values_wanted(WAY, "") == ([], [])
