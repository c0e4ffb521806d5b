"""The host's script (主持词): what is said from the opening to the close, with the exact names and
titles in their order, as a start to edit. The words are those of `formulas`.

What is cancelled is not announced. A sub-forum has a script of its own, for its chair.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

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
from conference.program.papers.title_block import hosts_of
from conference.program.papers.words import Sides, clocks, in_side, label, long_day, post, said
from conference.program.release.document import Program
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Person, Session
from conference.wording.clocks import clock

WHAT = pgettext_lazy("title of a paper", "Host’s script")
SPEAKING = ("speaker", "panelist", "guest-of-honor")
# For these people leave the hall.
LEAVING = {Kind.BREAK, Kind.MEAL, Kind.PHOTO, Kind.SUB_FORUM, Kind.VISIT}
_PLACE = re.compile(r"%\((\w+)\)s")

Parts = dict[str, Sequence[Span]]


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
        self.is_begun = False

    # --- The whole -----------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block]:
        planned = [s for s in self.program.sessions if not s.is_cancelled]
        if not planned:
            yield Paragraph(
                (line((label(_("The agenda has no items yet."), self.sides), "soft")),),
                align="center",
            )
            return
        days = list(dict.fromkeys(session.day for session in planned))
        for day in days:
            of_day = [session for session in planned if session.day == day]
            if day is not None:
                yield Heading(long_day(day, self.sides))
            elif len(days) > 1:
                yield Heading(label(_("Times to be announced"), self.sides))
            yield from self.day(of_day, is_last=day == days[-1])
        for session in planned:
            if session.kind == Kind.SUB_FORUM and session.talks:
                yield PageBreak()
                yield from self.forum(session)

    def day(self, sessions: list[Session], *, is_last: bool) -> Iterator[Block]:
        """Its sessions; it is closed before the dinner that ends it."""
        half: str | None = None
        ends_with = [session.kind for session in sessions[-1:] if session.kind == Kind.MEAL]
        for n, session in enumerate(sessions, start=1):
            if ends_with and n == len(sessions):
                yield from self.closing(is_last=is_last)
            before, half = half, half_of(session)
            yield from self.item(session, half, is_new_half=half != before)
        if not ends_with:
            yield from self.closing(is_last=is_last)

    def closing(self, *, is_last: bool) -> Iterator[Block]:
        if is_last:
            yield from self.says(formulas.OVER, title=self.name())
        else:
            yield from self.says(formulas.DAY_OVER)

    def item(self, session: Session, half: str, *, is_new_half: bool) -> Iterator[Block]:
        """A session; the first one of a half is greeted first, but for a sign-in."""
        when = clocks(session, self.sides)[:1]
        yield Heading("  ".join((*when, " / ".join(said(session.title, self.sides)))), 3)
        opens = session.kind not in (Kind.SIGN_IN, Kind.MEAL, Kind.BREAK)
        if not self.is_begun:
            if not opens:  # the host is not there yet
                return
            self.is_begun = True
            yield from self.opening(session, half)
            if session.kind == Kind.CEREMONY and not session.people_in(*SPEAKING):
                # It is open by now.
                yield from self.items(session, half)
                return
        elif opens and is_new_half:
            yield from self.says(formulas.GREETINGS[half])
            yield from self.says(formulas.RESUME)
        yield from self.announced(session)
        if session.kind != Kind.SUB_FORUM:
            yield from self.items(session, half)

    def items(self, session: Session, half: str) -> Iterator[Block]:
        for item in session.talks:
            if not item.is_cancelled:
                yield from self.item(item, half, is_new_half=False)

    # --- The opening -----------------------------------------------------------------------------

    def opening(self, session: Session, half: str) -> Iterator[Block]:
        yield from self.says(formulas.GREETINGS[half])
        yield from self.says(formulas.WELCOME, title=self.name())
        self.chairs = self.leading(session)
        if self.chairs:
            yield from self.says(formulas.HOST, who=self.chairs)
        else:
            yield from self.says(formulas.HOST_UNKNOWN)
        yield from self.hosts()
        yield from self.guests()
        yield from self.says(formulas.OPEN, title=self.name())

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
        guests = [p for p in self.program.people if p.code in honored or p.category == "leader"]
        if guests:
            yield from self.named(formulas.GUESTS, guests)
            yield from self.cue(formulas.APPLAUSE)
            yield from self.says(formulas.GUESTS_WELCOME)

    def name(self) -> Text:
        return self.program.conference.name

    # --- One session -----------------------------------------------------------------------------

    def announced(self, session: Session) -> Iterator[Block]:
        chairs = self.leading(session)
        if chairs and chairs != self.chairs:
            self.chairs = chairs
            yield from self.says(formulas.CHAIR, who=chairs)
        if session.kind == Kind.SIGN_IN:
            return
        holds_items = session.talks and session.kind != Kind.SUB_FORUM
        formula = OTHERWISE if holds_items else FORMULAS.get(session.kind, OTHERWISE)
        people = session.people_in(*SPEAKING)
        words = formula.with_people if people else formula.alone
        yield from self.says(words, title=session.title, who=people)
        if session.kind == Kind.SUB_FORUM and session.chairs:
            yield from self.says(formulas.FORUM_CHAIR, who=session.chairs)
        if session.kind == Kind.PANEL:
            if session.chairs:
                yield from self.says(formulas.CHAIR, who=session.chairs)
            if people:
                yield from self.named(formulas.INVITED, people)
        yield from self.where(session)
        if people and session.kind not in (Kind.PANEL, Kind.CEREMONY, Kind.SUB_FORUM):
            yield from self.speaking(session, people)
        if formula.thanks and people:
            yield from self.says(formula.thanks, names=people)
        for person in session.people_in("discussant"):
            yield from self.says(formulas.COMMENT, who=[person])

    def where(self, session: Session) -> Iterator[Block]:
        """Where and until when, of what people leave the hall for."""
        if session.room is not None and session.kind in LEAVING:
            yield from self.says(formulas.PLACE, place=session)
        if session.kind == Kind.BREAK and session.ends_at is not None:
            yield from self.says(formulas.BACK_AT, time=clock(session.ends_at))

    def speaking(self, session: Session, people: list[Person]) -> Iterator[Block]:
        minutes = session.minutes
        if minutes is None:
            yield from self.cue(formulas.SPEAKS, names=people)
        else:
            yield from self.cue(formulas.SPEAKS_FOR, names=people, length=minutes)

    def forum(self, session: Session) -> Iterator[Block]:
        """The script of a sub-forum's chair."""
        yield Heading(" / ".join(said(session.title, self.sides)), 1)
        where = (*clocks(session, self.sides)[:1], *place_of(session, self.sides, with_floor=True))
        if where:
            yield Paragraph((line((" · ".join(where), "soft")),))
        half = half_of(session)
        yield from self.says(formulas.GREETINGS[half])
        yield from self.says(formulas.FORUM_WELCOME, title=session.title)
        self.chairs = session.chairs
        if session.chairs:
            yield from self.says(formulas.HOST, who=session.chairs)
        else:
            yield from self.says(formulas.HOST_UNKNOWN)
        yield from self.items(session, half)
        yield from self.says(formulas.FORUM_OVER, title=session.title)

    # --- How it stands on the page -------------------------------------------------------------

    def says(self, words: Words, **parts: Any) -> Iterator[Block]:
        """A sentence in each language."""
        for side in self.sides:
            yield self.paragraph(side, words, **self.spans(parts, side))

    def cue(self, words: Words, **parts: Any) -> Iterator[Block]:
        """What the host does not say."""
        for side in self.sides:
            with in_side(side):
                before, after = ("（", "）") if side == "zh" else ("(", ")")
                spoken = _filled(words, self.spans(parts, side))
            soft = tuple(Span(span.text, "soft") for span in spoken)
            yield Paragraph((line((before, "soft"), *soft, (after, "soft")),), look="cue")

    def named(self, words: Words, people: Iterable[Person]) -> Iterator[Block]:
        """A sentence, and a line for each person."""
        for side in self.sides:
            with in_side(side):
                first = _filled(words, {})
            each = tuple(tuple(_who(person, side)) for person in people)
            yield Paragraph((first, *each), look="lead")

    def paragraph(self, side: str, words: Words, **parts: Sequence[Span]) -> Paragraph:
        with in_side(side):
            return Paragraph((_filled(words, parts),), look="lead")

    def spans(self, parts: dict[str, Any], side: str) -> Parts:
        """Each part as spans of one language."""
        made: Parts = {}
        for key, value in parts.items():
            if key == "who":
                made[key] = _listed([_who(person, side) for person in value], side)
            elif key == "names":
                made[key] = _listed([[_name(person, side)] for person in value], side)
            elif key == "title":
                title = in_one_line(value.marked_in(side))
                made |= {"title": [Span(title)], "topic": [Span(_quoted(title, side))]}
            elif key == "place":
                made[key] = [Span(" ".join(place_of(value, (side,), with_floor=True)))]
            elif key == "length":
                with in_side(side):
                    length = ngettext("%(n)d minute", "%(n)d minutes", value) % {"n": value}
                made[key] = [Span(length)]
            else:
                made[key] = [Span(str(value))]
        return made


