"""What a guest fills in: an answer, a word, who comes instead."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.fields import CleanField
from conference.attendance.guests.answering import Answer, Deputy
from conference.attendance.models import GuestInvitation

WORD = {"max_length": 500, "required": False}


class AnswerForm(forms.Form):
    """Yes or no, with a word. `agrees`: the conference has a privacy notice to agree to."""

    prefix_of = ""
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, agrees: bool, **kwargs):
        super().__init__(*args, auto_id=f"id_{self.prefix_of}_%s", **kwargs)
        if not agrees:
            self.fields.pop("agreed", None)

    @property
    def deputy(self) -> Deputy | None:
        return None


class YesForm(AnswerForm):
    prefix_of = Answer.YES
    word = CleanField(label=gettext_lazy("A word to the organizers, if you like"), **WORD)
    agreed = forms.BooleanField(
        label=gettext_lazy("I have read the privacy notice and agree to it."),
        error_messages={
            "required": gettext_lazy("Without your consent we may not keep your answer.")
        },
    )


class NoForm(AnswerForm):
    prefix_of = Answer.NO
    word = CleanField(label=gettext_lazy("A word to the organizers, if you like"), **WORD)


class DeputyForm(AnswerForm):
    prefix_of = Answer.DEPUTY
    name = CleanField(label=gettext_lazy("Name of the deputy"), max_length=120, by=clean_name)
    organization_name = CleanField(
        label=gettext_lazy("Organization"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: the same as yours."),
    )
    title = CleanField(label=gettext_lazy("Position or title"), max_length=200, required=False)
    phone = CleanField(
        label=gettext_lazy("Phone"),
        max_length=40,
        by=clean_phone,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Then they get a letter with their own page and sign-in code."),
    )
    word = CleanField(label=gettext_lazy("A word to the organizers, if you like"), **WORD)
    agreed = forms.BooleanField(
        label=gettext_lazy("They know that I name them, have read the privacy notice, and agree."),
        error_messages={
            "required": gettext_lazy("Tell them and ask them first: only then they can be named.")
        },
    )

    def __init__(self, *args, guest: GuestInvitation, **kwargs):
        self.guest = guest
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_email(self):
        return clean_line(self.cleaned_data["email"])

    @property
    def deputy(self) -> Deputy:
        names = ("name", "organization_name", "title", "phone", "email")
        said = {name: self.cleaned_data[name] for name in names}
        said["organization_name"] = said["organization_name"] or self.guest.organization_name
        return Deputy(**said)


def forms_of(guest: GuestInvitation, *, mark: str, agrees: bool, sent=None, answer="") -> dict:
    """{answer: its form}; the one of `answer` with what was `sent`."""
    found = {}
    for name, made in ((Answer.YES, YesForm), (Answer.NO, NoForm), (Answer.DEPUTY, DeputyForm)):
        options = {"agrees": agrees, "initial": {"mark": mark, "word": guest.word}}
        if made is DeputyForm:
            options["guest"] = guest
            row = guest.deputy
            if row is not None and guest.answer == Answer.DEPUTY:
                names = ("name", "organization_name", "title", "phone", "email")
                options["initial"] |= {each: getattr(row, each) for each in names}
        found[str(name)] = made(sent if name == answer else None, **options)
    return found


def unknown_answer() -> str:
    return _("Choose one of the answers.")


def unknown_deputy(sent) -> DeputyForm:
    """What was sent to a link that opens nothing any more, to be given back as it was typed."""
    return DeputyForm(sent, agrees=False, guest=GuestInvitation())
