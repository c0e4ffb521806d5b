"""Markdown as people write it, beside Chinese and out of Word; and what is left out of it."""

import re

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.markdown import as_markdown, plain, render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**注意：**请携带", "<p><strong>注意：</strong>请携带</p>"),
        ("请看**“会议手册”**第二页", "<p>请看<strong>“会议手册”</strong>第二页</p>"),
        ("请携带**身份证（原件）**签到", "<p>请携带<strong>身份证（原件）</strong>签到</p>"),
        ("由*《若干措施》*推进", "<p>由<em>《若干措施》</em>推进</p>"),
        ("参加**AI(人工智能)**论坛", "<p>参加<strong>AI(人工智能)</strong>论坛</p>"),
        ("**大学，**产业。", "<p><strong>大学，</strong>产业。</p>"),
        ("***重要：***请看", "<p><em><strong>重要：</strong></em>请看</p>"),
        ("𠮷**“好”**𠮷", "<p>𠮷<strong>“好”</strong>𠮷</p>"),
    ],
)
def test_emphasis_works_beside_chinese(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a * b * c", "<p>a * b * c</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("文件snake_case_名", "<p>文件snake_case_名</p>"),
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>"),
        ('**"quoted."**next', "<p>**&quot;quoted.&quot;**next</p>".replace("&quot;", '"')),
        ("** 空格 **", "<p>** 空格 **</p>"),
        ("_斜体_", "<p>_斜体_</p>"),
        ("`**code**`", "<p><code>**code**</code></p>"),
    ],
)
def test_emphasis_stays_as_commonmark_has_it(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        *("3*4 m and 5*6 m", "甲室3*4米，乙室5*6米", "长*宽*高", "2*3*4", "2**3**4", "x²*y²*z²"),
        *("a*b*c", "5 * 6 * 7", "(a+b)*(c+d)*(e+f)", "|x|*|y|*|z|", "C*-algebra, *-ring, C*-ring"),
        *("snake_case_name", "（____）（____）", "___年___月___日___", "王**、李**、张**。"),
        *("don`t and can`t", "``deep'' and ``wide''", "```not closed", "~~~~~~"),
        *("f[i](x)", "[1]: https://example.org/", "[ ] not yet", "https://example.org/_a_/b*c*d"),
        *("#", "#1 of 3", "C# and F#", ">90%", "> 90%", ">= 3", "a<b and c>d", "<b>x</b>", "AT&T"),
        *("1) first\n2) second", "（1）甲\n（2）乙", "①甲\n②乙", "01. a\n02. b", "2025. 4. 18"),
        *("|a|b|\n|-|-|", "a\n===", "+86 24 1234", "-5 °C", "~5~ min", r"\(x_i\) is 5\%"),
        *("　　第一段\n　　第二段", "第一行\n第二行", "a\u00a0b", "x\u3000y"),
    ],
)
def test_a_mark_that_nobody_meant_is_a_character(text):
    assert plain(render(text)) == text


def test_a_line_break_that_somebody_typed_is_one():
    assert render("一、会议主题\n智能时代\n二、时间") == (
        "<p>一、会议主题<br>\n智能时代<br>\n二、时间</p>"
    )
    assert render("one\r\ntwo") == "<p>one<br>\ntwo</p>"
    assert render("第一行  \n第二行\\\n第三行") == "<p>第一行<br>\n第二行<br>\n第三行</p>"


def test_a_paragraph_of_word_is_a_paragraph():
    assert render("引言：\n　　第一段。\n　　第二段。") == (
        "<p>引言：</p>\n<p>　　第一段。</p>\n<p>　　第二段。</p>"
    )
    assert render("甲\n\n    乙\n\n\t丙\n　\n丁") == "<p>甲</p>\n<p>乙</p>\n<p>丙</p>\n<p>丁</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "一、会议主题\n　　人工智能。\n二、会议时间\n　　5月20日",
            "<p>一、会议主题</p>\n<p>　　人工智能。</p>\n<p>二、会议时间</p>\n<p>　　5月20日</p>",
        ),
        ("　　甲\n乙\n丙", "<p>　　甲</p>\n<p>乙<br>\n丙</p>"),
        ("1. 甲\n二、乙", "<ol>\n<li>甲</li>\n</ol>\n<p>二、乙</p>"),
        ("- 甲\n（二）乙", "<ul>\n<li>甲</li>\n</ul>\n<p>（二）乙</p>"),
        ("1. 甲\n（1）乙", "<ol>\n<li>甲<br>\n（1）乙</li>\n</ol>"),
        (
            "1. 甲\n　　乙\n2. 丙",
            '<ol>\n<li>甲</li>\n</ol>\n<p>　　乙</p>\n<ol start="2">\n<li>丙</li>\n</ol>',
        ),
    ],
)
def test_the_line_right_below_a_paragraph_of_word_stands_by_itself(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "　　甲\n乙",
        "　　甲\n\n乙",
        "　　甲\n乙\n\n丙",
        "　　甲\n　　乙\n\n丙\n　　丁\n戊",
        "　　甲\n\n乙\n\n丙",
    ],
)
def test_an_indented_paragraph_gains_and_loses_no_blank_line(text):
    assert plain(render(text)) == text
    assert as_markdown(text) == text


