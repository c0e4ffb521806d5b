"""Times as offices write them: 9：00—9：15, 09:25至09:35, 下午2点, 9.30-10.15, 11:30–12:15 PM.

Times are minutes since midnight, at most 24:00. What the text does not settle is told in `doubts`:
"afternoon" (2:00 without a mark, read as 14:00), "two starts" (6:30 for 7:00), "beyond" (25:00),
"backwards" (ends before it starts).
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache

from conference.program.office.meanings import halves
from conference.program.office.meanings.texts import plain

NOON, MIDNIGHT = 12 * 60, 24 * 60

_MARKS = {
    "上午": "am", "早上": "am", "早晨": "am", "早": "am", "凌晨": "night", "中午": "noonish", "下午": "pm",
    "午后": "pm", "晚上": "eve", "晚间": "eve", "傍晚": "eve", "晚": "eve", "am": "am", "pm": "pm", "noon": "noon",
    "midday": "noon", "midnight": "midnight", "n": "noon",
}  # fmt: skip
_BEFORE = r"(?:上午|早上|早晨|凌晨|中午|下午|午后|晚上|晚间|傍晚|早|晚|a\.?m\.?|p\.?m\.?)"
_BEHIND = r"(?:a\.?m\b\.?|p\.?m\b\.?|noon\b|midday\b|midnight\b)"
_CLOCK = (
    rf"(?:(?P<b{{0}}>{_BEFORE})[ :]*)?(?<![\d.:])(?P<h{{0}}>\d{{{{1,2}}}})"
    r"(?:(?: ?: ?|\.)(?P<m{0}>\d{{2}})(?: ?: ?\d\d(?!\d))?(?!\d|\.\d)| ?[点时時點](?: ?(?P<c{0}>\d{{1,2}}) ?分?|(?P<q{0}>半|一刻|三刻)|整|钟)?|(?!\d))"
    rf" ?(?P<a{{0}}>{_BEHIND})?"
)
_WORD = r"(?<![a-z])(?P<w{0}>noon|midday|midnight)(?![a-z])"


def _clock(n):
    return f"(?:{_CLOCK.format(n)}|{_WORD.format(n)})"


_TO = r" ?(?:-+>?|至|到|→|to|until|till|and(?= \d)) ?"
_RANGE = re.compile(_clock(1) + _TO + _clock(2), re.I)
_FOR = re.compile(r"(\d{1,2}[:.]\d\d)(?: ?[ap]\.?m\.?)? ?for ?" + _clock(1), re.I)
_ONE = re.compile(_clock(1) + r"(?: ?(?:-+|至|到|起|开始|onwards?|on\b))?", re.I)
_MILITARY = re.compile(
    r"(?<!\d)([01]\d|2[0-4])([0-5]\d)(?:" + _TO + r"([01]\d|2[0-4])([0-5]\d))(?!\d)"
)
_MINUTES = re.compile(
    r"(?:每[人位篇个项]\S{0,6}? ?)?(?:约|各|限|about )?(?<![\d:.点时時])(?P<n>\d{1,3}(?:\.5)?) ?(?P<u>分钟|分(?!论|会|组|享|场)|mins?\b\.?|minutes?\b|'(?!\d)|小时|个小时|hours?\b|hrs?\b|h\b)"
    r"(?: each| per \w+|/人)?|(?P<half>半个?小时|half an hour)",
    re.I,
)
_EACH = re.compile(r"每[人位篇个项]|\beach\b|\bper (?:speaker|talk|paper|person)|/人", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """`start`, `end`: minutes since midnight; `minutes`: how long, as the text says it. `rest` is
    what of the text is no time. `has_mark`: the text itself says morning or afternoon.
    """

    start: int | None = None
    end: int | None = None
    minutes: int | None = None
    doubts: frozenset[str] = frozenset()
    rest: str = ""
    has_mark: bool = False

    def __bool__(self):
        return self.start is not None or self.minutes is not None

    def after(self, doubt):
        return replace(self, doubts=self.doubts | {doubt})


def told(minutes: int | None) -> str | None:
    """540 is "09:00"."""
    return None if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(value) -> int | None:
    """Of what a sheet keeps: times, dates with a time, fractions of a day."""
    if isinstance(value, datetime | time):
        return value.hour * 60 + value.minute + (value.second >= 30)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return minutes if 0 <= minutes <= MIDNIGHT else None
    if isinstance(value, float) and 0 < value < 1:
        return round(value * 24 * 60)
    return None


def length_of(value, text: str) -> int | None:
    """Minutes of a cell of lengths: 20, "20分钟", Excel's 0:20."""
    if isinstance(value, time | timedelta):
        return minutes_of(value) or None
    if isinstance(value, float):
        if 0 < value < 1:
            return round(value * 24 * 60)
        return int(value) if 0 < value <= 24 * 60 else None
    found, _rest = read_minutes(text)
    if found is None and re.fullmatch(r"\d{1,3}['′]?", plain(text).strip()):
        found = int(re.match(r"\d+", plain(text).strip())[0]) or None
    if found is None and (clock := re.fullmatch(r"(\d{1,2}):(\d\d)(?::00)?", plain(text).strip())):
        found = int(clock[1]) * 60 + int(clock[2]) or None
    return found


