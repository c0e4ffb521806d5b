"""Everybody on the list, with what they answered."""

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import pgettext

from conference.attendance.lists.columns import (
    Cells,
    Row,
    Say,
    Told,
    Wording,
    of_a_person,
    zone_of,
)
from conference.attendance.lists.gathering import gathered
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish, in_order
from conference.attendance.models import Checkpoint, Question, Registration
from conference.attendance.questions.table import (
    box_name,
    cell,
    kind_of,
    labels,
    questions_of,
    without_headings,
)
from conference.attendance.questions.telling import MASK
from conference.bilingual import Text
from conference.models import Conference
from conference.program.models import Session


def registrations(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    said = Wording(conference, scope)
    columns = [
        *of_a_person(said, "number", "code", "name", "name_en", "organization", "title"),
        *of_a_person(said, "category", "phone", "email"),
        Told(
            "status",
            pgettext("list column", "Status"),
            needs=("status",),
            says=said.label("status", Registration.Status),
        ),
        Told(
            "source",
            pgettext("list column", "Source"),
            needs=("source",),
            says=said.label("source", Registration.Source),
        ),
        Told(
            "registered_at",
            pgettext("list column", "Registered at"),
            "moment",
            needs=("registered_at",),
            says=said.moment("registered_at"),
        ),
        Told(
            "sessions",
            pgettext("list column", "Sub-forum"),
            width=24,
            needs=("chosen_ids",),
            says=_forums(conference),
        ),
        *_answers(conference, shows_sensitive=scope.sensitive),
        zone_of(conference),
    ]
    people = Registration.objects.filter(conference=conference)
    if checkpoint:
        people = people.filter(sessions=checkpoint.session_id)
    choices = Registration.sessions.through.objects
    people = in_order(scope.within(people), wish, conference=conference, checkpoint=checkpoint)
    return columns, Cells(people.annotate(chosen_ids=gathered(choices, F("session_id"))), columns)


def _forums(conference: Conference) -> Say:
    """The chosen sub-forums by name, in the order of the program."""
    rows = Session.objects.filter(conference=conference, kind="sub-forum").in_order()
    titles = {
        str(pk): str(Text(zh, en)) for pk, zh, en in rows.values_list("pk", "title_zh", "title_en")
    }
    separator = pgettext("between the items of a list", ", ")

    def chosen(row: Row) -> str:
        picked = set((row["chosen_ids"] or "").split(","))
        return separator.join(title for pk, title in titles.items() if pk in picked)

    return chosen


# What a spreadsheet must not take for something else.
COLUMNS: dict[str, str] = {"number": "number", "phone": "code"}


def _answers(conference: Conference, *, shows_sensitive: bool) -> Iterator[Told]:
    """A column a question, several where it asks several things at once. One query."""
    for question in without_headings(questions_of(conference)):
        headers = labels(question)
        for part in kind_of(question).parts(question):
            yield Told(
                box_name(question, part),
                headers[box_name(question, part)],
                COLUMNS.get(question.kind, "text"),
                needs=("answers",),
                says=_cell(question, part, is_hidden=_is_hidden(question, shows_sensitive)),
            )


def _is_hidden(question: Question, shows_sensitive: bool) -> bool:
    return question.holds_sensitive and not shows_sensitive


def _cell(question: Question, part: str, *, is_hidden: bool) -> Say:
    key = str(question.pk)

    def says(row: Row) -> str | int | float:
        said = cell(question, row["answers"].get(key), part)
        return MASK if is_hidden and said != "" else said

    return says
