"""The admin's frame: every door shows a conference's rows to its team alone."""

import json

import pytest

from conference.models import Room
from conference.permissions import Role
from conference.program.models import Session
from tests.conference.admin.addresses import ROOMS, SESSIONS
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
    make_user,
)
from tests.pages import errors, form_data, links, options, parsed, rows

pytestmark = pytest.mark.django_db


def suggestions(client, field, **query):
    app, model, name = field.split(".")
    answer = client.get(
        "/admin/autocomplete/",
        {"app_label": app, "model_name": model, "field_name": name, "term": "", **query},
    )
    return answer, [row["text"] for row in json.loads(answer.content).get("results", [])]


# --- Lists and rows ------------------------------------------------------------------------------


def test_a_list_shows_rows_of_ones_own_conferences_alone(client, editor, own, other):
    make_room(own, name_en="Ours")
    make_room(other, name_en="Theirs")

    assert [row["name"] for row in rows(client.get(ROOMS))] == ["Ours"]


def test_a_superuser_sees_all(client, own, other):
    make_room(own, name_en="Ours")
    make_room(other, name_en="Theirs")
    client.force_login(make_user(is_superuser=True))

    page = client.get(ROOMS, {"conference__id__exact": "all"})

    assert {row["name"] for row in rows(page)} == {"Ours", "Theirs"}


@pytest.mark.parametrize("page", ["change/", "delete/", "history/", "history/{version}/"])
def test_a_row_outside_ones_scope_is_not_there(client, editor, other, page):
    room = make_room(other)
    page = page.format(version=room.history.get().pk)

    assert client.get(f"{ROOMS}{room.pk}/{page}").status_code == 404
    assert client.post(f"{ROOMS}{room.pk}/{page}", {"post": "yes"}).status_code == 404
    assert Room.objects.filter(pk=room.pk).exists()


@pytest.mark.parametrize("page", ["change/", "delete/", "history/", "history/{version}/"])
def test_a_row_in_scope_without_the_right_is_refused(client, own, page):
    room = make_room(own)
    client.force_login(make_member(own, Role.DESK))
    page = page.format(version=room.history.get().pk)

    assert client.get(ROOMS).status_code == 403
    assert client.get(f"{ROOMS}{room.pk}/{page}").status_code == 403


def test_a_viewer_reads_and_changes_nothing(client, own):
    room = make_room(own, name_en="Hall")
    client.force_login(make_member(own, Role.VIEWER))
    address = f"{ROOMS}{room.pk}/change/"

    assert client.get(address).status_code == 200
    assert client.post(address, {"name_en": "Changed"}).status_code == 403
    assert client.post(f"{ROOMS}{room.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{ROOMS}add/").status_code == 403
    version = f"{ROOMS}{room.pk}/history/{room.history.get().pk}/"
    assert client.post(version, {"name_en": "Changed"}).status_code == 403
    assert Room.objects.get().name_en == "Hall"


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "-1", "abc", "1.5", "１", "%20"])
def test_a_row_that_cannot_be_is_a_plain_404(client, editor, key):
    for page in ("change/", "delete/", "history/", "history/1/"):
        assert client.get(f"{ROOMS}{key}/{page}").status_code == 404


def test_nobody_is_led_to_a_row_by_its_type_and_id(client, editor, other):
    make_session(other)

    assert client.get("/admin/r/1/1/").status_code == 404


# --- Choices -------------------------------------------------------------------------------------


def test_choices_are_of_the_forms_own_conference(client, own, other):
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.EDITOR, user=user)
    client.force_login(user)
    mine, theirs = make_room(own), make_room(other)
    make_track(own, name_en="Mine")
    make_track(other, name_en="Theirs")
    session = make_session(own)

    page = client.get(f"{SESSIONS}{session.pk}/change/")

    assert list(options(page, "room")) == [str(mine.pk)]
    assert list(options(page, "track").values()) == ["Mine"]
    refused = client.post(
        f"{SESSIONS}{session.pk}/change/", form_data(page, room=str(theirs.pk), parent="")
    )
    assert refused.status_code == 200
    assert len(errors(refused)) == 1
    assert Session.objects.get(pk=session.pk).room is None


def test_suggestions_stay_in_ones_conferences_and_in_the_forms(client, own, other):
    third = make_conference()
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.EDITOR, user=user)
    client.force_login(user)
    for conference, name in ((own, "Own"), (other, "Other"), (third, "Third")):
        person = make_person(name_zh="", family_name_en=name, given_name_en="Person")
        make_participation(conference, person)
    field = "program.sessionrole.participation"

    assert sorted(suggestions(client, field)[1]) == ["Person Other", "Person Own"]
    assert suggestions(client, field, conference=own.pk)[1] == ["Person Own"]
    assert suggestions(client, field, conference=third.pk)[1] == []
    for wrong in ("abc", "9" * 30, "-1"):
        assert suggestions(client, field, conference=wrong)[1] == []


def test_suggestions_are_refused_without_the_right(client, own):
    client.force_login(make_member(own, Role.DESK))

    answer = client.get(
        "/admin/autocomplete/",
        {"app_label": "program", "model_name": "sessionrole", "field_name": "participation"},
    )

    assert answer.status_code == 403


def test_the_forms_chooser_asks_within_its_conference(client, editor, own):
    session = make_session(own)
    make_role(session)

    page = client.get(f"{SESSIONS}{session.pk}/change/").content.decode()

    assert f'data-ajax--url="/admin/autocomplete/?conference={own.pk}' in page
    assert f"_popup=1&amp;conference={own.pk}" in page


