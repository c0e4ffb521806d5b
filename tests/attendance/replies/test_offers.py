"""A sub-forum's page: whether it can be chosen, and how many seats are left, live."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference import stamps
from conference.attendance import registering, replies
from conference.attendance.checkin import walk_in
from conference.attendance.models import Registration
from conference.models import Stamp
from conference.program.release.publishing import publish
from tests.attendance.replies.filling import NOW
from tests.factories import (
    DAY,
    at,
    make_checkpoint,
    make_conference,
    make_member,
    make_registration,
    make_reply_form,
    make_session,
)
from tests.forgetting import forget_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]

HOME = "/en/conferences/spring/"
OPENS, CLOSES = at("08:00", day=DAY - timedelta(days=20)), at("18:00", day=DAY - timedelta(days=2))


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def form(conference):
    return make_reply_form(conference, opens_at=OPENS, closes_at=CLOSES)


@pytest.fixture
def forum(conference):
    return make_forum(conference, title_en="AI literacy", seats=3)


@pytest.fixture
def public(conference, form, forum):
    """The conference, published, with a second sub-forum at the same time."""
    make_forum(conference, title_en="Industry colleges")
    make_public(conference)
    return conference


def make_forum(conference, **overrides):
    return make_session(conference, "13:00", "15:00", kind="sub-forum", **overrides)


def make_public(conference):
    publish(conference)
    stamps.forget()


def page(client, session, when=NOW, language="en"):
    """What people read of a session's page."""
    stamps.forget()  # as in another process, two seconds later: here nothing is ever committed
    with time_machine.travel(when, tick=False):
        response = client.get(f"/{language}/conferences/spring/sessions/{session.code}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().partition("<main")[2].split())


def seat(session, status="confirmed", **overrides):
    person = make_registration(session.conference, status=status, **overrides)
    person.sessions.add(session)
    return person


def reply_to(form, *sessions, name="李明"):
    """Send a reply; returns its registration."""
    return registering.reply(
        form,
        form_id=f"{Registration.objects.count():032x}",
        sessions=sessions,
        name=name,
        organization_name="大连理工大学",
    )[0]


# --- What it says -------------------------------------------------------------------------------


def test_seats_left_are_those_that_nobody_holds(client, public, forum):
    seat(forum)
    seat(forum, status="pending")
    for status in ("waitlisted", "cancelled", "declined"):
        seat(forum, status=status)

    html = page(client, forum)

    assert "<strong>1</strong> of 3 seats left" in html
    assert f'href="{HOME}register/?session={forum.code}">Choose this sub-forum</a>' in html
    assert "With the registration, until 18 May 2026, 18:00" in html


def test_a_full_sub_forum_says_so_and_offers_its_waiting_list(client, public, forum):
    for _person in range(4):  # an organizer may seat one more than there are
        seat(forum)

    html = page(client, forum)

    assert "All 3 seats are taken." in html
    assert "Choose another sub-forum" in html
    assert f'href="{HOME}register/?session={forum.code}">Join its waiting list</a>' in html


def test_a_full_conference_offers_its_waiting_list(client, public, form, forum):
    form.seats = 1
    form.save()
    make_registration(public)

    html = page(client, forum)

    assert ">Join the waiting list</a>" in html
    assert "Choose this sub-forum" not in html


def test_a_sub_forum_without_a_limit_can_be_chosen_all_the_same(client, public):
    forum = public.sessions.get(title_en="Industry colleges")

    html = page(client, forum)

    assert ">Choose this sub-forum</a>" in html
    assert "seats left" not in html


def test_the_page_turns_when_registration_opens_and_closes(client, public, forum):
    minute = timedelta(minutes=1)

    # The same process, its cache warm.
    assert "It can be chosen from 30 April 2026, 08:00" in page(client, forum, OPENS - minute)
    assert ">Choose this sub-forum</a>" in page(client, forum, OPENS)
    assert ">Choose this sub-forum</a>" in page(client, forum, CLOSES - minute)
    assert "Registration closed on 18 May 2026, 18:00." in page(client, forum, CLOSES)
    assert "Take part" not in page(client, forum, at("00:00", day=DAY + timedelta(days=1)))


def test_nothing_is_offered_where_nobody_can_register(client, conference, forum):
    make_public(conference)

    html = page(client, forum)

    assert "<dt>Seats</dt><dd>3</dd>" in html
    assert "register/" not in html


def test_a_cancelled_sub_forum_is_not_offered(client, public, forum):
    forum.status = "cancelled"
    forum.save()
    make_public(public)

    assert "Choose this sub-forum" not in page(client, forum)


def test_only_sub_forums_are_chosen(client, conference, form):
    keynote = make_session(conference, "09:00", seats=50)
    make_public(conference)

    assert "Choose" not in page(client, keynote)


def test_the_number_of_seats_is_the_published_one(client, public, forum):
    forum.seats = 1_000
    forum.save()
    for _person in range(3):
        seat(forum)

    assert "All 3 seats are taken." in page(client, forum)
    choices = client.get(f"{HOME}register/").content.decode()
    assert (
        "AI literacy · Wed 20 May 13:00–15:00 · full, you would be on its waiting list" in choices
    )


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_miss_costs_three_queries_and_a_hit_none(client, public, forum, count):
    Registration.objects.bulk_create(
        Registration(conference=public, number=n, name=f"李{n}", source="import")
        for n in range(1, count + 1)
    )
    forum.chosen_by.set(Registration.objects.all())
    address = f"{HOME}sessions/{forum.code}/"
    forget_everything()

    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == 3  # stamps, release, seats
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == 0


# --- What changes it ----------------------------------------------------------------------------


def left(client, forum):
    """Seats left as the page says; '0' when all are taken."""
    html = page(client, forum)
    return "0" if "seats are taken" in html else html.partition("<strong>")[2].partition("<")[0]


def test_replies_and_withdrawals_show(client, public, form, forum):
    assert left(client, forum) == "3"

    person = reply_to(form, forum)
    assert left(client, forum) == "2"
    reply_to(form)  # with no sub-forum
    assert left(client, forum) == "2"
    registering.withdraw(person)
    assert left(client, forum) == "3"


def test_a_sheet_of_replies_shows(client, public, forum):
    assert left(client, forum) == "3"

    replies.add_replies(
        public,
        [["姓名", "单位", "分论坛"], ["李明", "东北大学", forum.code], ["王芳", "东北大学", ""]],
    )

    assert left(client, forum) == "2"


def test_whoever_comes_to_the_door_of_a_sub_forum_shows(client, public, forum):
    assert left(client, forum) == "3"

    checkpoint = make_checkpoint(public, kind="session", session=forum)
    walk_in(public, name="李明", by=None, checkpoint=checkpoint, client_id="one")

    assert left(client, forum) == "2"


def test_an_organizers_changes_show(client, public, forum):
    organizer = make_member(public, "organizer")
    client.force_login(organizer)
    person = make_registration(public)
    assert left(client, forum) == "3"

    def save(**changes):
        fields = {
            "name": "曾志伟",
            "organization_name": "东北大学",
            "category": "delegate",
            "status": "confirmed",
            "language": "en",
            "sort_name": "zeng zhiwei",
        }
        address = reverse("admin:attendance_registration_change", args=[person.pk])
        response = client.post(address, fields | changes)
        assert response.status_code == 302, response.context["adminform"].form.errors

    save(sessions=[forum.pk])
    assert left(client, forum) == "2"
    save(sessions=[forum.pk], status="waitlisted")
    assert left(client, forum) == "3"
    act(client, "confirm", person)
    assert left(client, forum) == "2"
    act(client, "cancel", person)
    assert left(client, forum) == "3"
    act(client, "confirm", person)
    address = reverse("admin:attendance_registration_delete", args=[person.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert left(client, forum) == "3"


def test_deleting_many_shows(client, public, forum):
    client.force_login(make_member(public, "organizer"))
    people = [seat(forum) for _person in range(2)]
    assert left(client, forum) == "1"

    act(client, "delete_selected", *people, post="yes")

    assert not Registration.objects.exists()
    assert left(client, forum) == "3"


def act(client, action, *people, **more):
    ticked = {"action": action, "_selected_action": [person.pk for person in people]}
    fields = ticked | {"told": "1"} | more
    address = reverse("admin:attendance_registration_changelist")
    assert client.post(address, fields).status_code == 302


def test_a_registration_redraws_no_other_page(client, public, form, forum):
    before = dict(Stamp.objects.values_list("scope", "value"))

    reply_to(form, forum)

    after = dict(Stamp.objects.values_list("scope", "value"))
    assert {scope for scope in after if after[scope] != before.get(scope)} == {"seats:spring"}


# --- The form it leads to -----------------------------------------------------------------------


def chosen(client, query):
    """What the form has chosen beforehand: the values of its checked fields."""
    html = client.get(f"{HOME}register/?{query}").content.decode()
    fields = [part.partition(">")[0] for part in html.split("<input")[1:]]
    checked = [f for f in fields if 'name="sessions"' in f and "checked" in f]
    return [field.partition('value="')[2].partition('"')[0] for field in checked]


def test_the_form_has_the_sub_forum_chosen(client, public, forum):
    assert chosen(client, f"session={forum.code}") == [forum.code]


def test_of_several_that_can_all_be_attended_the_one_is_ticked(client, conference, form, forum):
    make_session(conference, "16:00", "17:00", kind="sub-forum")
    make_public(conference)

    assert chosen(client, f"session={forum.code}") == [forum.code]


@pytest.mark.parametrize(
    "query", ["", "session=", "session=ABC123", "session=%00", "session=a&x=1"]
)
def test_what_cannot_be_chosen_is_no_wish(client, public, query):
    assert chosen(client, query) in ([], [""])  # "not decided yet"


def test_a_cancelled_sub_forum_is_not_chosen_beforehand_but_a_full_one_is(client, public, forum):
    other = public.sessions.get(title_en="Industry colleges")
    other.status = "cancelled"
    other.save()
    make_public(public)
    for _person in range(3):
        seat(forum)

    assert chosen(client, f"session={forum.code}") == [forum.code]
    assert chosen(client, f"session={other.code}") in ([], [""])
