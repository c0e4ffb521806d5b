"""A conference as a file, there and back, and as the conference of the next year."""

import copy
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import override

from conference.images import checked_image, kept
from conference.models import Conference, Room, Stamp
from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation, Session
from conference.program.release.publishing import publish
from config.carrying import CarryRefused, bring, changed, document_of, read_document, written
from config.carrying.changing import PARTS, on_the_same_weekday
from config.carrying.parts import SECTIONS, STAYS
from tests.factories import (
    PDF,
    make_article,
    make_attachment,
    make_checkpoint,
    make_committee,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_organization,
    make_participation,
    make_person,
    make_picture,
    make_plan,
    make_registration,
    make_reply_form,
    make_role,
    make_room,
    make_session,
    make_track,
    make_user,
)

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 4, 18, 1, tzinfo=UTC)  # 09:00 there
NOON = datetime(2026, 4, 18, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def spring():
    """A little of everything; its days are Saturday and Sunday, 18 and 19 April 2026."""
    conference = make_conference(
        slug="spring",
        name_zh="春季研讨会",
        name_en="Spring “symposium”",
        starts_on=date(2026, 4, 18),
        ends_on=date(2026, 4, 19),
        report_en="It went well.",
    )
    room = make_room(conference, slug="hall", name_zh="𠮷野厅", capacity=80)
    track = make_track(conference, slug="ai")
    member = make_organization(name_zh="样例大学", name_en="Sample University")
    person = make_person(
        name_zh="欧阳样例", organization=member, portrait=checked_image(make_picture())
    )
    guest = make_participation(conference, person, contact_phone="+44 7700 900001")
    forum = make_session(conference, MORNING, NOON, kind="sub-forum", room=room, title_en="Forum")
    talk = make_session(
        conference,
        MORNING,
        MORNING + timedelta(minutes=30),
        kind="talk",
        parent=forum,
        title_en="Talk",
    )
    make_session(conference, title_en="Tea", kind="break", track=track)
    make_session(conference, title_en="Gone", status="cancelled")
    make_role(talk, guest)
    make_link(talk, is_released=True, url="", file=kept(PDF, "pdf"))
    make_host(conference, organization=member)
    make_plan(conference, image=checked_image(make_picture()))
    make_hotel(conference)
    make_contact(conference)
    make_reply_form(conference, opens_at=datetime(2026, 3, 1, 1, tzinfo=UTC))
    make_checkpoint(conference, "own", name_en="Lunch")
    make_checkpoint(conference, "session", session=forum)
    make_committee(conference, person, own_name_zh="指导组")
    conference.handbooks.create(notice_en="Welcome").parts.create(kind="cover")
    make_attachment(conference)
    make_article(conference).pictures.create(image=checked_image(make_picture()))
    make_registration(conference)
    publish(conference, by=None)
    return conference


def gone(conference):
    """The conference with all that belongs to it, and whom nobody names any more."""
    conference.registrations.all().delete()
    for model in (apps.get_model(label) for label in reversed(SECTIONS.values())):
        model._default_manager.all()._raw_delete(using="default")
    conference.releases.all()._raw_delete(using="default")
    for model in apps.get_models():
        if model._meta.label == "program.PublishedRole":
            model.objects.all().delete()
    Conference.objects.all().delete()
    assert not (Conference.objects.exists() or Person.objects.exists() or Room.objects.exists())


def exported(slug="spring"):
    return document_of(Conference.objects.get(slug=slug))


# --- There and back ---


def test_there_and_back_is_no_difference(spring):
    raw = written(exported())
    gone(spring)

    brought = bring(read_document(raw))

    assert written(exported()) == raw
    assert brought.counts["sessions"] == 4
    assert brought.counts["people"] == 1
    assert not brought.conference.is_public
    assert brought.conference.first_published_at is None
    assert Session.objects.get(title_en="Talk").parent.title_en == "Forum"
    assert Session.objects.get(title_en="Forum").history.count() == 1
    assert list(Person.objects.matching("ouyang")) == [Person.objects.get()]
    plan = brought.conference.venueplans.get()
    assert (plan.width, plan.height) == (8, 8)
    assert plan.preview


def test_beside_the_first_one_it_has_an_identity_of_its_own(spring):
    twin = bring(exported(), slug="autumn").conference

    pairs = zip(spring.sessions.order_by("number"), twin.sessions.order_by("number"), strict=True)
    for mine, other in pairs:
        assert mine.guid != other.guid
        assert (mine.number, mine.code, mine.title) == (other.number, other.code, other.title)
    assert Person.objects.count() == 1
    assert Organization.objects.count() == 1
    assert twin.participations.get().person == spring.participations.get().person


def test_what_is_private_stays(spring):
    raw = written(exported()).decode()

    assert "900001" not in raw
    assert "token" not in raw
    assert not bring(read_document(raw.encode()), slug="autumn").conference.registrations.exists()


def test_whoever_brings_it_runs_it(spring):
    user = make_user()

    twin = bring(exported(), slug="autumn", by=user).conference

    assert twin.teammembers.get().role == Role.ORGANIZER
    assert Session.objects.filter(conference=twin).first().history.get().history_user == user


@pytest.mark.once(reason="SQLite takes many rows in parts, PostgreSQL at once")
def test_it_costs_the_same_for_many_sessions(spring, django_assert_num_queries):
    for _number in range(40):
        make_session(spring, title_en="More")

    with django_assert_num_queries(27):
        document = document_of(spring)
    with django_assert_num_queries(63):
        bring(document, slug="autumn")


def test_every_row_of_a_conference_is_carried_or_stays():
    owners, missing = {Conference}, set()
    for _level in range(4):
        for model in apps.get_models():
            if model._meta.app_label in ("auth", "admin") or model is Stamp:
                continue
            if model.__name__.startswith("Historical") or model in owners:
                continue
            if any(f.related_model in owners and not f.null for f in model._meta.concrete_fields):
                owners.add(model)
    for model in owners - {Conference}:
        if model._meta.label not in (*SECTIONS.values(), *STAYS):
            missing.add(model._meta.label)

    assert missing == set()


# --- As the next one ---


def test_the_next_one_keeps_its_weekdays_and_its_clocks(spring):
    first = on_the_same_weekday(spring.starts_on, date(2027, 4, 20))

    twin = bring(changed(exported(), first_day=first, slug="next", name_en="Next")).conference

    assert (twin.starts_on, twin.ends_on) == (date(2027, 4, 17), date(2027, 4, 18))
    forum = twin.sessions.get(title_en="Forum")
    assert forum.starts_at.astimezone(twin.zone).isoformat() == "2027-04-17T09:00:00+08:00"
    assert str(twin.name_en) == "Next"
    assert twin.report_en == ""
    assert not twin.sessions.filter(title_en="Gone").exists()
    assert twin.reply_form.opens_at == datetime(2027, 2, 28, 1, tzinfo=UTC)


def test_a_clock_stays_where_the_zone_changes_its_own(spring):
    Conference.objects.update(time_zone="Europe/Berlin")
    at = datetime(2026, 10, 24, 7, tzinfo=UTC)  # 09:00 in summer time
    Session.objects.filter(title_en="Forum").update(starts_at=at, ends_at=at.replace(hour=8))

    made = changed(exported(), first_day=date(2026, 4, 20))

    (forum,) = [s for s in made["sections"]["sessions"] if s["title_en"] == "Forum"]
    assert forum["starts_at"] == "2026-10-26T09:00:00+01:00"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (date(2027, 4, 17), date(2027, 4, 17)),  # a Saturday as well
        (date(2027, 4, 20), date(2027, 4, 17)),
        (date(2027, 4, 21), date(2027, 4, 24)),
        (date(2027, 4, 14), date(2027, 4, 17)),
    ],
)
def test_the_nearest_same_weekday_is_taken(wanted, found):
    assert on_the_same_weekday(date(2026, 4, 18), wanted) == found


