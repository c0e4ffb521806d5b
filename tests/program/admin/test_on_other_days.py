"""A conference that was put on other days offers to move its agenda wherever the clashes stand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.program.draft.moving import days_to_fit
from tests.factories import DAY, at, make_conference, make_member, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a page says comes from Python")]


@pytest.fixture
def conference():
    conference = make_conference(starts_on=DAY, ends_on=DAY + timedelta(days=1))
    for days in (0, 1):
        day = DAY + timedelta(days=days)
        make_session(conference, at("09:00", day=day), at("10:00", day=day))
    return conference


def put_on(conference, days):
    conference.starts_on += timedelta(days=days)
    conference.ends_on += timedelta(days=days)
    conference.save()


def test_both_pages_of_clashes_lead_to_the_move(client, conference):
    client.force_login(make_member(conference, "organizer"))
    client.cookies["django_language"] = "en"
    address = reverse("admin:conference_move_days", args=[conference.pk])
    pages = [reverse(f"admin:program_{n}", args=[conference.pk]) for n in ("clashes", "publish")]
    assert not any(address in client.get(page).text for page in pages)

    put_on(conference, 7)

    for page in pages:
        assert f'href="{address}?days=7">Move them 7 days later</a>' in client.get(page).text
    client.force_login(make_member(conference, "viewer"))
    assert address not in client.get(pages[0]).text


@pytest.mark.parametrize(("days", "fitting"), [(0, 0), (1, 1), (-3, -3), (30, 30)])
def test_the_whole_agenda_moves_onto_the_days(conference, days, fitting):
    put_on(conference, days)

    assert days_to_fit(conference) == fitting


def test_one_session_on_a_wrong_day_moves_nothing(conference):
    assert days_to_fit(make_conference()) == 0
    wrong = DAY + timedelta(days=400)
    make_session(conference, at("09:00", day=wrong), at("10:00", day=wrong))

    assert days_to_fit(conference) == 0
