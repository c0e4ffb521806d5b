"""Workbooks in the styles of other offices."""

from datetime import date, datetime, time

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, lines_of, sheet_file

pytestmark = pytest.mark.once(reason="reads files alone")


def test_excels_own_dates_and_times_are_read():
    raw = sheet_file(
        (
            "Program",
            [
                ["Sample Workshop on Corpora"],
                ["Date", "Start", "End", "Event", "Speaker", "Affiliation", "Location"],
                [
                    date(2027, 6, 5),
                    time(9, 0),
                    time(9, 15),
                    "Welcome",
                    "Alice Sample",
                    "Sample University 01",
                    "Aula",
                ],
                [
                    "",
                    time(9, 15),
                    time(10, 0),
                    "Keynote: Reading at Scale",
                    "Prof. Bob Token",
                    "Sample Institute 02",
                    "Aula",
                ],
                ["", time(10, 0), time(10, 30), "Coffee break", "", "", "Foyer"],
                [
                    date(2027, 6, 6),
                    datetime(2027, 6, 6, 14, 0),
                    datetime(2027, 6, 6, 14, 30),
                    "Small corpora",
                    "Carla Example, Dan Specimen",
                    "Sample University 03; Sample Press 04",
                    "Room 203",
                ],
                ["", 0.625, 0.6666666667, "Closing discussion", "", "", "Room 203"],
            ],
            ["A1:G1"],
        ),
        formats={"date": "yyyy-mm-dd", "time": "hh:mm", "datetime": "yyyy-mm-dd hh:mm"},
    )

    reading = read_office_file(raw, "w.xlsx")

    assert lines_of(reading) == [
        "06-05 09:00-09:15 address Welcome @Aula (Alice Sample speaker|Sample University 01)",
        "06-05 09:15-10:00 keynote Keynote: Reading at Scale @Aula (Bob Token speaker|Sample Institute 02|Prof.)",
        "06-05 10:00-10:30 break Coffee break @Foyer",
        "06-06 14:00-14:30 talk Small corpora @Room 203 (Carla Example speaker|Sample University 03; Dan Specimen speaker|Sample Press 04)",
        "06-06 15:00-16:00 discussion Closing discussion @Room 203",
    ]
    assert asked(reading) == {}


def test_a_length_ends_what_starts():
    raw = sheet_file(
        (
            "议程",
            [
                ["示例研讨会议程（2027年9月12日 示例大学01图书馆报告厅）"],
                ["开始时间", "时长", "环节", "主题", "发言人", "单位及职务"],
                ["8:30", "30分钟", "签到", "", "", ""],
                ["9:00", "20分钟", "致辞", "", "张样例", "示例大学01校长"],
                ["9:20", "40分钟", "主旨报告", "大模型与出版", "李示例", "示例集团02总编辑"],
                ["10:00", 15, "茶歇", "", "", ""],
                [
                    "10:15",
                    "1小时",
                    "圆桌对话",
                    "谁来标注",
                    "主持：王例\n嘉宾：赵样、钱示例",
                    "示例大学03教授\n示例大学04教授、示例公司05总监",
                ],
            ],
            ["A1:F1"],
        )
    )

    reading = read_office_file(raw, "d.xlsx")

    assert lines_of(reading) == [
        "09-12 08:30-09:00 sign-in 签到",
        "09-12 09:00-09:20 address 致辞 (张样例 speaker|示例大学01|校长)",
        "09-12 09:20-10:00 keynote 大模型与出版 (李示例 speaker|示例集团02|总编辑)",
        "09-12 10:00-10:15 break 茶歇",
        "09-12 10:15-11:15 panel 谁来标注 (王例 chair|示例大学03|教授; 赵样 panelist|示例大学04|教授; 钱示例 panelist|示例公司05|总监)",
    ]
    assert asked(reading) == {}


def test_a_header_of_two_rows():
    raw = sheet_file(
        (
            "Sheet1",
            [
                ["会议日程", "", "", "", "", ""],
                ["时间", "", "内容", "报告人", "", "地点"],
                ["日期", "时段", "", "姓名", "单位", ""],
                ["5月20日", "9:00-9:30", "开幕", "张样例", "示例大学01", "一号厅"],
                ["", "9:30-10:00", "汇报", "李示", "示例大学02", "一号厅"],
                ["5月21日", "9:00-9:30", "考察", "", "", ""],
            ],
            ["A1:F1", "A2:B2", "C2:C3", "D2:E2", "F2:F3", "A4:A5"],
        )
    )

    reading = read_office_file(raw, "h.xlsx")

    assert lines_of(reading) == [
        "05-20 09:00-09:30 ceremony 开幕 @一号厅 (张样例 speaker|示例大学01)",
        "05-20 09:30-10:00 talk 汇报 @一号厅 (李示 speaker|示例大学02)",
        "05-21 09:00-09:30 other 考察",
    ]
    assert asked(reading) == {"day": [1, 2, 3]}


