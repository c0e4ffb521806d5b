import pytest

from conference.markdown import render


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
        ("2*3*4", "<p>2<em>3</em>4</p>"),
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>"),
        ('**"quoted."**next', "<p>**&quot;quoted.&quot;**next</p>".replace("&quot;", '"')),
        ("** 空格 **", "<p>** 空格 **</p>"),
        ("_斜体_", "<p><em>斜体</em></p>"),
        ("`**code**`", "<p><code>**code**</code></p>"),
    ],
)
def test_emphasis_stays_as_commonmark_has_it(text, html):
    assert render(text) == html


def test_a_line_break_between_chinese_characters_leaves_no_gap():
    assert render("第一行，\n第二行") == "<p>第一行，第二行</p>"
    assert render("**第一行**\n第二行") == "<p><strong>第一行</strong>第二行</p>"


def test_a_line_break_between_words_is_kept():
    assert render("one\ntwo") == "<p>one\ntwo</p>"
    assert render("中文\nEnglish") == "<p>中文\nEnglish</p>"


def test_a_hard_break_is_kept_in_chinese():
    assert render("第一行  \n第二行") == "<p>第一行<br>\n第二行</p>"


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
