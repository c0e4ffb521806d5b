"""What kind of session a title tells of, and what a heading says of the items below it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from conference.program.office.meanings import words
from conference.program.office.meanings.texts import HAN, has_chinese, plain, tail_bracket

SUB_FORUM, TALK, KEYNOTE, PANEL, OTHER = "sub-forum", "talk", "keynote", "panel", "other"
_KINDS = [
    (kind, strength, re.compile(rf"(?<![A-Za-z])(?:{known})(?![A-Za-z])", re.I))
    for kind, strength, known in words.KINDS
]
_SUB_FORUM = re.compile(f"(?:{words.SUB_FORUM})", re.I)
_GROUP = re.compile(rf"(?:{words.GROUP})(?![^\W_])", re.I)
_IN_GROUPS = re.compile(words.IN_GROUPS, re.I)
_NAMED_GROUP = re.compile(rf"([{HAN}]{{1,8}}组)\s*[:：]\s*(?=\S)")
_SECTIONS = [(kind, re.compile(f"(?:{known})", re.I)) for kind, known in words.SECTIONS.items()]
_HEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、.．章]|[(（][一二三四五六七八九十\d]+[)）]|[\dIVX]+[.、)]\s*(?!\d))\s*"
)
_SPACED = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
_AND = re.compile(r"及|和|与|、|暨|\+|/|&|\band\b", re.I)
_OVERVIEW = re.compile(
    r"安排|议程|日程|一览|总表|汇总|^\s*(?:parallel|breakout) (?:sessions|forums)\s*$", re.I
)
_HALF = re.compile(r"^(?:上午|下午|晚上|全天)\s*[:：,，]?\s*")
# What comes of sub-forums, told to everybody: 分论坛交流汇报.
_TOLD_AFTER = re.compile(r"(?:汇报|总结|小结|反馈|回顾|reports?|report[- ]?back|wrap-?up|summary|summaries)$", re.I)  # fmt: skip
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Kind:
    """`is_guess`: nothing in the words says so. `also` is a second kind that the title names."""

    name: str
    is_guess: bool = False
    also: str = ""


@lru_cache(maxsize=4096)
def of_title(title: str, speakers: int = 0) -> Kind | None:
    """None where the words of a title tell nothing. `speakers`: how many people give it."""
    clean = " ".join(plain(title).split())
    clean = _SPACED.sub("", clean)
    bare = tail_bracket(clean)[0] or clean
    if is_sub_forum(bare):
        return Kind(SUB_FORUM)
    parts = [part.strip() for part in _AND.split(bare) if part.strip()]
    found = [kind for part in parts if (kind := _whole(part))]
    if len(parts) > 1 and len(found) == len(parts):
        first = found[0]
        if "photo" in found:
            first = "photo"
        if set(found) == {"sign-in", "break"}:
            return Kind("sign-in")  # coffee beside the desk makes no second thing of it
        others = [kind for kind in found if kind != first]
        return Kind(first, also=others[0] if others else "")
    if kind := _whole(bare):
        return Kind(kind)
    head, colon, _rest = bare.partition(":")
    if colon and (kind := _whole(head.strip()) or _edge(head.strip(), 0, ends=(True,))):
        return Kind(kind)
    if kind := _edge(bare, speakers):
        return Kind(kind)
    return None


def _whole(text):
    """The kind of a text that is nothing but such a word, with numbers."""
    numbered = re.sub(r"[\s\d一二三四五六七八九十]+$", "", text)
    for kind, _strength, shape in _KINDS:
        if numbered and shape.fullmatch(numbered):
            return kind
    text = (
        re.sub(
            r"[\s\d一二三四五六七八九十]+$|^(?:领导|大会|全体|代表|会议|与会|参会|会间|中场|集体|嘉宾|自由)",
            "",
            text,
        ).strip(" 。.!！")
        or text
    )
    for kind, _strength, shape in _KINDS:
        if shape.fullmatch(text):
            return kind
    return ""


def _edge(text, speakers, ends=(True, False)):
    """Of a text that such a word ends or begins, where that is no accident of a talk's title."""
    for is_end in ends:  # the last word says what it is: "Closing discussion"
        for kind, strength, shape in _KINDS:
            for found in shape.finditer(text):
                at_edge = found.end() == len(text) if is_end else found.start() == 0
                if at_edge and _is_meant(
                    kind, strength, len(found[0]) / len(text), text, speakers, is_end
                ):
                    return kind
    return ""


def _is_meant(kind, strength, share, text, speakers, is_end):
    """`share`: how much of the title the word is."""
    if kind in ("talk", KEYNOTE) and not is_end:
        return False  # 报告文学的传播
    if not has_chinese(text):
        # English words stand in titles of talks: "Lunch in the Archive".
        if speakers and share <= 0.5:
            return kind == "address" and is_end
        return share >= 0.25 or kind in words.KINDS_APART
    if kind in ("address", "ceremony", "sign-in") and strength == "strong":
        return is_end or share >= 0.5 or not speakers
    if kind == PANEL:
        return speakers != 1 or share >= 0.5
    if strength == "weak" and (speakers == 1 or share < 0.4):
        return False
    if speakers == 1 and share < 0.5:
        return False
    return is_end or share >= 0.3 or kind in ("other", "meal", "break")


