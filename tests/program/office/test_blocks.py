"""A heading with its items is a block; so is a row whose hours the rows below it divide."""

import pytest

from conference.program.office import read_office_file
from conference.program.office.answer import as_json
from conference.program.office.corrections import Correction
from tests.program.office.making import csv_file, lines_of, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")

HEAD = ["时间", "内容", "报告人", "地点"]


def read(*rows, head=HEAD, corrections=()):
    return read_office_file(csv_file([head, *rows]), "a.csv", corrections=corrections)


def shown(reading):
    """The lines without their days."""
    return [line.partition(" ")[2] for line in lines_of(reading)]


def test_headings_of_a_table_hold_their_items_with_chair_and_room():
    reading = read(
        ["开幕式　主持人：何样例"],
        ["9:00-9:10", "校长致辞", "张样例", "报告厅"],
        ["9:10-9:20", "嘉宾致辞", "李示", "报告厅"],
        ["9:20-9:30", "合影", "", "正门"],
        ["主旨报告　主持人：戚样"],
        ["9:30-10:00", "目录的用途", "王例", "报告厅"],
        ["10:00-10:20", "茶歇", "", "前厅"],
        ["10:20-10:50", "索引的用途", "赵样", "报告厅"],
        ["12:00", "午餐", "", "餐厅"],
    )

    assert shown(reading) == [
        "09:00-09:20 ceremony 开幕式 @报告厅 (何样例 chair)",
        "09:00-09:10 address 校长致辞 @报告厅 <开幕式 (张样例 speaker)",
        "09:10-09:20 address 嘉宾致辞 @报告厅 <开幕式 (李示 speaker)",
        "09:20-09:30 photo 合影 @正门",
        "09:30-10:50 keynote 主旨报告 @报告厅 (戚样 chair)",
        "09:30-10:00 keynote 目录的用途 @报告厅 <主旨报告 (王例 speaker)",
        "10:20-10:50 keynote 索引的用途 @报告厅 <主旨报告 (赵样 speaker)",
        "10:00-10:20 break 茶歇 @前厅",
        "12:00- meal 午餐 @餐厅",
    ]


def test_the_answer_for_programs_keeps_headings_apart_and_their_chair_on_each_item():
    answer = as_json(
        read(
            ["开幕式　主持人：何样例"],
            ["9:00-9:10", "校长致辞", "张样例", "报告厅"],
            ["9:10-9:20", "嘉宾致辞", "李示", "报告厅"],
        )
    )

    assert [
        (one["order"], one["title_zh"], one["parent"], one["part_of"]) for one in answer["sessions"]
    ] == [(2, "校长致辞", None, "开幕式"), (3, "嘉宾致辞", None, "开幕式")]
    people = [(p["name"], p["role"]) for one in answer["sessions"] for p in one["people"]]
    assert people == [
        ("张样例", "speaker"), ("何样例", "chair"), ("李示", "speaker"), ("何样例", "chair"),
    ]  # fmt: skip
    [section] = answer["sections"]
    assert (section["title"], section["covers"]) == ("开幕式", [2, 3])
    assert [chair["name"] for chair in section["chairs"]] == ["何样例"]


