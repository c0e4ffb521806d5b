"""Every address of the site keeps the policy, and what is somebody's own stays out of caches."""

import re

import pytest
from django.test import Client

from config.serving.permissions_policy import POLICY, policy_with
from tests.factories import make_user
from tests.hostile import every_address

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="no header comes from the database"),
    pytest.mark.usefixtures("plain_prints"),
]

PUBLIC = "public, max-age=0, must-revalidate, s-maxage=5"
# What a good value of each name does not open, by name or address, and why.
CLOSED = {
    **dict.fromkeys(("public_image", "smaller_image", "public_document"), "of no file"),
    **dict.fromkeys(("oembed", "my_ics"), "asks for what stands behind the question mark"),
    "file": "not made yet",
    "": "nothing is there",
    **dict.fromkeys(("people_organization_merge", "people_person_merge"), "of no two rows"),
}
# Read badges with the camera of their device.
STATION = re.compile(r"/en/station/([^/]+/)?")
# Nothing in them depends on who asks.
SAME_FOR_ALL = ("/zh-CN/en", "/favicon.ico", "/robots.txt", "/sw.js")


@pytest.fixture
def world(shared_world):
    return shared_world


@pytest.mark.parametrize("who", ["nobody", "organizer"])
def test_every_answer_keeps_the_policy_and_what_is_ones_own_out_of_caches(world, who):
    client = Client()
    if who == "organizer":
        client.force_login(world.organizer)
    wrong, missed, addresses = [], [], every_address()

    for address in addresses:
        path = address.at(world)
        response = client.get(path)
        if response.status_code in (400, 404) and address.name not in CLOSED:
            missed.append(path)
        if response.streaming:
            _ = b"".join(response)  # its end closes the file
        found = [*breaches_of_policy(path, response), *breaches_of_privacy(path, response)]
        wrong += [(path, response.status_code, breach) for breach in found]

    assert len(addresses) > 150
    assert wrong == []
    # A page that the world has no row for would be walked by nobody.
    if who == "organizer":
        client.force_login(make_user(is_superuser=True))
        assert [path for path in missed if client.get(path).status_code in (400, 404)] == []


OPEN_AGAIN = '<meta name="referrer" content="same-origin">'


def breaches_of_policy(path, response):
    policy = response.get("Content-Security-Policy", "")
    sources = "default-src 'none'" if response.get("Content-Disposition") else "default-src 'self'"
    if not ({sources, "default-src 'self'"} & {*policy.split("; ")}) or "unsafe" in policy:
        yield policy
    # Made to stand on other sites; nothing else is.
    framed_by = "*" if path.endswith("/embed/") else "'none'"
    if f"frame-ancestors {framed_by}" not in policy:
        yield "may be framed"
    asks = policy_with("camera") if STATION.fullmatch(path) else POLICY
    if response.get("Permissions-Policy") != asks:
        yield "may ask for what it does not need"
    if response.get("X-Content-Type-Options") != "nosniff":
        yield "may be sniffed"
    if response.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield "tells other sites where its reader was"
    if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
        body = response.content.decode()
        yield from (text for text in (" style=", "<style", " onclick=") if text in body)
        # Browsers then say "null" where they come from, and every press of the page is refused.
        is_silent = response.get("Referrer-Policy") == "no-referrer" and OPEN_AGAIN not in body
        if is_silent and "csrfmiddlewaretoken" in body:
            yield "tells its own forms no origin"


def breaches_of_privacy(path, response):
    control = response.get("Cache-Control", "")
    if control == PUBLIC:
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            yield "public, but with a cookie"
    elif path not in SAME_FOR_ALL and "no-store" not in control:
        yield f"may be kept: {control}"


def test_public_pages_are_the_same_for_everybody(world):
    organizer = Client()
    organizer.force_login(world.organizer)
    paths = [address.at(world) for address in every_address()]
    shown = {path: Client().get(path) for path in paths}
    for answer in shown.values():
        answer.getvalue()  # a file is closed when it is read
    public = {path: r for path, r in shown.items() if r.get("Cache-Control") == PUBLIC}

    assert len(public) > 20
    for path, response in public.items():
        again = organizer.get(path, headers={"accept-language": "zh-CN", "host": "localhost"})
        assert again.content == response.content, path
        assert b"localhost" not in again.content


def test_links_that_open_something_tell_no_other_site(world):
    secrets = {"r": "token", "u": "unit", "i": "guest", "invitations": "invitation"}
    for path in (f"/en/{start}/{world.good[name]}/" for start, name in secrets.items()):
        response = Client().get(path)

        assert response.status_code == 200
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]
