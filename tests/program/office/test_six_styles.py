"""Six more files as offices make them, their answers written first: a table with merged days and
halves, a plain mail, days as sheets, forums side by side in Word, two languages, lengths alone.
"""

import io
from datetime import time

import docx
import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, csv_file, lines_of, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")


def shown(raw, name):
    return lines_of(read_office_file(raw, name))


def test_a_word_table_with_merged_days_halves_and_places():
    raw = word_file(
        "关于召开2027年高校图书馆服务创新研讨会的日程安排",
        [
            ["日期", "时段", "时间", "内容", "主讲/主持", "地点"],
            ["5月15日\n（星期六）", "上午", "8:00-8:40", "签到", "", "一楼大厅"],
            ["^", "^", "8:40-9:00", "开幕式（校长张样例致辞）", "主持人：何样例", "二楼报告厅"],
            ["^", "^", "9:00-9:40", "主旨报告：服务的边界", "李示（示例大学图书馆馆长）", "^"],
            ["^", "下午", "2:00-2:30", "阅读推广的案例", "王例（示例学院教授）", "301教室"],
            ["^", "^", "2:30-3:00", "自由交流", "全体", "^"],
            ["5月16日\n（星期日）", "上午", "9:00-11:00", "参观示例图书馆", "", "校门口集合"],
        ],
    )

    assert shown(raw, "a.docx") == [
        "05-15 08:00-08:40 sign-in 签到 @一楼大厅",
        "05-15 08:40-09:00 ceremony 开幕式 @二楼报告厅 (何样例 chair; 张样例 speaker|校长)",
        "05-15 09:00-09:40 keynote 主旨报告：服务的边界 @二楼报告厅 (李示 speaker|示例大学图书馆|馆长)",
        "05-15 14:00-14:30 talk 阅读推广的案例 @301教室 (王例 speaker|示例学院|教授)",
        "05-15 14:30-15:00 discussion 自由交流 @301教室",
        "05-16 09:00-11:00 other 参观示例图书馆 @校门口集合",
    ]


MAIL = """各位老师：
    您好！研讨会定于2027年6月12日（周六）在示例大学图书馆举行，具体安排如下：

上午（主持：何样例 副馆长）
8:30 报到
9:00 馆长致辞（张样例）
9:10 目录学与人工智能，李示，示例大学教授
9:50 茶歇
10:10 圆桌：馆员的未来
参加人：王例、赵样（示例学院）、孙例（示例社）
11:30 午餐，教工食堂

下午
14:00 分组讨论
A组：301室，召集人：周示
B组：302室，召集人：吴例
16:00 结束

请各位准时参加，谢谢！
联系人：郑样 1200000000
"""


def test_a_mail_with_a_chair_for_the_morning_and_groups():
    reading = read_office_file(MAIL.encode(), "a.txt")

    assert lines_of(reading) == [
        "06-12 08:30-09:00 sign-in 报到",
        "06-12 09:00-09:10 address 馆长致辞 (张样例 speaker; 何样例 chair|副馆长)",
        "06-12 09:10-09:50 talk 目录学与人工智能 (李示 speaker|示例大学|教授; 何样例 chair|副馆长)",
        "06-12 09:50-10:10 break 茶歇",
        "06-12 10:10-11:30 panel 圆桌：馆员的未来 (王例 panelist; 赵样 panelist|示例学院; "
        "孙例 panelist|示例社; 何样例 chair|副馆长)",
        "06-12 11:30-14:00 meal 午餐 @教工食堂",
        "06-12 14:00-16:00 discussion 分组讨论",
        "06-12 14:00-16:00 sub-forum A组 @301室 (周示 chair)",
        "06-12 14:00-16:00 sub-forum B组 @302室 (吴例 chair)",
        "06-12 16:00- other 结束",
    ]
    assert [left.text for left in reading.leftovers] == [
        "请各位准时参加，谢谢！", "联系人：郑样 1200000000",
    ]  # fmt: skip


def test_days_as_sheets_and_rooms_as_columns():
    first = [
        ["Spring Symposium – Friday 4 June 2027", "", ""],
        ["", "Main Hall", "Seminar Room 2"],
        [time(9, 0), "Registration", ""],
        [time(9, 30), "Welcome (Prof. Alice Sample)", ""],
        [time(10, 0), "Keynote: Reading Machines\nBob Specimen, Token Institute", ""],
        [time(11, 0), "Coffee break", ""],
        [time(11, 30), "Paper and Ink\nCarol Fixture (Sample University)", "Maps\nDan Instance"],
        [time(12, 15), "Lunch", ""],
    ]
    second = [
        ["Saturday 5 June 2027", "", ""],
        ["", "Main Hall", "Seminar Room 2"],
        [time(9, 30), "Open Archives\nEve Mock", "Sound Studies\nFrank Dummy"],
        [time(10, 30), "Closing discussion", ""],
        [time(11, 0), "End", ""],
    ]
    raw = sheet_file(
        ("Day 1 - 4 June", first, ["A1:C1", "B3:C3", "B6:C6", "B8:C8"]),
        ("Day 2 - 5 June", second, ["A1:C1"]),
        formats={"time": "hh:mm"},
    )

    assert shown(raw, "a.xlsx")[:10] == [
        "06-04 09:00-09:30 sign-in Registration",
        "06-04 09:30-10:00 address Welcome @Main Hall (Alice Sample speaker|Prof.)",
        "06-04 10:00-11:00 keynote Keynote: Reading Machines @Main Hall "
        "(Bob Specimen speaker|Token Institute)",
        "06-04 11:00-11:30 break Coffee break",
        "06-04 11:30-12:15 talk Paper and Ink @Main Hall (Carol Fixture speaker|Sample University)",
        "06-04 11:30-12:15 talk Maps @Seminar Room 2 (Dan Instance speaker)",
        "06-04 12:15- meal Lunch",
        "06-05 09:30-10:30 talk Open Archives @Main Hall (Eve Mock speaker)",
        "06-05 09:30-10:30 talk Sound Studies @Seminar Room 2 (Frank Dummy speaker)",
        "06-05 10:30-11:00 discussion Closing discussion @Main Hall",
    ]
    assert shown(raw, "a.xlsx")[10].startswith("06-05 11:00- other End")


