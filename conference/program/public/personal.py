"""A personal agenda: the sessions that a link names, in order, and which of them overlap.

The link alone carries it (`?s=K7WQ2M,4HD9XA`), so it needs no account, and the same link is a page,
a calendar feed and a code for another phone's camera.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby, islice

from django.core.exceptions import BadRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from conference.program.draft.overlapping import overlap
from conference.program.models import is_off
from conference.program.release.document import Program
from conference.program.release.values import Session
from conference.qr import qr_svg

MOST_CODES = 200  # in one agenda

# A longer link makes a code so fine that phones do not read it from a screen.
LONGEST_QR = 700  # characters

TOO_MANY = _("A personal agenda holds at most 200 sessions. Choose fewer on the schedule.")


def codes_in(query) -> list[str]:
    """The codes of `?s=K7WQ2M,4hd9xa` or `?s=K7WQ2M&s=4HD9XA`, each once, in capital letters.

    Raises BadRequest with a sentence for more than an agenda holds.
    """
    written = (code.strip(" ").upper() for part in query.getlist("s") for code in part.split(","))
    codes = list(islice(filter(None, written), MOST_CODES + 1))
    if len(codes) > MOST_CODES:
        raise BadRequest(TOO_MANY)
    return list(dict.fromkeys(codes))


@dataclass(frozen=True)
class Line:
    """One session of an agenda, with the others of it that run at the same time."""

    session: Session
    parent: Session | None
    overlaps: tuple[Session, ...]

    @property
    def is_cancelled(self) -> bool:
        return is_off(self.session, self.parent)


@dataclass(frozen=True)
class Agenda:
    lines: tuple[Line, ...]  # in the order of the program
    unknown: int  # codes that this program does not have

    @cached_property
    def codes(self) -> list[str]:
        return sorted(line.session.code for line in self.lines)

    @property
    def as_query(self) -> str:
        """`s=4HD9XA,K7WQ2M`: sorted, so that equal agendas have one address."""
        return "s=" + ",".join(self.codes)

    @property
    def days(self) -> list[tuple[date, list[Line]]]:
        timed = [line for line in self.lines if line.session.is_timed]
        return [(day, list(rows)) for day, rows in groupby(timed, key=lambda r: r.session.day)]

    @property
    def untimed(self) -> list[Line]:
        return [line for line in self.lines if not line.session.is_timed]

    @property
    def cancelled(self) -> list[Line]:
        return [line for line in self.lines if line.is_cancelled]

    @property
    def overlapping(self) -> list[Line]:
        return [line for line in self.lines if line.overlaps]

    @property
    def feed_has_entries(self) -> bool:
        """Whether a calendar made of it holds anything."""
        return any(
            line.session.is_timed or any(talk.is_timed for talk in line.session.talks)
            for line in self.lines
        )


def agenda_of(program: Program, codes) -> Agenda:
    """The agenda that the codes name. No query."""
    found = [session for code in codes if (session := program.session(code))]
    found.sort(key=lambda session: session.in_order)
    parents = {s.code: program.session(s.parent_code) for s in found if s.parent_code}
    lines = tuple(
        Line(
            session,
            parents.get(session.code),
            tuple(other for other in found if exclude_each_other(session, other, parents)),
        )
        for session in found
    )
    return Agenda(lines, unknown=len(codes) - len(found))


def exclude_each_other(one: Session, other: Session, parents: dict) -> bool:
    """Whether nobody can attend both. One that begins when the other ends does not overlap it;
    nor does a talk its own sub-forum, nor anything that was cancelled.
    """
    if one is other:
        return False
    if other.code == one.parent_code or one.code == other.parent_code:
        return False
    if any(is_off(session, parents.get(session.code)) for session in (one, other)):
        return False
    return overlap(one, other)


def qr_of(address: str) -> SafeString | str:
    """The address as an SVG for a phone's camera, black on white; '' when it is too long."""
    if len(address) > LONGEST_QR:
        return ""
    return mark_safe(qr_svg(address, error="l", light="#fff", svgclass="qr"))
