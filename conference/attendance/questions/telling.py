"""Answers with what was asked, for people: also those to questions that are gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import pgettext

from conference.attendance.models import Question, Registration, ReplyForm, is_file
from conference.attendance.questions.kinds import Answer
from conference.attendance.questions.table import answer_text, labels, questions_of
from conference.attendance.questions.wordings import QuestionsThen, worded_then
from conference.models import Conference

MASK = "***"


@dataclass(frozen=True, slots=True)
class Told:
    """`key` of the question, under which the answer is kept; `question` in the words that were
    answered, `reads_now` where they are others now.
    """

    key: int
    question: str
    answer: str
    is_sensitive: bool
    is_file: bool = False  # that may be opened
    reads_now: str = ""


def told(person: Registration, *, shows_sensitive: bool = True) -> list[Told]:
    """What somebody answered, in the order of the form; then what they answered to questions that
    were deleted since. Two queries at most; two more where there are such, and one where some were
    reworded.
    """
    conference, answers = person.conference, person.answers
    questions = list(questions_of(conference))
    known = {str(question.pk) for question in questions}
    if gone := [int(key) for key in answers if key not in known and key.isdecimal()]:
        questions += gone_questions(conference, gone)
    words = worded_then(person, questions)
    found = []
    for question in questions:
        if (answer := answers.get(str(question.pk))) is None:
            continue
        shows = shows_sensitive or not question.holds_sensitive
        said = answer_text(question, answer) if shows else MASK
        of_file = shows and is_file(answer)
        is_sensitive, now = question.holds_sensitive, str(question)
        then = words.get(question.pk, now)
        reads_now = now if then != now else ""
        found.append(Told(question.pk, then, said, is_sensitive, of_file, reads_now))
    return found


def gone_questions(conference: Conference, keys: list[int] | None = None) -> list[Question]:
    """Deleted questions of the conference's forms, as they were last; `keys`: of these alone. Two
    queries.
    """
    forms = set(ReplyForm.history.filter(conference_id=conference.pk).values_list("id", flat=True))
    records = Question.history.filter(form_id__in=forms, history_type="-")
    if keys is not None:
        records = records.filter(id__in=keys)
    found = {}
    for record in records.order_by("history_date", "history_id"):
        question = record.instance
        question.form = ReplyForm(pk=record.form_id, conference=conference)
        found[record.id] = question
    return [found[key] for key in sorted(found)]


def told_then(
    asked: QuestionsThen, answers: Mapping[str, Answer], keys: Iterable[str], moment: datetime
) -> str:
    """Those of `answers` with these keys, as '几时到达：G8013', in the words that a moment
    had, in the order of the form.
    """
    found = []
    for key in keys:
        question = asked.at(int(key), moment) if key.isdecimal() else None
        if question is not None and answers.get(key) is not None:
            found.append((question.position, question.pk, question, answers[key]))
    colon = pgettext("between a role and a name", ": ")
    semicolon = pgettext("between the items of a list", "; ")
    lines = sorted(found, key=lambda each: each[:2])
    return semicolon.join(f"{q}{colon}{answer_text(q, answer)}" for _n, _pk, q, answer in lines)


def column_label(asked: QuestionsThen, name: str, moment: datetime) -> str:
    """What the column of a question was called that a list held then; '' for any other name."""
    _question, _line, key = name.partition("question_")
    number = key.partition("_")[0]
    question = asked.at(int(number), moment) if number.isdecimal() else None
    return labels(question).get(name, str(question)) if question is not None else ""
