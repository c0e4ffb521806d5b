"""Importing a schedule in the admin: who may, what is shown, and what changes meanwhile."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference import waiting_file
from conference.permissions import Role
from conference.program.admin.importing import SCHEDULES
from conference.program.importing import limits
from conference.program.models import Session
from tests.factories import make_conference, make_member, make_room, make_session
from tests.pages import errors, form_data, links, messages, of_class, words
from tests.program.importing.files import GUID, document, event

pytestmark = pytest.mark.django_db

MAY = [Role.EDITOR, Role.ORGANIZER]
MAY_NOT = [Role.VIEWER, Role.DESK, Role.EXPORTER]


@pytest.fixture
def conference():
    return make_conference(slug="spring", name_en="Symposium", name_zh="")


@pytest.fixture
def editor(client, conference):
    user = make_member(conference, Role.EDITOR)
    client.force_login(user)
    return user


def page_of(conference, tail=""):
    return f"/admin/program/import/{conference.pk}/{tail}"


def upload(schedule, name="schedule.json"):
    raw = schedule if isinstance(schedule, bytes) else json.dumps(schedule).encode()
    return {"schedule": SimpleUploadedFile(name, raw)}


def changes(page):
    return [words(item) for found in of_class(page, "changes", "ul") for item in found.xpath("li")]


@pytest.mark.parametrize("role", MAY)
def test_a_file_is_previewed_and_then_imported(client, conference, role):
    client.force_login(make_member(conference, role))
    assert client.get(page_of(conference)).status_code == 200

    preview = client.post(page_of(conference), upload(document()))

    assert preview.status_code == 200
    assert "new Talk 1 2026-05-20 09:00–09:30 · Main hall · Ada Lovelace" in changes(preview)
    assert not Session.objects.exists() and not Session.history.exists()
    assert "no-store" in preview["Cache-Control"]

    done = client.post(page_of(conference, "confirm/"), form_data(preview), follow=True)

    assert done.redirect_chain == [(page_of(conference, "done/"), 302)]
    assert messages(done) == [
        "Imported from “schedule.json” into the draft: "
        "1 session is new, 1 new person, 1 new room, 1 new track."
    ]
    assert Session.objects.get().title_en == "Talk 1"
    assert ("Review and publish" in links(done)) is (role == Role.ORGANIZER)


def test_the_history_says_who_imported(client, conference, editor):
    preview = client.post(page_of(conference), upload(document()))
    client.post(page_of(conference, "confirm/"), form_data(preview))

    assert Session.history.get().history_user == editor


@pytest.mark.parametrize("role", MAY_NOT)
@pytest.mark.parametrize("tail", ["", "confirm/", "done/"])
def test_a_colleague_without_the_right_may_not(client, conference, role, tail):
    client.force_login(make_member(conference, role))

    assert client.get(page_of(conference, tail)).status_code == 403
    assert client.post(page_of(conference, tail), upload(document())).status_code == 403


@pytest.mark.parametrize("tail", ["", "confirm/", "done/"])
def test_a_stranger_finds_nothing(client, conference, tail):
    client.force_login(make_member(make_conference(slug="other"), Role.ORGANIZER))

    assert client.get(page_of(conference, tail)).status_code == 404
    assert client.post(page_of(conference, tail), upload(document())).status_code == 404


def test_what_changes_is_shown_from_old_to_new(client, conference, editor):
    preview = client.post(page_of(conference), upload(document()))
    client.post(page_of(conference, "confirm/"), form_data(preview))
    later = event(title="Another title", date="2026-05-20T14:00:00+08:00")

    again = client.post(page_of(conference), upload(document(later)))

    assert [row for row in changes(again) if "Another" in row] == [
        "changed Another title title (English) Talk 1 → Another title "
        "starts 2026-05-20 09:00 → 2026-05-20 14:00 ends 2026-05-20 09:30 → 2026-05-20 14:30"
    ]
    assert "1 unchanged" in words(of_class(again, "cells")[0])


def test_a_file_that_changes_nothing_has_nothing_to_confirm(client, conference, editor):
    preview = client.post(page_of(conference), upload(document()))
    client.post(page_of(conference, "confirm/"), form_data(preview))

    again = client.post(page_of(conference), upload(document()))

    assert "The draft holds everything of this file already." in again.content.decode()
    assert page_of(conference, "confirm/") not in again.content.decode()


def test_what_is_left_and_what_clashes_is_shown(client, conference, editor):
    own = make_session(conference, "15:00", title_en="Group photo", title_zh="", kind="photo")
    rows = [
        event(1, do_not_record=True),
        event(2, date="2026-05-20T09:10:00+08:00", persons=[]),
        event(3, title=""),
    ]

    page = client.post(page_of(conference), upload(document(*rows)))

    told = [words(item) for item in of_class(page, "clashes", "ul")[0].xpath("li")]
    assert told == ["it has no title day 1, room Main hall, event 103"]
    assert "Main hall has “Talk 1” 2026-05-20 09:00–09:30 and “Talk 2” at the same time." in words(
        of_class(page, "clashes", "ul")[1]
    )
    table = [[words(c) for c in row] for row in of_class(page, "cells")[1].xpath("tbody/tr")]
    assert ["do_not_record", "1", "day 1, room Main hall, event 101"] in table
    assert links(page)["Group photo"] == f"/admin/program/session/{own.pk}/change/"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04", "The file is packed. Unpack it first."),
        (b"{}", "The file has no “schedule” with a “conference” in it."),
        (b"<!DOCTYPE x><schedule/>", "The file declares a document type."),
        (b"", "The file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    client, conference, editor, raw, sentence
):
    page = client.post(page_of(conference), upload(raw))

    assert page.status_code == 422
    assert any(sentence in error for error in errors(page))


def test_no_file_is_refused_with_a_sentence(client, conference, editor):
    page = client.post(page_of(conference), {})

    assert (page.status_code, errors(page)) == (422, ["Choose a file, or paste a table."])


def test_a_file_too_large_for_the_page_is_refused(client, conference, editor, monkeypatch):
    monkeypatch.setattr(waiting_file, "MAX_PACKED", 10)

    page = client.post(page_of(conference), upload(document()))

    assert errors(page) == ["The file is too large for this page. The server's command takes it."]


def test_a_draft_that_changed_since_the_preview_is_shown_again(client, conference, editor):
    first = client.post(page_of(conference), upload(document()))
    client.post(page_of(conference, "confirm/"), form_data(first))
    preview = client.post(page_of(conference), upload(document(event(title="From the file"))))
    Session.objects.update(title_en="Changed meanwhile")

    page = client.post(page_of(conference, "confirm/"), form_data(preview))

    assert page.status_code == 409
    assert "Changed meanwhile → From the file" in " ".join(changes(page))
    assert Session.objects.get().title_en == "Changed meanwhile"

    client.post(page_of(conference, "confirm/"), form_data(page))

    assert Session.objects.get().title_en == "From the file"


def test_a_change_elsewhere_in_the_draft_does_not_hold_the_import_up(client, conference, editor):
    preview = client.post(page_of(conference), upload(document()))
    make_session(conference, "16:00", title_en="Added meanwhile", number=900)

    client.post(page_of(conference, "confirm/"), form_data(preview))

    assert Session.objects.count() == 2


def test_a_token_of_another_account_is_none(client, conference, editor):
    preview = client.post(page_of(conference), upload(document()))
    client.force_login(make_member(conference, Role.ORGANIZER))

    page = client.post(page_of(conference, "confirm/"), form_data(preview), follow=True)

    assert messages(page) == [
        "The checked file has expired: it is kept for an hour. Send it again."
    ]
    assert not Session.objects.exists()


@pytest.mark.parametrize("data", [{}, {"token": "x" * 32, "reviewed": "y"}, {"token": "../../etc"}])
def test_a_token_that_is_none_leads_back(client, conference, editor, data):
    page = client.post(page_of(conference, "confirm/"), data)

    assert (page.status_code, page["Location"]) == (302, page_of(conference))


def test_a_confirmed_file_is_gone(client, conference, editor):
    preview = client.post(page_of(conference), upload(document()))
    client.post(page_of(conference, "confirm/"), form_data(preview))

    assert SCHEDULES.fetch(editor, conference, form_data(preview)["token"][0]) is None


def test_the_name_of_another_conference_is_not_told(client, conference, editor):
    other = make_conference(slug="hidden-secret")
    make_session(other, guid=GUID.format(1), title_en="Their title", title_zh="")

    page = client.post(page_of(conference), upload(document()))

    assert page.status_code == 200
    text = page.content.decode()
    assert (
        "1 session has the guid of a session of another conference of this site. Here it gets one "
        "of its own: “Talk 1”<"
    ) in text
    assert "hidden-secret" not in text and "Their title" not in text


def test_the_overview_has_the_door(client, conference, editor):
    assert links(client.get("/admin/"))["Import an agenda"] == page_of(conference)


def test_a_viewer_does_not_see_the_door(client, conference):
    client.force_login(make_member(conference, Role.VIEWER))

    assert "Import an agenda" not in links(client.get("/admin/"))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ORGANIZER])
def test_the_list_of_sessions_has_the_door(client, conference, role):
    client.force_login(make_member(conference, role))

    assert links(client.get("/admin/program/session/"))["Import an agenda"] == page_of(conference)


def test_the_list_of_a_viewer_has_no_door(client, conference):
    client.force_login(make_member(conference, Role.VIEWER))

    assert "Import an agenda" not in links(client.get("/admin/program/session/"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_the_same_for_many(
    client, conference, editor, count, django_assert_num_queries
):
    make_room(conference)
    rows = [event(n, persons=[{"id": n, "public_name": f"P {n}"}]) for n in range(1, count + 1)]
    client.get(page_of(conference))

    with django_assert_num_queries(17):
        client.post(page_of(conference), upload(document(*rows)))


def test_chinese_is_spoken(client, conference, editor):
    client.cookies["django_language"] = "zh-hans"

    page = client.post(page_of(conference), upload(document()))

    assert re.search(r'<html[^>]*lang="zh-', page.content.decode())
    assert limits.MAX_BYTES == 20 * 1024 * 1024
