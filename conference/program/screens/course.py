"""What the screen at a room's door shows, moment by moment: frames made from one release.

A screen runs for days without anybody near it. So the whole course of a room is computed here, as
frames that each hold from one moment to the next, and the page only looks up the frame of its
clock. A frame names pieces (a session's card, a line, a message) that are rendered once each; the
page without scripts prints the pieces of the frame that holds when it is asked for.

Both languages stand in every piece, the page's own one first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from conference.bilingual import Text
from conference.program.models import KINDS_WITHOUT_PEOPLE, track_of
from conference.program.release.addresses import Addresses
from conference.program.release.document import Program
from conference.program.release.values import Room, Session
from conference.qr import qr_svg
from conference.wording import clocks
from conference.wording.days import short_day

LATER_ROWS = 6  # what follows today, in small
# A session that left this room is announced at its old door so long before it begins.
ANNOUNCED_BEFORE = timedelta(minutes=60)
# Past midnight the evening goes on: what begins so soon after is still "today".
SAME_NIGHT = timedelta(hours=6)

# What wins when several entries run at once; the smaller one.
ITEM, CANCELLED, COVER, ELSEWHERE = range(4)


def both(lazy) -> Text:
    """A translated label in both languages at once."""
    with override("zh-hans"):
        zh = str(lazy)
    with override("en"):
        return Text(zh, str(lazy))


NOW = pgettext_lazy("screen in the hall", "Now")
NEXT = pgettext_lazy("screen in the hall", "Next")
LATER = pgettext_lazy("screen in the hall", "Later today")
PROGRAM = pgettext_lazy("screen in the hall", "Program")
IS_CANCELLED = _("Cancelled")
PLENARY_IN = _("Plenary session in %(room)s")
PLENARY = _("Plenary session")
INSTEAD = _("Now %(when)s · %(room)s")
MOVED_TO = _("Moved to %(room)s")
DONE_TODAY = _("Today’s program in this room has ended.")
FINISHED = _("The program in this room has ended.")
OVER = _("The conference has ended. Thank you for coming.")
BEGINS = _("The program in this room begins on %(day)s.")
UNTIMED = _("Times will be announced.")
EMPTY = _("No session is planned in this room.")
NOT_PUBLIC = _("The program is not public at the moment.")
CHAIR = _("Chair")
SCAN = pgettext_lazy("screen in the hall", "Details")
OFFLINE = _("Offline since %(time)s")
# Counted by the screen itself; `{n}` stands for the minutes, `{h}` for whole hours.
COUNTS = {
    "left": _("{n} min left"),
    "left_hours": _("{h} h {n} min left"),
    "until": _("in {n} min"),
    "until_hours": _("in {h} h {n} min"),
}


@dataclass(frozen=True)
class Entry:
    """One thing on a room's timeline. `rank` is ITEM, CANCELLED, COVER or ELSEWHERE."""

    session: Session
    rank: int
    parent: Session | None = None

    @property
    def starts_at(self) -> datetime:
        return self.session.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.session.ends_at

    @property
    def in_order(self):
        return (self.starts_at, self.rank, *self.session.in_order[1:])

    def overlaps(self, other) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Frame:
    """What is shown from `starts_at` (None: ever since) until the next frame. Slots hold keys of
    pieces; `since` and `until` are what the screen counts down between, by `count`.
    """

    starts_at: datetime | None
    state: str
    now: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    count: str = ""  # "left" until it ends, "until" it begins, or nothing
    since: datetime | None = None
    until: datetime | None = None

    SLOTS = ("now", "notice", "next", "later")

    def shows(self) -> tuple:
        """All of it but its start: two frames that show the same are one."""
        return (self.state, *(getattr(self, name) for name in self.SLOTS), self.until, self.count)


