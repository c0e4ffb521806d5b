"""What the screen at a room's door shows, moment by moment: frames made from one release.

A screen runs for days without anybody near it. So the whole course of a room is computed here, as
frames that each hold from one moment to the next, and the page only looks up the frame of its
clock. A frame names pieces (a session's card, a line, a message) that are rendered once each; the
page without scripts prints the pieces of the frame that holds when it is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from conference.program.models import KINDS_WITHOUT_PEOPLE
from conference.program.release.addresses import Addresses
from conference.program.release.document import Program
from conference.program.release.values import SAME_NIGHT, Room
from conference.program.screens.pieces import Pieces
from conference.program.screens.timeline import (
    ANNOUNCED_BEFORE,
    CANCELLED,
    COVER,
    ELSEWHERE,
    ITEM,
    Timeline,
)

LATER_ROWS = 6  # what follows today, in small


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


class Screen:
    """The course of one room. `moved` are codes of sessions that a release took out of it."""

    def __init__(self, program: Program, room: Room, urls: Addresses, moved: Iterable[str] = ()):
        self.program, self.room = program, room
        self.timeline = Timeline(program, room, moved)
        self.pieces = Pieces(self.timeline, urls)

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
        moments = [self.program.over_at]
        for entry in self.timeline.entries:
            moments += [entry.starts_at, entry.ends_at, _midnight(entry.starts_at)]
            moments.append(_midnight(entry.starts_at + timedelta(days=1)))
        for session in self.timeline.notices:
            moments += [session.starts_at - ANNOUNCED_BEFORE, session.ends_at]
        # By seconds: on one zone's clock the two 02:30 of a night would be the same.
        return sorted({at.timestamp(): at for at in moments}.values(), key=datetime.timestamp)

    def frame_of(self, at: datetime) -> tuple[Frame, datetime | None]:
        """(the frame that holds at `at`, when the next one begins or None)."""
        at = at.astimezone(UTC)
        started = [f for f in self.frames if f.starts_at is None or f.starts_at <= at]
        after = self.frames[len(started) :]
        return started[-1], after[0].starts_at if after else None

    def frame_at(self, at: datetime | None) -> Frame:
        """The frame that begins at `at`; None: before everything."""
        if not self.timeline.entries:
            return self._without_times(at)
        moment = (at or self.timeline.entries[0].starts_at - timedelta(days=400)).astimezone(UTC)
        running = sorted(
            (e for e in self.timeline.entries if e.starts_at <= moment < e.ends_at),
            key=lambda e: (e.rank, *e.in_order),
        )
        # A sub-forum is shown by its talks, but in the gaps between them.
        if any(e.parent for e in running):
            running = [e for e in running if e.rank != COVER]
        coming = [e for e in self.timeline.entries if e.starts_at > moment]
        planned = [e for e in coming if e.rank != CANCELLED]
        notice = tuple(
            self.pieces.key("moved", s)
            for s in self.timeline.notices
            if s.starts_at - ANNOUNCED_BEFORE <= moment < s.ends_at
        )
        if running:
            return self._running(at, moment, running, planned, coming, notice)
        return self._waiting(at, moment, planned, coming, notice)

    def _without_times(self, at):
        if at and at >= self.program.over_at:
            return Frame(at, "over", now=(self.pieces.message("over"),))
        if not self.timeline.untimed:
            return Frame(at, "empty", now=(self.pieces.message("empty"),))
        rows = tuple(self.pieces.key("untimed", s) for s in self.timeline.untimed)
        return Frame(at, "untimed", now=(self.pieces.message("untimed"),), later=rows)

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
            now=(self.pieces.key("now", first), *(self.pieces.key("beside", e) for e in own)),
            notice=notice,
            next=(self.pieces.key("next", following),) if following else (),
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
            return Frame(at, state, now=(self.pieces.message(state),), notice=notice, later=later)
        following = planned[0]
        if self._is_today(following, moment):
            return Frame(
                at,
                "soon",
                now=(self.pieces.key("soon", following),),
                notice=notice,
                later=self._later(moment, coming, following),
                count="until",
                since=moment,
                until=following.starts_at,
            )
        state = "ahead" if following == self.timeline.first_planned else "done"
        return Frame(
            at,
            state,
            now=(self.pieces.message(state),),
            notice=notice,
            next=(self.pieces.key("next-day", following),),
        )

    def _later(self, moment, coming, shown):
        rows = [e for e in coming if e != shown and e.rank != COVER and self._is_today(e, moment)]
        return tuple(self.pieces.key("row", e) for e in rows[:LATER_ROWS])

    def _is_today(self, entry, moment) -> bool:
        zone = self.program.conference.zone
        same_day = entry.starts_at.date() == moment.astimezone(zone).date()
        return same_day or entry.starts_at - moment < SAME_NIGHT

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
            "pieces": self.pieces.kept,
        }

    def slots_of(self, frame: Frame) -> dict[str, SafeString]:
        """{slot: its HTML}: the same that the script puts together."""
        return {name: self.pieces.html(getattr(frame, name)) for name in Frame.SLOTS}


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


def _midnight(moment: datetime) -> datetime:
    zone: ZoneInfo = moment.tzinfo
    return datetime.combine(moment.date(), time(), zone)
