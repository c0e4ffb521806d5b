"""A page whose new rows were saved, gone back to and saved once more, adds them once."""

import pytest
from django.contrib.messages import get_messages

from conference.program.models import Session
from tests.factories import make_conference, make_link, make_member, make_session
from tests.pages import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TOKEN = {"csrfmiddlewaretoken": "a page's own"}
AGAIN = "Already saved, and not added a second time: "


@pytest.fixture
def links():
    session = make_session(make_conference(slug="spring"), title_en="A")
    make_link(session, url="https://one.example/", title_en="One")
    return session.links


@pytest.fixture
def press(client, links, django_capture_on_commit_callbacks):
    """Sends the session's page as it was made first, with what is written there; what is said."""
    session = Session.objects.get()
    client.force_login(make_member(session.conference, "organizer"))
    address = f"/admin/program/session/{session.pk}/change/"
    page = form_data(client.get(address), _save="Save") | TOKEN

    def press(*new, **changes):
        sent = page | {"links-TOTAL_FORMS": str(1 + len(new))} | changes
        for number, (title, url) in enumerate(new, start=1):
            row = {"id": "", "session": session.pk, "kind": "slides", "title_en": title, "url": url}
            sent |= {f"links-{number}-{name}": value for name, value in row.items()}
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address, sent)
        assert response.status_code == 302
        return " ".join(str(message) for message in get_messages(response.wsgi_request))

    return press


TWO, THREE = ("Two", "https://two.example/"), ("Three", "https://three.example/")


def titles(links):
    return [link.title_en for link in links.order_by("pk")]


def test_a_row_is_added_once_and_what_else_is_written_is_saved(press, links):
    assert AGAIN not in press(TWO)

    changed = {"title_en": "B", "links-0-title_en": "First"}
    said = press(TWO, **changed)
    assert f"{AGAIN}Two" in said
    assert (titles(links), Session.objects.get().title_en) == (["First", "Two"], "B")

    said = press(TWO, THREE, **changed | {"title_en": "C"})  # and once more, with a further row
    assert f"{AGAIN}Two." in said
    assert (titles(links), Session.objects.get().title_en) == (["First", "Two", "Three"], "C")

    said = press(THREE, TWO, title_en="C")
    assert "Three" in said.partition(AGAIN)[2]
    assert len(titles(links)) == 3


def test_a_row_that_says_something_else_is_added(press, links):
    press(TWO)

    assert AGAIN not in press(("Two", "https://other.example/"))
    assert titles(links) == ["One", "Two", "Two"]


def test_two_rows_of_the_same_words_are_two_and_stay_two(press, links):
    press(TWO, TWO)

    assert AGAIN in press(TWO, TWO, title_en="B")
    assert titles(links) == ["One", "Two", "Two"]


def test_a_row_that_was_deleted_since_is_added_again(press, links):
    press(TWO)
    links.get(title_en="Two").delete()

    assert AGAIN not in press(TWO, title_en="B")
    assert titles(links) == ["One", "Two"]
