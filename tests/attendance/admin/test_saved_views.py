"""Saved views of the list of registrations: made by organizers, seen by the team."""

import pytest
from django.urls import reverse

from conference.attendance.models import SavedView
from tests.factories import make_conference, make_member, make_registration
from tests.pages import rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="an address and the columns of a page"),
]
LIST = reverse("admin:attendance_registration_changelist")


@pytest.fixture
def conference():
    conference = make_conference(slug="spring")
    make_registration(conference, name="王芳", status="pending", remarks="坐第三排")
    make_registration(conference, name="李明")
    return conference


@pytest.fixture
def organizer(client, conference):
    client.force_login(make_member(conference, "organizer"))
    return client


def save(client, conference, name="待确认", query="status__exact=pending&o=-1&p=2", **more):
    address = reverse("admin:attendance_registration_save_view", args=[conference.pk])
    given = {"name": name, "query": query, "columns": ["number", "remarks"]} | more
    return client.post(address, given, follow=True)


def test_a_view_keeps_filters_order_and_columns_for_the_whole_team(client, organizer, conference):
    html = save(organizer, conference).content.decode()

    view = SavedView.objects.get()
    assert (view.query, view.columns) == ("status__exact=pending&o=-1", ["number", "remarks"])
    assert "Everybody of the team finds it above the list." in html
    client.force_login(make_member(conference, "exporter"))
    assert "待确认" in client.get(LIST).content.decode()
    shown = rows(client.get(f"{LIST}?{view.query}&view={view.pk}"))
    assert shown == [{"number": "1", "who": "王芳", "remarks": "坐第三排"}]


def test_a_name_that_there_is_already_stands_for_what_is_saved_now(organizer, conference):
    save(organizer, conference)

    save(organizer, conference, query="", columns=["title"])

    view = SavedView.objects.get()
    assert (view.query, view.columns) == ("", ["title"])


def test_a_view_is_deleted_and_nothing_with_it(organizer, conference):
    save(organizer, conference)
    view = SavedView.objects.get()
    address = reverse("admin:attendance_registration_forget_view", args=[conference.pk, view.pk])

    organizer.post(address)

    assert not SavedView.objects.exists()
    assert conference.registrations.count() == 2
    assert organizer.post(address).status_code == 404
    assert organizer.get(f"{LIST}?view={view.pk}").status_code == 200


@pytest.mark.parametrize(
    "given", [{"name": " "}, {"columns": ["token_hash"]}, {"query": "x" * 1001}, {"name": "x" * 61}]
)
def test_what_is_no_view_is_refused_in_words(organizer, conference, given):
    html = save(organizer, conference, **given).content.decode()

    assert "The view was not saved." in html
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("key", ["x", "0", "9" * 30, "-1"])
def test_a_view_that_nobody_has_is_the_list_as_it_is(organizer, conference, key):
    assert len(rows(organizer.get(LIST, {"view": key}, follow=True))) == 2


def test_who_only_reads_saves_nothing_and_a_stranger_sees_nothing(client, organizer, conference):
    save(organizer, conference)
    view = SavedView.objects.get()
    statuses = []
    for role, where in (("exporter", conference), ("organizer", make_conference(slug="other"))):
        client.force_login(make_member(where, role))
        statuses.append(save(client, conference, name="别的").status_code)
    assert statuses == [403, 404]
    assert list(SavedView.objects.all()) == [view]
    assert "待确认" not in client.get(LIST, {"view": view.pk}).content.decode()


@pytest.mark.parametrize("views", [1, 3, 40])
def test_views_cost_one_query_and_one_that_is_looked_at_one_more(
    organizer, conference, views, django_assert_num_queries
):
    SavedView.objects.bulk_create(
        SavedView(conference=conference, name=f"{n}", columns=["title"]) for n in range(views)
    )
    first = SavedView.objects.first()
    organizer.get(LIST)

    with django_assert_num_queries(14):
        organizer.get(LIST)
    with django_assert_num_queries(15):
        organizer.get(LIST, {"view": first.pk})
