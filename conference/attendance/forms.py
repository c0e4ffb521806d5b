"""Forms of the desk and the public reply form. All texts go through `cleaning`."""

import uuid

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.fields import (
    CleanField,
    FlagField,
    MomentField,
    OfferedField,
    OwnIdField,
)
from conference.attendance.models import CheckIn, Question
from conference.attendance.offered import AsOffered
from conference.attendance.seen import seen_at
from conference.attendance.wording import option_lines
from conference.codes import is_badge_code
from conference.program.draft.overlapping import overlap
from conference.program.models import Participation

CLIENT_ID = RegexValidator(
    r"\A[A-Za-z0-9._:\-]{1,64}\Z",
    gettext_lazy("Send a client_id of 1 to 64 letters, digits or . _ : -"),
)


# --- The desk ---------------------------------------------------------------------------------


class SearchForm(forms.Form):
    q = CleanField(max_length=100, required=False)


class ScanForm(forms.Form):
    """What a device sends for one scan; from the page's buttons as from a program."""

    code = CleanField(
        label=pgettext_lazy("list column", "Code"),
        max_length=64,
        error_messages={"required": gettext_lazy("Send the code of the registration.")},
    )
    checkpoint = CleanField(
        label=pgettext_lazy("list column", "Checkpoint"),
        max_length=30,
        error_messages={"required": gettext_lazy("Send the checkpoint: arrival or a session.")},
    )
    client_id = OwnIdField(
        max_length=64,
        validators=[CLIENT_ID],
        error_messages={"required": CLIENT_ID.message},
    )
    station = CleanField(
        label=pgettext_lazy("list column", "Station"), max_length=60, required=False
    )
    direction = forms.ChoiceField(
        choices=CheckIn.Direction,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "“%(value)s” is no direction: nothing was done. Send “in” for coming or “out” for "
                "leaving."
            )
        },
    )
    method = forms.ChoiceField(
        choices=[(CheckIn.Method.SEARCH, ""), (CheckIn.Method.CODE, "")],
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "“%(value)s” is no way of signing in: nothing was done. Send “search” or “code”."
            )
        },
    )
    override = FlagField(max_length=5)
    # The page cannot tell this code from a name; nothing is kept when the list does not know it.
    maybe = FlagField(max_length=5)
    # When the device saw it, and what the device's clock says now.
    scanned_at = MomentField(max_length=40, required=False)
    sent_at = MomentField(max_length=40, required=False)

    def seen_at(self, received_at):
        """When the scan happened; aware, never after `received_at` (`seen`)."""
        scanned, sent = self.cleaned_data["scanned_at"], self.cleaned_data["sent_at"]
        return seen_at(scanned, sent=sent, received=received_at)


NO_SCAN = gettext_lazy("Send the number of the scan that is to be undone, as its answer gave it.")


class UndoForm(forms.Form):
    scan = forms.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], NO_SCAN),
    )
    client_id = OwnIdField(
        max_length=64,
        validators=[CLIENT_ID],
        error_messages={"required": CLIENT_ID.message},
    )


class PlaceForm(forms.Form):
    """Where this device stands: chosen once, carried by its session and its address."""

    checkpoint = CleanField(max_length=30)
    direction = forms.ChoiceField(choices=CheckIn.Direction, required=False)
    station = CleanField(max_length=60, required=False)


