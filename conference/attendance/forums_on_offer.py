"""The sub-forums that attendees may choose: the published ones that still take place."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conference.attendance import seats
from conference.attendance.models import Registration
from conference.program.models import Session
from conference.program.release.values import Session as PublishedSession
from conference.wording.clocks import clock
from conference.wording.days import short_day


@dataclass(frozen=True)
class Choice:
    """A sub-forum on offer: the row it is kept by, and what the program says about it."""

    session: Session
    shown: PublishedSession
    is_full: bool
    is_mine: bool = False  # chosen, or waited for, by the person who chooses
    place: int | None = None  # in the line of it

    @property
    def label(self):
        parts = [str(self.shown.title)]
        if self.shown.starts_at:
            start, end = self.shown.starts_at, self.shown.ends_at
            parts.append(f"{short_day(start.date())} {clock(start)}–{clock(end)}")
        if self.shown.room:
            parts.append(str(self.shown.room.name))
        if self.place:
            parts.append(_("you are number %(number)d in line") % {"number": self.place})
        elif self.is_full:
            parts.append(_("full, you would be on its waiting list"))
        return " · ".join(parts)


def choices_of(conference, program) -> list[Choice]:
    """The published sub-forums that are still planned. Two queries at most."""
    shown = {s.code: s for s in program.sessions if s.kind == "sub-forum" and not s.is_cancelled}
    rows = Session.objects.planned().filter(conference=conference, code__in=shown)
    by_code = {row.code: row for row in rows}
    for code, row in by_code.items():
        # As published, like all that the public reads, refusals included.
        row.seats, title = shown[code].seats, shown[code].title
        row.title_zh, row.title_en = title.zh, title.en
    full = seats.full_sessions(by_code.values())
    return [
        Choice(session=by_code[code], shown=session, is_full=by_code[code].pk in full)
        for code, session in shown.items()
        if code in by_code
    ]


def choices_for(person: Registration, program) -> list[Choice]:
    """The same as one person sees them: their own seat and place in line named, and never full.
    Five queries, one more for each that the person waits for.
    """
    held = set(person.sessions.values_list("pk", flat=True))
    lines = {place.session.pk: place.number for place in seats.places_in_forums(person)}
    return [
        replace(
            choice,
            is_full=choice.is_full and choice.session.pk not in held,
            is_mine=choice.session.pk in held or choice.session.pk in lines,
            place=lines.get(choice.session.pk),
        )
        for choice in choices_of(person.conference, program)
    ]
