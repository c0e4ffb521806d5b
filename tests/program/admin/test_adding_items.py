"""A new item knows what is known where it is added, and so does the next one after it."""

from datetime import timedelta

import pytest

from conference.program.models import Session
from tests.factories import DAY, at, make_conference, make_room, make_session, make_track
from tests.pages import form_data, links, messages, of_class, options, parsed, words
from tests.program.admin.addresses import SESSIONS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a form offers is the same on both databases"),
]

ADD = f"{SESSIONS}add/"
NEXT = "Save and add the next one"


@pytest.fixture
def forum(conference):
    forum = make_session(
        conference, "13:30", "15:30", kind="sub-forum", title_en="Forum", language="en",
        room=make_room(conference, name_en="Room 201"),
        track=make_track(conference, name_en="Literacy"),
    )  # fmt: skip
    for n, starts in enumerate(("13:30", "13:50")):
        ends = at(starts) + timedelta(minutes=20)
        make_session(
            conference, starts, ends, kind="talk", parent=forum, title_en=f"T{n}", language="zh"
        )
    return forum


def times(page):
    """'2026-05-20 14:10 - 2026-05-20 14:30' of the form."""
    boxes = ("starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1")
    start, begins, end, ends = (
        parsed(page).xpath(f"//input[@name='{name}']")[0].get("value") for name in boxes
    )
    return f"{start} {begins} - {end} {ends}"


def chosen(page, name):
    (select,) = parsed(page).xpath(f"//select[@name='{name}']")
    option = select.xpath("option[@selected]") or select.xpath("option")
    return option[0].text


def test_a_talk_added_from_its_sub_forum_is_saved_with_its_title_alone(client, organizer, forum):
    page = client.get(f"{SESSIONS}{forum.pk}/change/")
    add = links(page)["Add a talk"]

    form = client.get(add)

    assert times(form) == f"{DAY} 14:10 - {DAY} 14:30"
    assert [chosen(form, name) for name in ("kind", "parent", "room", "track", "language")] == [
        "talk", "Forum", "Room 201, as “Forum”", "Literacy, as “Forum”", "Chinese",
    ]  # fmt: skip
    assert "In “Forum” (13:30–15:30): day and time below" in words(of_class(form, "known")[0])

    saved = client.post(add, form_data(form, title_en="T2", _addanother=NEXT))

    talk = forum.talks.get(title_en="T2")
    assert (talk.starts_at, talk.ends_at, talk.language) == (at("14:10"), at("14:30"), "zh")
    assert (talk.room, talk.effective_room, talk.track) == (None, forum.room, None)
    following = client.get(saved.url)
    assert times(following) == f"{DAY} 14:30 - {DAY} 14:50"
    assert chosen(following, "parent") == "Forum"
    assert any("T2" in said for said in messages(following))


def test_a_full_sub_forum_says_so_and_offers_no_time(client, organizer, conference, forum):
    forum.ends_at = at("14:10")
    forum.save()

    form = client.get(f"{ADD}?conference={conference.pk}&parent={forum.pk}&kind=talk")

    assert times(form) == "None None - None None"
    assert "“Forum” (13:30–14:10) is full" in words(of_class(form, "known")[0])


def test_a_block_offers_its_kind_of_items(client, organizer, conference):
    opening = make_session(conference, "09:00", "10:00", kind="ceremony", title_en="Opening")
    page = client.get(f"{SESSIONS}{opening.pk}/change/")
    add = links(page)["Add an item"]

    form = client.get(add)

    assert (chosen(form, "kind"), times(form)) == ("address", f"{DAY} 09:00 - {DAY} 09:30")


def test_an_item_on_a_day_has_the_next_free_time_of_its_room(client, organizer, conference):
    hall = make_room(conference)
    make_session(conference, "09:00", "09:40", room=hall)
    make_session(conference, "09:00", "12:00", room=make_room(conference))
    address = f"{ADD}?conference={conference.pk}&day={DAY}&room={hall.pk}&kind=keynote"
    form = client.get(address)

    saved = client.post(address, form_data(form, title_en="Second", _addanother=NEXT))

    assert times(form) == f"{DAY} 09:40 - {DAY} 10:20"
    assert times(client.get(saved.url)) == f"{DAY} 10:20 - {DAY} 11:00"
    assert f"room={hall.pk}" in saved.url


@pytest.mark.parametrize("parent", ["x", "9" * 30, "-1", "elsewhere", "talk"])
def test_an_address_that_names_no_sub_forum_of_the_conference_offers_nothing(
    client, organizer, conference, forum, parent
):
    if parent == "elsewhere":
        parent = make_session(make_conference(), "09:00", kind="sub-forum").pk
    if parent == "talk":
        parent = forum.talks.first().pk

    form = client.get(ADD, {"conference": conference.pk, "parent": parent, "day": "2026-02-31"})

    assert form.status_code == 200
    assert (times(form), chosen(form, "room")) == ("None None - None None", "---------")


def test_the_sub_forums_and_blocks_to_choose_from_are_those_that_hold_items(
    client, organizer, conference, forum
):
    make_session(conference, kind="meal", title_en="Lunch")
    make_session(conference, kind="keynote", title_en="Morning")

    form = client.get(f"{ADD}?conference={conference.pk}")

    assert sorted(options(form, "parent").values()) == ["Forum", "Morning"]


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_form_of_a_new_item_costs_the_same_for_any_number(
    client, organizer, conference, forum, count, django_assert_num_queries
):
    Session.objects.bulk_create(
        Session(conference=conference, parent=forum, number=100 + n, title_en=f"Talk {n}")
        for n in range(count)
    )
    address = f"{ADD}?conference={conference.pk}&parent={forum.pk}&kind=talk"
    client.get(address)

    with django_assert_num_queries(13):
        client.get(address)
