"""Taking a list out: who may, the answer and its log, what it costs, what is too long."""

import io
import json
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from conference.attendance.checkin import check_in, walk_in
from conference.attendance.checkpoints import arrival_checkpoint, session_checkpoint
from conference.attendance.lists.exporting import ExportRefused, export
from conference.attendance.lists.listing import listing_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.models import ExportLog
from conference.people.models import Organization
from conference.tabular import read_table
from tests.attendance.lists.files import KEYS, address, as_dicts, body
from tests.factories import (
    DAY,
    at,
    make_alliance,
    make_conference,
    make_member,
    make_membership,
    make_organization,
    make_registration,
    make_secretary,
    make_session,
)
from tests.pages import of_class, parsed, words

pytestmark = pytest.mark.django_db


# --- The answer ----------------------------------------------------------------------------------


def test_the_answer_is_a_private_file_with_a_readable_name(client, conference, exporter):
    response = client.get(address("sign-in.xlsx", "zh-hans"))

    body(response)
    assert response["Cache-Control"] == "private, no-store"
    kind, _, name = response["Content-Disposition"].partition("; filename*=utf-8''")
    assert kind == "attachment"
    assert unquote(name).startswith("签到表 春季研讨会 2")
    assert unquote(name).endswith(".xlsx")


def test_each_export_is_logged(client, conference, exporter):
    make_registration(conference)

    body(client.get(address("sign-in.csv", query="?via=admin")))

    log = ExportLog.objects.get()
    assert (log.by, log.via, log.list_name, log.format, log.rows) == (
        exporter,
        "admin",
        "sign-in",
        "csv",
        1,
    )
    assert (log.columns, log.unmasked) == (KEYS["sign-in"].split(), True)


def test_contacts_are_masked_without_the_right_to_see_them(client, conference):
    client.force_login(make_member(conference, "exporter"))
    make_registration(conference, phone="13800138000", email="zeng@example.org")

    row = as_dicts(client, "registrations")[0]

    assert (row["phone"], row["email"]) == ("138****8000", "z***@example.org")
    assert ExportLog.objects.get().unmasked is False


@pytest.mark.parametrize("name", ["people.csv", "sign-in.docx", "scans.pdf", "sign-in."])
def test_lists_and_formats_that_do_not_exist_are_not_found(client, exporter, name):
    assert client.get(address(name)).status_code == 404
    assert not ExportLog.objects.exists()


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("desk", 403), ("editor", 403), ("exporter", 200), ("organizer", 200)],
)
def test_exports_are_for_exporters_and_organizers(client, conference, role, status):
    client.force_login(make_member(conference, role))

    response = client.get(address("attendance.csv"))

    assert response.status_code == status
    if status == 200:
        body(response)
    assert ExportLog.objects.count() == (status == 200)


def test_strangers_find_nothing_and_others_sign_in_first(client, conference):
    anonymous = client.get(address("attendance.csv"))
    client.force_login(make_member(make_conference(), "organizer"))
    stranger = client.get(address("attendance.csv"))

    assert (anonymous.status_code, anonymous["Location"]) == (
        302,
        "/admin/login/?next=/en/desk/spring/export/attendance.csv",
    )
    assert stranger.status_code == 404


def test_a_secretary_takes_out_their_own_members_alone(client, conference):
    alliance = make_alliance()
    member, left = make_organization(), make_organization(name_zh="旧成员")
    make_membership(alliance, member)
    make_membership(alliance, left, status="withdrawn", until="2025-01-01")
    secretary = make_secretary(alliance)
    client.force_login(secretary)
    make_registration(conference, name="李明", organization=left)
    make_registration(conference, name="曾志伟", organization=member)

    # Members alone open no door: the conference lets the alliance see them.
    assert client.get(address("registrations.json")).status_code == 404

    conference.attendancegrants.create(alliance=make_alliance())
    assert client.get(address("registrations.json")).status_code == 404

    conference.attendancegrants.create(alliance=alliance)
    rows = as_dicts(client, "registrations")
    assert [(row["name"], row["phone"]) for row in rows] == [("曾志伟", "+44 7700 900123")]
    assert as_dicts(client, "scans") == []


# --- What it costs -------------------------------------------------------------------------------

QUERIES = {
    ("sign-in", "csv"): 9,
    ("attendance", "xlsx"): 9,
    ("scans", "json"): 9,
    ("registrations", "csv"): 10,
    ("sign-in", "pdf"): 10,
}