def read_minutes(text: str) -> tuple[int | None, str]:
    """(a length in minutes, the text without it)."""
    found = _MINUTES.search(plain(text))
    if not found:
        return None, text
    if found["half"]:
        minutes = 30
    else:
        is_hours = found["u"].lower().lstrip("个")[0] in "小h"
        minutes = round(float(found["n"]) * (60 if is_hours else 1))
    return minutes or None, text[: found.start()] + " " + text[found.end() :]


def is_each(text: str) -> bool:
    return bool(_EACH.search(plain(text)))


@lru_cache(maxsize=4096)
def read(text: str, half: str = "", *, bare: bool = False) -> Span:
    """The first time or range in `text`. `half` is what the heading above says: am, pm, eve.

    `bare`: the text stands in a column of times, so "9" and "0900" are times too.
    """
    clean = plain(text).replace("\n", " ")
    if found := _FOR.search(clean):
        doors = _minutes(found[0].split("for")[0].strip(), half or "pm")
        span = _one(_parts(found, 1), half)
        if doors is not None and span.start is not None:
            return replace(span, rest=_cut(text, found)).after("two starts")
    if found := _range(clean, bare=bare):
        span = _two(_parts(found, 1), _parts(found, 2), half)
        minutes, rest = read_minutes(_cut(text, found))
        return replace(span, rest=_trimmed(rest), minutes=minutes)
    if found := _MILITARY.search(clean):
        hours = [found[1], found[2], found[3], found[4]]
        span = _two(("", hours[0], hours[1], ""), ("", hours[2], hours[3], ""), half)
        return replace(span, rest=_cut(text, found))
    minutes, without = read_minutes(text)
    clean = plain(without).replace("\n", " ")
    for found in _ONE.finditer(clean):
        parts = _parts(found, 1)
        is_whole = bare and clean.strip() == found[0].strip()
        if not (_is_sure(parts, found[0]) or is_whole):
            continue
        if not bare and not re.search(r"[:点时時點]|[^\W\d]", found[0]):
            continue  # 9.30 alone may be a day or a number
        return replace(_one(parts, half), minutes=minutes, rest=_cut(without, found))
    if bare and (whole := re.fullmatch(r" *([01]\d|2[0-4])([0-5]\d) *(?:hrs?)? *", clean)):
        return replace(_one(("", whole[1], whole[2], ""), half), minutes=minutes)
    return Span(minutes=minutes, rest=_trimmed(without))


def _range(clean, *, bare):
    for found in _RANGE.finditer(clean):
        first, last = _parts(found, 1), _parts(found, 2)
        if _is_sure(first, found[0]) or _is_sure(last, found[0]) or (bare and _is_alone(clean)):
            if re.match(r"[\d月/]|年", clean[found.end() :].lstrip()[:1] or " "):
                continue  # 4月18-19日, 2027-05-22
            if re.match(r"\d+ ?[-/.]", found[0]) and re.search(
                r"\d{4} ?[-/.年]$", clean[: found.start()]
            ):
                continue
            return found
    return None


def _is_alone(clean):
    return bool(re.fullmatch(r" *\d{1,2} ?(?:-+|至|到) ?\d{1,2} *", clean))


def _is_sure(parts, whole):
    """Whether the text says that this is a time: minutes, 点, or a mark; "9" alone does not."""
    before, hour, minute, behind = parts
    return bool(minute is not None or before or behind or hour == "word") and bool(
        before or behind or hour == "word" or re.search(r"[:点时時點]|\d\.\d\d", whole)
    )


