"""A comparison is no tag, and a tag changes nothing but what stands inside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.markdown import plain, render
from conference.program.importing.html import to_markdown, to_words
from conference.program.importing.marked import MarkedTexts
from conference.program.models import Session
from tests.factories import make_conference
from tests.program.importing.files import document, event, read, take


def shown(text):
    return plain(render(MarkedTexts("").to_markdown(text)))


@pytest.mark.parametrize(
    "text",
    [
        *("若 a<b 且 c>d 则", "a <i and j> b", "x<y and a>b; if a<b then c>d", "for <i in x>"),
        *("a<b> c", "vector<i> x, vector<i> y", "if a<p>q", "a<p q>r", "<b>粗\n下一行", "x</b>y"),
        *("List<String>, Map<K, V>, <your name>", "a<code>b", "<u 且 v>w</u>", "i<a c=d>e"),
        *("甲 <a 或 b> 乙", "<script> is a tag", "#include <stdio.h>", "<img> and <a>", "1 <2> 3"),
    ],
)
def test_what_only_looks_like_a_tag_is_kept(text):
    assert to_words(text) == text
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("List<String> 与 <b>粗</b>，a<b 且 c>d", "List<String> 与 粗，a<b 且 c>d"),
        ("<p>a<b 且 c>d</p>", "a<b 且 c>d"),
        ("<p>x<your name>y</p>", "x<your name>y"),
        ('<a title="a > b" href="https://example.org/">x</a>', "x"),
        ("<B CLASS=x>x</B>\n\n<i\n>y</i >", "x\n\ny"),
        ("<p>1 &amp; 2 &lt;b&gt; &copy=3</p>", "1 & 2 <b> &copy=3"),
        ("<div><script>if (a<b) x('</p>')</script>y</div>", "y"),
        ("<tr><td>甲</td><td>乙</td></tr>", "甲 乙"),
    ],
)
def test_beside_a_tag_what_only_looks_like_one_is_kept(text, words):
    assert to_words(text) == words
    assert plain(render(to_markdown(text))).removesuffix(" (https://example.org/)") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>粗</b>体\n下一行\n　　段", "粗体\n下一行\n　　段"),
        ("　　第一段<i>斜</i>\n　　第二段 *注* 3*4*5", "　　第一段斜\n　　第二段 *注* 3*4*5"),
        ("<p>第一段</p>\n　　第二段\n　　第三段", "第一段\n　　第二段\n　　第三段"),
        ("<p>　　第一段</p><p>　　第二段</p>", "　　第一段\n　　第二段"),
        ("甲<br>\n乙<br/>丙", "甲\n乙\n丙"),
    ],
)
def test_a_tag_leaves_the_lines_and_wide_spaces_of_a_text_alone(text, words):
    assert to_words(text) == words
    assert shown(text) == words


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("<b>Note: </b>text", "**Note:** text"),
        ("<b>重点：</b>内容", "**重点：**内容"),
        ("foo<b>bar</b>baz", "foobarbaz"),  # no form of Markdown has it
        ("x <b></b>y", "x y"),
        ("<p># 1</p><p>1. x</p><ul><li>- y</li></ul>", "\\# 1\n\n1\\. x\n\n- \\- y"),
        ("甲*乙* <b>丙</b>", "甲*乙* **丙**"),
    ],
)
def test_emphasis_of_html_never_shows_its_marks(text, markdown):
    assert MarkedTexts("").to_markdown(text) == markdown


PIECES = ["<b>", "</b>", "<i ", "<p>", "<", ">", "a", "b", " ", "且", "=", '"', "1", "/", "&lt;"]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_nothing_but_tags_and_entities_leaves_a_text(text):
    def letters(text):
        return [sign for sign in text if sign in "且1="]

    assert letters(to_words(text)) == letters(text)


@pytest.mark.django_db
def test_wide_spaces_at_the_very_start_are_kept():
    make_conference(slug="spring")

    take(document(event(abstract="　　开头缩进\n　　第二段", description="\n　　长文")))

    session = Session.objects.get()
    assert session.summary_zh == "　　开头缩进\n　　第二段"
    assert session.abstract_zh == "　　长文"


@pytest.mark.django_db
def test_lowered_and_raised_signs_are_plain_text_and_told():
    file = read(
        document(
            event(abstract="H<sub>2</sub>O at 10<sup>-3</sup>, x<sub>max</sub>", description="")
        )
    )

    assert file.events[0].summary.en == "H₂O at 10⁻³, xmax"
    assert file.leftovers.counts() == {
        "url": 1,
        "markup of a text: <sub>": 1,
        "markup of a text: <sup>": 1,
    }


@pytest.mark.django_db
def test_a_comparison_with_a_is_no_link_that_moves_the_summary():
    file = read(document(event(abstract="x <a and b> y", description="")))

    assert (file.events[0].summary.en, file.events[0].abstract.en) == ("x <a and b> y", "")
