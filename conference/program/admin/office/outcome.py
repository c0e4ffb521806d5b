"""The agenda that comes of a file, as a page shows it: days, items, and what is asked of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.folding import name_key
from conference.program.models.sessions import Kind
from conference.program.office.corrections import KINDS
from conference.program.office.meanings.times import told
from conference.program.office.reading import Certainty, ReadGuest, ReadSession
from conference.wording.days import day as day_label
from conference.wording.labels import first_upper

OPEN_UP_TO = 60  # sessions; more are folded by day
SHOWN_QUESTIONS = 40
SHOWN_LEFTOVERS = 100

KIND_LABELS = {kind.value: kind.label for kind in Kind} | {
    "sign-in": gettext_lazy("sign-in"),
    "other": gettext_lazy("other item"),
}
ROLE_LABELS = {
    "speaker": gettext_lazy("speaker"),
    "chair": gettext_lazy("chair"),
    "panelist": gettext_lazy("panelist"),
    "guest": gettext_lazy("guest of honor"),
}


def kind_choices():
    return [(kind, first_upper(KIND_LABELS[kind])) for kind in KINDS if kind in KIND_LABELS]


def role_choices():
    return [(role, first_upper(label)) for role, label in ROLE_LABELS.items()]


def day_text(value: str | None) -> str:
    if not value:
        return _("Day unknown")
    if value.startswith("--"):
        return _("%(day)s, year unknown") % {"day": value[2:]}
    try:
        return day_label(date.fromisoformat(value))
    except ValueError:
        return value  # 30 February, which is asked about


@dataclass(slots=True)
class SessionPicture:
    """`session` is what was read; what is shown of it is what the import would make of it, where
    that is known.
    """

    session: ReadSession
    place: str  # of its cell, to be jumped to
    when: str
    kind: str
    room: str
    people: list[tuple]  # (what was read, whom that is where it was settled, '')
    doubts: str  # names of what is guessed
    is_deleted: bool  # here, since it was imported
    day: str
    starts: int | None  # minutes, for the order
    talks: list = field(default_factory=list)
    questions: list = field(default_factory=list)

    @property
    def open(self):
        return bool(self.questions)


@dataclass(slots=True)
class DayPicture:
    value: str
    label: str
    sessions: list[SessionPicture] = field(default_factory=list)
    read: list[str] = field(default_factory=list)  # the days that the file says
    count: int = 0
    open: int = 0  # items about which something is asked
    is_open: bool = True


_FIELD_LABELS = {
    "day": gettext_lazy("day"),
    "start": gettext_lazy("start"),
    "end": gettext_lazy("end"),
    "kind": gettext_lazy("kind"),
    "title_zh": gettext_lazy("title"),
    "title_en": gettext_lazy("title"),
    "room": gettext_lazy("room"),
}


def days_of(reading, open_asks, plan) -> list[DayPicture]:
    """The agenda with every answer followed; as it was read where no plan could be made."""
    asked: dict[int, list] = {}
    for picture in open_asks:
        # What is asked of nearly everything is no reason to look at each.
        for order in picture.ask.sessions if len(picture.ask.sessions) <= MOST_ASKED else ():
            asked.setdefault(order, []).append(picture.ask)
    planned = {row.read.order: row for row in plan.rows} if plan else {}
    pictures = {
        s.order: _session(s, reading, planned.get(s.order), asked.get(s.order, []), plan)
        for s in reading.sessions
    }
    days: dict[str, DayPicture] = {}
    for session in reading.sessions:
        picture = pictures[session.order]
        if session.parent in pictures:
            pictures[session.parent].talks.append(picture)
        else:
            shown = days.setdefault(picture.day, DayPicture(picture.day, day_text(picture.day)))
            shown.sessions.append(picture)
            if (session.day.value or "") not in shown.read:
                shown.read.append(session.day.value or "")
    found = sorted(days.values(), key=lambda shown: shown.value)
    is_large = len(reading.sessions) > OPEN_UP_TO
    for n, shown in enumerate(found):
        shown.sessions = _by_start(shown.sessions)
        everything = [*shown.sessions, *(t for s in shown.sessions for t in s.talks)]
        shown.count = len(everything)
        shown.open = sum(bool(one.questions) for one in everything)
        shown.is_open = n == 0 or not is_large
    return found


def _by_start(pictures):
    """What has no time stays behind what it stands behind in the file."""
    keys, last = [], -1
    for n, picture in enumerate(pictures):
        last = picture.starts if picture.starts is not None else last
        keys.append((last, n))
    return [pictures[n] for _start, n in sorted(keys)]


def _session(session, reading, row, questions, plan):
    planned = row.session if row else None
    start, end, day = session.start.value, session.end.value, session.day.value or ""
    if plan and session.order in plan.days:
        day = plan.days[session.order].isoformat()
    # A time that waits for an answer is shown as it was read.
    waits = row is not None and plan is not None and not plan.open_keys.isdisjoint(row.asks)
    if planned is not None and (planned.starts_at or not waits):
        start = end = None
        if planned.starts_at:
            starts_at, ends_at = (
                at.astimezone(plan.conference.zone) for at in (planned.starts_at, planned.ends_at)
            )
            start, day = starts_at.hour * 60 + starts_at.minute, starts_at.date().isoformat()
            end = (ends_at - starts_at) // timedelta(minutes=1) + start
    doubts = [
        str(label)
        for name, label in _FIELD_LABELS.items()
        if getattr(session, name).certainty in (Certainty.GUESSED, Certainty.UNKNOWN)
        and (getattr(session, name).value or getattr(session, name).certainty is Certainty.UNKNOWN)
    ]
    if any(one.is_guess or one.role.is_guess for one in session.people):
        doubts.append(_("people"))
    kind, room = session.kind.value, session.room.value or ""
    if planned is not None:
        kind = planned.kind
        where = planned.room or (planned.parent and planned.parent.room)
        room = str(where) if where else ""
    return SessionPicture(
        session,
        reading.places.get(session.address, ""),
        _when(start, end),
        str(KIND_LABELS.get(kind, kind)),
        room,
        _people(session, row),
        ", ".join(dict.fromkeys(doubts)),
        row is not None and planned is None,
        day,
        start,
        questions=questions,
    )


def _when(start, end):
    if start is None:
        return _("no time") if end is None else f"–{told(end)}"
    return "–".join(filter(None, (told(start), told(end))))


def _people(session, row):
    if row is None or len(row.people) != len(session.people):
        return [(one, "") for one in session.people]
    return [(one.read, _settled(one.read.name, one.participation)) for one in row.people]


def _settled(written, participation) -> str:
    """Whom a name was settled to be, '' where it is theirs as it is written."""
    if participation is None:
        return ""
    person = participation.person
    names = (*person.name.as_list(), *participation.name.as_list(), *person.aliases.splitlines())
    if name_key(written) in {name_key(name) for name in names if name}:
        return ""
    return str(participation)


@dataclass(slots=True)
class GuestPicture:
    """A row of a list, with what the import makes of it."""

    guest: ReadGuest
    who: str = ""
    forum: str = ""
    talk: str = ""
    why: str = ""  # they are not registered anew


def guests_of(reading, plan) -> list[GuestPicture]:
    if plan is None or len(plan.guests) != len(reading.people):
        return [
            GuestPicture(guest, "", guest.sub_forum.value or "", guest.talk_title or "")
            for guest in reading.people
        ]
    return [
        GuestPicture(
            row.read,
            _settled(row.read.name, row.participation),
            str(row.forum) if row.forum else "",
            str(row.session) if row.session else row.read.talk_title or "",
            row.why,
        )
        for row in plan.guests
    ]


# --- Questions ---------------------------------------------------------------------------------


@dataclass(slots=True)
class AskPicture:
    """A question of the plan. `controls`: which fields of `keys` can be set right there; `hidden`:
    rows that can be read too.
    """

    ask: object
    place: str
    sessions: list
    guests: list
    more: int
    controls: list[str]
    keys: list[str]
    hidden: list[str]

    @property
    def chosen(self):
        """The answer in words."""
        labels = {option.value: option.label for option in self.ask.options}
        return labels.get(self.ask.answer, self.ask.answer)

    @property
    def asks_for_text(self):
        return self.ask.takes != "choice"


_HERE = {"day", "start", "end", "kind", "room"}
MOST_ASKED = 8  # items of one question that are marked
SHOWN_ABOUT = 4  # items and guests of one question


def asks_of(reading, plan) -> list[AskPicture]:
    """All questions of a plan, with what of the reading they are about."""
    by_order = {session.order: session for session in reading.sessions}
    by_row: dict[int, list] = {}
    for guest in reading.people:
        by_row.setdefault(guest.row, []).append(guest)
    read = {(q.text, q.address, q.sessions, q.rows): q for q in reading.questions}
    hidden = hidden_rows_of(reading)
    found = []
    for ask in plan.asks:
        sessions = [by_order[order] for order in ask.sessions if order in by_order]
        guests = [guest for row in ask.rows for guest in by_row.get(row, ())]
        question = read.get((ask.text, ask.address, ask.sessions, ask.rows))
        is_of_file = question and not (question.fields or question.rows or question.address)
        found.append(
            AskPicture(
                ask,
                reading.places.get(ask.address, ""),
                sessions[:SHOWN_ABOUT],
                guests[:SHOWN_ABOUT],
                max(0, len(sessions) - SHOWN_ABOUT) + max(0, len(guests) - SHOWN_ABOUT),
                _controls(question, sessions) if question and ask.takes == "choice" else [],
                [session.key for session in sessions],
                hidden if is_of_file else [],
            )
        )
    return found


def _controls(question, sessions):
    """The fields that one form can set for all that the question is about."""
    if not sessions or set(question.fields) - _HERE:
        return []
    if "start" in question.fields and len(sessions) > 1:
        return []  # each has its own
    return list(question.fields)


def hidden_rows_of(reading) -> list[str]:
    return [
        f"{g}.{r}"
        for g, grid in enumerate(reading.grids)
        if not grid.is_hidden
        for r, row in enumerate(grid.rows)
        if row.is_hidden and row.filled()
    ]
