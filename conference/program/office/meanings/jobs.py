"""Where a unit ends and an office begins: 示例大学03教务处处长, "Sample University 09, Reader"."""

import re
from functools import lru_cache

from conference.program.office.meanings import words
from conference.program.office.meanings.texts import HAN, has_chinese, plain, split

_UNIT = re.compile(
    rf"(?:大学(?!英语|生|语文|物理|数学|校长论坛)|(?:中学|小学)(?!生)|(?:厅|局)(?!长)|"
    rf"(?:{'|'.join(w for w in words.UNITS.split('|') if w not in ('大学', '中学', '小学', '厅', '局'))}))"
    r"(?: ?\([^()]*\))?(?:[A-Za-z](?![A-Za-z]))?\d*"
)
_OFFICE = re.compile(f"(?:{words.OFFICES})")
_OFFICE_END = re.compile(rf"(?:{words.OFFICES})(?: ?\([^()]*\))?$")
_UNIT_EN = re.compile(rf"(?<![A-Za-z])(?:{words.UNITS_EN})(?![A-Za-z])", re.I)
_OFFICE_EN = re.compile(rf"(?<![A-Za-z])(?:{words.OFFICES_EN})(?![A-Za-z])", re.I)
_OFFICE_EN_BEGINS = re.compile(
    rf"(?:(?:the|a|an|full|adjunct|visiting|research|distinguished|executive|managing|general|chair|honorary|emeritus|founding|acting|"
    rf"data|digital|project|program(?:me)?|software|principal|independent) )*(?:{words.OFFICES_EN})(?![A-Za-z])",
    re.I,
)
_DEGREE = re.compile(f"(?:{words.DEGREES})", re.I)


def has_unit(text: str) -> bool:
    return bool(_UNIT.search(plain(text)) or _UNIT_EN.search(plain(text)))


def has_office(text: str) -> bool:
    text = plain(text)
    return bool(_OFFICE.search(text) or _OFFICE_EN.search(text) or _DEGREE.fullmatch(text.strip()))


def ends_with_office(text: str) -> bool:
    return bool(_OFFICE_END.search(plain(text).strip()))


def is_job(text: str) -> bool:
    """Whether a text is a unit, an office, or both, and no name."""
    return has_unit(text) or has_office(text)


def last_office(text: str) -> int:
    """Where the last office in a Chinese text ends; 0 without one."""
    end = 0
    for found in _OFFICE.finditer(plain(text)):
        end = found.end()
    return end


def unit_end(text: str) -> int:
    """Where the first unit with the parts named behind it ends; 0 without one."""
    clean, end = plain(text), 0
    for found in _UNIT.finditer(clean):
        between = clean[end : found.start()]
        if end and (_OFFICE.search(between) or re.search(r"[、,;/ ]", between)):
            break
        end = found.end()
    return end


@lru_cache(maxsize=4096)
def cut(text: str) -> tuple[str, str]:
    """(organization, title) of a text that is both, either or neither (then: organization)."""
    text = " ".join(text.split()).strip(" 、，,;；/")
    if not has_chinese(text):
        return _cut_english(text)
    end = unit_end(text)
    if not end:
        mixed = re.match(rf"([^{HAN}]*[A-Za-z0-9.)])\s*([{HAN}].*)$", text)
        if mixed and has_office(mixed[2]) and has_unit(mixed[1]):
            return mixed[1].strip(" ,，"), mixed[2]
        first, _space, rest = text.partition(" ")
        if rest and has_office(rest) and not has_office(first):
            return first, rest.strip()
        return ("", text) if has_office(text) else (text, "")
    rest = text[end:].strip(" 、，,;；/")
    before_office = text[:end]
    if not rest:
        # "教授，示例大学01": the office stands first.
        for part, sign in split(before_office, "，, 、"):
            if not sign and ends_with_office(part) and not has_unit(part):
                return before_office[len(part) :].strip(" ，,、"), part
        return text, ""
    if has_office(rest):
        return before_office, rest
    first, _space, behind = rest.partition(" ")
    if behind and has_office(behind):
        return f"{before_office}{first}", behind.strip()
    return text, ""


def _cut_english(text):
    parts = split(text, ",，;")
    if len(parts) > 1:
        offices = [part for part, _s in parts if _is_office_en(part)]
        units = [part for part, _s in parts if not _is_office_en(part)]
        return ", ".join(units), ", ".join(offices)
    if _is_office_en(text):
        at = re.search(r",? (?:at|of the|of|,) (?=[A-Z].*)", text)
        if at and has_unit(text[at.end() :]) and " at " in at[0]:
            return text[at.end() :], text[: at.start()]
        return "", text
    found = re.fullmatch(r"(.*?(?:\d|\)|\b(?i:" + words.UNITS_EN + r")))\s+(.+)", text)
    if found and _OFFICE_EN_BEGINS.match(found[2]) and has_unit(found[1]):
        return found[1], found[2]
    return text, ""


def _is_office_en(part):
    part = plain(part).strip()
    return bool(_OFFICE_EN_BEGINS.match(part) or _DEGREE.fullmatch(part))


def pieces(text: str, count: int) -> list[str] | None:
    """`count` units written one after another, by lines or by signs; None if they are not so many."""
    lines = [part for part, _sign in split(text, "\n;；")]
    if len(lines) == count:
        return lines
    found = []
    for line in lines:
        for part, sign in split(line, "、，,/"):
            is_new = not sign or has_unit(part)
            if is_new or not found:
                found.append(part)
            else:
                found[-1] += sign + part
    return found if len(found) == count else None
