"""The kinds that ask several things at once. Their answers say which it was."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from conference.attendance.cleaning import clean_line, clean_name
from conference.attendance.fields import CleanField, OfferedField
from conference.attendance.models import Question
from conference.attendance.questions.kinds import (
    Answer,
    AnyClockField,
    AnyDayField,
    Kind,
    OfferedManyField,
    common,
    plainly,
)
from conference.attendance.questions.options import in_active_language, options_of, same_option
from conference.wording.days import short_day

MOST_NIGHTS = 60
Labels = Mapping[str, str | Promise]


class Compound(Kind):
    """Parts of their own; `name` is what its answers are called."""

    name: str
    choices: ClassVar[dict[str, Labels]] = {}  # {part: {what is kept: what is shown}}

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        said = {part: self._plain(value) for part, value in given.items() if value}
        self.check(question, given)
        return {"kind": self.name, **said} if said else None

    def check(self, question: Question, given: dict[str, Any]) -> None:
        """Refuse what contradicts itself. Raises ValidationError by part."""

    @staticmethod
    def _plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        return value.strftime("%H:%M") if hasattr(value, "strftime") else value

    def boxed(self, question: Question, answer: Answer) -> dict[str, Any]:
        return self.of(answer)

    def of(self, answer: Answer) -> dict[str, Any]:
        """The parts of an answer of this kind; none of any other."""
        return answer if isinstance(answer, dict) and answer.get("kind") == self.name else {}

    def cell(self, question: Question, answer: Answer, part: str) -> str | int | float:
        value = self.of(answer).get(part)
        if value is None:
            return ""
        label = self.choices.get(part, {}).get(value, value) if part in self.choices else value
        return plainly(label) if isinstance(label, bool) else str(label)


def code_field(labels: Labels, **options: Any) -> OfferedField:
    blank = ("", _("Choose one") if options.get("required") else _("No answer"))
    return OfferedField(choices=[blank, *labels.items()], **options)


def need(part: str, words: str) -> ValidationError:
    return ValidationError({part: [ValidationError(words, code="required")]})


def dotted(texts: Iterable[object]) -> str:
    return " · ".join(filter(None, map(str, texts)))


# --- Arrival and departure ----------------------------------------------------------------------


WAYS: Labels = {
    "train": pgettext_lazy("how somebody travels", "train"),
    "flight": pgettext_lazy("how somebody travels", "flight"),
    "car": pgettext_lazy("how somebody travels", "own car"),
    "other": pgettext_lazy("how somebody travels", "otherwise"),
}


def clean_vehicle(text: str) -> str:
    """'ｇ 8013' is G8013: numbers of trains and flights are compared."""
    return "".join(unicodedata.normalize("NFKC", clean_line(text)).upper().split())


class Travel(Compound):
    choices: ClassVar[dict[str, Labels]] = {"way": WAYS}
    rows = (("way", "number"), ("day", "time"), ("station",), ("pick_up",))
    pick_up: str | Promise
    picked_up: str | Promise

    def parts(self, question: Question) -> dict[str, forms.Field]:
        is_required = question.is_required
        return {
            "way": code_field(WAYS, label=_("By"), required=is_required),
            "number": CleanField(
                label=_("Train or flight number"), max_length=20, by=clean_vehicle, required=False
            ),
            "day": AnyDayField(label=_("Day"), required=is_required),
            "time": AnyClockField(label=pgettext("of a day", "Time"), required=False),
            "station": CleanField(label=_("Station or airport"), max_length=80, required=False),
            "pick_up": forms.BooleanField(label=str(self.pick_up), required=False),
        }

    def check(self, question: Question, given: dict[str, Any]) -> None:
        if not any(given.values()):
            return
        if not given.get("day"):
            raise need("day", _("Give the day."))
        first, last = question.form.conference.starts_on, question.form.conference.ends_on
        if not (given["day"] - first).days >= -60 or (given["day"] - last).days > 60:
            raise need("day", _("This is more than 60 days from the conference. Check the day."))
        if given.get("pick_up") and not given.get("time"):
            raise need("time", _("Give the time, so that a car can be there."))
        if given.get("pick_up") and not given.get("station"):
            raise need("station", _("Give the station or airport, so that a car can be there."))

    def said(self, question: Question, answer: Answer) -> str:
        found = self.of(answer)
        way = str(WAYS.get(found.get("way", ""), ""))
        return dotted(
            (
                " ".join(filter(None, (way, found.get("number")))),
                " ".join(filter(None, (found.get("day"), found.get("time")))),
                found.get("station", ""),
                self.picked_up if found.get("pick_up") else "",
            )
        )


class Arrival(Travel):
    name = "arrival"
    pick_up = gettext_lazy("Please pick me up there")
    picked_up = gettext_lazy("to be picked up")


class Departure(Travel):
    name = "departure"
    pick_up = gettext_lazy("Please take me there")
    picked_up = gettext_lazy("to be taken there")


# --- Hotel --------------------------------------------------------------------------------------


SHARING: Labels = {
    "alone": pgettext_lazy("a hotel room", "a room of my own"),
    "any": pgettext_lazy("a hotel room", "shared, with anybody"),
    "with": pgettext_lazy("a hotel room", "shared with the person named here"),
}


class HotelNights(Compound):
    """Options are the hotels to choose from; none where there is one hotel for all."""

    name = "hotel"
    choices: ClassVar[dict[str, Labels]] = {"share": SHARING}
    rows = (("hotel",), ("from", "to"), ("share", "with"))

    def parts(self, question: Question) -> dict[str, forms.Field]:
        is_required, hotels = question.is_required, options_of(question)
        found: dict[str, forms.Field] = {}
        if hotels:
            labels = {line: line for line in hotels}
            found["hotel"] = code_field(labels, label=_("Hotel"), required=is_required)
        return found | {
            "from": AnyDayField(label=_("First night"), required=is_required),
            "to": AnyDayField(label=_("Leaving on"), required=is_required),
            "share": code_field(
                SHARING, label=pgettext("of a hotel", "Room"), required=is_required
            ),
            "with": CleanField(
                label=_("Sharing with"), max_length=120, by=clean_name, required=False
            ),
        }

    def check(self, question: Question, given: dict[str, Any]) -> None:
        if not any(given.values()):
            return
        for part, words in (("from", _("Give the first night.")), ("to", _("Give the day."))):
            if not given.get(part):
                raise need(part, words)
        if given["to"] <= given["from"]:
            raise need("to", _("The day of leaving comes after the first night."))
        if (given["to"] - given["from"]).days > MOST_NIGHTS:
            raise need("to", _("These are more than 60 nights. Check the days."))
        if abs((given["from"] - question.form.conference.starts_on).days) > 365:
            raise need("from", _("This is far from the conference. Check the year."))
        if given.get("share") == "with" and not given.get("with"):
            raise need("with", _("Write with whom, or choose another room."))
        if given.get("with") and given.get("share") in ("alone", "any"):
            raise need(
                "with", _("Choose the room that is shared with this person, or leave this empty.")
            )

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        if given.get("with") and not given.get("share"):
            given = given | {"share": "with"}
        return super().kept(question, given)

    def boxed(self, question: Question, answer: Answer) -> dict[str, Any]:
        found = self.of(answer)
        if "hotel" in found:
            found = found | {"hotel": in_active_language(question, found["hotel"])}
        return found

    def cell(self, question: Question, answer: Answer, part: str) -> str | int | float:
        if part == "hotel":
            return in_active_language(question, self.of(answer).get("hotel", ""))
        return super().cell(question, answer, part)

    def said(self, question: Question, answer: Answer) -> str:
        found = self.of(answer)
        days = f"{found['from']} - {found['to']}" if found.get("from") else ""
        share = str(SHARING.get(found.get("share", ""), ""))
        if found.get("with"):
            share = _("shared with %(name)s") % {"name": found["with"]}
        return dotted((self.cell(question, answer, "hotel"), days, share))


# --- Meals and diet -----------------------------------------------------------------------------


class Meals(Compound):
    """Options are the meals of a day; each is offered on each day of the conference."""

    name = "meals"

    def parts(self, question: Question) -> dict[str, forms.Field]:
        meals = options_of(question)
        choices = [
            (f"{day.isoformat()} {meal}", f"{short_day(day)} {meal}")
            for day in question.form.conference.days
            for meal in meals
        ]
        return {"": OfferedManyField(choices=choices, **common(question))}

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        chosen = [each.split(" ", 1) for each in given.get("") or []]
        return {"kind": self.name, "meals": chosen} if chosen else None

    def chosen(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        """[(day, meal in the active language)], in order of days."""
        meals = self.of(answer).get("meals", [])
        return sorted((day, in_active_language(question, meal)) for day, meal in meals)

    def boxed(self, question: Question, answer: Answer) -> dict[str, Any]:
        return {"": [f"{day} {meal}" for day, meal in self.chosen(question, answer)]}

    def said(self, question: Question, answer: Answer) -> str:
        comma = pgettext("between the items of a list", ", ")
        days: dict[str, list[str]] = {}
        for day, meal in self.chosen(question, answer):
            days.setdefault(day, []).append(meal)
        order = options_of(question)
        for meals in days.values():
            meals.sort(key=lambda meal: order.index(meal) if meal in order else len(order))
        return dotted(f"{day} {comma.join(meals)}" for day, meals in days.items())

    def cell(self, question: Question, answer: Answer, part: str) -> str | int | float:
        return self.said(question, answer)

    def eats(self, question: Question, answer: Answer, day: date, meal: str) -> bool:
        found = self.of(answer).get("meals", [])
        return any(d == day.isoformat() and same_option(question, m, meal) for d, m in found)


DIETS: Labels = {
    "any": pgettext_lazy("a diet", "everything"),
    "vegetarian": pgettext_lazy("a diet", "vegetarian"),
    "halal": pgettext_lazy("a diet", "halal"),
    "other": pgettext_lazy("a diet", "something else"),
}


class Diet(Compound):
    name = "diet"
    choices: ClassVar[dict[str, Labels]] = {"diet": DIETS}
    rows = (("diet", "note"),)

    def parts(self, question: Question) -> dict[str, forms.Field]:
        return {
            "diet": code_field(DIETS, label=_("I eat"), required=question.is_required),
            "note": CleanField(label=_("Allergies and more"), max_length=200, required=False),
        }

    def check(self, question: Question, given: dict[str, Any]) -> None:
        if given.get("diet") == "other" and not given.get("note"):
            raise need("note", _("Write what the kitchen should know."))

    def said(self, question: Question, answer: Answer) -> str:
        found = self.of(answer)
        return dotted((DIETS.get(found.get("diet", ""), ""), found.get("note", "")))
