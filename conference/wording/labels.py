"""Labels as pages print them: which are said, how they begin, and how names are listed."""

import re
from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from conference.bilingual import Text, active_side

LONGEST_CHANGE = 120  # characters; of longer texts it is only said that they changed


def first_upper(value) -> str:
    """A label that begins a line; Chinese has no capitals and stays as it is."""
    shown = str(value)
    return shown[:1].upper() + shown[1:]


def listed(names: Iterable) -> str:
    """'Wang Li, Zhao Min', '王丽、赵敏'."""
    return pgettext("between names", ", ").join(map(str, names))


def affiliation(person, brief: bool = False) -> list[Text]:
    """[Text] of academic title, position and organization, without what the position says.

    `brief` is the organization alone, where there is one.
    """
    if brief and person.organization:
        return [person.organization]
    parts = [person.title] if person.title else []
    if person.academic_title:
        label = str(person.academic_title_label)
        parts.insert(0, Text(label, label))
    if person.organization:
        side = active_side()
        title = person.title.in_side(side)
        names = (person.organization, person.organization_short_name)
        if not any(_says(title, name.in_side(side)) for name in names):
            parts.append(person.organization)
    return parts


def _says(title, name):
    """Whether a position holds an organization's name; a Latin one as words of their own."""
    if name.isascii():
        return bool(name) and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title))
    return name in title


def tells_kind(session) -> bool:
    """Whether a schedule prints the kind: not of a plain talk, nor of a tea break called so, nor
    where the kind says nothing.
    """
    return session.kind not in ("talk", "break", "meal", "photo", "sign-in", "other")


def track_dot(track) -> SafeString:
    """The track's color, as an SVG attribute: the CSP lets no style attribute pass."""
    return format_html(
        '<svg class="dot" viewBox="0 0 10 10" aria-hidden="true">'
        '<circle cx="5" cy="5" r="5" fill="{}"/></svg>',
        track.color,
    )


def is_shown(field) -> bool:
    """Whether the old and new text of a change are short enough to be read side by side; what an
    image is called tells a reader nothing.
    """
    if field.name == "image":
        return False
    return max(map(len, (*field.old.as_list(), *field.new.as_list()))) <= LONGEST_CHANGE