def test_hidden_rows_are_left_out_and_struck_ones_cancelled():
    raw = sheet_file(
        (
            "议程",
            [
                ["时间", "内容", "主讲人", "备注"],
                ["9:00-9:30", "致辞", "张样例", ""],
                ["9:30-10:00", "旧报告", "李示", ""],
                ["10:00-10:30", "讲座一", "王例", "因故取消"],
                ["10:30-11:00", "讲座二", "赵样", ""],
                ['=TEXT(1,"")→11:00-11:30', "=B2→总结", "孙示", ""],
            ],
            [],
        ),
        ("旧稿", [["时间", "内容"], ["9:00", "作废"]], []),
        struck={(4, 0), (4, 1), (4, 2)},
        hidden_rows=(2,),
        hidden_sheets=("旧稿",),
    )

    reading = read_office_file(raw, "x.xlsx")

    assert lines_of(reading) == [
        "? 09:00-09:30 address 致辞 (张样例 speaker)",
        "? 10:00-10:30 talk 讲座一 (王例 speaker) CANCELLED",
        "? 10:30-11:00 talk 讲座二 (赵样 speaker) CANCELLED",
        "? 11:00-11:30 address 总结 (孙示 speaker)",
    ]
    assert asked(reading) == {"day": [1, 2, 3, 4]}


def test_a_sheet_for_each_day():
    raw = sheet_file(
        (
            "5月22日",
            [
                ["时间", "内容", "主讲人"],
                ["9:00-9:30", "致辞", "张样例"],
                ["9:30-10:00", "目录", "李示"],
            ],
            [],
        ),
        ("5月23日", [["时间", "内容", "主讲人"], ["9:00-9:30", "版本", "王例"]], []),
    )

    reading = read_office_file(raw, "e.xlsx")

    assert lines_of(reading) == [
        "05-22 09:00-09:30 address 致辞 (张样例 speaker)",
        "05-22 09:30-10:00 talk 目录 (李示 speaker)",
        "05-23 09:00-09:30 talk 版本 (王例 speaker)",
    ]
    assert asked(reading) == {"day": [1, 2, 3]}


def test_days_as_columns():
    raw = sheet_file(
        (
            "S",
            [
                ["Time", "Mon 5 July 2027", "Tue 6 July 2027"],
                [
                    "9:00-10:30",
                    "Lecture: Paper\nAlice Sample (Sample University 01)",
                    "Lecture: Ink\nBob Token",
                ],
                ["10:30-11:00", "Coffee", ""],
                ["11:00-12:30", "Workshop: Folding", "Excursion"],
            ],
            ["B3:C3"],
        )
    )

    reading = read_office_file(raw, "f.xlsx")

    assert lines_of(reading) == [
        "07-05 09:00-10:30 talk Lecture: Paper (Alice Sample speaker|Sample University 01)",
        "07-05 10:30-11:00 break Coffee",
        "07-05 11:00-12:30 talk Workshop: Folding",
        "07-06 09:00-10:30 talk Lecture: Ink (Bob Token speaker)",
        "07-06 10:30-11:00 break Coffee",
        "07-06 11:00-12:30 other Excursion",
    ]
    assert asked(reading) == {}


def test_people_on_rows_of_their_own():
    raw = sheet_file(
        (
            "S",
            [
                ["时间", "题目", "报告人", "单位"],
                ["2027-05-08 9:00-10:00", "圆桌论坛：目录", "张样例", "示例大学01"],
                ["", "", "李示", "示例大学02"],
                ["", "", "王例", "示例大学03"],
                ["10:00-10:30", "版本", "赵样", "示例大学04"],
            ],
            [],
        )
    )

    reading = read_office_file(raw, "m.xlsx")

    assert lines_of(reading) == [
        "05-08 09:00-10:00 panel 圆桌论坛：目录 (张样例 panelist|示例大学01; 李示 panelist|示例大学02; 王例 panelist|示例大学03)",
        "05-08 10:00-10:30 talk 版本 (赵样 speaker|示例大学04)",
    ]
    assert asked(reading) == {}


