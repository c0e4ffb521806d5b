"""Chinese on an English page says that it is, and keeps the shape of its page."""

import pytest

from config.office.marked import with_marked_chinese, with_named_ticks, wrapped

SPAN = '<span lang="zh-Hans">{}</span>'


def test_a_name_in_chinese_says_so():
    assert with_marked_chinese("<td> 王兴伟 </td>") == f"<td> {SPAN.format('王兴伟')} </td>"


def test_words_around_a_name_stay_in_english_and_in_one_piece():
    marked = with_marked_chinese("<p>3 sessions in 主会场, 201</p>")

    assert marked == f"<p><span>3 sessions in {SPAN.format('主会场')}, 201</span></p>"


def test_what_says_so_already_and_what_cannot_hold_an_element_stays():
    for page in (
        '<p lang="zh-Hans">会场 <b>甲</b></p>',
        "<title>会场</title>",
        "<script>const name = '<b>会场</b>';</script>",
        "<!-- 会场 <p>会场</p> -->",
        '<a title="会场 > 201" href="/">201</a>',
        '<input value="Hall" name="会场">',
        "<p>Hall</p>",
    ):
        assert with_marked_chinese(page) == page


def test_what_can_hold_no_element_says_it_itself():
    for before, after in (
        ('<option value="1">会场</option>', '<option value="1" lang="zh-Hans">会场</option>'),
        ("<textarea>会场</textarea>", '<textarea lang="zh-Hans">会场</textarea>'),
        ('<input value="会场" />', '<input value="会场" lang="zh-Hans"/>'),
        ('<input lang="zh" value="会场">', '<input lang="zh" value="会场">'),
    ):
        assert with_marked_chinese(before) == after


def test_a_language_ends_with_its_element():
    page = '<div lang="zh-Hans"><br>甲</div><p>乙</p></p><p>丙</p>'

    assert with_marked_chinese(page) == (
        f'<div lang="zh-Hans"><br>甲</div><p>{SPAN.format("乙")}</p></p><p>{SPAN.format("丙")}</p>'
    )


def test_ticks_are_named_in_words():
    tick = '<img src="/static/admin/img/icon-no.svg" alt="False">'

    assert 'alt="No"' in with_named_ticks(tick)


@pytest.mark.parametrize("tail", ["a", " (x)", "\u3000\uff11" * 40 + "a", "…"])
def test_a_long_chinese_name_before_other_writing_is_marked_in_no_time(tail):
    marked = wrapped("庄" * 300 + tail)

    assert marked.startswith("<span>")
    assert "庄" * 300 in marked
