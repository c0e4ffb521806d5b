"""Many questions of one sort take one press."""

import pytest

from conference.permissions import Role
from conference.program.admin.office import together
from conference.program.entering.decisions import NEW, Ask, Option
from tests.factories import make_conference, make_member, make_organization
from tests.program.admin.test_office_door import sent
from tests.program.office.making import csv_file


def ask(subject, key, *named):
    options = (*(Option(one, one) for one in named), Option(NEW, "new"))
    return Ask(f"{subject}-{key}", subject, "?", options=options)


def test_one_press_is_offered_for_several_and_says_whom_it_means():
    asks = [ask("organization", 1, "a"), ask("organization", 2, "b"), ask("person", 3, "c", "d"),
            ask("person", 4, "e"), ask("reading", 5)]  # fmt: skip

    assert [one.label for one in together.presses(asks)] == [
        "All 2 organizations are new",
        "All 2 organizations are the ones that are named",
        "All 2 people are new",
    ]
    assert together.answers(asks, "organization", "known") == {
        "organization-1": "a", "organization-2": "b",
    }  # fmt: skip
    assert together.answers(asks, "person", "new") == {"person-3": "new", "person-4": "new"}
    assert together.answers(asks, "person", "known") == {}  # two candidates: looked at one by one
    assert together.presses(asks[:1]) == []


@pytest.mark.django_db
@pytest.mark.once(reason="a page over a file and a cache")
def test_a_file_with_twenty_organizations_that_are_near_costs_one_press(client):
    conference = make_conference(slug="spring", name_en="Symposium", name_zh="")
    client.force_login(make_member(conference, Role.EDITOR))
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    for sign in signs:
        make_organization(name_zh=f"示例{sign}理工大学", name_en="")
    rows = [["时间", "内容", "主讲人", "单位"]]
    for n, sign in enumerate(signs):
        when = f"2026年5月20日 {8 + n // 4}:{n % 4 * 15:02}"
        rows.append([when, f"题目{sign}", f"张{sign}例", f"示例{sign}理功大学"])
    page, address = sent(client, conference, csv_file(rows))
    count = sum(a.ask.subject == "organization" for a in page.context["asks"])

    client.post(f"{address}correct/", {"what": "together", "answer-all": "organization new"})

    left = client.get(address).context["asks"]
    assert count > 1 and not any(one.ask.subject == "organization" for one in left)
