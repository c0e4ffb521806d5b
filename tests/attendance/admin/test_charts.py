"""The list of registrations in numbers, with its filters."""

import pytest
from django.urls import reverse

from conference.attendance.models import Registration
from conference.people.models import Organization
from tests.factories import at, make_conference, make_member, make_registration
from tests.pages import parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="counted by the database's own GROUP BY alike"),
]
CHARTS = reverse("admin:attendance_registration_charts")


@pytest.fixture
def conference(client):
    conference = make_conference(slug="spring")
    client.force_login(make_member(conference, "exporter"))
    return conference


def charts(response):
    """{caption: [(label, number, width of the bar)]}"""
    assert response.status_code == 200
    return {
        words(table.find("caption")): [
            (words(row.find("th")), int(words(row.find("td"))), row.xpath(".//rect/@width")[0])
            for row in table.iter("tr")
        ]
        for table in parsed(response).find_class("chart")
    }


def test_each_number_stands_beside_its_bar_and_filters_count(client, conference):
    linked = Organization.objects.create(name_zh="大连理工大学", city_zh="大连", city_en="Dalian")
    day = {"registered_at": at("23:30")}
    for name in ("王芳", "李明"):
        make_registration(
            conference, name=name, organization_name="大连理工大学", organization=linked, **day
        )
    nowhere = Organization.objects.create(name_zh="某公司")
    make_registration(
        conference,
        name="赵强",
        organization=nowhere,
        organization_name="",
        status="declined",
        **day,
    )
    make_registration(conference, name="钱多", organization_name="", status="declined", **day)

    found = charts(client.get(CHARTS))

    assert found["By category"] == [("delegate", 4, "100")]
    assert found["By status"] == [("confirmed", 2, "100"), ("declined", 2, "100")]
    assert found["By organization"] == [("not stated", 2, "100"), ("大连理工大学", 2, "100")]
    assert found["By city"] == [("Dalian", 2, "100"), ("not known", 2, "100")]
    assert [line[1] for line in found["By day of registering"]] == [4]
    only = charts(client.get(CHARTS, {"status__exact": "declined"}))
    assert only["By status"] == [("declined", 2, "100")]


def test_rows_of_another_conference_are_not_counted(client, conference):
    make_registration(make_conference(slug="other"), name="别处")

    assert charts(client.get(CHARTS)) == {}


@pytest.mark.parametrize("people", [1, 3, 400])
def test_many_cost_the_same_and_the_smallest_stand_in_one_line(
    client, conference, people, django_assert_num_queries
):
    Registration.objects.bulk_create(
        Registration(
            conference=conference,
            number=n,
            name=f"来{n}",
            code=f"C{n}",
            source="import",
            organization_name=f"第{n}大学",
        )
        for n in range(people)
    )
    client.get(CHARTS)

    with django_assert_num_queries(19):
        response = client.get(CHARTS)

    lines = charts(response)["By organization"]
    assert sum(number for _label, number, _bar in lines) == people
    assert len(lines) == min(people, 13)
