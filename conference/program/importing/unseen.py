"""Texts of other systems by the rule for all texts (`conference.controls`), before anything reads
them. Nobody can be asked what stood there, so control characters and halves are left out and told.
"""

import unicodedata

from django.utils.translation import gettext as _

from conference.controls import without_unseen
from conference.program.importing.file import Leftovers
from conference.program.release.texts import plain

_BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85"  # `plain` ends lines with them


def seen_alone(document, leftovers: Leftovers):
    """The document, its texts and keys without unseen marks; in place, without recursion."""
    waiting = [document]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            names = [_read(key, leftovers) for key in inner]
            if names != [*inner] and len(set(names)) == len(names):
                pairs = list(zip(names, inner.values(), strict=True))
                inner.clear()
                inner.update(pairs)
            places = inner.items()
        else:
            places = enumerate(inner)
        for place, value in list(places):
            if isinstance(value, str):
                if (text := _read(value, leftovers)) != value:
                    inner[place] = text
            elif isinstance(value, dict | list):
                waiting.append(value)
            elif isinstance(value, tuple):  # a room and its sessions
                waiting.extend(part for part in value if isinstance(part, dict | list))
    return document


def _read(text, leftovers):
    if text.isascii() and text.isprintable():
        return text
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text if sign not in _BREAKS):
        leftovers.note(_("control characters in a text"))
        text = plain(text)
    return without_unseen(text)
