"""Walk-ins at the desk: one form, offered again when somebody is on the list."""

import re

import pytest

from conference.attendance.models import CheckIn, Registration
from tests.attendance.desk.pages import DESK, FRAGMENT, shown_counts
from tests.attendance.pages import page
from tests.factories import make_registration

pytestmark = pytest.mark.django_db


def test_a_walk_in_takes_one_form(client, conference, volunteer):
    fields = {
        "name": "欧阳　晓",
        "organization": "东北大学",
        "phone": "１３８ 0013 8000",
        "checkpoint": "arrival",
        "client_id": "w",
    }

    html = page(client.post(f"{DESK}walk-in/", fields, follow=True))

    person = Registration.objects.get()
    assert (person.name, person.phone, person.source) == ("欧阳晓", "138 0013 8000", "walk-in")
    assert "欧阳晓 is signed in." in html
    assert shown_counts(html) == [1, 1, 0]


def test_a_walk_in_who_is_on_the_list_is_offered_first(client, conference, volunteer):
    make_registration(conference, name="曾志伟", organization_name="大连理工大学")
    fields = {
        "name": "曾志伟",
        "organization": "大连 理工大学",
        "checkpoint": "arrival",
        "client_id": "w",
    }

    asked = page(client.post(f"{DESK}walk-in/", fields))
    client.post(f"{DESK}walk-in/", fields | {"anyway": "True"})

    assert "They are on the list." in asked
    assert 'type="checkbox" name="anyway"' in asked
    assert "checked" not in asked.partition("walk-in-anyway")[2].partition("</p>")[0]
    assert Registration.objects.count() == 2


def test_a_walk_in_sent_twice_is_no_double_of_itself(client, conference, volunteer):
    fields = {"name": "李明", "checkpoint": "arrival", "client_id": "w"}

    client.post(f"{DESK}walk-in/", fields)
    html = page(client.post(f"{DESK}walk-in/", fields, follow=True))

    assert "李明 is signed in." in html
    assert Registration.objects.count() == CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "李\0明"},
        {"phone": "none"},
        {"phone": "1.38E+10"},
        {"title": "210102199003071234"},
        {"client_id": "spaces are wrong"},
    ],
)
def test_a_walk_in_that_cannot_be_is_refused_and_nothing_written(client, volunteer, wrong):
    fields = {"name": "李明", "checkpoint": "arrival", "client_id": "w"}

    response = client.post(f"{DESK}walk-in/", fields | wrong)

    assert response.status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.parametrize("code", ["ABCDEFGHJK", "ABCDE23456", "QWERTYQWERQWERTYQWER"])
def test_a_code_that_nobody_has_is_no_name_of_a_walk_in(client, conference, volunteer, code):
    html = page(client.post(DESK, {"q": code, "live": "yes"}, **FRAGMENT))

    assert not re.search(r'name="name"[^>]*value=', html)


def test_a_name_that_is_looked_for_is_filled_in(client, conference, volunteer):
    for name in ("Zhang Sheng", "zhangsheng", "欧阳晓"):
        html = page(client.post(DESK, {"q": name, "live": "yes"}, **FRAGMENT))
        assert f'value="{name}"' in html


@pytest.mark.parametrize("code", ["ABCDE23456", "abcde 23456"])
def test_a_code_scanned_into_the_name_of_a_walk_in_adds_nobody(client, volunteer, code):
    fields = {"name": code, "checkpoint": "arrival", "client_id": "w"}

    html = page(client.post(f"{DESK}walk-in/", fields), 422)

    assert "This is the code of a badge and not a name." in html
    assert not Registration.objects.exists()


WALK_IN = f"{DESK}walk-in/"


def test_a_program_adds_a_walk_in_once(conference, volunteer, send):
    fields = {"name": "李明", "organization": "东北大学", "category": "expert"}

    first, again = send(WALK_IN, **fields), send(WALK_IN, **fields)

    assert first == again
    status, said = first
    assert (status, said["result"], said["message"]) == (200, "admitted", "李明 is signed in.")
    person = Registration.objects.get()
    assert (person.name, person.category, person.source) == ("李明", "expert", "walk-in")
    assert said["registration"]["number"] == person.number


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"category": "king"}, 422, "“king” is not offered here"),
        ({"name": ""}, 422, "Name: This field is required."),
        ({"name": "a\x07b"}, 422, "Name: The text holds a control character."),
        ({"phone": "none"}, 422, "This is not a phone number."),
        ({"client_id": ""}, 422, "Send a client_id"),
        ({"checkpoint": "lunch"}, 404, "There is no such place to sign in."),
        ({"checkpoint": ""}, 422, "Checkpoint: This field is required."),
        ({"anyway": []}, 400, "Send a JSON object"),
    ],
)
def test_a_walk_in_of_a_program_is_refused_in_words(
    conference, volunteer, send, wrong, status, said
):
    answer = send(WALK_IN, **({"name": "李明"} | wrong))
    chinese = send(WALK_IN.replace("/en/", "/zh-hans/"), **({"name": "李明"} | wrong))

    assert answer[0] == chinese[0] == status
    assert said in answer[1]["message"]
    assert re.search("[\u4e00-\u9fff]", chinese[1]["message"])
    assert not Registration.objects.exists()


def test_a_program_is_asked_about_who_is_on_the_list(conference, volunteer, send):
    known = make_registration(conference, name="曾志伟", organization_name="大连理工大学")

    status, said = send(WALK_IN, name="曾志伟")
    anyway = send(WALK_IN, name="曾志伟", anyway=True)

    assert (status, [row["number"] for row in said["on_the_list"]]) == (409, [known.number])
    assert "Somebody of this name is on the list." in said["message"]
    assert anyway[0] == 200
    assert Registration.objects.count() == 2
