"""A button pressed twice: one act, and the second press is answered as the first was."""

import re

import pytest
from django.contrib.messages import get_messages, success
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import gettext_lazy

from conference.models import Room, TeamInvitation, TeamMember
from conference.program.models import Release, Session
from conference.program.release.publishing import publish
from config.office.pressed_twice import told
from tests.factories import (
    make_alliance,
    make_conference,
    make_member,
    make_membership,
    make_registration,
    make_room,
    make_secretary,
    make_session,
    make_user,
)
from tests.pages import form_data, messages, parsed
from tests.threads import at_once

pytestmark = pytest.mark.django_db

PASSWORD = "a long password 1"  # of every account the factory makes


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def organizer(client, conference):
    client.force_login(make_member(conference, "organizer"))
    return client


def form_of(client, address, **changes):
    """What the page's form sends, its token too: another page's form has another."""
    response = client.get(address)
    (token,) = set(
        parsed(response).xpath("//form[@method='post']//@value[../@name='csrfmiddlewaretoken']")[
            -1:
        ]
    )
    return form_data(response, **changes) | {"csrfmiddlewaretoken": token}


def pressed_twice(client, address, data):
    """The (address, messages) that each press leads to."""
    found = []
    for _press in range(2):
        response = client.post(address, data)
        assert response.status_code == 302, response.content.decode()
        found.append((response["Location"], [str(m) for m in get_messages(response.wsgi_request)]))
    return found


def test_a_publish_pressed_twice_shows_the_release_both_times(organizer, conference):
    make_session(conference, "09:00")
    address = f"/admin/program/publish/{conference.pk}/"

    first, second = pressed_twice(organizer, address, form_of(organizer, address))

    release = Release.objects.get()
    assert first == second
    assert second[0] == f"/admin/program/release/{release.pk}/change/"
    assert "is public" in second[1][0]
    assert len(messages(organizer.get(second[0]))) == 1


def test_a_row_added_by_a_double_click_is_added_once(organizer, conference):
    address = f"/admin/conference/room/add/?conference={conference.pk}"
    data = form_of(organizer, address, name_en="Room 201", slug="201")

    first, second = pressed_twice(organizer, address, data)

    assert first == second
    assert Room.objects.count() == 1


def test_what_was_deleted_by_the_first_press_is_not_missed_by_the_second(organizer, conference):
    rooms = [make_room(conference) for _n in range(3)]
    one = f"/admin/conference/room/{rooms[0].pk}/delete/"
    several = "/admin/conference/room/"
    chosen = {"action": "delete_selected", "_selected_action": [r.pk for r in rooms[1:]]}
    asked = organizer.post(several, chosen)
    data = form_data(asked) | {"csrfmiddlewaretoken": "of this page"}

    for address, sent in ((one, form_of(organizer, one)), (several, data)):
        first, second = pressed_twice(organizer, address, sent)
        assert first == second
        assert first[1]

    assert not Room.objects.exists()


def test_copies_are_made_once(organizer, conference):
    session = make_session(conference, "09:00")
    address = "/admin/program/session/"
    data = {"action": "duplicate_sessions", "_selected_action": [session.pk]}

    first, second = pressed_twice(organizer, address, data | {"csrfmiddlewaretoken": "a"})
    pressed_twice(organizer, address, data | {"csrfmiddlewaretoken": "of a later page"})

    assert first == second
    assert Session.objects.count() == 3


def test_a_release_is_restored_once_and_the_second_press_leads_on_too(organizer, conference):
    session = make_session(conference, "09:00", title_en="Keynote")
    release = publish(conference)
    session.title_en = "Changed"
    session.save()
    address = f"/admin/program/release/{release.pk}/restore/"

    first, second = pressed_twice(organizer, address, form_of(organizer, address))

    assert first == second
    assert second[0] == f"/admin/program/publish/{conference.pk}/"
    session.refresh_from_db()
    assert session.title_en == "Keynote"


def test_a_release_withdrawn_by_a_double_click_is_withdrawn_once(organizer, conference):
    make_session(conference, "09:00")
    release = publish(conference)
    address = f"/admin/program/release/{release.pk}/withdraw/"

    first, second = pressed_twice(organizer, address, form_of(organizer, address))

    assert first == second
    assert "is withdrawn" in second[1][0]


def test_an_act_of_a_membership_is_one_step(client):
    alliance = make_alliance()
    client.force_login(make_secretary(alliance))
    membership = make_membership(alliance)
    address = f"/admin/alliance/membership/{membership.pk}/act/suspend/"
    data = form_of(client, address, reason="A letter")
    steps = membership.steps.count()

    first, second = pressed_twice(client, address, data)

    assert first == second
    assert "is now" in second[1][0]
    assert membership.steps.count() == steps + 1


def test_the_same_button_of_two_people_is_two_presses(conference):
    address = f"/admin/conference/room/add/?conference={conference.pk}"
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(make_member(conference, "organizer"))
    data = form_of(browsers[0], address, name_en="Room 201")

    for n, browser in enumerate(browsers):
        assert browser.post(address, data | {"slug": f"20{n}"}).status_code == 302

    assert Room.objects.count() == 2


