"""The reader's own questions as asks: taken as read, or left open."""

from django.utils.translation import gettext as _

from conference.program.entering.as_read import as_read
from conference.program.entering.decisions import AS_READ, Ask, Asker, Option
from conference.program.office.reading import Certainty, Question, Reading

LEAVE = "leave"
_OF_DOUBLES = {"name", "organization", "phone"}


class Doubts:
    """Which values of which sessions are in doubt, and stay empty while they are."""

    def __init__(self, asker: Asker, reading: Reading):
        self.asker, self.reading = asker, reading
        self.sessions = {session.order: session for session in reading.sessions}
        self.guests = {guest.row: guest for guest in reading.people}
        self.asks_of: dict[int, list[Ask]] = {}  # order of a session -> asks
        self.asks_of_row: dict[int, list[Ask]] = {}  # row of a list -> asks
        self.empty: dict[int, set[str]] = {}  # order -> fields that stay empty
        self.empty_rows: dict[int, set[str]] = {}

    def plan(self) -> None:
        for question in self.reading.questions:
            if not (self.is_asked_elsewhere(question) or self.changes_nothing(question)):
                self.ask(question)

    def ask(self, question: Question) -> None:
        about = [self.sessions[order].title for order in question.sessions]
        about += [self.guests[row].name for row in question.rows if row in self.guests]
        label = as_read(
            question,
            [self.sessions[order] for order in question.sessions if order in self.sessions],
            [self.guests[row] for row in question.rows if row in self.guests],
        )
        ask = self.asker.ask(
            "reading", [question.fields, about or question.address], question.text,
            address=question.address, suggested=AS_READ,
            options=[
                Option(AS_READ, label),
                Option(LEAVE, _("Leave it open for now")),
            ],
            sessions=question.sessions, rows=question.rows,
            topic=" ".join(("reading", *question.fields)),
            places=[*(self.sessions[order].key for order in question.sessions),
                    *(self.guests[row].key for row in question.rows if row in self.guests)],
        )  # fmt: skip
        stays_empty = ask.answer != AS_READ
        for order in question.sessions:
            self.asks_of.setdefault(order, []).append(ask)
            if stays_empty:
                self.empty.setdefault(order, set()).update(question.fields)
        for row in question.rows:
            self.asks_of_row.setdefault(row, []).append(ask)
            if stays_empty:
                self.empty_rows.setdefault(row, set()).update(question.fields)

    def is_asked_elsewhere(self, question: Question) -> bool:
        """Days, ends and doubles are asked with what may be chosen there."""
        if question.fields == ("day",):
            return True
        if len(question.rows) > 1 and set(question.fields) <= _OF_DOUBLES and question.fields:
            return True
        if len(question.sessions) == 1 and set(question.fields) <= {"start", "end"}:
            session = self.sessions[question.sessions[0]]
            start, end = session.start.value, session.end.value
            is_open_end = start is not None and (end is None or end <= start)
            return "end" in question.fields and is_open_end
        return False

    def changes_nothing(self, question: Question) -> bool:
        """Whether no answer would lead anywhere: a cell that nothing is made of, and an empty one
        of who gives a talk beside no title.
        """
        if question.fields == ("gender",):
            return True
        guests = [self.guests[row] for row in question.rows if row in self.guests]
        if question.fields != ("gives_talk",) or not guests:
            return False
        return all(
            guest.gives_talk.value is None
            and guest.gives_talk.certainty is not Certainty.UNKNOWN
            and not guest.talk_title
            for guest in guests
        )

    def has_doubt(self, session, field: str) -> bool:
        """Whether a value stays empty: its question is open, and nothing sure stands there."""
        return field in self.empty.get(session.order, ()) and (
            field == "people" or getattr(session, field).is_guess
        )
