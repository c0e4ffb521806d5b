"""The running sheet of the chair and the technicians: minute by minute, with exact names, what has
to be there, and what only the team knows.

What a block holds stands below it at its time. A sub-forum beside which something else takes place
has a table of its own below the day, for those who run that one.

`?room=<slug>` keeps what takes place in one room, with the plenary sessions.
"""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from conference.program.draft.overlapping import overlap
from conference.program.models import Kind
from conference.program.papers.agenda import item_cell, place_cell, place_of
from conference.program.papers.courses import Between, course
from conference.program.papers.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Page,
    Paragraph,
    Row,
    Table,
    Title,
    line,
    lines,
)
from conference.program.papers.order import Order
from conference.program.papers.people import people_cell
from conference.program.papers.sources import NOTHING, Source
from conference.program.papers.words import (
    Sides,
    clock_lines,
    clocks,
    label,
    long_day,
    said,
    worded,
)
from conference.program.release.values import Session

WHAT = pgettext_lazy("title of a paper", "Running sheet")


def document(order: Order) -> Document:
    """No query."""
    source, sides = order.source, order.sides
    program = source.program
    room = program.room(next(iter(order.choices.get("room", ())), ""))
    what = label(WHAT, sides)
    if room is not None:
        what = " · ".join((what, *said(room.name, sides)))
    sheet = _Sheet(source, sides)
    sessions = [
        s for s in program.sessions if room is None or s.is_plenary or s.room in (None, room)
    ]
    return Document(
        title=" · ".join((*said(program.conference.title, sides), what)),
        sides=sides,
        head=" · ".join((said(program.conference.title, sides)[0], what)),
        foot=source.version(sides),
        mark=label(pgettext_lazy("on a paper", "Draft"), sides) if source.is_draft else "",
        page=Page(is_wide=True),
        blocks=(
            Title(said(program.conference.name, sides)),
            Title((what,), level=2),
            *sheet.blocks(sessions),
        ),
    )


class _Sheet:
    def __init__(self, source: Source, sides: Sides):
        self.source, self.sides = source, sides

    def blocks(self, sessions: list[Session]) -> Iterator[Block]:
        if not sessions:
            text = label(gettext_lazy("The agenda has no items yet."), self.sides)
            yield Paragraph((line((text, "soft")),), align="center")
        days = dict.fromkeys(session.day for session in sessions)
        for day in days:
            of_day = [session for session in sessions if session.day == day]
            if day is not None:
                yield Heading(long_day(day, self.sides))
            elif len(days) > 1:
                yield Heading(label(gettext_lazy("Times to be announced"), self.sides))
            apart = [session for session in of_day if _is_apart(session, of_day)]
            yield self.table(of_day, apart)
            for session in apart:
                yield from self.inside(session)

    def inside(self, session: Session) -> Iterator[Block]:
        """What a sub-forum holds, as a table of its own."""
        yield Heading(" / ".join(said(session.title, self.sides)), 2)
        where = (*clocks(session, self.sides)[:1], *place_of(session, self.sides, with_floor=True))
        about = (line(" · ".join(where)), *people_cell(session, self.sides))
        yield Paragraph(tuple(part for part in about if part), keeps_with_next=True)
        yield self.table(session.talks)

    def table(self, sessions: Iterable[Session], apart: Iterable[Session] = ()) -> Table:
        """Of sessions with what they hold, but for those that stand `apart`."""
        sides = self.sides
        columns = (
            Column(label(gettext_lazy("Time"), sides), 30, "center"),
            Column(label(pgettext_lazy("column of an agenda", "Item"), sides), 58),
            Column(label(gettext_lazy("People"), sides), 68),
            Column(label(gettext_lazy("Place"), sides), 28, "center"),
            Column(label(pgettext_lazy("column of a running sheet", "Material"), sides), 38),
            Column(label(pgettext_lazy("column of a running sheet", "Notes"), sides), 44),
        )
        return Table(columns, tuple(self.rows(sessions, {session.code for session in apart})))

    def rows(self, sessions: Iterable[Session], apart: Collection[str] = ()) -> Iterator[Row]:
        for part in course(sessions):
            yield self.row(part)
            if isinstance(part, Session) and part.code not in apart:
                yield from self.rows(part.talks)

    def row(self, part: Session | Between) -> Row:
        if isinstance(part, Between):
            return Row((lines(worded(lambda: _told(part), self.sides), "private"),), "aside")
        own = self.source.private.get(part.code, NOTHING)
        return Row(
            (
                self.time_cell(part),
                item_cell(part, self.sides),
                people_cell(part, self.sides),
                place_cell(part, self.sides),
                lines([own.material]),
                lines([own.note], "private"),
            ),
            "pause" if part.is_pause else "",
        )

    def time_cell(self, session: Session) -> Cell:
        minutes = session.minutes
        found = [line((text, "strong")) for text in clock_lines(session, self.sides)]
        if minutes is not None:
            found += [line((text, "soft")) for text in worded(lambda: _length(minutes), self.sides)]
        return tuple(found)


def _length(minutes: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _is_apart(session: Session, of_day: Iterable[Session]) -> bool:
    """Whether it is run by others while something else takes place, or nobody knows when."""
    if session.kind != Kind.SUB_FORUM or not session.talks:
        return False
    others = [one for one in of_day if one is not session and not one.is_cancelled]
    return not session.is_timed or any(overlap(session, other) for other in others)


def _told(between: Between) -> str:
    facts = {"time": _length(between.minutes)}
    if between.is_overlap:
        return _("Overlap: %(time)s in the same place as an item above") % facts
    return _("Gap: %(time)s") % facts
