"""The list of sessions: times and rooms in place, search, filters, what it costs."""

from datetime import UTC, datetime, timedelta

import pytest

from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation, Session, SessionRole
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_member,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.pages import errors, form_data, messages, parsed, rows
from tests.program.admin.addresses import PEOPLE, SESSIONS

pytestmark = pytest.mark.django_db


# --- The list: times and rooms in place ----------------------------------------------------------


def test_the_list_shows_and_takes_the_conferences_own_clock(client, organizer, conference):
    session = make_session(conference, "09:00")
    page = client.get(SESSIONS)

    assert "times in Asia/Shanghai, UTC+08:00" in page.content.decode()
    data = form_data(page, _save="1")
    assert data["form-0-starts_at"] == ["09:00"]  # of the only day
    assert data["form-0-ends_at"] == ["09:30"]
    data |= {"form-0-starts_at": "10：15", "form-0-ends_at": "1045"}
    client.post(SESSIONS, data)

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (at("10:15"), at("10:45"))


def test_each_row_is_read_by_the_clock_of_its_own_conference(client, organizer, conference):
    overseas = make_conference(time_zone="America/New_York")
    make_member(overseas, Role.ORGANIZER, user=organizer)
    here, there = make_session(conference, "09:00"), make_session(overseas, "09:00")
    page = client.get(SESSIONS, {"conference__id__exact": "all"})
    assert "times in each conference’s own zone" in page.content.decode()
    data = form_data(page, _save="1")
    for name in data:
        if name.endswith("-starts_at"):
            data[name] = "2026-05-20 14:00"
        if name.endswith("-ends_at"):
            data[name] = "15:00"

    client.post(SESSIONS, data)

    here.refresh_from_db()
    there.refresh_from_db()
    assert here.starts_at == datetime(2026, 5, 20, 6, tzinfo=UTC)
    assert there.starts_at == datetime(2026, 5, 20, 18, tzinfo=UTC)


def test_saving_the_list_unchanged_changes_nothing(client, organizer, conference):
    session = make_session(conference, datetime(2026, 5, 20, 1, 0, 42, tzinfo=UTC))

    client.post(SESSIONS, form_data(client.get(SESSIONS), _save="1"))

    assert session.history.count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "complaint"),
    [
        ("tomorrow", "09:30", "Enter a day and a time, such as 2026-05-20 09:30."),
        ("2026-02-30 09:00", "09:30", "Enter a day and a time, such as 2026-05-20 09:30."),
        ("25:00", "09:30", "Enter a time of the 24-hour clock, such as 09:30."),
        ("2026-05-20 09:00", "08:00", "A session must end after it starts."),
        ("", "09:30", "Enter both a start and an end, or leave both empty while not yet known."),
        ("0001-01-01 09:00", "09:30", "Check the year of this day."),
    ],
)
def test_a_wrong_time_in_the_list_is_told_and_nothing_saved(
    client, organizer, conference, starts, ends, complaint
):
    session = make_session(conference, "09:00")
    data = form_data(client.get(SESSIONS), _save="1")

    page = client.post(SESSIONS, data | {"form-0-starts_at": starts, "form-0-ends_at": ends})

    assert complaint in errors(page)
    session.refresh_from_db()
    assert session.starts_at == at("09:00")


def test_a_room_of_another_conference_cannot_be_forged_into_the_list(client, organizer, conference):
    session = make_session(conference, "09:00", room=make_room(conference))
    stranger = make_room(make_conference())

    page = client.post(
        SESSIONS, form_data(client.get(SESSIONS), _save="1") | {"form-0-room": stranger.pk}
    )

    assert len(errors(page)) == 1
    session.refresh_from_db()
    assert session.room.conference == conference


def test_a_talk_in_the_list_keeps_the_room_of_its_sub_forum(client, organizer, conference):
    room = make_room(conference)
    forum = make_session(conference, "09:00", "12:00", kind="sub-forum", room=room)
    talk = make_session(conference, "09:30", kind="talk", parent=forum)

    client.post(
        SESSIONS, form_data(client.get(SESSIONS), _save="1") | {"form-1-room": str(room.pk)}
    )

    talk.refresh_from_db()
    assert talk.room is None


