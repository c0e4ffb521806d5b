"""Lists of people: participants, the talks they give, and those who are to be registered.

The program cannot see who is registered: attendance answers through `REGISTRATIONS`. What is
private of a guest goes there and into the private fields of a participant, and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from conference.folding import name_key
from conference.hooks import Hook
from conference.models import Conference
from conference.program.entering.decisions import NEW, Asker, Decisions, Option
from conference.program.entering.doubts import Doubts
from conference.program.entering.forums import Forums, add_beside, read_of
from conference.program.entering.ledger import OfficeLedger
from conference.program.entering.memory import Memory
from conference.program.entering.people import PeoplePlanner
from conference.program.entering.plan import CHANGED, UNCHANGED, PlannedGuest
from conference.program.entering.sessions import SessionPlanner
from conference.program.entering.taking import Incoming
from conference.program.importing.plan import NEW as NEW_ROW
from conference.program.importing.values import side_of
from conference.program.models import ImportedRow, Kind, Participation, Session, SessionRole
from conference.program.office.reading import ReadGuest, Reading
from conference.wording.labels import listed

Speaker = SessionRole.Role.SPEAKER
SAME, RETITLE = "same", "retitle"
BOTH, HERE, LIST = "both", "here", "list"  # who speaks, where agenda and list name others


@dataclass
class Expected:
    """Somebody who is to be on the list of registrations; `line` is the row of the file.

    `participation` is who they are, where that is known: two rows of one are one, and those of two
    are two, whatever else they share.
    """

    line: int
    name: str
    organization_name: str
    participation: Participation | None = None
    name_en: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    category: str = Participation.Category.GUEST
    sessions: list[Session] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """What becomes of one of the expected: `state` is "new", "there" or "double", and `why` says
    whom they are already; or it is "asked", and `near` are those who it may be, (value, label).
    """

    state: str
    why: str = ""
    near: tuple[tuple[str, str], ...] = ()
    suggested: str = ""


class Registering(Protocol):
    """What attendance will do: of each of the expected in their order, and then doing it."""

    def stand(self, one: Expected, answer: str = "") -> Standing: ...

    def write(self) -> None: ...


REGISTRATIONS: Hook[[Conference, Sequence[Expected]], Registering] = Hook(
    "Who of these people is registered, and how do the others get onto the list?"
)


class GuestPlanner:
    def __init__(
        self,
        ledger: OfficeLedger,
        asker: Asker,
        memory: Memory,
        *,
        people: PeoplePlanner,
        sessions: SessionPlanner,
        doubts: Doubts,
        decisions: Decisions,
    ):
        self.ledger, self.asker, self.memory, self.decisions = ledger, asker, memory, decisions
        self.people, self.sessions, self.doubts = people, sessions, doubts
        self.plan_ = ledger.plan

    def plan(self, reading: Reading, guests: Sequence[ReadGuest]) -> None:
        if not reading.people:
            return
        participating = {id(guest) for guest in guests}
        forums = Forums(self.ledger, self.asker, self.memory, self.sessions, reading.people)
        talks: list[tuple[PlannedGuest, Incoming]] = []
        told = {id(change.row): change for change in self.plan_.changes}
        for guest in reading.people:
            row = PlannedGuest(guest)
            row.asks = tuple(ask.key for ask in self.doubts.asks_of_row.get(guest.row, ()))
            self.plan_.guests.append(row)
            forum, forum_ask = forums.of(guest)
            row.asks += (forum_ask.key,) if forum_ask else ()
            if id(guest) in participating:
                found = self.people.of(guest)
                row.participation = found.participation
                if found.ask:
                    row.asks = (*row.asks, found.ask.key)
                if row.participation is None:
                    if found.ask:
                        self.ledger.hold(guest.name, guest.address, _("who it is, is not decided"))
                else:
                    row.person = row.participation.person
                    change = told.get(id(row.person))
                    row.outcome = change.kind if change else UNCHANGED
                    row.fields = change.fields if change and change.kind == CHANGED else []
                    if talk := self.talk(guest, row, forum):
                        talks.append((row, talk))
            row.forum = forum
        self.take_talks(talks)
        if self.decisions.registrations:
            self.register(reading)

    # --- the talk -------------------------------------------------------------------------------

    def talk(self, guest, row, forum) -> Incoming | None:
        """The talk that somebody gives; None where there is none, or none of its own."""
        doubt = self.doubts.empty_rows.get(guest.row, set())
        if not guest.talk_title or guest.gives_talk.value is False:
            return None
        if doubt & {"gives_talk", "talk_title"}:
            self.ledger.hold(
                guest.talk_title, guest.address, _("entered without this talk, which is in doubt")
            )
            return None
        title = guest.talk_title[:300]
        values = {"kind": Kind.TALK, f"title_{side_of(title)}": title}
        one = Incoming(read_of(guest.address, Kind.TALK), values)
        one.people = [(row.participation, Speaker)]
        if forum is not None:
            one.values["parent"] = forum
        return one

    def take_talks(self, talks):
        # A sub-forum may be called like a talk in it, and is not that talk.
        forums = {str(row.forum.guid) for row, _one in talks if row.forum}
        self.sessions.matcher.claimed |= forums
        self.sessions.find([one for _row, one in talks])
        named: dict[str, list[Participation]] = {}
        for row, _one in talks:
            named.setdefault(name_key(row.read.talk_title), []).append(row.participation)
        for row, one in talks:
            if one.is_deleted:
                continue
            if not one.is_new:
                row.session = one.session
                self.join(row, one, named[name_key(row.read.talk_title)])
            elif other := self.other_talk(row):
                self.settle(row, one, other)
            else:
                row.session = add_beside(self.sessions, one)

    def join(self, row, one, named):
        """The talk is there: its speaker is on it, or it is asked who speaks. `named` are all of
        whom the list says that they give it.
        """
        taker, session = self.sessions.taker, one.session
        roles = taker.roles_of.get(session.guid)
        there = list(session.roles.all()) if roles is None else roles
        if (ImportedRow.Kind.SESSION, str(session.guid)) in self.memory.rows:
            place = (ImportedRow.Kind.SESSION, str(session.guid))
            if place not in self.memory.met:
                self.memory.meet(*place)
        if any(role.participation is row.participation for role in there):
            return
        others = [
            role
            for role in there
            if role.role == Speaker and not any(role.participation is one for one in named)
        ]
        answer = self.who_speaks(row, session, others) if others else BOTH
        if answer == LIST:
            taker.drop_roles(session, others, there)
            there = taker.roles_of[session.guid]
        if answer in (BOTH, LIST):
            taker.add_role(session, row.participation, Speaker, there)

    def who_speaks(self, row, session, others) -> str:
        """The answer, '' while it is open."""
        guest = row.read
        here = listed(str(role.participation) for role in others)
        ask = self.asker.ask(
            "talk", ["speaker", name_key(guest.name), name_key(guest.talk_title)],
            _("“%(title)s”: %(here)s speaks in the agenda, %(there)s in the list. Who speaks?")
            % {"title": session, "here": here, "there": guest.name},
            address=guest.address, rows=(guest.row,),
            options=[
                Option(HERE, _("As in the agenda: %(name)s") % {"name": here}),
                Option(LIST, _("As in the list: %(name)s") % {"name": guest.name}),
                Option(BOTH, _("All of them")),
            ],
        )  # fmt: skip
        row.asks = (*row.asks, ask.key)
        if ask.is_open:
            self.ledger.hold(guest.talk_title, guest.address, _("who speaks, is not decided"))
        # Answered with an earlier version, it is done: what was changed of it since stays.
        is_done = ask.key in self.asker.remembered and ask.key not in self.decisions.answers
        return "" if is_done else ask.answer

    def other_talk(self, row) -> Session | None:
        """The one talk that somebody gives already, under another title."""
        taker = self.sessions.taker
        for session in self.sessions.rows:
            roles = taker.roles_of.get(session.guid)
            there = list(session.roles.all()) if roles is None else roles
            mine = [r for r in there if r.participation is row.participation and r.role == Speaker]
            if mine and session.kind in (Kind.TALK, Kind.KEYNOTE):
                return session
        return None

    def settle(self, row, one, other):
        guest = row.read
        ask = self.asker.ask(
            "talk", [name_key(guest.name), name_key(guest.talk_title)],
            _(
                "%(name)s speaks on “%(here)s” in the agenda and on “%(there)s” in the list. Is it "
                "one talk?"
            )
            % {"name": guest.name, "here": other, "there": guest.talk_title},
            address=guest.address, rows=(guest.row,),
            options=[
                Option(SAME, _("One talk: the agenda's title holds")),
                Option(RETITLE, _("One talk: the list's title holds")),
                Option(NEW, _("Two talks")),
            ],
        )  # fmt: skip
        row.asks = (*row.asks, ask.key)
        if ask.is_open:
            self.ledger.hold(guest.talk_title, guest.address, _("which talk it is, is not decided"))
        elif ask.answer == NEW:
            row.session = add_beside(self.sessions, one)
        else:
            row.session = other
            if ask.answer == RETITLE and ask.key not in self.asker.remembered:
                side = side_of(guest.talk_title)
                values = {f"title_{side}": guest.talk_title[:300]}
                self.ledger.keep("sessions", other, values, is_new=False)

    # --- the list of registrations --------------------------------------------------------------

    def register(self, reading):
        expected = []
        sure = [row for row in self.plan_.guests if not self.waits(row)]
        for row in self.plan_.guests:
            if row not in sure:
                row.why = _("not registered: a question about them is open")
        for row in sure:
            guest = row.read
            category = Participation.Category.GUEST
            if row.participation:
                category = row.participation.category
            unit = self.people.settled_unit(guest) or guest.organization.value or ""
            one = Expected(guest.row, self.settled_name(row)[:120], unit[:200])
            one.name_en, one.title = guest.name_en[:120], guest.title[:200]
            one.phone, one.email = (guest.phone.value or "")[:40], self.mail(guest)
            one.category, one.participation = category, row.participation
            one.sessions = [row.forum] if row.forum is not None else []
            expected.append(one)
        answers = REGISTRATIONS.ask(self.plan_.conference, expected)
        for registering in answers[:1]:
            self.plan_.registering = registering
            for row, one in zip(sure, expected, strict=True):
                self.enlist(row, one, registering)

    def settled_name(self, row) -> str:
        """The name as the list writes it; of somebody who was settled to be another one, theirs."""
        written, participation = row.read.name, row.participation
        if participation is None:
            return written
        person, printed = participation.person, participation.name
        known = (*person.name.as_list(), *printed.as_list(), *person.aliases.splitlines())
        if name_key(written) in {name_key(name) for name in known if name}:
            return written
        return getattr(printed, side_of(written)) or str(printed)

    def enlist(self, row, one, registering):
        """Onto the list; or said, or asked, why not."""
        standing = registering.stand(one)
        if standing.near:
            ask = self.asker.ask(
                "guest", [name_key(one.name), one.organization_name, one.phone, one.title],
                _("Is %(name)s the same person as one who is registered?")
                % {"name": " · ".join(filter(None, (one.name, one.organization_name, one.title)))},
                address=row.read.address, rows=(one.line,), suggested=standing.suggested,
                options=[
                    *(Option(value, label) for value, label in standing.near),
                    Option(NEW, _("Somebody else: registered too")),
                ],
            )  # fmt: skip
            row.asks = (*row.asks, ask.key)
            if ask.is_open:
                row.why = _("not registered: who it is, is not decided")
                self.ledger.hold(one.name, row.read.address, row.why)
                return
            standing = registering.stand(one, ask.answer)
        row.on_list, row.why = standing.state, standing.why
        if standing.state != "double":
            known = NEW_ROW if standing.state == "new" else UNCHANGED
            self.plan_.count("registrations", known)

    def waits(self, row) -> bool:
        """Whether something of a row is open: then nobody is registered by it."""
        asks = {ask.key: ask for ask in self.asker.asks}
        return any(asks[key].is_open for key in row.asks)

    def mail(self, guest) -> str:
        try:
            validate_email(guest.mail)
        except ValidationError:
            if guest.mail:
                self.ledger.leave(guest.mail, guest.address, _("no e-mail address"))
            return ""
        return guest.mail
