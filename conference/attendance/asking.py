"""What attendees are asked, in the reply form and on one's own page: who they are, the conference's
own questions, which sub-forums.
"""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.answer_files import found_again, put_aside
from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.fields import CleanField
from conference.attendance.models import Question, Registration, file_keys, is_file
from conference.attendance.offered import AsOffered
from conference.attendance.questions.conditions import asked, for_category
from conference.attendance.questions.files import Chosen
from conference.attendance.questions.layout import question_groups
from conference.attendance.questions.table import (
    answer_text,
    box_name,
    boxes,
    kept,
    without_headings,
)
from conference.program.draft.overlapping import overlap
from conference.program.models import Participation

NOT_OFFERED = gettext_lazy("This sub-forum is not offered here, or no longer. Choose again.")


class AsksQuestions(AsOffered, forms.Form):
    """The answers to `questions`, of whoever it is."""

    person: Registration | None = None  # who has answered before

    def ask_questions(self, questions, *, category=Participation.Category.DELEGATE):
        """`questions` are those of the form, in order, with its headings."""
        self.asks = for_category(questions, category)
        self.questions = without_headings(self.asks)
        self.answers = {}
        self.taken_out = {}  # {question: the name of a file that the page still showed}
        for question in self.questions:
            found = boxes(question)
            for name, box in found.items():
                _offer_what_stands(box, self.initial.get(name))
            self.fields |= found
            if question.kind == Question.Kind.FILE:
                name = box_name(question)
                self.fields[name].widget.there = self.initial.get(name)
        if any(question.holds_sensitive for question in self.questions):
            self.fields["sensitive"] = forms.BooleanField(
                label=_(
                    "I agree that my answers about diet, health and the like are used for this "
                    "conference alone. They are seen by whoever needs them and erased soon after."
                ),
                required=False,
            )

    def groups_of_questions(self):
        """Their part of the layout."""
        return question_groups(self.asks)

    def may_be_gone(self, name):
        return super().may_be_gone(name) or name.startswith("question_")

    def clean(self):
        cleaned = super().clean()
        self._take_answers(cleaned)
        return cleaned

    def _take_answers(self, cleaned):
        """`answers`: {question id: answer} as registrations keep them, without those that are not
        given; what is not asked of this person is neither missed nor kept.
        """
        sensitive = {str(q.pk) for q in self.questions if q.holds_sensitive}
        for question, is_asked in asked(
            self.asks, lambda question: self._answer(question, cleaned)
        ):
            if not is_asked:
                for name in boxes(question):
                    self.errors.pop(name, None)
                    cleaned.pop(name, None)
        if sensitive & self.answers.keys() and not cleaned.get("sensitive"):
            self.add_error(
                "sensitive",
                _("Tick this, or leave the answers about diet and health empty."),
            )

    @property
    def files_are_of(self) -> str:
        """Where uploads come from: sent again from there, the same ones are the same files."""
        return uuid.uuid4().hex

    def _kept(self, question, cleaned):
        answer = kept(question, cleaned)
        if question.kind != Question.Kind.FILE or answer is None:
            return answer
        if isinstance(answer, Chosen):
            answer = put_aside(question.form.conference, answer, of=self.files_are_of)
        else:
            answer = self._chosen_before(question, answer)
        # Also where something else is refused: the page that comes back says what is there.
        self.fields[box_name(question)].widget.there = answer
        return answer

    def _chosen_before(self, question, key):
        """What was taken out or replaced since the page was drawn stays so."""
        before = self.person.answers if self.person else {}
        stands = before.get(str(question.pk))
        box = self.fields[box_name(question)]
        box.widget.there = stands if is_file(stands) else None
        row = found_again(question.form.conference, key, person=self.person)
        if row.registration_id is None or row.key in file_keys(before):
            return row.answer
        self.taken_out[question] = row.name
        if stands is None and box.required:
            raise ValidationError(box.error_messages["required"], code="required")
        return stands

    def told_of_files(self) -> list[tuple[str, str]]:
        """[(question, what stands)] of files that the page still showed."""
        stands = self.person.answers if self.person else {}
        said = _("empty, for “%(file)s” was taken out. Choose it again if it is to come along.")
        return [
            (
                str(question),
                answer_text(question, stands.get(str(question.pk))) or said % {"file": name},
            )
            for question, name in self.taken_out.items()
        ]

    def _answer(self, question, cleaned):
        names = boxes(question)
        if self.errors.keys() & names.keys():
            return None
        try:
            answer = self._kept(question, cleaned)
        except ValidationError as error:
            by_box = getattr(error, "error_dict", {box_name(question): error.messages})
            for name, found in by_box.items():
                self.add_error(name, found)
            return None
        if answer is not None:
            self.answers[str(question.pk)] = answer
        return answer

    def with_those_of(self, person: Registration) -> dict:
        """The answers that a person has from now on. Those to what is not asked here stay, and so
        does an option that was chosen in the other language.
        """
        asked = {str(question.pk): question for question in self.questions}
        before = person.answers
        answers = {key: value for key, value in before.items() if key not in asked}
        for key, value in self.answers.items():
            same = (
                key in before
                and not is_file(value)  # another one may be called so too
                and answer_text(asked[key], before[key]) == answer_text(asked[key], value)
            )
            answers[key] = before[key] if same else value
        return answers

    @property
    def agrees_to_sensitive(self) -> bool:
        """Whether something sensitive is kept, which was agreed to."""
        sensitive = {str(q.pk) for q in self.questions if q.holds_sensitive}
        return bool(sensitive & self.answers.keys())


