"""Whose badges: everybody who is expected, or those of a category, a sub-forum, some numbers."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from conference.attendance.lists.wishes import Wish, in_order
from conference.attendance.models import ExportLog, Registration
from conference.attendance.whose import keys_of
from conference.models import Conference
from conference.program.models import Participation, Session

# In one file; more are asked for by category, by sub-forum or by numbers.
MOST = 5_000
ORDERS = ("name", "unit", "number")
LONGEST_NUMBERS = 6_000  # letters in an address, of which servers take eight thousand
_RANGE = re.compile(r"(\d{1,9})(?:[-~至](\d{1,9}))?")
_BETWEEN = re.compile(r"[\s,;、]+")


class BadChoice(ValueError):
    """This cannot be chosen: `message` says why."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Wanted:
    """Nothing of it: everybody who is expected (应到)."""

    category: str = ""
    session: str = ""  # code of a sub-forum
    numbers: str = ""  # '3-17,20': also of those who are not confirmed yet
    is_new: bool = False  # only those who were not printed yet
    order: str = ""

    def as_query(self) -> dict[str, str]:
        told = asdict(self) | {"is_new": ""} | ({"new": "1"} if self.is_new else {})
        return {name: value for name, value in told.items() if value}


def wanted_of(data: Mapping[str, Any]) -> Wanted:
    """What the names and values of an address ask for. Raises BadChoice."""
    category, order = data.get("category", ""), data.get("order", "")
    choice(category, ("", *Participation.Category.values))
    choice(order, ("", *ORDERS))
    return Wanted(
        category=category,
        session=data.get("session", "")[:20].upper(),
        numbers=written(ranges_of(data.get("numbers", ""))),
        is_new=data.get("new", "") not in ("", "0"),
        order="" if order == "name" else order,
    )


def choice(value: str, allowed: tuple[str, ...]) -> str:
    """The value again. Raises BadChoice."""
    if value not in allowed:
        raise BadChoice(
            _("“%(value)s” cannot be chosen here. Possible are: %(allowed)s.")
            % {"value": value[:80], "allowed": ", ".join(filter(None, allowed))}
        )
    return value


Ranges = list[tuple[int, int]]


def ranges_of(text: str) -> Ranges:
    """'1-50, 73、80' as rising ranges with both ends, none touching the next. Raises BadChoice."""
    found: Ranges = []
    plain = unicodedata.normalize("NFKC", text).replace("–", "-").replace("—", "-")
    plain = re.sub(r"\s*([-~至])\s*", r"\1", plain).strip(" ,;、")
    for part in filter(None, _BETWEEN.split(plain)):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise BadChoice(
                _("“%(text)s” is no number of a registration. Write numbers such as 1-50, 73.")
                % {"text": part[:40]}
            )
        first, last = int(match[1]), int(match[2] or match[1])
        found.append((min(first, last), max(first, last)))
    joined: Ranges = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def written(ranges: Ranges) -> str:
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def people(
    conference: Conference, wanted: Wanted, paper: str, *, with_chosen: bool = False
) -> list[Registration]:
    """Those who get one, with their organization, in order; at most one more than MOST. One query,
    one more for a sub-forum, and for those who were not printed yet; for the sub-forums that they
    chose (`chosen`) one more each 2,000 people. Raises BadChoice.
    """
    rows = Registration.objects.filter(conference=conference).known()
    ranges = ranges_of(wanted.numbers)
    if ranges:
        # Cut to size here, for there may be more ranges than a statement takes.
        rows = rows.filter(number__gte=ranges[0][0], number__lte=ranges[-1][1])
        rows = rows.exclude(status__in=Registration.GONE)
    else:
        rows = rows.expected()
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.session:
        rows = rows.filter(sessions=_forum(conference, wanted.session))
    rows = (
        rows.order_by("number")
        if wanted.order == "number"
        else in_order(rows, Wish(order=wanted.order), conference=conference)
    )
    if with_chosen:
        rows = rows.with_chosen()
    before = printed_before(conference, paper) if wanted.is_new else set()
    fields = ("number", "code", "name", "name_en", "organization_name", "title", "category")
    directory = ("organization__name_zh", "organization__name_en")
    found: list[Registration] = []
    for row in rows.select_related("organization").only(*fields, *directory).iterator(2_000):
        if (not ranges or _holds(ranges, row.number)) and row.pk not in before:
            found.append(row)
            if len(found) > MOST:
                break
    return found


def printed_before(conference: Conference, paper: str) -> set[int]:
    """Keys of those who had theirs already, as the log of exports knows. One query."""
    logged = ExportLog.objects.filter(conference=conference, list_name=paper)
    return {key for text in logged.values_list("people", flat=True) for key in keys_of(text)}


def left_out(conference: Conference, wanted: Wanted) -> int:
    """How many of the chosen numbers were cancelled or declined: they get none. One query."""
    ranges = ranges_of(wanted.numbers)
    if not ranges:
        return 0
    gone = Registration.objects.filter(conference=conference, status__in=Registration.GONE)
    gone = gone.filter(number__gte=ranges[0][0], number__lte=ranges[-1][1])
    return sum(_holds(ranges, number) for number in gone.values_list("number", flat=True))


def _holds(ranges: Ranges, number: int) -> bool:
    place = bisect_right(ranges, number, key=lambda each: each[0]) - 1
    return place >= 0 and number <= ranges[place][1]


def _forum(conference: Conference, code: str) -> Session:
    session = Session.objects.filter(conference=conference, code=code).first()
    if session is None:
        raise BadChoice(_("There is no session “%(code)s”. Choose another one.") % {"code": code})
    return session
