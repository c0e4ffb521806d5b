"""Our own files: they change nothing, bring talks back into sub-forums, or make it all anew."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from conference.program.draft.moving import set_status
from conference.program.feeds.interchange import schedule_json, schedule_xml
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Participation, Session, SessionRole
from conference.program.release.addresses import public_addresses
from conference.program.release.published import read_release
from conference.program.release.publishing import publish
from tests.factories import (
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.program.importing.files import document, event, take

pytestmark = pytest.mark.django_db


# --- Talks and their sub-forums ------------------------------------------------------------------


def test_a_talk_of_our_own_finds_its_sub_forum_in_the_draft(published):
    path = public_addresses("spring")
    raw = schedule_json(read_release(published.releases.get()), path)
    forum = Session.objects.get(kind="sub-forum")
    talk = forum.talks.get()
    Session.objects.filter(pk=talk.pk).delete()  # as if it had never been there

    import_schedule(read_schedule(raw), slug="spring")

    assert forum.talks.get().guid == talk.guid


def unpublished(conference):
    """The same site without the conference's program, as if it stood on another server."""
    conference.releases.all().delete()
    SessionRole.objects.all().delete()
    Session.objects.filter(parent__isnull=False).delete()
    Session.objects.all().delete()
    Participation.objects.all().delete()


def own_files(conference):
    """{language: bytes} of the only release."""
    files, program = {}, read_release(conference.releases.get())
    for language in ("zh-hans", "en"):
        with translation.override(language):
            files[language] = schedule_json(program, public_addresses(conference.slug))
    return files


def forums():
    return [
        (
            *(forum.title_zh, forum.title_en, f"{forum.starts_at:%H:%M}", f"{forum.ends_at:%H:%M}"),
            forum.room.name_en,
            [talk.title_en for talk in forum.talks.order_by("starts_at")],
        )
        for forum in Session.objects.filter(kind="sub-forum").order_by("starts_at", "number")
    ]


@pytest.fixture
def parallel(conference):
    """Two sub-forums side by side, one of them again on the second day."""
    for name, titles in (("East", ("One", "Two")), ("West", ("Three", "Four"))):
        room = make_room(conference, name_en=name)
        for day in (20, 21) if name == "West" else (20,):
            forum = make_session(
                conference,
                starts_at=at("13:00", day=date(2026, 5, day)),
                ends_at=at("15:30", day=date(2026, 5, day)),
                kind="sub-forum",
                title_en=f"Forum {name}",
                title_zh=f"论坛 {name}",
                room=room,
            )
            for hour, title in zip(("13:00", "14:30"), titles, strict=True):
                starts_at = at(hour, day=date(2026, 5, day))
                make_session(
                    conference,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=15),
                    parent=forum,
                    kind="talk",
                    title_en=f"{title} {day}",
                    title_zh="",
                )
    publish(conference)
    return conference


def test_sub_forums_of_our_own_are_made_again_from_their_talks(parallel):
    files = own_files(parallel)
    talks = set(Session.objects.filter(kind="talk").values_list("guid", "number", "code"))
    unpublished(parallel)

    plan = import_schedule(read_schedule(files["en"]), slug="spring")

    expected = [
        ("", "Forum East", "05:00", "06:45", "East", ["One 20", "Two 20"]),
        ("", "Forum West", "05:00", "06:45", "West", ["Three 20", "Four 20"]),
        ("", "Forum West", "05:00", "06:45", "West", ["Three 21", "Four 21"]),
    ]
    assert sorted(forums()) == sorted(expected)
    assert set(Session.objects.filter(kind="talk").values_list("guid", "number", "code")) == talks
    assert [c.message for c in plan.clashes if c.is_error] == []
    assert plan.left_alone == []
    assert "+ session: Forum East (2026-05-20 13:00–14:45 · East)" in plan.lines

    again = import_schedule(read_schedule(files["en"]), slug="spring")
    assert again.changes_nothing and again.left_alone == []
    import_schedule(read_schedule(files["zh-hans"]), slug="spring")
    assert sorted({row[:2] for row in forums()}) == [
        ("论坛 East", "Forum East"),
        ("论坛 West", "Forum West"),
    ]
    assert import_schedule(read_schedule(files["en"]), slug="spring").changes_nothing
    publish(parallel)
    assert import_schedule(read_schedule(own_files(parallel)["en"]), slug="spring").changes_nothing


def test_a_dry_run_of_new_sub_forums_is_the_import(parallel):
    raw = own_files(parallel)["en"]
    unpublished(parallel)
    plans = [
        import_schedule(read_schedule(raw), slug="spring", dry_run=dry_run)
        for dry_run in (True, True, False)
    ]

    assert plans[0].fingerprint() == plans[1].fingerprint()  # whatever is random of new rows
    assert plans[0].lines == plans[1].lines == plans[2].lines
    assert len(plans[0].clashes) == len(plans[2].clashes)


