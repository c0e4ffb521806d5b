"""A schedule becomes a draft, and the draft follows it; what is not taken is told."""

import json
import re
from datetime import date

import pytest

from conference.models import Conference, Track
from conference.people.models import Person
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Session
from tests.factories import at, make_session
from tests.program.importing.files import GUID, as_xml, counts, document, event, read, take

pytestmark = pytest.mark.django_db


# --- What is taken -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_schedule_becomes_a_draft(conference, form):
    raw = json.dumps(document()).encode() if form == "json" else as_xml(document())

    report = import_schedule(read_schedule(raw), slug="spring")

    session = Session.objects.get()
    assert {
        "guid": str(session.guid),
        "number": session.number,
        "code": session.code,
        "kind": session.kind,
        "title": session.title.as_list(),
        "summary": session.summary.as_list(),
        "abstract": session.abstract.as_list(),
        "language": session.language,
        "times": (session.starts_at, session.ends_at),
        "room": (str(session.room), str(session.room.guid), session.room.slug),
        "track": (str(session.track), session.track.slug, session.track.color),
        "people": [(str(r.participation), r.role) for r in session.roles.all()],
        "is_public": session.conference.is_public,
    } == {
        "guid": GUID.format(1),
        "number": 101,
        "code": "ABCDE1",
        "kind": "talk",
        "title": ["", "Talk 1"],
        "summary": ["", "In short"],
        "abstract": ["", "At **length**"],
        "language": "en",
        "times": (at("09:00"), at("09:30")),
        "room": ("Main hall", GUID.format(8), "main-hall"),
        "track": ("Teaching", "teaching", "#00ff00"),
        "people": [("Ada Lovelace", "speaker")],
        "is_public": False,
    }
    person = Person.objects.get()
    assert (str(person.guid), person.given_name_en, person.family_name_en, person.sort_name) == (
        GUID.format(9),
        "Ada",
        "Lovelace",
        "lovelace ada",
    )
    assert counts(report) == {
        "rooms": {"new": 1},
        "tracks": {"new": 1},
        "people": {"new": 1},
        "sessions": {"new": 1},
    }


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_second_import_changes_nothing(conference, form):
    schedule = document(event(1), event(2, title="研讨", persons=[]))
    raw = json.dumps(schedule).encode() if form == "json" else as_xml(schedule)
    import_schedule(read_schedule(raw), slug="spring")
    before = (list(Session.history.values_list("pk")), list(Person.history.values_list("pk")))

    report = import_schedule(read_schedule(raw), slug="spring")

    assert report.changes_nothing and report.lines == []
    assert before == (
        list(Session.history.values_list("pk")),
        list(Person.history.values_list("pk")),
    )
    assert counts(report)["sessions"] == {"unchanged": 2}


def test_what_moved_is_moved_and_told(conference):
    take(document())
    later = event(date="2026-05-21T14:00:00+08:00", room="Room 2", title="Another title")

    report = take(document(later))

    session = Session.objects.get()
    assert session.starts_at == at("14:00", day=date(2026, 5, 21))
    assert (session.title_en, str(session.room)) == ("Another title", "Room 2")
    assert [line for line in report.lines if "Another title" in line] == [
        "~ session: Another title: title (English): Talk 1 → Another title; "
        "starts: 2026-05-20 09:00 → 2026-05-21 14:00; "
        "ends: 2026-05-20 09:30 → 2026-05-21 14:30; room: Main hall → Room 2"
    ]
    assert session.code == "ABCDE1"


def test_a_file_in_each_language_fills_both_sides(conference):
    take(document())
    chinese = event(
        title="报告一", abstract="简介", description="详细", room="主会场", track="教学"
    )
    chinese["persons"][0]["public_name"] = "阿达"
    schedule = document(
        chinese,
        rooms=[{"name": "主会场", "guid": GUID.format(8)}],
        tracks=[{"name": "教学", "slug": "teaching"}],
    )

    take(schedule)

    session = Session.objects.get()
    assert session.title.as_list() == ["报告一", "Talk 1"]
    assert session.abstract.as_list() == ["详细", "At **length**"]
    assert session.room.name.as_list() == ["主会场", "Main hall"]
    assert session.track.name.as_list() == ["教学", "Teaching"]
    assert session.roles.get().participation.person.name.as_list() == ["阿达", "Ada Lovelace"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("AI赋能高等教育", "zh"),
        ("On 仁 (ren)", "en"),
        ("2026", "en"),
        ("人工智能ChatGPT应用", "zh"),
    ],
)
def test_the_side_of_a_text_is_read_from_its_letters(conference, text, side):
    take(document(event(title=text)))

    assert getattr(Session.objects.get(), f"title_{side}") == text


def test_sessions_that_the_file_does_not_know_are_left_alone(conference):
    own = make_session(conference, "15:00", title_en="Group photo", kind="photo")

    report = take(document())

    assert report.left_alone == [own]
    assert Session.objects.count() == 2


