"""The act that writes now: its name in every record, what it wrote, and its row at the end."""

from collections import defaultdict
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from conference.acts.aside import Aside
from conference.models.acts import UNDO_FOR, Act, forget_what_was_kept

_current: ContextVar["Writing | None"] = ContextVar("the act that writes now", default=None)


@dataclass
class Writing:
    """An act while it goes on."""

    by: object = None
    conference: object = None
    words: str = ""
    file: str = ""
    can_be_undone: bool = True
    undoes: Act | None = None
    name: str = field(default_factory=lambda: f"act-{token_hex(8)}")
    began_at: datetime = field(default_factory=timezone.now)
    rows: dict = field(default_factory=lambda: defaultdict(dict))  # {model: {id: "+~-"}}
    conferences: set = field(default_factory=set)
    aside: Aside = field(default_factory=Aside)
    saved: Act | None = None  # at the end, where something was written

    def join(self, *, by, conference, words, can_be_undone, file):
        """Another act is opened inside this one: it may say better what this is."""
        self.by = self.by or by
        self.conference = self.conference or conference
        self.words = self.words or words
        self.file = self.file or file
        self.can_be_undone = self.can_be_undone and can_be_undone

    def note(self, row, kind: str):
        """A record of history of the row: `+`, `~` or `-`."""
        model, before = type(row), self.rows[type(row)].get(row.pk)
        self.rows[model][row.pk] = (before or kind)[0] + kind
        if kind == "~":
            self.aside.keep_change(row)
        steps = steps_to_conference(model)
        if steps and (len(steps) == 1 or not self.conferences):
            with suppress(ObjectDoesNotExist):
                self.conferences.add(conference_id_by(steps, row))

    def so_far(self):
        states = {model: dict(rows) for model, rows in self.rows.items()}
        return states, self.by, self.conference, self.words, self.can_be_undone, self.file

    def back_to(self, before):
        """What was written since was rolled back with its transaction."""
        states, self.by, self.conference, self.words, self.can_be_undone, self.file = before
        self.rows = defaultdict(dict, states)

    def counts(self) -> dict:
        """{label: [added, changed, deleted]}; who came and went in the act is in none."""
        found = {}
        for model, rows in self.rows.items():
            ends = [(states[0] == "+", states[-1] == "-") for states in rows.values()]
            tally = [ends.count(end) for end in ((True, False), (False, False), (False, True))]
            if any(tally):
                found[model._meta.label_lower] = tally
        return found

    def save(self):
        """The row of the act; none where nothing was written. Two queries."""
        counts = self.counts()
        if not counts:
            return
        now = timezone.now()
        lasts = self.can_be_undone and not self.aside.is_too_much
        forget_what_was_kept(at=now)
        self.saved = Act.objects.create(
            name=self.name,
            conference_id=self.conference_id(),
            by=self.by if getattr(self.by, "pk", None) else None,
            began_at=self.began_at,
            at=now,
            words=self.words,
            file=self.file[:120],
            counts=counts,
            undo_until=now + UNDO_FOR if lasts else None,
            undoes=self.undoes,
            kept=self.aside.as_json() if lasts else None,
        )

    def conference_id(self):
        """The conference named, else the only one whose rows were written; None when it is gone."""
        from_rows = self.conferences - {None}
        found = getattr(self.conference, "pk", None)
        if found is None and len(from_rows) == 1:
            (found,) = from_rows
        for model, rows in self.rows.items():
            if model._meta.label_lower == "conference.conference":
                return None if rows.get(found, "+")[-1] == "-" else found
        return found


def steps_to_conference(model) -> tuple[str, ...]:
    """The way from a row to its conference; () where it belongs to none."""
    if owner := model._meta.auto_created:  # a row behind a many-to-many field
        name = next(f.name for f in model._meta.fields if f.related_model is owner)
        return (name, *steps_to_conference(owner))
    path = getattr(model._default_manager.all(), "conference_path", "")
    return tuple(path.split("__")) if path else ()


def conference_id_by(steps, row):
    *way, last = steps
    for step in way:
        row = getattr(row, step)
    return row.pk if last == "pk" else getattr(row, f"{last}_id")


@contextmanager
def act(*, by=None, conference=None, words="", can_be_undone=True, undoes=None, file=""):
    """What is written inside is one act. Inside another act it is a part of that one.

    `words` says what was done, as a sentence of the source (`gettext_noop`), without names; empty,
    it is told by what was added, changed and deleted; `file` names the one it took. Gives the
    `Writing`; its `saved` is the row, None where nothing was written or an error ended it. Two
    queries at the end; opens no transaction: stand inside the one that writes, or around it.
    """
    outer = _current.get()
    if outer is not None:
        before = outer.so_far()
        outer.join(
            by=by, conference=conference, words=words, can_be_undone=can_be_undone, file=file
        )
        try:
            yield outer
        except BaseException:
            outer.back_to(before)
            raise
        if is_rolled_back():
            outer.back_to(before)
        return
    writing = Writing(by, conference, words, file, can_be_undone, undoes)
    token = _current.set(writing)
    try:
        yield writing
    finally:
        _current.reset(token)
    if not is_rolled_back():
        writing.save()


def is_rolled_back() -> bool:
    """Whether somebody only tried, and the transaction will end without a trace."""
    return transaction.get_connection().in_atomic_block and transaction.get_rollback()


def current() -> Writing | None:
    return _current.get()


def person_of_act():
    """Who is at work, where an act says so; else the request does (simple-history asks it)."""
    writing = _current.get()
    return writing and writing.by


def name_of_act() -> str | None:
    """What each record of history that is written now carries; None where a command that opened
    no act is at work.
    """
    if (writing := _current.get()) is not None:
        return writing.name
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None:
        return None
    if not hasattr(request, "act"):
        request.act = f"act-{token_hex(8)}"
    return request.act


def note_rows(rows, kind: str) -> None:
    """Rows were written with their history, many at once."""
    if (writing := _current.get()) is not None:
        for row in rows:
            writing.note(row, kind)


def rows_beside(rows) -> None:
    """Add rows of one model without a history, so that an undo takes them away. One query."""
    made = type(rows[0])._base_manager.bulk_create(rows)
    if (writing := _current.get()) is not None:
        writing.aside.note_made(made)


def gone_beside(rows) -> None:
    """Delete rows of one model without a history, so that an undo brings them back. One query, none
    of nothing.
    """
    if not rows:
        return
    if (writing := _current.get()) is not None:
        writing.aside.keep_rows(rows)
    type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


# --- What simple-history and Django say of single rows --------------------------------------------


def name_record(history_instance, **_signal) -> None:
    """`pre_create_historical_record`"""
    record, writing = history_instance, _current.get()
    record.history_change_reason = record.history_change_reason or name_of_act()
    if writing is not None and record.history_user_id is None and writing.by is not None:
        record.history_user_id = writing.by.pk


def note_record(instance, history_instance, **_signal) -> None:
    """`post_create_historical_record`"""
    note_rows([instance], history_instance.history_type)


def keep_aside(instance, **_signal) -> None:
    """`pre_delete` of rows with a history"""
    if (writing := _current.get()) is not None:
        writing.aside.keep_deleted(instance)
