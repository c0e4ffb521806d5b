"""The agenda that comes of a file, as a page shows it: days, items, and what is asked of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.program.models.sessions import Kind
from conference.program.office.corrections import KINDS
from conference.program.office.meanings.times import told
from conference.program.office.reading import Certainty
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
    return day_label(date.fromisoformat(value))


@dataclass(slots=True)
class SessionPicture:
    session: object
    place: str  # of its cell, to be jumped to
    when: str
    kind: str
    doubts: str  # names of what is guessed
    talks: list
    questions: list

    @property
    def open(self):
        return bool(self.questions)


@dataclass(slots=True)
class DayPicture:
    value: str
    label: str
    sessions: list[SessionPicture]
    count: int
    open: int  # items about which something is asked
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


def days_of(reading, open_asks) -> list[DayPicture]:
    asked: dict[int, list] = {}
    for picture in open_asks:
        # What is asked of nearly everything is no reason to look at each.
        for order in picture.ask.sessions if len(picture.ask.sessions) <= MOST_ASKED else ():
            asked.setdefault(order, []).append(picture.ask)
    pictures = {s.order: _session(s, reading, asked.get(s.order, [])) for s in reading.sessions}
    days: dict[str, DayPicture] = {}
    for session in reading.sessions:
        picture = pictures[session.order]
        if session.parent in pictures:
            pictures[session.parent].talks.append(picture)
        else:
            value = session.day.value or ""
            shown = days.setdefault(value, DayPicture(value, day_text(value), [], 0, 0))
            shown.sessions.append(picture)
    for shown in days.values():
        everything = [*shown.sessions, *(t for s in shown.sessions for t in s.talks)]
        shown.count = len(everything)
        shown.open = sum(bool(one.questions) for one in everything)
    is_large = len(reading.sessions) > OPEN_UP_TO
    for n, shown in enumerate(days.values()):
        shown.is_open = n == 0 or not is_large
    return list(days.values())


def _session(session, reading, questions):
    times = (told(session.start.value), told(session.end.value))
    when = "–".join(filter(None, times)) or _("no time")
    doubts = [
        str(label)
        for name, label in _FIELD_LABELS.items()
        if getattr(session, name).certainty in (Certainty.GUESSED, Certainty.UNKNOWN)
        and (getattr(session, name).value or getattr(session, name).certainty is Certainty.UNKNOWN)
    ]
    if any(one.is_guess or one.role.is_guess for one in session.people):
        doubts.append(_("people"))
    return SessionPicture(
        session,
        reading.places.get(session.address, ""),
        when,
        str(KIND_LABELS.get(session.kind.value, session.kind.value)),
        ", ".join(dict.fromkeys(doubts)),
        [],
        questions,
    )


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
    def is_one_day(self):
        """Whether it is a day for all of its items: asked with one field, and set in the file."""
        return self.controls == ["day"] and self.ask.takes == "date"

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
                _controls(question, sessions) if question else [],
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
