"""Three more files as universities and societies write them, their answers written first: a post with
brackets around what is on and labels below each time, a forum of graduates in groups with judges, an
annual meeting whose chairs are merged beside their sessions.
"""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, lines_of, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")

POST = """样例大学图书馆学术论坛议程
时间：2027年5月15日（周六）
地点：样例大学图书馆报告厅

【签到】08:30-09:00
【开幕式】09:00-09:20
主持人：何样例 样例大学图书馆副馆长
致辞嘉宾：张样例 样例大学副校长

【主旨演讲】09:20-10:40
09:20-10:00
题目：目录学的新问题
主讲人：李示 示例大学教授
10:00-10:40
题目：索引与人工智能
主讲人：王例 示例学院研究员

【茶歇】10:40-11:00

【圆桌论坛】11:00-12:00
议题：馆员的未来
主持人：赵样 示例学院院长
与谈人：孙例 示例出版社编审、周示 样例大学教授

【午餐】12:00-13:00 教工食堂
"""


def test_a_post_with_brackets_and_labels_below_each_time():
    reading = read_office_file(POST.encode(), "推文.txt")

    hall = "@样例大学图书馆报告厅"
    assert lines_of(reading) == [
        f"05-15 08:30-09:00 sign-in 签到 {hall}",
        f"05-15 09:00-09:20 ceremony 开幕式 {hall} (何样例 chair|样例大学图书馆|副馆长; "
        "张样例 speaker|样例大学|副校长)",
        f"05-15 09:20-10:40 keynote 主旨演讲 {hall}",
        f"05-15 09:20-10:00 keynote 目录学的新问题 {hall} <主旨演讲 (李示 speaker|示例大学|教授)",
        f"05-15 10:00-10:40 keynote 索引与人工智能 {hall} <主旨演讲 (王例 speaker|示例学院|研究员)",
        "05-15 10:40-11:00 break 茶歇",
        f"05-15 11:00-12:00 panel 圆桌论坛：馆员的未来 {hall} (赵样 chair|示例学院|院长; "
        "孙例 panelist|示例出版社|编审; 周示 panelist|样例大学|教授)",
        "05-15 12:00-13:00 meal 午餐 @教工食堂",
    ]
    assert not reading.leftovers


def test_graduates_in_groups_with_judges():
    head = ("序号", "时间", "题目", "汇报人", "学院", "导师")
    raw = word_file(
        "样例大学第五届研究生学术论坛分组汇报安排", "2027年6月12日 14:00-16:00",
        "第一组（经管楼201）", "组长：张样例 教授", "评委：李示 副教授、王例 副教授", "秘书：赵样",
        [head, ("1", "14:00-14:15", "目录的演变", "孙例", "文学院", "周示"),
         ("2", "14:15-14:30", "索引的编制", "吴例之", "历史学院", "郑样")],
        "第二组（经管楼202）", "组长：何样例 教授", "评委：戚样 副教授",
        [head, ("1", "14:00-14:15", "版本的鉴定", "冯例", "文学院", "陈示")],
    )  # fmt: skip
    reading = read_office_file(raw, "分组安排.docx")

    assert lines_of(reading) == [
        "06-12 14:00-14:30 sub-forum 第一组 @经管楼201 (张样例 chair|教授; 李示 panelist|副教授; "
        "王例 panelist|副教授)",
        "06-12 14:00-14:15 talk 目录的演变 @经管楼201 <第一组 (孙例 speaker|文学院)",
        "06-12 14:15-14:30 talk 索引的编制 @经管楼201 <第一组 (吴例之 speaker|历史学院)",
        "06-12 14:00-14:15 sub-forum 第二组 @经管楼202 (何样例 chair|教授; 戚样 panelist|副教授)",
        "06-12 14:00-14:15 talk 版本的鉴定 @经管楼202 <第二组 (冯例 speaker|文学院)",
    ]
    assert [left.text for left in reading.leftovers] == ["秘书：赵样"]


def test_chairs_merged_beside_the_sessions_of_an_annual_meeting():
    rows = [
        ["样例学会2027年学术年会日程", "", "", "", ""],
        ["时间", "报告题目", "报告人", "单位", "主持人"],
        ["2027年10月16日（星期六）上午  主会场：国际会议中心一楼大厅", "", "", "", ""],
        ["8:30-8:50", "开幕式", "理事长致辞、承办单位致辞", "", "秘书长 张样例"],
        ["大会报告（一）", "", "", "", ""],
        ["8:50-9:30", "文献的未来", "李示 院士", "样例大学", "王例 教授"],
        ["9:30-10:10", "知识服务的转型", "赵样", "示例大学", ""],
        ["10:10-10:30", "茶歇、合影", "", "", ""],
        ["大会报告（二）", "", "", "", ""],
        ["10:30-11:10", "数据的治理", "孙例", "示例研究院", "周示 研究员"],
        ["11:10-11:50", "开放获取之路", "吴例之", "样例出版社", ""],
        ["12:00", "午餐（一楼自助餐厅）", "", "", ""],
    ]
    merges = ["A1:E1", "A3:E3", "A5:E5", "E6:E7", "B8:E8", "A9:E9", "E10:E11", "B12:E12"]
    reading = read_office_file(sheet_file(("日程", rows, merges)), "年会日程.xlsx")

    hall = "@国际会议中心一楼大厅"
    assert lines_of(reading) == [
        f"10-16 08:30-08:50 ceremony 开幕式 {hall} (张样例 chair|秘书长)",
        f"10-16 08:50-10:10 keynote 大会报告（一） {hall}",
        f"10-16 08:50-09:30 keynote 文献的未来 {hall} <大会报告（一） (李示 speaker|样例大学|院士; "
        "王例 chair|教授)",
        f"10-16 09:30-10:10 keynote 知识服务的转型 {hall} <大会报告（一） (赵样 speaker|示例大学; "
        "王例 chair|教授)",
        "10-16 10:10-10:30 photo 茶歇、合影",
        f"10-16 10:30-11:50 keynote 大会报告（二） {hall}",
        f"10-16 10:30-11:10 keynote 数据的治理 {hall} <大会报告（二） (孙例 speaker|示例研究院; "
        "周示 chair|研究员)",
        f"10-16 11:10-11:50 keynote 开放获取之路 {hall} <大会报告（二） (吴例之 speaker|样例出版社; "
        "周示 chair|研究员)",
        "10-16 12:00- meal 午餐 @一楼自助餐厅",
    ]
    assert set(asked(reading)) >= {"kind", "end"}


def test_hours_behind_what_is_on():
    lines = (
        "2027年5月15日", "签到 08:30-09:00", "开幕式 09:00-09:20", "主持人：何样例",
        "目录的用途 09:20-10:00 李示", "茶歇：10:00-10:20 前厅", "【分论坛一】14:00-16:00 一号厅",
        "14:00-14:20 索引的用途 王例",
    )  # fmt: skip

    assert lines_of(read_office_file("\n".join(lines).encode(), "a.txt")) == [
        "05-15 08:30-09:00 sign-in 签到",
        "05-15 09:00-09:20 ceremony 开幕式 (何样例 chair)",
        "05-15 09:20-10:00 talk 目录的用途 (李示 speaker)",
        "05-15 10:00-10:20 break 茶歇 @前厅",
        "05-15 14:00-16:00 sub-forum 分论坛一 @一号厅",
        "05-15 14:00-14:20 talk 索引的用途 @一号厅 <分论坛一 (王例 speaker)",
    ]