def test_filters_offer_ones_own_conferences(client, own, other):
    third = make_conference(name_en="Third symposium", name_zh="")
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.EDITOR, user=user)
    for conference in (own, other, third):
        make_room(conference, name_en=f"Room of {conference}")
        make_session(conference)
    client.force_login(user)

    offered = links(client.get(SESSIONS))

    assert {"Own symposium", "Other symposium"} & set(offered)  # the one not shown
    assert "Third symposium" not in offered
    assert "Room of Third symposium" not in offered
    narrowed = links(client.get(SESSIONS, {"conference__id__exact": own.pk}))
    assert "Room of Own symposium" not in narrowed  # one room alone is no choice
    assert "Room of Other symposium" not in narrowed


def test_a_forged_filter_shows_nothing_of_others(client, editor, own, other):
    make_session(own, title_en="Ours")
    make_session(other, title_en="Theirs")

    for query in ({"conference__id__exact": other.pk}, {"room__id__exact": make_room(other).pk}):
        assert rows(client.get(SESSIONS, query, follow=True)) == []


# --- Inlines and actions -------------------------------------------------------------------------


def test_an_inline_takes_nobody_from_another_conference(client, editor, own, other):
    session = make_session(own)
    stranger = make_participation(other)
    page = client.get(f"{SESSIONS}{session.pk}/change/")

    refused = client.post(
        f"{SESSIONS}{session.pk}/change/",
        form_data(
            page,
            **{
                "roles-TOTAL_FORMS": "1",
                "roles-0-participation": stranger.pk,
                "roles-0-role": "speaker",
                "roles-0-session": session.pk,
            },
        ),
    )

    assert refused.status_code == 200
    assert session.roles.count() == 0


def test_an_action_reaches_no_row_of_others(client, editor, own, other):
    theirs = make_session(other)
    make_session(own)

    client.post(
        SESSIONS, {"action": "cancel_sessions", "_selected_action": [theirs.pk], "index": "0"}
    )

    assert Session.objects.get(pk=theirs.pk).status == "planned"


def test_an_action_on_rows_one_only_reads_is_refused(client, own, other):
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.VIEWER, user=user)
    client.force_login(user)
    read_only = make_session(other)

    answer = client.post(
        SESSIONS, {"action": "cancel_sessions", "_selected_action": [read_only.pk], "index": "0"}
    )

    assert answer.status_code == 403
    assert Session.objects.get().status == "planned"


def test_a_list_edited_in_place_leaves_rows_one_only_reads(client, own, other):
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.VIEWER, user=user)
    client.force_login(user)
    mine, read_only = make_room(own, position=1), make_room(other, position=1)
    page = client.get(ROOMS, {"conference__id__exact": "all"})
    data = form_data(page, _save="1")
    for name in list(data):
        if name.endswith("-position"):
            data[name] = "7"
    for number in range(2):
        data.setdefault(f"form-{number}-position", "7")

    client.post(ROOMS, data)

    mine.refresh_from_db()
    read_only.refresh_from_db()
    assert (mine.position, read_only.position) == (7, 1)


# --- Adding --------------------------------------------------------------------------------------


def test_the_only_conference_is_taken_and_cannot_be_swapped(client, editor, own, other):
    data = {"name_en": "Hall", "position": "1", "conference": ""}

    assert client.post(f"{ROOMS}add/", data).status_code == 302
    assert Room.objects.get().conference == own
    data["conference"] = other.pk
    assert client.post(f"{ROOMS}add/", data).status_code == 404
    assert client.get(f"{ROOMS}add/?conference={other.pk}").status_code == 404
    assert Room.objects.count() == 1


def test_who_works_in_several_conferences_is_asked_first(client, own, other):
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.EDITOR, user=user)
    client.force_login(user)

    client.get(ROOMS, {"conference__id__exact": "all"})

    asked = links(client.get(f"{ROOMS}add/?_popup=1"))

    assert asked["Own symposium"] == f"?_popup=1&conference={own.pk}"
    added = client.post(f"{ROOMS}add/?conference={other.pk}", {"name_en": "Hall", "position": "1"})
    assert added.status_code == 302
    assert Room.objects.get().conference == other


def test_the_lists_filter_says_where_to_add(client, own, other):
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.EDITOR, user=user)
    client.force_login(user)

    page = client.get(f"{ROOMS}add/?_changelist_filters=conference__id__exact%3D{other.pk}")

    assert "Other symposium" in page.content.decode()
    assert parsed(page).xpath("//input[@name='name_en']")


def test_one_may_not_add_where_one_only_reads(client, own, other):
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.VIEWER, user=user)
    client.force_login(user)

    assert client.get(f"{ROOMS}add/?conference={other.pk}").status_code == 403


def test_a_rule_over_a_hidden_column_is_told_in_the_form(client, editor, own):
    make_room(own, slug="hall")

    answer = client.post(f"{ROOMS}add/", {"slug": "hall", "name_en": "Hall", "position": "1"})

    assert errors(answer) == ["Another room has this short address."]
    assert Room.objects.count() == 1


@pytest.mark.parametrize("key", ["abc", "9" * 30, "0", "-3", "1 OR 1=1"])
def test_no_conference_that_cannot_be(client, editor, key):
    assert client.get(f"{ROOMS}add/", {"conference": key}).status_code == 404
