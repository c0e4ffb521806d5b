"""What a liaison fills in: people row by row, one person for a swap, a filled-in template."""

import uuid
from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.asked_of_others import asked_of, not_asked
from conference.attendance.asking import NOT_OFFERED, AsksQuestions, exclude_each_other
from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.fields import CleanField, OfferedField, OwnIdField
from conference.attendance.forums_on_offer import Choice
from conference.attendance.models import Question, Registration, UnitMember
from conference.attendance.own.changes import mark_of_data
from conference.attendance.questions.table import box_name, boxes, without_headings
from conference.attendance.units.named import FIELDS, Named, is_another
from conference.program.models import Participation
from conference.tabular import EMPTY_FILE, SheetRefused, read_table

MOST_ROWS = 50  # on one page; more people come by the template
FIRST_ROWS = 3
AGREED = gettext_lazy(
    "They know that I name them here, have read the privacy notice, and agree to it."
)


class PersonForm(AsksQuestions):
    """One person. `choices` are the sub-forums on offer; `asks_category` as the unit may choose;
    `questions` those of the form that a liaison may answer, none of which they must.
    """

    name = CleanField(label=gettext_lazy("Name"), max_length=120, by=clean_name)
    name_en = CleanField(
        label=gettext_lazy("Name in Latin letters"), max_length=120, required=False
    )
    title = CleanField(label=gettext_lazy("Position or title"), max_length=200, required=False)
    phone = CleanField(
        label=gettext_lazy("Phone"),
        max_length=40,
        by=clean_phone,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    category = OfferedField(
        label=gettext_lazy("Category"),
        choices=Participation.Category,
        initial=Participation.Category.DELEGATE,
    )

    def __init__(
        self,
        *args,
        choices: Sequence[Choice] = (),
        asks_category=False,
        questions: Sequence[Question] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.choices = choices
        if not asks_category:
            del self.fields["category"]
        if choices:
            self.fields["sessions"] = _forum_field(choices)
        self._ask(questions, asks_category)
        for field in self.fields.values():
            # Of somebody else: what the browser knows of the liaison fits nobody here.
            field.widget.attrs["autocomplete"] = "off"

    def _ask(self, questions, asks_category):
        """Whose category is chosen beside the questions is shown all; they are judged by it."""
        if asks_category:
            self.asks, self.questions, self.answers = questions, without_headings(questions), {}
            for question in self.questions:
                found = boxes(question)
                for box in found.values():
                    box.help_text = " ".join(filter(None, (asked_of(question), str(box.help_text))))
                self.fields |= found
        else:
            self.ask_questions(questions)
        for question in self.questions:
            for name in boxes(question):
                self.fields[name].required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
        self.helper.layout = Layout(*self.groups_of_questions())

    @property
    def asks_what(self) -> list[str]:
        """What stands in the folded part of the row, in short."""
        return [str(question) for question in self.questions]

    @property
    def has_answers(self) -> bool:
        names = [name for question in self.questions for name in boxes(question)]
        return any(self[name].value() or name in self.errors for name in names)

    def clean(self):
        cleaned = super().clean()
        gone = [
            name
            for name in (self.data if self.prefix else ())
            if name.startswith(f"{self.prefix}-question_") and self.data[name].strip()
            if name.removeprefix(f"{self.prefix}-") not in self.fields
        ]
        if gone:
            said = _("“%(answer)s” answers something that is no longer asked. Look through it.")
            self.add_error("name", said % {"answer": self.data[gone[0]][:60]})
        delegate = Participation.Category.DELEGATE
        category = cleaned.get("category") or delegate
        for question, why in not_asked(self.asks, category, self.answers):
            first = next(iter(boxes(question)), box_name(question))
            if first not in self.errors:
                self.add_error(first, why)
        return cleaned

    def clean_email(self):
        return clean_line(self.cleaned_data["email"])

    def clean_sessions(self):
        value = self.cleaned_data["sessions"]
        codes = value if isinstance(value, list) else [value] if value else []
        chosen = [choice for choice in self.choices if choice.session.code in codes]
        for n, first in enumerate(chosen):
            for second in chosen[n + 1 :]:
                if exclude_each_other(first.shown, second.shown):
                    raise ValidationError(
                        _("“%(first)s” and “%(second)s” run at the same time. Choose one."),
                        params={"first": first.shown.title, "second": second.shown.title},
                        code="overlap",
                    )
        return tuple(choice.session for choice in chosen)

    @property
    def named(self) -> Named:
        said = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        return Named(**said, sessions=self.cleaned_data.get("sessions", ()), answers=self.answers)

    @property
    def said(self) -> dict[str, list[str]]:
        """What was sent for this person, field by field, as it came."""
        return {
            name: self.data.getlist(self.add_prefix(name))
            for name in self.fields
            if hasattr(self.data, "getlist")
        }


def _forum_field(choices: Sequence[Choice]) -> forms.Field:
    options = [(choice.session.code, choice.label) for choice in choices]
    shown = [choice.shown for choice in choices]
    gone = {"invalid_choice": NOT_OFFERED}
    if all(exclude_each_other(a, b) for a in shown for b in shown if a is not b):
        return forms.ChoiceField(
            label=_("Sub-forum"),
            choices=[("", _("Not decided yet")), *options],
            required=False,
            error_messages=gone,
        )
    return forms.MultipleChoiceField(
        label=_("Sub-forums"),
        choices=options,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=gone,
    )


class CorrectForm(PersonForm):
    """What is written about somebody who was named. Phone, e-mail and answers are nobody's to read
    here: an empty box leaves them as they are.
    """

    organization_name = CleanField(label=gettext_lazy("Organization"), max_length=200)
    is_same = forms.BooleanField(
        label=gettext_lazy("It is the same person, whose name was written wrong"), required=False
    )
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    SHOWN = ("name", "name_en", "organization_name", "title")

    def __init__(self, *args, member: UnitMember, **kwargs):
        self.person = member.registration
        initial = {name: getattr(self.person, name) for name in self.SHOWN}
        initial["mark"] = mark_of_data(self.person)
        super().__init__(*args, initial=initial, **kwargs)
        self.asks_same = False
        for name in ("phone", "email"):
            self.fields[name].help_text = _("Empty: it stays as it is.")

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name", "")
        if name and is_another(self.person.name, name) and not cleaned.get("is_same"):
            self.asks_same = True
            said = _(
                "“%(new)s” looks like somebody else. Who comes instead of %(old)s is swapped, not "
                "corrected; if only the name was wrong, tick that it is the same person."
            )
            self.add_error("name", said % {"new": name, "old": self.person.name})
        self.asks_same = self.asks_same or bool(cleaned.get("is_same"))
        return cleaned

    def marked(self, person: Registration) -> None:
        """For a page that shows what was sent, now that something else stands."""
        self.data = self.data.copy()
        self.data["mark"] = mark_of_data(person)

    @property
    def said_now(self) -> dict:
        """By the names of `own.changes.DATA`: what is to stand from now on."""
        said = {name: self.cleaned_data[name] for name in self.SHOWN}
        for name in ("phone", "email"):
            said[name] = self.cleaned_data[name] or getattr(self.person, name)
        return said | {"answers": self.person.answers | self.answers}


class _Rows(forms.BaseFormSet):
    """New people alone: whatever stands in a row that is left empty is nothing."""

    def initial_form_count(self):
        return 0


def rows_of(
    data=None,
    *,
    choices,
    asks_category,
    questions: Sequence[Question] = (),
    many: int = FIRST_ROWS,
    initial: Sequence[dict] = (),
):
    """The rows of the page, empty ones at the end."""
    made = forms.formset_factory(
        PersonForm,
        formset=_Rows,
        extra=min(many, MOST_ROWS),
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
    )
    options = {"choices": choices, "asks_category": asks_category, "questions": questions}
    return made(data, prefix="person", form_kwargs=options, initial=initial or None)


def sent_to_nobody(sent) -> list[PersonForm]:
    """What was typed into a page whose link opens nothing any more, to be given back."""
    rows = rows_of(sent, choices=(), asks_category=False).forms
    return [*rows, PersonForm(sent)]


class SendingForm(forms.Form):
    """What goes with every act that names somebody: the form's own id, and the word of consent."""

    form_id = OwnIdField(
        max_length=32,
        validators=[RegexValidator(r"\A[0-9a-f]{32}\Z")],
        widget=forms.HiddenInput,
    )
    agreed = forms.BooleanField(
        label=AGREED,
        error_messages={
            "required": gettext_lazy("Tell them and ask them first: only then they can be named.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_id", uuid.uuid4().hex)


class UnitSheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("The filled-in template"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": EMPTY_FILE},
    )

    def clean_sheet(self):
        sheet = self.cleaned_data["sheet"]
        try:
            self.table = read_table(sheet.file, name=sheet.name)
        except SheetRefused as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from None
        return sheet
