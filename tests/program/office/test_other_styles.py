"""Files of other styles, each with the answer that was written before the reader saw it."""

from datetime import time

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import lines_of, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")


def read(raw, name="Paste"):
    return read_office_file(raw, name)


WPS = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta name=Generator content="WPS Office ET"><style><!-- .et2{mso-style-parent:et0} --></style>
</head><body><!--StartFragment--><table style='border-collapse:collapse'><col width="90"/>
<tr><td colspan="5" style='mso-ignore:colspan' x:str>示例论坛议程（2027年6月5日）</td></tr>
<tr><td>时间</td><td>环节</td><td>题目</td><td>嘉宾</td><td>单位职务</td></tr>
<tr><td rowspan="2">9:00-9:30</td><td rowspan="2">致辞</td><td>欢迎致辞</td><td>张样例</td>
<td>示例大学01校长</td></tr><tr><td>领导致辞</td><td>李示</td><td>示例省教育厅副厅长</td></tr>
<tr><td>9:30-10:10</td><td>主旨演讲</td><td>人机协同的<br/>课堂</td><td>王例</td>
<td>示例大学02教授</td></tr><tr><td>10:50-11:10</td><td colspan="4">茶&nbsp;&nbsp;歇</td></tr>
<tr><td>11:10-12:00</td><td>圆桌对话</td><td>未来的学校</td>
<td>主持人：孙例<br/>嘉宾：周示、吴例之、郑样</td><td></td></tr></table></body></html>"""


def test_a_paste_of_wps():
    assert lines_of(read(WPS.encode())) == [
        "06-05 09:00-09:30 address 欢迎致辞 (张样例 speaker|示例大学01|校长)",
        "06-05 09:00-09:30 address 领导致辞 (李示 speaker|示例省教育厅|副厅长)",
        "06-05 09:30-10:10 keynote 人机协同的课堂 (王例 speaker|示例大学02|教授)",
        "06-05 10:50-11:10 break 茶歇",
        "06-05 11:10-12:00 panel 未来的学校 "
        "(孙例 chair; 周示 panelist; 吴例之 panelist; 郑样 panelist)",
    ]


WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><body lang=EN-GB>
<p class=MsoNormal><b>Spring Symposium<o:p></o:p></b></p><p>Friday 14 May 2027, Old Library</p>
<table class=MsoTableGrid border=1><tr><td><p><b>Time<o:p></o:p></b></p></td>
<td><p>Event</p></td><td><p>Speaker</p></td></tr>
<tr><td><p>9.30 – 9.45</p></td><td><p>Welcome</p></td>
<td><p>Prof. Alice Sample (University of Example)</p></td></tr>
<tr><td colspan=3><p><b>Session 1: Archives</b> (Chair: Carol Specimen)</p></td></tr>
<tr><td><p>11.15 – 11.45</p></td><td><p>Ink and Paper</p></td><td><p>Dan Instance</p></td></tr>
<tr><td><p>12.15 – 1.30</p></td><td colspan=2><p>Lunch</p></td></tr></table></body></html>"""


def test_a_paste_of_word():
    assert lines_of(read(WORD.encode())) == [
        "05-14 09:30-09:45 address Welcome (Alice Sample speaker|University of Example|Prof.)",
        "05-14 11:15-11:45 sub-forum Session 1: Archives (Carol Specimen chair)",
        "05-14 11:15-11:45 talk Ink and Paper <Session 1: Archives (Dan Instance speaker)",
        "05-14 12:15-13:30 meal Lunch",
    ]


GOOGLE = """<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {}--></style>
<table data-sheets-root="1"><tbody><tr><td>Date</td><td>Start</td><td>End</td><td>Title</td>
<td>Speakers</td></tr><tr><td>6/12/2027</td><td>9:00:00 AM</td><td>9:30 AM</td><td>Opening remarks
</td><td>Alice Sample</td></tr><tr><td>{last}</td><td>1:00 PM</td><td>1:20 PM</td><td>Counting</td>
<td>Bob Token</td></tr></tbody></table>"""


def test_a_paste_of_google_sheets_whose_other_dates_say_which_number_is_the_month():
    assert lines_of(read(GOOGLE.replace("{last}", "6/13/2027").encode())) == [
        "06-12 09:00-09:30 address Opening remarks (Alice Sample speaker)",
        "06-13 13:00-13:20 talk Counting (Bob Token speaker)",
    ]


