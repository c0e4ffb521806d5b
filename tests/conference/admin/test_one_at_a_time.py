"""One works in one conference at a time: lists, choices and new rows are its own until one asks for
all; looking at another one switches; two pages side by side do not mix.
"""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import RequestFactory

from conference.admin import ConferenceScopedAdmin
from conference.models import Conference, Room, Track
from conference.permissions import Role
from conference.program.models import Session
from tests.conference.admin.addresses import ROOMS, SESSIONS
from tests.factories import (
    DAY,
    make_alliance,
    make_conference,
    make_host,
    make_member,
    make_participation,
    make_reply_form,
    make_role,
    make_room,
    make_secretary,
    make_session,
    make_track,
    make_user,
)
from tests.pages import form_data, links, of_class, options, parsed, rows, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="whose rows are shown is asked of both by the same queries"),
]

HERE = "conference__id__exact"


@pytest.fixture
def both(client, own, other):
    """An organizer of two conferences with rooms of one name; `own` is nearer, on any day."""
    long_ago = DAY - timedelta(days=4000)
    Conference.objects.filter(pk=other.pk).update(starts_on=long_ago, ends_on=long_ago)
    user = make_member(own, Role.ORGANIZER)
    make_member(other, Role.ORGANIZER, user=user)
    for conference in (own, other):
        make_room(conference, name_en="Hall", slug="hall")
    client.force_login(user)
    return user


def bar(page):
    return words(parsed(page).xpath("//div[@class='bar']//strong")[0])


def shown_rooms(page):
    found = parsed(page).xpath("//table[@id='result_list']/tbody//th//a/@href")
    return {int(address.split("/")[4]) for address in found}


def test_a_list_is_of_the_conference_one_works_in_until_all_are_asked_for(client, both, own, other):
    mine, theirs = own.rooms.get(), other.rooms.get()

    page = client.get(ROOMS)
    assert (bar(page), shown_rooms(page)) == ("Own symposium", {mine.pk})
    assert "1 room" in words(of_class(page, "paginator")[0])

    switched = client.get(links(page)["Other symposium"])
    assert (bar(switched), shown_rooms(switched)) == ("Other symposium", {theirs.pk})
    assert shown_rooms(client.get(ROOMS)) == {theirs.pk}  # and stays

    everything = client.get(links(switched)["All conferences"])
    assert (bar(everything), shown_rooms(everything)) == ("All conferences", {mine.pk, theirs.pk})
    assert [row["conference"] for row in rows(everything)] == ["Own symposium", "Other symposium"]
    assert shown_rooms(client.get(ROOMS)) == {mine.pk, theirs.pk}
    client.get(f"{ROOMS}{mine.pk}/change/")  # a row read on the way changes nothing
    assert shown_rooms(client.get(ROOMS)) == {mine.pk, theirs.pk}
    assert "For which conference?" in client.get(f"{ROOMS}add/").content.decode()

    searched = client.get(ROOMS, {HERE: own.pk, "q": "Hall"})
    assert shown_rooms(searched) == {mine.pk}
    assert shown_rooms(client.get(links(searched)["Other symposium"])) == {theirs.pk}
    assert links(searched)["All conferences"] == f"{ROOMS}?{HERE}=all&q=Hall"


def test_looking_at_a_row_of_another_conference_switches(client, both, own, other):
    page = client.get(f"{ROOMS}{other.rooms.get().pk}/change/")

    assert bar(page) == "Other symposium"
    assert shown_rooms(client.get(ROOMS)) == {other.rooms.get().pk}
    assert bar(client.get("/admin/")) == "Other symposium"
    assert bar(client.get(f"/admin/program/publish/{own.pk}/")) == "Own symposium"
    assert bar(client.get("/admin/")) == "Own symposium"


def test_what_a_page_sends_belongs_to_what_it_showed(client, both, own, other):
    adding, listing = client.get(f"{ROOMS}add/"), client.get(ROOMS)
    client.get(ROOMS, {HERE: other.pk})  # meanwhile, in another window

    client.post(f"{ROOMS}add/", form_data(adding, name_en="Added at own"))
    data = form_data(listing, _save="1") | {"form-0-capacity": "12"}
    client.post(ROOMS, data)
    act = {"action": "delete_selected", "select_across": "1", "index": "0"}
    chosen = {"_selected_action": [own.rooms.first().pk]}
    asked = client.post(ROOMS, form_data(listing) | act | chosen)

    assert Room.objects.get(name_en="Added at own").conference == own
    assert list(own.rooms.filter(name_en="Hall").values_list("capacity", flat=True)) == [12]
    assert other.rooms.get().capacity is None
    assert f"/room/{other.rooms.get().pk}/" not in asked.content.decode()


