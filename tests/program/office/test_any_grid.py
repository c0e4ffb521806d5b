"""Whatever stands in the cells: a file is read or refused in a sentence, never anything else."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conference.program.office import ImportRefused, read_office_file
from conference.program.office.answer import as_json, as_lines
from conference.program.office.meanings import days, people, times, titles
from tests.program.office.making import csv_file, sheet_file

pytestmark = pytest.mark.once(reason="reads files alone")

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [
        *(
            [
                "时间",
                "内容",
                "主讲人",
                "单位",
                "主持人",
                "地点",
                "日期",
                "姓名",
                "电话",
                "分论坛",
                "题目",
                "Time",
                "Title",
                "Speaker",
            ]
        ),
        *(
            [
                "Room",
                "Chair",
                "Session",
                "Affiliation",
                "9:00-9:30",
                "9：30—10：00",
                "14:00",
                "下午2点",
                "25:00",
            ]
        ),
        *(
            [
                "4月18日",
                "上午",
                "2027-05-22",
                "Saturday",
                "第一天",
                "5/20",
                "开幕式",
                "主旨报告",
                "茶歇",
                "午餐",
            ]
        ),
        *(
            [
                "分论坛一：目录",
                "张样例",
                "欧阳样例",
                "示例大学01校长",
                "张样例（示例大学01）",
                "待定",
                "同上",
            ]
        ),
        *(
            [
                "TBC",
                "主持人：张样例",
                "地点：301",
                "每位报告人15分钟",
                "合计：18人",
                "1.2E+10",
                "12000000001",
            ]
        ),
        *(["备注：无", "301室", "(", "（", "）", "、", "；"]),
        *(
            [
                "6:30 for 7:00 PM",
                "Session A: Maps",
                "李\u3000示",
                "时间：5月15日 8:30—12:00",
                "Hall A",
            ]
        ),
        *(["Alice Sample", "Prof. Bob Token", "9:00 AM"]),
    ]
)
CELLS = st.one_of(
    PIECES, st.just(""), st.text(max_size=12), st.builds("{}\n{}".format, PIECES, PIECES)
)
GRIDS = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=9)


def told(raw, name):
    try:
        reading = read_office_file(raw, name)
    except ImportRefused as refusal:
        assert name in str(refusal)
        return None
    json.dumps(as_json(reading))
    list(as_lines(reading))
    orders = [session.order for session in reading.sessions]
    assert orders == list(range(1, len(orders) + 1))
    for session in reading.sessions:
        assert session.parent is None or session.parent in orders
    return reading


@QUICK
@given(GRIDS)
def test_any_grid_is_read_or_refused(rows):
    told(csv_file(rows), "any.csv")


@settings(QUICK, max_examples=25)
@given(GRIDS, st.data())
def test_any_workbook_with_merged_cells_is_read_or_refused(rows, data):
    rows = [[cell.replace("\0", "") for cell in row] for row in rows]
    merges = []
    if len(rows) > 1 and data.draw(st.booleans()):
        merges = [data.draw(st.sampled_from(["A1:C1", "A1:A2", "B1:D2", "A2:F2"]))]
    told(sheet_file(("S", rows, merges)), "any.xlsx")


@settings(QUICK, max_examples=40)
@given(
    st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.docx", "a.csv", "a.html", "a.txt", "a"])
)
def test_any_bytes_are_read_or_refused(raw, name):
    told(raw, name)


@QUICK
@given(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=4).map(" ".join)))
def test_any_text_has_times_within_a_day(text):
    for half in ("", "am", "pm", "eve"):
        span = times.read(text, half, bare=True)
        for minutes in (span.start, span.end):
            assert minutes is None or 0 <= minutes <= times.MIDNIGHT
        assert span.minutes is None or span.minutes > 0


@given(
    st.integers(0, 23), st.integers(0, 59), st.integers(1, 8 * 60), st.sampled_from("-–—～~至到")
)
def test_a_range_on_the_24_hour_clock_is_itself(hour, minute, length, sign):
    start, end = hour * 60 + minute, min(hour * 60 + minute + length, 24 * 60)
    if start < 7 * 60 or start >= end:
        return
    span = times.read(f"{times.told(start)}{sign}{times.told(end)}")

    assert (span.start, span.end, span.rest) == (start, end, "")


@QUICK
@given(st.lists(PIECES, max_size=5), st.sampled_from(["、", "；", "\n", " ", "，"]))
def test_no_person_is_nobody(pieces, sign):
    for one in people.read(sign.join(pieces)).people:
        assert one.name.strip() == one.name != ""
        assert not {"待定", "TBC", "同上"} & {one.name, one.name_en}
        assert "\n" not in one.name


@given(
    st.permutations(["张样例", "李示", "欧阳样例", "阿里·示例"]),
    st.sampled_from(["、", "；", "\n", "，"]),
)
def test_a_list_of_names_is_these_people(names, sign):
    assert [one.name for one in people.read(sign.join(names)).people] == names


@QUICK
@given(st.text(max_size=40))
def test_any_text_is_a_day_or_none_and_a_title(text):
    for found in days.read(text).dates:
        assert 1 <= found.month <= 12 and 1 <= found.day <= 31
    titles.read(text)