def test_a_talk_of_our_own_follows_into_another_sub_forum(parallel):
    raw = own_files(parallel)["en"]
    talk = Session.objects.get(title_en="Two 20")
    talk.parent = Session.objects.get(title_en="Forum West", talks__title_en="Three 20")
    talk.save()

    plan = import_schedule(read_schedule(raw), slug="spring")

    talk.refresh_from_db()
    assert talk.parent.title_en == "Forum East"
    assert plan.lines == ["~ session: Two 20: part of: Forum West → Forum East"]


def test_a_sub_forum_of_our_own_follows_its_new_name(parallel):
    raw = own_files(parallel)["en"].replace(b"Forum East", b"Forum of the East")

    plan = import_schedule(read_schedule(raw), slug="spring")

    assert plan.lines == [
        "~ session: Forum of the East: title (English): Forum East → Forum of the East"
    ]
    assert import_schedule(read_schedule(raw), slug="spring").changes_nothing


@pytest.mark.parametrize("turn", [1, -1])
def test_a_talk_finds_its_sub_forum_wherever_it_stands_in_the_file(conference, turn):
    rows = [
        event(1, title="Forum", type="sub-forum", duration="3:00", persons=[]),
        event(2, title="Early talk", subtitle="Forum", date="2026-05-20T09:00:00+08:00"),
        event(3, subtitle="Forum"),
    ]
    schedule = document(*rows[::turn])
    schedule["generator"] = {"name": "lectern"}

    take(schedule)

    forum = Session.objects.get(kind="sub-forum")
    assert [talk.title_en for talk in forum.talks.order_by("starts_at")] == ["Early talk", "Talk 3"]
    assert take(schedule).changes_nothing


# --- Our own files -------------------------------------------------------------------------------


@pytest.fixture
def published(conference):
    room, second = make_room(conference, name_en="Room"), make_room(conference, name_en="Room")
    track = make_track(conference)
    forum = make_session(
        conference, "13:00", "15:00", kind="sub-forum", title_en="Sub-forum", room=room
    )
    talk = make_session(
        conference,
        "13:00",
        parent=forum,
        kind="talk",
        track=track,
        abstract_en="**Bold** text\n\n- one\n- two",
        abstract_zh="**重点：**文字",
        summary_en="In short",
    )
    make_role(talk, make_participation(conference))
    make_role(forum, make_participation(conference, make_person(name_zh="主持")), "chair")
    make_session(conference, "09:00", room=second, is_plenary=True)
    cancelled = make_session(conference, "10:00")
    set_status([cancelled], "cancelled")
    publish(conference)
    return conference


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("make", [schedule_json, schedule_xml])
def test_our_own_files_change_nothing(published, make, language):
    program = read_release(published.releases.get())
    with translation.override(language):
        raw = make(program, public_addresses("spring"))

    report = import_schedule(read_schedule(raw), slug="spring")

    assert report.lines == []
    assert report.changes_nothing
    assert report.not_taken == {}


def test_our_own_file_into_another_conference_of_the_site(parallel):
    """Guids are one session's on a site: the copy has its own, and is found again by them."""
    raw = own_files(parallel)["en"]
    copy_of_it = make_conference(
        slug="copy",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 21),
        time_zone="Asia/Shanghai",
    )
    before = list(Session.objects.filter(conference=parallel).values())

    plan = import_schedule(read_schedule(raw), slug="copy")

    (note,) = plan.notes
    assert note == (
        "6 sessions have the guids of sessions of another conference of this site. Here they get "
        "their own: “One 20”; “Three 20”; “Two 20”; … (spring)"
    )
    told = ("title_en", "starts_at", "ends_at", "number", "code")
    talks = Session.objects.filter(kind="talk").order_by("number")
    assert list(talks.filter(conference=copy_of_it).values_list(*told)) == list(
        talks.filter(conference=parallel).values_list(*told)
    )
    assert list(Session.objects.filter(conference=parallel).values()) == before
    again = import_schedule(read_schedule(raw), slug="copy")
    assert again.changes_nothing and again.notes == []
    moved = raw.replace(b"2026-05-20T14:30", b"2026-05-20T14:40").replace(b"14:30", b"14:40")
    assert len(import_schedule(read_schedule(moved), slug="copy").lines) == 3


def test_our_own_file_makes_the_conference_anew(published):
    raw = schedule_json(read_release(published.releases.get()), public_addresses("spring"))
    sessions = {
        s.code: (s.guid, s.number, s.starts_at, s.status, s.title.in_side("en"))
        for s in Session.objects.exclude(kind="sub-forum")
    }
    unpublished(published)
    published.delete()

    import_schedule(read_schedule(raw), slug="spring", create=True)

    assert {
        s.code: (s.guid, s.number, s.starts_at, s.status, s.title.in_side("en"))
        for s in Session.objects.exclude(kind="sub-forum")
    } == sessions
    assert Session.objects.get(kind="sub-forum").talks.count() == 1
