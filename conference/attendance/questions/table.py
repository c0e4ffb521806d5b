"""All kinds by name, and what is the same for each: boxes, answers as texts, columns."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conference.attendance.models import Question
from conference.attendance.questions import compound, files, kinds
from conference.attendance.questions.kinds import Answer, Kind, plainly
from conference.attendance.questions.options import all_options
from conference.bilingual import label_in_both_languages
from conference.folding import fold
from conference.models import Conference

KINDS: dict[str, Kind] = {
    "text": kinds.ShortText(),
    "long-text": kinds.LongText(),
    "number": kinds.Number(),
    "yes-no": kinds.YesNo(),
    "choice": kinds.OneOfList(),
    "choices": kinds.SeveralOfList(),
    "date": kinds.Day(),
    "time": kinds.Clock(),
    "phone": kinds.Phone(),
    "arrival": compound.Arrival(),
    "departure": compound.Departure(),
    "hotel": compound.HotelNights(),
    "meals": compound.Meals(),
    "diet": compound.Diet(),
    "file": files.FileAnswer(),
    "section": kinds.Heading(),
}
# What people write for yes and no in a sheet.
YES = {"是", "yes", "y", "true", "1", "√", "有", "需要", "要"}
NO = {"否", "no", "n", "false", "0", "无", "不需要", "不", "不要"}


def kind_of(question: Question) -> Kind:
    return KINDS[question.kind]


def questions_of(conference: Conference) -> QuerySet[Question]:
    """The questions of a conference in order, headings too, with all that their kinds read. One
    query.
    """
    rows = Question.objects.filter(form__conference=conference)
    return rows.select_related("form__conference")


# --- Boxes --------------------------------------------------------------------------------------


def box_name(question: Question, part: str = "") -> str:
    """'question_12', 'question_12_day': of a box of a form, and of a column."""
    return f"question_{question.pk}_{part}" if part else f"question_{question.pk}"


def boxes(question: Question) -> dict[str, forms.Field]:
    """{name: field}"""
    parts = kind_of(question).parts(question)
    return {box_name(question, part): box for part, box in parts.items()}


def labels(question: Question) -> dict[str, str]:
    """{name of a box: what tells it from those of other questions}"""
    return {
        box_name(question, part): f"{question} · {box.label}" if part else str(question)
        for part, box in kind_of(question).parts(question).items()
    }


def boxed(question: Question, answer: Answer) -> dict[str, Any]:
    """{name: what stands in the box} for an answer, or for none."""
    kind = kind_of(question)
    if answer is None or (isinstance(answer, dict) and answer.get("kind") != question.kind):
        return {}
    return {box_name(question, part): each for part, each in kind.boxed(question, answer).items()}


def kept(question: Question, given: Mapping[str, Any]) -> Answer:
    """The answer of what the boxes gave, by their names. Raises ValidationError by box."""
    kind = kind_of(question)
    parts = {part: given.get(box_name(question, part)) for part in kind.parts(question)}
    try:
        return kind.kept(question, parts)
    except ValidationError as error:
        raise ValidationError(
            {box_name(question, part): found for part, found in error.error_dict.items()}
        ) from None


# --- Answers ------------------------------------------------------------------------------------


def answer_text(question: Question, answer: Answer) -> str:
    """One answer as text: yes and no in words, an option of a list in the active language. An
    answer that was given to a question of another kind is told as what it is.
    """
    if answer is None:
        return ""
    if isinstance(answer, dict):
        kind = KINDS.get(answer.get("kind", ""))
        return kind.said(question, answer) if kind else ""
    is_simple = not isinstance(kind_of(question), compound.Compound)
    return kind_of(question).said(question, answer) if is_simple else plainly(answer)


def cell(question: Question, answer: Answer, part: str) -> str | int | float:
    """What stands in the column of a part."""
    if answer is None:
        return ""
    if isinstance(answer, dict) and answer.get("kind") == question.kind:
        return kind_of(question).cell(question, answer, part)
    if isinstance(answer, dict) or isinstance(kind_of(question), compound.Compound):
        # It was another kind when this was answered: whole, in the first column.
        is_first = part == next(iter(kind_of(question).parts(question)), "")
        return answer_text(question, answer) if is_first else ""
    return kind_of(question).cell(question, answer, part)


# --- What a sheet says --------------------------------------------------------------------------


def read(question: Question, texts: Mapping[str, str]) -> Answer:
    """The answer of the cells of a sheet, by the names of the boxes; labels of either language.
    Raises ValidationError by box.
    """
    given, wrong = {}, {}
    for name, box in boxes(question).items():
        box.required = False
        try:
            given[name] = box.clean(_sent(question, box, texts.get(name, "").strip()))
        except ValidationError as error:
            wrong[name] = error
    if wrong:
        raise ValidationError(wrong)
    return kept(question, given)


def _sent(question: Question, box: forms.Field, text: str) -> Any:
    """What a browser would send for the text of a cell."""
    if isinstance(box, forms.TypedChoiceField | forms.BooleanField):
        if not text:
            return ""
        said = _bare(text)
        if said not in YES | NO:
            raise ValidationError(_("Write yes or no (是 or 否)."))
        is_yes = said in YES
        return is_yes if isinstance(box, forms.BooleanField) else ("yes" if is_yes else "no")
    if not isinstance(box, forms.ChoiceField):
        return text
    known = {}
    for value, label in box.choices:
        if value:
            names = (value, *label_in_both_languages(label).as_list())
            known |= dict.fromkeys(map(_bare, names), value)
    options = [option for option in all_options(question) if str(option) in known.values()]
    for option in options:
        known |= dict.fromkeys(map(_bare, filter(None, option.as_list())), str(option))
    both = [*(option.zh for option in options), *(option.en for option in options)]
    names = list(filter(None, both)) or [str(label) for value, label in box.choices if value]
    if isinstance(box, forms.MultipleChoiceField):
        parts = [text] if _bare(text) in known else text.replace("；", ";").split(";")
        return [_known(known, names, part) for part in map(str.strip, parts) if part]
    return _known(known, names, text) if text else ""


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text))) or text.strip()


def _known(known: Mapping[str, str], names: list[str], text: str) -> str:
    if (value := known.get(_bare(text))) is None:
        raise ValidationError(
            _("“%(text)s” is not an option. Use one of: %(names)s.")
            % {"text": text[:40], "names": "; ".join(names[:20])}
        )
    return value


def without_headings(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.kind != Question.Kind.SECTION]