def _offer_what_stands(box, stands):
    """An option that was chosen and is worded otherwise since, or gone, may stay: a page that is
    sent for something else loses no answer.
    """
    if not isinstance(box, forms.ChoiceField):
        return
    offered = {str(value) for value, _label in box.choices}
    for each in stands if isinstance(stands, list) else [stands]:
        if each and str(each) not in offered:
            label = _("%(answer)s (not offered any more)") % {"answer": each}
            box.choices = [*box.choices, (each, label)]


class AsksPerson(AsksQuestions):
    """Who somebody is, and the answers to `questions`."""

    name = CleanField(label=gettext_lazy("Name"), max_length=120, by=clean_name)
    name_en = CleanField(
        label=gettext_lazy("Name in Latin letters"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As it should appear on an English badge."),
    )
    organization_name = CleanField(label=gettext_lazy("Organization"), max_length=200)
    title = CleanField(label=gettext_lazy("Position or title"), max_length=200)
    phone = CleanField(
        label=gettext_lazy("Phone"),
        max_length=40,
        by=clean_phone,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=gettext_lazy("Phone or e-mail, one is enough."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)

    AUTOCOMPLETE = {
        "name": "name",
        "organization_name": "organization",
        "title": "organization-title",
        "phone": "tel",
        "email": "email",
    }

    def ask_person(self, questions, *, category=Participation.Category.DELEGATE):
        for name, value in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        self.ask_questions(questions, category=category)

    def clean_email(self):
        return clean_line(self.cleaned_data["email"])

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("phone") or cleaned.get("email")) and not (
            {"phone", "email"} & self.errors.keys()
        ):
            self.add_error("phone", _("Give a phone number or an e-mail address."))
        return cleaned


class AsksForums(AsOffered, forms.Form):
    """Which sub-forums: `choices` are those on offer (`forums_on_offer.Choice`)."""

    def ask_forums(self, choices):
        self.choices = choices
        if choices:
            self.fields["sessions"] = self._session_field()

    def may_be_gone(self, name):
        return super().may_be_gone(name) or name == "sessions"

    def prefer(self, code: str):
        """Choose a sub-forum beforehand, as its own page asks; a code that nobody can choose is
        no wish.
        """
        if any(choice.session.code == code for choice in self.choices):
            self.initial["sessions"] = code if self.is_one_of_several else [code]

    @property
    def is_one_of_several(self):
        """Whether all sub-forums run side by side, so that one person can attend one."""
        shown = [choice.shown for choice in self.choices]
        groups = {session.parallel_group for session in shown}
        if len(groups) == 1 and groups != {""}:
            return True
        return all(exclude_each_other(a, b) for a in shown for b in shown if a is not b)

    def said_of_two(self, name):
        if name != "sessions":
            return super().said_of_two(name)
        # The page offered several; since then some were taken out, or run at the same time.
        offered = {choice.session.code for choice in self.choices}
        if set(self.data.getlist(name)) - {"", *offered}:
            return NOT_OFFERED
        return _("These sub-forums run at the same time. Choose one.")

    def _session_field(self):
        options = [(c.session.code, c.label) for c in self.choices]
        gone = {"invalid_choice": NOT_OFFERED}
        if self.is_one_of_several:
            return forms.ChoiceField(
                label=_("Sub-forum"),
                choices=[*options, ("", _("Not decided yet"))],
                required=False,
                widget=forms.RadioSelect,
                error_messages=gone,
            )
        return forms.MultipleChoiceField(
            label=_("Sub-forums"),
            choices=options,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=gone,
        )

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
        return [choice.session for choice in chosen]


def exclude_each_other(a, b) -> bool:
    """Whether two sessions cannot both be attended: same time, or same group without times."""
    if a.starts_at and b.starts_at:
        return overlap(a, b)
    return bool(a.parallel_group) and a.parallel_group == b.parallel_group