def test_who_only_reads_sees_times_without_boxes(client, conference):
    make_session(conference, "09:00", room=make_room(conference, name_en="Hall", name_zh=""))
    client.force_login(make_member(conference, Role.VIEWER))

    page = client.get(SESSIONS)

    assert rows(page)[0]["when"] == "2026-05-20 09:00–09:30"
    assert rows(page)[0]["place"] == "Hall"
    assert not parsed(page).xpath("//table[@id='result_list']//input[@type='text']")


def test_the_list_marks_what_is_missing_and_what_clashes(client, organizer, conference):
    room = make_room(conference, name_zh="", name_en="Hall")
    make_session(conference, "09:00", room=room, title_zh="", title_en="First")
    make_session(conference, "09:15", room=room, title_zh="第二", title_en="")
    make_role(Session.objects.first())

    first, second = rows(client.get(SESSIONS))

    assert first["title_line"] == "First draft Chinese missing"
    assert second["title_line"] == "第二 draft English missing"
    assert first["clash_mark"] == "clash"
    assert second["clash_mark"] == "clash 2"


def test_saving_the_list_tells_of_clashes(client, organizer, conference):
    room = make_room(conference)
    make_session(conference, "09:00", room=room)
    make_session(conference, "10:00", room=room)
    data = form_data(client.get(SESSIONS), _save="1")

    page = client.post(SESSIONS, data | {"form-1-starts_at": "09:15"}, follow=True)

    assert messages(page)[-1] == "1 clash keeps Symposium from being published. See the report"


# --- Search and filters --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["大数据", "jiaoyu", "jydsj", "EDUCATIONAL big", "wang xing", "王兴伟", "wxw"]
)
def test_a_session_is_found_by_title_or_person_in_any_spelling(client, organizer, conference, text):
    make_role(make_session(conference))
    make_session(conference, title_zh="茶歇", title_en="Tea break", kind="break")

    assert [row["kind_and_track"] for row in rows(client.get(SESSIONS, {"q": text}))] == ["keynote"]


def test_filters_find_what_is_to_be_done(client, organizer, conference):
    room = make_room(conference)
    make_session(conference, title_en="Untimed", title_zh="未定")
    make_role(make_session(conference, "09:00", room=room, title_en="One", title_zh=""))
    make_role(make_session(conference, "09:10", room=room, title_en="Two", title_zh="二"))
    make_session(conference, "11:00", kind="panel", title_en="Panel", title_zh="圆桌")
    make_session(conference, "12:00", kind="meal", title_en="Lunch", title_zh="午餐")

    def titles(**query):
        return {row["title_line"].split()[0] for row in rows(client.get(SESSIONS, query))}

    assert titles(needs="time") == {"Untimed"}
    assert titles(needs="people") == {"Untimed", "Panel"}
    assert titles(needs="translation") == {"One"}
    assert titles(needs="error") == {"One", "Two"}
    assert titles(needs="warning") == {"Untimed", "Panel"}
    assert titles(day="2026-05-20") == {"One", "Two", "Panel", "Lunch"}
    assert titles(day="none") == {"Untimed"}


def test_the_day_is_the_conferences_own(client, organizer):
    overseas = make_conference(time_zone="Pacific/Auckland", ends_on=date_after(DAY))
    make_member(overseas, Role.ORGANIZER, user=organizer)
    make_session(overseas, datetime(2026, 5, 19, 21, 0, tzinfo=UTC), title_en="Early", title_zh="")
    query = {"conference__id__exact": overseas.pk}

    assert len(rows(client.get(SESSIONS, query | {"day": "2026-05-20"}))) == 1
    assert len(rows(client.get(SESSIONS, query | {"day": "2026-05-21"}))) == 0


def date_after(day):
    return day.replace(day=day.day + 1)


def test_the_filter_of_a_room_finds_the_talks_inside_it(client, organizer, conference):
    room = make_room(conference)
    make_room(conference)
    forum = make_session(conference, "09:00", "12:00", kind="sub-forum", room=room)
    make_session(conference, "09:30", kind="talk", parent=forum)
    make_session(conference, "09:30")

    assert len(rows(client.get(SESSIONS, {"room__id__exact": room.pk}))) == 2


