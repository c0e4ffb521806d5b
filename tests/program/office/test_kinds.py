"""Kinds, titles in two languages, and headers, from words."""

import pytest

from conference.program.office.meanings import headers, kinds, titles

pytestmark = pytest.mark.once(reason="reads texts alone")


@pytest.mark.parametrize(
    ("title", "speakers", "kind"),
    [
        ("会议报到", 0, "sign-in"), ("签到", 0, "sign-in"), ("Registration", 0, "sign-in"),
        ("学校领导致辞", 1, "address"), ("Welcome Address", 1, "address"), ("Closing Remarks", 1, "address"),
        ("总结", 1, "address"), ("示例联盟揭牌仪式", 2, "ceremony"), ("成果发布", 1, "ceremony"),
        ("Opening Ceremony", 0, "ceremony"), ("主旨报告一：大模型", 1, "keynote"),
        ("Keynote: Reading at Scale", 1, "keynote"), ("茶　歇", 0, "break"), ("Coffee Break", 0, "break"),
        ("午餐（明样楼餐厅）", 0, "meal"), ("欢迎晚宴", 0, "meal"), ("Conference Dinner", 0, "meal"),
        ("合影及茶歇", 0, "photo"), ("Group Photo", 0, "photo"),
        ("圆桌论坛：高校与企业如何共建资源", 4, "panel"), ("人才标准怎么定？——三方对谈", 3, "panel"),
        ("自由交流", 0, "discussion"), ("分论坛交流汇报", 0, "discussion"), ("Closing discussion", 0, "discussion"), ("参观数字教材实验室", 0, "other"),
        ("离会", 0, "other"), ("分论坛三：国际合作与交流", 0, "sub-forum"), ("Session A: Corpora", 0, "sub-forum"),
    ],
)  # fmt: skip
def test_words_make_the_kind(title, speakers, kind):
    assert kinds.of_title(title, speakers).name == kind


@pytest.mark.parametrize(
    "title",
    ["国际合作与交流", "标准的制定与发布", "讨论课的设计与评价", "对话系统的评测", "Opening a Closed Catalogue",
     "Lunch in the Archive: Food and Memory", "智能时代的课程重构"],
)  # fmt: skip
def test_a_talk_that_mentions_such_a_word_is_still_a_talk(title):
    assert kinds.of_title(title, 1) is None


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("开幕式\nOpening Ceremony", "开幕式", "Opening Ceremony"),
        ("茶歇 Tea Break", "茶歇", "Tea Break"),
        ("签到（Registration）", "签到", "Registration"),
        ("课程重构 / Rebuilding the Curriculum", "课程重构", "Rebuilding the Curriculum"),
        ("面向产业需求的\n数字教材\n开发路径", "面向产业需求的数字教材开发路径", ""),
        ("大模型与 Digital Humanities", "大模型与 Digital Humanities", ""),
        ("走近\nPython 的课堂", "走近 Python 的课堂", ""),
        ("从 BERT 到 GPT", "从 BERT 到 GPT", ""),
        ("Maps\nand Margins", "", "Maps and Margins"),
    ],
)
def test_a_title_in_two_languages_is_taken_apart(text, zh, en):
    title = titles.read(text)

    assert (title.zh, title.en) == (zh, en)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("时　间", "time"), ("报告题目（暂定）", "title"), ("发言人（单位、职务）", "speaker"), ("报告人及单位", "speaker"),
        ("单位、职称", "both"), ("单位及职务", "both"), ("主持人", "chair"), ("会场", "room"), ("时间 Time", "time"),
        ("内容\nProgramme", "title"), ("Author(s)", "speaker"), ("Start Time", "start"), ("Time Slot", "time"),
        ("是否报告", "gives_talk"), ("职务/职称", "job"), ("茶歇", ""), ("9:00", ""),
    ],
)  # fmt: skip
def test_headers_and_their_variants(text, role):
    assert (*headers.roles(text), "")[0] == role