def test_numbers_and_codes_that_are_taken_give_way(conference):
    make_session(conference, number=101, code="ABCDE1")

    take(document())

    imported = Session.objects.get(guid=GUID.format(1))
    assert imported.number == 102 and imported.code != "ABCDE1"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Keynote", "keynote"),
        ("lecture", "talk"),
        ("Podium", "panel"),
        ("Lunch", "meal"),
        ("sub-forum", "sub-forum"),
        ("Quiz show", "talk"),
    ],
)
def test_kinds_of_other_systems_are_understood(conference, kind, expected):
    report = take(document(event(type=kind)))

    assert Session.objects.get().kind == expected
    assert ("type “Quiz show”" in report.not_taken) is (kind == "Quiz show")


def test_what_is_not_taken_is_told_with_its_place(conference):
    row = event(
        do_not_record=True,
        recording_license="CC",
        language="Elvish",
        answers=[{"question": 1}, {"question": 2}],
        links=[{"url": "javascript:alert(1)"}, {"title": "Nowhere"}],
        feedback_url="",
    )
    row["persons"][0] |= {"avatar": "https://example.org/ada.png", "answers": []}

    plan = take(document(row, logo="https://example.org/logo.png"))

    assert plan.not_taken == {
        "person: avatar": 1,
        "language “elvish”": 1,
        "url": 1,
        "do_not_record": 1,
        "recording_license": 1,
        "answers": 2,
        "link without a full address": 2,
        "conference: logo": 1,
    }
    assert plan.leftovers["answers"].places == ["day 1, room Main hall, event 101"]
    assert plan.leftovers["conference: logo"].places == []


@pytest.mark.parametrize(
    "written", [{"de": "Lehre", "zh-hans": "教学", "en": "Teaching"}, "Teaching"]
)
def test_names_in_several_languages_are_one_track_and_one_kind(conference, written):
    both = {"zh-hans": "教学", "en": "Teaching"}
    kind = {"de": "Vortragsreihe", "en": "Keynote"}
    rows = [event(1, track=both, type=kind), event(2, persons=[], track=written, type=kind)]

    take(document(*rows, tracks=[{"name": both, "color": "#00ff00"}]))

    (track,) = Track.objects.all()
    assert (track.name_zh, track.name_en, track.color) == ("教学", "Teaching", "#00ff00")
    assert list(Session.objects.values_list("track", "kind")) == [(track.pk, "keynote")] * 2


def test_places_are_named_for_the_first_three(conference):
    rows = [event(n, persons=[], do_not_record=True) for n in range(1, 6)]

    left = take(document(*rows)).leftovers["do_not_record"]

    assert left.places == [f"day 1, room Main hall, event {100 + n}" for n in (1, 2, 3)]
    assert (left.count, left.more) == (5, 2)


def held(title="Towel yoga"):
    """[(day and time, room, guid is the file's, number)] of each time it is held."""
    zone = Conference.objects.get().zone
    rows = Session.objects.filter(title_en=title).order_by("starts_at")
    return [
        (
            f"{row.starts_at.astimezone(zone):%d %H:%M}",
            str(row.room),
            str(row.guid) == GUID.format(1),
            row.number,
        )
        for row in rows
    ]


def test_what_is_held_several_times_is_taken_each_time(conference):
    """As hubs and wikis write it: one guid and one id for all of them."""
    yoga = {"guid": GUID.format(1), "id": 8, "code": "", "title": "Towel yoga", "persons": []}
    first = event(1, **yoga)
    rows = [
        event(1, **yoga, date="2026-05-21T09:00:00+08:00"),
        first,
        event(1, **yoga, room="Garden"),
        first,
        event(2, id=9),
    ]

    plan = take(document(*rows))

    expected = [
        *(("20 09:00", "Garden", True, 8), ("20 09:00", "Main hall", False, 10)),
        ("21 09:00", "Main hall", False, 11),
    ]
    assert held() == expected
    assert plan.notes == [
        "2 sessions have the guid or id of another one of the file, as what is held several times "
        "has. Each becomes a session of its own: “Towel yoga” (day 1, room Main hall, event 8); "
        "“Towel yoga” (day 2, room Main hall, event 8)"
    ]
    assert [str(row) for row in plan.skipped] == [
        "day 1, room Main hall, event 8 “Towel yoga”: it stands in the file twice, the first time "
        "in day 1, room Main hall, event 8"
    ]

    assert take(document(*rows[::-1])).changes_nothing  # whatever their order in the file
    rows[0] |= {"date": "2026-05-21T10:00:00+08:00"}
    assert take(document(*rows)).lines == [
        "~ session: Towel yoga: starts: 2026-05-21 09:00 → 2026-05-21 10:00; "
        "ends: 2026-05-21 09:30 → 2026-05-21 10:30"
    ]
    assert Session.objects.count() == 4


