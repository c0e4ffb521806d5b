"""One row of a file against one session of the draft: three values of a field decide.

`before` is what a file said last, `text` what it says now, `here` what the draft has. What the file
changed is changed here; what was changed here since stays, and is told. Changed here is also what
another file said since: one that still says the same does not take that back.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from conference.people.pinyin import search_text
from conference.program.entering.decisions import Ask
from conference.program.entering.ledger import OfficeLedger
from conference.program.entering.memory import Memory
from conference.program.entering.plan import (
    CHANGED,
    LEFT_OUT,
    UNCHANGED,
    Kept,
    PlannedPerson,
    PlannedRow,
)
from conference.program.importing.plan import NEW, Change, FieldChange, shown
from conference.program.models import (
    KINDS_WITH_ITEMS,
    ImportedRow,
    Kind,
    Participation,
    Session,
    SessionRole,
)
from conference.program.office.reading import ReadSession
from conference.wording.clocks import clock, day_and_clock
from conference.wording.labels import listed

TIMES = ("starts_at", "ends_at")


@dataclass(eq=False)
class Incoming:
    """A row of the file in our terms. `values` are those that the file gives: what it does not
    say is not among them.
    """

    read: ReadSession
    values: dict = field(default_factory=dict)
    people: list[tuple[Participation, str]] = field(default_factory=list)
    planned: list[PlannedPerson] = field(default_factory=list)
    parent: "Incoming | None" = None
    asks: list[Ask] = field(default_factory=list)
    session: Session | None = None
    is_new: bool = False
    is_deleted: bool = False  # by hand, since an earlier version brought it

    @property
    def title(self) -> str:
        return self.read.title


class Taker:
    def __init__(self, ledger: OfficeLedger, memory: Memory):
        self.ledger, self.memory, self.plan = ledger, memory, ledger.plan
        self.roles_of: dict = {}  # guid of a session -> its roles as they would be
        self.wholes: set = set()  # guids of the sessions that have items

    def take(self, one: Incoming, *, by_code: bool) -> None:
        row = PlannedRow(one.read, people=one.planned, asks=tuple(ask.key for ask in one.asks))
        self.plan.rows.append(row)
        session = one.session
        if session is None:
            what = _("it was deleted here since")
            row.kept.append(Kept(one.title, _("session"), what, one.title, one.read.address))
            self.plan.kept += row.kept
            return
        said = self.memory.of(ImportedRow.Kind.SESSION, session.guid)
        own = self.memory.own(ImportedRow.Kind.SESSION, session.guid)
        values, row.kept = self.decided(one, session, said, own)
        already = len(self.plan.changes)
        people, kept = self.roles(one, said, own, by_code=by_code)
        row.kept += kept
        self.ledger.keep(
            "sessions",
            session,
            values,
            is_new=one.is_new,
            facts=self.facts(one) if one.is_new else "",
        )
        session.search = search_text(session.title_zh, session.title_en, session.code)
        if people and not one.is_new:
            self.tell(session, people, already)
        told = self.plan.changes[already:]
        row.session, row.fields = session, [f for change in told for f in change.fields]
        row.outcome = NEW if one.is_new else CHANGED if told else UNCHANGED
        self.plan.kept += row.kept
        if session.parent is not None:
            self.wholes.add(session.parent.guid)
        self.remember(one, said, own)

    # --- fields ---------------------------------------------------------------------------------

    def decided(self, one, session, said, own):
        """({column: value} to set, what stays as it was set by hand)."""
        if one.is_new:
            return dict(one.values), []
        incoming = dict(one.values)
        if "status" not in incoming and (own or said).get("status") == Session.Status.CANCELLED:
            incoming["status"] = Session.Status.PLANNED  # the file took it back
        values, kept = {}, {}
        for name, text in incoming.items():
            here = getattr(session, name)
            if _same(text, here):
                continue
            before = said.get(name, plain(here))
            if plain(here) != before or (name in own and own[name] == plain(text)):
                kept[name] = self.stays(session, name, here, text, one.read.address)
            elif plain(text) != before:
                values[name] = text
        if set(TIMES) & kept.keys():  # both are one: a start does not move past an end set by hand
            values = {name: value for name, value in values.items() if name not in TIMES}
        return self.possible(session, values), list(kept.values())

    def possible(self, session, values):
        """What agrees with the rest of the row: a sub-forum, which attendees may have chosen, stays
        one; what has items stays of a kind that may have them, and is no item itself; an item has
        the room of what it is part of.
        """
        kind = values.get("kind", session.kind)
        has_items = session.guid in self.wholes
        becomes_one = session.parent and kind == Kind.SUB_FORUM
        empties = has_items and kind not in KINDS_WITH_ITEMS
        if session.kind == Kind.SUB_FORUM or becomes_one or empties:
            values.pop("kind", None)
        parent = values.get("parent", session.parent)
        if (
            parent is not None
            and parent is not session.parent
            and (
                not parent.may_hold_items
                or session.kind == Kind.SUB_FORUM
                or has_items
                or parent is session
            )
        ):
            values.pop("parent", None)
            parent = session.parent
        if parent is not None:
            values.pop("room", None)
            if session.room is not None:
                values["room"] = None
        return values

    def stays(self, session, name, here, text, address) -> Kept:
        zone = self.ledger.conference.zone
        label = str(session._meta.get_field(name).verbose_name)
        return Kept(
            str(session), label, shown(session, name, here, zone), shown(session, name, text, zone),
            address,
        )  # fmt: skip

    # --- people ---------------------------------------------------------------------------------

    def roles(self, one, said, own, *, by_code) -> tuple[list[FieldChange], list[Kept]]:
        """What changes of who is on stage; what was changed by hand stays."""
        session = one.session
        there = [] if one.is_new else list(session.roles.all())
        now = {(str(role.participation.guid), role.role): role for role in there}
        wanted = {(str(p.guid), role): (p, role) for p, role in one.people}
        before = {tuple(pair) for pair in said.get("people", ())} if "people" in said else None
        if before is None:
            before = set(now) if by_code and wanted else set()
        if "people" in own and {tuple(pair) for pair in own["people"]} == wanted.keys():
            before = set(wanted)
        # Whoever is asked about may be the one who stands here: nobody goes before that is known.
        replaced = set() if self.waits_for_people(one) else before - wanted.keys()
        gone = [now[key] for key in replaced if key in now]
        added = [pair for key, pair in wanted.items() if key not in before and key not in now]
        position = max((role.position for role in there), default=0)
        new = [
            SessionRole(session=session, participation=p, role=role, position=position + n)
            for n, (p, role) in enumerate(added, 1)
        ]
        self.plan.new_rows[SessionRole] += new
        self.plan.gone_roles += gone
        after = [role for role in there if role not in gone] + new
        self.roles_of[session.guid] = after
        kept = []
        if "people" in said and before & wanted.keys() - now.keys():
            missing = [str(wanted[key][0]) for key in before & wanted.keys() - now.keys()]
            old = listed(role.participation for role in there)
            kept.append(
                Kept(str(session), _("people"), old or "–", listed(missing), one.read.address)
            )
        if one.is_new or not (new or gone):
            return [], kept
        old = listed(role.participation for role in there)
        return [FieldChange(_("people"), old or "–", listed(r.participation for r in after))], kept

    def add_role(self, session, participation, role, there) -> None:
        """One person more, of a list that speaks of nothing else of the session."""
        position = max((one.position for one in there), default=0) + 1
        new = SessionRole(
            session=session, participation=participation, role=role, position=position
        )
        self.plan.new_rows[SessionRole].append(new)
        self.roles_of[session.guid] = [*there, new]
        if session.pk is not None:
            old = listed(r.participation for r in session.roles.all())
            now = listed(r.participation for r in [*there, new])
            change = FieldChange(_("people"), old or "–", now)
            self.ledger.note(Change("sessions", CHANGED, session, [change]))

    def drop_roles(self, session, gone, there) -> None:
        """Without those who do not speak after all, of a list that says who does."""
        self.plan.gone_roles += [role for role in gone if role.pk is not None]
        new = self.plan.new_rows[SessionRole]
        self.plan.new_rows[SessionRole] = [
            role for role in new if not any(role is one for one in gone)
        ]
        self.roles_of[session.guid] = [
            role for role in there if not any(role is one for one in gone)
        ]

    def tell(self, session, fields, already):
        """Changed people beside what else changes of the session."""
        changes = self.plan.changes
        if len(changes) == already:
            self.plan.counts["sessions"][UNCHANGED] -= 1
            self.ledger.note(Change("sessions", CHANGED, session))
        changes[-1].fields += fields

    def facts(self, one) -> str:
        zone, when = self.ledger.conference.zone, ""
        if "starts_at" in one.values:
            starts, ends = (one.values[name].astimezone(zone) for name in TIMES)
            when = f"{day_and_clock(starts)}–{clock(ends)}"
        room = one.values.get("room")
        names = listed(participation for participation, _role in one.people)
        return " · ".join(filter(None, (when, str(room) if room else "", names)))

    # --- what the file said ---------------------------------------------------------------------

    def remember(self, one, said, own) -> None:
        now = {name: plain(value) for name, value in one.values.items()}
        now["people"] = [[str(p.guid), str(role)] for p, role in one.people]
        # What waits for an answer keeps what was said of it before.
        waiting = {"people": said.get("people")} if self.waits_for_people(one) else {}
        for name in TIMES:
            if name not in now and name in said and any(ask.is_open for ask in one.asks):
                now[name] = said[name]
        now |= {name: value for name, value in waiting.items() if value is not None}
        # What this file says as before is no news: what another one said since holds.
        stays = {name: said[name] for name in now if name in said and own.get(name) == now[name]}
        self.memory.keep(
            ImportedRow.Kind.SESSION, one.session.guid, now | stays,
            own=now if stays != {name: now[name] for name in stays} else None,
            guid=one.session.guid,
        )  # fmt: skip

    def waits_for_people(self, one) -> bool:
        return any(person.participation is None and person.ask for person in one.planned)


def plain(value):
    """A value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Model):
        return str(value.guid)
    return value if value is None else str(value)


def _same(one, other) -> bool:
    return plain(one or None) == plain(other or None)


__all__ = ["LEFT_OUT", "Incoming", "Participation", "Taker"]
