"""Lines that say who organizes: told as what they are, and nobody's chair."""

from datetime import date

import pytest

from conference.program.entering.hosts import hosts_of
from conference.program.office import read_office_file
from tests.factories import make_conference, make_host, make_organization
from tests.program.entering.entered import plan

DAY = date(2027, 5, 15)
CHINESE = """样例研讨会
主办单位：样例大学、样例学会
承办：样例学院  协办方：样例书店
时间：2027年5月15日
9:00-9:10 致辞 张样例
联系人：李示"""


def read(text):
    return read_office_file(text.encode(), "议程.txt")


def hosted(conference, *names):
    for name in names:
        make_host(conference, organization=make_organization(name_zh=name, name_en=""))


def left(found):
    return [(one.text, one.reason) for one in found.not_taken]


@pytest.mark.django_db
def test_those_that_the_conference_has_are_not_told_as_left_out():
    conference = make_conference(starts_on=DAY, ends_on=DAY)
    hosted(conference, "样例大学", "样例学会", "“样例”学院", "样例书店")

    found = plan(read(CHINESE), conference)

    assert left(found) == [("联系人：李示", "a note")]
    assert [(one.text, one.reason) for one in found.reading.known] == [
        ("主办单位：样例大学、样例学会", "hosts of the conference"),
        ("承办：样例学院 协办方：样例书店", "hosts of the conference"),
    ]


@pytest.mark.django_db
def test_those_that_it_lacks_are_named_with_what_to_do():
    conference = make_conference(starts_on=DAY, ends_on=DAY)
    hosted(conference, "样例大学", "样例学院")

    found = plan(read(CHINESE), conference)

    assert left(found) == [
        (
            "主办单位：样例大学、样例学会",
            "hosts: add 样例学会 on the conference's page",
        ),
        (
            "承办：样例学院 协办方：样例书店",
            "hosts: add 样例书店 on the conference's page",
        ),
        ("联系人：李示", "a note"),
    ]


@pytest.mark.django_db
def test_the_lines_cost_one_query_and_none_where_there_are_none(django_assert_max_num_queries):
    conference = make_conference(starts_on=DAY, ends_on=DAY)
    bare, lines = read("2027年5月15日\n9:00-9:10 致辞"), read(CHINESE.replace("张样例", ""))

    with django_assert_max_num_queries(60) as first:
        plan(bare, conference)
    with django_assert_max_num_queries(len(first) + 1):
        plan(lines, conference)


@pytest.mark.once(reason="reads files alone")
@pytest.mark.parametrize(
    ("line", "chairs", "hosts"),
    [
        ("Host: Sample University", [], [("sponsor", "Sample University")]),
        ("Hosts: Sample University; Sample Institute", [],
         [("sponsor", "Sample University"), ("sponsor", "Sample Institute")]),
        ("Host: Ann Example, Sample University", ["Ann Example"], []),
        ("Host: Prof. Ann Example", ["Ann Example"], []),
        ("Hosted by Sample University", [], [("sponsor", "Sample University")]),
        ("Organizers: Sample College", [], [("sponsor", "Sample College")]),
        ("Co-host: Sample Press", [], [("co-organizer", "Sample Press")]),
    ],
)  # fmt: skip
def test_a_host_is_a_unit_or_somebody_in_the_chair(line, chairs, hosts):
    found = read(
        f"Example Symposium\n{line}\n15 May 2027\n9:00-9:30 Welcome address\n9:30-10:00 Lunch"
    )

    assert [one.name for one in found.sessions[0].people] == chairs
    assert hosts_of(found) == hosts
    assert [one.text for one in found.leftovers] == ([line] if hosts else [])


@pytest.mark.once(reason="reads files alone")
def test_a_chair_below_an_item_hosts_no_conference():
    found = read("Example Symposium\n15 May 2027\n9:00-9:30 Welcome address\nHost: Ann Example")

    assert [(one.name, one.role.value) for one in found.sessions[0].people] == [
        ("Ann Example", "chair")
    ]
    assert hosts_of(found) == []
