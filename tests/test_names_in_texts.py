"""File names, patterns, identifiers and entities in a text keep their characters."""

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.markdown import as_markdown, plain, render


@pytest.mark.parametrize(
    "text",
    [
        *("请提交*.ppt、*.pptx文件", "*.py and *.js; C*-algebra and W*-algebra", "*.py、*.js"),
        *(
            "__init__.py and __main__.py",
            "_id_ and _rev_",
            "字段_id_、_rev_",
            "the __init__ method",
        ),
        *("file*.txt and data*.csv", "数据*.csv、结果*.xlsx", "src/**/*.py and tests/**/*.js"),
        *("选择 *.* 文件", "Accept: */*", "0 */2 * * *, */5 * * * *", "f(*args, **kwargs)", "*_*"),
        *("_is_private and _is_public_", "test_*.py and *_test.go", "A*-search, B*-search"),
        *("Rate *a of 5 and b* more", "*a … b*", "*required, optional*", "3 *4* 5", "x *y* z"),
        *(
            "Wang _foo bar_ Li",
            "_init and run_",
            "_斜体_",
            "__a b__",
            "签名：\n______",
            "姓名：_张三_ 单位：_东北大学_",
        ),
        *(
            "*主持人：王泉 报告人：李明*",
            "*...and so on*",
            "*a\nb*",
            "*通讯作者：王泉，李明*",
            "*王泉、李明*",
        ),
        *("COUNT(*) and SUM(*)", "姓名*、电话*", "（*为必填）（*为选填）", "5* hotel, 4* hotel"),
        *(
            "&copy; 2026",
            "a&nbsp;b",
            "&lt;b&gt; &amp;amp; &#169; &#x4e00;",
            "?a=1&copy=2",
            "&notin",
        ),
    ],
)
def test_a_name_keeps_its_characters(text):
    assert plain(render(text)) == text
    assert plain(render(as_markdown(text))) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*very* important", "<em>very</em> important"),
        ("this is *very*.", "this is <em>very</em>."),
        ("**重点**：内容", "<strong>重点</strong>：内容"),
        ("**AI**-powered, **GPT**.", "<strong>AI</strong>-powered, <strong>GPT</strong>."),
        ("*强调*，*重点*。", "<em>强调</em>，<em>重点</em>。"),
        (
            "**very important** and *state-of-the-art*",
            "<strong>very important</strong> and <em>state-of-the-art</em>",
        ),
        ("**注意**请提交*.ppt和*.doc", "<strong>注意</strong>请提交*.ppt和*.doc"),
        ("*see* `*.py` and *.js", "<em>see</em> <code>*.py</code> and *.js"),
    ],
)
def test_emphasis_that_was_meant_works(text, html):
    assert render(text) == f"<p>{html}</p>"


NAMES = [
    *(
        "*.py",
        "*.pptx",
        "*.tar.gz",
        "__init__.py",
        "__all__",
        "_id_",
        "_rev_",
        "snake_case",
        "_x_y",
    ),
    *("C*-algebra", "src/**/*.js", "data*.csv", "test_*.py", "*.*", "3*4", "COUNT(*)", "&copy;"),
    *("&nbsp;", "AT&T", "文件", "words", "a<b", "x²"),
]


@hypothesis.settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.sampled_from([" ", "、", "，", " and ", "或 ", "; ", "\n"])
        ).map("".join),
        min_size=1,
        max_size=8,
    ).map("".join)
)
def test_text_without_a_thought_of_markdown_reads_as_it_was_typed(text):
    assert plain(render(text)) == text.rstrip().replace(" \n", "\n")