def test_a_date_that_may_have_the_day_or_the_month_first_is_asked():
    reading = read(GOOGLE.replace("{last}", "6/12/2027").encode())

    assert [q.fields for q in reading.questions if "month first" in q.text] == [("day",)]


def test_headings_are_items_where_nothing_has_a_time():
    raw = word_file(
        "示例论坛议程",
        "时间：2027年10月16日上午",
        "地点：示例大学图书馆报告厅",
        "主持人：张样例 示例大学01处长",
        "一、领导致辞",
        "示例大学01副校长 李示",
        "二、主旨报告",
        [
            ["序号", "报告题目", "报告人", "单位及职务"],
            ["1", "古籍的数字化", "王例", "示例大学02教授"],
        ],
        "三、圆桌讨论",
        "四、会议总结",
    )
    tail = "@示例大学图书馆报告厅"
    chair = "张样例 chair|示例大学01|处长"

    assert lines_of(read(raw, "a.docx")) == [
        f"10-16 - address 领导致辞 {tail} (李示 speaker|示例大学01|副校长; {chair})",
        f"10-16 - keynote 古籍的数字化 {tail} (王例 speaker|示例大学02|教授; {chair})",
        f"10-16 - panel 圆桌讨论 {tail} ({chair})",
        f"10-16 - address 会议总结 {tail} ({chair})",
    ]


def test_a_numbered_list_without_a_table_or_times():
    raw = """会议议程
1. 领导致辞（示例大学01 校长 张样例）
2. 主旨报告：古籍的生命（示例大学02 教授 王例）
3. 茶歇
4. 圆桌讨论：谁来修复
   嘉宾：李示、赵样
5. 总结讲话（示例省图书馆 馆长 周示）"""

    assert [line.partition("- ")[2] for line in lines_of(read(raw.encode()))] == [
        "address 领导致辞 (张样例 speaker|示例大学01|校长)",
        "keynote 主旨报告：古籍的生命 (王例 speaker|示例大学02|教授)",
        "break 茶歇",
        "panel 圆桌讨论：谁来修复 (李示 panelist; 赵样 panelist)",
        "address 总结讲话 (周示 speaker|示例省图书馆|馆长)",
    ]


def test_lines_with_people_and_the_place_below():
    raw = """2027年12月4日（周六）示例沙龙
09:00-09:10 主持人开场 主持人：张样例（示例大学01）
09:10-09:50 报告1：城市记忆的保存  李示（示例大学02教授）
10:45-11:45 圆桌讨论：我们保存什么
嘉宾：赵样、孙例
地点：示例书店二楼"""

    assert lines_of(read(raw.encode(), "a.txt")) == [
        "12-04 09:00-09:10 address 主持人开场 @示例书店二楼 (张样例 chair|示例大学01)",
        "12-04 09:10-09:50 talk 报告1：城市记忆的保存 @示例书店二楼 (李示 speaker|示例大学02|教授)",
        "12-04 10:45-11:45 panel 圆桌讨论：我们保存什么 @示例书店二楼 (赵样 panelist; 孙例 panelist)",
    ]


def test_each_half_of_a_day_has_its_own_chair():
    rows = [
        ["时间", "议题", "发言人"],
        ["上午（主持人：张样例）", "", ""],
        ["9:00—9:50", "混合式教学", "王例"],
        ["9:50—10:50", "专题研讨", "全体参会人员"],
        ["下午（主持人：周示）", "", ""],
        ["2:00—2:40", "评价改革", "郑样"],
    ]
    reading = read(sheet_file(("议程", rows, ["A2:C2", "A5:C5"])), "a.xlsx")

    assert [line.partition(" ")[2] for line in lines_of(reading)] == [
        "09:00-09:50 talk 混合式教学 (王例 speaker; 张样例 chair)",
        "09:50-10:50 discussion 专题研讨 (张样例 chair)",
        "14:00-14:40 talk 评价改革 (郑样 speaker; 周示 chair)",
    ]
    assert not any("全体" in question.text for question in reading.questions)


