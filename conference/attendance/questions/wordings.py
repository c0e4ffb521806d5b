"""In which words a question stood when somebody answered it.

Answers are kept by the id of their question, whose words may change; its history has those of then.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property

from conference.attendance.models import Question, Registration, ReplyForm
from conference.attendance.questions.kinds import Answer
from conference.bilingual import Text

EVER = datetime.min.replace(tzinfo=UTC)


def worded_then(person: Registration, questions: Iterable[Question]) -> dict[int, str]:
    """{question id: its words when this person answered it}, in the active language, of those that
    read otherwise now. One query, one more where there are such; none without answers.
    """
    answered = {q.pk: q for q in questions if str(q.pk) in person.answers}
    if not answered:
        return {}
    columns = ("id", "history_date", "label_zh", "label_en")
    records = Question.history.filter(id__in=answered).order_by("history_date", "history_id")
    words: dict[int, list[tuple[datetime, str]]] = {}
    for key, at, zh, en in records.values_list(*columns):
        words.setdefault(key, []).append((at, str(Text(zh, en))))
    reworded = {
        key: was
        for key, was in words.items()
        if any(said != str(answered[key]) for _at, said in was)
    }
    if not reworded:
        return {}
    since = _answered_since(person, reworded)
    found = {}
    for key, was in reworded.items():
        # Before its first record it had the words of that one.
        said = next((said for at, said in reversed(was) if at <= since[key]), was[0][1])
        if said and said != str(answered[key]):
            found[key] = said
    return found


def _answered_since(person: Registration, keys: Iterable[int]) -> dict[int, datetime]:
    """When each answer became what it is. One query; two more where registrations were made one,
    whose answers came along.
    """
    since = dict.fromkeys(keys, person.registered_at)
    since |= {
        key: at for key, (at, _answer) in _since(person.conference_id, person.pk, since).items()
    }
    return since


def _since(
    conference: int, registration: int, keys: Iterable[int]
) -> dict[int, tuple[datetime, Answer]]:
    """{question id: (since when, answer)} of the last state of a registration, gone ones too."""
    found: dict[int, tuple[datetime, Answer]] = {}
    acts: dict[int, str] = {}
    states = Registration.history.filter(id=registration).exclude(history_type="-")
    columns = ("history_date", "answers", "history_change_reason")
    for at, answers, act in states.order_by("history_date", "history_id").values_list(*columns):
        for key in keys:
            answer = (answers or {}).get(str(key))
            if answer != found.get(key, (at, None))[1]:
                found[key], acts[key] = (at, answer), act or ""
    # Where two registrations were made one, the act that gave the answer deleted the other one.
    joined = Registration.history.filter(
        conference_id=conference,
        history_type="-",
        history_change_reason__in=filter(None, {*acts.values()}),
    ).exclude(id=registration)
    for gone, act in list(joined.values_list("id", "history_change_reason")):
        came_along = [key for key, name in acts.items() if name == act]
        for key, (at, answer) in _since(conference, gone, came_along).items():
            if answer == found[key][1]:
                found[key] = (min(at, found[key][0]), answer)
    return found


class QuestionsThen:
    """The questions of some conferences as they stood at a moment, also those that are gone. Three
    queries, when the first is asked for.
    """

    def __init__(self, conferences: Iterable[int]):
        self._conferences = set(conferences)

    def at(self, key: int, moment: datetime) -> Question | None:
        """None for one that was never asked there."""
        was = self._stood.get(key, [])
        return next((row for at, row in reversed(was) if at <= moment), was[0][1] if was else None)

    @cached_property
    def _stood(self) -> dict[int, list[tuple[datetime, Question]]]:
        forms = ReplyForm.history.filter(conference_id__in=self._conferences)
        keys = set(forms.values_list("id", flat=True))
        records = Question.history.filter(form_id__in=keys).order_by("history_date", "history_id")
        found: dict[int, list[tuple[datetime, Question]]] = {}
        for record in records:
            found.setdefault(record.id, []).append((record.history_date, record.instance))
        for row in Question.objects.filter(form__conference__in=self._conferences):
            found.setdefault(row.pk, [(EVER, row)])
        return found
