"""Rows that exchange unique values in one save, judged when all is in."""

import pytest

from conference.history import update_rows
from conference.models import Room
from conference.people.models import HostRole
from conference.program.models import ExpectedTotal, SessionRole
from tests.factories import (
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_role,
    make_room,
    make_session,
)
from tests.pages import errors, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def page(client, conference):
    client.force_login(make_member(conference, "organizer"))
    return f"/admin/conference/conference/{conference.pk}/change/"


def slugs():
    return dict(Room.objects.values_list("name_en", "slug"))


def test_two_rooms_exchange_their_short_addresses_in_one_save(client, conference, page):
    for name in ("a", "b", "c"):
        make_room(conference, slug=name, name_en=name.upper())

    answer = client.post(
        page, form_data(client.get(page), **{"rooms-0-slug": "b", "rooms-1-slug": "a"})
    )

    assert answer.status_code == 302
    assert slugs() == {"A": "b", "B": "a", "C": "c"}
    versions = Room.history.filter(name_en="A").values_list("slug", "conference")
    assert list(versions) == [("b", conference.pk), ("a", conference.pk)]


def test_a_short_address_passes_from_a_deleted_row_to_a_kept_and_to_a_new_one(
    client, conference, page
):
    for name in ("a", "b"):
        make_room(conference, slug=name, name_en=name.upper())
    changes = {"rooms-0-slug": "b", "rooms-1-DELETE": "on"}

    assert client.post(page, form_data(client.get(page), **changes)).status_code == 302

    assert slugs() == {"A": "b"}


@pytest.mark.parametrize("number", [0, 1])
def test_a_real_double_among_exchanging_rows_is_refused_at_its_row(
    client, conference, page, number
):
    for name in ("a", "b", "c"):
        make_room(conference, slug=name, name_en=name.upper())
    changes = {"rooms-0-slug": "b", "rooms-1-slug": "a", f"rooms-{number}-slug": "c"}

    answer = client.post(page, form_data(client.get(page), **changes))

    assert answer.status_code == 200
    assert "Another room has this short address." in errors(answer)
    assert slugs() == {"A": "a", "B": "b", "C": "c"}
    assert Room.history.count() == 3


def test_two_rows_given_one_new_value_are_refused(client, conference, page):
    for name in ("a", "b"):
        make_room(conference, slug=name, name_en=name.upper())

    changes = {"rooms-0-slug": "x", "rooms-1-slug": "x"}
    answer = client.post(page, form_data(client.get(page), **changes))

    assert answer.status_code == 200 and errors(answer)
    assert slugs() == {"A": "a", "B": "b"}


def test_two_people_exchange_their_roles_on_a_session(client, conference, page):
    session = make_session(conference, "09:00")
    ada, alan = (make_participation(conference) for _n in range(2))
    first = make_role(session, ada, role="speaker", position=1)
    second = make_role(session, alan, role="chair", position=2)
    make_role(session, ada, role="panelist", position=3)
    address = f"/admin/program/session/{session.pk}/change/"
    changes = {"roles-0-participation": alan.pk, "roles-1-participation": ada.pk}

    assert client.post(address, form_data(client.get(address), **changes)).status_code == 302
    # And once more by their roles: what one gives up the other takes.
    changes = {"roles-0-participation": ada.pk, "roles-0-role": "chair"}
    changes |= {"roles-1-participation": ada.pk, "roles-1-role": "speaker"}
    assert client.post(address, form_data(client.get(address), **changes)).status_code == 302

    rows = SessionRole.objects.order_by("position").values_list("participation", "role", "session")
    assert list(rows) == [
        (ada.pk, "chair", session.pk),
        (ada.pk, "speaker", session.pk),
        (ada.pk, "panelist", session.pk),
    ]
    assert [row.history.count() for row in (first, second)] == [3, 3]


def test_two_hosts_exchange_their_organizations(client, conference, page):
    one, two = (make_organization() for _n in range(2))
    make_host(conference, organization=one)
    make_host(conference, organization=two)
    data = form_data(client.get(page))
    prefix = next(name for name in data if name.endswith("-0-organization")).rpartition("-0-")[0]
    data |= {f"{prefix}-0-organization": two.pk, f"{prefix}-1-organization": one.pk}

    assert client.post(page, data).status_code == 302

    rows = HostRole.objects.order_by("pk").values_list("organization", flat=True)
    assert list(rows) == [two.pk, one.pk]


def test_one_total_given_twice_on_one_page_is_refused_in_words(client, conference, page):
    data = form_data(client.get(page))
    prefix = next(n for n in data if "total" in n and n.endswith("-TOTAL_FORMS"))
    prefix = prefix.removesuffix("-TOTAL_FORMS")
    data[f"{prefix}-TOTAL_FORMS"] = 2
    for n in range(2):
        values = {"id": "", "conference": conference.pk, "total": 5, "category": "leader"}
        values |= {"label_zh": "人", "label_en": "people", "session": ""}
        data |= {f"{prefix}-{n}-{name}": value for name, value in values.items()}

    answer = client.post(page, data)

    assert answer.status_code == 200
    assert "This total is given already." in errors(answer)
    assert not ExpectedTotal.objects.exists()


def test_a_total_given_twice_behind_that_of_a_session_is_refused_in_words(client, conference, page):
    session = make_session(conference, "09:00")
    values = {"conference": conference, "category": "leader", "label_en": "people", "total": 5}
    ExpectedTotal.objects.create(session=session, **values)
    ExpectedTotal.objects.create(**values)
    data = form_data(client.get(page))
    prefix = next(n for n in data if "total" in n and n.endswith("-TOTAL_FORMS"))
    prefix = prefix.removesuffix("-TOTAL_FORMS")
    data[f"{prefix}-TOTAL_FORMS"] = 3
    new = {"id": "", "conference": conference.pk, "total": 6, "category": "leader"}
    new |= {"label_zh": "人", "label_en": "people", "session": ""}
    data |= {f"{prefix}-2-{name}": value for name, value in new.items()}

    answer = client.post(page, data)

    assert answer.status_code == 200
    assert errors(answer).count("This total is given already.") == 1
    assert ExpectedTotal.objects.count() == 2


def test_many_rows_written_at_once_may_exchange_their_values(conference):
    rows = [make_room(conference, slug=name) for name in ("a", "b", "c")]
    for row, slug in zip(rows, ("b", "c", "a"), strict=True):
        row.slug = slug

    update_rows(rows, "slug")

    assert list(Room.objects.order_by("pk").values_list("slug", flat=True)) == ["b", "c", "a"]
    assert set(Room.objects.values_list("conference", flat=True)) == {conference.pk}