# --- What it costs -------------------------------------------------------------------------------


def fill(conference, count):
    """`count` more sessions, each with a room, a track, a title in one language and one person."""
    rooms = [make_room(conference) for _ in range(3)]
    track = make_track(conference)
    start = Session.objects.count()
    sessions = [
        Session(
            conference=conference,
            number=number,
            code=f"{number:06}",
            kind="keynote",
            title_en=f"Session {number}",
            starts_at=at("09:00"),
            ends_at=at("09:30"),
            room=rooms[number % 3],
            track=track,
        )
        for number in range(start + 1, start + count + 1)
    ]
    employers = [Organization(name_en=f"Employer {number}") for number in range(count)]
    Organization.objects.bulk_create(employers)
    people = [
        Person(family_name_en=f"Family{number}", sort_name=f"f{number}", organization=employer)
        for number, employer in enumerate(employers)
    ]
    Person.objects.bulk_create(people)
    participations = [
        Participation(conference=conference, person=person, code=f"{start + number:06}")
        for number, person in enumerate(people)
    ]
    Participation.objects.bulk_create(participations)
    Session.objects.bulk_create(sessions)
    SessionRole.objects.bulk_create(
        SessionRole(session=session, participation=participation)
        for session, participation in zip(sessions, participations, strict=True)
    )


@pytest.mark.once(reason="queries are counted")
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (SESSIONS, 22),
        (PEOPLE, 11),
        ("/admin/people/person/", 11),
        ("/admin/people/organization/", 11),
    ],
)
def test_a_list_costs_the_same_for_1_3_and_400_rows(
    client, organizer, conference, django_assert_num_queries, address, queries
):
    fill(conference, 1)
    client.get(address)
    for more in (0, 2, 397):
        fill(conference, more)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


# --- Rows saved together -------------------------------------------------------------------------


def test_two_keynotes_that_change_places_in_one_save_clash_nowhere(client, organizer, conference):
    hall = make_room(conference, name_zh="", name_en="Hall")
    for clock, title in (("09:00", "First"), ("10:00", "Second")):
        make_role(make_session(conference, clock, room=hall, title_zh="", title_en=title))
    swapped = {
        "form-0-starts_at": "10:00",
        "form-0-ends_at": "10:30",
        "form-1-starts_at": "09:00",
        "form-1-ends_at": "09:30",
    }

    page = client.post(SESSIONS, form_data(client.get(SESSIONS), _save="", **swapped), follow=True)

    assert messages(page) == ["2 sessions were changed successfully."]
    assert [row.title_en for row in Session.objects.order_by("starts_at")] == ["Second", "First"]


def test_a_clash_of_two_saved_rows_is_told_once(client, organizer, conference):
    hall = make_room(conference, name_zh="", name_en="Hall")
    for clock, title in (("09:00", "First"), ("10:00", "Second")):
        make_role(make_session(conference, clock, room=hall, title_zh="", title_en=title))
    together = {
        "form-0-starts_at": "14:00",
        "form-0-ends_at": "14:30",
        "form-1-starts_at": "14:00",
        "form-1-ends_at": "14:30",
    }

    page = client.post(SESSIONS, form_data(client.get(SESSIONS), _save="", **together), follow=True)

    clash = "Hall has “First” 2026-05-20 14:00–14:30 and “Second” at the same time."
    assert messages(page).count(clash) == 1
    assert len(messages(page)) == 3


def test_a_time_alone_keeps_the_day_of_its_row_in_a_list_of_several_days(client, organizer):
    conference = make_conference(ends_on=DAY + timedelta(days=2))
    make_member(conference, "organizer", user=organizer)
    second = DAY + timedelta(days=1)
    row = make_session(conference, at("09:00", day=second), title_en="Keynote")
    changes = {"form-0-starts_at": "14:00", "form-0-ends_at": "15:00"}

    address = f"{SESSIONS}?conference__id__exact={conference.pk}"
    client.post(address, form_data(client.get(address), _save="", **changes))

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (at("14:00", day=second), at("15:00", day=second))