def is_sub_forum(text: str) -> bool:
    """Whether a title is that of a sub-forum: it begins, or a short one ends, with its name."""
    clean = _HEADING.sub("", plain(text)).strip()
    found = _SUB_FORUM.search(clean)
    if not found or (_TOLD_AFTER.search(clean) and not number_of(clean)):
        return False
    begins = found.start() == 0 and (
        found.end() == len(clean)
        or not clean[found.end()].isalnum()
        or bool(re.search(r"\d|[一二三四五六七八九十A-H]$", found[0]))
        or len(clean) < 16
    )
    return begins or (found.end() == len(clean) and len(clean) < 24)


def is_group(text: str) -> bool:
    """Whether a sub-forum is a group of people: A组, 第一小组, Group 2."""
    return bool(_GROUP.match(_HEADING.sub("", plain(text)).strip()))


def is_held_in_groups(title: str) -> bool:
    """Whether the words of an item say that several parts of it are at once: 分组讨论."""
    return bool(_IN_GROUPS.search(plain(title)))


def named_group(text: str) -> tuple[str, str]:
    """(文学组, 张三、李四) of （一）文学组：张三、李四; two empty texts where none is named."""
    bare = without_number(text)
    found = _NAMED_GROUP.match(bare)
    return (found[1], bare[found.end() :]) if found else ("", "")


def behind_name(text: str) -> str:
    """What stands behind the name of a sub-forum, with the sign before it."""
    found = _SUB_FORUM.search(plain(text))
    return text[found.end() :] if found else ""


def is_bare(title: str) -> bool:
    """Whether a title only says what an item is, and not what it is about: 圆桌论坛, Keynote 1."""
    clean = _SPACED.sub("", " ".join(plain(title).split())).strip(" :-")
    if is_sub_forum(clean):
        return not without_name(_HEADING.sub("", clean)).strip(" :-")
    return section(clean) is not None or bool(_whole(clean))


def number_of(text: str) -> str:
    """The number or letter of a sub-forum: "1" of 分论坛一 and 分论坛1, "A" of Session A."""
    found = _SUB_FORUM.search(plain(text))
    if not found:
        return ""
    signs = re.search(r"[一二三四五六七八九十]+|\d+|(?<![A-Za-z])[A-H](?![A-Za-z])", found[0])
    if not signs:
        return ""
    sign = signs[0].upper()
    return str(_NUMERALS.index(sign) + 1) if len(sign) == 1 and sign in _NUMERALS else sign


def without_name(title: str) -> str:
    """A sub-forum's title without its number: 分论坛一：古籍 is ：古籍."""
    found = _SUB_FORUM.match(plain(title))
    return title[found.end() :] if found else title


def is_named(text: str) -> bool:
    """Whether a sub-forum has a number or a name of its own, unlike "分论坛" alone."""
    return bool(number_of(text) or without_name(text).strip(" ：:-—"))


def without_number(text: str) -> str:
    """A heading without the number that orders it: "二、分论坛" is "分论坛"."""
    return _HEADING.sub("", text).strip()


def heading_title(text: str) -> str:
    """A heading without its number and the half of the day: "一、上午 开幕式" is "开幕式"."""
    bare = without_number(text)
    return _HALF.sub("", bare) or bare


def is_overview(text: str) -> bool:
    """Whether a heading speaks of sub-forums without being one: 分论坛安排, "Parallel sessions"."""
    return (
        is_sub_forum(text)
        and not number_of(text)
        and (section(text) is not None or bool(_OVERVIEW.search(plain(text))))
    )


def section(text: str) -> str | None:
    """The kind of the items below a heading: 'keynote' below 主旨报告, '' below 开幕式; None for no
    heading that we know.
    """
    clean = re.sub(r"\s+", " ", _HEADING.sub("", plain(text))).strip(" :：-")
    clean = _SPACED.sub("", clean)
    clean = re.sub(r"^\d{4}\s*|[（(].*[)）]$", "", clean).strip()
    clean = _HALF.sub("", clean) or clean
    parts = [part.strip() for part in re.split(r"及|与|和|暨|、|/|&| and ", clean) if part.strip()]
    kinds = []
    for part in parts:
        part = re.sub(r"[一二三四五六七八九十\d]+$", "", part).strip(" :") or part
        kind = next((kind for kind, shape in _SECTIONS if shape.fullmatch(part)), None)
        if kind is None:
            return None
        kinds.append(kind)
    if not kinds:
        return None
    return kinds[0] if len(set(kinds)) == 1 else ""
