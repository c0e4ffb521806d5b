"""What the office has on its desk: the agenda in Word, as its clipboard carries it, and the list of
guests in Excel. Everything in them is invented.
"""

import io
from html import escape

import xlsxwriter
from python_calamine import CalamineWorkbook

NAME = "第二届示例课程建设论坛"
DAY = "2027-05-15"
HOST = "示例大学01"

MAIN = [
    ["时间", "议程", "主讲人", "单位、职务"],
    ["8:30—9:00", "代表签到", "", ""],
    ["开幕式"],
    ["9:00—9:10", "承办单位致辞", "吕示例", "示例大学02党委副书记"],
    ["9:10—9:20", "主办单位致辞", "施样", "示例大学01副校长"],
    ["9:20—9:30", "联盟成员单位授牌", "朱示例", "示例教育学会10秘书长"],
    ["9:30—9:45", "合影及茶歇", "", ""],
    ["主旨报告"],
    ["9:45—10:15", "课程标准从哪里来", "孔样例", "示例大学03教授"],
    ["10:15—10:45", "一门课的十年", "曹示", "示例大学04教授、国家级样例名师"],
    ["10:45—11:15", "教材怎样走进课堂", "严例", "示例出版集团05编审"],
    ["11:15—12:00", "嘉宾对话：好课是怎样改出来的", "孔样例\n曹示\n华样例",
     "示例大学03教授\n示例大学04教授\n示例大学11教授"],
    ["12:00—13:30", "午餐（明样楼餐厅）"],
]  # fmt: skip
FORUMS = [
    (
        "分论坛一：课程资源建设",
        ["时间：5月15日 14:00—16:00　　地点：明样楼301", "主持人：金样例（示例大学03教授）"],
        [
            ["时间", "报告题目", "报告人", "单位"],
            ["14:00—14:20", "视频课的第二次生命", "魏例", "示例大学06"],
            ["14:20—14:40", "教材与题库同步", "陶样", "示例出版集团05"],
            ["14:40—14:50", "茶歇"],
            ["14:50—15:10", "课程资源的授权链", "姜示例", "示例大学01"],
            ["15:10—15:35", "虚拟实验的成本账", "戚样", "示例大学04"],
            ["15:35—16:00", "交流讨论"],
        ],
    ),
    (
        "分论坛二：教师发展与评价",
        ["时间：5月15日 14:00—16:00", "地点：明样楼302", "主持人：谢示例（示例大学05教授）"],
        [
            ["序号", "时间", "报告人及单位", "题目"],
            ["1", "14:00—14:30", "邹例（示例大学06）", "同行听课的三种读法"],
            ["2", "14:30—15:00", "喻示文（示例大学07）", "教学档案袋怎么用"],
            ["3", "15:00—15:30", "柏样例（示例大学02）", "学生评教的噪声"],
            ["4", "15:30—15:45", "水例（示例大学08）", "新教师的第一个学期"],
            ["5", "15:45—16:00", "伍样（示例大学13）", "教研室还剩下什么"],
        ],
    ),
    (
        "分论坛三：国际合作与交流",
        ["时间：5月15日 14:00—16:00；地点：明样楼303；主持人：待定"],
        [
            ["时间", "题目", "报告人", "单位、职称"],
            ["14:00—14:30", "联合课程的学分互认", "窦样", "示例大学01讲师"],
            ["14:30—15:00", "Teaching Across Time Zones", "Bob Placeholder",
             "Sample University 09, Senior Lecturer"],
            ["15:00—15:30", "短期访学的课程设计", "章示例", "示例大学04教授"],
            ["15:30—15:45", "线上交换的得与失", "云样例", "示例大学11副教授"],
            ["15:45—16:00", "双语教材的两种编法", "鲁示例", "示例大学10教授"],
        ],
    ),
    (
        "分论坛四：数字教学基础",
        ["时间：5月15日 14:00—16:00", "地点：明样楼304", "主持人：苏示例（示例大学12教授）"],
        [
            ["时间", "报告题目", "报告人", "单位"],
            ["14:00—14:25", "教室里的三块屏幕", "潘样", "示例大学12"],
            ["14:25—14:50", "课堂数据留多久", "葛例", "示例大学07"],
            ["14:50—15:00", "茶歇"],
            ["15:00—15:30", "助教与大模型", "奚样例", "示例大学06"],
            ["15:30—16:00", "开放题的自动批改", "范示", "示例大学08"],
        ],
    ),
]  # fmt: skip
LAST = [
    ["时间", "议程", "主讲人", "单位、职务"],
    ["16:15—16:45", "分论坛交流汇报", "", ""],
    ["16:45—17:00", "闭幕总结", "彭样例", "示例大学01教务处处长"],
    ["17:30", "晚餐（明样楼餐厅）"],
]


