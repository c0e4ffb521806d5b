"""The form of a session: its clock, its rules, its talks and people; deleting it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from conference.permissions import Role
from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_link,
    make_member,
    make_participation,
    make_role,
    make_room,
    make_session,
)
from tests.pages import errors, form_data, links, messages, of_class, parsed, words
from tests.program.admin.addresses import SESSIONS

pytestmark = pytest.mark.django_db


def change_of(session):
    return f"{SESSIONS}{session.pk}/change/"


def values(page, name):
    return [field.value for field in parsed(page).xpath(f"//input[contains(@name, '{name}')]")]


# --- One session ---------------------------------------------------------------------------------


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


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.once(reason="queries are counted")
def test_the_form_of_a_session_costs_the_same_for_1_and_40_people(
    client, organizer, conference, django_assert_num_queries
):
    session = make_session(conference)
    client.get(change_of(session))
    for more in (1, 39):
        for number in range(more):
            make_role(session, make_participation(conference), position=number, role="panelist")
            make_link(session, position=number)
        with django_assert_num_queries(22):
            client.get(change_of(session))


# --- Days and times as they are typed ------------------------------------------------------------


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
