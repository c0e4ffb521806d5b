"""Ways into a language: the bare address, old ways of writing Chinese, the switch."""

import pytest

from config.public.languages import preferred_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("zh-HK,en;q=0.5", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("en-GB,en;q=0.9", "en"),
        ("en;q=0.2,zh-CN;q=0.9", "zh-hans"),
        ("de,zh-CN;q=0.4,en;q=0.3", "zh-hans"),
        ("fr-FR", "en"),
        ("zh-CN;q=0,fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("\0;;;q=x,,", "en"),
        ("zh-" * 5000, "en"),
    ],
)
def test_the_reader_is_answered_in_a_language_asked_for(header, language):
    assert preferred_language(header) == language


def test_the_bare_address_leads_to_a_language_and_is_not_cached(client):
    response = client.get("/", headers={"Accept-Language": "zh-TW"})

    assert (response.status_code, response["Location"]) == (302, "/zh-hans/")
    assert response["Cache-Control"] == "no-store"
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/zh/", "/zh-hans/"),
        ("/zh", "/zh-hans/"),
        ("/zh-cn/", "/zh-hans/"),
        ("/zh-CN/conferences/x/", "/zh-hans/conferences/x/"),
        ("/zh/conferences/x/?q=%E4%BC%9A&day=1", "/zh-hans/conferences/x/?q=%E4%BC%9A&day=1"),
        ("/zh//evil.example/", "/zh-hans//evil.example/"),
        ("/zh/a%3Fb%23c/", "/zh-hans/a%3Fb%23c/"),
    ],
)
def test_old_ways_of_writing_chinese_lead_on(client, address, target):
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (302, target)


@pytest.mark.parametrize("address", ["/", "/zh/"])
def test_the_ways_in_are_only_read(client, address):
    assert client.post(address).status_code == 405


def test_the_switch_takes_post_alone(client):
    assert client.get("/i18n/setlang/?language=en").status_code == 405


@pytest.mark.parametrize(
    ("target", "led_to"),
    [
        ("/admin/login/", "/admin/login/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("\\\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_the_switch_stays_on_this_site(client, target, led_to):
    response = client.post("/i18n/setlang/", {"language": "zh-hans", "next": target})

    assert (response.status_code, response["Location"]) == (302, led_to)
    cookie = response.cookies["django_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("zh-hans", True, "Lax")


def test_the_switch_keeps_to_the_languages_there_are(client):
    response = client.post("/i18n/setlang/", {"language": "tlh", "next": "/admin/login/"})

    assert "django_language" not in response.cookies
