"""Word files in the styles of other offices."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, lines_of, word_file

pytestmark = pytest.mark.once(reason="reads files alone")


def test_sub_forums_beside_each_other_with_chairs_in_a_row():
    raw = word_file(
        "第三届示例论坛议程",
        "时间：2027年10月16日",
        [
            ["时间", "分论坛一：数字教材\n（301会议室）", "分论坛二：语料建设\n（302会议室）"],
            ["主持人", "金样例 示例大学01教授", "戚样 示例大学02副教授"],
            ["14:00-14:30", "教材怎么更新\n张样例（示例大学03）", "标注的成本\n李示（示例大学04）"],
            ["14:30-15:00", "题库共建\n王示例（示例出版社05）", "小语种语料\n赵样（示例大学06）"],
            ["15:00-15:20", "茶歇", None],
            ["15:20-16:00", "自由讨论", "总结\n主持人：戚样"],
        ],
    )

    reading = read_office_file(raw, "p.docx")

    assert lines_of(reading) == [
        "10-16 14:00-16:00 sub-forum 分论坛一：数字教材 @301会议室 (金样例 chair|示例大学01|教授)",
        "10-16 14:00-14:30 talk 教材怎么更新 @301会议室 <分论坛一：数字教材 (张样例 speaker|示例大学03)",
        "10-16 14:30-15:00 talk 题库共建 @301会议室 <分论坛一：数字教材 (王示例 speaker|示例出版社05)",
        "10-16 15:20-16:00 discussion 自由讨论 @301会议室 <分论坛一：数字教材",
        "10-16 14:00-16:00 sub-forum 分论坛二：语料建设 @302会议室 (戚样 chair|示例大学02|副教授)",
        "10-16 14:00-14:30 talk 标注的成本 @302会议室 <分论坛二：语料建设 (李示 speaker|示例大学04)",
        "10-16 14:30-15:00 talk 小语种语料 @302会议室 <分论坛二：语料建设 (赵样 speaker|示例大学06)",
        "10-16 15:20-16:00 address 总结 @302会议室 <分论坛二：语料建设 (戚样 chair)",
        "10-16 15:00-15:20 break 茶歇",
    ]
    assert asked(reading) == {}


def test_an_agenda_without_times_keeps_its_order():
    raw = word_file(
        "示例读书会节目单",
        [
            ["序号", "报告题目", "报告人", "单位"],
            ["1", "旧报纸里的广告", "张样例", "示例大学01"],
            ["2", "地方志中的天气", "李\u3000示", "示例研究院02"],
            ["3", "Letters and Maps", "Bob Placeholder", "Sample University 09"],
        ],
    )

    reading = read_office_file(raw, "n.docx")

    assert lines_of(reading) == [
        "? - talk 旧报纸里的广告 (张样例 speaker|示例大学01)",
        "? - talk 地方志中的天气 (李示 speaker|示例研究院02)",
        "? - talk Letters and Maps (Bob Placeholder speaker|Sample University 09)",
    ]
    assert asked(reading) == {"day": [1, 2, 3]}


def test_days_between_tables_of_word():
    raw = word_file(
        "Sample Summer School 2027",
        "Venue: Sample College, Sampleton",
        "Day 1 – Monday, 5 July 2027",
        [
            ["Time", "Session", "Speaker"],
            ["09:00 - 09:30", "Registration and coffee", ""],
            ["09:30 - 11:00", "Lecture 1: Paper", "Alice Sample, Sample University 01"],
            ["11:00 - 11:20", "Break", None],
            ["11:20 - 12:30", "Workshop: Folding", "TBA"],
        ],
        "Day 2 – Tuesday, 6 July",
        [
            ["Time", "Session", "Speaker"],
            ["09:30 - 11:00", "Lecture 2: Ink", "Dr Bob Token (Sample Institute 02)"],
            ["7:00 PM", "Farewell dinner", None],
        ],
        "Contact: office, tel. 12000000",
    )

    reading = read_office_file(raw, "e.docx")

    assert lines_of(reading) == [
        "07-05 09:00-09:30 sign-in Registration and coffee",
        "07-05 09:30-11:00 talk Lecture 1: Paper (Alice Sample speaker|Sample University 01)",
        "07-05 11:00-11:20 break Break",
        "07-05 11:20-12:30 talk Workshop: Folding",
        "07-06 09:30-11:00 talk Lecture 2: Ink (Bob Token speaker|Sample Institute 02|Dr)",
        "07-06 19:00- meal Farewell dinner",
    ]
    assert asked(reading) == {"end": [6], "people": [4]}


def test_people_inside_the_items_of_two_columns():
    raw = word_file(
        "示例揭牌仪式议程",
        "时间：2027年3月20日上午",
        "地点：行政楼二层会议室",
        [
            ["时间", "议程"],
            ["9:00-9:05", "主持人介绍与会领导和嘉宾"],
            ["9:05-9:15", "示例大学01校长张样例致辞"],
            ["9:15-9:25", "致辞：李示例 示例集团02董事长"],
            ["9:25-9:35", "揭牌（张样例、李示例）"],
            ["9:35-9:45", "合影"],
            ["9:45-11:00", "座谈交流\n主持人：王样 示例大学01教务处处长"],
        ],
    )

    reading = read_office_file(raw, "m.docx")

    assert lines_of(reading) == [
        "03-20 09:00-09:05 ceremony 主持人介绍与会领导和嘉宾 @行政楼二层会议室",
        "03-20 09:05-09:15 address 示例大学01校长张样例致辞 @行政楼二层会议室 (张样例 speaker|示例大学01|校长)",
        "03-20 09:15-09:25 address 致辞 @行政楼二层会议室 (李示例 speaker|示例集团02|董事长)",
        "03-20 09:25-09:35 ceremony 揭牌 @行政楼二层会议室 (张样例 guest; 李示例 guest)",
        "03-20 09:35-09:45 photo 合影",
        "03-20 09:45-11:00 discussion 座谈交流 @行政楼二层会议室 (王样 chair|示例大学01|教务处处长)",
    ]
    assert asked(reading) == {"people": [4]}


def test_a_table_without_a_header():
    raw = word_file(
        "2027年8月8日 示例交流会",
        [
            ["9:00-9:20", "开场", "张样例 示例大学01校长"],
            ["9:20-10:00", "新课程", "李示 示例大学02教授"],
            ["10:00-10:20", "茶歇", ""],
            ["10:20-11:00", "旧课程", "王例 示例大学03讲师"],
        ],
    )

    reading = read_office_file(raw, "nh.docx")

    assert lines_of(reading) == [
        "08-08 09:00-09:20 talk 开场 (张样例 speaker|示例大学01|校长)",
        "08-08 09:20-10:00 talk 新课程 (李示 speaker|示例大学02|教授)",
        "08-08 10:00-10:20 break 茶歇",
        "08-08 10:20-11:00 talk 旧课程 (王例 speaker|示例大学03|讲师)",
    ]
    assert asked(reading) == {}


def test_chair_room_and_hours_in_lines_above_each_table():
    raw = word_file(
        "Sample Conference, 21 May 2027",
        "Session 1: Corpora",
        "Chair: Greta Dummy (Sample University 01)",
        "Room: Hall A",
        "10:00 – 11:00",
        [
            ["Time", "Title", "Author(s)"],
            ["10:00", "Counting", "Dan Specimen and Eva Instance"],
            ["10:30", "Weighing", "Farid Token"],
        ],
        "Session 2: Archives",
        "Chair: Hana Mock | Room: Hall B | Time: 10:00–11:00",
        [
            ["Time", "Title", "Author(s)"],
            ["10:00", "Opening", "Ivo Stub"],
            ["10:30", "Closing a Door", "Joy Fixture"],
        ],
    )

    reading = read_office_file(raw, "b.docx")

    assert lines_of(reading) == [
        "05-21 10:00-11:00 sub-forum Session 1: Corpora @Hall A (Greta Dummy chair|Sample University 01)",
        "05-21 10:00-10:30 talk Counting @Hall A <Session 1: Corpora (Dan Specimen speaker; Eva Instance speaker)",
        "05-21 10:30-11:00 talk Weighing @Hall A <Session 1: Corpora (Farid Token speaker)",
        "05-21 10:00-11:00 sub-forum Session 2: Archives @Hall B (Hana Mock chair)",
        "05-21 10:00-10:30 ceremony Opening @Hall B <Session 2: Archives (Ivo Stub speaker)",
        "05-21 10:30-11:00 talk Closing a Door @Hall B <Session 2: Archives (Joy Fixture speaker)",
    ]
    assert asked(reading) == {}


def test_labelled_people_inside_the_title():
    raw = word_file(
        "2027年5月8日",
        [
            ["时间", "会议内容"],
            [
                "9:00-9:30",
                "主旨报告：目录的用途\n报告人：张样例（示例大学01教授）\n主持人：李示（示例大学02）",
            ],
            ["9:30-10:00", "茶歇"],
            ["10:00-11:00", "圆桌讨论\n主持人：王例\n参与嘉宾：赵样、钱示例、孙示"],
        ],
    )

    reading = read_office_file(raw, "n.docx")

    assert lines_of(reading) == [
        "05-08 09:00-09:30 keynote 主旨报告：目录的用途 (张样例 speaker|示例大学01|教授; 李示 chair|示例大学02)",
        "05-08 09:30-10:00 break 茶歇",
        "05-08 10:00-11:00 panel 圆桌讨论 (王例 chair; 赵样 panelist; 钱示例 panelist; 孙示 panelist)",
    ]
    assert asked(reading) == {}


def test_sub_forums_as_rows_across_a_table_of_word():
    raw = word_file(
        "示例论坛 2027年5月16日",
        [
            ["时间", "题目", "报告人", "单位"],
            ["分论坛一：目录学", None, None, None],
            ["主持人：金样例（示例大学01）\u3000地点：201室", None, None, None],
            ["14:00-14:20", "目录", "张样例", "示例大学01"],
            ["14:20-14:40", "版本", "李示", "示例大学02"],
            ["分论坛二：版本学", None, None, None],
            ["主持人：戚样（示例大学03）\u3000地点：202室", None, None, None],
            ["14:00-14:20", "地图", "王例", "示例大学03"],
            ["14:20-14:40", "讨论", None, None],
        ],
    )

    reading = read_office_file(raw, "p.docx")

    assert lines_of(reading) == [
        "05-16 14:00-14:40 sub-forum 分论坛一：目录学 @201室 (金样例 chair|示例大学01)",
        "05-16 14:00-14:20 talk 目录 @201室 <分论坛一：目录学 (张样例 speaker|示例大学01)",
        "05-16 14:20-14:40 talk 版本 @201室 <分论坛一：目录学 (李示 speaker|示例大学02)",
        "05-16 14:00-14:40 sub-forum 分论坛二：版本学 @202室 (戚样 chair|示例大学03)",
        "05-16 14:00-14:20 talk 地图 @202室 <分论坛二：版本学 (王例 speaker|示例大学03)",
        "05-16 14:20-14:40 discussion 讨论 @202室 <分论坛二：版本学",
    ]
    assert asked(reading) == {}


def test_numbered_lines_are_items():
    raw = word_file(
        "示例读书会议程",
        "一、时间：2027年10月9日（周六）下午2:00—5:00",
        "二、地点：示例书店三楼",
        "四、议程",
        "1. 14:00—15:00 主题分享：旧书新读（张样例，示例大学01教授）",
        "2. 15:00—15:20 茶歇",
        "3. 15:20—16:40 圆桌讨论（嘉宾：李示、赵样）",
    )

    reading = read_office_file(raw, "lines.docx")

    assert lines_of(reading) == [
        "10-09 14:00-15:00 talk 主题分享：旧书新读 @示例书店三楼 (张样例 speaker|示例大学01|教授)",
        "10-09 15:00-15:20 break 茶歇",
        "10-09 15:20-16:40 panel 圆桌讨论 @示例书店三楼 (李示 panelist; 赵样 panelist)",
    ]
    assert asked(reading) == {}


def test_one_time_over_several_talks_is_asked():
    raw = word_file(
        "2027年5月8日",
        [
            ["时间", "报告题目", "报告人"],
            ["14:00-15:30", "数据的边界", "张样例（示例大学01）"],
            ["^", "语料的来历", "李示（示例大学02）"],
        ],
    )

    reading = read_office_file(raw, "one.docx")

    assert [session.start.is_guess for session in reading.sessions] == [True, True]
    assert asked(reading) == {"end": [1, 2], "start": [1, 2]}
