"""Every list of the admin that has no test of its own asks the same for 1, 3 and 400 rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.models import Checkpoint
from conference.attendance.station.links import make_station
from conference.models import (
    Conference,
    Highlight,
    Photo,
    TeamInvitation,
    TeamMember,
    VenuePlan,
)
from conference.program.models import Release
from tests.factories import (
    DAY,
    make_committee,
    make_conference,
    make_contact,
    make_guest,
    make_host,
    make_hotel,
    make_member,
    make_organization,
    make_reply_form,
    make_room,
    make_track,
    make_unit,
)
from tests.queries import more_like

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="lists are read by the same queries on both"),
]


def rooms(conference, count):
    more_like(make_room(conference), count, slug="hall-{}".format)


def tracks(conference, count):
    more_like(make_track(conference), count, slug="way-{}".format)


def highlights(conference, count):
    Highlight.objects.bulk_create(
        Highlight(conference=conference, kind="policy", name_en=f"Policy {n}") for n in range(count)
    )


def hosts(conference, count):
    hosts = more_like(make_organization(), count, name_en="University {}".format)
    more_like(make_host(conference, organization=hosts[0]), count, organization=hosts.__getitem__)


def plans(conference, count):
    pictures(VenuePlan, conference, count)


def photos(conference, count):
    pictures(Photo, conference, count)


def pictures(model, conference, count):
    model.objects.bulk_create(
        model(conference=conference, image="public/1.webp", caption_en=f"Picture {n}")
        for n in range(count)
    )


def hotels(conference, count):
    more_like(make_hotel(conference), count, name_en="Hotel {}".format)


def contacts(conference, count):
    more_like(make_contact(conference), count, name_en="Office {}".format)


def invitations(conference, count):
    first, _token = TeamInvitation.issue(
        by=None, conference=conference, email="guest@example.org", role="viewer"
    )
    more_like(first, count, email="guest{}@example.org".format, token_hash="{:064}".format)


def releases(conference, count):
    Release.objects.bulk_create(
        Release(conference=conference, number=n, document={"format": 1})
        for n in range(1, count + 1)
    )


def committees(conference, count):
    first = make_committee(conference, kind="other", own_name_en="Committee")
    more_like(first, count, own_name_en="Committee {}".format)


def checkpoints(conference, count):
    Checkpoint.objects.bulk_create(
        Checkpoint(conference=conference, kind="own", name_en=f"Lunch {n}") for n in range(count)
    )


def stations(conference, count):
    first, _token = make_station(
        conference, name="Gate", ends_at=timezone.now() + timedelta(hours=1)
    )
    more_like(first, count, name="Gate {}".format, token_hash="{:064}".format)


def units(conference, count):
    more_like(make_unit(conference), count, name="Unit {}".format, token_hash="{:064}".format)


def guests(conference, count):
    more_like(make_guest(conference), count, name="Guest {}".format, token_hash="{:064}".format)


def conferences(conference, count):
    rows = Conference.objects.bulk_create(
        Conference(slug=f"more-{n}", name_en=f"More {n}", starts_on=DAY, ends_on=DAY)
        for n in range(count)
    )
    TeamMember.objects.bulk_create(
        TeamMember(conference=row, user=conference.organizer, role="organizer") for row in rows
    )
    return rows


def reply_forms(conference, count):
    rows = conferences(conference, count)
    more_like(make_reply_form(rows[0]), count, conference=rows.__getitem__)


LISTS = {
    "conference/room": (rooms, 10),
    "conference/track": (tracks, 10),
    "conference/highlight": (highlights, 11),
    "conference/venueplan": (plans, 10),
    "conference/photo": (photos, 10),
    "conference/hotel": (hotels, 10),
    "conference/contact": (contacts, 10),
    "conference/teaminvitation": (invitations, 10),
    "conference/conference": (conferences, 10),
    "people/hostrole": (hosts, 11),
    "program/release": (releases, 10),
    "program/committee": (committees, 10),
    "attendance/checkpoint": (checkpoints, 11),
    "attendance/station": (stations, 11),
    "attendance/unitliaison": (units, 11),
    "attendance/guestinvitation": (guests, 12),
    "attendance/replyform": (reply_forms, 10),
}


@pytest.mark.parametrize("rows", [1, 3, 400])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_for_any_number_of_rows(client, name, rows, django_assert_num_queries):
    fill, queries = LISTS[name]
    conference = make_conference()
    conference.organizer = make_member(conference, "organizer")
    client.force_login(conference.organizer)
    fill(conference, rows)

    with django_assert_num_queries(queries):
        response = client.get(f"/admin/{name}/")

    assert response.status_code == 200