@dataclass
class Screen:
    """The course of one room. `moved` are sessions that a release took out of this room."""

    program: Program
    room: Room
    urls: Addresses
    moved: Iterable[str] = ()
    _kept: dict[str, str] = field(default_factory=dict)

    # --- The room's timeline --------------------------------------------------------------------

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything timed that this door may show, in order."""
        own = list(self._own())
        planned = [entry for entry in own if entry.rank != CANCELLED]
        elsewhere = [
            entry
            for entry in map(self._elsewhere, self.program.sessions)
            if entry and not any(entry.overlaps(other) for other in planned)
        ]
        return sorted([*own, *elsewhere], key=lambda entry: entry.in_order)

    def _own(self):
        for session in self.program.sessions:
            if session.room != self.room or not session.is_timed:
                continue
            if session.is_cancelled:
                yield Entry(session, CANCELLED)
                continue
            talks = [talk for talk in session.talks if talk.is_timed]
            yield Entry(session, COVER if talks else ITEM)
            for talk in talks:
                yield Entry(talk, CANCELLED if talk.is_cancelled else ITEM, session)

    def _elsewhere(self, session):
        """A plenary in another room; a break of everybody that has no room of its own."""
        if session.is_cancelled or not session.is_timed or session.room == self.room:
            return None
        is_everybodys = session.room is None and session.kind in KINDS_WITHOUT_PEOPLE
        return Entry(session, ELSEWHERE) if session.is_plenary or is_everybodys else None

    @cached_property
    def _untimed(self) -> list[Session]:
        return [s for s in self.program.sessions if s.room == self.room and not s.is_timed]

    @cached_property
    def _notices(self) -> list[Session]:
        """Sessions that left this room and are planned in another one now."""
        found = (self.program.session(code) for code in dict.fromkeys(self.moved))
        return [
            s
            for s in found
            if s and s.is_timed and s.room and s.room != self.room and not s.is_cancelled
        ]

    # --- Frames ---------------------------------------------------------------------------------

    @cached_property
    def frames(self) -> list[Frame]:
        """The whole course of the room; the first frame holds since ever, the last for good."""
        frames = [self.frame_at(None)]
        for moment in self._moments():
            frame = self.frame_at(moment)
            if frame.shows() != frames[-1].shows():
                frames.append(frame)
        return frames

    def _moments(self) -> list[datetime]:
        moments = {self.program.over_at}
        for entry in self.entries:
            moments |= {entry.starts_at, entry.ends_at, _midnight(entry.starts_at)}
            moments.add(_midnight(entry.starts_at + timedelta(days=1)))
        for session in self._notices:
            moments |= {session.starts_at - ANNOUNCED_BEFORE, session.ends_at}
        return sorted(moments)

    def frame_of(self, at: datetime) -> tuple[Frame, datetime | None]:
        """(the frame that holds at `at`, when the next one begins or None)."""
        started = [f for f in self.frames if f.starts_at is None or f.starts_at <= at]
        after = self.frames[len(started) :]
        return started[-1], after[0].starts_at if after else None

    def frame_at(self, at: datetime | None) -> Frame:
        """The frame that begins at `at`; None: before everything."""
        if not self.entries:
            return self._without_times(at)
        moment = at or self.entries[0].starts_at - timedelta(days=400)
        running = sorted(
            (e for e in self.entries if e.starts_at <= moment < e.ends_at),
            key=lambda e: (e.rank, *e.in_order),
        )
        # A sub-forum is shown by its talks, but in the gaps between them.
        if any(e.parent for e in running):
            running = [e for e in running if e.rank != COVER]
        coming = [e for e in self.entries if e.starts_at > moment]
        planned = [e for e in coming if e.rank != CANCELLED]
        notice = tuple(
            self._key("moved", s)
            for s in self._notices
            if s.starts_at - ANNOUNCED_BEFORE <= moment < s.ends_at
        )
        if running:
            return self._running(at, moment, running, planned, coming, notice)
        return self._waiting(at, moment, planned, coming, notice)

    def _without_times(self, at):
        if at and at >= self.program.over_at:
            return Frame(at, "over", now=(self._message("over"),))
        if not self._untimed:
            return Frame(at, "empty", now=(self._message("empty"),))
        rows = tuple(self._key("untimed", s) for s in self._untimed)
        return Frame(at, "untimed", now=(self._message("untimed"),), later=rows)

    def _running(self, at, moment, running, planned, coming, notice):
        first, *beside = running
        own = [e for e in beside if e.rank == first.rank == ITEM]
        following = planned[0] if planned and self._is_today(planned[0], moment) else None
        state = "running"
        if first.rank == CANCELLED:
            state = "cancelled"
        elif first.session.kind in KINDS_WITHOUT_PEOPLE:
            state = "break"
        elif first.rank == ELSEWHERE:
            state = "plenary"
        return Frame(
            at,
            state,
            now=(self._key("now", first), *(self._key("beside", e) for e in own)),
            notice=notice,
            next=(self._key("next", following),) if following else (),
            later=self._later(moment, coming, following),
            count="left" if first.rank != CANCELLED else "",
            since=first.starts_at,
            until=first.ends_at,
        )

    def _waiting(self, at, moment, planned, coming, notice):
        if not planned:
            over = moment >= self.program.over_at
            state = "over" if over else "finished"
            later = () if over else self._later(moment, coming, None)
            return Frame(at, state, now=(self._message(state),), notice=notice, later=later)
        following = planned[0]
        if self._is_today(following, moment):
            return Frame(
                at,
                "soon",
                now=(self._key("soon", following),),
                notice=notice,
                later=self._later(moment, coming, following),
                count="until",
                since=moment,
                until=following.starts_at,
            )
        state = "ahead" if following == self._first_planned else "done"
        return Frame(
            at,
            state,
            now=(self._message(state),),
            notice=notice,
            next=(self._key("next-day", following),),
        )

    @cached_property
    def _first_planned(self):
        return next((e for e in self.entries if e.rank != CANCELLED), None)

    def _later(self, moment, coming, shown):
        rows = [e for e in coming if e != shown and e.rank != COVER and self._is_today(e, moment)]
        return tuple(self._key("row", e) for e in rows[:LATER_ROWS])

    def _is_today(self, entry, moment) -> bool:
        zone = self.program.conference.zone
        same_day = entry.starts_at.date() == moment.astimezone(zone).date()
        return same_day or entry.starts_at - moment < SAME_NIGHT

    # --- Pieces ---------------------------------------------------------------------------------

    def _key(self, kind, of) -> str:
        """The key of a piece of a session or entry, rendered when it is first named."""
        entry = of if isinstance(of, Entry) else Entry(of, ITEM, self._parent_of(of))
        key = f"{kind}:{entry.session.code}"
        if key not in self._kept:
            self._kept[key] = self._render(kind, entry)
        return key

    def _parent_of(self, session):
        return self.program.parent_of(session)

    def _message(self, state) -> str:
        key = f"message:{state}"
        if key not in self._kept:
            self._kept[key] = _rendered(
                "message",
                message=self._words(state),
                qr=qr_of(self._schedule_address()),
                scan=both(PROGRAM),
            )
        return key

    def _words(self, state) -> Text:
        if state == "ahead":
            day = self._first_planned.starts_at.date()
            return filled(BEGINS, day=_day_text(day))
        return both(
            {
                "done": DONE_TODAY,
                "finished": FINISHED,
                "over": OVER,
                "untimed": UNTIMED,
                "empty": EMPTY,
            }[state]
        )

    def _schedule_address(self):
        rooms = f"?room={self.room.slug}" if self.entries or self._untimed else ""
        return f"{settings.PUBLIC_URL}{self.urls.to('schedule')}{rooms}"

    def _render(self, kind, entry):
        session, parent = entry.session, entry.parent
        elsewhere = session.room if entry.rank == ELSEWHERE else None
        track = track_of(session, parent)
        return _rendered(
            "row" if kind in ("row", "untimed", "moved", "beside") else "card",
            kind=kind,
            session=session,
            parent=parent,
            track=track,
            label=self._label(kind, entry),
            detail=self._detail(kind, entry),
            chair_label=both(CHAIR),
            chairs=session.chairs or (parent.chairs if parent else []),
            speakers=session.speakers,
            elsewhere=elsewhere,
            is_cancelled=entry.rank == CANCELLED,
            is_quiet=session.kind in KINDS_WITHOUT_PEOPLE,
            qr=qr_of(f"{settings.PUBLIC_URL}{self.urls.to('session', session.code)}")
            if kind in ("now", "soon", "next", "next-day") and session.needs_people
            else "",
            scan=both(SCAN),
        )

    def _label(self, kind, entry) -> Text:
        session = entry.session
        if kind == "moved":
            return filled(MOVED_TO, room=session.room.name)
        if entry.rank == CANCELLED:
            return both(IS_CANCELLED)
        if kind == "next-day":
            return _day_text(session.starts_at.date())
        if kind in ("next", "soon"):
            return both(NEXT)
        if session.kind in KINDS_WITHOUT_PEOPLE:
            return both(session.kind_label)
        if entry.rank == ELSEWHERE:
            return filled(PLENARY_IN, room=session.room.name) if session.room else both(PLENARY)
        return both(NOW)

    def _detail(self, kind, entry) -> Text:
        """Where a cancelled session went; where a plenary is that does not say so above."""
        if entry.rank == CANCELLED:
            other = self._instead_of(entry.session)
            if other:
                when = _when(other, entry.session)
                return filled(INSTEAD, when=when, room=other.room.name)
        # The label of a running plenary says where it is; that of a ceremony or a meal does not.
        is_said = kind == "now" and entry.session.kind not in KINDS_WITHOUT_PEOPLE
        if entry.rank == ELSEWHERE and entry.session.room and not is_said:
            return entry.session.room.name
        return Text()

    def _instead_of(self, session):
        """The planned session of the same title, where a cancelled one was set anew."""
        title = session.title
        for other in self.program.every_session():
            same = (title.zh and title.zh == other.title.zh) or (
                title.en and title.en == other.title.en
            )
            if same and other.is_timed and other.room and not other.is_cancelled:
                return other
        return None

    # --- What the screen polls ------------------------------------------------------------------

    def as_json(self, *, code: str) -> dict:
        """Frames and pieces. `code` is the version of the site's own code."""
        frames = [_frame_json(frame) for frame in self.frames]
        facts = self.program.conference
        return {
            "code": code,
            "release": self.program.number,
            "zone": facts.time_zone,
            "frames": frames,
            "pieces": self._kept,
        }

    def slots_of(self, frame: Frame) -> dict[str, str]:
        """{slot: its HTML}: the same that the script puts together."""
        return {
            name: mark_safe("".join(self._kept[key] for key in getattr(frame, name)))
            for name in Frame.SLOTS
        }


