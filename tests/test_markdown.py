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
        ("_斜体_", "<p><em>斜体</em></p>"),
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
