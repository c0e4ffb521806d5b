"""One small program in every format, kept byte for byte: a change here is seen by subscribers.

`REGENERATE_GOLDEN=1 pytest tests/program/feeds/test_golden.py` writes the files anew; read their
difference before committing it.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from conference.program.feeds import entries as feeds
from conference.program.feeds import ical, interchange
from conference.program.release.addresses import public_addresses
from conference.program.release.document import read
from config.api.shapes import ProgramShapes
from tests.program.release.documents import golden

GOLDEN = Path(__file__).parent / "golden"


def program():
    document = golden(2)  # this one, whatever format comes after it
    for session in document["sessions"]:
        for link in session["links"]:
            link["title"] = ["课件，全部", "Slides, all of them"]
    return read(document, number=3, published_at=datetime(2026, 5, 1, 8, tzinfo=UTC))


def calendar():
    shown = program()
    entries = feeds.entries(shown, public_addresses(shown.conference.slug))
    return ical.calendar(shown, entries, name=feeds.line(shown.conference.title))


def file(make):
    shown = program()
    return make(shown, public_addresses(shown.conference.slug))


def api():
    found = ProgramShapes(program()).program_shape()
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def indented(body):
    """schedule.json in lines, to be compared by people."""
    return (json.dumps(json.loads(body), ensure_ascii=False, indent=1) + "\n").encode()


FORMATS = {
    "ics": calendar,
    "xml": lambda: file(interchange.schedule_xml).replace(b"><", b">\n<"),
    "json": lambda: indented(file(interchange.schedule_json)),
}


def compare(name, body):
    path = GOLDEN / name
    if os.environ.get("REGENERATE_GOLDEN"):
        path.write_bytes(body)
    assert body.decode() == path.read_bytes().decode()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_feed_is_as_it_was(monkeypatch, kind, language):
    monkeypatch.setattr(interchange, "lectern_version", lambda: "0")
    with override(language):
        body = FORMATS[kind]()

    compare(f"{language}.{kind}", body)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_api_is_as_it_was_in_whatever_language_it_is_made(language):
    with override(language):
        body = api()

    compare("api-program.json", body)
