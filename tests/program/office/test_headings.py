"""Headings of parts, which are no items."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import lines_of, word_file

pytestmark = pytest.mark.once(reason="reads files alone")

HEAD = ("时间", "题目", "报告人")


def test_what_heads_the_sub_forums_is_none_of_them():
    raw = word_file(
        "一、开幕式", "时间：2027年5月15日 9:00—9:30", [HEAD, ("9:00—9:30", "欢迎致辞", "吕示例")],
        "二、分论坛", "分论坛一：课程资源", "时间：5月15日 14:00—14:30",
        [HEAD, ("14:00—14:30", "视频课", "魏例")],
        "三、闭幕式", "时间：5月15日 16:00—16:30",
        [HEAD, ("16:00—16:30", "分论坛交流汇报", "")],
    )  # fmt: skip

    assert lines_of(read_office_file(raw, "议程.docx")) == [
        "05-15 09:00-09:30 address 欢迎致辞 (吕示例 speaker)",
        "05-15 14:00-14:30 sub-forum 分论坛一：课程资源",
        "05-15 14:00-14:30 talk 视频课 <分论坛一：课程资源 (魏例 speaker)",
        "05-15 16:00-16:30 discussion 分论坛交流汇报",
    ]


def test_a_sub_forum_that_nothing_is_known_of_stays_one():
    raw = word_file(
        "2027年5月15日", [("时间", "内容"), ("9:00", "致辞"), ("14:00—15:00", "分论坛")]
    )

    assert lines_of(read_office_file(raw, "议程.docx"))[-1] == "05-15 14:00-15:00 sub-forum 分论坛"
