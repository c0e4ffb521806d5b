"""What stands under the title of a paper: when, where, and who invites."""

from django.utils.translation import gettext_lazy as _

from conference.bilingual import Text
from conference.people.hosts import by_role
from conference.program.papers.words import Sides, label, once, said, worded
from conference.program.release.document import Program
from conference.program.release.texts import line as in_one_line
from conference.wording.days import date_range
from conference.wording.labels import listed

Rows = tuple[tuple[str, tuple[str, ...]], ...]


def facts_of(program: Program, sides: Sides) -> Rows:
    """[(label, lines)]; what is not known is left out."""
    facts = program.conference
    rows = [
        (
            label(_("Date"), sides),
            worded(lambda: date_range(facts.starts_on, facts.ends_on), sides),
        ),
        (label(_("Place"), sides), _place(program, sides)),
    ]
    rows += hosts_of(program, sides)
    return tuple((name, texts) for name, texts in rows if texts)


def hosts_of(program: Program, sides: Sides) -> list[tuple[str, tuple[str, ...]]]:
    """[("主办单位", ("东北大学、…",))], the roles by rank."""
    return [
        (
            " ".join(said(heading, sides)),
            _all_of([host.name for host in hosts], sides),
        )
        for heading, hosts in by_role(program.hosts)
    ]


def _all_of(names: list[Text], sides: Sides) -> tuple[str, ...]:
    """A line a language; once where all of them have one alone, whatever stands between them."""
    each: dict[tuple[str, ...], str] = {}
    for side in sides:
        each.setdefault(tuple(in_one_line(name.marked_in(side)) for name in names), side)
    return once(_listed(list(found), side) for found, side in each.items())


def _listed(names: list[str], side: str) -> str:
    return worded(lambda: listed(names), (side,))[0]


def _place(program: Program, sides: Sides) -> tuple[str, ...]:
    facts = program.conference
    parts = (facts.venue, facts.address or facts.city)
    return once(
        " · ".join(dict.fromkeys(filter(None, (in_one_line(part.in_side(side)) for part in parts))))
        for side in sides
    ) or said(facts.city, sides)
