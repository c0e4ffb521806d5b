"""What is refused: whole files, and sessions that cannot be, each with a sentence."""

import gzip
import json
import re
import time

import pytest

from conference.models import Room
from conference.people.models import Person
from conference.program.importing import ImportRefused, import_schedule, limits, read_schedule
from conference.program.models import Session
from tests.program.importing.files import GUID, as_xml, document, event, read, take

pytestmark = pytest.mark.django_db


def refused(raw):
    with pytest.raises(ImportRefused) as caught:
        read_schedule(raw)
    return str(caught.value)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This is neither a schedule.json nor a schedule.xml."),
        (b"{}", "The file has no “schedule” with a “conference” in it."),
        (b'{"schedule": []}', "The file has no “schedule” with a “conference” in it."),
        (b"<schedule/>", "The file has no “schedule” with a “conference” in it."),
        (b"<rss><conference/></rss>", "The file has no “schedule” with a “conference” in it."),
        (b"{" * 100_000, "The file is not valid JSON: see line 1, column 2."),
        (b'{"a":' * 100_000, "The file is nested too deeply."),
        (b'{"schedule": ' + b"[" * 100_000, "The file is nested too deeply."),
        (b'{"schedule": NaN}', "The file is not valid JSON: “NaN” is no number."),
        (b'{"a": 1, "a": 2}', "The file is not valid JSON: “a” stands twice in one object."),
        (b'{"a": ' + b"9" * 5_000 + b"}", "The file holds a number that is too long."),
        (b'{"schedule": \xff}', "The file's letters cannot be read. Save it as UTF-8."),
        (b"<schedule>" + b"<a>" * 1_000, "The file is nested too deeply."),
        (b"<schedule>\xff</schedule>", "The file's letters cannot be read. Save it as UTF-8."),
        (b"<?xml version='1.0' encoding='x-no'?><schedule/>", "The file's letters cannot be read."),
        (b"<a>" + b"y" * 11_000_000 + b"</a>", "The file holds a text that is too long."),
        (
            b"<schedule><conference>&nbsp;</conference></schedule>",
            "The file is not valid XML: see line 1, column 29.",
        ),
        (b"<schedule>\n<version>1</schedule>", "The file is not valid XML: see line 2, column 22."),
        (b"\n<!DOCTYPE html><html><br></html>", "This is a web page, not a schedule."),
        (b"<html><body>404</body></html>", "This is a web page, not a schedule."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "This is a calendar (.ics)."),
        (gzip.compress(b"{}", mtime=0), "The file is packed. Unpack it first."),
        (b"PK\x03\x04 and so on", "The file is packed. Unpack it first."),
        (b'{"schedule": {"conference": {"days": {}}}}', "“days” is not a list."),
        (b'{"schedule": {"conference": {"days": [1]}}}', "“day 1” is not an object."),
        (
            b'{"schedule": {"conference": {"days": [{"rooms": [1]}]}}}',
            "“day 1, rooms” is not an object.",
        ),
        (b'{"schedule": {"conference": {"days": [{"rooms": {"a": 1}}]}}}', "is not a list."),
        (b'{"schedule": {"conference": {"days": []}}}', "The file names no day."),
    ],
)
def test_what_is_no_schedule_is_refused(raw, sentence):
    assert sentence in refused(raw)


def test_json_that_is_nested_too_deeply_is_refused():
    schedule = document()
    inner = schedule["schedule"]
    for _n in range(50):
        inner["x"] = {}
        inner = inner["x"]

    assert refused(json.dumps(schedule).encode()) == "The file is nested too deeply."


@pytest.mark.parametrize(("levels", "is_read"), [(35, True), (36, False), (200, False)])
def test_xml_that_is_nested_too_deeply_is_refused(levels, is_read):
    deep = "<b>" * levels + "words" + "</b>" * levels  # inside five elements of the schedule
    raw = as_xml(document()).decode().replace("At **length**", deep).encode()

    if is_read:
        (talk,) = read_schedule(raw).events
        assert talk.abstract.en == "words"
    else:
        assert refused(raw) == "The file is nested too deeply."


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)


