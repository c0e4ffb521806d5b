"""Sub-forums that a guest list names: those of the agenda, asked about, or made."""

import pytest

from conference.program.models import Session
from tests.factories import make_conference, make_session
from tests.program.entering.entered import agenda, answers, enter, plan, table

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a list says of sub-forums")]

HEAD = ["姓名", "单位", "分论坛", "是否报告", "报告题目"]
ROWS = [
    ["张大山", "示例大学01", "分论坛一", "是", "目录的用途"],
    ["李小河", "示例大学02", "分论坛二", "", ""],
    ["王长江", "示例大学03", "一", "", ""],
]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def titles():
    return sorted(Session.objects.filter(kind="sub-forum").values_list("title_zh", flat=True))


def test_sub_forums_that_are_not_there_yet_are_asked_and_made(conference):
    found = plan(table(HEAD, *ROWS), conference)

    asked = [(ask.subject, ask.address, ask.rows, ask.suggested) for ask in found.open_asks]
    assert asked == [("forum", "C2", (2, 4), "new"), ("forum", "C3", (3,), "new")]
    assert [option.value for option in found.open_asks[0].options] == ["new", "none"]

    done = enter(table(HEAD, *ROWS), conference, registrations=True)
    assert titles() == ["分论坛一", "分论坛二"]
    assert Session.objects.get(title_zh="目录的用途").parent.title_zh == "分论坛一"
    assert [str(guest.forum) for guest in done.guests] == ["分论坛一", "分论坛二", "分论坛一"]

    again = plan(table(HEAD, *ROWS), conference, registrations=True)
    assert again.changes_nothing and not again.open_asks and not again.memory


def test_what_is_left_out_stays_out(conference):
    found = plan(table(HEAD, *ROWS), conference)

    enter(table(HEAD, *ROWS), conference, answers={a.key: "none" for a in found.open_asks})

    assert titles() == [] and Session.objects.get(title_zh="目录的用途").parent is None
    assert plan(table(HEAD, *ROWS), conference).changes_nothing


def test_one_may_be_made_beside_those_of_the_agenda(conference):
    make_session(conference, "14:00", kind="sub-forum", title_zh="分论坛一：目录", title_en="")

    found = plan(table(HEAD, *ROWS), conference)
    [ask] = found.open_asks
    assert (ask.rows, ask.suggested) == ((3,), "")
    assert [o.label for o in ask.options] == [
        "分论坛一：目录", "A new one: 分论坛二", "None: leave it out",
    ]  # fmt: skip
    enter(table(HEAD, *ROWS), conference, answers=answers(found, forum="new"))
    assert titles() == ["分论坛一：目录", "分论坛二"]


def test_the_agenda_that_comes_after_names_and_times_them(conference):
    enter(table(HEAD, *ROWS), conference)

    enter(agenda(["14:00-15:00", "分论坛一：目录学", "", "", "101室"],
                 ["14:00-15:00", "分论坛二：版本学", "", "", "102室"]), conference)  # fmt: skip

    assert titles() == ["分论坛一：目录学", "分论坛二：版本学"]
    assert plan(table(HEAD, *ROWS), conference).changes_nothing


def test_one_that_was_renamed_or_deleted_here_is_not_made_again(conference):
    enter(table(HEAD, *ROWS), conference)
    Session.objects.filter(title_zh="分论坛二").update(title_zh="青年论坛")
    Session.objects.get(title_zh="目录的用途").delete()
    Session.objects.get(title_zh="分论坛一").delete()

    again = plan(table(HEAD, *ROWS), conference)

    assert not again.open_asks and not again.new_rows[Session]
