"""Every output of one release carries the same version: pages, feeds, files, the API."""

import json
import re

import pytest
from django.conf import settings
from icalendar import Calendar
from lxml import etree

from conference import stamps
from conference.program.release.publishing import publish
from tests.factories import make_conference, make_participation, make_role, make_room, make_session

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def told_versions(client, code):
    """{address: what it says its version is} of every kind of output."""

    def get(path):
        stamps.forget()
        response = client.get(path)
        assert response.status_code == 200, path
        header = response.get("X-Lectern-Release")
        return response.content, header

    here, api = "/en/conferences/ai-2026/", "/api/v1/conferences/ai-2026/"
    found = {}
    for tail in ("schedule.ics", f"sessions/{code}.ics", "rooms/hall.ics", f"my.ics?s={code}"):
        body, header = get(f"{here}{tail}")
        made_by = str(Calendar.from_ical(body)["PRODID"])
        found[tail] = {header, re.fullmatch("-//Lectern//ai-2026 release (.+)//EN", made_by)[1]}
    body, header = get(f"{here}schedule.xml")
    found["schedule.xml"] = {header, etree.fromstring(body).findtext("version")}
    body, header = get(f"{here}schedule.json")
    found["schedule.json"] = {header, json.loads(body)["schedule"]["version"]}
    body, header = get(f"{here}changes/feed.xml")
    root = etree.fromstring(body)
    generator = root.find("a:generator", ATOM)
    newest = root.find("a:entry/a:id", ATOM).text
    found["changes/feed.xml"] = {
        header,
        generator.get("version"),
        re.search(r"releases/(\d+)/$", newest)[1],
    }
    body, header = get(f"{here}embed/program.json")
    found["embed/program.json"] = {header, str(json.loads(body)["release"])}
    home = f"{settings.PUBLIC_URL}{here}"
    others = [f"{here}{tail}" for tail in ("card.png", f"sessions/{code}/card.png", "embed/")]
    for path in (*others, f"/oembed?url={home}", f"/oembed?url={home}&format=xml"):
        found[path] = {get(path)[1]}
    for tail in ("", "program/", "sessions/", f"sessions/{code}/", "people/", "releases/"):
        body, header = get(f"{api}{tail}")
        found[f"api {tail}"] = {header, json.loads(body)["version"]}
    for tail in ("", "schedule/", f"sessions/{code}/", "speakers/", "venue/"):
        body, _header = get(f"{here}{tail}")
        page = etree.HTML(body.decode())
        found[f"page {tail}"] = {page.find("body").get("data-release")}
    return found


def test_every_output_carries_the_version_of_its_release(client):
    conference = make_conference(slug="ai-2026")
    session = make_session(conference, "09:00", room=make_room(conference, slug="hall"))
    make_role(session, make_participation(conference))
    for number in ("1", "2"):
        session.refresh_from_db()
        session.summary_en = f"Summary {number}"
        session.save()
        publish(conference)

        found = told_versions(client, session.code)

        assert found == {key: {number} for key in found}
        assert len(found) > 20