@pytest.mark.parametrize(
    "prolog",
    [
        LAUGHS,
        '<!DOCTYPE schedule SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/">]>',
        "<!DOCTYPE schedule>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(prolog, encoding):
    raw = as_xml(document(), prolog).decode().encode(encoding)

    assert refused(raw) == "The file declares a document type. Remove the DOCTYPE line."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<schedule>", b'<schedule xmlns="https://example.org/schedule">'),
        (b"<?xml", b"\n \r\n<?xml"),
    ],
)
def test_a_namespace_and_lines_before_the_beginning_are_no_matter(conference, old, new):
    import_schedule(read_schedule(as_xml(document()).replace(old, new)), slug="spring")

    assert Session.objects.get().title_en == "Talk 1"


def test_what_no_system_writes_is_counted_in_few_lines(conference):
    invented = {f"key-{n}": "x" for n in range(30_000)}

    started = time.process_time()
    plan = take(document(event(**invented)))

    assert time.process_time() - started < 5
    assert len(plan.not_taken) == 201
    assert sum(plan.not_taken.values()) == 30_001  # with its url


def test_an_element_of_many_attributes_is_refused_at_once():
    attributes = " ".join(f'key-{n}="x"' for n in range(50_000))
    raw = as_xml(document()).replace(b"<event ", f"<event {attributes} ".encode())

    started = time.process_time()

    assert refused(raw) == "The file holds too many values."
    assert time.process_time() - started < 3


def test_comments_and_other_encodings_are_read(conference):
    prolog = '<?xml version="1.0" encoding="utf-16"?><!-- made by hand -->'
    raw = as_xml(document(event(title="研讨")), prolog).decode().encode("utf-16")

    import_schedule(read_schedule(raw), slug="spring")

    assert Session.objects.get().title_zh == "研讨"


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 1_000)

    assert refused(b"{" + b" " * 1_000) == "The file is larger than 20 MB."


def test_too_many_sessions_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_EVENTS", 1)

    with pytest.raises(ImportRefused, match="more than 1 sessions"):
        read(document(event(1), event(2)))


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"title": ""}, "it has no title"),
        ({"date": "tomorrow", "start": "nine"}, "it has the date “tomorrow”, which cannot"),
        ({"date": "", "start": "nine"}, "it has no date and time that can be read"),
        ({"date": "0001-01-01T00:00:00+08:00", "start": ""}, "it has the date “0001-01-01T"),
        ({"date": "9999-12-31T23:00:00-12:00", "start": ""}, "it has the date “9999-12-31T"),
        ({"duration": "", "end": "2026-05-20T09:00:00+08:00"}, "it ends before it starts"),
        ({"duration": "half an hour"}, "it has the duration “half an hour”, which must be hours"),
        ({"duration": "1:75"}, "it has the duration “1:75”"),
        ({"duration": -30}, "it has the duration “-30”"),
        ({"duration": "2000:00"}, "it has the duration “2000:00”"),
        ({"guid": None, "id": None, "code": "", "slug": None}, "it has neither a guid nor an id"),
        (
            {"guid": GUID.format(1), "title": "Talk 1", "date": "2026-05-20T09:00:00+08:00"},
            "it stands in the file twice, the first time in day 1, room Main hall, event 101",
        ),
    ],
)
def test_a_session_that_cannot_be_is_listed_and_the_others_are_taken(conference, overrides, reason):
    plan = take(document(event(1), event(2, persons=[], **overrides)))

    (skipped,) = plan.skipped
    assert reason in skipped.reason
    assert re.fullmatch(r"day \d, room Main hall, event (102|2)", skipped.place)
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"persons": [1]}, "“day 1, room Main hall, event 101, persons” is not an object."),
        ({"persons": "Ada"}, "“day 1, room Main hall, event 101, persons” is not a list."),
        ({"links": {"url": "x"}}, "“day 1, room Main hall, event 101, links” is not a list."),
        ({"attachments": [7]}, "“day 1, room Main hall, event 101, links” is not an object."),
        ({"persons": [{"name": "A"}] * 201}, "event 101 has more than 200 people."),
        ({"links": ["https://example.org/"] * 101}, "event 101 has more than 100 links."),
    ],
)
def test_a_wrong_shape_is_refused_where_it_stands(overrides, sentence):
    assert sentence in refused(json.dumps(document(event(**overrides))).encode())


def test_a_refusal_writes_nothing(conference):
    rows = event(1), event(2, persons="nobody")

    with pytest.raises(ImportRefused):
        take(document(*rows))

    assert Session.objects.count() == Room.objects.count() == Person.objects.count() == 0
