"""What a kind of question asks and keeps; the kinds that ask one thing.

A kind asks by one box or by several, its parts. The part of those with one box is ''.
"""

import re
import unicodedata
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.cleaning import clean_line, clean_phone
from conference.attendance.fields import MOST_SHOWN, CleanField, OfferedField
from conference.attendance.models import Question
from conference.attendance.questions.options import in_active_language, options_of
from conference.clock import ClockField, DayField, check_year
from conference.controls import without_controls

Answer = Any  # as JSON
MOST_TEXT, MOST_LONG_TEXT = 500, 2_000
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,2})?")


class Kind:
    """One kind of question. All of it is without a query; `question.form.conference` is at hand."""

    takes_conditions = False  # whether others may be asked only if this is answered so
    rows: ClassVar[tuple[tuple[str, ...], ...]] = ()  # parts that stand side by side

    def parts(self, question: Question) -> dict[str, forms.Field]:
        """The boxes by the name of the part; in the active language."""
        raise NotImplementedError

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        """The answer of what the boxes gave; None for none. Raises ValidationError by part."""
        value = given.get("")
        return None if value in ("", None, []) else value

    def boxed(self, question: Question, answer: Answer) -> dict[str, Any]:
        """What stands in the boxes for an answer."""
        return {"": self.said(question, answer)}

    def said(self, question: Question, answer: Answer) -> str:
        """The answer as a text in the active language."""
        return plainly(answer)

    def cell(self, question: Question, answer: Answer, part: str) -> str | int | float:
        """What stands in the column of a part."""
        return self.said(question, answer)

    def values(self, question: Question, answer: Answer) -> list[str]:
        """What conditions compare: the values of the boxes."""
        return []


def plainly(answer: Answer) -> str:
    """A simple answer as a text, whatever its question."""
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if isinstance(answer, list):
        return "; ".join(map(str, answer))
    return "" if answer is None else str(answer)


def common(question: Question) -> dict[str, Any]:
    """What every box with the question itself as its label has."""
    return {
        "label": str(question),
        "required": question.is_required,
        "help_text": str(question.hint),
    }


# --- Texts and numbers --------------------------------------------------------------------------


class ShortText(Kind):
    def parts(self, question: Question) -> dict[str, forms.Field]:
        return {"": CleanField(max_length=MOST_TEXT, **common(question))}