def words() -> dict:
    """What the script says by itself, [zh, en]: counts, and how old it is."""
    found = {name: both(label).as_list() for name, label in COUNTS.items()}
    offline = filled(OFFLINE, time=Text("{time}", "{time}"))
    return found | {"offline": offline.as_list(), "gone": both(NOT_PUBLIC).as_list()}


def filled(lazy, **values: Text) -> Text:
    """A translated sentence in both languages, each filled with values of its own language."""
    sentence = both(lazy)
    return Text(
        *(
            sentence.in_side(side) % {name: value.in_side(side) for name, value in values.items()}
            for side in ("zh", "en")
        )
    )


@lru_cache(maxsize=512)
def qr_of(address: str) -> str:
    """The QR code of an address as inline SVG."""
    return mark_safe(qr_svg(address, border=2, svgclass="qr"))


def _frame_json(frame):
    return {
        "from": _unix(frame.starts_at),
        "state": frame.state,
        "count": frame.count,
        "since": _unix(frame.since),
        "until": _unix(frame.until),
        **{name: list(getattr(frame, name)) for name in Frame.SLOTS},
    }


def _unix(moment) -> int:
    return int(moment.timestamp()) if moment else 0


def _rendered(name, **context):
    return render_to_string(f"display/_{name}.html", context).strip()


def _midnight(moment: datetime) -> datetime:
    zone: ZoneInfo = moment.tzinfo
    return datetime.combine(moment.date(), time(), zone)


def _day_text(day) -> Text:
    with override("zh-hans"):
        zh = short_day(day)
    with override("en"):
        return Text(zh, short_day(day))


def _when(session, instead_of) -> Text:
    clock = clocks.clock(session.starts_at)
    if session.day == instead_of.day:
        return Text(clock, clock)
    day = _day_text(session.day)
    return Text(f"{day.zh} {clock}", f"{day.en} {clock}")
