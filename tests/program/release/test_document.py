"""Documents of every format that was ever published stay readable."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from conference.bilingual import Text
from conference.program.release import fields
from conference.program.release.document import FORMAT, UPGRADES, UnknownFormat, read, upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.sections import NEVER
from conference.program.release.values import phone_uri
from tests.factories import (
    at,
    make_committee,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_participation,
    make_person,
    make_photo,
    make_plan,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.program.release.documents import GOLDEN, golden


def shape(value):
    """What keys a document has, at every depth: one row stands for all rows of a list."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shape(value[0])]
    return "value"


def test_every_format_up_to_todays_has_its_golden_document():
    assert {int(path.stem.removeprefix("format-")) for path in GOLDEN.iterdir()} == set(
        range(1, FORMAT + 1)
    )
    assert set(UPGRADES) == set(range(1, FORMAT))


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_an_old_document_is_read_whole(number):
    program = read(golden(number), number=1, published_at=at("06:00"))

    forum, later = program.sessions
    (talk,) = forum.talks
    assert program.conference.days == [date(2026, 5, 20)]
    assert (forum.title.zh, forum.title.en) == ("人工智能通识课程", "General AI curriculum")
    assert (forum.starts_at, forum.ends_at) == (at("09:00"), at("12:00"))
    assert talk.room == forum.room == program.room("hall")
    assert forum.track == program.track("teaching")
    assert [p.name.en for p in forum.chairs] == ["Xingwei Wang"]
    assert (forum.expected[0].total, forum.expected[0].to_be_announced) == (4, 3)
    assert talk.abstract_html.en == "<p><strong>Why</strong> it matters</p>"
    assert not later.is_timed
    assert program.untimed() == [[later]]
    assert program.entries() == [talk]
    assert program.days() == [(date(2026, 5, 20), [forum])]
    assert program.session("BBBBB2") == talk
    assert [(s.code, r.role) for s, r in program.roles_of(program.person("AAAAA1"))] == [
        ("BBBBB1", "chair"),
        ("BBBBB2", "speaker"),
    ]
    with override("zh-hans"):
        assert str(talk.speakers[0].academic_title_label) == "教授"


def test_a_document_of_before_knows_nothing_of_venue_and_links():
    program = read(golden(1))

    assert (program.plans, program.hotels, program.contacts, program.photos) == ((), (), (), ())
    assert not program.conference.report_html
    assert not program.room("hall").directions
    assert program.sessions_with_links() == []


def test_an_upgrade_leaves_the_document_it_was_given_alone():
    before = golden(1)

    upgraded(before)

    assert before == golden(1)


def test_venue_photos_and_links_are_read():
    program = read(golden(2))

    (plan,), (photo,), (hotel,), (contact,) = (
        program.plans,
        program.photos,
        program.hotels,
        program.contacts,
    )
    assert program.conference.report_html.en == "<p><strong>Done</strong></p>"
    assert program.room("hall").directions.zh == "进门左转"
    assert not any(s.title.zh_is_rendering for s in program.every_session())
    assert (plan.caption.en, plan.width, plan.preview_width, plan.preview_height) == (
        *("Ground floor", 1600, 640, 480),
    )
    assert photo.image == f"public/{'2' * 64}.webp" and not photo.caption
    assert (hotel.name.zh, hotel.phone_uri) == ("示例宾馆", "tel:+447700900001")
    assert (contact.purpose.en, contact.phone_uri) == ("Registration", "tel:+447700900002;ext=12")
    (talk,) = program.sessions_with_links()
    slides, recording = talk.links
    assert (slides.url, slides.is_file) == (f"/media/public/{'b' * 64}.pdf", True)
    assert slides.absolute_url == f"http://127.0.0.1:8000{slides.url}"
    assert slides.title == Text("幻灯片", "Slides")
    assert (recording.url, recording.absolute_url) == ("https://video.example.org/1",) * 2
    assert (slides.exchange_type, recording.exchange_type) == ("slides", "media")


