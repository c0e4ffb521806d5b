"""Rows of an agenda as sessions: found in the draft, or new; what the file changed is changed, and
what somebody changed here since stays as it is.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from conference.program.entering.doubts import Doubts
from conference.program.entering.kinds import kind_of
from conference.program.entering.ledger import OfficeLedger
from conference.program.entering.matching import Facts, Matcher, titles_of
from conference.program.entering.memory import Memory
from conference.program.entering.people import PeoplePlanner
from conference.program.entering.places import Places
from conference.program.entering.plan import PlannedPerson
from conference.program.entering.taking import Incoming, Taker
from conference.program.entering.whens import When, Whens
from conference.program.models import (
    KINDS_WITH_ITEMS,
    ImportedRow,
    Kind,
    Session,
    SessionRole,
)
from conference.program.office.reading import Reading, ReadSession

Role = SessionRole.Role
ROLES = {
    "speaker": Role.SPEAKER,
    "chair": Role.CHAIR,
    "panelist": Role.PANELIST,
    "guest": Role.GUEST_OF_HONOR,
}
_LONGEST = 300  # characters of a title


class SessionPlanner:
    def __init__(
        self,
        ledger: OfficeLedger,
        memory: Memory,
        *,
        whens: Whens,
        places: Places,
        people: PeoplePlanner,
        doubts: Doubts,
    ):
        self.ledger, self.memory = ledger, memory
        self.whens, self.places, self.people, self.doubts = whens, places, people, doubts
        self.conference = ledger.conference
        self.rows: list[Session] = []
        self.taker = Taker(ledger, memory)
        self.incoming: dict[int, Incoming] = {}

    def load(self) -> None:
        """The draft: three queries, whatever it holds."""
        self.rows = self.ledger.rows(
            lambda: (
                self.conference.sessions.in_order()
                .select_related("room", "parent__room", "track", "parent__track")
                .prefetch_related("roles__participation__person")
            )
        )
        by_pk = {session.pk: session for session in self.rows}
        here = self.people.here
        for session in self.rows:
            session.conference = self.conference
            if session.parent_id:
                session.parent = by_pk.get(session.parent_id, session.parent)
            for role in session.roles.all():
                role.participation = here.get(role.participation.person_id, role.participation)
        self.by_guid = {str(session.guid): session for session in self.rows}
        self.taker.wholes = {session.parent.guid for session in self.rows if session.parent}
        self.position = max((s.position for s in self.rows), default=0)
        self.number = max((s.number for s in self.rows), default=0)
        self.codes = {s.code for s in self.rows}

    def plan(self, reading: Reading) -> None:
        self.load()
        for read in reading.sessions:
            self.incoming[read.order] = self.read(read)
        everybody = list(self.incoming.values())
        for one in everybody:
            one.parent = self.incoming.get(one.read.parent or 0)
        for one in everybody:
            if one.parent and (reason := why_not_in(one.parent, one)):
                where = one.parent.title
                self.ledger.leave(where, one.read.address, reason % {"title": one.title})
                one.parent = None
        self.span_wholes(everybody)
        self.matcher = Matcher(self.known())
        tops = [one for one in everybody if one.parent is None]
        items = [one for one in everybody if one.parent is not None]
        for turn in (tops, items):  # what an item is part of is known before it is looked for
            self.find(turn)
            for one in turn:
                self.take(one)
        side_by_side(tops)

    # --- what the file says ---------------------------------------------------------------------

    def read(self, read: ReadSession) -> Incoming:
        one = Incoming(read)
        one.asks = list(self.doubts.asks_of.get(read.order, ()))
        kind = kind_of(read.kind.value, read.title, has_people=bool(read.people))
        one.values["kind"] = kind
        for side in ("zh", "en"):
            title = getattr(read, f"title_{side}").value
            if len(title) > _LONGEST:
                reason = _("a title longer than %(number)s characters is cut")
                self.ledger.leave(title[_LONGEST:], read.address, reason % {"number": _LONGEST})
            if title:
                one.values[f"title_{side}"] = title[:_LONGEST].strip()
        self.read_time(one)
        if not self.doubts.has_doubt(read, "room"):
            room, ask = self.places.of(read.room.value, read.room.address or read.address)
            if room is not None:
                one.values["room"] = room
            one.asks += [ask] if ask else []
            if ask and ask.is_open:
                reason = _("entered without a room, which is not decided")
                self.ledger.hold(read.room.value, read.room.address, reason)
        self.read_people(one)
        if read.track:
            track, ask = self.places.track(read.track, is_ours=not read.track_address)
            if track is not None:
                one.values["track"] = track
            one.asks += [ask] if ask else []
        if read.is_plenary is not None:
            one.values["is_plenary"] = read.is_plenary
        if read.parallel_group:
            one.values["parallel_group"] = read.parallel_group[:40]
        if read.is_cancelled:
            one.values["status"] = Session.Status.CANCELLED
        return one

    def read_time(self, one):
        if any(self.doubts.has_doubt(one.read, name) for name in ("start", "end")):
            self.ledger.hold(
                one.title, one.read.address, _("entered without a time, which is in doubt")
            )
            return
        when: When = self.whens.of(one.read)
        one.asks += [ask for ask in when.asks if ask not in one.asks]
        if when.starts_at:
            one.values |= {"starts_at": when.starts_at, "ends_at": when.ends_at}
        elif when.waits:
            self.ledger.hold(
                one.title, one.read.address, _("entered without a time, which is in doubt")
            )

    def read_people(self, one):
        in_doubt = "people" in self.doubts.empty.get(one.read.order, ())
        for read in one.read.people:
            if in_doubt and (read.is_guess or read.role.is_guess):
                self.ledger.hold(
                    read.name, read.address, _("not put on its item: the part is in doubt")
                )
                one.planned.append(PlannedPerson(read, None))
                continue
            found = self.people.of(read)
            one.planned.append(
                PlannedPerson(
                    read, found.participation, found.is_new, found.ask.key if found.ask else ""
                )
            )
            if found.ask and found.ask not in one.asks:
                one.asks.append(found.ask)
            if found.participation is None:
                if found.ask:
                    self.ledger.hold(
                        read.name, read.address, _("not put on its item: who it is, is not decided")
                    )
                continue
            role = role_of(read.role.value)
            if (found.participation, role) not in one.people:
                one.people.append((found.participation, role))

    def span_wholes(self, everybody):
        """A sub-forum or block without times of its own reaches from its first item to its last."""
        items_of: dict[int, list[Incoming]] = {}
        for one in everybody:
            items_of.setdefault(id(one.parent), []).append(one)
        for one in everybody:
            items = items_of.get(id(one), [])
            starts = [t.values["starts_at"] for t in items if "starts_at" in t.values]
            if "starts_at" not in one.values and starts and not one.read.code:
                ends = [t.values["ends_at"] for t in items if "ends_at" in t.values]
                one.values |= {"starts_at": min(starts), "ends_at": max(ends)}

    # --- which session it is --------------------------------------------------------------------

    def known(self) -> list[Facts]:
        """Sessions as the file said them last, and as they are; those deleted since among them."""
        found = []
        for guid, said in self.memory.sessions().items():
            one = Facts(
                titles_of(said.get("title_zh", ""), said.get("title_en", "")),
                moment_of(said.get("starts_at")),
                moment_of(said.get("ends_at")),
                said.get("kind", ""),
                said.get("parent", ""),
                frozenset(guid for guid, _role in said.get("people", ())),
                self.by_guid[guid].code if guid in self.by_guid else "",
                guid,
                is_remembered=True,
            )
            found.append(one)
        for session in self.rows:
            one = Facts(
                titles_of(session.title_zh, session.title_en),
                session.starts_at,
                session.ends_at,
                session.kind,
                str(session.parent.guid) if session.parent else "",
                frozenset(str(role.participation.guid) for role in session.roles.all()),
                session.code,
                str(session.guid),
            )
            found.append(one)
        return found

    def find(self, turn: list[Incoming]) -> None:
        wanted = {id(one): self.facts_of(one) for one in turn}
        found = self.matcher.match(list(wanted.values()))
        for one in turn:
            known = found.get(id(wanted[id(one)]))
            if known is None:
                one.session, one.is_new = self.new_session(), True
            else:
                one.session = self.by_guid.get(known.guid)
                one.is_deleted = one.session is None
                if one.is_deleted:
                    self.memory.meet(ImportedRow.Kind.SESSION, known.guid)

    def facts_of(self, one) -> Facts:
        parent = one.parent.session if one.parent else one.values.get("parent")
        return Facts(
            titles_of(one.values.get("title_zh", ""), one.values.get("title_en", "")),
            one.values.get("starts_at"), one.values.get("ends_at"), one.values["kind"],
            str(parent.guid) if parent else "",
            frozenset(str(participation.guid) for participation, _role in one.people),
            one.read.code,
        )  # fmt: skip

    def take(self, one: Incoming) -> None:
        parent = one.parent.session if one.parent else None
        if parent is not None and not parent.may_hold_items:
            parent = None  # here it is something else, and was before the file
        if parent is not None:
            room = one.values.pop("room", None)
            if room is not None and room != parent.room:
                reason = (
                    _("“%(title)s” is in the room of what it is part of: %(room)s")
                    if parent.room
                    else _(
                        "“%(title)s” is part of something without a room, and has none of its own"
                    )
                )
                self.ledger.leave(
                    str(room), one.read.room.address or one.read.address,
                    reason % {"title": one.title, "room": parent.room},
                )  # fmt: skip
            one.values["parent"] = parent
        self.taker.take(one, by_code=bool(one.read.code))

    def new_session(self) -> Session:
        self.position += 1
        self.number += 1
        session = Session(conference=self.conference, position=self.position, number=self.number)
        while session.code in self.codes:
            session.code = Session._meta.get_field("code").get_default()
        self.codes.add(session.code)
        return session


def why_not_in(whole: Incoming, item: Incoming) -> str:
    """Why an item cannot be part of what the file says, '' where it can: one level, and no
    sub-forum inside another session.
    """
    if whole is item or whole.read.parent:
        return _("is an item itself: “%(title)s” cannot be part of it")
    if item.values["kind"] == Kind.SUB_FORUM:
        return _("a sub-forum cannot be part of it: “%(title)s”")
    if whole.values["kind"] not in KINDS_WITH_ITEMS:
        return _("of a kind that holds no items: “%(title)s” stands beside it")
    return ""


def side_by_side(tops: list[Incoming]) -> None:
    """Several new sub-forums of one day whose times are not known run side by side."""
    groups: dict[str, list[Incoming]] = {}
    for one in tops:
        if one.is_new and one.values["kind"] == Kind.SUB_FORUM and one.session.starts_at is None:
            groups.setdefault(one.read.day.value or "", []).append(one)
    for n, group in enumerate((g for g in groups.values() if len(g) > 1), 1):
        for one in group:
            one.session.parallel_group = f"sub-forums-{n}" if n > 1 else "sub-forums"


def role_of(read: str) -> str:
    """Our own sheet names every role, offices fewer."""
    return ROLES.get(read) or (read if read in Role.values else Role.SPEAKER)


def moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
