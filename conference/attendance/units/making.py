"""Units opened by organizers: from pasted lines, or from the members of an alliance."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.models import MOST_OF_A_UNIT, UnitLiaison
from conference.attendance.registering import list_lock
from conference.folding import organization_key
from conference.models import Conference
from conference.people.pinyin import has_chinese

MOST_LINES = 500
HEADERS = {"单位", "单位名称", "unit", "organization", "学校"}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as pasted; without a quota it gets that of the form."""

    name: str
    quota: int | None = None
    liaison: str = ""
    phone: str = ""
    email: str = ""


def read_lines(text: str) -> tuple[list[UnitLine], list[str]]:
    """(units, what is wrong with which line): a unit a line, its name first; a number that is its
    quota, the liaison's name, phone and e-mail in any order behind it.
    """
    units, problems = [], []
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        return [], [_("At most %(most)d lines at once.") % {"most": MOST_LINES}]
    for n, line in lines:
        split = r"\t" if "\t" in line else r"[,，;；|]"
        cells = [cell.strip() for cell in re.split(split, line)]
        if cells[0].casefold() in HEADERS:
            continue
        try:
            units.append(_read(cells))
        except ValidationError as error:
            said = _("Line %(n)d: %(what)s") % {"n": n, "what": " ".join(error.messages)}
            problems.append(said)
    return units, problems


def _read(cells: Sequence[str]) -> UnitLine:
    found: dict = {"name": clean_line(cells[0])}
    if not found["name"]:
        raise ValidationError(_("The name of the unit comes first."))
    if len(found["name"]) > 200:
        raise ValidationError(_("This is too long: at most %(most)d characters.") % {"most": 200})
    for cell in filter(None, cells[1:]):
        kind, value = _meant(cell)
        if kind in found:
            raise ValidationError(
                _("“%(text)s” is one thing too many: write unit, quota, liaison, phone, e-mail.")
                % {"text": cell[:60]}
            )
        found[kind] = value
    return UnitLine(**found)


def _meant(cell: str) -> tuple[str, str | int]:
    if "@" in cell:
        try:
            validate_email(cell)
        except ValidationError:
            raise ValidationError(
                _("“%(text)s” is not an e-mail address.") % {"text": cell[:60]}
            ) from None
        return "email", cell
    number = re.fullmatch(r"(\d{1,4})\s*(?:人|名|people)?", cell)
    if number:
        quota = int(number.group(1))
        if not 1 <= quota <= MOST_OF_A_UNIT:
            raise ValidationError(_("A unit may send 1 to 500 people."))
        return "quota", quota
    if re.match(r"[+(（]?\d", cell):
        return "phone", clean_phone(cell)
    name = clean_name(cell)
    if len(name) > 120:
        raise ValidationError(_("This is too long: at most %(most)d characters.") % {"most": 120})
    return "liaison", name


def open_units(
    conference: Conference,
    units: Iterable[UnitLine],
    *,
    quota: int,
    closes_at: datetime,
    asks_category: bool = False,
    by: User | None = None,
) -> tuple[list[UnitLiaison], list[str]]:
    """(new rows, names of those that are listed already and stay as they are). Four queries."""
    with list_lock(conference):
        there = UnitLiaison.objects.filter(conference=conference).values_list("name", flat=True)
        known = {organization_key(name) for name in there}
        new, double = [], []
        for unit in units:
            key = organization_key(unit.name)
            if key in known:
                double.append(unit.name)
                continue
            known.add(key)
            new.append(
                UnitLiaison(
                    conference=conference,
                    name=unit.name,
                    quota=unit.quota or quota,
                    closes_at=closes_at,
                    asks_category=asks_category,
                    liaison=unit.liaison,
                    phone=unit.phone,
                    email=unit.email,
                    language="zh-hans" if has_chinese(unit.name) else "en",
                    made_by=by,
                )
            )
        for row in new:
            row.prepare_link()
        UnitLiaison.objects.bulk_create(new, batch_size=500)
    return new, double
