"""Forms of the desk and the public reply form. All texts go through `cleaning`."""

import uuid

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.attendance.asking import AsksForums, AsksPerson
from conference.attendance.cleaning import clean_name, clean_phone
from conference.attendance.fields import (
    CleanField,
    FlagField,
    MomentField,
    OfferedField,
    OwnIdField,
)
from conference.attendance.models import CheckIn
from conference.attendance.seen import seen_at
from conference.codes import is_badge_code
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


class PublicReplyForm(AsksForums, AsksPerson):
    """The reply form of one conference: who comes, to which sub-forum, its questions, consent."""

    form_id = OwnIdField(
        max_length=32,
        validators=[RegexValidator(r"\A[0-9a-f]{32}\Z")],
        widget=forms.HiddenInput,
    )
    # Only programs fill it in; people neither see nor reach it.
    fax = forms.CharField(label=gettext_lazy("Fax"), required=False, max_length=200)
    consent = forms.BooleanField(
        label=gettext_lazy("I have read the privacy notice and agree to it."),
        error_messages={
            "required": gettext_lazy("Without your consent we may not keep your reply.")
        },
    )

    def __init__(
        self, *args, choices, questions, category=Participation.Category.DELEGATE, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_id", uuid.uuid4().hex)
        self.fields["fax"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        self.ask_forums(choices)
        self.ask_person(questions, category=category)
        first = ["form_id", *AsksPerson.base_fields, "fax"]
        self.order_fields([*first, *(name for name in self.fields if name != "consent")])
        self.helper = self._helper()

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
        parts += self.groups_of_questions()
        if "sensitive" in self.fields:
            parts.append("sensitive")
        parts += [
            Div(Field("fax"), css_class="leave-empty", aria_hidden="true"),
            HTML('{% include "attendance/_notice.html" %}'),
            "consent",
        ]
        helper.layout = Layout(*parts)
        return helper

    @property
    def files_are_of(self) -> str:
        return self.cleaned_data.get("form_id") or super().files_are_of

    def clean_fax(self):
        if self.cleaned_data["fax"]:
            raise ValidationError(_("Leave the field “Fax” empty."), code="robot")
        return ""
