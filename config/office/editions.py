"""The name of the next conference from the name of the last: 第二届 becomes 第三届, "2nd" "3rd"."""

import re

_ONES = ("", *"一二三四五六七八九")
# 一 to 九十九; the number is the place.
_CHINESE = [
    (f"{_ONES[n // 10] if n > 19 else ''}十" if n > 9 else "") + _ONES[n % 10] for n in range(100)
]
_WORDS = [
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
]
_OF_CHINESE = re.compile(r"(?<=第)(\d{1,3}|[一二三四五六七八九十]{1,3})(?=届)")
_NUMBERED = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b", re.I)
_WRITTEN = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.I)


def next_edition(name_zh: str, name_en: str) -> tuple[str, str]:
    """Both names, one edition later; what counts none stays. "Second" alone may be a language's or
    a school's: it is changed where the Chinese name counts the same.
    """
    found = _OF_CHINESE.search(name_zh)
    number = found and _number(found[1])
    if number:
        after = str(number + 1) if found[1].isdigit() else _CHINESE[number + 1]
        name_zh = name_zh[: found.start()] + after + name_zh[found.end() :]
    if _NUMBERED.search(name_en):
        return name_zh, _NUMBERED.sub(lambda one: _ordinal(int(one[1]) + 1), name_en, count=1)
    if number and number < len(_WORDS):
        written = _WRITTEN.search(name_en)
        if written and written[1].lower() == _WORDS[number - 1]:
            after = _WORDS[number]
            after = after.title() if written[1][0].isupper() else after
            name_en = name_en[: written.start()] + after + name_en[written.end() :]
    return name_zh, name_en


def _number(text) -> int:
    """0 for what is no number that has a next one here."""
    if text.isdigit():
        return int(text)
    return _CHINESE.index(text) if text in _CHINESE[:-1] else 0


def _ordinal(number) -> str:
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
