"""Word files, tables as text, pages and lines in the styles of other offices."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, csv_file, lines_of, word_file

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
