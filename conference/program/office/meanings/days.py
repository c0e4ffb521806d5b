"""Days as offices write them: 4月18日 上午, 2027.5.22, Saturday, 22 May 2027, Day 1, 5/20, 周六.

A day without a year is `--05-29`, as RFC 6350 writes it: the year is asked, never made up.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from conference.program.office.meanings.texts import plain

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<M>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_TH = r"(?:st|nd|rd|th)?"
_TO = r" ?(?:-+|至|到|to|and|&|、|/) ?"
_HAN = "〇一二三四五六七八九十"
_DATES = (
    # A range across or inside a month comes before the day alone.
    re.compile(
        rf"(?:(?P<y>\d{{4}}) ?年 ?)?(?P<m>\d{{1,2}}) ?月 ?(?P<d>\d{{1,2}}) ?[日号]?(?:{_TO}(?:(?P<m2>\d{{1,2}}) ?月 ?)?(?P<d2>\d{{1,2}}) ?[日号])?"
    ),
    re.compile(
        rf"(?<!\d)(?P<y>\d{{4}}) ?(?P<s>[-./]) ?(?P<m>\d{{1,2}}) ?(?P=s) ?(?P<d>\d{{1,2}})(?!\d)(?:{_TO}(?P<d2>\d{{1,2}})(?![\d:.]))?"
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}}){_TH}(?:{_TO}(?P<d2>\d{{1,2}}){_TH})? ?(?:of )?{_MONTH}(?![a-z])(?:,? ?(?P<y>\d{{4}}))?",
        re.I,
    ),
    re.compile(
        rf"(?<![a-z]){_MONTH} ?(?P<d>\d{{1,2}}){_TH}(?![\d:])(?:{_TO}(?P<d2>\d{{1,2}}){_TH}(?![\d:]))?(?:,? ?(?P<y>\d{{4}}))?",
        re.I,
    ),
    re.compile(
        rf"(?:(?P<y>[〇零一二三四五六七八九]{{4}})年)?(?P<m>[{_HAN}]{{1,2}})月(?P<d>[{_HAN}]{{1,3}})[日号]"
    ),
    re.compile(r"(?<![\d/.])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>20\d\d)(?![\d/])"),
    re.compile(r"(?<![\d/.])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])"),
)
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?: ?年|(?!\d))")
_WEEKDAYS = (
    ("一", "mon"), ("二", "tue"), ("三", "wed"), ("四", "thu"), ("五", "fri"), ("六", "sat"), ("日天", "sun"),
)  # fmt: skip
_WEEKDAY = re.compile(
    r"(?:星期|周|礼拜)([一二三四五六日天])|(?<![a-z])(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])\.?",
    re.I,
)
_NTH = re.compile(
    r"第([一二三四五六七八九1-9])[天日]|(?<![a-z])day ?([1-9]|one|two|three|four|five)(?![a-z\d])",
    re.I,
)
_WORDS_EN = ("one", "two", "three", "four", "five")
_HALVES = (
    ("pm", re.compile(r"下午|午后|(?<![a-z])afternoon(?![a-z])|(?<![a-z\d.: ])p\.?m\.?(?![a-z])", re.I)),
    ("am", re.compile(r"上午|早上|早晨|(?<![a-z])morning(?![a-z])|(?<![a-z\d.: ])a\.?m\.?(?![a-z])", re.I)),
    ("eve", re.compile(r"晚上|晚间|傍晚|(?<!大)晚(?=$|[)\s])|(?<![a-z])evening(?![a-z])", re.I)),
    ("noon", re.compile(r"中午")),
    ("night", re.compile(r"凌晨")),
    ("all", re.compile(r"全天|(?<![a-z])all day(?![a-z])", re.I)),
)  # fmt: skip
_FILL = re.compile(
    r"会议|大会|论坛|日程|议程|安排|时间|日期|举行|正式|报到|session|programme?|schedule|agenda|(?<![a-z])(?:the|on|date|day)(?![a-z])|[\s()\[\]【】,，、。;；:：|/·*#.—-]+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One date of a text; `year` None when it is not written; `last` of a range of days."""

    month: int
    day: int
    year: int | None = None
    last: tuple[int, int] | None = None  # month, day
    is_open: bool = False  # 6/12/2027: which of the two is the month is another date's to tell


@dataclass(frozen=True, slots=True)
class DayText:
    dates: tuple[Found, ...] = ()
    weekday: int | None = None  # Monday is 0
    nth: int | None = None  # "Day 2"
    half: str = ""  # one of `halves.HALVES`; "all" tells nothing about hours
    rest: str = ""

    @property
    def names_a_day(self) -> bool:
        return bool(self.dates) or self.nth is not None or self.weekday is not None

    @property
    def is_alone(self) -> bool:
        """Whether the text is a day or a half of one and nothing else."""
        return bool(self.names_a_day or self.half) and not _FILL.sub("", plain(self.rest))


