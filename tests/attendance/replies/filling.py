"""Filling in the reply form as a browser does."""

import re
from datetime import timedelta

from conference import stamps
from conference.program.release.publishing import publish
from tests.factories import DAY, at

FORM = "/en/conferences/spring/register/"
NOW = at("12:00", day=DAY - timedelta(days=10))


def make_public(conference):
    """Publish, and let this process see it at once: here nothing is ever committed."""
    publish(conference, by=None)
    stamps.forget()


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def form_id(client):
    return re.search(r'name="form_id" value="([0-9a-f]{32})"', page(client.get(FORM)))[1]


def given(client, **changes):
    return {
        "form_id": form_id(client),
        "name": "曾志伟",
        "organization_name": "大连理工大学",
        "title": "教授",
        "phone": "+44 7700 900123",
        "consent": "on",
    } | changes