def test_without_times_the_order_holds(spring):
    twin = bring(changed(exported(), keep_times=False, slug="next")).conference

    assert not twin.sessions.filter(starts_at__isnull=False).exists()
    assert [s.title_en for s in twin.sessions.all()] == ["Forum", "Talk", "Tea"]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_may_stay_behind(spring, part):
    made = changed(exported(), parts=set(PARTS) - {part}, slug="next")
    read_document(written(made))  # nothing names what is not there

    twin = bring(made).conference

    counts = {
        "places": twin.rooms.count() + twin.hotels.count(),
        "tracks": twin.tracks.count(),
        "hosts": twin.hostroles.count(),
        "people": twin.participations.count(),
        "agenda": twin.sessions.count(),
        "committees": twin.committees.count(),
        "handbook": twin.handbooks.count(),
        "door": twin.checkpoints.count(),
        "reply_form": hasattr(twin, "reply_form"),
        "news": twin.articles.count(),
    }
    assert {name for name, count in counts.items() if not count} == {part}


def test_the_document_itself_is_left_alone(spring):
    document = exported()
    before = copy.deepcopy(document)

    changed(document, parts=set(), first_day=date(2030, 1, 1), keep_times=False, slug="x")

    assert document == before


# --- What is refused ---


def broken(document, how):
    made = copy.deepcopy(document)
    how(made)
    return made