@pytest.mark.parametrize(
    ("step", "minutes"), [("00:15", 15), ("00:05:00", 5), ("02:00", 5), ("", 5)]
)
def test_a_session_that_lasts_no_time_gets_a_step(conference, step, minutes):
    rows = [event(1, duration="0:00", title="Doors open"), event(2)]

    plan = take(document(*rows, timeslot_duration=step))

    doors = Session.objects.get(title_en="Doors open")
    assert (doors.ends_at - doors.starts_at).seconds == minutes * 60
    assert plan.skipped == []
    assert plan.notes == [
        "1 session lasts no time in the file. A new one gets "
        f"{minutes} minutes: “Doors open” (day 1, room Main hall, event 101)"
    ]
    assert take(document(*rows, timeslot_duration=step)).changes_nothing


def test_the_length_that_an_organizer_gave_stays_where_the_file_has_none(conference):
    take(document(event(1, duration="0:00")))
    Session.objects.update(ends_at=at("10:00", day=date(2026, 5, 20)))

    assert take(document(event(1, duration="0:00"))).changes_nothing
    take(document(event(1, duration="0:00", date="2026-05-20T10:00:00+08:00")))

    session = Session.objects.get()
    assert (session.starts_at, session.ends_at) == (
        at("10:00", day=date(2026, 5, 20)),
        at("11:00", day=date(2026, 5, 20)),
    )


def test_an_id_of_the_file_is_kept_for_the_session_that_has_it(conference):
    """Those without one come first in time, and take no number that another one wants."""
    rows = [event(1, id=None), event(2, id=1), event(3, id=2**31 - 1), event(4, id=2**31)]

    take(document(*rows))

    numbers = dict(Session.objects.values_list("title_en", "number"))
    assert numbers == {"Talk 1": 2, "Talk 2": 1, "Talk 3": 2**31 - 1, "Talk 4": 3}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_stands_beside_the_conference_is_told(conference, form):
    schedule = document()
    raw = as_xml(schedule).replace(
        b"<schedule>", b"<schedule><sponsors><sponsor>A</sponsor></sponsors>"
    )
    if form == "json":
        schedule["schedule"]["sponsors"] = {"sponsor": "A"}
        raw = json.dumps(schedule | {"speakers": [1, 2]}).encode()

    plan = import_schedule(read_schedule(raw), slug="spring")

    beside = {"schedule: speakers": 2} if form == "json" else {}
    assert plan.not_taken == beside | {"schedule: sponsors": 1, "url": 1}


def test_events_of_a_day_without_rooms_are_taken(conference):
    raw = as_xml(document()).replace(b'<room name="Main hall" guid="', b'<x guid="')
    raw = re.sub(rb"<x guid=[^>]*>(.*)</room></day>", rb"\1</day>", raw)

    import_schedule(read_schedule(raw), slug="spring")

    assert str(Session.objects.get().room) == "Main hall"


def test_a_file_without_sessions_says_so(conference):
    assert take(document(days=[])).notes == ["The file holds no sessions."]


def test_html_becomes_plain_text(conference):
    take(document(event(abstract="<p>One &amp; two</p><ul><li>three</li></ul>", description="")))

    assert Session.objects.get().summary_en == "One & two\nthree"


def test_a_subtitle_opens_the_summary(conference):
    take(document(event(subtitle="A subtitle")))

    assert Session.objects.get().summary_en == "A subtitle\nIn short"


def test_texts_that_are_too_long_are_cut_and_told(conference):
    report = take(document(event(title="x" * 400, abstract="y" * 3_000, description="")))

    session = Session.objects.get()
    assert len(session.title_en) == 300
    assert (session.summary_en, len(session.abstract_en)) == ("", 3_000)
    assert report.not_taken["text beyond 300 characters"] == 1


def test_times_without_an_offset_are_local(conference):
    schedule = document(event(1), event(2))
    first, second = schedule["schedule"]["conference"]["days"][0]["rooms"]["Main hall"]
    first["date"], second["date"] = "2026-05-20T09:00:00", None

    take(schedule)

    assert list(Session.objects.order_by("number").values_list("starts_at", flat=True)) == [
        at("09:00"),
        at("10:00"),
    ]


def test_clashes_of_the_draft_are_told(conference):
    report = take(document(event(1), event(2, date="2026-05-20T09:10:00+08:00", persons=[])))

    assert [clash.code for clash in report.clashes if clash.is_error] == ["room"]


# --- Queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_an_import_without_changes_costs_the_same_for_many(
    conference, count, django_assert_num_queries
):
    rows = [
        event(n, persons=[{"guid": GUID.format(n + 3), "public_name": f"Person {n}"}])
        for n in range(1, count + 1)
    ]
    take(document(*rows))
    schedule = read(document(*rows))

    with django_assert_num_queries(15):
        import_schedule(schedule, slug="spring")
