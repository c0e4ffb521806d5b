"""The admin's frame: every door shows a conference's rows to its team alone."""

import json

import pytest
from django.contrib.admin.models import LogEntry

from conference.models import Room, Track
from conference.permissions import Role
from conference.program.models import Session
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

ROOMS = "/admin/conference/room/"
SESSIONS = "/admin/program/session/"


@pytest.fixture
def own():
    return make_conference(name_en="Own symposium", name_zh="")


@pytest.fixture
def other():
    return make_conference(name_en="Other symposium", name_zh="")


@pytest.fixture
def editor(client, own):
    user = make_member(own, Role.EDITOR)
    client.force_login(user)
    return user


def suggestions(client, field, **query):
    app, model, name = field.split(".")
    answer = client.get(
        "/admin/autocomplete/",
        {"app_label": app, "model_name": model, "field_name": name, "term": "", **query},
    )
    return answer, [row["text"] for row in json.loads(answer.content).get("results", [])]


# --- Lists and rows ----------------------------------------------------------------------------


def test_a_list_shows_rows_of_ones_own_conferences_alone(client, editor, own, other):
    make_room(own, name_en="Ours")
    make_room(other, name_en="Theirs")

    assert [row["name"] for row in rows(client.get(ROOMS))] == ["Ours"]


def test_a_superuser_sees_all(client, own, other):
    make_room(own, name_en="Ours")
    make_room(other, name_en="Theirs")
    client.force_login(make_user(is_superuser=True))

    assert {row["name"] for row in rows(client.get(ROOMS))} == {"Ours", "Theirs"}


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


# --- Choices -----------------------------------------------------------------------------------


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

    assert f'data-ajax--url="/admin/autocomplete/?conference={own.pk}"' in page
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

    assert {"Own symposium", "Other symposium"} <= set(offered)
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


# --- Inlines and actions -----------------------------------------------------------------------


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
    page = client.get(ROOMS)
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


# --- Adding ------------------------------------------------------------------------------------


def test_the_only_conference_is_taken_and_cannot_be_swapped(client, editor, own, other):
    data = {"name_en": "Hall", "position": "1", "conference": ""}

    assert client.post(f"{ROOMS}add/", data).status_code == 302
    assert Room.objects.get().conference == own
    data["conference"] = other.pk
    assert client.post(f"{ROOMS}add/", data).status_code == 404
    assert client.get(f"{ROOMS}add/?conference={other.pk}").status_code == 404
    assert Room.objects.count() == 1


def test_of_several_conferences_a_page_asks_first(client, own, other):
    user = make_member(own, Role.EDITOR)
    make_member(other, Role.EDITOR, user=user)
    client.force_login(user)

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


# --- History -----------------------------------------------------------------------------------


def test_an_older_version_comes_back_without_what_the_system_keeps(client, own, other):
    client.force_login(make_member(own, Role.ORGANIZER))
    session = make_session(own, title_en="First title")
    version = session.history.get().pk
    session.title_en = "Second title"
    session.first_published_at = own.history.get().history_date
    session.save()
    address = f"{SESSIONS}{session.pk}/history/{version}/"

    answer = client.post(address, form_data(client.get(address)))

    session.refresh_from_db()
    assert answer.status_code == 302
    assert session.title_en == "First title"
    assert session.first_published_at is not None
    assert session.history.latest().history_user is not None


@pytest.mark.parametrize("version", ["0", "abc", "9" * 30, "-1"])
def test_a_version_that_cannot_be_is_a_404(client, editor, own, version):
    room = make_room(own)

    assert client.get(f"{ROOMS}{room.pk}/history/{version}/").status_code == 404


def test_the_versions_of_one_row_do_not_open_those_of_another(client, editor, own, other):
    mine, theirs = make_room(own), make_room(other)

    answer = client.get(f"{ROOMS}{mine.pk}/history/{theirs.history.get().pk}/")

    assert answer.status_code == 404


def test_history_names_who_changed_what_without_a_link_to_the_account(client, editor, own):
    room = make_room(own, name_en="Hall")
    client.post(
        f"{ROOMS}{room.pk}/change/",
        form_data(client.get(f"{ROOMS}{room.pk}/change/"), name_en="Great hall"),
    )

    page = client.get(f"{ROOMS}{room.pk}/history/")

    content = page.content.decode()
    assert "Hall → Great hall" in " ".join(content.split())
    assert editor.username in content
    assert "/admin/auth/user/" not in content
    assert "style=" not in content


# --- Hostile input -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "conference__id__exact=99999999999999999999999",
        "conference__id__exact=abc",
        "room__id__exact=99999999999999999999999",
        "status__exact=nothing",
        "kind__exact=%F0%9F%98%80",
        "day=2026-13-45",
        "day=none",
        "needs=everything",
        "title_en__regex=(",
        "conference__slug=a",
        "parent__conference__teammembers__user__password__startswith=a",
        "search__contains=a",
        "o=99.-99.x",
        "p=99999999999999999999999",
        "p=-1",
        "all=1",
        "e=1",
        "_facets=True",
        "_to_field=guid",
        "_popup=1",
        "q=" + "a%20" * 1_500,
        "q=%27%22%5C%25_",
        "q=" + "%E7%8E%8B" * 2_000,
    ],
)
def test_no_address_of_a_list_breaks_it(client, editor, own, query):
    make_session(own, "09:00", room=make_room(own))

    answer = client.get(f"{SESSIONS}?{query}", follow=True)

    assert answer.status_code < 500


