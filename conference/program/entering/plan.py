"""What entering an office's file would do, row by row, before anything is written."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from conference.people.models import Person
from conference.program.entering.decisions import THE_FILE, Ask, Decisions
from conference.program.importing.plan import CHANGED, NEW, UNCHANGED, DraftPlan, FieldChange
from conference.program.models import ImportedRow, Participation, Session
from conference.program.office.reading import (
    Leftover,
    ReadGuest,
    Reading,
    ReadPerson,
    ReadSession,
)

LEFT_OUT = "left out"
__all__ = ["CHANGED", "LEFT_OUT", "NEW", "UNCHANGED", "Kept", "OfficePlan", "PlannedRow"]


@dataclass(frozen=True)
class Kept:
    """What was changed by hand since the file was entered, and stays: `here`, not as in the
    `file`.
    """

    what: str
    label: str
    here: str
    file: str
    address: str = ""


@dataclass
class PlannedPerson:
    """Somebody of a session's row. `participation` is None while `ask` is open."""

    read: ReadPerson
    participation: Participation | None
    is_new: bool = False  # the person, in the directory
    ask: str = ""


@dataclass
class PlannedRow:
    """A row of the agenda: `session` is unsaved, or the draft's own with its new values."""

    read: ReadSession
    session: Session | None = None
    outcome: str = LEFT_OUT
    fields: list[FieldChange] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    asks: tuple[str, ...] = ()
    people: list[PlannedPerson] = field(default_factory=list)


@dataclass
class PlannedGuest:
    """A row of a list of people. `on_list`, of the registrations: '', "new", "there", "double"."""

    read: ReadGuest
    person: Person | None = None
    participation: Participation | None = None
    session: Session | None = None  # the talk that they give
    forum: Session | None = None  # the sub-forum that they take part in
    outcome: str = LEFT_OUT
    fields: list[FieldChange] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    asks: tuple[str, ...] = ()
    on_list: str = ""
    why: str = ""  # they are not registered anew


@dataclass
class OfficePlan(DraftPlan):
    reading: Reading = field(kw_only=True)
    decisions: Decisions = field(kw_only=True)
    asks: list[Ask] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    guests: list[PlannedGuest] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    gone: list[Session] = field(default_factory=list)  # in the file before, no longer
    not_taken: list[Leftover] = field(default_factory=list)
    told_by_reading: int = 0  # the first of these are leftovers of the file as it is read
    left_out: list[Leftover] = field(default_factory=list)  # for what is still open
    source: str = ""  # the file, by the name of its first version
    memory: list[ImportedRow] = field(default_factory=list)  # what is remembered, new or changed
    registering: object = None  # attendance's own part, where it was asked for
    days: dict[int, date] = field(default_factory=dict)  # of the reading's orders, as answered
    release: int = 0  # the number of the current release

    @property
    def open_asks(self) -> list[Ask]:
        return [ask for ask in self.asks if ask.is_open]

    @cached_property
    def open_keys(self) -> set[str]:
        return {ask.key for ask in self.open_asks}

    @property
    def may_be_written(self) -> bool:
        if any(ask.subject == THE_FILE for ask in self.open_asks):
            return False  # nothing of it is sure
        return self.decisions.only_sure or not self.open_asks

    @property
    def changes_nothing(self) -> bool:
        return super().changes_nothing and not self.count_of("registrations", NEW)

    @property
    def not_entered(self) -> list[Leftover]:
        """What was read and has no place in the draft."""
        return self.not_taken[self.told_by_reading :]

    @property
    def not_registered(self) -> list[PlannedGuest]:
        """Who of the list is not put onto the list of registrations, with the reason."""
        return [guest for guest in self.guests if guest.why]

    def name_of(self, row):
        """New rows have no name in the file: what is told of them tells them apart."""
        return str(row.pk or getattr(row, "slug", ""))

    def also_seen(self):
        """Who was published meanwhile, and what else was entered, make another plan of it."""
        return [
            self.decisions.told(),
            self.release,
            [[ask.key, ask.answer] for ask in self.asks],
            [[kept.what, kept.label, kept.here] for kept in self.kept],
            [[guest.read.row, guest.on_list, guest.why] for guest in self.guests],
            [str(session.guid) for session in self.gone],
        ]
