"""The note for attendees, in both languages, as the forms that publish ask for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.bilingual import Text
from conference.forms import TypedField

LONGEST_NOTE = 500


class NoteForm(forms.Form):
    note_zh = TypedField(
        label=_("Note for attendees (Chinese)"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "lang": "zh-Hans"}),
    )
    note_en = TypedField(
        label=_("Note for attendees (English)"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "lang": "en"}),
        help_text=_("Printed above the list of changes, each to its readers; both may stay empty."),
    )

    @property
    def note_boxes(self):
        return [self["note_zh"], self["note_en"]]

    @property
    def act(self) -> dict:
        """What the form says, as the act takes it."""
        values = dict(self.cleaned_data)
        return values | {"note": Text(values.pop("note_zh"), values.pop("note_en"))}
