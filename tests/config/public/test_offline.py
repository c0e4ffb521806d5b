"""The worker, what a device keeps, and what makes the site installable."""

import json

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_session,
)
from tests.pages import parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    conference = make_conference(slug="here", short_name_en="AI 2026", short_name_zh="智能2026")
    make_role(make_session(conference, "09:00"), make_participation(conference, make_person()))
    publish(conference)
    return conference


def test_the_worker_may_serve_the_whole_site_and_is_asked_for_each_time(client):
    response = client.get("/sw.js")

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert response["Service-Worker-Allowed"] == "/"
    strict, first, _rest = response.content.decode().split("\n", 2)
    assert strict == '"use strict";'
    facts = json.loads(first.removeprefix("const LECTERN = ").removesuffix(";"))
    assert len(facts["version"]) == 12
    assert facts["languages"] == ["zh-hans", "en"]
    for address in facts["shell"]:
        if address.endswith("/"):
            assert client.get(address).status_code == 200
        else:
            assert finders.find(address.removeprefix(settings.STATIC_URL))


def test_switched_off_the_worker_clears_everything_away(client, settings, conference):
    assert 'data-offline="on"' in client.get("/en/conferences/here/schedule/").content.decode()
    settings.OFFLINE = False

    script = client.get("/sw.js").content.decode()

    assert "unregister()" in script
    assert "caches.delete" in script
    assert "fetch" not in script
    assert 'data-offline="off"' in client.get("/en/conferences/here/venue/").content.decode()


def test_every_address_that_is_kept_is_public_and_there(client, conference):
    response = client.get("/zh-hans/conferences/here/offline.json")

    kept = json.loads(response.content)
    assert kept["release"] == 1
    assert "/zh-hans/conferences/here/schedule/" in kept["pages"]
    assert "/zh-hans/conferences/here/my/" in kept["pages"]
    assert len(kept["addresses"]) == 2
    for address in kept["pages"] + kept["addresses"]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"].startswith("public")


def test_of_a_large_program_the_device_keeps_the_schedule_alone(client):
    conference = make_conference(slug="large")
    for n in range(121):
        make_session(conference, "09:00", title_en=f"Talk {n}")
    publish(conference)

    kept = client.get("/en/conferences/large/offline.json").json()

    assert kept["addresses"] == []
    assert len(kept["pages"]) == 6


@pytest.mark.parametrize(
    ("address", "name", "start", "lang"),
    [
        ("/manifest.webmanifest", "Lectern", "/", None),
        (
            "/zh-hans/conferences/here/manifest.webmanifest",
            "智能2026",
            "/zh-hans/conferences/here/schedule/",
            "zh-Hans",
        ),
    ],
)
def test_a_browser_can_install_it(client, conference, address, name, start, lang):
    response = client.get(address)

    assert response["Content-Type"].startswith("application/manifest+json")
    manifest = json.loads(response.content)
    assert (manifest["short_name"], manifest["start_url"]) == (name, start)
    assert manifest.get("lang") == lang
    assert manifest["display"] == "standalone"
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        with Image.open(path) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]


def test_each_page_names_the_manifest_of_its_place(client, conference):
    def manifest(address):
        return parsed(client.get(address)).xpath("string(//link[@rel='manifest']/@href)")

    assert manifest("/en/") == "/manifest.webmanifest"
    assert manifest("/en/conferences/here/") == "/en/conferences/here/manifest.webmanifest"


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "No connection"), ("zh-hans", "没有网络连接")]
)
def test_the_page_for_what_is_not_kept_speaks_the_language_of_the_address(
    client, language, heading
):
    response = client.get(f"/{language}/offline/")

    assert words(parsed(response).xpath("//h1")[0]) == heading
    assert parsed(response).xpath("//meta[@name='robots'][@content='noindex']")


def test_an_unknown_conference_keeps_nothing(client):
    assert client.get("/en/conferences/nothing/offline.json").status_code == 404
    assert client.get("/en/conferences/nothing/manifest.webmanifest").status_code == 404
