"""Bilingual texts as HTML: each with the `lang` it is in, and the mark of what is ours."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conference.bilingual import HTML_LANG, Text, active_side
from conference.chinese import has_chinese

# Of which the names of conferences and alliances are made.
WORDS = re.compile(
    "(人工智能|高等教育|高质量|研讨会|推进会|交流会|产业学院|教育|教学|改革|发展|赋能|创新|建设|现代"
    "|产业|学院|大学|高校|论坛|大会|年会|会议|联盟)"
)

SHORT = 10  # characters that fit on a line of every page


def text(value: Text, is_rendering: bool = False) -> str:
    """A Text in the reader's language, marked with its own language when it is a fallback.

    A Chinese one that is ours and not official gets a small 译名: the Text knows it, or
    `is_rendering` says it.
    """
    return _marked(value, _in_lang(value, str(value)), is_rendering, value.lang)


def other_text(value: Text, is_rendering: bool = False) -> str:
    """The same Text in the other language, with its mark; '' when there is none."""
    if not value.other:
        return ""
    lang = HTML_LANG["en" if active_side() == "zh" else "zh"]
    shown = format_html('<span lang="{}">{}</span>', lang, value.other)
    return _marked(value, shown, is_rendering, lang)


# A line, or what stands beside its translation: '一个报告取消 / One talk is cancelled'.
_BETWEEN_LANGUAGES = re.compile(r"(\s+[/|]\s+|\n+)")


def free_text(value) -> SafeString:
    """Text, also a bilingual one, that organizers wrote for all: each part marked with its own
    language where that is not the page's.
    """
    page = HTML_LANG[active_side()]
    parts = []
    for part in _BETWEEN_LANGUAGES.split(str(value)):
        lang = HTML_LANG["zh" if has_chinese(part) else "en"]
        is_said = any(map(str.isalpha, part))
        parts.append(
            format_html('<span lang="{}">{}</span>', lang, part)
            if is_said and lang != page
            else conditional_escape(part)
        )
    return mark_safe("".join(parts))  # every part is escaped above


def other_name(value: Text, is_rendering: bool = False) -> str:
    """A long formal name in the other language, as `other_text`; no Chinese word of it is cut."""
    if not value.other or active_side() == "zh":
        return other_text(value, is_rendering)
    lang = HTML_LANG["zh"]
    shown = format_html('<span lang="{}">{}</span>', lang, _in_words(value.other))
    return _marked(value, shown, is_rendering, lang)


def long_name(value: Text, is_rendering: bool = False) -> str:
    """A long formal name that breaks first where its parts meet (…研讨会｜暨…推进会)."""
    if value.lang != HTML_LANG["zh"]:
        return text(value, is_rendering)
    first, _mark, rest = str(value).partition("暨")
    if not rest:
        return _marked(value, _in_lang(value, _in_words(first)), is_rendering, value.lang)
    last = _marked(value, _in_words(f"暨{rest}"), is_rendering, value.lang)
    phrases = [(_in_words(first),), (last,)]
    return _in_lang(value, format_html_join("", '<span class="phrase">{}</span>', phrases))


def _in_words(shown):
    """A Chinese name whose common words no line break cuts; browsers know no Chinese words."""
    if len(shown) <= SHORT:
        return format_html("{}", shown)
    between, words = WORDS.split(shown)[::2], [*WORDS.findall(shown), ""]
    return format_html_join(
        "",
        "{}{}",
        (
            (plain, word and format_html('<span class="word">{}</span>', word))
            for plain, word in zip(between, words, strict=True)
        ),
    )


def html_text(value: Text) -> SafeString:
    """A Text that holds HTML made by `conference.markdown`, in a block with its language."""
    shown = mark_safe(str(value))  # cleaned by nh3 when it was rendered
    if value.is_fallback:
        return format_html('<div lang="{}">{}</div>', value.lang, shown)
    return shown


def _in_lang(value, shown):
    if value.is_fallback:
        return format_html('<span lang="{}">{}</span>', value.lang, shown)
    return format_html("{}", shown)


def _marked(value, shown, is_rendering, lang):
    is_ours = is_rendering or value.zh_is_rendering
    if not is_ours or lang != HTML_LANG["zh"] or not value.zh:
        return shown
    return format_html("{}{}", shown, rendering_mark())


def rendering_mark() -> SafeString:
    """The small 译名 behind a Chinese text that is ours."""
    why = _("A Chinese text of ours: the official one has not been announced.")
    return format_html('<span class="rendering" lang="zh-Hans" title="{}">译名</span>', why)


def is_long(value: Text) -> bool:
    """Whether a name needs the smaller type of long formal names."""
    return len(str(value)) > (22 if value.lang == HTML_LANG["zh"] else 60)
