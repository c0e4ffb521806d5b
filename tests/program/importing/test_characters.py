"""Characters that nobody sees or no database holds, numbers that are none, any value anywhere."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.people.models import Person
from conference.program.importing import ImportRefused, import_schedule, read_schedule
from conference.program.models import Session
from tests.program.importing.files import GUID, as_xml, document, event, read, take

pytestmark = pytest.mark.django_db


def test_odd_characters_are_left_out(conference):
    row = event(title="A\x00B\ud800C\x1fD", abstract="x\x0by", room="Main\x00 hall")

    take(document(row))

    session = Session.objects.get()
    assert (session.title_en, session.summary_en) == ("ABCD", "x\ny")
    assert str(session.room) == "Main hall"


UNSEEN = "\u202e\u2066\ufeff"


@pytest.mark.parametrize("write", [lambda schedule: json.dumps(schedule).encode(), as_xml])
def test_unseen_marks_of_a_file_are_left_out_wherever_they_stand(conference, write):
    hall = f"Main{UNSEEN} hall"
    row = event(
        title=f"A{UNSEEN}B",
        abstract=f"In{UNSEEN} short",
        description=f"At {UNSEEN}length",
        room=hall,
        track=f"Teach{UNSEEN}ing",
        persons=[{"id": 7, "guid": GUID.format(9), "public_name": f"Ada {UNSEEN}Lovelace"}],
        links=[{"title": f"Sl{UNSEEN}ides", "url": "https://example.org/s"}],
    )
    schedule = document(row, rooms=[{"name": hall, "guid": GUID.format(8)}])

    import_schedule(read_schedule(write(schedule)), slug="spring")

    session = Session.objects.get()
    assert (session.title_en, session.summary_en) == ("AB", "In short")
    assert session.abstract_en == "At length"
    assert (str(session.room), str(session.track)) == ("Main hall", "Teaching")
    assert str(Person.objects.get()) == "Ada Lovelace"
    assert not {link.title_en for link in session.links.all()} - {"Slides"}


def test_control_characters_of_a_file_are_left_out_and_told():
    schedule = read(document(event(title="A\x07B"), event(2, room="H\x9fall")))

    assert schedule.leftovers.counts()["control characters in a text"] == 3
    assert [row.title.en for row in schedule.events] == ["AB", "Talk 2"]


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30, "abc", None, 1.5, True])
def test_an_id_that_is_no_number_of_ours_gets_one(conference, number):
    take(document(event(id=number)))

    assert Session.objects.get().number == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)

EVENT_PATHS = sorted(event())

CONFERENCE_PATHS = ["days", "rooms", "tracks", "start", "end", "time_zone_name", "title", "acronym"]


@given(st.sampled_from(EVENT_PATHS), json_values)
def test_any_value_in_a_session_is_read_or_refused(name, value):
    schedule = copy.deepcopy(document())
    (day,) = schedule["schedule"]["conference"]["days"]
    day["rooms"]["Main hall"][0][name] = value

    try:
        import_schedule(read(schedule), slug="anything", create=True, dry_run=True)
    except ImportRefused as refusal:
        assert str(refusal)


@given(st.sampled_from(CONFERENCE_PATHS), json_values)
def test_any_value_in_the_conference_is_read_or_refused(name, value):
    schedule = document(**{name: value})

    try:
        import_schedule(read(schedule), slug="anything", create=True, dry_run=True)
    except ImportRefused as refusal:
        assert str(refusal)