def test_sub_forums_beside_each_other_with_times_of_their_own():
    rows = [
        [
            "分论坛一：方法（301会议室）\n主持人：张样例",
            "",
            "",
            "分论坛二：应用（302会议室）",
            "",
            "",
        ],
        ["时间", "题目", "报告人", "时间", "题目", "报告人"],
        ["14:00-14:20", "抽样的误差", "王例", "14:00-14:30", "城市的噪声", "赵样"],
        ["14:20-14:40", "讨论", "", "14:30-14:45", "茶歇", ""],
    ]
    reading = read(sheet_file(("分论坛", rows, ["A1:C1", "D1:F1"])), "a.xlsx")

    assert [line.partition(" ")[2] for line in lines_of(reading)] == [
        "14:00-14:40 sub-forum 分论坛一：方法 @301会议室 (张样例 chair)",
        "14:00-14:20 talk 抽样的误差 @301会议室 <分论坛一：方法 (王例 speaker)",
        "14:20-14:40 discussion 讨论 @301会议室 <分论坛一：方法",
        "14:00-14:45 sub-forum 分论坛二：应用 @302会议室",
        "14:00-14:30 talk 城市的噪声 @302会议室 <分论坛二：应用 (赵样 speaker)",
        "14:30-14:45 break 茶歇 @302会议室 <分论坛二：应用",
    ]


def test_rooms_beside_each_other_where_one_has_nothing_for_a_while():
    rows = [
        ["示例大会 2027年9月10日", "", ""],
        ["时间", "主会场（国际厅）", "B会议室"],
        [time(10, 45), "产业应用\n李示（样本公司）", "教育实践\n赵样（样本学院）"],
        [time(11, 30), "安全与治理\n孙例（样本研究院）", ""],
        [time(12, 15), "午餐", ""],
    ]
    raw = sheet_file(("S", rows, ["A1:C1", "B5:C5"]), formats={"time": "hh:mm"})

    assert lines_of(read(raw, "a.xlsx")) == [
        "09-10 10:45-11:30 talk 产业应用 @主会场（国际厅） (李示 speaker|样本公司)",
        "09-10 10:45-11:30 talk 教育实践 @B会议室 (赵样 speaker|样本学院)",
        "09-10 11:30-12:15 talk 安全与治理 @主会场（国际厅） (孙例 speaker|样本研究院)",
        "09-10 12:15- meal 午餐",
    ]


def test_the_last_talk_of_a_group_ends_with_what_comes_after_the_group():
    rows = [
        ["Session", "Chair", "Time", "Title", "Presenter"],
        ["Opening", "", "09:00", "Welcome by the president", "Alice Sample"],
        ["Session 1: Soil", "Bob Token", "09:15", "Roots", "Carol Specimen"],
        ["", "", "09:40", "Sand", "Dan Instance"],
        ["", "", "10:05", "Coffee", ""],
        ["Session 2: Water", "", "10:30", "Wells", "Frank Mock"],
        ["", "", "10:55", "End of meeting", ""],
    ]
    raw = sheet_file(("P", rows, ["A3:A4", "B3:B4"]))

    assert [line.partition(" ")[2] for line in lines_of(read(raw, "a.xlsx"))][:5] == [
        "09:00-09:15 address Welcome by the president (Alice Sample speaker)",
        "09:15-10:05 sub-forum Session 1: Soil (Bob Token chair)",
        "09:15-09:40 talk Roots <Session 1: Soil (Carol Specimen speaker)",
        "09:40-10:05 talk Sand <Session 1: Soil (Dan Instance speaker)",
        "10:05-10:30 break Coffee",
    ]


def test_two_lists_of_people_beside_each_other():
    raw = word_file(
        [
            ["序号", "姓名", "单位", "序号", "姓名", "单位"],
            ["1", "张样例", "示例大学01", "3", "赵样", "示例大学03"],
            ["2", "李示", "示例大学02", "", "", ""],
        ]
    )

    guests = read(raw, "a.docx").people

    assert [(guest.name, guest.organization.value) for guest in guests] == [
        ("张样例", "示例大学01"), ("赵样", "示例大学03"), ("李示", "示例大学02"),
    ]  # fmt: skip
    assert len({guest.key for guest in guests}) == 3


def test_units_of_speakers_under_headers_of_their_own():
    rows = [
        ["题目", "报告人", "报告人单位", "报告人职务"],
        ["语料库", "李示", "示例大学02", "教授"],
    ]

    assert lines_of(read(sheet_file(("S", rows, [])), "a.xlsx")) == [
        "? - talk 语料库 (李示 speaker|示例大学02|教授)"
    ]


def test_who_sees_to_a_row_is_nobody_of_the_program():
    rows = [
        ["时间", "活动内容", "参加人员", "负责人"],
        ["8:30-9:00", "开幕式", "全体", "李示"],
        ["9:00-9:40", "参观", "全体人员", "会务组"],
    ]
    reading = read(sheet_file(("S", rows, [])), "a.xlsx")

    assert not any(session.people for session in reading.sessions)
