"""Tables as text, pasted pages and plain lines in the styles of other offices."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, csv_file, lines_of

pytestmark = pytest.mark.once(reason="reads files alone")


def test_the_next_start_ends_what_has_a_start_alone():
    raw = csv_file(
        [
            ["Sample Day – 14 October 2027"],
            ["Time", "What", "Who"],
            ["9:00", "Arrival and coffee", ""],
            ["9:30", "Opening remarks", "Alice Sample (Sample University 01)"],
            ["9:45", "Keynote: Slow Data", "Prof. Bob Token, Sample Institute 02"],
            ["10:45", "Break", ""],
            ["11:15", "Panel: Who pays?", "Carla Example, Dan Specimen and Eva Instance"],
            ["12:30", "Lunch", ""],
            ["1:30", "Digital editions", "Farid Token (Sample Museum 06)"],
            ["3:00", "Goodbye", ""],
        ]
    )

    reading = read_office_file(raw, "s.csv")

    assert lines_of(reading) == [
        "10-14 09:00-09:30 sign-in Arrival and coffee",
        "10-14 09:30-09:45 address Opening remarks (Alice Sample speaker|Sample University 01)",
        "10-14 09:45-10:45 keynote Keynote: Slow Data (Bob Token speaker|Sample Institute 02|Prof.)",
        "10-14 10:45-11:15 break Break",
        "10-14 11:15-12:30 panel Panel: Who pays? (Carla Example panelist; Dan Specimen panelist; Eva Instance panelist)",
        "10-14 12:30-13:30 meal Lunch",
        "10-14 13:30-15:00 talk Digital editions (Farid Token speaker|Sample Museum 06)",
        "10-14 15:00- other Goodbye",
    ]
    assert asked(reading) == {"end": [8], "start": [7, 8]}


def test_a_pasted_page_in_two_languages():
    raw = "<html><body><!--StartFragment--><p>2027年11月6日 示例沙龙</p><table><tr><th>时间<br>Time</th><th>内容<br>Programme</th><th>嘉宾<br>Speaker</th><th>地点<br>Venue</th></tr>\n<tr><td>09:00–09:10</td><td>开场致辞<br>Opening remarks</td><td>张样例<br>Zhang Yangli</td><td rowspan=3>三楼报告厅<br>Hall 3</td></tr>\n<tr><td>09:10–09:50</td><td>数字人文的边界<br>The Borders of Digital Humanities</td><td>阿里·示例（Ali Sample）<br>示例大学06<br>Sample University 06</td></tr>\n<tr><td>09:50–10:10</td><td colspan=2>茶歇<br>Coffee Break</td></tr>\n<tr><td>10:10–10:40</td><td><s>旧书的新读法</s></td><td>李示例</td><td>301室</td></tr></table></body></html>".encode()

    reading = read_office_file(raw, "paste.html")

    assert lines_of(reading) == [
        "11-06 09:00-09:10 address 开场致辞 / Opening remarks @三楼报告厅 (张样例 speaker|Zhang Yangli)",
        "11-06 09:10-09:50 talk 数字人文的边界 / The Borders of Digital Humanities @三楼报告厅 (阿里·示例 speaker|Ali Sample|示例大学06)",
        "11-06 09:50-10:10 break 茶歇 / Coffee Break @三楼报告厅",
        "11-06 10:10-10:40 talk 旧书的新读法 @301室 (李示例 speaker) CANCELLED",
    ]
    assert asked(reading) == {}


def test_lines_without_a_table():
    raw = "示例青年沙龙\n2027年12月4日（周六）\u3000地点：文科楼305\n9:00-9:20\u3000开场\u3000王示例（示例大学01）\n9:20-10:00\u3000从卡片到数据库\u3000李示（示例大学02副教授）\n10:00-10:15\u3000茶歇\n10:15-11:00\u3000圆桌：青年学者怎么办\u3000主持：赵样例\n联系人：钱样 12000000000\n".encode(
        "utf-8"
    )

    reading = read_office_file(raw, "t.txt")

    assert lines_of(reading) == [
        "12-04 09:00-09:20 talk 开场 @文科楼305 (王示例 speaker|示例大学01)",
        "12-04 09:20-10:00 talk 从卡片到数据库 @文科楼305 (李示 speaker|示例大学02|副教授)",
        "12-04 10:00-10:15 break 茶歇",
        "12-04 10:15-11:00 panel 圆桌：青年学者怎么办 @文科楼305 (赵样例 chair)",
    ]
    assert asked(reading) == {}


def test_ditto_signs_and_halves_of_days_in_gb18030():
    raw = csv_file(
        [
            ["示例学会年会日程", "", "", "", ""],
            ["日期", "时段", "议题", "报告人", "主持人"],
            ["4月18日", "上午 8:30-9:00", "开幕式", "", "何样例"],
            ["", "9:00-9:40", "主旨报告：文献的用途", "孔样例", "何样例"],
            ["", "9:40-10:20", "主旨报告：目录的用途", "曹示", "同上"],
            ["4月19日", "下午 2:00-2:30", "版本的用途", "严例", "吕示例"],
            ["", "2:30-3:00", "校勘的用途（取消）", "施样", "〃"],
        ],
        "gb18030",
    )

    reading = read_office_file(raw, "c.csv")

    assert lines_of(reading) == [
        "04-18 08:30-09:00 ceremony 开幕式 (何样例 chair)",
        "04-18 09:00-09:40 keynote 主旨报告：文献的用途 (孔样例 speaker; 何样例 chair)",
        "04-18 09:40-10:20 keynote 主旨报告：目录的用途 (曹示 speaker; 何样例 chair)",
        "04-19 14:00-14:30 talk 版本的用途 (严例 speaker; 吕示例 chair)",
        "04-19 14:30-15:00 talk 校勘的用途 (施样 speaker; 吕示例 chair) CANCELLED",
    ]
    assert asked(reading) == {"day": [1, 2, 3, 4, 5]}


def test_headings_in_a_table_without_merged_cells():
    raw = csv_file(
        [
            ["2027年3月6日示例会议"],
            ["时间", "内容", "主讲人", "单位"],
            ["开幕式（主持人：何样例）", "", "", ""],
            ["9:00-9:10", "致辞", "张样例", "示例大学01"],
            ["主题报告", "", "", ""],
            ["9:10-9:40", "目录", "李示", "示例大学02"],
            ["9:40-10:00", "茶歇"],
            ["午餐", "", "", ""],
        ]
    )

    reading = read_office_file(raw, "a.csv")

    assert lines_of(reading) == [
        "03-06 09:00-09:10 ceremony 开幕式 (何样例 chair)",
        "03-06 09:00-09:10 address 致辞 <开幕式 (张样例 speaker|示例大学01)",
        "03-06 09:10-09:40 keynote 目录 (李示 speaker|示例大学02)",
        "03-06 09:40-10:00 break 茶歇",
        "03-06 - meal 午餐",
    ]
    assert asked(reading) == {}


def test_tabs_pasted_in_utf_16():
    raw = "2027年5月8日\n时间\t内容\t主讲人\n9:00-9:30\t致辞\t张样例 示例大学01校长\n9:30-10:00\t目录\t李示\n".encode(
        "utf-16"
    )

    reading = read_office_file(raw, "paste.txt")

    assert lines_of(reading) == [
        "05-08 09:00-09:30 address 致辞 (张样例 speaker|示例大学01|校长)",
        "05-08 09:30-10:00 talk 目录 (李示 speaker)",
    ]
    assert asked(reading) == {}


def test_odd_times_and_days_are_asked():
    raw = csv_file(
        [
            ["Date", "Time", "Title", "Speaker", "Room"],
            ["Monday, 22 May 2027", "9:00 am - 9:30 am", "Maps", "Alice Sample", "Hall A"],
            ["Sun 23 May 2027", "25:00-26:00", "Inks", "Bob Token", "Hall A"],
            ["", "11:00-10:00", "Papers", "Carla Example", "Hall A"],
        ]
    )

    reading = read_office_file(raw, "s.csv")

    assert lines_of(reading) == [
        "05-22 09:00-09:30 talk Maps @Hall A (Alice Sample speaker)",
        "05-23 - talk Inks @Hall A (Bob Token speaker)",
        "05-23 11:00-10:00 talk Papers @Hall A (Carla Example speaker)",
    ]
    assert asked(reading) == {"day": [1], "end": [2, 3], "start": [2, 3]}


def test_a_day_without_a_year_is_asked():
    raw = csv_file(
        [
            ["Sample Seminar"],
            ["Date", "Time", "Topic", "Speaker", "Venue"],
            ["5/20", "18:30–20:00", "Old Maps", "Alice Sample, Sample University 01", "Room 12"],
            ["6/3", "18:30–20:00", "New Maps", "TBA", "Room 12"],
        ]
    )

    reading = read_office_file(raw, "t.csv")

    assert lines_of(reading) == [
        "05-20 18:30-20:00 talk Old Maps @Room 12 (Alice Sample speaker|Sample University 01)",
        "06-03 18:30-20:00 talk New Maps @Room 12",
    ]
    assert asked(reading) == {"day": [1, 2], "people": [2]}


def test_hours_room_and_chair_in_the_bracket_of_a_heading():
    raw = csv_file(
        [
            ["Sample Meeting, 9 May 2027", "", ""],
            ["Session 1: Paper (9:00-10:30, Hall A, chair: Greta Dummy)", "", ""],
            ["No.", "Title", "Author"],
            ["1", "Old Paper", "Dan Specimen"],
            ["2", "New Paper", "Eva Instance"],
        ]
    )

    reading = read_office_file(raw, "heads.csv")

    assert lines_of(reading) == [
        "05-09 09:00-10:30 sub-forum Session 1: Paper @Hall A (Greta Dummy chair)",
        "05-09 - talk Old Paper @Hall A <Session 1: Paper (Dan Specimen speaker)",
        "05-09 - talk New Paper @Hall A <Session 1: Paper (Eva Instance speaker)",
    ]
