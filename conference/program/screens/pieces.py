"""The pieces that a screen's frames are put together from, each rendered once.

A piece is a card of a session, a line, or a message of the whole screen. Both languages stand in
every piece, the page's own one first.
"""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.bilingual import Text, in_both_languages
from conference.bilingual import label_in_both_languages as both
from conference.program.models import KINDS_WITHOUT_PEOPLE, track_of
from conference.program.release.addresses import Addresses
from conference.program.screens.timeline import CANCELLED, ELSEWHERE, ITEM, Entry, Timeline
from conference.qr import qr_svg
from conference.wording import clocks
from conference.wording.days import short_day

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


class Pieces:
    """`kept`: {key: HTML} of those that were named so far."""

    def __init__(self, timeline: Timeline, urls: Addresses):
        self.timeline, self.urls = timeline, urls
        self.program, self.room = timeline.program, timeline.room
        self.kept: dict[str, str] = {}

    def html(self, keys) -> SafeString:
        return mark_safe("".join(self.kept[key] for key in keys))

    def key(self, kind, of) -> str:
        """The key of a piece of a session or entry, rendered when it is first named."""
        entry = of if isinstance(of, Entry) else Entry(of, ITEM, self.program.parent_of(of))
        key = f"{kind}:{entry.session.code}"
        if key not in self.kept:
            self.kept[key] = self._render(kind, entry)
        return key

    def message(self, state) -> str:
        """The key of what the whole screen says in this state."""
        key = f"message:{state}"
        if key not in self.kept:
            self.kept[key] = _rendered(
                "message",
                message=self._words(state),
                qr=qr_of(self._schedule_address()),
                scan=both(PROGRAM),
            )
        return key

    def _words(self, state) -> Text:
        if state == "ahead":
            day = self.timeline.first_planned.starts_at.date()
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
        rooms = f"?room={self.room.slug}" if self.timeline.entries or self.timeline.untimed else ""
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


def _rendered(name, **context):
    return render_to_string(f"display/_{name}.html", context).strip()


def _day_text(day) -> Text:
    return in_both_languages(lambda: short_day(day))


def _when(session, instead_of) -> Text:
    clock = clocks.clock(session.starts_at)
    if session.day == instead_of.day:
        return Text(clock, clock)
    day = _day_text(session.day)
    return Text(f"{day.zh} {clock}", f"{day.en} {clock}")
