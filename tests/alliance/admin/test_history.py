"""What stands beside an alliance and its members is told in their histories, old and new."""

from datetime import date

import pytest

from alliance.models import AllianceRole, Representative, Task, Tier
from conference.people.models import Person
from tests.alliance.admin.forms import change
from tests.factories import make_membership, make_organization, make_person
from tests.pages import form_data, parsed, words
from tests.queries import costs

pytestmark = pytest.mark.django_db


def history(row):
    return change(row).replace("/change/", "/history/")


def told(client, row):
    return words(parsed(client.get(history(row))))


def test_the_history_of_a_membership_tells_who_stood_for_it_and_when(client, alliance, secretary):
    membership = make_membership(alliance)
    Representative.objects.create(membership=membership, person=make_person(), role="liaison")
    data = form_data(client.get(change(membership)))

    response = client.post(
        change(membership),
        data
        | {"representatives-0-until": "2026-06-30", "representatives-0-role": "representative"},
    )

    assert response.status_code == 302
    page = told(client, membership)
    assert "Representative – → Wang Xingwei · liaison · without a beginning or an end" in page
    assert "→ Wang Xingwei · representative · until 2026-06-30, without a beginning" in page


def test_the_history_of_an_alliance_tells_its_lead_tasks_and_tiers(client, alliance, secretary):
    university = make_organization(name_zh="", name_en="Sample University")
    values = {"alliance": alliance, "organization": university, "since": date(2026, 5, 20)}
    AllianceRole.objects.create(role="lead", **values)
    Task.objects.create(alliance=alliance, name_en="Share courses")
    Tier.objects.create(alliance=alliance, name_en="Council")

    page = told(client, alliance)

    assert "Lead or initiator – → Sample University · lead · since 2026-05-20" in page
    assert "Task – → Share courses Tier – → Council" in page


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_history_costs_the_same_for_any_number_of_representatives(
    client, alliance, secretary, count
):
    membership = make_membership(alliance)
    people = Person.objects.bulk_create(Person(name_zh=f"样例{n}") for n in range(count))
    rows = [Representative(membership=membership, person=p, position=1) for p in people]
    Representative.objects.bulk_create(rows)
    client.get(history(membership))

    with costs(17, rows=count):
        client.get(history(membership))
