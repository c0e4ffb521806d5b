"""Two files that disagree: it is asked, the answer holds, and neither takes back the other's."""

import pytest

from conference.attendance.models import Registration
from conference.people.models import Person
from conference.program.models import SessionRole
from tests.factories import make_conference
from tests.program.entering.entered import agenda, answers, enter, plan, table

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="a plan is made of the same rows on both"),
]

TALK = "目录的用途"
GUESTS = ["姓名", "单位", "职务", "电话", "是否报告", "报告题目"]
AGENDA = ["日期", "时间", "内容", "主讲人", "单位", "职务"]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def agenda_with(speaker, title="教授", name="议程.csv"):
    return agenda(["14:00-14:20", TALK, speaker, "示例大学06", title], name=name, head=AGENDA)


def list_with(*names, organization="示例大学06"):
    return table(
        GUESTS,
        *([one, organization, "教授", f"1200000000{n}", "是", TALK] for n, one in enumerate(names)),
    )


def speakers():
    found = SessionRole.objects.filter(session__title_zh=TALK).order_by("position")
    return [role.participation.person.name_zh for role in found]


def test_the_same_talk_under_almost_the_same_name_is_asked_and_settled(conference):
    enter(agenda_with("魏例"), conference)
    reading = list_with("魏列")

    found = plan(reading, conference, registrations=True)
    [ask] = found.open_asks
    assert (ask.subject, ask.options[0].detail) == ("person", "gives this talk in the agenda")
    assert [row.why for row in found.guests] == ["not registered: a question about them is open"]
    enter(reading, conference, registrations=True, answers={ask.key: ask.options[0].value})

    assert speakers() == ["魏例"] and Person.objects.count() == 1
    [registration] = Registration.objects.all()
    assert registration.name == "魏例" and registration.follows_program
    again = plan(reading, conference, registrations=True)
    assert again.changes_nothing and not again.open_asks


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("here", ["魏例"]), ("list", ["严示例"]), ("both", ["魏例", "严示例"])],
)
def test_who_speaks_is_asked_where_agenda_and_list_name_others(conference, answer, expected):
    enter(agenda_with("魏例"), conference)
    reading = list_with("严示例")
    found = plan(reading, conference)
    assert [ask.text for ask in found.open_asks] == [
        "“目录的用途”: 魏例 speaks in the agenda, 严示例 in the list. Who speaks?"
    ]

    enter(reading, conference, answers=answers(found, talk=answer))

    assert speakers() == expected
    for file in (agenda_with("魏例"), reading):
        again = plan(file, conference)
        assert again.changes_nothing and not again.open_asks
    assert speakers() == expected


def test_two_whom_one_list_names_for_a_talk_are_not_asked_about_each_other(conference):
    enter(agenda_with("魏例"), conference)

    found = plan(list_with("魏例", "严示例"), conference)

    assert not found.open_asks


def test_two_agendas_that_disagree_do_not_change_each_other_again(conference):
    one, other = agenda_with("姜示例"), agenda_with("江示例", "讲师", name="分论坛.csv")
    enter(one, conference)
    enter(other, conference, answers=answers(plan(other, conference), person="new"))
    assert speakers() == ["江示例"]

    for file in (one, other, one):
        again = enter(file, conference)
        assert again.changes_nothing and not again.open_asks
    assert [kept.here for kept in again.kept] == ["江示例"]  # and it is said
    later = agenda_with("魏例", name="议程.csv")
    enter(other, conference)
    enter(later, conference)
    assert speakers() == ["魏例"]  # the file itself says something else now


def test_titles_and_telephones_of_two_lists_do_not_change_each_other_again(conference):
    def file(name, title, phone):
        return table(GUESTS, ["魏例", "示例大学06", title, phone, "否", ""], name=name)

    lists = [file("甲.csv", "教授", "12000000001"), file("乙.csv", "院长", "12000000002")]
    for one in lists:
        enter(one, conference)

    for one in lists * 2:
        assert enter(one, conference).changes_nothing
    assert [p.title.zh for p in conference.participations.all()] == ["院长"]
    assert not plan(lists[1], conference).memory


def test_two_pastes_are_two_files(conference):
    one, other = agenda_with("魏例", name="Paste"), agenda_with("严示例", name="Paste")
    for file in (one, other):
        enter(file, conference)

    assert enter(one, conference).changes_nothing and speakers() == ["严示例"]


def test_the_organization_that_was_settled_is_the_one_somebody_is_registered_with(conference):
    enter(agenda_with("魏例"), conference)
    reading = list_with("严示例", organization="示例大学06分校")
    found = plan(reading, conference, registrations=True)

    settled = answers(found, organization="示例大学06", person="new", talk="both")
    enter(reading, conference, registrations=True, answers=settled)

    assert [r.organization_name for r in Registration.objects.all()] == ["示例大学06"]


def test_a_cell_that_nothing_is_made_of_asks_nothing(conference):
    head = ["姓名", "单位", "性别", "是否报告", "报告题目"]
    reading = table(
        head, ["魏例", "示例大学06", "", "", ""], ["严示例", "示例大学06", "", "", TALK]
    )

    found = plan(reading, conference)

    assert [ask.text for ask in found.open_asks] == [
        "Row 3, 严示例: this is not filled in: gives a talk."
    ]
    assert len(reading.questions) == 4  # the reading itself tells all
