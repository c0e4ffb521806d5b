"""The filters of a list stand folded; the fold's head names those that are on."""

import pytest

from conference.permissions import Role
from tests.factories import (
    make_conference,
    make_member,
    make_registration,
    make_room,
    make_session,
)
from tests.pages import parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a page shows is the same on both databases"),
]


@pytest.fixture
def conference():
    return make_conference()


def list_of(client, conference, rows, more):
    client.force_login(make_member(conference, Role.ORGANIZER))
    page = client.get(f"/admin/{rows}/?conference__id__exact={conference.pk}{more}")
    [filters] = parsed(page).xpath("//details[@id='changelist-filter']")
    clearing = parsed(page).xpath("//a[contains(., 'Clear all filters')]")
    assert "open" not in filters.attrib
    return words(filters.find("summary")), [link.get("href") for link in clearing]


@pytest.mark.parametrize(
    ("more", "head"),
    [
        ("", "Filter"),
        ("&by=day", "Filter"),
        ("&q=x", "Filter"),
        ("&o=1", "Filter"),
        ("&kind__exact=talk", "Filters: kind: talk"),
        ("&needs=time", "Filters: to do: without time"),
        ("&needs=time&kind__exact=talk", "Filters: to do: without time kind: talk"),
        ("&needs=time&_facets=True", "Filters: to do: without time"),
    ],
)
def test_the_head_names_what_is_on_and_the_conference_one_works_in_is_no_filter(
    client, conference, more, head
):
    for kind in ("talk", "break"):
        make_session(conference, kind=kind, room=make_room(conference))

    said, clearing = list_of(client, conference, "program/session", more)

    assert said == head
    assert bool(clearing) == (head != "Filter")
    for address in clearing:
        [(said, left)] = [list_of(client, conference, "program/session", f"&{address[1:]}")]
        assert (said, left) == ("Filter", [])


def test_the_list_of_registrations_says_whom_it_shows(client, conference):
    forum = make_session(conference, kind="sub-forum", title_en="Sub-forum 1")
    make_registration(conference, status="confirmed")
    make_registration(conference, status="pending")

    said, _clearing = list_of(
        client,
        conference,
        "attendance/registration",
        f"&status__exact=confirmed&forum={forum.pk}",
    )

    assert said == "Filters: status: confirmed sub-forum: Sub-forum 1"