def test_what_was_refused_is_judged_again(organizer, conference):
    address = f"/admin/conference/room/add/?conference={conference.pk}"
    data = form_of(organizer, address, name_en="Room 201", slug="201")
    other = make_room(conference, slug="201")
    assert organizer.post(address, data).status_code == 200
    other.delete()

    assert organizer.post(address, data).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_are_one_act_with_one_answer(conference):
    make_session(conference, "09:00")
    member = make_member(conference, "organizer")
    browsers = [Client() for _press in range(3)]
    for browser in browsers:
        browser.force_login(member)
    address = f"/admin/program/publish/{conference.pk}/"
    data = form_of(browsers[0], address)

    answers = at_once(*(lambda b=b: b.post(address, data)["Location"] for b in browsers))

    release = Release.objects.get()
    assert answers == [f"/admin/program/release/{release.pk}/change/"] * 3


def test_an_invitation_issued_by_a_double_click_is_one_link_and_one_letter(
    organizer, conference, mailoutbox, django_capture_on_commit_callbacks
):
    address = f"/admin/conference/teaminvitation/add/?conference={conference.pk}"
    data = form_of(organizer, address, email="new@example.org", role="editor")
    links = []

    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            page = parsed(organizer.post(address, data))
        links += page.xpath("//input[@class='secret-link']/@value")

    assert len(links) == 2
    assert len(set(links)) == 1
    assert TeamInvitation.objects.count() == 1
    assert len(mailoutbox) == 1


# --- Forms of people without an account ---------------------------------------------------------


ACCOUNT = {
    "username": "new",
    "password1": "a long password 1",
    "password2": "a long password 1",
}


def make_invitation(conference):
    _row, token = TeamInvitation.issue(
        by=None, conference=conference, email="new@example.org", role="editor"
    )
    return f"/en/invitations/{token}/"


def test_a_new_account_made_by_a_double_click_is_made_once_and_signed_in(conference):
    address, browsers = make_invitation(conference), [Client(), Client()]

    for browser in browsers:  # the second press does not know the first one's session
        response = browser.post(address, ACCOUNT)
        assert (response.status_code, response["Location"]) == (302, "/admin/")
        assert browser.get("/admin/").status_code == 200

    assert TeamMember.objects.get().user.username == "new"
    assert Client().post(address, ACCOUNT | {"password1": "another one 2"}).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_a_new_account_made_by_two_presses_at_the_same_moment_is_signed_in_by_both(conference):
    address = make_invitation(conference)

    statuses = at_once(*[lambda: Client().post(address, ACCOUNT).status_code] * 3)

    assert statuses == [302] * 3
    assert TeamMember.objects.count() == 1


def test_a_new_password_sent_twice_is_set_once_and_said_twice(client, mailoutbox):
    make_user("wang")
    client.post("/admin/password_reset/", {"email": "wang@example.org"})
    (link,) = re.findall(r"http://[^/]+(/admin/reset/\S+)", mailoutbox[0].body)
    address = client.get(link)["Location"]
    data = form_of(client, address, new_password1="a new word 77", new_password2="a new word 77")

    first, second = pressed_twice(client, address, data)

    assert first == second == ("/admin/reset/done/", [])


def test_a_message_that_is_translated_when_it_is_shown_is_kept_for_the_next_page(rf):
    request, response = rf.post("/admin/"), HttpResponse()
    request.session = {}
    request._messages = FallbackStorage(request)
    success(request, gettext_lazy("Saved."))

    told(request)
    request._messages.update(response)

    rf.cookies = response.cookies
    assert [str(message) for message in FallbackStorage(next_request(rf))] == ["Saved."]


def next_request(rf):
    request = rf.get("/admin/")
    request.session = {}
    return request


def test_a_personal_link_made_by_a_double_click_is_one_that_works(organizer, conference):
    person = make_registration(conference)
    address = f"/admin/attendance/registration/{person.pk}/link/"
    data = form_of(organizer, address)

    first, second = (
        parsed(organizer.post(address, data)).xpath("string(//main//code)") for _press in range(2)
    )

    assert first == second
    assert Client().get(first.removeprefix("http://127.0.0.1:8000")).status_code == 200
    later = parsed(organizer.post(address, form_of(organizer, address)))
    assert later.xpath("string(//main//code)") != first


def test_a_password_changed_by_a_double_click_leaves_its_owner_signed_in(organizer):
    address = "/admin/password_change/"
    new = "another long word 7"
    data = form_of(organizer, address, old_password=PASSWORD, new_password1=new, new_password2=new)
    # The second press left before the first one's answer brought the new session.
    second = Client()
    second.cookies["sessionid"] = organizer.cookies["sessionid"].value

    assert organizer.post(address, data)["Location"] == "/admin/password_change/done/"
    answer = second.post(address, data)

    assert answer["Location"] == "/admin/password_change/done/"
    assert second.get(answer["Location"]).status_code == 200
    assert (
        Client()
        .post(address, data | {"old_password": "no"})["Location"]
        .startswith("/admin/login/")
    )


def test_rows_that_a_colleague_deleted_meanwhile_are_said(organizer, conference):
    rooms = [make_room(conference) for _n in range(3)]
    chosen = {"action": "delete_selected", "_selected_action": [r.pk for r in rooms[:2]]}
    for room in rooms[:2]:
        room.delete()

    asked = organizer.post("/admin/conference/room/", chosen, follow=True)
    sent = organizer.post("/admin/conference/room/", chosen | {"post": "yes"}, follow=True)

    for answer in (asked, sent):
        (said,) = messages(answer)
        assert said.startswith("2 chosen rows are not in this list any more")
    assert Room.objects.count() == 1
