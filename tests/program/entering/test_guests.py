"""A guest list becomes participants and, where it is ticked, registrations."""

import pytest

from conference.attendance.models import Registration
from conference.people.models import Person
from conference.permissions import Role
from conference.program.entering import ImportRefused
from conference.program.models import Participation, Session
from conference.program.release.drafting import draft_document
from tests.factories import make_conference, make_member, make_registration, make_session
from tests.program.entering.entered import answers, enter, plan, table

pytestmark = pytest.mark.django_db

HEAD = ["姓名", "单位", "职务", "电话", "邮箱", "分论坛", "是否报告", "报告题目"]
ROWS = [
    ["张大山", "示例大学01", "校长", "12000000001", "zhang@example.org", "", "否", ""],
    ["李小河", "示例大学02", "教授", "12000000002", "", "分论坛一", "是", "目录的用途"],
    ["王长江", "示例大学03", "讲师", "12000000003", "", "一", "否", ""],
]


@pytest.fixture
def conference():
    conference = make_conference(slug="spring")
    make_session(conference, "14:00", kind="sub-forum", title_zh="分论坛一：目录", title_en="")
    return conference


def test_guests_become_participants_and_talks_and_are_registered(conference):
    found = enter(table(HEAD, *ROWS), conference, registrations=True)

    people = {p.person.name_zh: p for p in conference.participations.select_related("person")}
    assert {name: p.category for name, p in people.items()} == {
        "张大山": "guest", "李小河": "speaker", "王长江": "guest",
    }  # fmt: skip
    assert people["张大山"].contact_phone == "12000000001"
    assert people["张大山"].contact_email == "zhang@example.org"
    talk = Session.objects.get(title_zh="目录的用途")
    assert (talk.parent.title_zh, talk.starts_at) == ("分论坛一：目录", None)
    assert [r.participation for r in talk.roles.all()] == [people["李小河"]]
    listed = {r.name: r for r in Registration.objects.all()}
    assert listed["李小河"].phone == "12000000002" and listed["李小河"].title == "教授"
    assert listed["李小河"].category == "speaker" and listed["李小河"].source == "import"
    assert [s.title_zh for s in listed["王长江"].sessions.all()] == ["分论坛一：目录"]
    assert dict(found.counts["registrations"]) == {"new": 3}


def test_the_same_list_again_changes_nothing(conference):
    enter(table(HEAD, *ROWS), conference, registrations=True)

    again = plan(table(HEAD, *ROWS), conference, registrations=True)

    assert again.changes_nothing and not again.open_asks and not again.memory
    assert [guest.on_list for guest in again.guests] == ["there"] * 3
    enter(table(HEAD, *ROWS), conference, registrations=True)
    assert Registration.objects.count() == 3 and Session.objects.count() == 2


def test_a_list_of_names_alone_registers_nobody_twice(conference):
    names = table(["姓名", "职务"], ["张大山", "校长"], ["李小河", "教授"])
    enter(names, conference, registrations=True, participants="speakers")

    again = enter(names, conference, registrations=True, participants="speakers")

    assert [guest.on_list for guest in again.guests] == ["there"] * 2 and again.changes_nothing
    assert Registration.objects.count() == 2


@pytest.mark.parametrize("title", ["分论坛一：目录", "目录的用途"])
def test_a_talk_called_like_its_sub_forum_stands_in_it(conference, title):
    conference = conference if "分论坛" in title else make_conference(slug="autumn")
    rows = table(HEAD, ["李小河", "示例大学02", "教授", "", "", title, "是", title])
    enter(rows, conference)

    talk = Session.objects.get(title_zh=title, kind="talk")
    assert talk.parent.title_zh == title and talk.parent.kind == "sub-forum"
    assert not talk.parent.roles.exists() and talk.roles.get().participation.person
    assert plan(rows, conference).changes_nothing


def test_phones_and_mails_stay_out_of_the_release_the_plan_and_the_memory(conference):
    found = enter(table(HEAD, *ROWS), conference, registrations=True)

    public = str(draft_document(conference))
    told = str(found.lines) + str([row.said for row in found.memory])
    assert "12000000001" not in public + told and "zhang@example.org" not in public + told


def test_identity_numbers_are_left_out_told_and_shown_nowhere(conference):
    number = "11010519491231002X"
    rows = [
        ["张大山", "示例大学01", f"校长 {number}", "12000000001", "", "", "否", ""],
        ["李小河", "示例大学02", "教授", "110105194912310021", "", "", "否", ""],
    ]

    found = enter(table(HEAD, *rows), conference, registrations=True)

    kept = str([*Registration.objects.values(), *Participation.objects.values()])
    kept += str(list(Person.objects.values())) + str([left.text for left in found.not_taken])
    assert "1949123" not in kept
    assert Registration.objects.get(name="张大山").title == "校长"
    told = [left.address for left in found.not_taken if "never collected" in left.reason]
    assert told == ["A2", "A3"]


def test_who_is_on_the_list_already_is_told_and_not_added(conference):
    make_registration(conference, name="张大山", organization_name="示例大学01")

    found = enter(table(HEAD, *ROWS), conference, registrations=True)

    assert [guest.on_list for guest in found.guests] == ["there", "new", "new"]
    assert Registration.objects.filter(name="张大山").count() == 1


def test_speakers_alone_become_participants_where_that_is_chosen(conference):
    enter(table(HEAD, *ROWS), conference, registrations=True, participants="speakers")

    assert [p.person.name_zh for p in Participation.objects.all()] == ["李小河"]
    assert Registration.objects.count() == 3


def test_doubles_of_a_list_are_asked(conference):
    rows = [
        ["侯样例", "示例大学04", "教授", "12000000007", "", "", "否", ""],
        ["候样例", "示例大学04", "教授", "12000000007", "", "", "否", ""],
    ]
    [ask] = plan(table(HEAD, *rows), conference).open_asks

    assert (ask.subject, ask.address, ask.rows) == ("person", "A3", (3,))
    done = enter(
        table(HEAD, *rows), conference, registrations=True, answers={ask.key: ask.options[0].value}
    )
    assert Participation.objects.count() == 1
    assert len({guest.participation.guid for guest in done.guests}) == 1


def test_a_talk_of_the_agenda_gets_its_speaker_and_another_title_is_asked(conference):
    talk = make_session(conference, "14:00", kind="talk", title_zh="目录的用途", title_en="")
    enter(table(HEAD, *ROWS), conference)
    assert [r.participation.person.name_zh for r in talk.roles.all()] == ["李小河"]

    other = [[*ROWS[1][:-1], "目录的前世今生"]]
    found = plan(table(HEAD, *other), conference)
    [ask] = found.open_asks
    assert ask.subject == "talk"
    enter(table(HEAD, *other), conference, answers=answers(found, talk="retitle"))
    talk.refresh_from_db()
    assert talk.title_zh == "目录的前世今生"
    assert Session.objects.filter(kind="talk").count() == 1


def test_a_sub_forum_that_is_none_is_asked(conference):
    rows = [["张大山", "示例大学01", "校长", "", "", "青年论坛", "否", ""]]

    found = plan(table(HEAD, *rows), conference)

    [ask] = found.open_asks
    assert ask.subject == "forum" and [o.label for o in ask.options] == [
        "分论坛一：目录",
        "A new one: 青年论坛",
        "None: leave it out",
    ]


def test_who_may_not_edit_registrations_registers_nobody(conference):
    editor = make_member(conference, Role.EDITOR)

    with pytest.raises(ImportRefused, match="registrations"):
        plan(table(HEAD, *ROWS), conference, registrations=True, by=editor)
