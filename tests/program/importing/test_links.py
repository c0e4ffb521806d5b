"""Recordings and links of a file: where they lead, and for whom they wait."""

import json

import pytest

from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Session
from tests.program.importing.files import as_xml, document, event, take

pytestmark = pytest.mark.django_db

RECORDING = "https://media.example.org/talk"


@pytest.mark.parametrize("form", [json.dumps, None], ids=["json", "xml"])
def test_a_recording_comes_along_and_waits_for_its_speaker(conference, form):
    schedule = document(event(recording={"license": "CC-BY", "optout": False, "url": RECORDING}))
    if form:
        raw = form(schedule).encode()
    else:
        inner = f"<license>CC-BY</license><optout>false</optout><url>{RECORDING}</url>"
        written = as_xml(schedule).decode()
        raw = written.replace("<license/><optout>false</optout>", inner).encode()

    plan = import_schedule(read_schedule(raw), slug="spring")

    (link,) = Session.objects.get().links.all()
    assert (link.kind, link.url, link.is_released) == ("recording", RECORDING, False)
    assert plan.not_taken == {"recording: license": 1, "url": 1}


@pytest.mark.parametrize(
    ("overrides", "left"),
    [
        (
            {"recording": {"url": RECORDING, "optout": True}},
            {"recording: url", "recording: optout"},
        ),
        ({"recording": {"url": RECORDING, "optout": "true"}}, None),
        ({"recording": {"url": RECORDING}, "do_not_record": True}, None),
        ({"recording": {"url": "javascript:alert(1)"}}, {"recording: url"}),
        ({"recording": {"url": "ftp://example.org/x.webm"}}, {"recording: url"}),
        ({"recording": {"url": [RECORDING]}}, {"recording: url"}),
        ({"recording": ["x"]}, {"recording: url"}),
        ({"recording": {"url": "", "license": "", "optout": False}}, set()),
    ],
)
def test_a_recording_that_is_not_to_be_shown_is_told_and_left(conference, overrides, left):
    plan = take(document(event(**overrides)))

    assert not Session.objects.get().links.exists()
    told = {what for what in plan.not_taken if what.startswith("recording")}
    assert "recording: url" in told if left is None else told == left


def test_a_recording_that_stands_among_the_links_is_one_link(conference):
    links = [{"url": RECORDING, "title": "Watch", "type": "video"}]
    take(document(event(links=links, recording={"url": RECORDING})))

    (link,) = Session.objects.get().links.all()
    assert (link.kind, link.title_en) == ("recording", "Watch")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.example.org/slides", "https://www.example.org/slides"),
        ("/media/slides.pdf?1", "https://cfp.example.org/media/slides.pdf?1"),
        ("//cdn.example.org/a.pdf", "https://cdn.example.org/a.pdf"),
        (" https://example.org/ ", "https://example.org/"),
    ],
)
def test_an_address_without_its_beginning_is_completed(conference, written, address):
    schedule = document(event(attachments=[{"url": written, "title": "Slides"}]))
    schedule["schedule"]["base_url"] = "https://cfp.example.org/2026/"

    plan = take(schedule)

    assert [link.url for link in Session.objects.get().links.all()] == [address]
    assert plan.not_taken == {"url": 1}


def test_an_address_in_the_place_of_a_title_is_a_link(conference):
    raw = as_xml(document()).replace(
        b"</event>", b"<links><link>https://example.org/wiki</link></links></event>"
    )

    plan = import_schedule(read_schedule(raw), slug="spring")

    assert [(k.url, str(k.title)) for k in Session.objects.get().links.all()] == [
        ("https://example.org/wiki", "")
    ]
    assert "link without a full address" not in plan.not_taken


@pytest.mark.parametrize("written", ["slides.pdf", "javascript:alert(1)", "/slides.pdf", "Slides"])
def test_an_address_that_leads_nowhere_is_told(conference, written):
    plan = take(document(event(links=[written])))

    assert plan.not_taken == {"url": 1, "link without a full address": 1}


def test_a_file_that_was_taken_away_in_frab_is_no_link(conference):
    plan = take(document(event(attachments=[{"url": "/attachments/original/missing.png"}])))

    assert plan.not_taken == {"url": 1} and plan.links_waiting == 0