class WalkInForm(forms.Form):
    name = CleanField(label=gettext_lazy("Name"), max_length=120, by=clean_name)
    organization = CleanField(label=gettext_lazy("Organization"), max_length=200, required=False)
    title = CleanField(label=gettext_lazy("Position or title"), max_length=200, required=False)
    phone = CleanField(
        label=gettext_lazy("Phone"),
        max_length=40,
        by=clean_phone,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    # Only programs send one; nothing is a delegate.
    category = OfferedField(
        choices=Participation.Category, required=False, widget=forms.HiddenInput
    )
    checkpoint = CleanField(
        label=pgettext_lazy("list column", "Checkpoint"), max_length=30, widget=forms.HiddenInput
    )
    client_id = OwnIdField(
        max_length=64,
        validators=[CLIENT_ID],
        widget=forms.HiddenInput,
        error_messages={"required": CLIENT_ID.message},
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("It is somebody else with the same name"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "organization", "title", "phone"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "class": "form-control"}

    def clean_name(self):
        name = self.cleaned_data["name"]
        if is_badge_code(name):
            raise ValidationError(
                _(
                    "This is the code of a badge and not a name. Scan it into the search box, and "
                    "write the person's name here."
                ),
                code="badge_code",
            )
        return name


# --- The public reply form --------------------------------------------------------------------

NOT_OFFERED = gettext_lazy("This sub-forum is not offered here, or no longer. Choose again.")


class PublicReplyForm(AsOffered, forms.Form):
    """The reply form of one conference: who comes, to which sub-forum, its questions, consent.

    `choices` are (session, what the program prints of it, whether one has to wait for it).
    """

    form_id = OwnIdField(
        max_length=32,
        validators=[RegexValidator(r"\A[0-9a-f]{32}\Z")],
        widget=forms.HiddenInput,
    )
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
    # Only programs fill it in; people neither see nor reach it.
    fax = forms.CharField(required=False, max_length=200)
    consent = forms.BooleanField(
        label=gettext_lazy("I have read the privacy notice and agree to it."),
        error_messages={
            "required": gettext_lazy("Without your consent we may not keep your reply.")
        },
    )

    AUTOCOMPLETE = {
        "name": "name",
        "organization_name": "organization",
        "title": "organization-title",
        "phone": "tel",
        "email": "email",
    }

    def __init__(self, *args, choices, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_id", uuid.uuid4().hex)
        self.choices, self.questions = choices, questions
        for name, value in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        self.fields["fax"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        if choices:
            self.fields["sessions"] = self._session_field()
        for question in questions:
            self.fields[f"question_{question.pk}"] = question_field(question)
        self.order_fields([name for name in self.fields if name != "consent"] + ["consent"])
        self.helper = self._helper()

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

    def may_be_gone(self, name):
        return name == "sessions" or name.startswith("question_")

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

    def _helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True  # the page writes it
        parts = [
            "form_id",
            Fieldset(
                _("You"),
                "name",
                "name_en",
                "organization_name",
                "title",
                Div("phone", "email", css_class="form-pair"),
            ),
        ]
        if "sessions" in self.fields:
            parts.append("sessions")
        if self.questions:
            names = [f"question_{question.pk}" for question in self.questions]
            parts.append(Fieldset(_("Questions"), *names))
        parts += [
            Div(Field("fax"), css_class="leave-empty", aria_hidden="true"),
            HTML('{% include "attendance/_notice.html" %}'),
            "consent",
        ]
        helper.layout = Layout(*parts)
        return helper

    def clean_fax(self):
        if self.cleaned_data["fax"]:
            raise ValidationError(_("Leave the field “Fax” empty."), code="robot")
        return ""

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
        return [choice.session for choice in chosen]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("phone") or cleaned.get("email")) and not (
            {"phone", "email"} & self.errors.keys()
        ):
            self.add_error("phone", _("Give a phone number or an e-mail address."))
        return cleaned

    @property
    def answers(self) -> dict:
        """{question id: answer} as registrations keep them; unanswered ones are left out."""
        found = {}
        for question in self.questions:
            answer = self.cleaned_data.get(f"question_{question.pk}")
            if answer not in ("", None):
                found[str(question.pk)] = answer
        return found


def exclude_each_other(a, b) -> bool:
    """Whether two sessions cannot both be attended: same time, or same group without times."""
    if a.starts_at and b.starts_at:
        return overlap(a, b)
    return bool(a.parallel_group) and a.parallel_group == b.parallel_group


def options_of(question: Question) -> list[tuple[str, str]]:
    """[(what is kept, what is shown)] of a choice: both in the active language."""
    return [(line, line) for line in option_lines(str(question.options))]


def question_field(question: Question) -> forms.Field:
    common = {"label": str(question), "required": question.is_required}
    if question.kind == Question.Kind.YES_NO:
        return forms.TypedChoiceField(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Answer yes or no.")},
            **common,
        )
    if question.kind == Question.Kind.CHOICE:
        # Nobody's answer is chosen for them.
        blank = ("", _("Choose one") if question.is_required else _("No answer"))
        return OfferedField(choices=[blank, *options_of(question)], **common)
    return CleanField(max_length=500, **common)