@lru_cache(maxsize=4096)
def read(text: str) -> DayText:
    clean = plain(text).replace("\n", " ")
    dates = []
    for shape in _DATES:
        for found in shape.finditer(clean):
            if date_found := _found(found):
                dates.append((found.start(), date_found))
                clean = clean[: found.start()] + " " * len(found[0]) + clean[found.end() :]
    dates.sort(key=lambda pair: pair[0])
    weekday = nth = None
    if found := _WEEKDAY.search(clean):
        weekday = _weekday(found)
        clean = _blank(clean, found)
        while further := _WEEKDAY.search(clean):
            clean = _blank(clean, further)
    if found := _NTH.search(clean):
        nth = _nth(found)
        clean = _blank(clean, found)
    half = ""
    for name, shape in _HALVES:
        if found := shape.search(clean):
            half = name
            clean = _blank(clean, found)
            break
    rest = "".join(
        kept if blank != " " or kept.isspace() else " "
        for kept, blank in zip(text, clean, strict=True)
    )
    return DayText(tuple(pair[1] for pair in dates), weekday, nth, half, rest.strip())


def year_in(text: str) -> int | None:
    found = _YEAR.search(plain(text))
    return int(found[1]) if found else None


def _found(found):
    groups = found.groupdict()
    month = MONTHS.index(groups["M"][:3].lower()) + 1 if groups.get("M") else _number(groups["m"])
    day = _number(groups["d"])
    year = groups.get("y")
    year = _number(year) if year else None
    if month > 12 >= day and "/" in found[0] and not groups.get("M"):
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31) or (year and not 1990 <= year <= 2100):
        return None
    last = None
    if groups.get("d2"):
        last = (_number(groups.get("m2") or "") or month, _number(groups["d2"]))
        last = last if 1 <= last[1] <= 31 and 1 <= last[0] <= 12 else None
    return Found(month, day, year, last, bool(_SLASHED.fullmatch(found[0])))


def _number(written):
    if not written:
        return 0
    if written.isdigit():
        return int(written)
    if len(written) == 4:
        return int(
            "".join(str("〇一二三四五六七八九".index(c.replace("零", "〇"))) for c in written)
        )
    tens, found, units = written.partition("十")
    if found:
        return 10 * (_HAN.index(tens) if tens else 1) + (_HAN.index(units) if units else 0)
    return _HAN.index(written) if len(written) == 1 else 0


def _weekday(found):
    zh, en = found[1], (found[2] or "").lower()[:3]
    return next(
        n for n, (signs, word) in enumerate(_WEEKDAYS) if (zh and zh in signs) or en == word
    )


def _nth(found):
    if found[1]:
        return int(found[1]) if found[1].isdigit() else _HAN.index(found[1])
    word = found[2].lower()
    return int(word) if word.isdigit() else _WORDS_EN.index(word) + 1


def _blank(text, found):
    return text[: found.start()] + " " * len(found[0]) + text[found.end() :]


@dataclass
class Calendar:
    """What the file says of its days elsewhere: the year, the first and the last day."""

    year: int | None = None
    first: date | None = None
    last: date | None = None
    known: set[date] = field(default_factory=set)
    month_first: bool | None = None  # 6/12/2027 is June; None where no date tells

    @classmethod
    def of(cls, written):
        """From all lines of the file that may name its days."""
        calendar, written = cls(), list(written)
        calendar.month_first = _month_first(written)
        for text in written:
            for found in read(text).dates:
                if found.year and calendar.year is None:
                    calendar.year = found.year
        if calendar.year is None:
            calendar.year = next(filter(None, map(year_in, written)), None)
        for text in written:
            for found in read(text).dates:
                calendar._note(found)
        return calendar

    def _settled(self, found):
        """The date with its month where the file's other dates say that it is."""
        is_swapped = found.is_open and self.month_first and found.month <= 12 and found.day <= 12
        return replace(found, month=found.day, day=found.month) if is_swapped else found

    def _note(self, found):
        found = self._settled(found)
        day = _date(found.year or self.year, found.month, found.day)
        if day is None:
            return
        self.known.add(day)
        if found.last and self.first is None:
            last = _date(found.year or self.year, *found.last)
            if last and day <= last <= day + timedelta(days=30):
                self.first, self.last = day, last

    def day(self, text: DayText) -> tuple[str | None, str]:
        """(the day as the answer writes it, what is doubtful: "", "weekday", "year", "number")."""
        if text.dates:
            found = self._settled(text.dates[0])
            year = found.year or self.year
            if year is None:
                return f"--{found.month:02}-{found.day:02}", "year"
            day = _date(year, found.month, found.day)
            if day is None:
                return None, "no day"
            if text.weekday is not None and day.weekday() != text.weekday:
                return day.isoformat(), "weekday"
            is_either = found.is_open and self.month_first is None and found.month != found.day
            if is_either and max(found.month, found.day) <= 12 and text.weekday is None:
                return day.isoformat(), "order"
            return day.isoformat(), ""
        first = self.first or (min(self.known) if self.known else None)
        if text.nth is not None and first:
            return (first + timedelta(days=text.nth - 1)).isoformat(), "number"
        if text.weekday is not None and first:
            last = self.last or max(self.known, default=first)
            for n in range(max(7, (last - first).days + 1)):
                if (first + timedelta(days=n)).weekday() == text.weekday:
                    return (first + timedelta(days=n)).isoformat(), "number"
        return None, ""


def _month_first(written):
    """Whether dates such as 6/13/2027 put the month first; None where none of them tells."""
    told = {
        int(parts[1]) > 12
        for text in written
        for shape in _SLASHED.findall(plain(text))
        if max(map(int, (parts := shape.split("/"))[:2])) > 12
    }
    return told.pop() if len(told) == 1 else None


def _date(year, month, day):
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None
