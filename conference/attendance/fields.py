"""Fields of what people and programs send to the desk and the reply form."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from conference.attendance.cleaning import clean_line

MOST_SHOWN = 100  # letters of what was sent


class CleanField(forms.CharField):
    """One line of text, cleaned by `by`; its length is what is left after that."""

    def __init__(self, *, by=clean_line, **options):
        self.by = by
        # Long texts are refused before anything reads them.
        self.most = options.pop("max_length", 200)
        super().__init__(**options)
        if not self.widget.is_hidden:  # there HTML knows no such attribute
            self.widget.attrs.setdefault("maxlength", self.most)

    def to_python(self, value):
        value = super().to_python(value)
        if len(value) > 4 * self.most:
            raise ValidationError(self._too_long(), code="max_length")
        value = self.by(value)
        if len(value) > self.most:
            raise ValidationError(self._too_long(), code="max_length")
        return value

    def _too_long(self):
        return _("This is too long: at most %(most)d characters.") % {"most": self.most}


class OwnIdField(CleanField):
    """An id that a page or a device made up: digits in it are chance, no identity number."""

    def __init__(self, **options):
        super().__init__(by=str, **options)


class FlagField(CleanField):
    """A yes or no as pages and programs write it; nothing is no. Anything else is refused."""

    WORDS = {
        **dict.fromkeys(("", "0", "false", "no", "off"), False),
        **dict.fromkeys(("1", "true", "yes", "on"), True),
    }

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def to_python(self, value):
        word = forms.CharField.to_python(self, value).lower()
        if word not in self.WORDS:
            raise ValidationError(_("Answer true or false."), code="invalid")
        return self.WORDS[word]


class MomentField(CleanField):
    """A moment as programs write it, `2025-04-18T09:01:07+08:00`; aware, None when empty."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValidationError(
                _("Send moments with their offset from UTC, such as 2025-04-18T09:01:07+08:00."),
                code="invalid",
            )
        return moment


class OfferedField(forms.ChoiceField):
    """One of a list; an answer that is not in it (any more) is named."""

    def validate(self, value):
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            raise ValidationError(
                _("“%(answer)s” is not offered here, or no longer. Choose again."),
                params={"answer": value[:MOST_SHOWN]},
                code="invalid_choice",
            )
