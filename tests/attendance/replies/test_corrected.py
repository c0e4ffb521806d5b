"""A form that was kept before and says something else now is told so, and nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from conference.attendance.models import Registration
from conference.attendance.registering import RegistrationRefused, reply, reply_digest, reply_token
from tests.attendance.replies.filling import FORM, NOW, given, page
from tests.attendance.replies.full import make_full

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]

SENT_BEFORE = "What you have changed in it since was not taken."
ANNA = {"name": "Anna First", "email": "anna.first@example.org"}
CORRECTED = {"name": "Hanna Second", "email": "hanna.second@example.org"}


def test_a_corrected_form_is_told_that_it_was_sent_before_and_keeps_what_was_typed(client):
    make_full(seats=None)
    fields = given(client, **ANNA)
    first = client.post(FORM, fields)

    text = page(client.post(FORM, fields | CORRECTED), 409)

    assert SENT_BEFORE in text
    assert f'href="{first["Location"]}"' in text
    assert 'value="Hanna Second"' in text
    assert 'value="hanna.second@example.org"' in text
    assert "Anna First" not in text
    assert "anna.first@example.org" not in text
    assert "Nothing has been sent yet" not in text
    assert [person.name for person in Registration.objects.all()] == ["Anna First"]


def test_the_corrected_form_sent_once_more_registers_one_more_person(client):
    make_full(seats=None)
    fields = given(client, **ANNA)
    client.post(FORM, fields)
    text = page(client.post(FORM, fields | CORRECTED), 409)
    new = re.search(r'name="form_id" value="([0-9a-f]{32})"', text)[1]

    response = client.post(FORM, fields | CORRECTED | {"form_id": new})

    assert response.status_code == 302
    names = Registration.objects.order_by("number").values_list("name", flat=True)
    assert list(names) == ["Anna First", "Hanna Second"]


@pytest.mark.parametrize(
    "change",
    [{"name": " Anna First "}, {"name_en": ""}, {"csrfmiddlewaretoken": "other"}],
    ids=["blanks", "empty", "page"],
)
def test_a_form_that_says_the_same_gets_its_first_answer(client, change):
    make_full(seats=None)
    fields = given(client, **ANNA)
    first = client.post(FORM, fields)

    second = client.post(FORM, fields | change)

    assert (second.status_code, second["Location"]) == (302, first["Location"])


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"phone": "+44 7700 900124"}, {"organization_name": "Elsewhere"}],
)
def test_every_box_of_the_form_may_be_what_was_corrected(client, change):
    make_full(seats=None)
    fields = given(client, **ANNA)
    client.post(FORM, fields)

    assert SENT_BEFORE in page(client.post(FORM, fields | change), 409)


@pytest.mark.parametrize("what", ["closed", "deleted"])
def test_a_corrected_form_is_told_so_when_registration_is_over(client, what):
    _conference, form = make_full(seats=None)
    fields = given(client, **ANNA)
    first = client.post(FORM, fields)
    if what == "closed":
        form.closes_at = NOW - timedelta(hours=1)
        form.save()
    else:
        form.delete()

    text = page(client.post(FORM, fields | CORRECTED), 403)

    assert SENT_BEFORE in text
    assert f'href="{first["Location"]}"' in text
    assert "hanna.second@example.org" in text
    assert "Your reply has not been sent" not in text
    assert "Anna First" not in text


def test_of_two_contents_at_once_the_later_is_refused():
    _conference, form = make_full(seats=None)
    common = {"form_id": "0" * 32}
    kept, _token = reply(form, **common, digest="a" * 32, name="Anna First", at=NOW)

    with pytest.raises(RegistrationRefused) as refusal:
        reply(form, **common, digest="b" * 32, name="Hanna Second", at=NOW)

    assert refusal.value.code == "changed"
    assert list(Registration.objects.all()) == [kept]


def test_a_reply_of_an_older_version_still_gets_its_first_answer(client):
    conference, _form = make_full(seats=None)
    fields = given(client, **ANNA)
    client.post(FORM, fields)
    Registration.objects.update(reply_digest="")

    response = client.post(FORM, fields | CORRECTED)

    token = reply_token(conference, fields["form_id"])
    assert response["Location"] == reverse("attendance:reply", args=[token])


def test_the_digest_tells_nothing_without_the_form_that_was_sent(settings):
    said = {"name": ["Anna First"], "sessions": ["b", "a"]}
    digest = reply_digest("0" * 32, said)

    assert re.fullmatch("[0-9a-f]{32}", digest)
    assert reply_digest("0" * 32, {"sessions": ["a", "b", ""], "name": ["Anna First"]}) == digest
    assert reply_digest("1" * 32, said) != digest
    settings.SECRET_KEY = "another"
    assert reply_digest("0" * 32, said) != digest
