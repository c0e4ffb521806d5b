"""How papers say names, places and labels in Chinese, in English, or in both.

`sides` is ("zh",), ("en",) or ("zh", "en"). What exists in one language alone stands once.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import override, pgettext

from conference.bilingual import Text, in_both_languages
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import CommitteeMember, Person, Session
from conference.wording import days
from conference.wording.clocks import clock_span

# What an address or a command asks for -> the sides.
LANGUAGES = {"zh-hans": ("zh",), "en": ("en",), "both": ("zh", "en")}
_DJANGO = {"zh": "zh-hans", "en": "en"}

Sides = tuple[str, ...]

LONGEST_CLOCKS = len("09:00–10:00")
_BREAKS = re.compile(r"(?<=–)|(?=（)| (?=\()")


def in_side(side: str) -> override:
    """The interface's language while one side is written."""
    return override(_DJANGO[side])


def said(text: Text, sides: Sides) -> tuple[str, ...]:
    """A text as lines, one a language, marked where the Chinese is ours."""
    return once(in_one_line(text.marked_in(side)) for side in sides)


def once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def worded(words: Callable[[], object], sides: Sides) -> tuple[str, ...]:
    """What `words` gives in each language."""
    found = in_both_languages(lambda: str(words()))
    return once(found.in_side(side) for side in sides)


def label(label: str | Promise, sides: Sides, between: str = " ") -> str:
    """A label of the interface on one line: "时间", "Time", "时间 Time"."""
    texts = worded(lambda: label, sides)
    return between.join(text[:1].upper() + text[1:] for text in texts)


def told_apart(person: Person | CommitteeMember, sides: Sides) -> Sides:
    """The languages in which something else is said of somebody: who has no English at all stands
    once in a paper of both, instead of twice in two orders.
    """
    found: dict[tuple[str, ...], str] = {}
    for side in sides:
        with in_side(side):
            rank = str(person.academic_title_label)
        texts = (person.name, person.title, person.organization)
        found.setdefault((*(in_one_line(text.in_side(side)) for text in texts), rank), side)
    return tuple(found.values())


def post(person: Person | CommitteeMember, side: str) -> str:
    """Where somebody works and as what, as it is printed: '东北大学 副校长、教授', 'Professor, Vice
    President, Northeastern University'. Nothing that the position says stands twice.
    """
    title = in_one_line(person.title.in_side(side))
    organization = in_one_line(person.organization.in_side(side))
    short = in_one_line(person.organization_short_name.in_side(side))
    with in_side(side):
        rank = str(person.academic_title_label)
    if any(name and name.casefold() in title.casefold() for name in (organization, short)):
        organization = ""
    if rank.casefold() in title.casefold():
        rank = ""
    if side == "zh":
        return " ".join(filter(None, (organization, "、".join(filter(None, (title, rank))))))
    return ", ".join(filter(None, (rank, title, organization)))


def posts(person: Person | CommitteeMember, sides: Sides) -> tuple[str, ...]:
    """A line a language."""
    return once(post(person, side) for side in told_apart(person, sides))


def clocks(session: Session, sides: Sides) -> tuple[str, ...]:
    """'09:00–09:30', or () while it is to be announced."""
    if session.starts_at is None or session.ends_at is None:
        return ()
    starts_at, ends_at = session.starts_at, session.ends_at
    return worded(lambda: "–".join(clock_span(starts_at, ends_at)), sides)


def clock_lines(session: Session, sides: Sides) -> tuple[str, ...]:
    """The same for a narrow cell: what is longer than two clocks breaks where a reader would, and
    not within '02:30': ('22:00–', '次日01:00'), ('02:30', '(UTC+2)–', '02:30', '(UTC+1)').
    """
    found: list[str] = []
    for text in clocks(session, sides):
        if len(text) <= LONGEST_CLOCKS:
            found.append(text)
        else:
            found += [part for part in _BREAKS.sub("\n", text).split("\n") if part]
    return tuple(found)


def long_day(value: date, sides: Sides) -> str:
    """'2025年4月18日 星期五', 'Friday 18 April 2025'."""
    return " · ".join(worded(lambda: days.day(value), sides))


def colon(side: str) -> str:
    with in_side(side):
        return pgettext("between a role and a name", ": ")