def fill(conference, count, *, by):
    forum = make_session(conference, kind="sub-forum")
    door = session_checkpoint(forum)
    for n in range(count):
        scan = walk_in(
            conference, name=f"李{n}", by=by, checkpoint=door, client_id=f"{conference.pk}-{n}"
        )
        if n % 3 == 0:
            check_in(
                scan.registration,
                conference=conference,
                checkpoint=arrival_checkpoint(conference),
                by=by,
                client_id=f"{conference.pk}-{n}-a",
            )


@pytest.mark.parametrize("count", [1, 3, 400])
def test_every_list_costs_the_same_queries_whatever_its_length(client, conference, exporter, count):
    fill(conference, count, by=exporter)

    for (name, file_format), queries in QUERIES.items():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            body(client.get(address(f"{name}.{file_format}")))
        assert len(captured) == queries, f"{name}.{file_format}"


def test_rows_are_read_outside_a_transaction_and_none_is_kept(conference, monkeypatch):
    """A list is a generator over a cursor: nothing is read before the writer asks."""
    make_registration(conference)

    listing = listing_of(conference, "attendance", scope=Scope())

    assert iter(listing.rows) is listing.rows


# --- Prints --------------------------------------------------------------------------------------


def test_too_many_people_for_a_print_are_refused_with_a_sentence(
    client, conference, exporter, monkeypatch
):
    monkeypatch.setattr("conference.attendance.lists.prints.MAX_PEOPLE", 2)
    for _ in range(3):
        make_registration(conference)

    response = client.get(address("sign-in.pdf"))

    assert response.status_code == 422
    assert "do not fit on a printed sheet" in response.content.decode()
    with pytest.raises(ExportRefused), translation.override("zh-hans"):
        export(conference, "sign-in", "pdf", scope=Scope(), by=None, via="command")
    assert not ExportLog.objects.exists()


def test_a_directory_of_organizations_is_not_read_for_a_list(client, conference, exporter):
    make_registration(conference, organization=make_organization(name_zh="东北大学"))

    with CaptureQueriesContext(connection) as captured:
        as_dicts(client, "sign-in")

    assert Organization._meta.db_table not in " ".join(q["sql"] for q in captured)


@pytest.mark.parametrize(
    ("taps", "minutes", "last_out"),
    [
        # In on the first day, the leave forgotten; in and out on the second.
        (["20 09:00 in", "21 09:30 in", "21 11:30 out"], 120, "2026-05-21 11:30:00"),
        (["20 09:00 in", "21 11:30 out"], None, "2026-05-21 11:30:00"),
        (["20 09:00 in", "21 09:30 in"], None, None),
        (["20 09:00 in", "20 12:00 out", "21 09:30 in"], 180, "2026-05-20 12:00:00"),
    ],
)
def test_a_forgotten_leave_counts_no_night_from_the_desk_to_the_sheet(
    client, taps, minutes, last_out
):
    conference = make_conference(slug="spring", ends_on=DAY + timedelta(days=1))
    make_registration(conference, name="李明")
    client.force_login(make_member(conference, "organizer", sees_contacts=True))
    answers = []
    for tap in taps:
        day, clock, direction = tap.split()
        with time_machine.travel(at(clock, day=DAY.replace(day=int(day))), tick=False):
            where = f"/en/desk/spring/?checkpoint=arrival&direction={direction}"
            found = client.post(where, {"q": "李明", "live": "yes"})
            (form,) = [form for form in parsed(found).forms if "data-scan" in form.attrib]
            answer = client.post(form.action, dict(form.form_values()), follow=True)
            answers.append(words(of_class(answer, "answer-text")[0]))

    with time_machine.travel(at("18:00", day=DAY + timedelta(days=1)), tick=False):
        row = json.loads(body(client.get(address("attendance.json"))))["rows"][0]
        sheet = read_table(io.BytesIO(body(client.get(address("attendance.xlsx")))))

    assert (row["first_in"], row["minutes"]) == ("2026-05-20 09:00:00", minutes or "")
    assert row["last_out"] == (last_out or "")
    cells = dict(zip(sheet[0], sheet[1], strict=True))
    assert cells["Minutes"] == str(minutes or "")
    for tap, answer in zip(taps, answers, strict=True):
        is_first = tap == taps[0]
        said = "has left" if "out" in tap else "is signed in" if is_first else "is here again"
        assert said in answer
