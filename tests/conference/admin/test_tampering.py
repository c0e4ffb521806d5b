"""Addresses and forms of the admin that somebody tampered with break nothing."""

import pytest
from django.contrib.admin.models import LogEntry

from conference.models import Track
from conference.program.models import Session
from tests.conference.admin.addresses import SESSIONS
from tests.factories import make_room, make_session, make_track
from tests.pages import form_data, parsed

pytestmark = pytest.mark.django_db


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
