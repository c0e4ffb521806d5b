"""Whatever the program: both schemas, three strict readers, and the same entries in all formats."""

import copy
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import Draft6Validator, FormatChecker
from lxml import etree

from conference.program.feeds import entries as feeds
from conference.program.feeds import ical, interchange
from conference.program.models import Kind, LinkKind
from conference.program.release.addresses import public_addresses
from conference.program.release.document import FORMAT, read
from tests.program.feeds.feed_readers import READERS
from tests.program.release.documents import golden

REFERENCE = Path(site.BASE_DIR).parent / "shared" / "reference"

TITLE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("会议主旨报告 <>&\"']]>\r\n\t\x00\x0b\x1f\x85\u2028\ufffe👩‍🔬é"),
    ),
    min_size=1,
    max_size=30,
).map(lambda text: f"{text}·")
ZONES = ("Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Etc/GMT+8")


@st.composite
def programs(draw):
    """A program of up to eight sessions and talks, made of everything that broke a reader once."""
    document = copy.deepcopy(golden(FORMAT))
    template = document["sessions"][0]
    document["conference"]["time_zone"] = draw(st.sampled_from(ZONES))
    document["conference"]["slug"] = draw(st.sampled_from(["a", "a-b", "ai-2026", "x1-2-3-4"]))
    name = draw(TITLE)
    document["rooms"] = [
        row | {"guid": _guid(n), "slug": slug, "name": [name, draw(st.sampled_from(["", name]))]}
        for n, slug in enumerate(["h", "h2", "h3"])
        for row in document["rooms"][:1]
    ]
    document["tracks"] = [
        row | {"guid": _guid(n + 10), "slug": slug, "name": [name, ""]}
        for n, slug in enumerate(["t", "t2"])
        for row in document["tracks"][:1]
    ]
    numbers = draw(st.lists(st.integers(1, 9999), max_size=8, unique=True))
    start = datetime.fromisoformat(template["starts_at"])
    sessions = []
    for n, number in enumerate(numbers):
        begins = start + timedelta(minutes=5 * draw(st.integers(-300, 300)))
        is_timed = draw(st.booleans()) or n == 0
        parent = draw(st.sampled_from([None, *(s["code"] for s in sessions if not s["parent"])]))
        sessions.append(
            template
            | {
                "guid": _guid(n + 20),
                "number": number,
                "code": f"C{n:05}",
                "kind": draw(st.sampled_from(Kind.values)),
                "title": [draw(TITLE), draw(st.one_of(st.just(""), TITLE))],
                "summary": [draw(TITLE), ""],
                "abstract_html": [f"<p>{draw(TITLE)}</p>", ""],
                "language": draw(st.sampled_from(["", "zh", "en", "both", "de", "pt-BR"])),
                "starts_at": begins.isoformat() if is_timed else None,
                "ends_at": (begins + timedelta(minutes=draw(st.sampled_from([1, 45, 1500]))))
                .astimezone(UTC)
                .isoformat()
                if is_timed
                else None,
                "room": None if parent else draw(st.sampled_from([None, "h", "h2", "h3"])),
                "track": draw(st.sampled_from([None, "t", "t2"])),
                "status": draw(st.sampled_from(["planned", "cancelled"])),
                "parent": parent,
                "links": draw(st.lists(_links, max_size=2)),
            }
        )
    document["sessions"], document["expected"] = sessions, []
    return read(document, number=1, published_at=datetime(2026, 5, 1, tzinfo=UTC))


def _guid(n):
    return f"00000000-0000-4000-8000-{n:012}"


_links = st.fixed_dictionaries(
    {
        "guid": st.just(_guid(99)),
        "kind": st.sampled_from(LinkKind.values),
        "title": st.tuples(TITLE, st.just("")).map(list),
        "url": st.sampled_from(["https://example.org/a", "https://example.org/报告.pdf?a=1&b=2"]),
        "file": st.just(""),
    }
)


def made(program):
    urls = public_addresses(program.conference.slug)
    xml = interchange.schedule_xml(program, urls)
    document = json.loads(interchange.schedule_json(program, urls))
    return xml, document, ical.calendar(program, feeds.entries(program, urls), name="x")


def check_schemas(xml, document):
    """With the published schemas, where they lie beside the repository."""
    if not REFERENCE.is_dir():
        return
    schema = etree.XMLSchema(etree.parse(REFERENCE / "schedule.xml.xsd"))
    schema.assertValid(etree.fromstring(xml))
    draft = json.loads((REFERENCE / "schedule.schema.json").read_text("utf-8"))
    validator = Draft6Validator(draft, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []


def json_entries(document):
    return [
        (datetime.fromisoformat(event["date"]).astimezone(UTC), event["title"])
        for day in document["schedule"]["conference"]["days"]
        for events in day["rooms"].values()
        for event in events
    ]


@settings(max_examples=60)
@given(program=programs())
def test_every_program_is_valid_and_read_alike(program):
    xml, document, calendar = made(program)

    check_schemas(xml, document)
    entries = json_entries(document)
    assert len(entries) == len(program.entries())
    for reader in READERS:
        assert reader(xml) == set(entries), reader.__name__
    assert set(entries) == {
        (event["DTSTART"].dt.astimezone(UTC), str(event["SUMMARY"]))
        for event in Calendar.from_ical(calendar).walk("VEVENT")
    }


def test_links_have_the_types_that_the_schema_knows():
    program = read(golden(FORMAT), number=1, published_at=datetime(2026, 5, 1, tzinfo=UTC))
    xml, _document, _calendar = made(program)

    shown = [session for session in program.entries() if session.links]
    assert shown
    for session in shown:
        event = etree.fromstring(xml).find(f".//event[@guid='{session.guid}']")
        links = [(link.get("href"), link.get("type")) for link in event.iterfind("links/link")]
        assert links == [(link.absolute_url, link.exchange_type) for link in session.links]
    kinds = {link.exchange_type for s in program.every_session() for link in s.links}
    assert kinds <= {"slides", "paper", "web", "article", "media", "related"}


@pytest.mark.parametrize("reader", READERS)
def test_the_readers_are_strict(reader):
    program = read(golden(FORMAT), number=1, published_at=datetime(2026, 5, 1, tzinfo=UTC))
    xml, _document, _calendar = made(program)
    assert reader(xml)

    with pytest.raises((AttributeError, TypeError)):
        reader(re.sub(rb"<duration>[^<]*</duration>", b"", xml))
