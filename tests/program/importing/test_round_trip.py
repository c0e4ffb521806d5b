"""Whatever the draft holds: what we export and import again changes nothing."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conference.models import Conference
from conference.people.models import Person
from conference.program.feeds.interchange import schedule_json, schedule_xml
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Kind, Participation, Session
from conference.program.release.addresses import public_addresses
from conference.program.release.published import read_release
from conference.program.release.publishing import publish
from tests.factories import at, make_conference, make_role, make_room, make_session, make_track

DAY = date(2026, 5, 20)
TITLES = st.sampled_from(
    [
        *(
            "Opening",
            "2026",
            "AI 赋能",
            "研讨",
            "A  b",
            "x < y & z",
            "<b>Bold</b>",
            "The <div> tag",
        ),
        *(
            "The <div> tag",
            "Cancelled: not",
            "已取消：",
            "a\tb",
            "Zoë’s “talk”",
            "👩‍💻 code",
            "Über uns",
        ),
    ]
)
TEXTS = st.sampled_from(
    [
        *("", "In short", "**重点：**文字", "- one\n- two", "# Head\n\nwords *and* more", "1 < 2"),
        *(
            "line\r\nline",
            "`code` [link](https://example.org/?a=1&b=2)",
            "<p>not HTML</p>",
            "  x  ",
        ),
        *("  x  ", "\u3000全角"),
    ]
)
ZONES = st.sampled_from(["Asia/Shanghai", "America/St_Johns", "Europe/Berlin", "Etc/GMT+8"])


@st.composite
def sessions(draw):
    """Keyword arguments of `make_session`, at any time of a long day."""
    starts_at = at("00:00", day=DAY) + timedelta(minutes=draw(st.integers(0, 40)) * 45)
    minutes = draw(st.sampled_from([1, 30, 90, 24 * 60, 24 * 60 * 5, 45.5]))
    zh, en = draw(TITLES), draw(TITLES)
    only = draw(st.sampled_from(["zh", "en", "both"]))
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "title_zh": zh if only != "en" else "",
        "title_en": en if only != "zh" else "",
        "summary_zh": draw(TEXTS)[:200],
        "summary_en": draw(TEXTS)[:200],
        "abstract_zh": draw(TEXTS),
        "abstract_en": draw(TEXTS),
        "kind": draw(st.sampled_from([k.value for k in Kind])),
        "language": draw(st.sampled_from(["", "zh", "en", "both", "de", "pt-BR", "mul"])),
        "status": draw(st.sampled_from(["planned", "cancelled"])),
        "is_plenary": draw(st.booleans()),
    }


class RoundTrip(TestCase):
    @settings(
        max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
    )
    @given(
        st.lists(sessions(), min_size=1, max_size=4),
        ZONES,
        st.booleans(),
        st.sampled_from([schedule_json, schedule_xml]),
        st.sampled_from(["zh-hans", "en"]),
    )
    def test_our_own_file_changes_nothing(self, rows, zone, has_forum, write, language):
        conference = make_conference(
            slug="spring",
            starts_on=DAY - timedelta(days=2),
            ends_on=DAY + timedelta(days=12),
            time_zone=zone,
        )
        rooms = [
            make_room(conference, name_en=name, name_zh="", holds_several=True)
            for name in ("Hall", "Hall", "101", "大厅")
        ]
        tracks = [make_track(conference, name_en="Same", name_zh="") for _n in range(2)]
        for n, row in enumerate(rows):
            track = tracks[n % 2] if n % 3 else None
            session = make_session(conference, room=rooms[n % 4], track=track, **row)
            make_role(session, role="chair" if n % 2 else "speaker")
            if has_forum and session.kind == "sub-forum":
                talk = row | {"kind": "talk", "is_plenary": False}
                make_session(conference, parent=session, **talk)
        publish(conference)
        with translation.override(language):
            raw = write(read_release(conference.releases.get()), public_addresses("spring"))

        plan = import_schedule(read_schedule(raw), slug="spring")

        assert plan.lines == []
        assert plan.changes_nothing
        assert plan.not_taken == {} and plan.skipped == [] and plan.notes == []


@pytest.mark.django_db
def test_a_summary_of_any_length_is_no_change():
    """An import puts a subtitle before a summary, which may then be longer than one it takes."""
    conference = make_conference(slug="spring", starts_on=DAY, ends_on=DAY)
    make_session(conference, summary_en="word " * 390 + "end", abstract_en="At length")
    publish(conference)
    program = read_release(conference.releases.get())

    plan = import_schedule(
        read_schedule(schedule_json(program, public_addresses("spring"))), slug="spring"
    )

    assert plan.lines == []


@pytest.mark.django_db
def test_made_anew_from_both_languages_guids_ids_and_codes_are_kept():
    conference = make_conference(slug="spring", starts_on=DAY, ends_on=DAY)
    room = make_room(conference, name_en="Hall", name_zh="大厅")
    for n in range(3):
        make_role(make_session(conference, f"{9 + n:02}:00", room=room, title_zh=f"报告{n}"))
    publish(conference)
    program = read_release(conference.releases.get())
    files = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            files.append(schedule_json(program, public_addresses("spring")))
    facts = ("guid", "number", "code", "title_zh", "title_en", "starts_at", "ends_at")
    before = list(Session.objects.order_by("number").values_list(*facts))
    people = set(Person.objects.values_list("guid", "name_zh", "family_name_en"))
    conference.releases.all().delete()
    Session.objects.all().delete()
    Participation.objects.all().delete()
    Person.objects.all().delete()
    Conference.objects.all().delete()

    for raw in files:
        import_schedule(read_schedule(raw), slug="spring", create=True)

    assert list(Session.objects.order_by("number").values_list(*facts)) == before
    assert set(Person.objects.values_list("guid", "name_zh", "family_name_en")) == people
    assert [r.name.as_list() for r in Conference.objects.get().rooms.all()] == [["大厅", "Hall"]]
