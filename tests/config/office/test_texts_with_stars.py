"""A star around several words is seen by readers: told beside the text, and one press mends it."""

import pytest
from django.urls import reverse

from conference.models.acts import Act
from conference.permissions import Role
from conference.program.models import Session
from tests.factories import make_conference, make_member, make_session
from tests.pages import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORDS = "Bring *your own badge* and *this letter*.\r\n\r\nA *short* note"
MENDED = "Bring **your own badge** and **this letter**.\n\nA *short* note"  # as a box sends lines


@pytest.fixture
def address():
    conference = make_conference(slug="spring")
    make_session(
        conference, title_zh="*报 告*", title_en="Talk", abstract_zh="好", abstract_en=WORDS
    )
    return reverse("admin:both_languages", args=[conference.pk]) + "?all=1"


@pytest.fixture
def editor(client, address):
    client.force_login(make_member(Session.objects.get().conference, Role.EDITOR))
    return client


def button(response):
    [found] = parsed(response).xpath("//button[@name='stars']")
    return {"stars": found.get("value")}


def abstract():
    return Session.objects.get().abstract_en


def test_one_press_makes_the_words_bold_and_can_be_taken_back(
    editor, address, django_capture_on_commit_callbacks
):
    shown = editor.get(address)
    assert "Readers see these stars: *your own badge* … *this letter*." in shown.text
    pressed = button(shown)
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(address, pressed, follow=True)

    assert abstract() == MENDED
    assert "1 text was saved." in answer.text
    assert 'name="stars"' not in answer.text
    assert Session.history.first().abstract_en == MENDED

    editor.post(address, pressed)  # a second tap
    assert (abstract(), Session.history.count()) == (MENDED, 2)

    editor.post(f"/admin/changes/{Act.objects.latest('pk').name}/undo/", {"next": "/admin/"})
    assert abstract() == WORDS


def test_a_text_that_somebody_changed_meanwhile_is_asked_about(editor, address):
    pressed = button(editor.get(address))
    Session.objects.update(abstract_en="Now *these few words*")

    answer = editor.post(address, pressed)

    assert abstract() == "Now *these few words*"
    assert "Somebody changed this text meanwhile" in answer.text


def test_the_page_of_gaps_says_how_many_there_are(editor, address):
    assert "1 text shows its stars to readers" in editor.get(address.removesuffix("?all=1")).text


def test_whoever_may_not_change_the_text_is_not_offered_it(client, address):
    conference = Session.objects.get().conference
    client.force_login(make_member(conference, Role.VIEWER))

    shown = client.get(address)

    assert "Readers see these stars" in shown.text
    assert 'name="stars"' not in shown.text
    assert client.post(address, {"stars": "x"}).status_code == 403


@pytest.mark.parametrize("pressed", ["", "x", "a:b", "program.session.9.abstract:en:x", ":::::"])
def test_a_press_that_names_no_text_changes_nothing(editor, address, pressed):
    assert editor.post(address, {"stars": pressed}).status_code == 302
    assert abstract() == WORDS
