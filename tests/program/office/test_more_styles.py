"""More files of offices, their answers written first: a handbook, columns beside each other, a page
from the web, a sheet per day, clocks in words, a numbered list with times.
"""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, csv_file, lines_of, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")


def shown(reading):
    """The lines without their days."""
    return [line.partition(" ")[2] for line in lines_of(reading)]


def test_a_handbook_with_a_heading_a_day_and_a_table_a_session():
    head = ["时间", "内容", "报告人", "单位"]
    raw = word_file(
        "示例学会2027年学术年会会议手册",
        "会议时间：2027年10月16日—17日",
        "第一天：10月16日（星期六）",
        "上午　大会开幕式及主旨报告（一层报告厅）",
        "主持人：何样例 教授",
        [head, ["8:30—8:50", "开幕式（示例大学校长张样例致辞）", "", ""],
         ["8:50—9:30", "数字方志的路径", "李示", "示例大学02"]],
        "第二天：10月17日（星期日）",
        "分论坛一：目录学（201室）",
        "主持人：戚样",
        [head, ["9:00—9:20", "目录的用途", "赵样", "示例大学03"]],
    )  # fmt: skip

    assert lines_of(read_office_file(raw, "手册.docx")) == [
        "10-16 08:30-09:30 ceremony 大会开幕式及主旨报告 @一层报告厅 (何样例 chair|教授)",
        "10-16 08:30-08:50 ceremony 开幕式 @一层报告厅 <大会开幕式及主旨报告 "
        "(张样例 speaker|示例大学|校长)",
        "10-16 08:50-09:30 talk 数字方志的路径 @一层报告厅 <大会开幕式及主旨报告 "
        "(李示 speaker|示例大学02)",
        "10-17 09:00-09:20 sub-forum 分论坛一：目录学 @201室 (戚样 chair)",
        "10-17 09:00-09:20 talk 目录的用途 @201室 <分论坛一：目录学 (赵样 speaker|示例大学03)",
    ]


def test_two_groups_beside_each_other_with_merged_chairs():
    rows = [
        ["2027年6月5日下午 平行论坛", "", "", "", ""],
        ["时间", "A组：教学（301）", "", "B组：科研（302）", ""],
        ["", "题目", "报告人", "题目", "报告人"],
        ["14:00-14:20", "课堂", "张样例", "实验", "李示"],
        ["主持人", "何样例", "", "戚样", ""],
        ["14:20-14:40", "茶歇", "", "", ""],
    ]
    merges = ["A1:E1", "B2:C2", "D2:E2", "B5:C5", "D5:E5", "B6:E6"]

    assert shown(read_office_file(sheet_file(("议程", rows, merges)), "ab.xlsx")) == [
        "14:00-14:20 sub-forum A组：教学 @301 (何样例 chair)",
        "14:00-14:20 talk 课堂 @301 <A组：教学 (张样例 speaker)",
        "14:00-14:20 sub-forum B组：科研 @302 (戚样 chair)",
        "14:00-14:20 talk 实验 @302 <B组：科研 (李示 speaker)",
        "14:20-14:40 break 茶歇",
    ]


def test_two_columns_of_a_page_where_half_of_the_ends_are_open():
    html = """<h2>Friday, 4 June 2027</h2><table><tr><th>Time</th><th>Event</th></tr>
    <tr><td>9:00 - 9:15</td><td>Welcome – Alice Sample, Dean, Sample University</td></tr>
    <tr><td>9:15 - 10:00</td><td><b>Keynote: Maps and Models</b><br>Bob Specimen (Token Institute)
    <br>Chair: Carol Fixture</td></tr>
    <tr><td>10:00 -</td><td>Coffee break</td></tr><tr><td>10:30 -</td><td>Lunch</td></tr></table>"""

    assert shown(read_office_file(html.encode(), "paste.html")) == [
        "09:00-09:15 address Welcome (Alice Sample speaker|Sample University|Dean)",
        "09:15-10:00 keynote Keynote: Maps and Models "
        "(Bob Specimen speaker|Token Institute; Carol Fixture chair)",
        "10:00-10:30 break Coffee break",
        "10:30- meal Lunch",
    ]