def clean_lines(text: str) -> str:
    """Several lines, each as `clean_line` makes it; at most one empty one between two."""
    lines = [clean_line(line) for line in without_controls(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class LongText(Kind):
    def parts(self, question: Question) -> dict[str, forms.Field]:
        box = CleanField(
            max_length=MOST_LONG_TEXT,
            by=clean_lines,
            widget=forms.Textarea(attrs={"rows": 4}),
            **common(question),
        )
        return {"": box}


class NumberField(CleanField):
    """Between two limits, both of which may be given as answers."""

    def __init__(self, *, least: int = 0, greatest: int | None = None, **options: Any):
        self.least, self.greatest = least, greatest
        super().__init__(max_length=20, **options)
        if least >= 0:  # keys for numbers lack a minus on some phones
            self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> int | float | None:
        if isinstance(value, int | float):
            return value
        text = super().to_python(value)
        return read_number(text) if text else None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        limits = {"least": self.least, "greatest": self.greatest}
        if self.greatest is not None and not self.least <= value <= self.greatest:
            raise ValidationError(
                _("Write a number from %(least)d to %(greatest)d."), code="limits", params=limits
            )
        if value < self.least:
            raise ValidationError(
                _("Write a number of at least %(least)d."), code="limits", params=limits
            )


def read_number(text: str) -> int | float:
    """'１２' is 12, '2.50' is 2.5; up to nine digits and two behind the point."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "").replace("−", "-")
    if not _NUMBER.fullmatch(text):
        raise ValidationError(_("Write a number in digits, such as 12 or 2.5."), code="number")
    found = float(text)
    return int(found) if found.is_integer() else found


class Number(Kind):
    def parts(self, question: Question) -> dict[str, forms.Field]:
        options = common(question)
        options["help_text"] = f"{options['help_text']} {limits(question)}".strip()
        return {"": NumberField(least=question.least or 0, greatest=question.greatest, **options)}

    def cell(self, question: Question, answer: Answer, part: str) -> str | int | float:
        is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
        return answer if is_number else plainly(answer)


def limits(question: Question) -> str:
    """'From 1 to 20.', of a number; '' where nothing but a sensible number is asked for."""
    least, greatest = question.least, question.greatest
    if question.kind != Question.Kind.NUMBER or (least is None and greatest is None):
        return ""
    said = {"least": least or 0, "greatest": greatest}
    return (
        _("At least %(least)d.") if greatest is None else _("From %(least)d to %(greatest)d.")
    ) % said


class Phone(Kind):
    def parts(self, question: Question) -> dict[str, forms.Field]:
        widget = forms.TextInput(attrs={"type": "tel"})
        return {"": CleanField(max_length=40, by=clean_phone, widget=widget, **common(question))}


# --- Days and times -----------------------------------------------------------------------------


class AnyDayField(DayField):
    """A day within the years that a conference may have."""

    def __init__(self, **options: Any):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day:
            check_year(day)
        return day


class AnyClockField(ClockField):
    def __init__(self, **options: Any):
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> time | None:
        found = super().to_python(value)
        return found.replace(tzinfo=None) if found else None


class Day(Kind):
    def parts(self, question: Question) -> dict[str, forms.Field]:
        return {"": AnyDayField(**common(question))}

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        return given[""].isoformat() if given.get("") else None


class Clock(Kind):
    def parts(self, question: Question) -> dict[str, forms.Field]:
        return {"": AnyClockField(**common(question))}

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        found = given.get("")
        return None if found is None else found.strftime("%H:%M")


# --- Lists --------------------------------------------------------------------------------------


class YesNo(Kind):
    takes_conditions = True

    def parts(self, question: Question) -> dict[str, forms.Field]:
        box = forms.TypedChoiceField(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Answer yes or no.")},
            **common(question),
        )
        return {"": box}

    def boxed(self, question: Question, answer: Answer) -> dict[str, Any]:
        return {"": ("yes" if answer else "no") if isinstance(answer, bool) else ""}

    def values(self, question: Question, answer: Answer) -> list[str]:
        return [self.boxed(question, answer)[""]]


class OneOfList(Kind):
    takes_conditions = True

    def parts(self, question: Question) -> dict[str, forms.Field]:
        # Nobody's answer is chosen for them.
        blank = ("", _("Choose one") if question.is_required else _("No answer"))
        options = [(line, line) for line in options_of(question)]
        return {"": OfferedField(choices=[blank, *options], **common(question))}

    def said(self, question: Question, answer: Answer) -> str:
        text = plainly(answer)
        return in_active_language(question, text) if isinstance(answer, str) else text

    def values(self, question: Question, answer: Answer) -> list[str]:
        return [self.said(question, answer)]


class OfferedManyField(forms.MultipleChoiceField):
    """Several of a list; an answer that is not in it (any more) is named."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        forms.Field.validate(self, value)
        for each in value:
            if not self.valid_value(each):
                raise ValidationError(
                    _("“%(answer)s” is not offered here, or no longer. Choose again."),
                    params={"answer": each[:MOST_SHOWN]},
                    code="invalid_choice",
                )


class SeveralOfList(Kind):
    takes_conditions = True

    def parts(self, question: Question) -> dict[str, forms.Field]:
        options = [(line, line) for line in options_of(question)]
        return {"": OfferedManyField(choices=options, **common(question))}

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        return list(dict.fromkeys(given.get("") or [])) or None

    def boxed(self, question: Question, answer: Answer) -> dict[str, Any]:
        return {"": self.values(question, answer)}

    def said(self, question: Question, answer: Answer) -> str:
        return pgettext("between the items of a list", "; ").join(self.values(question, answer))

    def values(self, question: Question, answer: Answer) -> list[str]:
        chosen = answer if isinstance(answer, list) else [plainly(answer)]
        return [in_active_language(question, str(each)) for each in chosen if each != ""]


class Heading(Kind):
    """Asks nothing: it stands above questions."""

    def parts(self, question: Question) -> dict[str, forms.Field]:
        return {}

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        return None
