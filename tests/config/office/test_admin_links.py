"""Every link that a page shows leads somewhere: the admin walked through as each demo account."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import resolve

from config.demo.accounts import NAMES, load_accounts
from config.demo.founding import load_alliance, load_founding_event

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="links are written in Python")]

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]*)')
OF_EACH_KIND = 1  # what else such pages link is of the same kind
OURS = ("/admin/", "/en/desk/")


def kind_of(address):
    """What pages have in common that differ in their row alone."""
    found = resolve(urlsplit(address).path)
    return found.view_name, found.route, found.kwargs.get("act")


def dead_links(client):
    """[(page, link, status)] of links to pages that refuse or fail, as `client` sees the admin."""
    waiting, seen, visited, dead = [("", "/admin/")], {"/admin/"}, Counter(), []
    while waiting:
        page, address = waiting.pop()
        kind = kind_of(address)
        visited[kind] += 1
        if visited[kind] > OF_EACH_KIND:
            continue
        answer = client.get(address)
        body = answer.getvalue()
        if answer.status_code >= 400:
            dead.append((page, address, answer.status_code))
        links = LINK.findall(body.decode()) if "html" in answer.headers["Content-Type"] else []
        links += [answer["Location"]] if 300 <= answer.status_code < 400 else []
        for link in links:
            there = urljoin(address, unescape(link))
            if there.startswith(OURS) and "logout" not in there and there not in seen:
                seen.add(there)
                waiting.append((address, there))
    return dead


@pytest.fixture
def demo(settings):
    settings.DEMO_PASSWORD = "a long password 1"
    load_accounts()
    load_founding_event()
    load_alliance()


def test_no_link_leads_an_account_of_the_demo_to_a_refusal(demo):
    found = {}
    for name in NAMES:
        client = Client(raise_request_exception=False)
        client.force_login(get_user_model().objects.get(username=name))
        found[name] = dead_links(client)

    assert found == {name: [] for name in NAMES}