SPACES = "　" * 20


def test_what_spaces_push_to_the_right_stands_apart_from_them():
    assert render(f"{SPACES}样例大学\n{SPACES}2026年4月1日") == "\n".join(
        f'<p class="pushed"><span class="push">{SPACES}</span><span>{line}</span></p>'
        for line in ("样例大学", "2026年4月1日")
    )
    assert plain(render(f"甲\n{SPACES}样例**大学**")) == f"甲\n{SPACES}样例大学"
    assert "pushed" not in render("　　　2.参会回执")
    assert "pushed" not in render(SPACES + "长" * 61)
    assert "pushed" not in render("x" + SPACES + "y")
    assert 'class="push"' in render("\u00a0" * 40 + "样例大学")
    assert render('<p class="pushed">') == '<p>&lt;p class="pushed"&gt;</p>'


@pytest.mark.parametrize(
    "text",
    [
        "关于召开会议的通知\n\n各有关单位：\n　　现通知如下：\n一、时间\n　　5月20日\n二、地点",
        "各有关单位：\n　　现通知如下：\n一、时间：5月20日\n二、地点：沈阳",
        "一、总体要求\n（一）甲\n1.乙\n（1）丙\n①丁",
        "一、参会人员\n1. 各高校代表\n2. 企业代表\n二、会议费用\n　　自理",
        "（一）甲\n　　乙\n（二）丙",
        "⑴甲\n⑵乙\n　　丙\n⑶丁",
        "第一章 总则\n第一条 甲\n　　乙\n第二条 丙",
        "附件：1.会议日程\n　　　2.参会回执",
        "　　附件：1.会议日程\n　　　　　2.参会回执",
        "附件1\n参会回执\n姓名\t单位\t职务\n张样例\t样例大学\t教授",
        "联系人：张样例　电话：024-00000000\n邮箱：x@example.org",
        "　　联系人：张样例\n　　电话：024-00000000\n请于4月30日前回复。",
        f"　　特此通知。\n{SPACES}样例大学\n{SPACES}2026年4月1日",
        f"　　特此通知。\n\n附件：1.日程\n\n{SPACES}样例大学\n{SPACES}2026年4月1日\n（联系人）",
        "\u00a0\u00a0\u00a0\u00a0为贯彻落实\n二、会议\n\u00a0\u00a0\u00a0\u00a0时间",
        "\t一、时间\n\t5月20日\n二、地点",
        "　 为贯彻落实\n二、会议",
        "１．主题\n　　甲\n２．时间\n　　乙",
        "时间：5月20日（星期三）9:00—17:30\n地点：第一会议室\n　　3*4 米展位\n主办：甲",
        "㈠ 甲\n　　乙\n㈡ 丙\n※ 丁\n★ 戊",
    ],
)
def test_a_notice_keeps_each_line_as_it_was_pasted(text):
    def lines(read):
        return [line.strip() for line in read.split("\n") if line.strip()]

    read = plain(render(text))

    assert lines(read) == lines(text)
    assert len(re.findall("\n(?=二、)", read)) == len(re.findall("\n(?=二、)", text))


def test_a_line_drawn_below_words_makes_no_heading_of_them():
    assert render("联系人\n-----\n电话") == "<p>联系人</p>\n<hr>\n<p>电话</p>"


def test_items_have_the_numbers_that_were_typed():
    assert render("3. a\n4. b\n7. c") == (
        '<ol start="3">\n<li>a</li>\n<li>b</li>\n<li value="7">c</li>\n</ol>'
    )
    assert plain(render("1. a\n1. b")) == "1. a\n2. b"


