"""What an organizer says of a reading that is wrong or open; small values, kept beside the file.

    Correction("column", ("0.3.2",), "speaker")            the third column below that header
    Correction("day", ("day:2027-04-18",), "2027-04-19")   everything of one day
    Correction("start", ("0.7.0",), "09:30")               the session of a cell
    Correction("person", ("0.7.0/张样例",), {"name": "章样例"})

A place is where something stands in the file, whatever the language of its address: "sheet.row" or
"sheet.row.column", counted from 0. They are applied on the way of reading (`agenda.correcting`),
in their order, so that what follows from a corrected cell follows again; nothing is saved.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from conference.program.office.meanings import kinds, times, words

# A column's meaning -> how a person calls it. The keys are those of `words.HEADERS`.
COLUMNS = {
    "day": _("day"),
    "time": _("time"),
    "start": _("start"),
    "end": _("end"),
    "minutes": _("length in minutes"),
    "title": _("title"),
    "slot": _("a whole session: title and people"),
    "session": _("sub-forum or group"),
    "kind": _("kind"),
    "speaker": _("speakers"),
    "unit": _("organization"),
    "job": _("office, title"),
    "both": _("organization and office"),
    "chair": _("chair"),
    "panelist": _("panelists"),
    "room": _("room"),
    "track": _("track"),
    "remark": _("remarks"),
    "number": _("number"),
}
GUEST_COLUMNS = {
    "name": _("name of the person"),
    "name_en": _("English name"),
    "unit": _("organization"),
    "job": _("office, title"),
    "both": _("organization and office"),
    "phone": _("phone"),
    "mail": _("e-mail"),
    "gender": _("gender"),
    "sub_forum": _("sub-forum"),
    "gives_talk": _("gives a talk or not"),
    "talk_title": _("title of the talk"),
    "remark": _("remarks"),
    "number": _("number"),
}
IGNORE = "ignore"
KINDS = (
    *dict.fromkeys(kind for kind, _strength, _words in words.KINDS),
    kinds.SUB_FORUM,
)
ROLES = ("speaker", "chair", "panelist", "guest")
SESSION_TEXTS = ("room", "title_zh", "title_en")
SESSION_FIELDS = ("day", "start", "end", "kind", *SESSION_TEXTS, "parent", "cancelled")
_WHO = ("name", "name_en", "organization", "organization_en", "title", "title_en")
PERSON_FIELDS = (*_WHO, "role")
GUEST_FIELDS = (*_WHO, "phone", "mail", "gender", "sub_forum", "gives_talk", "talk_title")
TABLES = ("agenda", "guests")
MAX_CORRECTIONS = 500
MAX_PLACES = 700
MAX_TEXT = 500  # characters

_DAY = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_PLACE = re.compile(r"\d{1,3}(?:\.\d{1,6}(?:\.\d{1,4})?)?(?:#\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Correction:
    """`value` is a text, or the fields of a person or guest; {} takes that person away."""

    what: str
    places: tuple[str, ...]
    value: str | dict[str, str] = ""

    def as_json(self) -> list:
        return [self.what, list(self.places), self.value]

    @property
    def subject(self) -> tuple:
        """A later correction of the same subject stands in place of this one."""
        return self.what, self.places


def from_json(rows) -> list[Correction]:
    """Those that are well formed; what a page sends is trusted no further than that."""
    found = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) == 3 and isinstance(row[1], list):
            one = Correction(row[0], tuple(row[1]), row[2])
            if is_sound(one):
                found.append(one)
    return found


def with_one(corrections: Iterable[Correction], one: Correction) -> list[Correction]:
    """The list with `one` at its end, and without what it replaces."""
    kept = [other for other in corrections if other.subject != one.subject]
    return [*kept, one][-MAX_CORRECTIONS:]


def is_sound(one: Correction) -> bool:
    if not isinstance(one.what, str) or len(one.places) > MAX_PLACES:
        return False
    if not all(isinstance(place, str) and len(place) <= MAX_TEXT for place in one.places):
        return False
    if isinstance(one.value, dict):
        if one.what not in ("person", "add", "guest"):
            return False
        allowed = GUEST_FIELDS if one.what == "guest" else PERSON_FIELDS
        return (
            all(
                key in allowed and isinstance(text, str) and len(text) <= MAX_TEXT
                for key, text in one.value.items()
            )
            and one.value.get("role", "speaker") in ROLES
        )
    if not isinstance(one.value, str) or len(one.value) > MAX_TEXT:
        return False
    check = _CHECKS.get(one.what)
    return bool(check and check(one.value)) and (bool(one.places) or one.what == "year")


def _is_day(value):
    return bool(_DAY.fullmatch(value))


def minutes_of(value: str) -> int | None:
    """09:30 as minutes since midnight, at most 24:00; None for what is no time."""
    found = re.fullmatch(r"\s*(\d{1,2})\s*[:：.]?\s*(\d{2})\s*", value)
    if not found:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if int(found[2]) < 60 and minutes <= times.MIDNIGHT else None


def _is_time(value):
    return not value or minutes_of(value) is not None


_CHECKS = {
    "sheets": lambda value: not value,
    "year": lambda value: bool(re.fullmatch(r"(?:19|20|21)\d\d", value)),
    "column": lambda value: value == IGNORE or value in COLUMNS or value in GUEST_COLUMNS,
    "heads": lambda value: value in TABLES,
    "row": lambda value: value in ("leave", "take", "item"),
    "skip": lambda value: not value,
    "day": _is_day,
    "start": _is_time,
    "end": _is_time,
    "kind": lambda value: value in KINDS,
    "parent": lambda value: not value or bool(_PLACE.fullmatch(value)),
    "cancelled": lambda value: value in ("yes", "no"),
    **dict.fromkeys(SESSION_TEXTS, lambda value: True),
}


@dataclass
class Corrections:
    """A list of corrections on its way through one reading, which notes what found its place."""

    all: list[Correction] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def of(self, what: str):
        """(its number, correction) of one sort, in their order."""
        return [(n, one) for n, one in enumerate(self.all) if one.what == what]

    def at(self, what: str, place: str) -> str | dict | None:
        """The value that the last correction of this sort gives a place, None for none."""
        found = None
        for n, one in self.of(what):
            if place in one.places:
                self.used.add(n)
                found = one.value
        return found

    def year(self) -> int | None:
        for n, one in self.of("year"):
            self.used.add(n)
            return int(one.value)
        return None

    def sheets(self) -> set[int] | None:
        """The numbers of the sheets that are meant; None where nobody chose."""
        for n, one in self.of("sheets"):
            self.used.add(n)
            return {int(place) for place in one.places if place.isdigit()}
        return None

    def columns(self, place: str, width: int) -> dict[int, str]:
        """{column: role} that is said of the columns below a row."""
        if not self.of("column"):
            return {}
        found = {c: self.at("column", f"{place}.{c}") for c in range(width)}
        return {c: role for c, role in found.items() if role is not None}

    @property
    def unused(self) -> list[int]:
        """The numbers of those that found nothing any more."""
        return [n for n in range(len(self.all)) if n not in self.used]
