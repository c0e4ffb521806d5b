"""A personal agenda: codes of a link, overlaps, and the code for a camera."""

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from conference.program.public.personal import agenda_of, codes_in, qr_of
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from tests.factories import make_conference, make_session


def asked(query):
    return codes_in(QueryDict(query))


def test_codes_are_read_in_each_way_of_writing_them_and_once():
    assert asked("s=K7WQ2M,4hd9xa&s=k7wq2m, ,&s=") == ["K7WQ2M", "4HD9XA"]
    assert asked("") == asked("s=") == asked("q=K7WQ2M") == []


def test_an_agenda_holds_two_hundred_sessions():
    codes = [f"{n:06d}" for n in range(201)]

    assert len(asked(f"s={','.join(codes[:200])}")) == 200
    with pytest.raises(BadRequest, match="at most 200"):
        asked(f"s={','.join(codes)}")
    with pytest.raises(BadRequest, match="at most 200"):
        asked(f"s={'K7WQ2M,' * 10_000}")


@given(st.lists(st.text(max_size=20), max_size=30))
def test_whatever_stands_in_a_link_is_read(texts):
    query = QueryDict(mutable=True)
    query.setlist("s", texts)

    codes = codes_in(query)

    assert len(set(codes)) == len(codes)
    assert all(code and "," not in code for code in codes)


@pytest.fixture
def program(db):
    conference = make_conference(slug="here")
    forum = make_session(conference, "10:00", "12:00", kind="sub-forum", title_en="Forum")
    make_session(conference, "10:00", "11:00", kind="talk", parent=forum, title_en="Talk")
    make_session(conference, "09:00", "10:00", title_en="Before")
    make_session(conference, "11:30", "12:30", title_en="Across")
    make_session(conference, "11:00", "12:00", title_en="Off", status="cancelled")
    make_session(conference, title_en="Untimed")
    return read(draft_document(conference))


def test_overlaps_are_those_that_nobody_can_attend_both(program):
    codes = {str(s.title.en): s.code for s in program.every_session()}

    agenda = agenda_of(program, list(codes.values()))

    overlaps = {line.session.title.en: {o.title.en for o in line.overlaps} for line in agenda.lines}
    assert overlaps == {
        "Before": set(),  # it ends when the forum begins
        "Forum": {"Across"},  # not its own talk, nothing cancelled
        "Talk": set(),
        "Off": set(),
        "Across": {"Forum"},
        "Untimed": set(),
    }
    assert [line.session.title.en for line in agenda.cancelled] == ["Off"]
    assert [line.session.title.en for line in agenda.untimed] == ["Untimed"]
    assert len(agenda.days) == 1


def test_what_the_program_does_not_have_is_counted(program):
    code = program.sessions[0].code

    agenda = agenda_of(program, [code, "NOBODY", "<SCRIPT>"])

    assert (agenda.as_query, agenda.unknown) == (f"s={code}", 2)
    assert agenda.feed_has_entries
    assert not agenda_of(program, ["NOBODY"]).feed_has_entries


def test_a_cameras_code_says_the_link_or_nothing():
    drawn = qr_of("https://conference.example.org/zh-hans/conferences/here/my/?s=K7WQ2M,4HD9XA")

    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert 'fill="#fff"' in drawn
    assert qr_of(f"https://conference.example.org/?s={'K7WQ2M,' * 120}") == ""