@pytest.mark.parametrize("query", ["needs=all", "needs=all&e=1", "o=1&e=1&p=" + "9" * 20])
def test_a_filter_that_cannot_be_read_leads_to_the_whole_list(client, editor, own, query):
    make_session(own, "09:00", title_en="Opening")

    answer = client.get(f"{SESSIONS}?{query}", follow=True)

    text = answer.content.decode()
    assert [address for address, _status in answer.redirect_chain] == [SESSIONS]
    assert "The address held a filter that this list does not have." in text
    assert "Opening" in text


def test_a_popup_stays_one_when_its_filter_cannot_be_read(client, editor):
    answer = client.get(f"{SESSIONS}?needs=all&_popup=1")

    assert answer["Location"] == f"{SESSIONS}?_popup=1"


@pytest.mark.parametrize("query", ["q=%00", "day=%00", "conference=%ED%A0%80"])
def test_what_no_database_can_hold_is_refused(client, editor, query):
    assert client.get(f"{SESSIONS}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "parent=abc",
        "parent=99999999999999999999999",
        "room=1&track=-1&kind=dance",
        "starts_at=yesterday&ends_at=2026-02-30",
        "title_zh=" + "a" * 5_000,
        "_changelist_filters=%26%26conference__id__exact%3D99999999999999999999",
    ],
)
def test_no_address_of_a_form_breaks_it(client, editor, own, query):
    assert client.get(f"{SESSIONS}add/?{query}").status_code in (200, 404)


@pytest.mark.parametrize(
    "data",
    [
        {"action": "cancel_sessions", "_selected_action": "abc", "index": "0"},
        {"action": "cancel_sessions", "_selected_action": "9" * 30, "index": "0"},
        {"action": "cancel_sessions", "_selected_action": "\0", "index": "x"},
        {"action": "delete_selected", "_selected_action": "-1", "index": "9" * 30},
        {"action": "no_such_action", "_selected_action": "1", "index": "0"},
        {"_save": "1"},
        {"_save": "1", "form-TOTAL_FORMS": "x", "form-INITIAL_FORMS": "-3"},
        {"_save": "1", "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-id": "abc"},
        {"_save": "1", "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "3"},
        {"_save": "1", "form-TOTAL_FORMS": "9999999", "form-INITIAL_FORMS": "0"},
    ],
)
def test_no_tampered_list_form_breaks_it(client, editor, own, data):
    make_session(own, "09:00")

    assert client.post(SESSIONS, data).status_code < 500
    assert Session.objects.get().status == "planned"


@pytest.mark.parametrize(
    "changes",
    [
        {"title_zh": "\0", "title_en": ""},
        {"title_en": "a" * 1_000_000},
        {"starts_at_0": "2026-02-30", "starts_at_1": "09:00"},
        {"starts_at_0": "0001-01-01", "starts_at_1": "00:00", "ends_at_1": "01:00"},
        {"starts_at_0": "9999-12-31", "starts_at_1": "23:59", "ends_at_1": "24:00"},
        {"starts_at_0": "2026-05-20", "starts_at_1": "25:61", "ends_at_1": "x"},
        {"room": "99999999999999999999999"},
        {"room": "abc"},
        {"parent": "\0"},
        {"position": "-1"},
        {"position": "99999999999999999999999"},
        {"seats": "0"},
        {"kind": "dance"},
        {"parallel_group": "并行"},
        {"roles-TOTAL_FORMS": "x"},
        {"roles-TOTAL_FORMS": "5", "roles-INITIAL_FORMS": "5"},
        {"roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "1", "roles-0-id": "abc"},
        {"roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "1", "roles-0-id": "9" * 30},
        {"roles-TOTAL_FORMS": "1", "roles-0-participation": "abc", "roles-0-role": "x"},
        {"roles-TOTAL_FORMS": "1", "roles-0-participation": "9" * 30, "roles-0-role": "chair"},
        {"_saveasnew": "1"},
        {"_to_field": "password"},
    ],
)
def test_no_tampered_form_breaks_a_session(client, editor, own, changes):
    session = make_session(own, title_en="Kept")
    address = f"{SESSIONS}{session.pk}/change/"

    answer = client.post(address, form_data(client.get(address)) | changes)

    assert answer.status_code in (200, 400)
    assert [row.title_en for row in Session.objects.all()] == ["Kept"]


def test_nothing_is_logged_of_what_was_refused(client, editor, own):
    make_track(own, slug="a")

    client.post("/admin/conference/track/add/", {"slug": "a", "name_en": "B", "color": "#1f5f8b"})

    assert Track.objects.count() == 1
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "sent", "kind"),
    [
        ("color", "blue", "text"),
        ("color", "#1f5f8b", "color"),
        ("position", "first", "text"),
        ("position", "-3", "number"),
        ("position", "", "number"),
    ],
)
def test_what_a_box_could_not_show_stays_to_be_seen_and_mended(
    client, own, editor, name, sent, kind
):
    track = make_track(own)
    address = f"/admin/conference/track/{track.pk}/change/"
    data = form_data(client.get(address)) | {"name_zh": "", "name_en": "", name: sent}

    [box] = parsed(client.post(address, data)).xpath(f"//input[@name='{name}']")

    assert (box.get("type"), box.get("value", "")) == (kind, sent)
