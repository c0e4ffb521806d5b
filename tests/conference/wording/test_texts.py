"""Texts on pages: escaped, marked with their language and as a rendering, kept together."""

from django.utils.translation import override

from conference.bilingual import Text
from conference.wording.texts import free_text, long_name, other_text, text


def test_text_is_escaped_and_marked_when_it_falls_back():
    assert text(Text("中", "<b>")) == "&lt;b&gt;"
    assert text(Text("<i>", "")) == '<span lang="zh-Hans">&lt;i&gt;</span>'
    assert other_text(Text("中", "en")) == '<span lang="zh-Hans">中</span>'
    assert other_text(Text("", "en")) == ""


def test_each_part_of_a_text_in_two_languages_is_marked():
    note = "一个报告取消 / One talk & a <b> is cancelled\n2026-05-20"
    chinese = "一个报告取消"
    english = "One talk &amp; a &lt;b&gt; is cancelled"

    assert free_text(note) == (f'<span lang="zh-Hans">{chinese}</span> / {english}\n2026-05-20')
    with override("zh-hans"):
        assert free_text(note) == (f'{chinese} / <span lang="en">{english}</span>\n2026-05-20')


def test_the_mark_of_a_rendering_stands_only_on_chinese():
    assert "译名" not in text(Text("中", "en"), True)
    assert "译名" in other_text(Text("中", "en"), True)
    with override("zh-hans"):
        assert "译名" in text(Text("中", "en"), True)
        assert "译名" not in other_text(Text("中", "en"), True)
        assert "译名" not in text(Text("", "en"), True)


def test_a_long_name_keeps_its_parts_together():
    with override("zh-hans"):
        name = long_name(Text("研讨会暨<推进会>", ""))
    assert name == '<span class="phrase">研讨会</span><span class="phrase">暨&lt;推进会&gt;</span>'
    assert long_name(Text("研讨会", "Symposium")) == "Symposium"