def test_a_row_whose_hours_the_next_rows_divide_holds_them():
    reading = read(
        ["9:00-9:30", "开幕式", "", "报告厅"],
        ["9:00-9:10", "校长致辞", "张样例", ""],
        ["9:10-9:20", "嘉宾致辞", "李示", "报告厅"],
        ["9:20-9:30", "揭牌仪式", "", ""],
        ["9:30-10:00", "目录的用途", "王例", "报告厅"],
    )

    assert shown(reading) == [
        "09:00-09:30 ceremony 开幕式 @报告厅",
        "09:00-09:10 address 校长致辞 @报告厅 <开幕式 (张样例 speaker)",
        "09:10-09:20 address 嘉宾致辞 @报告厅 <开幕式 (李示 speaker)",
        "09:20-09:30 ceremony 揭牌仪式 @报告厅 <开幕式",
        "09:30-10:00 talk 目录的用途 @报告厅 (王例 speaker)",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [["上半场　主持人：何样例"], ["9:00-9:20", "目录", "张样例", ""],
             ["9:20-9:40", "版本", "李示", ""]], id="a half alone has no name",
        ),
        pytest.param(
            [["9:00-9:30", "开幕式", "", "一号厅"], ["9:00-9:20", "目录", "张样例", "二号厅"]],
            id="beside it in another room",
        ),
        pytest.param(
            [["9:00-10:00", "圆桌对话", "张样例、李示、王例", "报告厅"],
             ["9:00-9:20", "目录", "赵样", ""]], id="somebody gives the whole row",
        ),
        pytest.param(
            [["主旨报告"], ["9:00-9:20", "目录", "张样例", "一号厅"],
             ["9:00-9:20", "版本", "李示", "二号厅"]], id="items in two rooms",
        ),
    ],
)  # fmt: skip
def test_what_is_no_block_stays_loose(rows):
    assert not any(session.parent for session in read(*rows).sessions)


def test_halves_with_chairs_of_their_own_keep_them_on_their_items():
    reading = read_office_file(
        word_file(
            "主旨报告", "主持人：何样例", [["时间", "内容", "报告人"], ["9:00-9:20", "目录", "张样例"],
                                 ["9:20-9:40", "版本", "李示"]],
            "数字方志", "主持人：戚样", [["时间", "内容", "报告人"], ["10:00-10:20", "地图", "王例"],
                               ["10:20-10:40", "物产", "赵样"]],
        ),
        "a.docx",
    )  # fmt: skip

    assert shown(reading) == [
        "09:00-09:40 keynote 主旨报告 (何样例 chair)",
        "09:00-09:20 keynote 目录 <主旨报告 (张样例 speaker)",
        "09:20-09:40 keynote 版本 <主旨报告 (李示 speaker)",
        "10:00-10:40 other 数字方志 (戚样 chair)",
        "10:00-10:20 talk 地图 <数字方志 (王例 speaker)",
        "10:20-10:40 talk 物产 <数字方志 (赵样 speaker)",
    ]


def test_a_block_that_is_taken_out_leaves_its_chair_on_its_items():
    rows = [
        ["开幕式　主持人：何样例"],
        ["9:00-9:10", "校长致辞", "张样例", ""],
        ["9:10-9:20", "嘉宾致辞", "李示", ""],
    ]
    [block, *_items] = read(*rows).sessions

    reading = read(*rows, corrections=[Correction("skip", (block.key,))])

    assert shown(reading) == [
        "09:00-09:10 address 校长致辞 (张样例 speaker; 何样例 chair)",
        "09:10-09:20 address 嘉宾致辞 (李示 speaker; 何样例 chair)",
    ]


def test_a_heading_merged_over_rows_without_times_holds_them():
    raw = sheet_file(
        (
            "S",
            [
                ["议程", "发言人", "单位"],
                ["开幕式", "", ""],
                ["校长致辞", "张样例", "示例大学01"],
                ["嘉宾致辞", "李示", "示例大学02"],
                ["主题报告", "", ""],
                ["目录的用途", "王例", "示例大学03"],
                ["索引的用途", "赵样", "示例大学04"],
            ],
            ["A2:C2", "A5:C5"],
        )
    )

    assert shown(read_office_file(raw, "b.xlsx")) == [
        "- ceremony 开幕式",
        "- address 校长致辞 <开幕式 (张样例 speaker|示例大学01)",
        "- address 嘉宾致辞 <开幕式 (李示 speaker|示例大学02)",
        "- keynote 主题报告",
        "- keynote 目录的用途 <主题报告 (王例 speaker|示例大学03)",
        "- keynote 索引的用途 <主题报告 (赵样 speaker|示例大学04)",
    ]
