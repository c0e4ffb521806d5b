"""What somebody wants of a list beside its name: a day, an order, columns, what is masked."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Min, OuterRef, Subquery
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.attendance.models import CheckIn, Checkpoint
from conference.attendance.models.registrations import RegistrationQuerySet
from conference.models import Conference

ORDERS = {
    "name": pgettext_lazy("an order", "name"),
    "unit": pgettext_lazy("an order", "organization, then name"),
    "arrival": pgettext_lazy("an order", "arrival"),
}
# How a workbook is parted into sheets.
SHEETS = {
    "day": gettext_lazy("a sheet for each day"),
    "forum": gettext_lazy("a sheet for each sub-forum"),
    "hotel": gettext_lazy("a sheet for each hotel"),
}
NO_HOTEL = "-"  # those who named none
LONGEST_HOTEL = 200
SHORT_ADDRESS = re.compile(r"[-a-z0-9_]{1,100}")
MOST_COLUMNS, MOST_CONFERENCES = 200, 20


class BadWish(ValueError):
    """What was asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Nothing of it is the list as docs/concepts.md tells it."""

    day: date | None = None  # local
    order: str = ""  # a key of ORDERS; '': by name
    columns: tuple[str, ...] = ()  # their keys, in this order; (): all of the list
    masked: bool = False
    sensitive: bool = False  # answers about diet and health in full
    sheets: str = ""  # a key of SHEETS; '': one sheet
    hotel: str = ""  # as its option says in either language, or NO_HOTEL; '': all
    others: tuple[str, ...] = ()  # short addresses of more conferences, where a list compares them

    def as_json(self) -> dict[str, Any]:
        """For a row: without what is not asked for."""
        told = {key: value for key, value in asdict(self).items() if value}
        return told | ({"day": self.day.isoformat()} if self.day else {})

    def as_query(self) -> list[tuple[str, str]]:
        """[(name, value)] of an address, as `wish_of` reads it."""
        pairs = [("day", self.day.isoformat() if self.day else ""), ("order", self.order)]
        pairs += [("columns", ",".join(self.columns)), ("masked", "1" if self.masked else "")]
        pairs += [("sensitive", "1" if self.sensitive else "")]
        pairs += [("sheets", self.sheets), ("hotel", self.hotel)]
        pairs += [*(("with", slug) for slug in self.others)]
        return [(name, value) for name, value in pairs if value]


NO_WISH = Wish()


def from_json(told: Mapping[str, Any]) -> Wish:
    """A wish of a row again. Raises BadWish."""
    try:
        return _checked(
            Wish(
                day=date.fromisoformat(told["day"]) if told.get("day") else None,
                order=told.get("order", ""),
                columns=tuple(filter(None, told.get("columns", ()))),
                masked=bool(told.get("masked")),
                sensitive=bool(told.get("sensitive")),
                sheets=told.get("sheets", ""),
                hotel=told.get("hotel", ""),
                others=tuple(told.get("others", ())),
            )
        )
    except (TypeError, ValueError) as error:
        raise BadWish from error


def wish_of(data: MultiValueDict) -> Wish:
    """What the names and values of an address ask for. Raises BadWish."""
    columns = [key for text in data.getlist("columns") for key in text.split(",") if key]
    return from_json(
        {
            "day": data.get("day", ""),
            "order": data.get("order", ""),
            "columns": list(dict.fromkeys(columns)),
            "masked": data.get("masked", "") not in ("", "0"),
            "sensitive": data.get("sensitive", "") not in ("", "0"),
            "sheets": data.get("sheets", ""),
            "hotel": data.get("hotel", ""),
            "others": list(dict.fromkeys(filter(None, data.getlist("with")))),
        }
    )


def _checked(wish: Wish) -> Wish:
    known = wish.order in ("", *ORDERS) and wish.sheets in ("", *SHEETS)
    texts = all(isinstance(text, str) for text in (wish.hotel, *wish.columns, *wish.others))
    texts = texts and len(wish.hotel) <= LONGEST_HOTEL
    texts = texts and not {"Cc", "Cs"} & set(map(unicodedata.category, wish.hotel))
    texts = texts and all(map(SHORT_ADDRESS.fullmatch, wish.others))
    few = len(wish.columns) <= MOST_COLUMNS and len(wish.others) <= MOST_CONFERENCES
    # The edges of time have no day beside them, which the zone may ask for.
    within = wish.day is None or date(1, 1, 3) < wish.day < date(9999, 12, 29)
    if not (known and texts and few and within):
        raise BadWish
    return replace(wish, order="" if wish.order == "name" else wish.order)


def span_of(conference: Conference, day: date) -> tuple[datetime, datetime]:
    """The moments between which a local day lies, the second not in it. A night in which clocks are
    changed makes it an hour longer or shorter.
    """
    first = datetime.combine(day, time(), conference.zone)
    return first, datetime.combine(day + timedelta(days=1), time(), conference.zone)


def in_order(
    people: RegistrationQuerySet,
    wish: Wish,
    *,
    conference: Conference,
    checkpoint: Checkpoint | None = None,
) -> RegistrationQuerySet:
    """The people in the order that is wanted. By arrival: at the checkpoint and on the day, where
    one is asked for; who did not come stands behind, by name.
    """
    if wish.order == "unit":
        return people.by_unit()
    if wish.order != "arrival":
        return people.in_order()
    came = CheckIn.objects.ways().filter(
        registration=OuterRef("pk"), direction=CheckIn.Direction.IN
    )
    if checkpoint:
        came = came.filter(checkpoint=checkpoint.pk)
    if wish.day:
        begins, ends = span_of(conference, wish.day)
        came = came.filter(scanned_at__gte=begins, scanned_at__lt=ends)
    first = came.order_by().values("registration").annotate(at=Min("scanned_at")).values("at")
    return people.annotate(came_first=Subquery(first)).order_by(
        F("came_first").asc(nulls_last=True), "sort_name", "number"
    )
