"""The forms that make a person or an organization in one step, and ask about near ones first."""

import uuid
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.chinese import has_chinese
from conference.folding import organization_key
from conference.forms import TypedField
from conference.ids import possible_id
from conference.people.doubles import NearRow, near_organizations, near_people
from conference.people.making import (
    in_its_side,
    make_organization,
    make_person,
    names_of_person,
    someone_called,
)
from conference.people.models import Organization, Person
from conference.people.near import Near, SomeOrganization

NEW = "new"
LONGEST_PART = 60  # of a person's name, as the directory has it


@dataclass
class Question:
    """Whether what was typed is one of the near rows; answered with the id of one, or "new"."""

    name: str  # of its boxes
    typed: str
    near: list[NearRow]
    answer: str = ""
    asked: set[str] = field(default_factory=set)  # the ids that were shown before

    @property
    def is_answered(self) -> bool:
        """Also where nothing is near. Who came near since it was asked is asked about again."""
        keys = {str(found.row.pk) for found in self.near}
        return not keys or self.answer in keys or (self.answer == NEW and keys <= self.asked)

    @property
    def chosen(self):
        return next((f.row for f in self.near if str(f.row.pk) == self.answer), None)

    @property
    def is_new(self) -> bool:
        return self.answer == NEW

    @property
    def is_of_an_organization(self) -> bool:
        return self.name.startswith("organization")


class _AskingForm(forms.Form):
    """`questions` are those to show; the form is valid when all of them are answered."""

    use_required_attribute = False
    questions: list[Question]

    def __init__(self, data=None, *, guid: uuid.UUID, **kwargs):
        super().__init__(data, **kwargs)
        self.guid, self.questions = guid, []
        for name, box in self.fields.items():
            box.widget.attrs |= {"id": f"make-{name}", "autocomplete": "off"}

    def ask(self, name, typed, near) -> Question:
        question = Question(
            name, typed, near, self.data.get(name, ""), set(self.data.getlist(f"{name}-asked"))
        )
        if not question.is_answered:
            self.questions.append(question)
        return question

    def settle(self):
        """Refuse while something is to be answered; the first time no error says so."""
        if any(question.asked for question in self.questions):
            raise ValidationError(_("Choose one of these, or say that it is a new one."))
        if self.questions:
            raise ValidationError("", code="asked")

    @property
    def told(self) -> list[str]:
        """The errors that stand above the form."""
        return [text for text in self.non_field_errors() if text]


def in_another_language(name: str, other: str):
    if name and other and has_chinese(name) == has_chinese(other):
        raise ValidationError(_("Both names are in one language. Leave the second one empty."))


class NewOrganizationForm(_AskingForm):
    name = TypedField(label=gettext_lazy("Name"), max_length=200)
    other = TypedField(
        label=gettext_lazy("Name in the other language"), max_length=200, required=False
    )

    def clean(self):
        cleaned = super().clean()
        name, other = cleaned.get("name", ""), cleaned.get("other", "")
        if not name:
            return cleaned
        in_another_language(name, other)
        self.question = self.ask("is", name, near_organizations(SomeOrganization((name, other))))
        self.settle()
        return cleaned

    def make(self) -> Organization:
        if self.question.chosen:
            return self.question.chosen
        besides = [found.row for found in self.question.near]
        values = self.cleaned_data
        return make_organization(
            values["name"], other=values["other"], guid=self.guid, besides=besides
        )


class NewPersonForm(_AskingForm):
    """`person` is set where somebody of the directory was chosen instead."""

    name = TypedField(label=gettext_lazy("Name"), max_length=121)
    other = TypedField(
        label=pgettext_lazy("a person's", "Name in the other language"),
        max_length=121,
        required=False,
    )
    organization = TypedField(label=gettext_lazy("Organization"), max_length=200, required=False)
    title = TypedField(label=pgettext_lazy("a person's", "Title"), max_length=200, required=False)

    person: Person | None = None

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        key = possible_id((data or {}).get("is", ""))
        if key is not None:
            self.person = Person.objects.select_related("organization").filter(pk=key).first()
            if self.person is not None:
                self.fields["name"].required = False

    def clean(self):
        cleaned = super().clean()
        if self.person is not None or self.errors:
            return cleaned
        name, other, typed = (cleaned[key] for key in ("name", "other", "organization"))
        in_another_language(name, other)
        if any(len(part) > LONGEST_PART for part in names_of_person(name, other).values()):
            raise ValidationError(_("A part of the name is longer than 60 characters. Shorten it."))
        if key := possible_id(self.data.get("is", "")):
            raise ValidationError(
                _("The person that you chose is no longer there. Choose again."),
                params={"key": key},
            )
        self.employer = self.find_organization(typed)
        employer = self.employer.chosen
        someone = someone_called(name, other, organization=employer.pk if employer else None)
        self.twins = self.ask("is", name, near_people(someone))
        self.settle()
        return cleaned

    def find_organization(self, typed) -> Question:
        """The one of this very name is meant; one whose name is near is asked about."""
        near = near_organizations(SomeOrganization((typed,))) if typed else []
        same = [found for found in near if found.near == Near.SAME]
        if len(same) == 1:
            return Question("organization-is", typed, same, str(same[0].row.pk))
        return self.ask("organization-is", typed, near)

    def make(self) -> Person:
        """The chosen person, or a new one with a new organization where that is needed."""
        if self.person is not None:
            return self.person
        values, employer = self.cleaned_data, self.employer.chosen
        if employer is None and values["organization"]:
            employer = make_organization(
                values["organization"], besides=[found.row for found in self.employer.near]
            )
        return make_person(
            values["name"],
            other=values["other"],
            organization=employer,
            title=values["title"],
            guid=self.guid,
            besides=[found.row for found in self.twins.near],
        )

    def printed(self) -> dict[str, str]:
        """What was typed of somebody chosen, where the directory says otherwise: it is printed so
        at the conference, and stays as it is for all others.
        """
        if self.person is None:
            return {}
        title, typed = self.cleaned_data["title"], self.cleaned_data["organization"]
        employer, printed = self.person.organization, {}
        if title and title not in (self.person.position_zh, self.person.position_en):
            printed |= in_its_side("printed_title", title)
        known = {employer.name_zh, employer.name_en} if employer else set()
        if typed and organization_key(typed) not in map(organization_key, known):
            printed |= in_its_side("printed_organization", typed)
        return printed
