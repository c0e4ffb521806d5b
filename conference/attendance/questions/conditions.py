"""Who is asked which question: by category, and by what was answered above.

A question may name one above it that is answered with yes, no or an option of a list. A heading's
condition and categories hold for all below it, until the next heading. What is not asked is neither
required nor kept, and what hangs on it is not asked either.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.models import Question
from conference.attendance.questions.kinds import Answer
from conference.attendance.questions.options import all_options, in_active_language, option_lines
from conference.attendance.questions.table import NO, YES, box_name, kind_of

SECTION = Question.Kind.SECTION


@dataclass(frozen=True, slots=True)
class Condition:
    """`values`: what the boxes of `question` hold, any of them, in the active language."""

    question: Question
    values: tuple[str, ...]

    @property
    def box(self) -> str:
        return box_name(self.question)

    def holds(self, answer: Answer) -> bool:
        if answer is None:
            return False
        return bool({*kind_of(self.question).values(self.question, answer)} & {*self.values})

    def __str__(self) -> str:
        words = {"yes": _("Yes"), "no": _("No")}
        is_list = self.question.kind != Question.Kind.YES_NO
        said = [value if is_list else words[value] for value in self.values]
        return _("Only if “%(question)s” is answered with: %(answer)s") % {
            "question": self.question,
            "answer": pgettext("between the items of a list", "; ").join(said),
        }


def values_wanted(question: Question, text: str) -> tuple[list[str], list[str]]:
    """(the values that the lines of a condition mean, the lines that are no answer to it)."""
    lines = option_lines(text)
    if question.kind == Question.Kind.YES_NO:
        words = {**dict.fromkeys(YES, "yes"), **dict.fromkeys(NO, "no")}
        lines = lines or ["yes"]
        known = {line: words[line.casefold()] for line in lines if line.casefold() in words}
    else:
        options = {name for each in all_options(question) for name in (each.zh, each.en) if name}
        known = {line: in_active_language(question, line) for line in lines if line in options}
    return list(dict.fromkeys(known.values())), [line for line in lines if line not in known]


def condition_of(question: Question, by_key: dict[str, Question]) -> Condition | None:
    """What a question hangs on, of those above it; None where on nothing, or on what is no more."""
    above = by_key.get(question.only_if)
    if above is None or not kind_of(above).takes_conditions:
        return None
    return Condition(above, tuple(values_wanted(above, question.only_if_answer)[0]))


def conditions(questions: Iterable[Question]) -> dict[Question, Condition]:
    """{question: its condition} of those that have one."""
    found: dict[Question, Condition] = {}
    by_key: dict[str, Question] = {}
    for question in questions:
        if condition := condition_of(question, by_key):
            found[question] = condition
        by_key[question.key] = question
    return found


def sections(questions: Iterable[Question]) -> Iterator[tuple[Question | None, list[Question]]]:
    """(heading, the questions below it); None above the first heading."""
    heading, below = None, list[Question]()
    for question in questions:
        if question.kind == SECTION:
            if heading or below:
                yield heading, below
            heading, below = question, []
        else:
            below.append(question)
    if heading or below:
        yield heading, below


def for_category(questions: Iterable[Question], category: str) -> list[Question]:
    """Those that somebody of a category may be asked, with the headings that have any below."""
    questions = list(questions)
    hangs_on, left = conditions(questions), set[Question]()

    def may_be(question: Question) -> bool:
        above = hangs_on.get(question)
        return (not question.categories or category in question.categories) and not (
            above and above.question in left
        )

    found: list[Question] = []
    for heading, below in sections(questions):
        is_open = heading is None or may_be(heading)
        asked = []
        for question in below:
            if is_open and may_be(question):
                asked.append(question)
            else:
                left.add(question)
        found += [*([heading] if heading and asked else []), *asked]
    return found


def asked(
    questions: Iterable[Question], answer: Callable[[Question], Answer]
) -> Iterator[tuple[Question, bool]]:
    """(question, whether it is asked) of all but headings; `answer` is called for each that is, in
    order, and what it gives decides on those below.
    """
    questions = list(questions)
    hangs_on, answers = conditions(questions), dict[Question, Answer]()

    def holds(question: Question) -> bool:
        above = hangs_on.get(question)
        return above is None or above.holds(answers.get(above.question))

    for heading, below in sections(questions):
        is_open = heading is None or holds(heading)
        for question in below:
            is_asked = is_open and holds(question)
            if is_asked:
                answers[question] = answer(question)
            yield question, is_asked
