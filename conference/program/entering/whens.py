"""Days and times of a reading as moments of the conference; what the file leaves open is asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from conference.permissions import Right, may
from conference.program.entering.decisions import AS_READ, Ask, Asker, Option
from conference.program.entering.ledger import OfficeLedger
from conference.program.importing.refusal import ImportRefused
from conference.program.office.reading import Reading, ReadSession
from conference.wording.days import date_range

MOST_DAYS = 60  # that a conference lasts
EXTEND, KEEP, SHIFT, TAKE, UNTIMED = "extend", "keep", "shift", "take", "untimed"
_LENGTHS = {"meal": 90, "break": 20, "photo": 15, "sign-in": 60, "sub-forum": 90, "panel": 60}
_DAY = 24 * 60  # minutes
_EVENING = 18 * 60


@dataclass
class When:
    """`starts_at` None: not known yet. `asks` are what it waits for."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    asks: tuple[Ask, ...] = ()

    @property
    def waits(self) -> bool:
        return any(ask.is_open for ask in self.asks)


class Whens:
    def __init__(self, ledger: OfficeLedger, asker: Asker, reading: Reading, *, by):
        self.ledger, self.asker, self.reading, self.by = ledger, asker, reading, by
        self.conference = ledger.conference
        self.zone = self.conference.zone
        self.asks_of: dict[int, list[Ask]] = {}  # order -> what its day waits for
        self.day_of: dict[int, date] = {}
        self.shift = timedelta()
        self.is_untimed = False

    def plan(self) -> None:
        self.years()
        self.days_asked()
        if self.ledger.plan.is_new_conference:
            self.days_of_a_new_one()
        self.only_day()
        known = dict(self.day_of)
        self.outside()
        self.ledger.plan.days = {order: day + self.shift for order, day in known.items()}

    def note_for(self, orders: Iterable[int], ask: Ask):
        for order in orders:
            self.asks_of.setdefault(order, []).append(ask)

    def keys_of(self, orders: Iterable[int]) -> list[str]:
        wanted = set(orders)
        return [one.key for one in self.reading.sessions if one.order in wanted and one.key]

    # --- days -----------------------------------------------------------------------------------

    def years(self):
        """Days as the file gives them; one without a year is a day of the conference, or asked."""
        bare, none = {}, {}
        for session in self.reading.sessions:
            day = session.day.value or ""
            if day.startswith("--"):
                bare.setdefault(day, []).append(session)
            elif found := day_of(day):
                self.day_of[session.order] = found
            elif day:
                none.setdefault(day, []).append(session)
        for day, sessions in none.items():
            if found := self.no_such_day(day, sessions):
                self.day_of |= {session.order: found for session in sessions}
        if not bare:
            return
        here = self.conference
        year = None
        fitting = [y for y in years_of(here) if all(in_year(day, y, here) for day in bare)]
        orders = tuple(s.order for sessions in bare.values() for s in sessions)
        if here.pk is not None and len(fitting) == 1:
            year = fitting[0]
            self.ledger.plan.notes.append(
                _("The file gives no year: %(year)s is taken, that of the conference.")
                % {"year": year}
            )
        else:
            first = next(iter(bare.values()))[0]
            shown = ", ".join(sorted(day.removeprefix("--") for day in bare))
            ask = self.asker.ask(
                "day", ["year", *sorted(bare)],
                _("The file gives no year for %(day)s. Which one is it?") % {"day": shown},
                address=first.day.address or first.address,
                options=[Option(str(y), str(y)) for y in years_of(here)] if here.pk else (),
                takes="year", typed=year_of, sessions=orders, topic="year",
                places=self.keys_of(orders),
            )  # fmt: skip
            self.note_for(orders, ask)
            year = int(ask.answer) if ask.answer else None
        for day, sessions in bare.items():
            found = day_of(f"{year}{day[1:]}") if year else None
            if year and found is None:
                found = self.no_such_day(f"{year}{day[1:]}", sessions)
            for session in sessions:
                if found:
                    self.day_of[session.order] = found

    def no_such_day(self, text, sessions) -> date | None:
        """30 February, or the 29th of a year without it; None while nobody said what is meant."""
        orders = tuple(session.order for session in sessions)
        ask = self.asker.ask(
            "day", ["none", text],
            _("There is no day %(day)s. Which one is meant?") % {"day": text},
            address=sessions[0].day.address or sessions[0].address, takes="date", typed=date_typed,
            sessions=orders, topic="none", places=self.keys_of(orders),
        )  # fmt: skip
        self.note_for(orders, ask)
        return day_of(ask.answer) if ask.answer else None

    def days_asked(self):
        """The reading's own questions about days."""
        for question in self.reading.questions:
            if question.fields != ("day",) or self.is_about_years(question):
                continue
            read = {self.day_of.get(order) for order in question.sessions}
            guess = read.pop() if len(read) == 1 else None
            known = {*self.day_of.values()} | set(self.conference.days if self.has_days else ())
            titles = [s.title for s in self.reading.sessions if s.order in question.sessions]
            ask = self.asker.ask(
                "day", titles or [question.address], question.text, address=question.address,
                options=[Option(day.isoformat(), day.isoformat()) for day in sorted(known)[:10]],
                takes="date", typed=date_typed,
                suggested=guess.isoformat() if guess else "", sessions=question.sessions,
                places=self.keys_of(question.sessions),
            )  # fmt: skip
            self.note_for(question.sessions, ask)
            for order in question.sessions:
                if ask.answer:
                    self.day_of[order] = date.fromisoformat(ask.answer)

    def is_about_years(self, question) -> bool:
        days = {s.day.value or "" for s in self.reading.sessions if s.order in question.sessions}
        return bool(days) and all(day.startswith("--") for day in days)

    def days_of_a_new_one(self):
        """A conference that is made with the file lasts as long as the file says."""
        here, named = self.conference, self.day_of.values()
        if not named and here.starts_on is None and not self.asks_of:
            ask = self.asker.ask(
                "dates", ["first day"],
                _("The file names no day. On which one does the conference begin?"),
                takes="date", typed=date_typed,
            )  # fmt: skip
            if ask.answer:
                here.starts_on = here.ends_on = date.fromisoformat(ask.answer)
        elif named:
            here.starts_on, here.ends_on = min(named), max(named)
        if here.starts_on and (here.ends_on - here.starts_on).days > MOST_DAYS:
            raise ImportRefused(
                _("The file's days are %(first)s to %(last)s. A conference lasts at most 60 days.")
                % {"first": here.starts_on, "last": here.ends_on}
            )

    @property
    def has_days(self) -> bool:
        return self.conference.starts_on is not None

    def only_day(self):
        """Where the file names no day at all and the conference has one alone, it is that."""
        if self.day_of or self.reading.days or not self.has_days:
            return
        timed = [s for s in self.reading.sessions if s.start.value is not None]
        asked = any(s.order in self.asks_of for s in timed)
        if timed and not asked and len(self.conference.days) == 1:
            self.day_of = {s.order: self.conference.starts_on for s in self.reading.sessions}

    def outside(self):
        """Days that are not those of the conference: moved, or it, or let be, as is decided."""
        # What has a code is here already, on whatever day.
        said = [self.day_of[s.order] for s in self.reading.sessions
                if s.order in self.day_of and not s.code]  # fmt: skip
        if not said or not self.has_days:
            return
        first, last = min(said), max(said)
        here = self.conference
        if here.starts_on <= first and last <= here.ends_on:
            return
        outside = [
            s for s in self.reading.sessions
            if (day := self.day_of.get(s.order)) and not here.starts_on <= day <= here.ends_on
        ]  # fmt: skip
        ask = self.asker.ask(
            "dates", [first, last],
            _(
                "The file's days are %(file)s, those of the conference %(here)s. What shall hold?"
            )
            % {"file": date_range(first, last), "here": date_range(here.starts_on, here.ends_on)},
            address=outside[0].day.address or outside[0].address,
            options=list(self.ways(first, last)), sessions=tuple(s.order for s in outside),
        )  # fmt: skip
        self.note_for((s.order for s in outside), ask)
        if ask.is_open or ask.answer == UNTIMED:
            for session in outside:
                del self.day_of[session.order]
        elif ask.answer == SHIFT:
            self.shift = here.starts_on - first
        elif ask.answer == TAKE:
            self.ledger.keep(
                "conference", here, {"starts_on": first, "ends_on": last}, is_new=False
            )
        elif ask.answer == EXTEND:
            values = {"starts_on": min(first, here.starts_on), "ends_on": max(last, here.ends_on)}
            self.ledger.keep("conference", here, values, is_new=False)

    def ways(self, first, last):
        here = self.conference
        longest = max(last, here.ends_on) - min(first, here.starts_on)
        settles = self.by is None or may(self.by, Right.EDIT_SETTINGS, here)
        if settles and (last - first).days <= MOST_DAYS:
            yield Option(
                TAKE,
                _("Take the file's dates"),
                _("The conference is on %(days)s") % {"days": date_range(first, last)},
            )
        is_within = first <= here.starts_on and here.ends_on <= last
        if settles and longest.days <= MOST_DAYS and not is_within:
            yield Option(
                EXTEND,
                _("Both: lengthen the conference"),
                _("The conference is on %(days)s")
                % {"days": date_range(min(first, here.starts_on), max(last, here.ends_on))},
            )
        if last - first <= here.ends_on - here.starts_on:
            yield Option(
                SHIFT,
                _("Keep the conference's dates: move the file's days"),
                _("%(first)s becomes %(start)s") % {"first": first, "start": here.starts_on},
            )
        yield Option(UNTIMED, _("Leave their times open"))
        yield Option(KEEP, _("Enter them as they are; the clash report will name them"))

    # --- moments --------------------------------------------------------------------------------

    def of(self, session: ReadSession) -> When:
        asks = list(self.asks_of.get(session.order, ()))
        day, start, end = self.day_of.get(session.order), session.start.value, session.end.value
        if day is None or start is None:
            return When(asks=tuple(asks))
        if end is None or end <= start:
            ask = self.end_asked(session, start)
            asks.append(ask)
            if ask.answer in ("", UNTIMED):
                return When(asks=tuple(asks))
            end = minutes_of(ask.answer)
            end += _DAY if end <= start else 0
        if any(ask.is_open for ask in asks):
            return When(asks=tuple(asks))
        day += self.shift
        starts_at, ends_at = self.moment(day, start), self.moment(day, end)
        if ends_at <= starts_at:  # in the night that loses an hour
            return When(asks=tuple(asks))
        return When(starts_at, ends_at, tuple(asks))

    def end_asked(self, session, start) -> Ask:
        usual = _LENGTHS.get(session.kind.value, 30)
        lengths = sorted({15, 30, 60, 90, 120, usual})
        told = {clock_of(start + n): n for n in lengths if start + n <= _DAY}
        has_end = session.end.value is not None
        sentence = (
            _("“%(title)s” ends before it starts. When does it end?")
            if has_end
            else _("“%(title)s” begins at %(time)s and has no end. When does it end?")
        )
        return self.asker.ask(
            "end", [session.title, session.day.value, start],
            sentence % {"title": session.title, "time": clock_of(start)},
            address=session.start.address or session.address,
            options=[
                *(Option(c, c, _("%(n)d minutes") % {"n": n}) for c, n in told.items()),
                Option(UNTIMED, _("Leave its time open")),
            ],
            takes="time", typed=lambda written: end_typed(written, start),
            suggested=clock_of(start + usual) if start + usual <= _DAY else UNTIMED,
            sessions=(session.order,), places=self.keys_of([session.order]),
        )  # fmt: skip

    def moment(self, day: date, minutes: int) -> datetime:
        beyond, minutes = divmod(minutes, _DAY)
        clock = time(minutes // 60, minutes % 60)
        here = datetime.combine(day + timedelta(days=beyond), clock, tzinfo=self.zone)
        return here.astimezone(UTC)


def years_of(conference) -> list[int]:
    if conference.starts_on is None:
        return []
    return sorted({conference.starts_on.year, conference.ends_on.year})


def in_year(day: str, year: int, conference) -> bool:
    found = day_of(f"{year}{day[1:]}")
    return found is not None and conference.starts_on <= found <= conference.ends_on


def day_of(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2200 else None


def year_of(written: str) -> str:
    return (
        written if re.fullmatch(r"(?:19[7-9]|20|21)\d{1,2}", written) and len(written) == 4 else ""
    )


def date_typed(written: str) -> str:
    found = day_of(written)
    return found.isoformat() if found else ""


def clock_typed(written: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[:：.](\d{2})", written)
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        return ""
    return clock_of(int(found[1]) * 60 + int(found[2]))


def end_typed(written: str, start: int) -> str:
    """An end behind the start; of what begins in the evening also one in the night after."""
    found = clock_typed(written)
    return found if found and (minutes_of(found) > start or start >= _EVENING) else ""


def minutes_of(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


__all__ = ["AS_READ", "When", "Whens"]
