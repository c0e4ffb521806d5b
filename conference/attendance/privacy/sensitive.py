"""Answers about diet, health and the like, taken out before all else: nobody needs them when the
conference is over. That they were agreed to stays.
"""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from conference.acts.writing import act
from conference.attendance.answer_files import remove
from conference.attendance.models import AnswerFile, DataAccess, Registration, file_keys
from conference.attendance.privacy.erasing import By, forget_undoing, history_of, note
from conference.attendance.questions.table import questions_of
from conference.attendance.questions.telling import gone_questions
from conference.attendance.registering import list_lock
from conference.history import update_rows
from conference.models import Conference

ACT = gettext_noop("Sensitive answers were erased")
STEP = 500  # rows in one transaction


def may_begin_on(conference: Conference) -> date:
    """The day after the conference."""
    return min(conference.ends_on, date.max - timedelta(days=1)) + timedelta(days=1)


def sensitive_keys(conference: Conference) -> list[str]:
    """By what answers to sensitive questions are kept, also to deleted ones. Three queries."""
    questions = [*questions_of(conference), *gone_questions(conference)]
    return sorted({str(question.pk) for question in questions if question.holds_sensitive})


def with_sensitive(conference: Conference) -> "QuerySet[Registration]":
    """Who has such answers. Three queries now."""
    rows, keys = Registration.objects.filter(conference=conference), sensitive_keys(conference)
    # SQLite takes no empty list of keys.
    return rows.filter(answers__has_any_keys=keys) if keys else rows.none()


def forget_sensitive(conference: Conference, *, by: By = None, at: datetime | None = None) -> int:
    """Take them out of every row and its older states; how many people had some. Done twice it
    finds nobody. Some ten queries for each 500 people.
    """
    at, keys, people = at or timezone.now(), sensitive_keys(conference), 0
    if not keys:
        return 0
    while True:
        with (
            list_lock(conference),
            act(by=by, conference=conference, words=ACT, can_be_undone=False),
        ):
            rows = list(with_sensitive(conference).order_by("pk")[:STEP])
            files = []
            for row in rows:
                files += file_keys({key: row.answers[key] for key in keys if key in row.answers})
                row.answers = _without(row.answers, keys)
            if files:
                remove(AnswerFile.objects.filter(conference=conference, key__in=files))
            update_rows(rows, "answers", by=by if getattr(by, "pk", None) else None)
        people += len(rows)
        if len(rows) < STEP:
            break
    while _forget_some_records(conference, keys):
        pass
    if people:
        with list_lock(conference):
            forget_undoing(conference)
            # Which of those that no answer names any more was one of them, nobody can tell.
            remove(AnswerFile.objects.filter(conference=conference).exclude(let_go_at=None))
            row = note(conference, DataAccess.Kind.SENSITIVE, [], by=by, at=at)
            row.many = people
            row.save(update_fields=["many"])
    return people


def _forget_some_records(conference: Conference, keys: list[str]) -> bool:
    records = history_of(Registration)._default_manager.filter(conference_id=conference.pk)
    with list_lock(conference):
        found = list(records.filter(answers__has_any_keys=keys).order_by("history_id")[:STEP])
        for record in found:
            record.answers = _without(record.answers, keys)
        history_of(Registration)._default_manager.bulk_update(found, ["answers"])
    return len(found) == STEP


def _without(answers: dict, keys: list[str]) -> dict:
    return {key: answer for key, answer in answers.items() if key not in keys}
