"""How our own agenda stands in a sheet: its headers, and what its cells mean. Written by `papers`,
read by `office`; both ways of each cell stand here, so that what goes out comes in as it was.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from django.utils.translation import gettext, override, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.bilingual import Text
from conference.program.models import Kind, SessionRole

DJANGO = {"zh": "zh-hans", "en": "en"}

YES = _("yes")
CANCELLED = _("cancelled")

_HEADERS = {
    "code": pgettext_lazy("column of the agenda’s sheet", "Code"),
    "day": pgettext_lazy("column of the agenda’s sheet", "Day"),
    "start": pgettext_lazy("column of the agenda’s sheet", "Start"),
    "end": pgettext_lazy("column of the agenda’s sheet", "End"),
    "kind": pgettext_lazy("column of the agenda’s sheet", "Kind"),
    "status": pgettext_lazy("column of the agenda’s sheet", "Status"),
    "title_zh": pgettext_lazy("column of the agenda’s sheet", "Title (Chinese)"),
    "title_en": pgettext_lazy("column of the agenda’s sheet", "Title (English)"),
    "room": pgettext_lazy("column of the agenda’s sheet", "Room"),
    "people_zh": pgettext_lazy("column of the agenda’s sheet", "People (Chinese)"),
    "people_en": pgettext_lazy("column of the agenda’s sheet", "People (English)"),
    "parent": pgettext_lazy("column of the agenda’s sheet", "Part of"),
    "track": pgettext_lazy("column of the agenda’s sheet", "Track"),
    "plenary": pgettext_lazy("column of the agenda’s sheet", "Plenary"),
    "group": pgettext_lazy("column of the agenda’s sheet", "Parallel group"),
    "who": pgettext_lazy("column of the agenda’s sheet", "People’s codes"),
}
WIDTHS = {
    "code": 9,
    "day": 11,
    "start": 8,
    "end": 8,
    "kind": 10,
    "title_zh": 30,
    "title_en": 30,
    "room": 14,
    "people_zh": 34,
    "people_en": 36,
    "parent": 18,
    "track": 14,
    "plenary": 8,
    "group": 10,
    "status": 9,
    "who": 9,
}


def headers(side: str) -> dict[str, str]:
    """{key: header} in one language."""
    with override(DJANGO[side]):
        return {key: str(header) for key, header in _HEADERS.items()}


def side_of(row: Iterable[str]) -> str:
    """'zh' or 'en' when these are the headers of our own sheet, in any order; '' for another."""
    found = {text.strip() for text in row}
    for side in DJANGO:
        if set(headers(side).values()) <= found:
            return side
    return ""


def notes() -> list[str]:
    """What somebody who edits the sheet should know, in the active language."""
    return [
        gettext(
            "Change cells, add rows, leave rows out: the file can be imported again. What is left "
            "out or emptied stays as it is here. The code tells which session a row is; leave it "
            "empty in a new row."
        ),
        gettext(
            "People: one in a line, as “role: name | organization | position”. The lines of both "
            "languages and the codes of people belong together, in their order."
        ),
    ]


# --- Clocks --------------------------------------------------------------------------------------

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?:\+(\d))?(?: \(UTC([+-]\d{1,2})(?::(\d\d))?\))?")


def clock_of(moment: datetime | None, day: date | None) -> str:
    """'09:30'; '01:30+1' on the day after; with its offset where that clock comes twice."""
    if moment is None or day is None:
        return ""
    later = (moment.date() - day).days
    text = f"{moment:%H:%M}" + (f"+{later}" if later else "")
    if moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset():
        shown = moment.strftime("%z")
        text += f" (UTC{shown[0]}{int(shown[1:3])}" + (f":{shown[3:]}" if shown[3:] != "00" else "")
        text += ")"
    return text


def minutes_of(text: str) -> int | None:
    """Minutes since the day's midnight, as its clock shows them; None for no such clock."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        return None
    return (int(found[3] or 0) * 24 + int(found[1])) * 60 + int(found[2])


# --- Names --------------------------------------------------------------------------------------


def names_of(things: list[tuple[str, Text]], side: str) -> dict[str, str]:
    """{slug: name} in one language; where two have the same name, each says its slug."""
    shown = {slug: " ".join(name.in_side(side).split()) for slug, name in things}
    counts: dict[str, int] = {}
    for name in shown.values():
        counts[name] = counts.get(name, 0) + 1
    return {s: name if counts[name] == 1 else f"{name} [{s}]" for s, name in shown.items()}


# --- People -------------------------------------------------------------------------------------

_PARTS = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\|])")


def person_line(role: str, name: str, organization: str, position: str) -> str:
    """'Speaker: Wang Xingwei | Northeastern University | Vice President'. In one language; what a
    text has of our own marks stands behind a backslash.
    """
    parts = [_escaped(part) for part in (name, organization, position)]
    while parts and not parts[-1]:
        parts.pop()
    return f"{role}{_colon()}{' | '.join(parts)}"


def person_of(text: str, roles: dict[str, str]) -> tuple[str, str, str, str] | None:
    """(role, name, organization, position) of such a line; `roles` are {label: role} of the
    language. A line without a role names a speaker; None for an empty one.
    """
    role = "speaker"
    for label, value in roles.items():
        for colon in ("：", ":"):
            if text.casefold().startswith(f"{label}{colon}".casefold()):
                role, text = value, text[len(label) + 1 :]
    parts = [_ESCAPED.sub(r"\1", part.strip()) for part in _PARTS.split(text)]
    if not any(parts):
        return None
    name, organization, position, *_more = [*parts, "", "", ""]
    return role, name, organization, position


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _colon() -> str:
    return pgettext("between a role and a name", ": ")


# --- Labels -------------------------------------------------------------------------------------


@cache
def labels(side: str) -> tuple[dict[str, str], dict[str, str]]:
    """({label: kind}, {label: role}) in one language."""
    with override(DJANGO[side]):
        return (
            {str(kind.label): kind.value for kind in Kind},
            {str(role.label): role.value for role in SessionRole.Role},
        )


def label_of(value: str, of: "type[Kind] | type[SessionRole.Role]", side: str) -> str:
    with override(DJANGO[side]):
        return str(of(value).label)


def kind_before(line: str) -> tuple[str, str]:
    """('keynote', the title) of 主旨报告：… and Keynote: …, as our own papers print it."""
    for side in DJANGO:
        known, _roles = labels(side)
        if found := labelled(line, known):
            return found
    return "", line


def role_before(line: str) -> tuple[str, str]:
    """The same of a person's line: 主持人：…"""
    for side in DJANGO:
        _kinds, known = labels(side)
        if found := labelled(line, known):
            return found
    return "", line


def labelled(line: str, known: dict[str, str]) -> tuple[str, str] | None:
    for label, value in known.items():
        for sign in ("：", ":"):
            if line.casefold().startswith(f"{label}{sign}".casefold()):
                return value, line[len(label) + 1 :].strip()
    return None


def says(text: str, label: object) -> bool:
    """Whether a cell says `label`, in either language."""
    found = set()
    for language in DJANGO.values():
        with override(language):
            found.add(str(label).casefold())
    return text.strip().casefold() in found
