"""The host's script (主持词): what is said from the opening to the close, with the exact names and
titles in their order, as a start to edit. The words are those of `formulas`.

What is cancelled is not announced. A sub-forum has a script of its own, for its chair.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.bilingual import Text
from conference.program.models import Kind
from conference.program.papers import formulas
from conference.program.papers.agenda import half_of, place_of
from conference.program.papers.document import (
    Block,
    Document,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    Span,
    Title,
    line,
)
from conference.program.papers.formulas import FORMULAS, OTHERWISE, Words
from conference.program.papers.order import Order
from conference.program.papers.sentences import filled, parts_in, who
from conference.program.papers.title_block import hosts_of
from conference.program.papers.words import Sides, clocks, in_side, label, long_day, said
from conference.program.release.document import Program
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Person, Session
from conference.wording.clocks import clock

WHAT = pgettext_lazy("title of a paper", "Host’s script")
SPEAKING = ("speaker", "panelist", "guest-of-honor")
MOST_IN_A_SENTENCE = 3  # people; more are listed
BACK_AFTER = 30 * 60  # seconds of a pause that an agenda does not name
# For these people leave the hall.
LEAVING = {Kind.BREAK, Kind.MEAL, Kind.PHOTO, Kind.SUB_FORUM, Kind.VISIT}


def document(order: Order) -> Document:
    """No query."""
    source, sides = order.source, order.sides
    program = source.program
    what = label(WHAT, sides)
    title = said(program.conference.title, sides)
    return Document(
        title=" · ".join((*title, what)),
        sides=sides,
        head=" · ".join((title[0], what)),
        foot=source.version(sides),
        mark=label(pgettext_lazy("on a paper", "Draft"), sides) if source.is_draft else "",
        blocks=(
            Title(said(program.conference.name, sides)),
            Title((what,), level=2),
            *_Script(program, sides).blocks(),
        ),
    )


class _Script:
    def __init__(self, program: Program, sides: Sides):
        self.program, self.sides = program, sides
        self.chairs: list[Person] = []  # who leads at the moment
        self.half: tuple[date | None, formulas.Words] | None = None  # that was greeted last
        self.is_begun = False
        self.before: Session | None = None

    # --- The whole -----------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block]:
        planned = [s for s in self.program.sessions if not s.is_cancelled]
        if not planned:
            yield Paragraph(
                (line((label(_("The agenda has no items yet."), self.sides), "soft")),),
                align="center",
            )
            return
        timed = [session for session in planned if session.day is not None]
        # Without any time the order is the program; beside timed ones they have no place in it.
        program = timed or planned
        days = list(dict.fromkeys(session.day for session in program))
        for day in days:
            if day is not None:
                yield Heading(long_day(day, self.sides))
            of_day = [session for session in program if session.day == day]
            yield from self.day(of_day, is_last=day == days[-1])
        if untimed := [session for session in planned if session not in program]:
            yield Heading(label(_("Times to be announced"), self.sides))
            for session in untimed:
                yield self.heading(session)
                yield from self.announced(session)
        for session in planned:
            if session.kind == Kind.SUB_FORUM and session.talks:
                yield PageBreak()
                yield from self.forum(session)

    def day(self, sessions: list[Session], *, is_last: bool) -> Iterator[Block]:
        """Its sessions. It is closed before the dinner that ends it, or with the sub-forums for
        which people leave.
        """
        runs = list(_side_by_side(sessions))
        dinner = [runs.pop()] if runs and runs[-1][0].kind == Kind.MEAL else []
        for run in runs:
            yield from self.items_at_once(run)
        if self.is_begun:
            ends_elsewhere = bool(runs) and runs[-1][0].kind == Kind.SUB_FORUM
            yield from self.closing(is_last=is_last, ends_elsewhere=ends_elsewhere)
        for run in dinner:
            yield from self.item(run[0])

    def closing(self, *, is_last: bool, ends_elsewhere: bool) -> Iterator[Block]:
        if is_last:
            over = formulas.OVER_AFTER_FORUMS if ends_elsewhere else formulas.OVER
            yield from self.says(over, title=self.name())
        else:
            yield from self.says(
                formulas.DAY_OVER_AFTER_FORUMS if ends_elsewhere else formulas.DAY_OVER
            )

    def items_at_once(self, sessions: list[Session]) -> Iterator[Block]:
        """One session, or the sub-forums that begin side by side, of which each has its line."""
        if len(sessions) == 1:
            yield from self.item(sessions[0])
            return
        for session in sessions:
            yield self.heading(session)
        yield from self.greeted(sessions[0])
        for side in self.sides:
            with in_side(side):
                first = filled(formulas.FORUMS_BEGIN, {})
            each = tuple(self.line_of_forum(session, side) for session in sessions)
            yield Paragraph((first, *each), look="lead")

    def line_of_forum(self, session: Session, side: str) -> Line:
        """'分论坛一，201会议室 二层，李敏主持', 'Sub-forum 1, Room 201, chaired by Li Min'."""
        parts = [[Span(in_one_line(session.title.in_side(side)), "strong")]]
        if place := place_of(session, (side,), with_floor=True):
            parts.append([Span(" ".join(place))])
        if session.chairs:
            with in_side(side):
                chairs = parts_in(side, {"who": session.chairs})
                parts.append(list(filled(formulas.FORUM_CHAIRED, chairs)))
        between = Span("，" if side == "zh" else ", ")
        return line(
            *(span for n, part in enumerate(parts) for span in ([between] * (n > 0) + part))
        )

    def heading(self, session: Session) -> Heading:
        when = clocks(session, self.sides)[:1]
        return Heading("  ".join((*when, " / ".join(said(session.title, self.sides)))), 3)

    def item(self, session: Session) -> Iterator[Block]:
        """A session; the first one of a half is greeted first, but for a sign-in or a meal."""
        yield self.heading(session)
        if not self.is_begun and _waits(session):  # the host is not there yet
            return
        is_opening = not self.is_begun
        yield from self.greeted(session)
        if self.before and _is_elsewhere(session, self.before):
            yield from self.cue(formulas.AT_ONCE, place=session)
        self.before = session
        if is_opening and session.kind == Kind.CEREMONY and not session.people_in(*SPEAKING):
            # It is open by now.
            yield from self.items(session)
            return
        yield from self.announced(session)
        if session.kind != Kind.SUB_FORUM:
            yield from self.items(session)

    def greeted(self, session: Session) -> Iterator[Block]:
        half = session.day, formulas.GREETINGS[half_of(session)]  # noon is greeted as the afternoon
        if session.parent_code or _waits(session) or half == self.half:
            return
        if self.half and half[0] == self.half[0] and self.goes_on_with(session):
            return
        self.half = half
        if not self.is_begun:
            self.is_begun = True
            yield from self.opening(session)
        else:
            yield from self.says(half[1])
            yield from self.says(formulas.RESUME)

    def goes_on_with(self, session: Session) -> bool:
        """Whether nobody left since the session before, as where noon passes on the stage."""
        before = self.before
        if before is None or before.kind in LEAVING or not (before.is_timed and session.is_timed):
            return False
        return session.span[0] - before.span[1] < BACK_AFTER

    def items(self, session: Session) -> Iterator[Block]:
        for item in session.talks:
            if not item.is_cancelled:
                yield from self.item(item)

    # --- The opening -----------------------------------------------------------------------------

    def opening(self, session: Session) -> Iterator[Block]:
        yield from self.says(formulas.GREETINGS[half_of(session)])
        yield from self.says(formulas.WELCOME, title=self.name())
        yield from self.host(self.leading(session))
        yield from self.hosts()
        yield from self.guests()
        yield from self.says(formulas.OPEN, title=self.name())

    def host(self, chairs: list[Person]) -> Iterator[Block]:
        """Whoever speaks says who that is."""
        self.chairs = chairs
        if not chairs:
            yield from self.says(formulas.HOST_UNKNOWN)
        elif len(chairs) == 1:
            yield from self.says(formulas.HOST, who=chairs)
        else:
            yield from self.says(formulas.HOST_OF_MANY, who=chairs)

    def chaired(self, chairs: list[Person]) -> Iterator[Block]:
        """Others than those who speak already are asked to the stage."""
        if chairs and chairs != self.chairs:
            is_one = len(chairs) == 1
            yield from self.says(formulas.CHAIR if is_one else formulas.CHAIR_OF_MANY, who=chairs)

    def leading(self, session: Session) -> list[Person]:
        """Whoever leads from here on; a panel and a sub-forum have a chair of their own."""
        if session.kind in (Kind.PANEL, Kind.SUB_FORUM):
            return []
        return session.chairs

    def hosts(self) -> Iterator[Block]:
        if not self.program.hosts:
            return
        yield from self.says(formulas.HOSTED_BY)
        for side in self.sides:
            for role, names in hosts_of(self.program, (side,)):
                yield self.paragraph(
                    side, formulas.HOSTS, role=[Span(role)], names=[Span(names[0])]
                )

    def guests(self) -> Iterator[Block]:
        """Leaders and guests of honor, in the order of the program's people."""
        honored = {
            person.code
            for session in self.program.every_session()
            if not session.is_cancelled
            for person in session.people_in("guest-of-honor")
        }
        speaking = {person.code for person in self.chairs}
        guests = [
            person
            for person in self.program.people
            if (person.code in honored or person.category == "leader")
            and person.code not in speaking
        ]
        if guests:
            yield from self.named(formulas.GUESTS, guests)
            yield from self.cue(formulas.APPLAUSE)
            yield from self.says(formulas.GUESTS_WELCOME)

    def name(self) -> Text:
        return self.program.conference.name

    # --- One session -----------------------------------------------------------------------------

    def announced(self, session: Session) -> Iterator[Block]:
        chairs = self.leading(session)
        yield from self.chaired(chairs)
        self.chairs = chairs or self.chairs
        if session.kind == Kind.SIGN_IN:
            return
        holds_items = session.talks and session.kind != Kind.SUB_FORUM
        formula = OTHERWISE if holds_items else FORMULAS.get(session.kind, OTHERWISE)
        people = session.people_in(*SPEAKING)
        most = 0 if session.kind == Kind.PANEL else MOST_IN_A_SENTENCE
        are_listed = len(people) > most
        words = formula.with_people if people and not are_listed else formula.alone
        if len(people) > 1 and formula.with_many and not are_listed:
            words = formula.with_many
        yield from self.says(words, title=session.title, who=people)
        if session.kind == Kind.SUB_FORUM and session.chairs:
            yield from self.says(formulas.FORUM_CHAIR, who=session.chairs)
        if session.kind == Kind.PANEL:
            yield from self.chaired(session.chairs)
        if are_listed:
            yield from self.named(formulas.INVITED, people)
        yield from self.where(session)
        if people and session.kind not in (Kind.PANEL, Kind.CEREMONY, Kind.SUB_FORUM):
            yield from self.speaking(session, people, are_listed=are_listed)
        if formula.thanks and people:
            for_all = are_listed and session.kind != Kind.PANEL
            yield from self.says(formulas.THANKS_ALL if for_all else formula.thanks, who=people)
        for person in session.people_in("discussant"):
            yield from self.says(formulas.COMMENT, who=[person])

    def where(self, session: Session) -> Iterator[Block]:
        """Where and until when, of what people leave the hall for; a part of something is there."""
        if session.room is not None and session.kind in LEAVING and not session.parent_code:
            yield from self.says(formulas.PLACE, place=session)
        if session.kind == Kind.BREAK and session.ends_at is not None:
            yield from self.says(formulas.BACK_AT, time=clock(session.ends_at))

    def speaking(
        self, session: Session, people: list[Person], *, are_listed: bool
    ) -> Iterator[Block]:
        """Who speaks for how long; of those who stand listed just above, how long alone."""
        minutes = session.minutes
        if are_listed:
            if minutes is not None:
                yield from self.cue(formulas.FOR_LENGTH, length=minutes)
        elif minutes is None:
            yield from self.cue(formulas.SPEAKS, who=people)
        else:
            yield from self.cue(formulas.SPEAKS_FOR, who=people, length=minutes)

    def forum(self, session: Session) -> Iterator[Block]:
        """The script of a sub-forum's chair."""
        yield Heading(" / ".join(said(session.title, self.sides)), 1)
        where = (*clocks(session, self.sides)[:1], *place_of(session, self.sides, with_floor=True))
        if where:
            yield Paragraph((line((" · ".join(where), "soft")),))
        yield from self.says(formulas.GREETINGS[half_of(session)])
        yield from self.says(formulas.FORUM_WELCOME, title=session.title)
        yield from self.host(session.chairs)
        yield from self.items(session)
        yield from self.says(formulas.FORUM_OVER, title=session.title)

    # --- How it stands on the page -------------------------------------------------------------

    def says(self, words: Words, **parts: Any) -> Iterator[Block]:
        """A sentence in each language."""
        for side in self.sides:
            yield self.paragraph(side, words, **parts_in(side, parts))

    def cue(self, words: Words, **parts: Any) -> Iterator[Block]:
        """What the host does not say."""
        for side in self.sides:
            with in_side(side):
                before, after = ("（", "）") if side == "zh" else ("(", ")")
                spoken = filled(words, parts_in(side, parts, is_spoken=False))
            soft = tuple(Span(span.text, "soft") for span in spoken)
            yield Paragraph((line((before, "soft"), *soft, (after, "soft")),), look="cue")

    def named(self, words: Words, people: Iterable[Person]) -> Iterator[Block]:
        """A sentence, and a line for each person."""
        for side in self.sides:
            with in_side(side):
                first = filled(words, {})
            each = tuple(tuple(who(person, side)) for person in people)
            yield Paragraph((first, *each), look="lead")

    def paragraph(self, side: str, words: Words, **parts: Sequence[Span]) -> Paragraph:
        with in_side(side):
            return Paragraph((filled(words, parts),), look="lead")


def _side_by_side(sessions: Iterable[Session]) -> Iterator[list[Session]]:
    """Each session, or the sub-forums together that begin while the first of them runs."""
    run: list[Session] = []
    for session in sessions:
        if run and not _is_beside(run[0], session):
            yield run
            run = []
        run.append(session)
    if run:
        yield run


def _is_beside(first: Session, session: Session) -> bool:
    if first.kind != Kind.SUB_FORUM or session.kind != Kind.SUB_FORUM:
        return False
    if first.is_timed and session.is_timed:
        return session.span[0] < first.span[1]
    return bool(first.parallel_group) and first.parallel_group == session.parallel_group


def _is_elsewhere(session: Session, before: Session) -> bool:
    """Whether it takes place while the one above still runs, in another room."""
    if session.parent_code or session.room in (None, before.room):
        return False
    return session.is_timed and before.is_timed and session.span[0] < before.span[1]


def _waits(session: Session) -> bool:
    """Whether nobody stands on the stage for it."""
    return session.kind in (Kind.SIGN_IN, Kind.MEAL, Kind.BREAK)
