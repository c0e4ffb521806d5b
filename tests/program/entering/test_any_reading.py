"""Whatever a grid holds: it is entered or refused, and a second time is no change."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conference.program.entering import Decisions, ImportRefused, enter_office, plan_office
from conference.program.entering.decisions import THE_FILE
from conference.program.models import Session
from conference.program.office import read_office_file
from tests.factories import at, make_conference, make_organization, make_person
from tests.program.entering.entered import DAY, HEAD, table
from tests.program.office.making import csv_file

pytestmark = pytest.mark.django_db

CELLS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "9:00-9:30",
                "09:00",
                "25:10",
                "10:00-9:00",
                "5月20日",
                "2026年5月20日 上午",
                "待定",
            ),
            *(
                "茶歇",
                "致辞",
                "分论坛一：目录",
                "王泉",
                "Wang Quan",
                "王泉（示例大学01 教授）",
                "同上",
            ),
            *("报告厅", "A + B", "取消", "x" * 400, "1.2E+10", "=1+1", "\u202e", "2099-13-40"),
        ]
    ),
    st.text(max_size=12),
)
GUESTS = ["姓名", "单位", "职务", "电话", "分论坛", "报告题目"]
HEADS = st.sampled_from([HEAD, GUESTS, ["Time", "Session", "Title", "Speaker"]])


@example(HEAD, [["", "9:00-9:30"], ["", "9:00-9:30", "9:00-9:30"]])
@example(GUESTS, [["", "9:00-9:30"], ["", "9:00-9:30", "9:00-9:30"]])
@given(HEADS, st.lists(st.lists(CELLS, min_size=2, max_size=6), min_size=1, max_size=8))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_grid_is_entered_or_refused_and_a_second_time_is_no_change(head, rows):
    try:
        reading = read_office_file(csv_file([head, *rows]), "any.csv")
    except ImportRefused:
        return
    with transaction.atomic():
        conference = make_conference()
        decisions = Decisions(accept=True, only_sure=True, registrations=True)
        entered = enter_office(reading, conference.slug, decisions=decisions)
        if not entered.may_be_written:  # a cell may name another conference
            assert {ask.subject for ask in entered.open_asks} >= {THE_FILE}
            assert not Session.objects.exists()
            transaction.set_rollback(True)
            return
        again = plan_office(reading, conference, decisions=decisions)
        assert again.changes_nothing, again.lines
        assert not again.kept and not again.gone
        transaction.set_rollback(True)


def large(sessions):
    rows = []
    for n in range(sessions):
        begins = at("08:00") + timedelta(minutes=5 * (n % 120))
        when = f"{begins:%H:%M}-{begins + timedelta(minutes=5):%H:%M}"
        name, unit = (
            f"{'王李张刘陈'[n % 5]}{'泉山海天云月'[n % 6]}{chr(0x5B50 + n // 2)}",
            f"示例大学{n % 40}",
        )
        rows.append([DAY, when, f"关于第{n}号目录的用途", name, unit, f"{n // 120}号厅"])
    return table(HEAD, *rows)


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_preview_costs_the_same_queries_for_forty_and_six_hundred_sessions():
    organization = make_organization(name_zh="示例大学1", name_en="")
    make_person(organization=organization)
    few, many = large(40), large(600)
    conference = make_conference()

    assert queries(lambda: plan_office(few, conference)) == 9
    found = plan_office(many, conference)
    assert queries(lambda: plan_office(many, conference)) == 9
    assert found.count_of("sessions", "new") == 600 and not Session.objects.exists()
