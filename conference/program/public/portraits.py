"""A person's portrait, or a calm monogram where there is none."""

from django.utils.html import format_html

from conference.images import file_address
from conference.people.pinyin import is_chinese

LARGE = 144  # pixels; the portrait of a person's own page, above the fold


def portrait(person, size=72, alt=""):
    """The person's portrait, `size` pixels wide; without one the first of their name, for eyes
    alone.
    """
    if person.portrait:
        return format_html(
            '<img class="portrait" src="{}" alt="{}" width="{}" height="{}"{}>',
            file_address(person.portrait, 320 if size >= LARGE else 160),
            alt,
            size,
            size,
            "" if size >= LARGE else format_html(' loading="{}" decoding="async"', "lazy"),
        )
    lang = format_html(' lang="{}"', person.name.lang) if person.name.is_fallback else ""
    return format_html(
        '<span class="portrait is-monogram" aria-hidden="true"{}>{}</span>',
        lang,
        monogram(str(person.name)),
    )


def monogram(name: str) -> str:
    """'王' of 王兴伟, 'XW' of Xingwei Wang; '' of a name without letters."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return ""
    if is_chinese(words[0][0]):
        return words[0][0]
    return "".join(word[0].upper() for word in dict.fromkeys((words[0], words[-1])))