def test_a_picture_is_a_link_of_its_name():
    assert plain(render("![plan](https://example.org/p.png) and ![](https://example.org/)")) == (
        "plan (https://example.org/p.png) and https://example.org/"
    )
    assert plain(render("你好![a](https://example.org/)")) == "你好!a (https://example.org/)"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[paper](https://papers.example.org/x)", "paper (https://papers.example.org/x)"),
        (
            "[**the** paper](https://example.org/?a=1&b=2)",
            "the paper (https://example.org/?a=1&b=2)",
        ),
        ("[https://example.org/x](https://example.org/x)", "https://example.org/x"),
        (
            "[example.org](https://example.org/) <https://example.org>",
            "example.org https://example.org",
        ),
        (
            "<desk@example.org>, [desk](mailto:desk@example.org)",
            "desk@example.org, desk (desk@example.org)",
        ),
        ("[venue](/en/x/) and [here](#a)", "venue (http://testserver/en/x/) and here"),
        ("# Head\n\n**Bold** words\nand `code`", "Head\n\nBold words\nand code"),
        ("- a\n  - b\n\n    more\n- c", "- a\n  - b\n\n    more\n- c"),
        ("3. a\n4. b\n\n> q\n> r\n>\n> s", "3. a\n4. b\n\n> q\n> r\n>\n> s"),
        ("```\nx\n\n  y\n```\n\n---\n\nz", "x\n\n  y\n\n---\n\nz"),
        ("", ""),
    ],
)
def test_the_plain_form_keeps_addresses_numbers_and_lines(text, words, settings):
    settings.PUBLIC_URL = "http://testserver"

    assert plain(render(text)) == words


def test_the_html_of_earlier_releases_has_its_plain_form():
    assert plain("<p>one\ntwo<br>\nthree</p>\n<ul>\n<li>a &amp; b</li>\n</ul>") == (
        "one\ntwo\nthree\n\n- a & b"
    )


SIGNS = "ab12中文，。（）()[]*_`~#+-.)>|<&;\\\n\t !:/=\"'\u3000\u00a0é$%"
RUNS = ["https://", "http://a.example/", "-", "&amp;", "```", "**", "__", "\n\n", "![", "](/"]


def as_shown(text):
    """Without what no page shows: spaces at the ends of lines, and the width of blank lines."""
    lines = [
        "\u00a0" * len(re.match("[ \t]*", line)[0].expandtabs(4)) + line.lstrip(" \t")
        for line in text.split("\n")
    ]
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return re.sub(r"\n{2,}", "\n\n", re.sub(r"\n+(?=\u3000)", "\n", text))


@hypothesis.settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*SIGNS, *RUNS, "1. ", "- "]), max_size=25).map("".join))
def test_plain_text_as_markdown_reads_as_it_is(text):
    assert plain(render(as_markdown(text))) == as_shown(text)


@hypothesis.settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.text("abxyz019é²", min_size=1, max_size=3), min_size=2, max_size=8),
    st.sampled_from("*_~`#+&<>[]|^=$"),
)
def test_a_mark_between_letters_or_digits_is_a_character(words, mark):
    text = mark.join(words)

    assert plain(render(text)) == text


def test_what_markdown_leaves_alone_is_not_escaped():
    assert as_markdown("1. 开幕\n2. 报告\n\n3*4 米") == "1. 开幕\n2. 报告\n\n3*4 米"
    assert as_markdown("一、议程\n1. 开幕\n\n甲*乙") == "一、议程\n1\\. 开幕\n\n甲*乙"
    assert as_markdown("**a** of https://example.org/a_b_c") == (
        r"\*\*a\*\* of https://example.org/a_b_c"
    )


def test_headings_begin_below_the_title_of_the_page():
    assert render("# 一\n\n###### six") == "<h2>一</h2>\n<h3>six</h3>"
    assert render("### Day\n\n#### Hour") == "<h2>Day</h2>\n<h3>Hour</h3>"
    deepest = render("\n\n".join(f"{'#' * level} {level}" for level in range(1, 7)))
    assert deepest.endswith("<h6>5</h6>\n<h6>6</h6>")


def test_lists_quotes_and_links_are_rendered():
    html = render("3. a\n4. b\n\n> q\n\n[x](https://example.org/ 'T')")

    assert html == (
        '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n<blockquote>\n<p>q</p>\n</blockquote>\n'
        '<p><a href="https://example.org/" title="T" rel="noopener noreferrer">x</a></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](  JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/pixel.png)",
        "<javascript:alert(1)>",
        '[x](https://example.org/"onmouseover="alert(1))',
        "```<script>\nx\n```",
    ],
)
def test_nothing_that_runs_or_loads_survives(text):
    html = render(text)

    for live in ("<script", "<img", 'href="javascript', 'href="data', ' onmouseover="', " class="):
        assert live not in html


def test_mail_addresses_become_links():
    assert render("<desk@example.org>") == (
        '<p><a href="mailto:desk@example.org" rel="noopener noreferrer">desk@example.org</a></p>'
    )


def test_odd_input_is_answered_not_raised():
    assert render("") == "" and render(" \n") == ""
    assert render("a\x00b") == "<p>a\ufffdb</p>"
    assert render("a\ud800b") == "<p>a?b</p>"
    assert render("> " * 5_000 + "x")
    assert render("*" * 20_000)
    assert render("[" * 20_000)
