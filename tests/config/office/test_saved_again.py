"""A list saved twice: the second press is told the same, or what a colleague did in between."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from conference.program.models import Session
from tests.factories import make_conference, make_member, make_session, make_user
from tests.pages import form_data

pytestmark = pytest.mark.django_db

LIST = "/admin/program/session/"
SUCCESS = ["1 session was changed successfully."]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def conference():
    conference = make_conference(slug="spring")
    make_session(conference, "09:00", position=1)
    return conference


@pytest.fixture
def organizer(client, conference):
    client.force_login(make_member(conference, "organizer"))
    return client


def sent(browser, **changes):
    """What the list's page sends, as of one page: the same token each time."""
    fields = form_data(browser.get(LIST), _save="Save") | {"csrfmiddlewaretoken": "a page's own"}
    return fields | {f"form-0-{name}": value for name, value in changes.items()}


def test_a_list_saved_by_a_double_click_is_told_to_be_saved_both_times(organizer):
    data = sent(organizer, position="5")

    first, second = organizer.post(LIST, data), organizer.post(LIST, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert said(first) == said(second) == SUCCESS
    assert Session.objects.get().position == 5
    assert Session.history.filter(position=5).count() == 1


def test_a_list_saved_again_after_a_colleague_shows_who_changed_it_and_no_success(
    organizer, conference
):
    colleague = Client()
    colleague.force_login(make_member(conference, "editor", user=make_user("wang")))
    data = sent(organizer, position="5")
    organizer.post(LIST, data, follow=True)  # the success is read
    colleague.post(LIST, sent(colleague, position="7"))

    response = organizer.post(LIST, data)

    text = response.content.decode()
    assert response.status_code == 200
    assert "wang (" in text
    assert SUCCESS[0] not in said(response)
    assert Session.objects.get().position == 7
