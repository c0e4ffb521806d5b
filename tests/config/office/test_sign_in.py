"""The limit on wrong passwords, at the one page that signs everyone in."""

import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limited(settings):
    settings.AXES_ENABLED = True
    get_user_model().objects.create_user("organizer", password="right-0815", is_staff=True)


def sign_in(client, password, username="organizer", address="203.0.113.9", **headers):
    return client.post(
        "/admin/login/?next=/admin/",
        {"username": username, "password": password},
        REMOTE_ADDR=address,
        headers=headers,
    )


def test_the_fifth_wrong_password_locks_name_and_address_together(client):
    statuses = [sign_in(client, f"wrong-{number}").status_code for number in range(5)]

    assert statuses == [200, 200, 200, 200, 429]
    assert sign_in(client, "right-0815").status_code == 429
    assert sign_in(client, "right-0815", address="203.0.113.10").status_code == 302


def test_the_refusal_tells_how_long_in_both_languages(client):
    for number in range(4):
        sign_in(client, f"wrong-{number}")

    page = sign_in(client, "wrong-4").content.decode()

    assert "Wait 15 minutes" in page
    assert "15分钟" in page


def test_a_right_password_clears_the_count(client):
    for number in range(4):
        sign_in(client, f"wrong-{number}")
    assert sign_in(client, "right-0815").status_code == 302
    client.logout()

    assert sign_in(client, "wrong-again").status_code == 200


@pytest.mark.parametrize("username", ["nobody", "", "x" * 1_000_000, "a\0b"])
def test_any_name_is_answered(client, username):
    assert sign_in(client, "wrong", username=username).status_code == 200


def test_signed_in_cookies_are_kept_from_scripts_and_other_sites(client):
    cookies = sign_in(client, "right-0815").cookies

    assert {cookies[name]["httponly"] for name in ("sessionid", "csrftoken")} == {True}
    assert {cookies[name]["samesite"] for name in ("sessionid", "csrftoken")} == {"Lax"}
