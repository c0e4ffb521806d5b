"""Sessions and people of the program in the admin: lists, forms, actions."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation, Session, SessionRole
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_link,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.pages import errors, form_data, links, messages, of_class, options, parsed, rows, words

pytestmark = pytest.mark.django_db

SESSIONS = "/admin/program/session/"
PEOPLE = "/admin/program/participation/"


@pytest.fixture
def conference():
    return make_conference(name_en="Symposium", name_zh="")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


def change_of(session):
    return f"{SESSIONS}{session.pk}/change/"


def values(page, name):
    return [field.value for field in parsed(page).xpath(f"//input[contains(@name, '{name}')]")]


# --- The list: times and rooms in place --------------------------------------------------------


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
    page = client.get(SESSIONS)
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


# --- Search and filters ------------------------------------------------------------------------


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


# --- One session -------------------------------------------------------------------------------


def test_the_form_reads_and_writes_the_conferences_clock_and_names_its_zone(client, organizer):
    overseas = make_conference(time_zone="America/New_York")
    make_member(overseas, Role.ORGANIZER, user=organizer)
    session = make_session(overseas, datetime(2026, 5, 20, 18, 0, tzinfo=UTC))
    page = client.get(change_of(session))

    assert values(page, "starts_at") == ["2026-05-20", "14:00"]
    assert "America/New_York, UTC-04:00" in page.content.decode()
    data = form_data(page, starts_at_1="1500", ends_at_1="15:45")
    client.post(change_of(session), data)

    session.refresh_from_db()
    assert session.starts_at == datetime(2026, 5, 20, 19, 0, tzinfo=UTC)
    assert session.ends_at == datetime(2026, 5, 20, 19, 45, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_is_refused(client, organizer):
    spring = date(2026, 3, 29)
    abroad = make_conference(time_zone="Europe/Berlin", starts_on=spring, ends_on=spring)
    make_member(abroad, Role.ORGANIZER, user=organizer)
    session = make_session(abroad)
    data = form_data(client.get(change_of(session)))
    data |= {"starts_at_0": "2026-03-29", "starts_at_1": "02:30", "ends_at_1": "04:00"}

    assert client.post(change_of(session), data).status_code == 200
    session.refresh_from_db()
    assert session.starts_at is None


@pytest.mark.parametrize(
    ("changes", "field", "complaint"),
    [
        ({"ends_at_1": "08:00"}, "ends_at", "A session must end after it starts."),
        ({"starts_at_1": ""}, "starts_at", "Enter the time too, such as 09:30."),
        (
            {"starts_at_0": "", "starts_at_1": ""},
            "ends_at",
            "Enter both a start and an end, or leave both empty while not yet known.",
        ),
        ({"title_en": ""}, "title_en", "Give the session a title in Chinese or in English."),
    ],
)
def test_a_broken_rule_is_told_beside_its_field(
    client, organizer, conference, changes, field, complaint
):
    session = make_session(conference, "09:00", title_zh="")
    data = form_data(client.get(change_of(session)))

    page = client.post(change_of(session), data | changes)

    box, *_ = parsed(page).xpath(f"//div[contains(@class, 'fieldBox field-{field}')]/..")
    assert errors(page) == [complaint]
    assert complaint in words(box)


def test_an_end_without_a_day_is_on_the_day_of_the_start(client, organizer, conference):
    session = make_session(conference)
    data = form_data(client.get(change_of(session)))
    data |= {"starts_at_0": "2026-05-20", "starts_at_1": "9", "ends_at_0": "", "ends_at_1": "930"}

    client.post(change_of(session), data)

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (at("09:00"), at("09:30"))


def test_the_form_offers_the_conferences_days(client, organizer, conference):
    page = client.get(f"{SESSIONS}add/")

    days = parsed(page).xpath("//datalist[@id='starts_at-days']/option/@value")
    assert days == ["2026-05-20"]


def test_a_session_that_becomes_a_talk_gives_up_its_room(client, organizer, conference):
    forum = make_session(conference, "09:00", "12:00", kind="sub-forum", room=make_room(conference))
    session = make_session(conference, "09:30", kind="talk", room=make_room(conference))

    client.post(change_of(session), form_data(client.get(change_of(session)), parent=str(forum.pk)))

    session.refresh_from_db()
    assert (session.parent, session.room) == (forum, None)


def test_only_other_sub_forums_are_offered_as_a_parent(client, organizer, conference):
    forum = make_session(conference, kind="sub-forum")
    second = make_session(conference, kind="sub-forum")
    make_session(conference, kind="panel")

    assert list(options(client.get(change_of(forum)), "parent")) == [str(second.pk)]


def test_a_sub_forum_lists_its_talks_and_adds_one_with_its_parent_filled_in(
    client, organizer, conference
):
    forum = make_session(conference, "09:00", "12:00", kind="sub-forum")
    make_session(conference, "09:30", kind="talk", parent=forum, title_en="A talk")

    page = client.get(change_of(forum))

    assert words(of_class(page, "talks", "ol")[0]).startswith("09:30–10:00 A talk")
    add = client.get(links(page)["Add a talk"])
    data = form_data(add)
    assert (data["parent"], data["kind"]) == ([str(forum.pk)], ["talk"])
    client.post(links(page)["Add a talk"], data | {"title_en": "Another talk"})
    assert forum.talks.count() == 2


def test_people_are_kept_in_the_order_they_were_dragged_to(client, organizer, conference):
    session = make_session(conference)
    first = make_role(session, position=1)
    second = make_role(session, make_participation(conference), position=2, role="chair")
    data = form_data(client.get(change_of(session)))
    data |= {"roles-0-position": "2", "roles-1-position": "1"}

    client.post(change_of(session), data)

    assert list(session.roles.all()) == [second, first]


def test_a_save_tells_what_clashes_now(client, organizer, conference):
    room = make_room(conference, name_zh="", name_en="Hall")
    make_role(make_session(conference, "09:00", room=room, title_zh="", title_en="First"))
    session = make_session(conference, "10:00", room=room, title_zh="", title_en="Second")
    data = form_data(client.get(change_of(session)), starts_at_1="09:15")

    page = client.post(change_of(session), data, follow=True)

    assert messages(page)[:2] == [
        "Hall has “First” 2026-05-20 09:00–09:30 and “Second” at the same time.",
        "“Second” has no people yet.",
    ]
    assert [words(item) for item in of_class(client.get(change_of(session)), "error", "li")] == [
        "Hall has “First” 2026-05-20 09:00–09:30 and “Second” at the same time."
    ]


def test_a_published_session_is_not_deleted_but_told_to_be_cancelled(client, organizer, conference):
    session = make_session(conference, title_zh="", title_en="Opening")
    publish(conference, by=organizer)
    told = (
        "“Opening” has been published: attendees have it in their calendars. "
        "Cancel it instead of deleting it."
    )

    asked = client.post(f"{SESSIONS}{session.pk}/delete/", {"post": "yes"}, follow=True)
    action = {"action": "delete_selected", "_selected_action": [session.pk], "index": "0"}
    chosen = client.post(SESSIONS, action, follow=True)

    assert messages(asked) == [told]
    assert messages(chosen) == [told]
    assert Session.objects.count() == 1
    assert "Delete" not in links(client.get(change_of(session)))


def test_a_session_that_nobody_has_seen_is_deleted_after_asking(client, organizer, conference):
    session = make_session(conference)
    chosen = {"action": "delete_selected", "_selected_action": [session.pk]}

    asked = client.post(SESSIONS, chosen | {"index": "0"})
    assert Session.objects.count() == 1
    client.post(SESSIONS, form_data(asked))

    assert Session.objects.count() == 0


# --- Actions -----------------------------------------------------------------------------------


def act(client, action, *sessions, **data):
    chosen = {"action": action, "_selected_action": [session.pk for session in sessions]}
    return client.post(SESSIONS, chosen | data, follow=True)


def test_sessions_move_by_minutes_after_asking_for_them(client, organizer, conference):
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum")
    talk = make_session(conference, "09:00", kind="talk", parent=forum)
    untimed = make_session(conference)

    asked = act(client, "move_by_minutes", forum, untimed, index="0")
    assert "2026-05-20 09:00–10:00" in asked.content.decode()
    page = client.post(SESSIONS, form_data(asked, minutes="-15"), follow=True)

    assert messages(page) == ["2 sessions were moved."]
    forum.refresh_from_db()
    talk.refresh_from_db()
    assert (forum.starts_at, talk.starts_at) == (at("08:45"), at("08:45"))


@pytest.mark.parametrize("minutes", ["", "0", "abc", "99999999999", "1.5", "-99999"])
def test_no_minutes_that_make_no_sense(client, organizer, conference, minutes):
    session = make_session(conference, "09:00")

    page = act(client, "move_by_minutes", session, apply="1", minutes=minutes)

    assert len(errors(page)) == 1
    session.refresh_from_db()
    assert session.starts_at == at("09:00")


def test_a_copy_has_no_time_and_a_new_code(client, organizer, conference):
    session = make_session(conference, "09:00")
    make_role(session)

    page = act(client, "duplicate_sessions", session, index="0")

    copy = Session.objects.exclude(pk=session.pk).get()
    assert (copy.starts_at, copy.roles.count()) == (None, 1)
    assert copy.code != session.code
    assert links(page)["The future of educational big data"]


def test_sessions_are_cancelled_and_reinstated(client, organizer, conference):
    session = make_session(conference, "09:00")

    page = act(client, "cancel_sessions", session, index="0")
    assert messages(page) == ["1 session is cancelled. Attendees see it after the next publish."]
    session.refresh_from_db()
    assert session.is_cancelled
    act(client, "reinstate_sessions", session, index="0")

    session.refresh_from_db()
    assert not session.is_cancelled
    assert session.history.count() == 3


# --- People ------------------------------------------------------------------------------------


def test_empty_printed_fields_show_what_will_be_printed(client, organizer, conference):
    employer = make_organization(name_zh="东北大学", name_en="NEU")
    person = make_person(position_en="Vice President", organization=employer)
    participation = make_participation(conference, person, printed_name_en="Prof. Wang")

    page = client.get(f"{PEOPLE}{participation.pk}/change/")

    placeholders = {
        field.get("name"): field.get("placeholder")
        for field in parsed(page).xpath("//input[starts-with(@name, 'printed_')]")
    }
    assert placeholders == {
        "printed_name_zh": "王兴伟",
        "printed_name_en": "Wang Xingwei",
        "printed_title_zh": "",
        "printed_title_en": "Vice President",
        "printed_organization_zh": "东北大学",
        "printed_organization_en": "NEU",
    }


def test_private_contact_is_open_to_those_who_may_see_it(client, conference):
    participation = make_participation(conference, contact_phone="+44 7700 900001")
    address = f"{PEOPLE}{participation.pk}/change/"
    seeing = make_member(conference, Role.ORGANIZER, sees_contacts=True)
    blind = make_member(conference, Role.ORGANIZER)

    client.force_login(seeing)
    assert "+44 7700 900001" in client.get(address).content.decode()
    client.force_login(blind)
    page = client.get(address)
    assert "900001" not in page.content.decode()
    client.post(address, form_data(page, printed_name_en="Printed", contact_phone="+44 0"))

    participation.refresh_from_db()
    assert participation.printed_name_en == "Printed"
    assert participation.contact_phone == "+44 7700 900001"


def test_once_published_a_participant_stays_the_same_person(client, organizer, conference):
    participation = make_participation(conference)
    make_session(conference)
    publish(conference, by=organizer)

    page = client.get(f"{PEOPLE}{participation.pk}/change/")

    assert "person" not in form_data(page)


def test_one_person_is_in_a_conference_once(client, organizer, conference):
    participation = make_participation(conference)

    page = client.post(
        f"{PEOPLE}add/",
        {"person": participation.person_id, "category": "speaker", "position": "0"},
    )

    assert errors(page) == ["This person is already in this conference."]


def test_the_list_of_people_shows_them_as_printed_and_marks_renderings(
    client, organizer, conference
):
    person = make_person(name_zh_is_rendering=True)
    make_participation(conference, person)
    make_participation(conference, printed_name_zh="王兴伟（教授）")

    shown = {row["name_line"] for row in rows(client.get(PEOPLE))}

    assert shown == {"Xingwei Wang 王兴伟 译名", "Wang Xingwei 王兴伟（教授）"}


def test_people_are_filtered_by_what_is_to_be_done(client, organizer, conference):
    english = make_participation(conference, make_person(name_zh=""))
    make_role(make_session(conference), english)
    make_participation(conference, make_person(name_zh_is_rendering=True))

    def names(**query):
        return [row["name_line"] for row in rows(client.get(PEOPLE, query))]

    assert names(needs="translation") == ["Xingwei Wang"]
    assert names(needs="session") == names(needs="official") == ["Xingwei Wang 王兴伟 译名"]


# --- What it costs -----------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (SESSIONS, 22),
        (PEOPLE, 11),
        ("/admin/people/person/", 9),
        ("/admin/people/organization/", 9),
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


def test_the_form_of_a_session_costs_the_same_for_1_and_40_people(
    client, organizer, conference, django_assert_num_queries
):
    session = make_session(conference)
    client.get(change_of(session))
    for more in (1, 39):
        for number in range(more):
            make_role(session, make_participation(conference), position=number, role="panelist")
            make_link(session, position=number)
        with django_assert_num_queries(18):
            client.get(change_of(session))


def test_the_autocomplete_tells_people_of_one_name_apart(client, organizer, conference):
    employer = make_organization(name_en="NEU")
    make_participation(conference, make_person(organization=employer))
    make_participation(conference, make_person())

    answer = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "program",
            "model_name": "sessionrole",
            "field_name": "participation",
            "term": "wxw",
        },
    )

    assert [row["text"] for row in answer.json()["results"]] == [
        "Wang Xingwei · NEU",
        "Wang Xingwei",
    ]
    assert uuid.UUID(str(Person.objects.first().guid))


# --- Judged when all is written -------------------------------------------------------------------


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


def test_reinstated_sessions_tell_what_clashes_now(client, organizer, conference):
    hall = make_room(conference, name_zh="", name_en="Hall")
    make_session(conference, "09:00", room=hall, title_en="First")
    row = make_session(conference, "09:00", room=hall, title_en="Second", status="cancelled")

    page = client.post(
        SESSIONS,
        {"action": "reinstate_sessions", "_selected_action": [row.pk], "index": "0"},
        follow=True,
    )

    assert any("clash keeps" in text for text in messages(page))


# --- Days and times as they are typed -------------------------------------------------------------


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


@pytest.mark.parametrize("last", [DAY, DAY + timedelta(days=2)])
def test_a_time_alone_keeps_the_day_of_the_row_in_its_form(client, organizer, last):
    conference = make_conference(ends_on=last)
    make_member(conference, "organizer", user=organizer)
    row = make_session(conference, "09:00")
    changes = {"starts_at_0": "", "starts_at_1": "14:00", "ends_at_0": "", "ends_at_1": "15:00"}

    client.post(change_of(row), form_data(client.get(change_of(row)), **changes))

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (at("14:00"), at("15:00"))


def test_a_time_alone_is_on_the_only_day_of_the_conference(client, organizer, conference):
    row = make_session(conference)
    changes = {"starts_at_1": "14:00", "ends_at_1": "15:00"}

    client.post(change_of(row), form_data(client.get(change_of(row)), **changes))

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (at("14:00"), at("15:00"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_day_that_reads_two_ways_moves_no_session(client, organizer, conference, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    row = make_session(conference, "09:00")
    page = client.post(
        change_of(row), form_data(client.get(change_of(row)), starts_at_0="04/05/2026")
    )
    listed = client.post(
        SESSIONS,
        form_data(client.get(SESSIONS), _save="", **{"form-0-starts_at": "04/05/2026 09:00"}),
    )

    row.refresh_from_db()
    assert row.starts_at == at("09:00")
    for answer in (page, listed):
        assert "2026-04-05" in " ".join(errors(answer))
        assert "2026-05-04" in " ".join(errors(answer))