def test_a_form_offers_its_own_conference_alone_and_takes_no_room_of_another(
    client, both, own, other
):
    mine, theirs = own.rooms.get(), other.rooms.get()
    page = client.get(f"{SESSIONS}add/")

    assert list(options(page, "room")) == [str(mine.pk)]
    assert "For which conference?" not in page.content.decode()
    data = form_data(page, title_en="Opening", kind="talk")
    assert client.post(f"{SESSIONS}add/", data | {"room": str(theirs.pk)}).status_code == 200
    assert not Session.objects.exists()
    assert client.post(f"{SESSIONS}add/", data | {"room": str(mine.pk)}).status_code == 302
    listed = client.get(SESSIONS)
    assert list(options(listed, "form-0-room")) == [str(mine.pk)]
    client.post(SESSIONS, form_data(listed, _save="1") | {"form-0-room": str(theirs.pk)})
    assert Session.objects.get().room == mine


def test_no_choice_of_any_form_is_of_another_conference(both, own, other):
    """Each foreign key of each form and of the rows on its page."""
    for conference in (own, other):
        session = make_session(conference, kind="sub-forum", track=make_track(conference))
        make_role(session, make_participation(conference))
        make_host(conference)
        make_reply_form(conference)
    asked, strangers = 0, []
    for model, page in admin.site._registry.items():
        if not isinstance(page, ConferenceScopedAdmin) or not page.stands_in_conference:
            continue
        request = RequestFactory().get("/admin/")
        request.user, request.form_conference = both, own
        inlines = page.get_inline_instances(request)
        for offers in (page, *inlines):
            for field in offers.model._meta.fields:
                rows = getattr(field, "remote_field", None) and offers.choices_for(request, field)
                path = getattr(rows, "conference_path", None)
                if path and path != "pk":
                    asked += 1
                    found = set(rows.values_list(path, flat=True))
                    strangers += [(model, field.name)] if found - {own.pk} else []

    assert strangers == []
    assert asked >= 5


def test_the_conference_remembered_opens_nothing(client, both, own, other):
    session = client.session
    session["conference"] = make_conference(name_en="Foreign").pk
    session.save()

    page = client.get(ROOMS)

    assert bar(page) == "Own symposium"
    assert "Foreign" not in page.content.decode()
    assert rows(client.get(ROOMS, {HERE: session["conference"]})) == []


def test_where_the_page_is_closed_the_nearest_open_conference_is_shown(client, own, other):
    user = make_member(own, Role.DESK)
    make_member(other, Role.EDITOR, user=user)
    make_room(other, name_en="Hall")
    client.force_login(user)

    page = client.get(ROOMS)

    assert bar(page) == "Other symposium"
    assert [row["name"] for row in rows(page)] == ["Hall"]


def test_who_has_one_conference_chooses_nothing(client, editor, own, other):
    make_room(own)

    page = client.get(ROOMS)

    assert bar(page) == "Own symposium"
    assert not of_class(page, "switch")
    assert "For which conference?" not in client.get(f"{ROOMS}add/").content.decode()


def test_a_secretarys_pages_name_no_conference(client, own):
    client.force_login(make_secretary(make_alliance()))

    page = client.get("/admin/alliance/membership/")

    assert page.status_code == 200
    assert "Own symposium" not in page.content.decode()


def test_filters_with_one_value_left_are_none(client, both, own, other):
    make_session(own, kind="talk")
    make_session(own, kind="panel")
    make_session(other, kind="keynote")
    Track.objects.create(conference=own, name_en="Alone", slug="alone")

    def offered(page):
        return {
            words(f.xpath("h2")[0]): [words(a) for a in f.xpath(".//a")]
            for f in of_class(page, "filter", "div")
        }

    found = offered(client.get(SESSIONS))
    counted = offered(client.get(SESSIONS, {"_facets": "True"}))

    assert found["Kind"] == ["All", "talk", "panel"]
    assert counted["Kind"] == ["All", "talk (1)", "panel (1)"]
    assert not {"Status", "Track", "Conference"} & set(found)
    assert offered(client.get(SESSIONS, {"status__exact": "cancelled"}))["Status"]


@pytest.mark.parametrize("count", [1, 3, 400])
def test_any_number_of_conferences_costs_the_same(client, count, django_assert_num_queries):
    user = make_user(is_superuser=True)
    Conference.objects.bulk_create(
        Conference(slug=f"c{n}", name_en=f"Conference {n}", starts_on=DAY, ends_on=DAY)
        for n in range(count)
    )
    room = make_room(Conference.objects.order_by("pk").first())
    client.force_login(user)
    client.get(ROOMS, {HERE: room.conference_id})

    with django_assert_num_queries(6):
        assert len(rows(client.get(ROOMS))) == 1
    with django_assert_num_queries(6):
        page = client.get(f"{ROOMS}{room.pk}/change/")
    with django_assert_num_queries(53):
        client.get("/admin/", {HERE: room.conference_id})
    # The other conferences, at most twelve of them, then all of them, and a new one.
    others = min(count - 1, 12) + (count > 1) + 1
    assert len(parsed(page).xpath("//details[@class='switch']//li")) == others
