"""The lists that leave the house: columns, values, who may have them, what they cost."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from conference.attendance.checkin import (
    arrival_checkpoint,
    check_in,
    session_checkpoint,
    undo,
    walk_in,
)
from conference.attendance.lists.exporting import ExportRefused, export
from conference.attendance.lists.listing import listing_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.models import ExportLog, Question, Registration
from conference.people.models import Organization
from conference.tabular import read_table
from tests.factories import (
    DAY,
    at,
    make_alliance,
    make_checkpoint,
    make_conference,
    make_member,
    make_membership,
    make_organization,
    make_registration,
    make_reply_form,
    make_secretary,
    make_session,
    make_user,
)
from tests.pages import of_class, parsed, words

pytestmark = pytest.mark.django_db

HEADERS = {
    "sign-in": (
        "序号,姓名,单位,职务,电话,签到时间,签名,备注",
        "No.,Name,Organization,Title,Phone,Signed in at,Signature,Remarks",
    ),
    "attendance": (
        "序号,姓名,英文名,单位,职务,类别,电话,状态,首次签到,最后离开,时长(分钟),报到,时区",
        "No.,Name,English name,Organization,Title,Category,Phone,Status,First in,Last out,Minutes,"
        "Arrival,Time zone",
    ),
    "scans": (
        "序号,扫描时间,接收时间,签到点,结果,原因,编号,姓名,单位,签到台,操作人,方式,时区",
        "No.,Scanned at,Received at,Checkpoint,Result,Reason,Number,Name,Organization,Station,By,"
        "Method,Time zone",
    ),
    "registrations": (
        "编号,签到码,姓名,英文名,单位,职务,类别,电话,邮箱,状态,来源,报名时间,已选分论坛,时区",
        "Number,Code,Name,English name,Organization,Title,Category,Phone,E-mail,Status,Source,"
        "Registered at,Sub-forum,Time zone",
    ),
}
KEYS = {
    "sign-in": "no name organization title phone signed_in_at signature remarks",
    "attendance": "no name name_en organization title category phone status first_in last_out "
    "minutes arrival time_zone",
    "scans": "no scanned_at received_at checkpoint result reason number name organization station "
    "by method time_zone",
    "registrations": "number code name name_en organization title category phone email status "
    "source registered_at sessions time_zone",
}


@pytest.fixture
def conference():
    return make_conference(slug="spring", short_name_zh="春季研讨会", short_name_en="Spring")


@pytest.fixture
def exporter(client, conference):
    user = make_member(conference, "exporter", sees_contacts=True)
    client.force_login(user)
    return user


@pytest.fixture
def scan(conference):
    by = make_user("volunteer", first_name="小明", last_name="王")

    def scanned(who, when, checkpoint=None, direction="in", **more):
        return check_in(
            who,
            conference=conference,
            checkpoint=checkpoint or arrival_checkpoint(conference),
            by=by,
            client_id=f"{getattr(who, 'pk', who)}-{when}-{direction}",
            at=at(when) if isinstance(when, str) else when,
            station="Desk 1",
            direction=direction,
            **more,
        )

    scanned.by = by
    return scanned


def address(name, language="en", query=""):
    return f"/{language}/desk/spring/export/{name}{query}"


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def as_dicts(client, name, query=""):
    return json.loads(body(client.get(address(f"{name}.json", query=query))))["rows"]


# --- Columns and values -------------------------------------------------------------------------


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_in_the_pages_language_and_keys_in_none(client, exporter, name):
    chinese, english = (
        rows_of(body(client.get(address(f"{name}.csv", language))))[0]
        for language in ("zh-hans", "en")
    )
    document = json.loads(body(client.get(address(f"{name}.json"))))

    assert (",".join(chinese), ",".join(english)) == HEADERS[name]
    assert " ".join(column["key"] for column in document["columns"]) == KEYS[name]
    assert {k: v for k, v in document.items() if k != "columns"} == {
        "version": 1,
        "conference": "spring",
        "list": name,
        "session": None,
        "time_zone": "Asia/Shanghai",
        "rows": [],
    }


@pytest.mark.parametrize("name", HEADERS)
def test_csv_xlsx_and_json_hold_the_same_values(client, conference, exporter, scan, name):
    hostile = make_registration(
        conference, name='=HYPERLINK("http://x")', phone="+86 138 0013 8000", remarks="-1+1"
    )
    make_registration(conference, name="曾志伟", phone="01380013800", organization_name="＝大学")
    scan(hostile, "09:01")
    scan(hostile, "09:30", direction="out")

    in_csv = rows_of(body(client.get(address(f"{name}.csv"))))
    in_xlsx = read_table(io.BytesIO(body(client.get(address(f"{name}.xlsx")))))
    document = json.loads(body(client.get(address(f"{name}.json"))))

    in_json = [[str(value) for value in row.values()] for row in document["rows"]]
    width = len(in_csv[0])
    assert in_xlsx[0] == in_csv[0] == [column["header"] for column in document["columns"]]
    assert [[*row, *[""] * (width - len(row))] for row in in_xlsx[1:]] == in_json
    assert [[cell.removeprefix("'") for cell in row] for row in in_csv[1:]] == in_json
    assert '\'=HYPERLINK("http://x")' in in_csv[1]
    assert ("+86 138 0013 8000" in in_csv[1]) == (name != "scans")


def test_the_sign_in_list_has_who_is_expected_and_who_came(client, conference, exporter, scan):
    came = make_registration(conference, name="曾志伟", remarks="VIP")
    make_registration(conference, name="安娜")
    gone = make_registration(conference, name="李明")
    make_registration(conference, name="王强", status="waitlisted")
    scan(came, "09:01")
    scan(gone, "09:02")
    Registration.objects.filter(pk=gone.pk).update(status="cancelled")

    rows = rows_of(body(client.get(address("sign-in.csv"))))[1:]

    phone = "+44 7700 900123"
    assert rows == [
        ["1", "安娜", "大连理工大学", "教授", phone, "", "", ""],
        ["2", "李明", "大连理工大学", "教授", phone, "2026-05-20 09:02:00", "", ""],
        ["3", "曾志伟", "大连理工大学", "教授", phone, "2026-05-20 09:01:00", "", "VIP"],
    ]


def test_attendance_says_when_each_came_and_left_and_where(client, conference, exporter, scan):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="Forum A")
    lunch = make_checkpoint(conference, kind="own", name_en="Lunch")
    door = session_checkpoint(forum)
    person = make_registration(conference, name="曾志伟", name_en="Zhiwei Zeng", category="guest")
    make_registration(conference, name="李明", status="declined")
    scan(person, "09:01")
    scan(person, "10:03", door)
    scan(person, "12:00", direction="out")
    scan(person, "12:31", door, direction="out")

    whole = as_dicts(client, "attendance")
    one = as_dicts(client, "attendance", f"?session={forum.code}")

    assert [row["name"] for row in whole] == ["李明", "曾志伟"]
    assert whole[0]["first_in"] == whole[0]["minutes"] == whole[0]["arrival"] == ""
    assert whole[1] == {
        "no": 2,
        "name": "曾志伟",
        "name_en": "Zhiwei Zeng",
        "organization": "大连理工大学",
        "title": "教授",
        "category": "guest",
        "phone": "+44 7700 900123",
        "status": "confirmed",
        "first_in": "2026-05-20 09:01:00",
        "last_out": "2026-05-20 12:31:00",
        "minutes": 210,
        "arrival": "2026-05-20 09:01:00",
        forum.code: "2026-05-20 10:03:00",
        f"own_{lunch.pk}": "",
        "time_zone": "Asia/Shanghai",
    }
    assert [(row["first_in"], row["minutes"]) for row in one] == [("2026-05-20 10:03:00", 148)]


def test_a_leave_before_an_undone_sign_in_does_not_count(client, conference, exporter, scan):
    person = make_registration(conference)
    first = scan(person, "09:00")
    scan(person, "09:30", direction="out")
    undo(first, conference=conference, by=scan.by, client_id="u")
    scan(person, "10:00")

    row = as_dicts(client, "attendance")[0]

    assert (row["first_in"], row["last_out"], row["minutes"]) == ("2026-05-20 10:00:00", "", "")


def test_minutes_are_those_of_each_day_and_no_night(client, conference, exporter, scan):
    """Who comes again is `already` signed in: that scan opens the day all the same."""
    second_day = DAY + timedelta(days=1)
    both, one, open_end = (make_registration(conference, name=n) for n in ("安娜", "李明", "王强"))
    for person in (both, one, open_end):
        scan(person, "09:00")
        scan(person, at("08:30", day=second_day))
    scan(both, "17:00", direction="out")
    scan(both, at("12:00", day=second_day), direction="out")
    scan(one, at("12:00", day=second_day), direction="out")

    rows = as_dicts(client, "attendance")
    table = read_table(io.BytesIO(body(client.get(address("attendance.xlsx")))))

    assert [(row["first_in"], row["last_out"], row["minutes"]) for row in rows] == [
        ("2026-05-20 09:00:00", "2026-05-21 12:00:00", 480 + 210),
        ("2026-05-20 09:00:00", "2026-05-21 12:00:00", 210),
        ("2026-05-20 09:00:00", "", ""),
    ]
    assert [row[table[0].index("Minutes")] for row in table[1:]] == ["690", "210", ""]


def test_minutes_at_one_session_are_those_at_its_door(client, conference, exporter, scan):
    forum = make_session(conference, "10:00", kind="sub-forum")
    door = session_checkpoint(forum)
    person = make_registration(conference)
    scan(person, "09:00")
    scan(person, "10:00", door)
    scan(person, "11:00", door, direction="out")
    scan(person, "11:20", door)
    scan(person, "12:00", door, direction="out")
    scan(person, "17:00", direction="out")

    one = as_dicts(client, "attendance", f"?session={forum.code}")[0]
    whole = as_dicts(client, "attendance")[0]

    assert (one["first_in"], one["last_out"], one["minutes"]) == (
        *("2026-05-20 10:00:00", "2026-05-20 12:00:00", 100),
    )
    assert whole["minutes"] == 480


def test_minutes_begin_with_the_sign_in_that_was_not_undone(client, conference, exporter, scan):
    person, gone = (make_registration(conference, name=n) for n in ("安娜", "李明"))
    for who in (person, gone):
        first = scan(who, "08:00")
        scan(who, "08:30")
        scan(who, "09:00", direction="out")
        undo(first, conference=conference, by=scan.by, client_id=f"u{who.pk}")
    scan(person, "10:00")
    scan(person, "11:00", direction="out")

    rows = as_dicts(client, "attendance")

    assert [(row["first_in"], row["last_out"], row["minutes"]) for row in rows] == [
        ("2026-05-20 10:00:00", "2026-05-20 11:00:00", 60),
        ("", "", ""),
    ]


def test_the_export_shows_exactly_those_who_stay_signed_in(client, conference, exporter, scan):
    people = [make_registration(conference, name=name) for name in ("曾志伟", "李明", "王强")]
    scans = [scan(person, "09:00") for person in people]
    undo(scans[1], conference=conference, by=scan.by, client_id="u")

    table = read_table(io.BytesIO(body(client.get(address("attendance.xlsx")))))

    column = table[0].index("First in")
    assert [row[1] for row in table[1:] if len(row) > column and row[column]] == ["王强", "曾志伟"]


def test_scans_are_the_whole_log_without_people_of_other_conferences(
    client, conference, exporter, scan
):
    person = make_registration(conference, name="曾志伟")
    stranger = make_registration(make_conference(), name="李明")
    first = scan(person, "09:00")
    scan(person, "09:05")
    scan("NOSUCHCODE", "09:06")
    scan(stranger.code, "09:07")
    undo(first, conference=conference, by=scan.by, client_id="u", at=at("09:08"))

    rows = as_dicts(client, "scans")

    shown = [(r["scanned_at"][11:], r["result"], r["reason"], r["number"], r["name"]) for r in rows]
    assert shown == [
        ("09:00:00", "admitted", "", 1, "曾志伟"),
        ("09:05:00", "already signed in", "", 1, "曾志伟"),
        ("09:06:00", "refused", "unknown code", "", ""),
        ("09:07:00", "refused", "registered for another conference", "", ""),
        ("09:08:00", "undone", "", 1, "曾志伟"),
    ]
    assert {(r["by"], r["checkpoint"]) for r in rows} == {("王小明", "Arrival")}


def test_registrations_carry_sub_forums_and_answers_in_the_readers_language(
    client, conference, exporter
):
    form = make_reply_form(conference)
    meal = Question.objects.create(form=form, kind="yes-no", label_zh="用餐", label_en="Meal")
    how = Question.objects.create(
        form=form,
        kind="choice",
        label_zh="类别",
        label_en="Category",
        options_zh="线上\n现场",
        options_en="Online\nOn site",
    )
    forums = [
        make_session(conference, kind="sub-forum", title_en=t, title_zh=t, position=n)
        for n, t in enumerate(["Forum B", "Forum A"])
    ]
    person = make_registration(conference, answers={str(meal.pk): True, str(how.pk): "现场"})
    person.sessions.set(reversed(forums))

    table = rows_of(body(client.get(address("registrations.csv"))))

    row = dict(zip(table[0], table[1], strict=True))
    assert row["Sub-forum"] == "Forum B, Forum A"
    assert (row["Meal"], row["Category"], row["Category (2)"]) == ("Yes", "delegate", "On site")
    assert row["Code"] == person.code


def test_times_are_local_to_the_second_with_their_zone(client, conference, exporter, scan):
    conference.time_zone = "America/New_York"
    conference.save()
    person = make_registration(conference)
    scan(person, at("09:01") + timedelta(microseconds=987_654))

    row = as_dicts(client, "attendance")[0]

    assert (row["arrival"], row["time_zone"]) == ("2026-05-19 21:01:00", "America/New_York")


# --- One session --------------------------------------------------------------------------------


def test_a_sub_forums_list_expects_its_choosers_and_adds_who_came(
    client, conference, exporter, scan
):
    forum, other = (make_session(conference, kind="sub-forum") for _ in range(2))
    chose, came, away = (make_registration(conference, name=n) for n in ("曾志伟", "李明", "王强"))
    chose.sessions.set([forum])
    came.sessions.set([other])
    away.sessions.set([other])
    scan(came, "10:00", session_checkpoint(forum), override=True)

    names = [r["name"] for r in as_dicts(client, "sign-in", f"?session={forum.code.lower()}")]
    chosen = [r["name"] for r in as_dicts(client, "registrations", f"?session={forum.code}")]

    assert (names, chosen) == (["李明", "曾志伟"], ["曾志伟"])


def test_a_sub_forum_that_nobody_could_choose_expects_everyone(client, conference, exporter):
    forum = make_session(conference, kind="sub-forum")
    make_registration(conference)

    assert len(as_dicts(client, "sign-in", f"?session={forum.code}")) == 1
    assert client.get(address("sign-in.csv", query="?session=NOSUCH")).status_code == 404


# --- The answer ---------------------------------------------------------------------------------


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


# --- Who may ------------------------------------------------------------------------------------


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


# --- What it costs ------------------------------------------------------------------------------

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


# --- Prints -------------------------------------------------------------------------------------


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