def test_a_merged_column_groups_talks():
    raw = sheet_file(
        (
            "S",
            [
                ["分论坛议程（2027年5月16日下午）", "", "", "", "", ""],
                ["分论坛", "时间", "题目", "报告人", "主持人", "会场"],
                ["人工智能", "14:00-14:20", "目录", "张样例（示例大学01）", "金样例", "201"],
                ["", "14:20-14:40", "版本", "李示（示例大学02）", "", ""],
                ["数字人文", "14:00-14:20", "地图", "王例（示例大学03）", "戚样", "202"],
                ["", "14:20-14:40", "物产", "赵样（示例大学04）", "", ""],
            ],
            ["A1:F1", "A3:A4", "A5:A6", "E3:E4", "E5:E6", "F3:F4", "F5:F6"],
        )
    )

    reading = read_office_file(raw, "o.xlsx")

    assert lines_of(reading) == [
        "05-16 14:00-14:40 sub-forum 人工智能 @201 (金样例 chair)",
        "05-16 14:00-14:20 talk 目录 @201 <人工智能 (张样例 speaker|示例大学01)",
        "05-16 14:20-14:40 talk 版本 @201 <人工智能 (李示 speaker|示例大学02)",
        "05-16 14:00-14:40 sub-forum 数字人文 @202 (戚样 chair)",
        "05-16 14:00-14:20 talk 地图 @202 <数字人文 (王例 speaker|示例大学03)",
        "05-16 14:20-14:40 talk 物产 @202 <数字人文 (赵样 speaker|示例大学04)",
    ]
    assert asked(reading) == {}


def test_headers_and_cells_in_two_languages():
    raw = sheet_file(
        (
            "S",
            [
                ["示例国际论坛 Sample International Forum", "", "", ""],
                ["2027年9月3日 3 September 2027", "", "", ""],
                ["时间 Time", "议程 Agenda", "嘉宾 Speaker", "地点 Venue"],
                [
                    "09:00-09:20",
                    "开幕致辞 Opening Address",
                    "张样例 教授 Prof. Zhang Yangli",
                    "报告厅 Auditorium",
                ],
                [
                    "09:20-10:00",
                    "主旨演讲：数字时代的阅读\nKeynote: Reading in the Digital Age",
                    "Prof. Alice Sample\nSample University 02",
                    "报告厅 Auditorium",
                ],
                ["10:00-10:20", "茶歇 Tea Break", "", "大厅 Lobby"],
            ],
            ["A1:D1", "A2:D2"],
        )
    )

    reading = read_office_file(raw, "r.xlsx")

    assert lines_of(reading) == [
        "09-03 09:00-09:20 address 开幕致辞 / Opening Address @报告厅 (张样例 speaker|Zhang Yangli|教授)",
        "09-03 09:20-10:00 keynote 主旨演讲：数字时代的阅读 / Keynote: Reading in the Digital Age @报告厅 (Alice Sample speaker|Sample University 02|Prof.)",
        "09-03 10:00-10:20 break 茶歇 / Tea Break @大厅",
    ]
    assert asked(reading) == {}


def test_titles_and_names_in_a_column_for_each_language():
    raw = sheet_file(
        (
            "S",
            [
                ["时间 / Time", "中文题目", "English Title", "报告人", "Speaker", "地点 / Room"],
                [
                    "2027-05-08 9:00-9:30",
                    "目录的用途",
                    "The Use of Lists",
                    "李示",
                    "Li Shi",
                    "报告厅",
                ],
            ],
            [],
        )
    )

    assert lines_of(read_office_file(raw, "two.xlsx")) == [
        "05-08 09:00-09:30 talk 目录的用途 / The Use of Lists @报告厅 (李示 speaker|Li Shi)"
    ]


def test_a_place_still_open_in_a_grid_is_asked_and_no_session():
    raw = sheet_file(
        (
            "S",
            [
                ["3 June 2027", "", ""],
                ["Time", "Hall A", "Hall B"],
                ["09:00–09:30", "Slow Paper – Dan Specimen", "TBA"],
            ],
            ["A1:C1"],
        )
    )

    reading = read_office_file(raw, "grid.xlsx")

    assert lines_of(reading) == ["06-03 09:00-09:30 talk Slow Paper @Hall A (Dan Specimen speaker)"]
    assert [(q.fields, q.address) for q in reading.questions] == [(("title",), "S!C3")]
