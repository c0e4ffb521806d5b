"""Workbooks of other offices with parallel rooms and sub-forums: beside each other, in blocks, on
sheets of their own."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, lines_of, sheet_file

pytestmark = pytest.mark.once(reason="reads files alone")


def test_rooms_as_columns_with_a_plenary_over_several():
    raw = sheet_file(
        (
            "Grid",
            [
                ["Saturday 22 May 2027"],
                ["Time", "Hall A", "Hall B", "Room 203"],
                [
                    "9:00-10:00",
                    "Opening keynote: Maps\nAlice Sample (Sample University 01)",
                    "",
                    "",
                ],
                ["10:00-10:30", "Coffee", "", ""],
                [
                    "10:30-11:00",
                    "Counting words\nBob Token, Sample Institute 02",
                    "Opening a catalogue\nCarla Example",
                    "Tutorial: TEI\nDan Specimen (Sample University 03)",
                ],
                ["11:00-11:30", "Old prints\nEva Instance", "", "Tutorial: IIIF\nFarid Token"],
            ],
            ["A1:D1", "B3:D3", "B4:D4"],
        )
    )

    reading = read_office_file(raw, "g.xlsx")

    assert lines_of(reading) == [
        "05-22 09:00-10:00 keynote Opening keynote: Maps @Hall A + Hall B + Room 203 (Alice Sample speaker|Sample University 01)",
        "05-22 10:00-10:30 break Coffee",
        "05-22 10:30-11:00 talk Counting words @Hall A (Bob Token speaker|Sample Institute 02)",
        "05-22 10:30-11:00 talk Opening a catalogue @Hall B (Carla Example speaker)",
        "05-22 10:30-11:00 talk Tutorial: TEI @Room 203 (Dan Specimen speaker|Sample University 03)",
        "05-22 11:00-11:30 talk Old prints @Hall A (Eva Instance speaker)",
        "05-22 11:00-11:30 talk Tutorial: IIIF @Room 203 (Farid Token speaker)",
    ]
    assert asked(reading) == {"room": [1]}


def test_sub_forums_on_sheets_of_their_own_join_the_overview():
    raw = sheet_file(
        (
            "总日程",
            [
                ["2027示例教育论坛总日程"],
                ["日期", "时间", "内容", "地点", "主持人"],
                ["5月29日（星期六）上午", "8:30-9:00", "开幕式", "大礼堂", "何样例"],
                ["", "9:00-11:30", "主旨报告", "大礼堂", ""],
                ["5月29日下午", "14:00-17:00", "分论坛一：人工智能与课程", "教学楼101", ""],
                ["", "14:00-17:00", "分论坛二：教师发展", "教学楼102", ""],
                ["", "18:00", "晚餐", "第一食堂", ""],
            ],
            ["A1:E1", "A3:A4", "A5:A7"],
        ),
        (
            "分论坛一",
            [
                ["分论坛一：人工智能与课程"],
                ["时间：5月29日14:00—17:00\u3000地点：教学楼101"],
                ["主持人：张样例（示例大学01教授）"],
                ["时间", "题目", "报告人", "单位"],
                ["2:00-2:30", "智能备课", "李示", "示例大学02"],
                ["2:30-3:00", "作业批改", "王示例", "示例公司03"],
            ],
            ["A1:D1", "A2:D2", "A3:D3"],
        ),
        (
            "分论坛二",
            [
                ["分论坛二：教师发展"],
                ["主持人：待定"],
                ["序号", "题目", "报告人", "单位"],
                [1, "听课", "赵样", "示例大学04"],
                [2, "磨课", "周示例", "示例大学05"],
            ],
            ["A1:D1", "A2:D2"],
        ),
    )

    reading = read_office_file(raw, "f.xlsx")

    assert lines_of(reading) == [
        "05-29 08:30-09:00 ceremony 开幕式 @大礼堂 (何样例 chair)",
        "05-29 09:00-11:30 keynote 主旨报告 @大礼堂",
        "05-29 14:00-17:00 sub-forum 分论坛一：人工智能与课程 @教学楼101 (张样例 chair|示例大学01|教授)",
        "05-29 14:00-14:30 talk 智能备课 @教学楼101 <分论坛一：人工智能与课程 (李示 speaker|示例大学02)",
        "05-29 14:30-15:00 talk 作业批改 @教学楼101 <分论坛一：人工智能与课程 (王示例 speaker|示例公司03)",
        "05-29 14:00-17:00 sub-forum 分论坛二：教师发展 @教学楼102",
        "05-29 - talk 听课 @教学楼102 <分论坛二：教师发展 (赵样 speaker|示例大学04)",
        "05-29 - talk 磨课 @教学楼102 <分论坛二：教师发展 (周示例 speaker|示例大学05)",
        "05-29 18:00- meal 晚餐 @第一食堂",
    ]
    assert asked(reading) == {"end": [9], "people": [6], "start": [4, 5]}


def test_sub_forums_as_blocks_of_one_sheet():
    raw = sheet_file(
        (
            "S",
            [
                ["示例年会", "", "", ""],
                ["时间", "题目", "报告人", "单位"],
                ["分论坛一：古籍（地点：201室；主持人：金样例）", "", "", ""],
                ["14:00-14:20", "目录", "张样例", "示例大学01"],
                ["14:20-14:40", "版本", "李示", "示例大学02"],
                ["分论坛二：方志（地点：202室；主持人：戚样）", "", "", ""],
                ["14:00-14:20", "地图", "王例", "示例大学03"],
                ["14:20-14:40", "物产", "赵样", "示例大学04"],
                ["闭幕式\u3000主持人：何样例", "", "", ""],
                ["15:00-15:20", "总结", "吕示例", "示例大学05"],
            ],
            ["A1:D1", "A3:D3", "A6:D6", "A9:D9"],
        )
    )

    reading = read_office_file(raw, "b.xlsx")

    assert lines_of(reading) == [
        "? 14:00-14:40 sub-forum 分论坛一：古籍 @201室 (金样例 chair)",
        "? 14:00-14:20 talk 目录 @201室 <分论坛一：古籍 (张样例 speaker|示例大学01)",
        "? 14:20-14:40 talk 版本 @201室 <分论坛一：古籍 (李示 speaker|示例大学02)",
        "? 14:00-14:40 sub-forum 分论坛二：方志 @202室 (戚样 chair)",
        "? 14:00-14:20 talk 地图 @202室 <分论坛二：方志 (王例 speaker|示例大学03)",
        "? 14:20-14:40 talk 物产 @202室 <分论坛二：方志 (赵样 speaker|示例大学04)",
        "? 15:00-15:20 ceremony 闭幕式 (何样例 chair)",
        "? 15:00-15:20 address 总结 <闭幕式 (吕示例 speaker|示例大学05)",
    ]
    assert asked(reading) == {"day": [1, 2, 3, 4, 5, 6, 7, 8]}


def test_hours_merged_down_over_parallel_sub_forums():
    raw = sheet_file(
        (
            "S",
            [
                ["5月20日下午分论坛安排（2027年）", "", "", "", ""],
                ["时间", "分论坛", "主持人", "地点", "报告人"],
                ["14:00-17:00", "分论坛一：目录", "金样例", "201室", "张样例、李示"],
                ["", "分论坛二：版本", "戚样", "202室", "王例"],
                ["18:00-19:00", "晚宴", "", "餐厅", ""],
            ],
            ["A1:E1", "A3:A4"],
        )
    )

    reading = read_office_file(raw, "d.xlsx")

    assert lines_of(reading) == [
        "05-20 14:00-17:00 sub-forum 分论坛一：目录 @201室 (张样例 speaker; 李示 speaker; 金样例 chair)",
        "05-20 14:00-17:00 sub-forum 分论坛二：版本 @202室 (王例 speaker; 戚样 chair)",
        "05-20 18:00-19:00 meal 晚宴 @餐厅",
    ]
    assert asked(reading) == {}


def test_sub_forums_over_columns_of_their_own():
    raw = sheet_file(
        (
            "S",
            [
                ["2027年6月1日 平行论坛", "", "", "", ""],
                ["时间", "分论坛一：数字教材（301室）", "", "分论坛二：语料（302室）", ""],
                ["", "题目", "报告人", "题目", "报告人"],
                ["14:00-14:20", "教材", "张样例（示例大学01）", "标注", "李示（示例大学02）"],
                ["14:20-14:40", "题库", "王例（示例大学03）", "清洗", "赵样（示例大学04）"],
            ],
            ["A1:E1", "A2:A3", "B2:C2", "D2:E2"],
        )
    )

    reading = read_office_file(raw, "g.xlsx")

    assert lines_of(reading) == [
        "06-01 14:00-14:40 sub-forum 分论坛一：数字教材 @301室",
        "06-01 14:00-14:20 talk 教材 @301室 <分论坛一：数字教材 (张样例 speaker|示例大学01)",
        "06-01 14:20-14:40 talk 题库 @301室 <分论坛一：数字教材 (王例 speaker|示例大学03)",
        "06-01 14:00-14:40 sub-forum 分论坛二：语料 @302室",
        "06-01 14:00-14:20 talk 标注 @302室 <分论坛二：语料 (李示 speaker|示例大学02)",
        "06-01 14:20-14:40 talk 清洗 @302室 <分论坛二：语料 (赵样 speaker|示例大学04)",
    ]
    assert asked(reading) == {}


def test_talks_within_the_hours_of_a_sub_forum_above():
    raw = sheet_file(
        (
            "S",
            [
                ["日期", "时间", "内容", "报告人", "主持人", "地点"],
                ["2027年5月16日", "8:30-9:00", "开幕式", "", "何样例", "礼堂"],
                ["", "14:00-16:00", "分论坛一：目录", "", "金样例", "201室"],
                ["", "14:00-14:30", "目录的用途", "张样例", "", ""],
                ["", "14:30-15:00", "目录的做法", "李示", "", ""],
                ["", "14:00-16:00", "分论坛二：版本", "", "戚样", "202室"],
                ["", "14:00-14:30", "版本的用途", "王例", "", ""],
                ["", "16:30-17:00", "闭幕式", "", "何样例", "礼堂"],
            ],
            ["A2:A8"],
        )
    )

    reading = read_office_file(raw, "q.xlsx")

    assert lines_of(reading) == [
        "05-16 08:30-09:00 ceremony 开幕式 @礼堂 (何样例 chair)",
        "05-16 14:00-16:00 sub-forum 分论坛一：目录 @201室 (金样例 chair)",
        "05-16 14:00-14:30 talk 目录的用途 @201室 <分论坛一：目录 (张样例 speaker)",
        "05-16 14:30-15:00 talk 目录的做法 @201室 <分论坛一：目录 (李示 speaker)",
        "05-16 14:00-16:00 sub-forum 分论坛二：版本 @202室 (戚样 chair)",
        "05-16 14:00-14:30 talk 版本的用途 @202室 <分论坛二：版本 (王例 speaker)",
        "05-16 16:30-17:00 ceremony 闭幕式 @礼堂 (何样例 chair)",
    ]
    assert asked(reading) == {}
