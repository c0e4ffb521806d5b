"""Lists for accountants: by the day, of hours, counts, over conferences; sheets that print."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.attendance.checkpoints import arrival_checkpoint, session_checkpoint
from conference.attendance.models import CheckIn, Choice, ExportLog, HoursRule
from conference.tabular import read_table
from tests.attendance.lists.files import address, as_dicts, body
from tests.factories import (
    DAY,
    at,
    make_alliance,
    make_conference,
    make_member,
    make_membership,
    make_organization,
    make_registration,
    make_session,
)

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def conference(conference):
    conference.ends_on = NEXT
    conference.save()
    return conference


@pytest.fixture
def people(conference, scan):
    """One came on both days and left, one never left, one walked in on paper, one stayed away."""
    forum = make_session(conference, "14:00", kind="sub-forum", title_en="Forum A")
    both = make_registration(conference, name="安娜", organization_name="东北大学")
    stays = make_registration(conference, name="李明", organization_name="大连理工大学")
    paper = make_registration(
        conference, name="王强", source="walk-in", organization_name="东北大学"
    )
    away = make_registration(conference, name="曾志伟", organization_name="")
    Choice.objects.create(registration=both, session=forum)
    door = session_checkpoint(forum)
    scan(both, "09:00")
    scan(both, "14:05", door)
    scan(both, "17:00", direction="out")
    scan(both, at("09:00", day=NEXT))
    scan(both, at("12:00", day=NEXT), direction="out")
    scan(stays, "08:30")
    scan(stays, "14:06", door, override=True)
    scan(paper, "09:30", method="paper")
    return {"both": both, "stays": stays, "paper": paper, "away": away, "forum": forum}


def some(rows, *keys):
    return [tuple(row[key] for key in keys) for row in rows]


def test_each_person_has_a_row_for_each_day_and_no_minutes_without_a_leave(
    client, exporter, people
):
    rows = as_dicts(client, "days")
    one = as_dicts(client, "days", f"?session={people['forum'].code}")

    keys = ("no", "date", "name", "first_in", "last_out", "minutes", "no_leave", "sessions")
    assert some(rows, *keys) == [
        (1, "2026-05-20", "安娜", "2026-05-20 09:00:00", "2026-05-20 17:00:00", 480, "", 1),
        (2, "2026-05-21", "安娜", "2026-05-21 09:00:00", "2026-05-21 12:00:00", 180, "", 0),
        (3, "2026-05-20", "李明", "2026-05-20 08:30:00", "", "", "yes", 1),
        (4, "2026-05-20", "王强", "2026-05-20 09:30:00", "", "", "yes", 0),
    ]
    assert some(one, "name", "first_in", "minutes") == [
        ("安娜", "2026-05-20 14:05:00", ""),
        ("李明", "2026-05-20 14:06:00", ""),
    ]


def test_the_sheet_of_a_day_has_everybody_who_is_expected_in_the_order_that_is_wanted(
    client, exporter, people
):
    keys = ("name", "signed_in_at", "on_paper")
    by_unit = as_dicts(client, "sheet", "?day=2026-05-20&order=unit")
    by_arrival = as_dicts(client, "sheet", "?day=2026-05-20&order=arrival&masked=1")
    second = as_dicts(client, "sheet", "?day=2026-05-21")

    assert [row["organization"] for row in by_unit] == ["", "大连理工大学", "东北大学", "东北大学"]
    assert some(by_arrival, *keys) == [
        ("李明", "2026-05-20 08:30:00", ""),
        ("安娜", "2026-05-20 09:00:00", ""),
        ("王强", "2026-05-20 09:30:00", "yes"),
        ("曾志伟", "", ""),
    ]
    assert {row["phone"] for row in by_arrival} == {"+44********0123"}
    assert [row["name"] for row in second if row["signed_in_at"]] == ["安娜"]
    assert [log.unmasked for log in ExportLog.objects.order_by("pk")] == [True, False, True]


def test_hours_follow_the_rule_of_the_conference(client, conference, exporter, people):
    keys = ("name", "days", "sessions", "minutes", "hours")
    assert some(as_dicts(client, "hours"), *keys) == [
        ("安娜", 2, 1, 660, 8),
        ("李明", 1, 1, "", 4),
        ("王强", 1, 0, "", 4),
    ]

    HoursRule.objects.create(conference=conference, counts="minutes", hours=Decimal(1))
    assert [row["hours"] for row in as_dicts(client, "hours")] == [14.5, 0, 0]
    assert [row["hours"] for row in as_dicts(client, "hours", "?day=2026-05-21")] == [4]


def test_sessions_say_who_was_expected_came_walked_in_and_was_let_in(client, exporter, people):
    keys = ("checkpoint", "date", "expected", "came", "absent", "walk_ins", "overrides")

    assert some(as_dicts(client, "sessions"), *keys) == [
        ("Arrival", "2026-05-20", 4, 3, 1, 1, 0),
        ("Arrival", "2026-05-21", 4, 1, 3, 0, 0),
        ("Forum A", "2026-05-20", 2, 2, 0, 0, 1),
    ]


def test_organizations_are_counted_once_however_they_are_written(
    client, conference, exporter, people
):
    row = make_organization(name_zh="东北大学")
    make_membership(make_alliance(name_en="The Alliance"), row)
    people["both"].organization = row
    people["both"].save()

    keys = ("organization", "alliances", "expected", "came", "absent", "walk_ins", "hours")
    assert some(as_dicts(client, "units"), *keys) == [
        ("大连理工大学", "", 1, 1, 0, 0, 4),
        ("东北大学", "The Alliance", 2, 2, 0, 1, 12),
        ("", "", 1, 0, 1, 0, 0),
    ]


def test_organizations_over_conferences_are_those_that_one_may_export(
    client, conference, exporter, people
):
    earlier = make_conference(slug="autumn-1", starts_on=DAY - timedelta(days=90))
    make_registration(earlier, organization_name="东北大学")

    assert client.get(address("conferences.json", query="?with=autumn-1")).status_code == 404
    make_member(earlier, "exporter", user=exporter)
    rows = as_dicts(client, "conferences", "?with=autumn-1")

    keys = ("organization", "conferences", "expected", "came", "autumn_1_expected", "spring_came")
    assert some(rows, *keys) == [
        ("大连理工大学", 1, 1, 1, 0, 1),
        ("东北大学", 1, 3, 2, 1, 2),
        ("", 0, 1, 0, 0, 0),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        *("sheet.json?day=2026-13-01", "sheet.json?day=x", "sheet.json?day=0001-01-01"),
        *("sheet.json?order=shoe", "registrations.json?day=2026-05-20", "days.csv?sheets=day"),
        *("sheet.xlsx?sheets=floor", "sessions.xlsx?sheets=day", "days.json?columns=shoe"),
        *(
            "days.json?with=autumn",
            "conferences.json?with=A%27B",
            "sheet.pdf?columns=name",
            "units.json?order=unit",
        ),
        "days.xlsx?day=2026-05-20&sheets=day",
    ],
)
def test_what_a_list_cannot_do_is_not_left_out_in_silence(client, exporter, wrong):
    assert client.get(address(wrong)).status_code == 404
    assert not ExportLog.objects.exists()


def test_columns_are_those_chosen_in_their_order(client, exporter, people):
    rows = as_dicts(client, "days", "?columns=minutes,name,shoe")

    assert tuple(rows[0].items()) == (("minutes", 480), ("name", "安娜"))
    assert ExportLog.objects.get().columns == ["minutes", "name"]


def part(book, number):
    return book.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_a_workbook_has_a_sheet_for_each_day_that_prints_with_its_totals(
    client, exporter, conference, people
):
    conference.short_name_zh = conference.short_name_en = ""
    conference.name_en = "2026 AI & Schools"
    conference.save()

    with zipfile.ZipFile(
        io.BytesIO(body(client.get(address("sheet.xlsx", query="?sheets=day&order=arrival"))))
    ) as book:
        names = book.read("xl/workbook.xml").decode()
        first, second = part(book, 1), part(book, 2)

    assert 'name="2026-05-20"' in names
    assert 'name="2026-05-21"' in names
    assert "_xlnm.Print_Titles" in names
    assert '&amp;14&amp;"-,Bold"2026 AI &amp;&amp; Schools\n' in first
    assert '\n&amp;10&amp;"-,Regular"Sheet of a day\n' in first
    assert "20 May 2026" in first
    assert "21 May 2026" in second
    assert 'orientation="landscape"' in first
    assert 'fitToHeight="0"' in first
    assert "&amp;P / &amp;N" in first
    assert "<f>" not in first
    last = first.rpartition("<row ")[2]
    assert "Total" in last
    assert "<v>4</v>" in last  # people
    assert "<v>3</v>" in last  # of whom came
    assert "<v>480</v>" in last


def test_a_workbook_has_a_sheet_for_each_sub_forum(client, exporter, conference, people):
    make_session(conference, "14:00", kind="sub-forum", title_en="forum a")

    content = body(client.get(address("days.xlsx", query="?sheets=forum")))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.read("xl/workbook.xml").decode()

    assert 'name="Forum A"' in names
    assert 'name="forum a (2)"' in names
    assert [row[3] for row in read_table(io.BytesIO(content))[1:3]] == ["安娜", "李明"]


QUERIES = {
    "sheet": 9,
    "days": 10,
    "hours": 11,
    "sessions": 10,
    "units": 12,
    "conferences": 7,
}


@pytest.mark.parametrize("count", [1, 3, 400])
@pytest.mark.once(reason="statements are the same on both")
def test_each_list_costs_the_same_queries_whatever_its_length(client, conference, exporter, count):
    arrival = arrival_checkpoint(conference)
    people = [make_registration(conference, name=f"李{n}") for n in range(min(count, 3))]
    if count > 3:
        model = type(people[0])
        common = {"conference": conference, "source": "import"}
        more = [model(**common, number=n, name=f"李{n}") for n in range(4, count + 1)]
        for row in more:
            row.prepare()
        people += model.objects.bulk_create(more)
    CheckIn.objects.bulk_create(
        CheckIn(
            conference=conference,
            checkpoint=arrival,
            registration=person,
            client_id=f"{person.pk}",
            result="admitted",
            scanned_at=at("09:00"),
        )
        for person in people
    )
    arrival.admissions.bulk_create(
        arrival.admissions.model(
            checkpoint=arrival,
            registration_id=row.registration_id,
            check_in=row,
            signed_in_at=row.scanned_at,
        )
        for row in CheckIn.objects.all()
    )

    found = {}
    for name in QUERIES:
        with CaptureQueriesContext(connection) as captured:
            assert as_dicts(client, name)
        found[name] = len(captured)
    assert found == QUERIES
