"""Characters that no text of people holds: the one rule for forms, sheets and commands.

Signs that turn the direction of what follows and marks of files come along with what is pasted and
cannot be seen: they are taken away. Control characters and halves of characters are refused,
because nobody knows what stood there. No-break and ideographic spaces, joiners and variation
selectors stay.
"""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_KEPT = "\t\n\r"


def without_controls(text: str) -> str:
    """`text` without unseen marks. Raises ValidationError for a control or a broken character."""
    kinds = {unicodedata.category(sign) for sign in text if sign not in _KEPT}
    if "Cs" in kinds:
        raise ValidationError(
            _("The text holds a broken character. Type it again."), code="broken_text"
        )
    if "Cc" in kinds:
        raise ValidationError(
            _("The text holds a control character. Type it again."), code="control_character"
        )
    return without_unseen(text)


def without_unseen(text: str) -> str:
    return text.translate(_UNSEEN)


def by_the_rule(field):
    """A form's field, which reads its text by the rule from now on; any other field as it is."""
    if isinstance(field, forms.CharField):
        read = field.to_python

        def to_python(value):
            text = read(value)
            # Of NUL Django speaks itself.
            ours = isinstance(text, str) and "\x00" not in text
            return without_controls(text) if ours else text

        field.to_python = to_python
    return field
