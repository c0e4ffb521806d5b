"""A form that is gone back to and saved once more within a minute says what it says now."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.added_once import files_of
from conference.models.acts import Act
from conference.program.models import Session
from tests.factories import make_conference, make_member, make_session
from tests.pages import form_data

pytestmark = pytest.mark.django_db

TOKEN = {"csrfmiddlewaretoken": "a page's own"}


@pytest.fixture
def organizer(client):
    conference = make_conference(slug="spring")
    make_session(conference, "09:00", title_en="A", position=1)
    client.force_login(make_member(conference, "organizer"))
    return client


@pytest.fixture
def press(organizer, django_capture_on_commit_callbacks):
    """Sends a form as a browser does whose page was gone back to, its boxes edited."""

    def press(address, data, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            response = organizer.post(address, data | TOKEN | changes)
        return response.status_code, [str(m) for m in get_messages(response.wsgi_request)]

    return press


def title():
    return Session.objects.get().title_en


def test_what_is_written_after_going_back_is_saved_whatever_stood_there_first(organizer, press):
    address = f"/admin/program/session/{Session.objects.get().pk}/change/"
    page = form_data(organizer.get(address), _save="Save")

    for text in ("B", "C", "B", "A", "B"):  # B again is not the first press, nor A untouched
        status, said = press(address, page, title_en=text)
        assert (status, title()) == (302, text)
        assert any(f"“{text}”" in one for one in said)

    assert Session.history.count() == 6
    press(address, page, title_en="B")  # a double click, that is one
    assert Session.history.count() == 6


def test_a_save_that_was_taken_back_can_be_made_again(organizer, press):
    address = f"/admin/program/session/{Session.objects.get().pk}/change/"
    page = form_data(organizer.get(address), _save="Save")
    press(address, page, title_en="B")
    act = Act.objects.latest("pk")
    press(f"/admin/changes/{act.name}/undo/", {"next": "/admin/"})
    assert title() == "A"

    press(address, page, title_en="B")

    assert title() == "B"


def test_a_list_that_is_gone_back_to_saves_what_stood_there_first(organizer, press):
    address = "/admin/program/session/"
    page = form_data(organizer.get(address), _save="Save")

    for position in (5, 1, 5):
        assert press(address, page, **{"form-0-position": str(position)})[0] == 302
        assert Session.objects.get().position == position


def test_what_a_colleague_wrote_in_between_is_asked_about(organizer, press):
    session = Session.objects.get()
    address = f"/admin/program/session/{session.pk}/change/"
    page = form_data(organizer.get(address), _save="Save")
    press(address, page, title_en="B")
    session.title_en = "of a colleague"
    session.save()

    status, _said = press(address, page, title_en="C")

    assert (status, title()) == (200, "of a colleague")


def test_another_file_of_the_same_name_and_length_is_another_press(rf):
    first, again, other = (
        rf.post("/", {"file": SimpleUploadedFile("a.csv", text)}) for text in (b"ab", b"ab", b"cd")
    )

    assert files_of(first) == files_of(again) != files_of(other)
    assert first.FILES["file"].read() == b"ab"