def _sessions(document, **values):
    document["sections"]["sessions"][0] |= values


REFUSED = {
    "another format": (lambda d: d.update(format="x"), "not a conference of Lectern"),
    "newer": (lambda d: d.update(version=99), "newer Lectern"),
    "unknown section": (lambda d: d["sections"].update(x=[]), "“x”, which this site"),
    "unknown field": (lambda d: _sessions(d, x=1), "sessions 1: “x” is not known"),
    "no list": (lambda d: d["sections"].update(rooms={}), "is no list"),
    "no row": (lambda d: d["sections"].update(rooms=[3]), "no row with an id"),
    "a list as a value": (lambda d: _sessions(d, title_en=["a"]), "no single value"),
    "a room that is not there": (lambda d: _sessions(d, room="x"), "“room” names x"),
    "its own parent": (
        lambda d: _sessions(d, parent=d["sections"]["sessions"][0]["id"]),
        "One level",
    ),
    "a parent that has no talks": (
        lambda d: d["sections"]["sessions"][2].update(parent=d["sections"]["sessions"][1]["id"]),
        "can hold no items",
    ),
    "an id twice": (
        lambda d: d["sections"]["rooms"].append(d["sections"]["rooms"][0]),
        "stands there twice",
    ),
    "no guid": (lambda d: d["sections"]["hotels"][0].update(id="x"), "no guid"),
    "an unknown kind": (lambda d: _sessions(d, kind="x"), "sessions 1: kind"),
    "too long": (lambda d: _sessions(d, title_en="x" * 301), "sessions 1: title"),
    "a control character": (lambda d: _sessions(d, title_en="a\x07b"), "control character"),
    "no moment": (lambda d: _sessions(d, starts_at="soon"), "sessions 1"),
    "a moment without a zone": (
        lambda d: _sessions(d, starts_at="2026-04-18T09:00:00"),
        "no moment with its zone",
    ),
    "an end before the start": (
        lambda d: _sessions(d, ends_at="2020-01-01T00:00:00+00:00"),
        "must end after|session_ends_after_it_starts",
    ),
    "days in the wrong order": (
        lambda d: d["conference"].update(ends_on="2020-01-01"),
        "conference_ends_on",
    ),
    "a time zone of nowhere": (lambda d: d["conference"].update(time_zone="x"), "time zone"),
    "a picture that is none": (
        lambda d: d["files"].update(dict.fromkeys(d["files"], "AAAA")),
        "not a JPEG|PDF",
    ),
    "a file that is no base64": (
        lambda d: d["files"].update(dict.fromkeys(d["files"], "§")),
        "cannot be read",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_trusted_is_refused_and_nothing_written(spring, name):
    how, told = REFUSED[name]
    raw = written(broken(exported(), how))
    before = Conference.objects.count(), Session.objects.count(), Participation.objects.count()

    with pytest.raises(CarryRefused, match=told):
        bring(read_document(raw), slug="autumn")

    assert before == (
        Conference.objects.count(),
        Session.objects.count(),
        Participation.objects.count(),
    )


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"format": []}'])
def test_rubbish_is_refused(raw):
    with pytest.raises(CarryRefused):
        read_document(raw)


# --- The commands ---


def test_the_commands_go_there_and_back(spring, tmp_path):
    file, again, said = tmp_path / "spring.json", tmp_path / "again.json", io.StringIO()
    call_command("export_conference", "spring", output=file, stderr=io.StringIO())

    call_command("import_conference", file, slug="autumn", dry_run=True, stdout=said)
    assert "dry run" in said.getvalue()
    assert not Conference.objects.filter(slug="autumn").exists()

    call_command("import_conference", file, slug="autumn", stdout=said)
    call_command("export_conference", "autumn", output=again, stderr=io.StringIO())
    first, second = (json.loads(path.read_text("utf-8")) for path in (file, again))
    assert first["conference"] | {"slug": "autumn"} == second["conference"]
    assert first["files"] == second["files"]
    assert {n: len(r) for n, r in first["sections"].items()} == {
        n: len(r) for n, r in second["sections"].items()
    }


def test_the_commands_refuse_in_words(spring, tmp_path):
    file = tmp_path / "spring.json"
    file.write_bytes(written(exported()))

    with pytest.raises(CommandError, match="no conference “nowhere”"):
        call_command("export_conference", "nowhere")
    with pytest.raises(CommandError, match="“spring” already"):
        call_command("import_conference", file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_conference", tmp_path / "none.json")
    with override("zh-hans"), pytest.raises(CommandError, match="spring"):
        call_command("import_conference", file)
