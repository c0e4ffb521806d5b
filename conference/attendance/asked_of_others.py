"""Which questions somebody may answer for others, and what they said there that is not asked.

About diet and health everybody speaks, and agrees, for themselves; and nobody hands in papers of
others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from conference.attendance.models import Question
from conference.attendance.questions.conditions import asked, conditions, for_category, sections
from conference.attendance.questions.kinds import Answer
from conference.program.models import Participation
from conference.wording.labels import listed


def for_others(questions: Iterable[Question]) -> list[Question]:
    """Of the questions of a form, in order, those that a liaison or a guest may answer for others,
    with the headings that have any below.
    """
    return without(
        questions, lambda question: question.holds_sensitive or question.kind == Question.Kind.FILE
    )


def without_files(questions: Iterable[Question]) -> list[Question]:
    """Those that a page asks that takes no files."""
    return without(questions, lambda question: question.kind == Question.Kind.FILE)


def without(questions: Iterable[Question], is_left_out: Callable[[Question], bool]):
    """Also what hangs on one that is left out is: who is asked it would not be known."""
    questions = list(questions)
    hangs_on, gone = conditions(questions), set[Question]()

    def may_be(question: Question) -> bool:
        above = hangs_on.get(question)
        return not is_left_out(question) and not (above and above.question in gone)

    found: list[Question] = []
    for heading, below in sections(questions):
        is_open = heading is None or may_be(heading)
        kept = []
        for question in below:
            if is_open and may_be(question):
                kept.append(question)
            else:
                gone.add(question)
        found += [*([heading] if heading and kept else []), *kept]
    return found


def not_asked(
    questions: Iterable[Question], category: str, answers: Mapping[str, Answer]
) -> Iterator[tuple[Question, str]]:
    """(question, why) of what is answered and not asked of somebody of a category."""
    questions = list(questions)
    hangs_on, meant = conditions(questions), for_category(questions, category)
    label = Participation.Category(category).label
    for question in questions:
        if str(question.pk) in answers and question not in meant:
            yield (
                question,
                _("This is not asked of this category: %(category)s.") % {"category": label},
            )
    for question, is_asked in asked(meant, lambda each: answers.get(str(each.pk))):
        if not is_asked and str(question.pk) in answers:
            condition = hangs_on.get(question)
            yield question, str(condition) if condition else _("This is not asked here.")


def asked_of(question: Question) -> str:
    """Of which categories, for somebody who answers for several; '' for all."""
    if not question.categories:
        return ""
    labels = dict(Participation.Category.choices)
    said = [str(labels[each]) for each in question.categories if each in labels]
    return _("Asked of: %(categories)s.") % {"categories": listed(said)}