def test_a_sheet_a_day_with_clocks_in_words():
    head = ["时间", "内容", "主讲人", "地点"]
    raw = sheet_file(
        ("6月5日", [["2027年6月5日 星期六", "", "", ""], head, ["8:00-", "报到", "", "大堂"],
                  ["8点半", "开幕式", "", "报告厅"],
                  ["上午9点", "主旨报告：数字时代", "张样例（示例大学校长）", "报告厅"],
                  ["10时30分", "茶歇", "", ""]], ["A1:D1"]),
        ("6月6日", [["2027年6月6日 星期日", "", "", ""], head,
                  ["9:00-9:40", "地图的用途", "周示（示例图书馆）", "201"]], ["A1:D1"]),
    )  # fmt: skip

    assert lines_of(read_office_file(raw, "wps.xlsx")) == [
        "06-05 08:00-08:30 sign-in 报到 @大堂",
        "06-05 08:30-09:00 ceremony 开幕式 @报告厅",
        "06-05 09:00-10:30 keynote 主旨报告：数字时代 @报告厅 (张样例 speaker|示例大学|校长)",
        "06-05 10:30- break 茶歇",
        "06-06 09:00-09:40 talk 地图的用途 @201 (周示 speaker|示例图书馆)",
    ]


def test_clocks_as_people_write_them():
    reading = read_office_file(
        csv_file(
            [
                ["2027年5月20日会议议程"],
                ["时间", "议程", "人员"],
                ["上午9点—9点20分", "领导致辞", "示例大学副校长 张样例"],
                ["9点20分至10点", "目录的用途", "李示"],
                ["14时30分-15时", "交流发言", "王例"],
                ["下午3点-4点半", "讨论", ""],
            ]
        ),
        "a.csv",
    )

    assert shown(reading) == [
        "09:00-09:20 address 领导致辞 (张样例 speaker|示例大学|副校长)",
        "09:20-10:00 talk 目录的用途 (李示 speaker)",
        "14:30-15:00 talk 交流发言 (王例 speaker)",
        "15:00-16:30 discussion 讨论",
    ]
    assert asked(reading) == {}


def test_a_numbered_list_with_times_tells_what_it_does_not_take():
    raw = """示例座谈会议程
时间：2027年5月20日（星期四）14:30
地点：行政楼201
一、14:30-14:45 示例大学校长张样例致辞
二、14:45-15:30 专家发言
1. 李示（示例大学02教授）：目录的用途
三、15:30-16:00 自由讨论"""

    reading = read_office_file(raw.encode(), "l.txt")

    assert shown(reading) == [
        "14:30-14:45 address 示例大学校长张样例致辞 @行政楼201 (张样例 speaker|示例大学|校长)",
        "14:45-15:30 talk 专家发言 @行政楼201",
        "15:30-16:00 discussion 自由讨论 @行政楼201",
    ]
    assert [(left.text, left.address) for left in reading.leftovers] == [
        ("1. 李示（示例大学02教授）：目录的用途", "line 6")
    ]


@pytest.mark.parametrize("title, kept, person", [
    ("开幕式（校长张样例致辞）", "开幕式", "张样例 speaker|校长"),
    ("闭幕式（总结讲话：示例大学副校长赵样）", "闭幕式", "赵样 speaker|示例大学|副校长"),
    ("开幕式（线上线下同步）", "开幕式（线上线下同步）", ""),
])  # fmt: skip
def test_who_speaks_at_a_ceremony_stands_in_brackets_behind_it(title, kept, person):
    rows = [["时间", "内容", "报告人"], ["9:00-9:30", title, ""], ["9:30-10:00", "目录", "李示"]]

    [line, _talk] = shown(read_office_file(csv_file(rows), "a.csv"))

    assert line == f"09:00-09:30 ceremony {kept}" + (f" ({person})" if person else "")
