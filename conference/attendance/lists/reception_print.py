"""A reception list on paper: by day and station, by hotel, by meal, each group with its count."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.attendance.lists.listing import LISTS, Listing
from conference.attendance.lists.prints import MAX_PEOPLE, Sheet
from conference.attendance.lists.sheets import stamp, title_block
from conference.bilingual import HTML_LANG, active_side
from conference.tabular import Column, Tally, TooLarge, as_text
from conference.typesetting import typeset

TEMPLATE = "reception_list.typ"
WIDTHS = {"code": 19}
NAMELESS = "–"  # a station or hotel that nobody named
NARROWEST = 8  # for two Chinese characters at the head
GROUPED_BY = {
    "arrivals": ("day", "station"),
    "departures": ("day", "station"),
    "rooms": ("hotel",),
    "meals": ("day",),
}


def reception_sheet(parts: Iterable[Listing], *, at: datetime, by: User | None) -> Sheet:
    """The PDF in the active language, each part of the list on pages of its own. Raises TooLarge
    above MAX_PEOPLE.
    """
    sheets: list[dict[str, Any]] = []
    people, counted = 0, list[list[Any]]()
    for listing in parts:
        rows = list(islice(listing.rows, MAX_PEOPLE - people + 1))
        people += len(rows)
        if people > MAX_PEOPLE:
            raise TooLarge(_("More than 10,000 people do not fit on a printed sheet. Choose XLSX."))
        sheets.append(_sheet(listing, rows))
        counts = listing.rows.counts
        counted += counts.rows if counts else []
    name, *_about = title_block(listing)
    data: dict[str, Any] = {
        "lang": HTML_LANG[active_side()],
        "kind": str(LISTS[listing.name]),
        "title": name,
        "sheets": sheets,
        **_counts(counts.columns if counts else [], counted),
        "stamp": stamp(listing.conference, at=at, by=by),
        "page": pgettext("on a print, then the numbers", "Page"),
        "of": pgettext("page 1 of 3", "of"),
        "nobody": "" if people else _("Nobody stands on this list yet."),
        "note": "",
    }
    missing: list[str] = []

    def notes(found: Collection[str]) -> dict[str, str]:
        missing[:] = sorted(found)
        codes = ", ".join(sorted(f"U+{ord(c):04X}" for text in found for c in text))
        words = _("〓 stands for a character that the print's font lacks (%(codes)s).")
        return {"note": words % {"codes": codes}}

    sheet = typeset(TEMPLATE, data, at=at, notes=notes)
    return Sheet(pdf=sheet.pdf, people=people, missing=missing)


def _sheet(listing: Listing, rows: list[list[Any]]) -> dict[str, Any]:
    keys = [column.key for column in listing.columns]
    rows = _grouped(listing, keys, rows)
    tally = Tally(listing.columns)
    for row in rows:
        tally.add(row)
    totals = tally.row(pgettext("below a list", "Total")) if rows else []
    return {
        "about": title_block(listing)[1:],
        "headers": [column.header for column in listing.columns],
        "widths": [
            max(NARROWEST, column.width or WIDTHS.get(column.kind, 10))
            for column in listing.columns
        ],
        "rows": [[as_text(cell) for cell in row] for row in rows],
        "groups": _groups(listing, keys, rows),
        "totals": [as_text(cell) for cell in totals],
    }


def _counts(columns: list[Column], rows: list[list[Any]]) -> dict[str, Any]:
    tally = Tally(columns)
    for row in rows:
        tally.add(row)
    totals = [tally.row(pgettext("below a list", "Total"))] if rows else []
    return {
        "count_title": pgettext("a sheet of a workbook", "Counts"),
        "count_headers": [column.header for column in columns],
        "counts": [[as_text(cell) for cell in row] for row in [*rows, *totals]],
    }


def _grouped(listing: Listing, keys: list[str], rows: list[list[Any]]) -> list[list[Any]]:
    """The rows with those of a group together, in their order otherwise, and numbered anew."""
    places, no = _places(listing, keys), keys.index("no")
    told = sorted(rows, key=lambda row: [(not row[place], row[place]) for place in places])
    return [[*row[:no], number, *row[no + 1 :]] for number, row in enumerate(told, 1)]


def _groups(listing: Listing, keys: list[str], rows: list[list[Any]]) -> dict[str, str]:
    """{index of the first row of a group, as text: what it is, and how many}"""
    places = _places(listing, keys)
    heads, begins = {}, 0
    for key, found in groupby(rows, key=lambda row: tuple(row[place] for place in places)):
        count = len(list(found))
        told = " · ".join(filter(None, map(str, key)))
        told = told if key and key[-1] else " · ".join(filter(None, (told, NAMELESS)))
        people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        if key:
            heads[str(begins)] = told if listing.name == "meals" else f"{told} · {people}"
        begins += count
    return heads


def _places(listing: Listing, keys: list[str]) -> list[int]:
    return [keys.index(name) for name in GROUPED_BY[listing.name] if name in keys]
