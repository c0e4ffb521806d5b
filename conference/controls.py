"""Characters that no text of people holds: the one rule for forms, sheets and commands.

Signs that turn the direction of what follows and marks of files come along with what is pasted and
cannot be seen: they are taken away. Control characters and halves of characters are refused,
because nobody knows what stood there. No-break and ideographic spaces, joiners and variation
selectors stay.
"""

import unicodedata

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
    return text.translate(_UNSEEN)
