"""The filters of a list stand folded until one of them is on."""

import pytest

from conference.permissions import Role
from tests.factories import make_conference, make_member, make_room, make_session
from tests.pages import parsed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a page shows is the same on both databases"),
]


@pytest.mark.parametrize(
    ("more", "is_open"),
    [
        ("", False),
        ("&by=day", False),
        ("&q=x", False),
        ("&o=1", False),
        ("&kind__exact=talk", True),
        ("&needs=time", True),
    ],
)
def test_the_conference_one_works_in_is_no_filter(client, more, is_open):
    conference = make_conference()
    for kind in ("talk", "break"):
        make_session(conference, kind=kind, room=make_room(conference))
    client.force_login(make_member(conference, Role.ORGANIZER))

    page = client.get(f"/admin/program/session/?conference__id__exact={conference.pk}{more}")

    [filters] = parsed(page).xpath("//details[@id='changelist-filter']")
    assert ("open" in filters.attrib) == is_open
    assert bool(filters.xpath(".//a[contains(., 'Clear all filters')]")) == is_open