def test_a_title_knows_that_its_chinese_is_ours():
    program = read(golden(3))

    assert [s.code for s in program.every_session() if s.title.zh_is_rendering] == ["BBBBB3"]
    assert program.session("BBBBB3").summary.zh_is_rendering


def test_committees_are_read_with_their_people_in_order():
    (committee,) = read(golden(4)).committees

    assert committee.name == Text("学术委员会", "Academic Committee")
    assert [(role.zh, [m.name.en for m in rows]) for role, rows in committee.by_role()] == [
        ("主任兼秘书长", ["Xingwei Wang"]),
        ("委员", ["Ada Sample"]),
    ]
    assert [member.code for member in committee.members] == ["AAAAA1", ""]
    assert [member.name.zh_is_rendering for member in committee.members] == [False, True]
    assert read(golden(3)).committees == ()


@pytest.mark.parametrize(
    ("phone", "uri"),
    [
        ("+86 (24) 8368-0000", "tel:+862483680000"),
        ("024 83680000转801", "tel:02483680000;ext=801"),
        ("024 83680000 x 8", "tel:02483680000;ext=8"),
        ("", ""),
    ],
)
def test_a_phone_can_be_called(phone, uri):
    assert phone_uri(phone) == uri


@pytest.mark.django_db
def test_a_new_shape_needs_a_new_format():
    conference = make_conference()
    make_host(conference)
    room, track = make_room(conference), make_track(conference)
    session = make_session(conference, "09:00", room=room, track=track)
    make_role(session, make_participation(conference))
    make_link(session)
    make_plan(conference)
    make_photo(conference)
    make_hotel(conference)
    make_contact(conference)
    make_committee(conference, make_person())

    document = publish(conference).document

    todays, kept = shape(document), shape(upgraded(golden(FORMAT)))
    # The golden session with links stands for all.
    kept["sessions"][0]["links"] = shape(golden(FORMAT)["sessions"][1]["links"])
    assert list(todays) == list(kept)
    for section in set(todays) - {"format", "highlights", "expected"}:
        assert before_later_fields(section, todays) == before_later_fields(section, kept), (
            f"{section} changed its shape: say in `fields` what is `absent` in older releases, or "
            "raise FORMAT, add an upgrade and a golden document"
        )


def before_later_fields(section, document):
    """The rows of a section without what an older release may lack."""
    (found,) = (one for one in fields.SECTIONS if one.name == section)
    later = {field.name for field in found.fields if field.absent is not NEVER}
    rows = document[section] if isinstance(document[section], list) else [document[section]]
    return [{name: row[name] for name in row if name not in later} for row in rows]


def test_a_document_of_a_newer_lectern_is_refused():
    with pytest.raises(UnknownFormat):
        read({"format": FORMAT + 1})


@pytest.mark.django_db
def test_a_session_lasts_its_hours_also_while_the_clocks_are_set():
    new_york, day = ZoneInfo("America/New_York"), date(2027, 11, 6)
    conference = make_conference(
        starts_on=day, ends_on=day + timedelta(days=1), time_zone="America/New_York"
    )
    starts = at("23:30", day=day, zone=new_york)
    make_session(conference, starts, starts.astimezone(UTC) + timedelta(hours=3))

    (session,) = read(draft_document(conference)).sessions

    assert f"{session.ends_at:%H:%M}" == "01:30"
    assert session.minutes == 180


def test_now_and_next_and_when_they_change():
    program = read(golden(1))
    (forum,) = [session for session in program.sessions if session.is_timed]

    assert program.now_and_next(at("08:00")) == ([], [forum])
    assert program.now_and_next(at("09:00")) == ([forum], [])
    assert program.now_and_next(at("12:00")) == ([], [])
    assert program.moments() == [at("09:00"), at("12:00")]
