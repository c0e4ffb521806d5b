"""Files that nobody writes in good faith: each is read or refused with a sentence, and soon."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conference.program.importing import ImportRefused, import_schedule, read_schedule
from conference.program.importing.html import to_markdown, to_words

pytestmark = pytest.mark.once(reason="files are read without a database")

FILES = [path.read_bytes() for path in sorted((Path(__file__).parent / "schedules").iterdir())]
XML = [raw for raw in FILES if raw.lstrip().startswith(b"<")]
JSON = [raw for raw in FILES if raw.lstrip().startswith(b"{")]
SECRET = "root:x:0:0"

PIECES = st.sampled_from(
    [
        *(
            b"\0",
            b"\xff\xfe",
            b"\xed\xa0\x80",
            b"<",
            b">",
            b"&",
            b'"',
            b"</event>",
            b"]]>",
            b"<!--",
        ),
        *(b"&lt;", b"&#0;", b"&#xD800;", b"&#x1F600;", b"&nbsp;", b"&a;", b"<?php echo 1 ?>"),
        *(b"<![CDATA[<b>]]>", b"<a>" * 60, b"<a>" * 300 + b"</a>" * 300, b"<x/>" * 500),
        *(b' guid="11111111-2222-3333-4444-000000000001"', b' id="0"', b' xml:base="file:///etc/"'),
        b'<!DOCTYPE schedule [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE schedule [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE schedule SYSTEM "http://127.0.0.1:9/x.dtd">',
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
        b'<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>',
        b'<x xmlns="urn:x" a="' + b"y" * 100_000 + b'"/>',
        b"<title>" + b"z" * 100_000 + b"</title>",
        b"<start>" + b"9" * 6_000 + b"</start>",
        b"<recording><url>https://example.org/x</url></recording>",
        *(b"<day/>", b"<room/>", b"<event/>", b"<persons/>", b"<duration>P9D</duration>"),
        *(b"[" * 60, b"{}", b"[]", b"null,", b'"x": {', b"1e999", b"-0", b"\\ud800", b"\\u0000"),
    ]
)


@st.composite
def mutated(draw, originals):
    """A file with pieces put in, cut out, doubled and replaced, in one of several encodings."""
    raw = draw(st.sampled_from(originals))
    for _n in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        to = min(len(raw), at + draw(st.sampled_from([0, 0, 1, 3, 40, 400])))
        piece = draw(PIECES | st.binary(max_size=6) | st.just(raw[at:to] * 2))
        raw = raw[:at] + piece + raw[to:]
    encoding = draw(st.sampled_from([None, None, None, "utf-16", "utf-16-le", "utf-32"]))
    if encoding:
        text = raw.decode("utf-8", "replace").replace('encoding="UTF-8"', "")
        raw = text.encode(encoding, "replace")
    return raw


def read_or_refused(raw):
    """The file it was read as; None when it was refused in words."""
    try:
        file = read_schedule(raw)
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")
        assert SECRET not in str(refusal)
        return None
    assert SECRET not in str(file)
    return file


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(XML))
@example(b"<schedule><conference/>" + b"<a>" * 100_000)
@example(b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE schedule+AD4APA-schedule/+AD4-")
@example(b"<?xml version='1.0' encoding='nothing'?><schedule/>")
@example(b"<schedule xmlns='urn:x'><conference/></schedule>")
@example(b"\xff\xfe<\x00")
@example(b"<\x00s\x00")
@example("<schedule><conference><start>२०२६-०५-२०</start></conference></schedule>".encode())
def test_any_bytes_of_xml_are_read_or_refused(raw):
    read_or_refused(raw)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(JSON))
def test_any_bytes_of_json_are_read_or_refused(raw):
    read_or_refused(raw)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(XML))
def test_whatever_is_read_of_xml_can_be_compared_with_a_draft(raw):
    file = read_or_refused(raw)
    if file is None:
        return
    try:
        import_schedule(file, slug="anything", create=True, dry_run=True)
    except ImportRefused as refusal:
        assert str(refusal)


def test_the_walk_meets_files_that_are_read():
    """Else the tests above would pass for a reader that refuses everything."""
    assert all(read_or_refused(raw).events for raw in FILES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_nothing_of_the_server_is_included(encoding):
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file:///etc/passwd"/>'
    text = XML[0].decode().replace('encoding="UTF-8"', "")
    raw = text.replace("<title>Welcome</title>", f"<title>Welcome{include}</title>")

    file = read_schedule(raw.encode(encoding))

    assert "Welcome" in [event.title.en for event in file.events]
    assert SECRET not in str(file)


# Each took minutes, when the length of the text was squared.
OPENINGS = (
    *("<a ", "<!--", "<!", "<?", "</a ", "<![CDATA[", "<script>", "<script></s", '<a b="', "&#x"),
    *("<ul><li>", "<p>x", "<", "\n", " \n", "*", "\\"),
)


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("read", [to_markdown, to_words])
def test_no_text_takes_long(read, opening):
    text = "<p>Words</p>" + opening * (400_000 // len(opening))
    started = time.process_time()

    assert read(text).startswith("Words")

    assert time.process_time() - started < 5


def test_comments_go_and_what_is_no_tag_stays():
    text = "<p>1 < 2 <!-- never <b>shown</b> --> and <3</p><!-- open"

    assert to_words(text).split() == ["1", "<", "2", "and", "<3", "<!--", "open"]
