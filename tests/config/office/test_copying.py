"""The next conference from the last one, and the agenda that follows its conference's days."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from conference.models import Conference
from conference.permissions import Role
from conference.program.models import Session
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_room,
    make_session,
)
from tests.pages import form_data, parsed, words

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 4, 18, 1, tzinfo=UTC)  # in Shenyang, a Saturday
TEN = NINE.replace(hour=2)


@pytest.fixture
def conference():
    row = make_conference(
        slug="spring-2026",
        name_zh="2026 春季研讨会",
        name_en="Spring 2026",
        starts_on=date(2026, 4, 18),
        ends_on=date(2026, 4, 19),
    )
    room = make_room(row, slug="hall")
    make_session(row, NINE, TEN, title_en="Opening", room=room)
    make_participation(row, contact_phone="+44 7700 900001")
    return row


@pytest.fixture
def organizer(client, conference):
    member = make_member(conference, Role.ORGANIZER)
    client.force_login(member)
    return member


def page_of(conference):
    return reverse("admin:conference_copy", args=[conference.pk])


def filled(response):
    """What the form of the page proposes."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_the_next_year_is_proposed_and_made_with_one_press(client, conference, organizer):
    proposal = filled(client.get(page_of(conference)))

    assert proposal["first_day"] == date(2027, 4, 17)
    assert (proposal["name_zh"], proposal["name_en"]) == ("2027 春季研讨会", "Spring 2027")
    response = client.post(page_of(conference), proposal, follow=True)

    twin = Conference.objects.exclude(pk=conference.pk).get()
    assert response.redirect_chain[-1][0] == f"/admin/?conference__id__exact={twin.pk}"
    assert twin.slug == "spring-2027"
    assert (twin.starts_on, twin.ends_on) == (date(2027, 4, 17), date(2027, 4, 18))
    assert twin.sessions.get().starts_at == datetime(2027, 4, 17, 1, tzinfo=UTC)
    assert twin.sessions.get().room.conference == twin
    assert twin.participations.get().contact_phone == ""
    assert twin.teammembers.get().user == organizer
    assert "Look through the agenda" in response.text


def test_a_second_press_is_told_and_makes_nothing(client, conference, organizer):
    given = filled(client.get(page_of(conference))) | {"slug": "next"}
    client.post(page_of(conference), given)
    response = client.post(page_of(conference), given | {"name_en": "Other"})

    assert "Another conference has this address" in response.text
    assert Conference.objects.count() == 2


def test_parts_stay_behind_and_times_stay_open(client, conference, organizer):
    given = filled(client.get(page_of(conference)))
    given |= {"parts": ["agenda"], "times": "lose", "days": "exact", "first_day": "2027-06-01"}
    client.post(page_of(conference), given)

    twin = Conference.objects.exclude(pk=conference.pk).get()
    assert twin.starts_on == date(2027, 6, 1)
    assert (twin.rooms.count(), twin.participations.count()) == (0, 0)
    assert twin.sessions.get().starts_at is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name_zh": "", "name_en": ""}, "Give the conference a name"),
        ({"first_day": "soon"}, "Enter a day such as 2026-05-20"),
        ({"first_day": "0031-01-01"}, "year"),
        ({"slug": "Ä"}, "letters"),
        ({"slug": "spring-2026"}, "Another conference has this address"),
        ({"days": "x"}, "valid choice"),
        ({"parts": ["x"]}, "valid choice"),
        ({"name_en": "a\x07"}, "control character"),
    ],
)
def test_a_wrong_answer_is_told_beside_it(client, conference, organizer, given, told):
    given = filled(client.get(page_of(conference))) | given

    assert told in client.post(page_of(conference), given).text
    assert Conference.objects.count() == 1


def test_the_file_is_that_of_the_command(client, conference, organizer):
    response = client.get(reverse("admin:conference_as_file", args=[conference.pk]))

    assert response["Content-Disposition"] == 'attachment; filename="spring-2026.json"'
    assert "no-store" in response["Cache-Control"]
    document = json.loads(response.content)
    assert document["conference"]["slug"] == "spring-2026"
    assert "900001" not in json.dumps(document)


@pytest.mark.parametrize("name", ["conference_copy", "conference_as_file", "conference_move_days"])
def test_a_stranger_finds_nothing_and_a_viewer_may_not(client, conference, name):
    address = reverse(f"admin:{name}", args=[conference.pk])
    client.force_login(make_member(make_conference(), Role.ORGANIZER))
    assert client.get(address, {"days": 1}).status_code == 404
    client.force_login(make_member(conference, Role.VIEWER))
    assert client.get(address, {"days": 1}).status_code == 403


# --- Other days ---


def change_of(conference):
    return reverse("admin:conference_conference_change", args=[conference.pk])


def other_days(client, conference, first, last):
    """The conference's own page saved with other days; all else as it stands."""
    page = parsed(client.get(change_of(conference)))
    form = next(f for f in page.xpath("//form") if f.get("id") == "conference_form")
    given = dict(form.form_values()) | {"starts_on": first, "ends_on": last}
    return client.post(change_of(conference), given, follow=True)


def test_the_agenda_is_offered_to_follow(client, conference, organizer):
    response = other_days(client, conference, "2026-04-25", "2026-04-26")
    assert "Move them 7 days later" in response.text
    assert Session.objects.get().starts_at == NINE

    address = f"{reverse('admin:conference_move_days', args=[conference.pk])}?days=7"
    asked = client.get(address)
    assert "1 session with times stands on" in " ".join(words(parsed(asked)).split())
    response = client.post(address, {"days": 7}, follow=True)

    assert "1 session was moved" in response.text
    session = Session.objects.get()
    assert session.starts_at == datetime(2026, 4, 25, 1, tzinfo=UTC)
    assert session.history.count() == 2


def test_two_who_look_at_one_offer_move_the_agenda_once(client, conference, organizer):
    address = f"{reverse('admin:conference_move_days', args=[conference.pk])}?days=7"
    wang, chen = (form_data(client.get(address)) for _browser in range(2))
    client.post(address, wang)

    late = client.post(address, chen)

    assert "the sessions stand on other days than this page showed" in " ".join(late.text.split())
    assert Session.objects.get().starts_at == NINE + timedelta(days=7)


def test_where_nothing_would_follow_nothing_is_offered(client, conference, organizer):
    Session.objects.update(starts_at=None, ends_at=None)

    response = other_days(client, conference, "2026-04-25", "2026-04-26")

    assert "old days" not in response.text


@pytest.mark.parametrize("days", ["", "0", "x", "99999999999", "-3661"])
def test_an_impossible_number_of_days_moves_nothing(client, conference, organizer, days):
    address = reverse("admin:conference_move_days", args=[conference.pk])

    assert client.get(address, {"days": days}).status_code == 400
    assert client.post(address, {"days": days}).status_code == 400
    assert Session.objects.get().starts_at == NINE
