"""Nobody of a file is taken for somebody else in silence."""

import pytest

from conference.people.models import Organization, Person
from conference.program.entering.people import kind_of
from conference.program.models import Participation
from tests.factories import (
    make_conference,
    make_organization,
    make_participation,
    make_person,
)
from tests.program.entering.entered import agenda, answers, enter, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def known(name_zh="王泉", organization="示例大学01", **more):
    unit = Organization.objects.filter(name_zh=organization).first()
    unit = unit or (make_organization(name_zh=organization, name_en="") if organization else None)
    english = {"family_name_en": "", "given_name_en": ""}
    return make_person(**english | {"name_zh": name_zh, "organization": unit} | more)


def row(name, organization="示例大学01", time="09:00-09:30", title="目录的用途"):
    return (time, title, name, organization, "报告厅")


def test_the_same_name_at_the_same_organization_is_the_same_person(conference):
    person = known()

    enter(agenda(row("王 泉")), conference)

    assert [p.person for p in conference.participations.all()] == [person]
    assert (Person.objects.count(), Organization.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ({"name_zh": "王泉", "organization": "示例大学02"}, "王泉"),  # elsewhere
        ({"name_zh": "侯样例"}, "候样例"),  # looks alike
        ({"name_zh": "王权", "organization": "示例大学02"}, "王泉"),  # sounds alike
        ({"name_zh": "张小明"}, "张小朋"),  # one character
        (
            {"name_zh": "", "family_name_en": "Wang", "given_name_en": "Quan"},
            "Wang Qiang",
        ),
        ({"name_zh": "", "family_name_en": "Wang", "given_name_en": "Quan"}, "王泉"),
    ],
)
def test_near_ones_are_asked_with_their_cell(conference, there, here):
    person = known(**there)

    found = plan(agenda(row(here)), conference)

    [ask] = found.open_asks
    assert (ask.subject, ask.address, ask.suggested) == ("person", "D2", "")
    assert [option.value for option in ask.options] == [f"person:{person.guid}", "new"]
    assert not found.may_be_written and found.rows[0].people[0].participation is None


def test_what_is_decided_holds_for_the_next_version_too(conference):
    person = known(organization="示例大学02")
    reading = agenda(row("王泉"))
    this_one = f"person:{person.guid}"

    enter(reading, conference, answers=answers(plan(reading, conference), person=this_one))

    [participation] = conference.participations.all()
    assert participation.person == person
    assert participation.printed_organization_zh == "示例大学01"  # as the file has it, here alone
    assert person.organization.name_zh == "示例大学02"
    later = plan(agenda(row("王泉", title="索引的用途")), conference)
    assert not later.open_asks and later.count_of("people", "new") == 0


def test_a_new_person_of_a_near_name_is_not_asked_about_again(conference):
    known(organization="示例大学02")
    reading = agenda(row("王泉"))

    enter(reading, conference, answers=answers(plan(reading, conference), person="new"))

    assert Person.objects.filter(name_zh="王泉").count() == 2
    assert plan(reading, conference).changes_nothing


def test_who_is_open_stays_off_the_stage_when_only_what_is_sure_is_entered(conference):
    known(organization="示例大学02")

    both = row("王泉（示例大学01）、李小河（示例大学03）", "")
    done = enter(agenda(both), conference, accept=False, only_sure=True)

    [session] = conference.sessions.all()
    assert [r.participation.person.name_zh for r in session.roles.all()] == ["李小河"]
    assert [left.text for left in done.left_out] == ["王泉"]


def test_nobody_leaves_the_stage_while_it_is_open_who_comes(conference):
    enter(agenda(row("李小河")), conference)
    known("王泉", organization="示例大学02")
    [session] = conference.sessions.all()

    enter(agenda(row("王泉")), conference, accept=False, only_sure=True)
    assert [r.participation.person.name_zh for r in session.roles.all()] == ["李小河"]

    later = plan(agenda(row("王泉")), conference)
    enter(agenda(row("王泉")), conference, answers=answers(later, person="new"))
    session.refresh_from_db()
    assert [r.participation.person.name_zh for r in session.roles.all()] == ["王泉"]


def test_one_name_at_two_organizations_of_one_file_is_asked(conference):
    rows = [row("王泉"), row("王泉", "示例大学02", "10:00-10:30", "索引的用途")]

    [ask] = plan(agenda(*rows), conference).open_asks

    assert [option.label for option in ask.options][:1] == ["王泉 · 示例大学01"]
    enter(agenda(*rows), conference, answers={ask.key: ask.options[0].value})
    assert Person.objects.count() == 1


def test_a_bare_name_is_the_one_of_the_file_who_has_an_organization(conference):
    enter(agenda(row("王泉"), row("王泉", "", "10:00-10:30", "总结")), conference)

    assert Participation.objects.count() == 1


def test_organizations_nearly_of_one_name_are_asked_and_counted_ones_are_not(conference):
    make_organization(name_zh="示例理工大学", name_en="")
    make_organization(name_zh="示例大学01", name_en="")

    near = plan(agenda(row("王泉", "示例理工大学（文学院）")), conference)
    counted = plan(agenda(row("王泉", "示例大学02")), conference)

    assert [(a.subject, a.options[0].label) for a in near.open_asks] == [
        ("organization", "示例理工大学")
    ]
    assert not counted.open_asks


def test_a_title_that_was_changed_here_stays(conference):
    head = ["日期", "时间", "内容", "主讲人", "单位", "职务"]

    def reading(title):
        rows = ("09:00-09:30", "目录的用途", "王泉", "示例大学01", title)
        return agenda(rows, head=head)

    enter(reading("讲师"), conference)
    [participation] = conference.participations.all()
    assert participation.title.zh == "讲师"
    enter(reading("副教授"), conference)
    participation.refresh_from_db()
    assert participation.title.zh == "副教授"

    participation.printed_title_zh = "教授"
    participation.save()
    done = enter(reading("研究员"), conference)

    participation.refresh_from_db()
    assert participation.printed_title_zh == "教授"
    assert [(k.here, k.file) for k in done.kept] == [("教授", "研究员")]


def test_a_participant_of_another_conference_is_found_and_joins(conference):
    person = known()
    make_participation(make_conference(), person)

    found = plan(agenda(row("王泉")), conference)

    assert found.changes[0].facts == "known from the directory" or any(
        change.facts == "known from the directory" for change in found.changes
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("示例大学01", "university"),
        ("示例出版集团", "enterprise"),
        ("示例研究院", "institute"),
        ("示例学会", "association"),
        ("示例省教育厅", "government"),
        ("Sample Library", "other"),
    ],
)
def test_the_kind_of_a_new_organization_follows_its_name(name, kind):
    assert kind_of(name) == kind


IN_BOTH = "李明 Li Ming，示例大学教授 / Professor, Sample University"


def test_a_job_in_two_languages_is_kept_in_both(conference):
    enter(agenda(row(IN_BOTH, organization="")), conference)

    [one] = conference.participations.all()
    assert (one.person.position_zh, one.person.position_en) == ("教授", "Professor")
    unit = one.person.organization
    assert (unit.name_zh, unit.name_en) == ("示例大学", "Sample University")
    assert plan(agenda(row(IN_BOTH, organization="")), conference).changes_nothing


def test_english_that_the_directory_lacks_is_printed(conference):
    known("李明", "示例大学")

    enter(agenda(row(IN_BOTH, organization="")), conference)

    [one] = conference.participations.all()
    assert (one.organization.en, one.title.en) == ("Sample University", "Professor")
