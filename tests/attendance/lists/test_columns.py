"""Lists that leave the house: their columns, their values, in which language."""

import csv
import io
import json
from datetime import timedelta

import pytest

from conference.attendance.checkin import undo
from conference.attendance.checkpoints import session_checkpoint
from conference.attendance.models import Question, Registration
from conference.tabular import read_table
from tests.attendance.lists.files import KEYS, address, as_dicts, body
from tests.factories import (
    DAY,
    at,
    make_checkpoint,
    make_conference,
    make_registration,
    make_reply_form,
    make_session,
)

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


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# --- Columns and values --------------------------------------------------------------------------


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


# --- One session ---------------------------------------------------------------------------------


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
