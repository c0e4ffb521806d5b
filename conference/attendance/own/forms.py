"""What one's own page asks: one's data as the reply form asks them, one's sub-forums."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _

from conference.attendance.asking import AsksForums, AsksPerson
from conference.attendance.models import Registration
from conference.attendance.own.changes import DATA
from conference.attendance.questions.table import answer_text, boxed


class _Marked(forms.Form):
    """`mark`: what its page showed; sent back, it tells whether that still stands."""

    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def marked(self, mark: str):
        """For a page that shows what was sent, now that something else stands."""
        self.data = self.data.copy()
        self.data["mark"] = mark

    def _helper(self, *parts):
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the link is the secret
        self.helper.layout = Layout("mark", *parts)


class DataForm(AsksPerson, _Marked):
    def __init__(self, *args, person: Registration, questions, **kwargs):
        self.person = person
        initial = {name: getattr(person, name) for name in DATA if name != "answers"}
        for question in questions:
            initial |= boxed(question, person.answers.get(str(question.pk)))
        initial["sensitive"] = person.sensitive_consented_at is not None
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.ask_person(questions, category=person.category)
        pair = Div("phone", "email", css_class="form-pair")
        parts = [Fieldset(_("You"), "name", "name_en", "organization_name", "title", pair)]
        parts += self.groups_of_questions()
        if "sensitive" in self.fields:
            parts.append("sensitive")
        self._helper(*parts)

    @property
    def files_are_of(self) -> str:
        return f"person:{self.person.pk}"

    @property
    def said(self) -> dict:
        """What the form says, by the names of `DATA`."""
        said = {name: self.cleaned_data[name] for name in DATA if name != "answers"}
        return said | {"answers": self.with_those_of(self.person)}

    def differing(self, person: Registration) -> list[tuple[str, str]]:
        """[(label, what stands)] where what was sent says something else than `person`."""
        found = []
        for name, value in self.said.items():
            if name != "answers" and value != getattr(person, name):
                found.append((self.fields[name].label, getattr(person, name) or _("empty")))
        for question in self.questions:
            key = str(question.pk)
            stands = answer_text(question, person.answers.get(key))
            if stands != answer_text(question, self.said["answers"].get(key)):
                found.append((str(question), stands or _("empty")))
        return found + self.told_of_files()


class ForumForm(AsksForums, _Marked):
    # Of those on offer, which the page said were full.
    full = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_forums(choices)
        for choice in choices:
            if choice.is_mine:
                mine = self.initial.setdefault("sessions", [])
                mine.append(choice.session.code)
        if self.is_one_of_several:
            self.initial["sessions"] = next(iter(self.initial.get("sessions", [])), "")
        self.initial["full"] = self.all_full
        self._helper("full", "sessions")

    @property
    def all_full(self) -> str:
        return " ".join(choice.session.code for choice in self.choices if choice.is_full)

    def marked(self, mark):
        super().marked(mark)
        self.data["full"] = self.all_full

    @property
    def known_full(self) -> set[int]:
        codes = self.cleaned_data["full"].split()
        return {choice.session.pk for choice in self.choices if choice.session.code in codes}