def agenda() -> str:
    """What Word puts on the clipboard: paragraphs and tables with merged rows, in its own HTML."""
    parts = [
        _lines(
            f"{NAME}日程安排",
            "　　论坛定于2027年5月15日（星期六）举行，设一个主论坛和四个分论坛。具体安排如下：",
            "一、开幕式与主旨报告",
            "时间：5月15日 8:30—12:00",
            "地点：明样楼一层学术报告厅",
            "主持人：何样例　示例大学02教务处处长",
        ),
        _table(MAIN),
        _lines("二、分论坛"),
    ]
    for title, above, rows in FORUMS:
        parts += [_lines(title, *above), _table(rows)]
    parts += [
        _lines("三、闭幕式", "时间：5月15日 16:15—17:00", "地点：明样楼一层学术报告厅"),
        _table(LAST),
    ]
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator '
        f'content="Microsoft Word 15"></head><body lang=ZH-CN>{"".join(parts)}</body></html>'
    )


def _lines(*texts):
    return "".join(f"<p class=MsoNormal>{_runs(text)}<o:p></o:p></p>" for text in texts)


def _runs(text):
    styled = '<span style="font-family:宋体">{}</span>'
    return "<br>".join(styled.format(escape(line)) for line in text.split("\n"))


def _table(rows):
    width = len(rows[0])
    lines = []
    for row in rows:
        cells = [f"<td>{_lines(text)}</td>" for text in row[:-1]]
        across = width - len(row) + 1  # the last cell goes on to the edge
        span = f" colspan={across}" if across > 1 else ""
        cells.append(f"<td{span}>{_lines(row[-1])}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table class=MsoTableGrid border=1>{''.join(lines)}</table>"


HEAD = ["序号", "姓名", "性别", "单位", "职务/职称", "电话", "分论坛", "是否报告", "报告题目"]
COMING = [
    ("张样例", "男", "示例大学13", "校长、教授", "一"),
    ("李\u3000示", "女", "示例教育学会10", "副会长", "分论坛一"),
    ("欧阳例文", "男", "示例集团08", "副总裁", "分论坛二"),
    ("王样", "女", "示例大学03", "教务处处长", "二"),
    ("赵示例", "男", "示例大学05", "副教授", "二"),
    ("周例", "", "示例大学06", "讲师", "1"),
    ("侯样例", "女", "示例大学04", "副教授", "分论坛三"),
    ("孙示", "男", "示例大学05", "讲师", "分论坛一"),
    ("吴例之", "男", "示例大学07", "研究员", "四"),
    ("Ali Sample", "M", "Sample University 02", "Professor", "分论坛三"),
]
SPEAKING = ("江示例", "男", "示例大学01", "教授", "一", "是", "课程资源的授权链")


def guests() -> bytes:
    """XLSX: those who come and do not speak, and one who does, written with another character."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("汇总")
        sheet.merge_range(0, 0, 0, len(HEAD) - 1, f"{NAME}参会嘉宾名单")
        sheet.merge_range(1, 0, 1, len(HEAD) - 1, "（内部资料，请勿外传）")
        sheet.write_row(2, 0, HEAD)
        sheet.merge_range(3, 0, 3, len(HEAD) - 1, "参会代表")
        for number, one in enumerate([*COMING, SPEAKING], start=1):
            name, gender, organization, title, forum, *talk = one
            phone = f"1200000{number:04}"
            told = [number, name, gender, organization, title, phone, forum, *(talk or ["否", ""])]
            sheet.write_row(3 + number, 0, told)
        sheet.write(4 + number, 0, f"合计：{number}人")
    return target.getvalue()


def translated(sheet: bytes) -> bytes:
    """The sheet of texts as a translator sends it back: both languages in every row."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    zh, en = rows[0].index("中文"), rows[0].index("English")
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        back = book.add_worksheet()
        for number, row in enumerate(rows):
            row[zh] = row[zh] or f"译文{number}"
            # A person's English name is two boxes on the page: "Family, Given" in the sheet.
            row[en] = row[en] or f"Text, No. {number}"
            back.write_row(number, 0, row)
    return target.getvalue()
