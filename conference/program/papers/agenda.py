"""The agenda (议程表) as a document: title block, then each day with its halves and its sub-forums.

A sub-forum stands in its day's table with its chair and place, and again below it with its talks;
what another session holds (the items of an opening ceremony) follows it in the table. What is
cancelled stays, struck out, because people have it in their calendars.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.program.models import Kind
from conference.program.office.meanings import halves, kinds
from conference.program.papers import agenda_word
from conference.program.papers.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Line,
    Look,
    Paragraph,
    Row,
    Table,
    Title,
    line,
    lines,
)
from conference.program.papers.order import Order
from conference.program.papers.people import people_cell
from conference.program.papers.title_block import facts_of
from conference.program.papers.words import (
    Sides,
    clock_lines,
    clocks,
    colon,
    label,
    long_day,
    once,
    said,
    worded,
)
from conference.program.release.document import Program
from conference.program.release.values import Expected, Session
from conference.wording.labels import tells_kind

WHAT = pgettext_lazy("title of a paper", "Agenda")
HALVES = {
    halves.NIGHT: pgettext_lazy("half of a day", "Night"),
    halves.MORNING: pgettext_lazy("half of a day", "Morning"),
    halves.NOON: pgettext_lazy("half of a day", "Noon"),
    halves.AFTERNOON: pgettext_lazy("half of a day", "Afternoon"),
    halves.EVENING: pgettext_lazy("half of a day", "Evening"),
}


def document(order: Order) -> Document:
    """No query."""
    source, sides = order.source, order.sides
    program = source.program
    facts = program.conference
    name = said(facts.name, sides)
    blocks = (
        Title(name),
        Title((label(WHAT, sides),), level=2),
        Facts(facts_of(program, sides)),
        *program_blocks(program, sides),
    )
    return Document(
        title=" · ".join((*name, label(WHAT, sides, " / "))),
        sides=sides,
        head=said(facts.title, sides[:1])[0],
        foot=source.version(sides),
        mark=label(pgettext_lazy("on a paper", "Draft"), sides) if source.is_draft else "",
        blocks=blocks,
        kept=agenda_word.kept(order, blocks),
    )


def program_blocks(program: Program, sides: Sides, *, with_talks: bool = True) -> Iterator[Block]:
    """The whole agenda, without its title block; no query. Talks of sub-forums stand below their
    day, unless `forum_blocks` says them elsewhere.
    """
    if not program.sessions:
        yield Paragraph(
            (line((label(_("The agenda has no items yet."), sides), "soft")),), align="center"
        )
    for day, sessions in program.days():
        yield Heading(long_day(day, sides))
        yield _table(_halves(sessions, sides), sides)
        if with_talks:
            yield from _sub_forums(sessions, sides)
    untimed = program.untimed()
    if untimed:
        if program.has_times:
            yield Heading(label(_("Times to be announced"), sides))
        rows = (
            row
            for group in untimed
            for session in group
            for row in _rows(session, sides, is_parallel=len(group) > 1)
        )
        yield _table(rows, sides, with_times=False)
        if with_talks:
            yield from _sub_forums([session for group in untimed for session in group], sides)


def forum_blocks(program: Program, sides: Sides) -> Iterator[Block]:
    """Every sub-forum by itself, also one without talks: day, time, place, chairs, what it is
    about, and its talks.
    """
    for session in program.sessions:
        if session.kind == Kind.SUB_FORUM:
            yield from _sub_forum(session, sides, is_alone=len(program.conference.days) > 1)


def half_of(session: Session) -> str:
    """The half of the day in which it begins, a key of HALVES; "" while that is not known."""
    return halves.of_hour(session.starts_at.hour) if session.starts_at else ""


def _halves(sessions: Iterable[Session], sides: Sides) -> Iterator[Row]:
    for half, of_half in groupby(sessions, key=half_of):
        yield Row(((line((label(HALVES[half], sides), "strong")),),), "band")
        for session in of_half:
            yield from _rows(session, sides)


def _rows(session: Session, sides: Sides, *, is_parallel: bool = False) -> Iterator[Row]:
    """A session; what it holds follows it, where that has no table of its own."""
    yield Row(
        (
            tuple(line(text) for text in clock_lines(session, sides)),
            item_cell(session, sides, is_parallel=is_parallel),
            people_cell(session, sides),
            place_cell(session, sides),
        ),
        "pause" if session.is_pause else "",
        session.code,
    )
    if session.kind != Kind.SUB_FORUM:
        for talk in session.talks:
            yield from _rows(talk, sides)


def _table(
    rows: Iterable[Row], sides: Sides, *, with_times: bool = True, with_place: bool = True
) -> Table:
    """Without the columns that say nothing: times that are not known, places of none."""
    columns = (
        Column(label(_("Time"), sides), 28, "center", least=23, key="time"),
        Column(label(pgettext_lazy("column of an agenda", "Item"), sides), 56, key="item"),
        Column(label(_("People"), sides), 66, key="people"),
        Column(label(_("Place"), sides), 26, "center", least=22, key="place"),
    )
    rows = tuple(rows)
    first = 0 if with_times else 1
    has_places = with_place and any(row.cells[-1] for row in rows if row.kind != "band")
    last = len(columns) if has_places else len(columns) - 1
    return Table(
        columns[first:last],
        tuple(
            row if row.kind == "band" else replace(row, cells=row.cells[first:last]) for row in rows
        ),
    )


def _sub_forums(sessions: Iterable[Session], sides: Sides) -> Iterator[Block]:
    """Each with talks: its title, when and where, its chair, then its talks."""
    for session in sessions:
        if session.kind == Kind.SUB_FORUM and session.talks:
            yield from _sub_forum(session, sides)


def _sub_forum(session: Session, sides: Sides, *, is_alone: bool | None = None) -> Iterator[Block]:
    """`is_alone`: not below its day, which is said where there are several (True)."""
    yield Heading(" / ".join(said(session.title, sides)), 2 if is_alone is None else 1)
    if session.is_cancelled:
        yield Paragraph((_cancelled(sides),), keeps_with_next=True)
    day = (long_day(session.day, sides),) if is_alone and session.day else ()
    facts = [
        (label(_("Time"), sides), (*day, *clocks(session, sides))),
        (label(_("Place"), sides), place_of(session, sides, with_floor=True)),
    ]
    about = tuple(
        line((f"{name}  ", "strong"), " / ".join(texts)) for name, texts in facts if texts
    )
    leaders = people_cell(session, sides)
    if about or leaders:
        yield Paragraph((*about, *leaders), keeps_with_next=bool(session.talks))
    if is_alone is not None and (summary := lines(said(session.summary, sides))):
        yield Paragraph(summary, keeps_with_next=bool(session.talks))
    if not session.talks:
        return
    rows = [row for talk in session.talks for row in _rows(talk, sides)]
    with_times = any(talk.is_timed for talk in session.talks)
    yield _table(rows, sides, with_times=with_times, with_place=False)  # it is said above


def item_cell(session: Session, sides: Sides, *, is_parallel: bool = False) -> Cell:
    """What it is called and, where that does not say it, of which kind it is."""
    look: Look = "struck" if session.is_cancelled else "strong"
    found: list[Line] = []
    if is_parallel:
        beside = pgettext_lazy("sessions at the same time", "in parallel")
        found.append(line((label(beside, sides), "soft")))
    titles: set[str] = set()
    for side in sides:
        for title in said(session.title, (side,)):
            if title not in titles:
                titles.add(title)
                found.append(line((_kind_before(session, title, side), "soft"), (title, look)))
    for expected in session.expected:
        found += [line((text, "soft")) for text in worded(partial(_expected, expected), sides)]
    if session.is_cancelled:
        found.append(_cancelled(sides))
    return tuple(found)


def _kind_before(session: Session, title: str, side: str) -> str:
    """'主旨报告：', 'Keynote: '; nothing where the title says it or nobody needs to hear it."""
    kind = label(session.kind_label, (side,))
    if not tells_kind(session) or kind.casefold() in title.casefold():
        return ""
    told = kinds.of_title(title)  # 领导讲话 is an address, 大会报告 a keynote, 闭幕式 a ceremony
    if told and told.name == session.kind:
        return ""
    return kind + colon(side)


def _expected(expected: Expected) -> str:
    """'16 experts', while not all are named."""
    return gettext("%(total)s %(label)s") % {"total": expected.total, "label": expected.label}


def _cancelled(sides: Sides) -> Line:
    return line((label(_("cancelled"), sides), "soft"))


def place_cell(session: Session, sides: Sides) -> Cell:
    found = tuple(line(text) for text in place_of(session, sides))
    if not found and session.waits_for_a_room and session.is_timed:
        return (line((label(_("Room to be announced"), sides), "soft")),)
    return found


def place_of(session: Session, sides: Sides, *, with_floor: bool = False) -> tuple[str, ...]:
    """Its room as lines, with the floor where somebody has to find it: ('报告厅 二层',),
    ('Hall, second floor',).
    """
    if session.room is None:
        return ()
    name, floor = session.room.name, session.room.floor
    if not with_floor:
        return said(name, sides)
    return once(
        (" " if side == "zh" else ", ").join((*said(name, (side,)), *said(floor, (side,))))
        for side in sides
    )