FORUMS = [
    ("分论坛一：古籍", "301室", "何样例", [("14:00-14:20", "古籍的修复", "李示"),
                                    ("14:20-14:40", "版本的鉴定", "王例")]),
    ("分论坛二：数据", "302室", "戚样", [("14:00-14:30", "数据的保存", "赵样"),
                                   ("14:30-15:00", "数据的开放", "孙例")]),
]  # fmt: skip


def test_two_tables_side_by_side_in_the_cells_of_a_third():
    document = docx.Document()
    document.add_paragraph("2027年9月18日（星期六）14:00—15:00")
    outer = document.add_table(1, 2)
    for cell, (title, room, chair, talks) in zip(outer.rows[0].cells, FORUMS, strict=True):
        cell.text = title
        cell.add_paragraph(f"地点：{room}")
        cell.add_paragraph(f"主持人：{chair}")
        inner = cell.add_table(len(talks) + 1, 3)
        for r, row in enumerate([("时间", "题目", "报告人"), *talks]):
            for c, text in enumerate(row):
                inner.cell(r, c).text = text
    target = io.BytesIO()
    document.save(target)

    assert shown(target.getvalue(), "a.docx") == [
        "09-18 14:00-14:40 sub-forum 分论坛一：古籍 @301室 (何样例 chair)",
        "09-18 14:00-14:20 talk 古籍的修复 @301室 <分论坛一：古籍 (李示 speaker)",
        "09-18 14:20-14:40 talk 版本的鉴定 @301室 <分论坛一：古籍 (王例 speaker)",
        "09-18 14:00-15:00 sub-forum 分论坛二：数据 @302室 (戚样 chair)",
        "09-18 14:00-14:30 talk 数据的保存 @302室 <分论坛二：数据 (赵样 speaker)",
        "09-18 14:30-15:00 talk 数据的开放 @302室 <分论坛二：数据 (孙例 speaker)",
    ]


BILINGUAL = """示例双语论坛 Sample Bilingual Forum
日期 Date: 2027年10月23日 23 October 2027

09:00–09:20 开幕致辞 Opening Address
张样例 Zhang Yangli，示例大学校长
09:20–10:00 主旨报告一 Keynote 1
题目 Title：数字人文的未来 The Future of Digital Humanities
报告人 Speaker：李示 Li Shi，示例大学教授
10:00–10:20 茶歇 Coffee Break
10:20–11:30 圆桌论坛 Panel Discussion
主题 Topic：开放科学 Open Science
主持人 Chair：何样例 He Yangli
嘉宾 Panelists：王例 Wang Li、赵样 Zhao Yang
11:30–13:00 午餐 Lunch
"""


def test_labels_in_two_languages():
    reading = read_office_file(BILINGUAL.encode(), "a.txt")

    assert lines_of(reading) == [
        "10-23 09:00-09:20 address 开幕致辞 / Opening Address "
        "(张样例 speaker|Zhang Yangli|示例大学|校长)",
        "10-23 09:20-10:00 keynote 主旨报告一：数字人文的未来 / "
        "Keynote 1: The Future of Digital Humanities (李示 speaker|Li Shi|示例大学|教授)",
        "10-23 10:00-10:20 break 茶歇 / Coffee Break",
        "10-23 10:20-11:30 panel 圆桌论坛：开放科学 / Panel Discussion: Open Science "
        "(何样例 chair|He Yangli; 王例 panelist|Wang Li; 赵样 panelist|Zhao Yang)",
        "10-23 11:30-13:00 meal 午餐 / Lunch",
    ]
    assert not reading.leftovers


def test_lengths_are_counted_from_the_start_that_stands_above():
    raw = csv_file(
        [
            ["示例工作坊 2027年11月6日 9:00开始"],
            ["序号", "环节", "时长", "主讲", "备注"],
            ["1", "开场", "10分钟", "张样例", ""],
            ["2", "工具演示", "40分钟", "李示（示例公司）", ""],
            ["", "休息", "15分钟", "", ""],
            ["3", "分组练习", "1小时", "王例、赵样", ""],
            ["4", "总结", "15分钟", "张样例", ""],
        ]
    )

    assert shown(raw, "a.csv") == [
        "11-06 09:00-09:10 talk 开场 (张样例 speaker)",
        "11-06 09:10-09:50 talk 工具演示 (李示 speaker|示例公司)",
        "11-06 09:50-10:05 break 休息",
        "11-06 10:05-11:05 talk 分组练习 (王例 speaker; 赵样 speaker)",
        "11-06 11:05-11:20 address 总结 (张样例 speaker)",
    ]
    assert asked(read_office_file(raw, "a.csv")) == {
        "end": [1, 2, 3, 4, 5], "start": [1, 2, 3, 4, 5],
    }  # fmt: skip