def _filled(words: Words, parts: Parts) -> Line:
    """A formula with its parts in their places."""
    pieces = _PLACE.split(str(words))
    spans: list[Span] = []
    for n, piece in enumerate(pieces):
        spans += [Span(piece)] if n % 2 == 0 else list(parts[piece])
    return line(*spans)


def _name(person: Person, side: str) -> Span:
    return Span(in_one_line(person.name.marked_in(side)), "strong")


def _who(person: Person, side: str) -> list[Span]:
    """'东北大学副校长、教授 王兴伟', 'Wang Xingwei, Vice President, Northeastern University'."""
    about = post(person, side)
    if not about:
        return [_name(person, side)]
    if side == "zh":
        return [Span(f"{about} "), _name(person, side)]
    return [_name(person, side), Span(f", {about}")]


def _listed(names: list[list[Span]], side: str) -> list[Span]:
    between = Span("、" if side == "zh" else "; ")
    found: list[Span] = []
    for n, spans in enumerate(names):
        found += spans if n == 0 else [between, *spans]
    return found


def _quoted(title: str, side: str) -> str:
    """In the quotation marks of its language, unless it has some."""
    if any(mark in title for mark in '《》“”"'):
        return title
    return f"《{title}》" if side == "zh" else f"“{title}”"