def _parts(found, n):
    """(mark before, hour, minute or None, mark behind)."""
    groups = found.groupdict()
    if word := groups.get(f"w{n}"):
        return ("", "word", None, word.lower())
    minute = groups[f"m{n}"] or groups[f"c{n}"]
    if quarter := groups[f"q{n}"]:
        minute = {"半": "30", "一刻": "15", "三刻": "45"}[quarter]
    if minute is None and re.search(r"[点时時點]", found[0]):
        minute = "00"
    return (_mark(groups[f"b{n}"]), groups[f"h{n}"], minute, _mark(groups[f"a{n}"]))


def _mark(written):
    if not written:
        return ""
    return _MARKS.get(written.lower().replace(".", "").strip(), "")


def _minutes(text, half):
    found = re.match(r"(\d{1,2})[:.](\d\d)", text)
    return _at(int(found[1]), int(found[2]), "", half)[0] if found else None


def _at(hour, minute, mark, half, *, is_end=False):
    """(minutes since midnight or None beyond 24:00, whether morning or afternoon is a guess)."""
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None, False
    is_guess = False
    if mark in ("noon", "midnight"):
        if mark == "midnight" and hour in (0, 12, 24):
            hour = 24 if is_end else 0
    elif mark in ("am", "night"):
        hour = 0 if hour == 12 and mark == "night" else hour
    elif mark == "noonish":
        hour += 12 if hour < 4 else 0
    elif mark in ("pm", "eve"):
        hour += 12 if hour < 12 else 0
    elif half:
        hour = halves.hour_below(half, hour)
    elif 1 <= hour <= 6:
        hour, is_guess = hour + 12, True
    return hour * 60 + minute, is_guess


def _value(parts, half, *, is_end=False):
    before, hour, minute, behind = parts
    mark = before or behind
    if hour == "word":
        return _at(12, 0, "midnight" if mark == "midnight" else "noon", half, is_end=is_end)
    if behind == "am" and hour == "12":
        return _at(0, int(minute or 0), "am", half)
    return _at(int(hour), int(minute or 0), mark, half, is_end=is_end)


def _one(parts, half):
    start, is_guess = _value(parts, half)
    span = Span(start=start, has_mark=bool(parts[0] or parts[3]))
    if start is None:
        return span.after("beyond")
    return span.after("afternoon") if is_guess else span


def _two(first, last, half):
    first_mark, last_mark = first[0] or first[3], last[0] or last[3]
    if last_mark in ("am", "pm") and not first_mark and first[1] != "word":
        first = _before(first, last, half, last_mark)
    elif last_mark in ("noon", "midnight") and not first_mark and last_mark == "noon":
        first = ("am", *first[1:])
    elif first_mark in ("am", "pm", "eve", "noonish") and not last_mark:
        half = "" if first_mark == "noonish" else first_mark
    start, is_guess = _value(first, half)
    end, _end_guess = _value(last, half, is_end=True)
    has_mark = bool(first_mark or last_mark)
    span = Span(start, end, has_mark=has_mark)
    if start is None or end is None:
        return replace(span, start=start, end=None if start is None else end).after("beyond")
    if end <= start and last[1] != "word" and not last_mark and end < 8 * 60 and end + NOON > start:
        span = replace(span, end=end + NOON)
    elif end == 0 and start:
        span = replace(span, end=MIDNIGHT)
    if is_guess and not has_mark:
        span = span.after("afternoon")
        if _end_guess is False and span.end <= span.start and span.end < NOON:
            span = replace(span, end=span.end + NOON)
    return span.after("backwards") if span.end <= span.start else span


def _before(first, last, half, mark):
    """The first time with the mark that stands behind the last one: 11:30-12:15 PM begins AM."""
    end, _guess = _value(last, half, is_end=True)
    same = ("", first[1], first[2], mark)
    start, _guess = _value(same, half)
    if start is not None and end is not None and start < end:
        return same
    other = "am" if mark == "pm" else "pm"
    return ("", first[1], first[2], other)


def _cut(text, found):
    return _trimmed(text[: found.start()] + " " + text[found.end() :])


def _trimmed(text):
    return re.sub(r"[(（]\s*[)）]", " ", text).strip(" \t\n,，;；、|\u3000:：")
