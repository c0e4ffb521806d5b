"""How a host names people and things in a sentence: the parts of `formulas` as spans."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import ngettext

from conference.program.models import Kind
from conference.program.office.meanings import kinds
from conference.program.papers.agenda import place_of
from conference.program.papers.document import Line, Span, line
from conference.program.papers.formulas import Words
from conference.program.papers.words import in_side, post
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Person
from conference.wording.articles import with_the

# Before the title of a talk these say only that it is one.
LABELS = {Kind.TALK, Kind.KEYNOTE, Kind.PANEL}
LONGEST_LABEL = 20

Parts = dict[str, Sequence[Span]]
_PLACE = re.compile(r"%\((\w+)\)s")


def parts_in(side: str, parts: dict[str, Any], *, is_spoken: bool = True) -> Parts:
    """Each part of a formula as spans of one language. People are always said with organization
    and position; what is not spoken names them barely.
    """
    made: Parts = {}
    for key, value in parts.items():
        if key == "who" and is_spoken:
            made[key] = _listed([who(person, side) for person in value], side, with_commas=True)
        elif key == "who":
            made[key] = _listed([[_name(person, side)] for person in value], side)
        elif key == "title":
            title = in_one_line(value.in_side(side))
            spoken = with_the(title) if side == "en" else title
            made |= {"title": [Span(spoken)], "topic": [Span(_quoted(_topic(title), side))]}
        elif key == "place":
            made[key] = [Span(" ".join(place_of(value, (side,), with_floor=True)))]
        elif key == "length":
            with in_side(side):
                length = ngettext("%(n)d minute", "%(n)d minutes", value) % {"n": value}
            made[key] = [Span(length)]
        else:
            made[key] = [Span(str(value))]
    return made


def filled(words: Words, parts: Parts) -> Line:
    """A formula with its parts in their places."""
    pieces = _PLACE.split(str(words))
    spans: list[Span] = []
    for n, piece in enumerate(pieces):
        spans += [Span(piece)] if n % 2 == 0 else list(parts[piece])
    return line(*spans)


def _name(person: Person, side: str) -> Span:
    """Bare: nobody says 译名."""
    return Span(in_one_line(person.name.in_side(side)), "strong")


def who(person: Person, side: str) -> list[Span]:
    """'东北大学副校长、教授 王兴伟', 'Wang Xingwei, Vice President, Northeastern University'."""
    about = post(person, side)
    if not about:
        return [_name(person, side)]
    if side == "zh":
        return [Span(f"{about} "), _name(person, side)]
    return [_name(person, side), Span(f", {about}")]


def _listed(names: list[list[Span]], side: str, *, with_commas: bool = False) -> list[Span]:
    """'A、B', 'A, B and C', and 'A, of X; and B, of Y' where commas stand in the names."""
    between, last = ("、", "、") if side == "zh" else (", ", " and ")
    if with_commas and side != "zh":
        between, last = "; ", "; and "
    found: list[Span] = []
    for n, spans in enumerate(names):
        if n:
            found.append(Span(last if n == len(names) - 1 else between))
        found += spans
    return found


def _topic(title: str) -> str:
    """What a talk is about: nobody reads out the 主旨报告一： before it."""
    label, *rest = re.split(r"\s*[:：]\s*", title, maxsplit=1)
    told = kinds.of_title(label) if len(label) <= LONGEST_LABEL else None
    return rest[0] if told and told.name in LABELS and any(rest) else title


def _quoted(title: str, side: str) -> str:
    """In the quotation marks of its language, unless it has some."""
    if any(mark in title for mark in '《》“”"'):
        return title
    return f"《{title}》" if side == "zh" else f"“{title}”"
