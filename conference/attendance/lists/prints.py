"""The sign-in sheet on paper: an accounting voucher, with a column for the signature.

Whoever is expected stands on it in the order of every list; those signed in carry their time, so
that the paper and the log agree. Blank rows at the end take walk-ins by hand.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Literal

from django.contrib.auth.models import User
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext as _

from conference.attendance.lists.columns import Row
from conference.attendance.lists.listing import Listing
from conference.attendance.lists.scopes import PEOPLE
from conference.attendance.wording import full_name, missing_label
from conference.bilingual import HTML_LANG, active_side
from conference.models import Conference
from conference.people.hosts import by_role
from conference.people.models import HostRole
from conference.program.draft.overlapping import times_of
from conference.program.models import Session
from conference.tabular import TooLarge
from conference.typesetting import typeset
from conference.wording.clocks import clock
from conference.wording.days import calendar_date

MAX_PEOPLE = 10_000
MIN_SPARE_ROWS = 8
TEMPLATE = "sign_in_sheet.typ"
# Its columns, for which the template has widths; a list may have more.
KEYS = (
    *("no", "name", "organization", "title", "phone"),
    *("signed_in_at", "signature", "remarks"),
)
SIGNATURE = KEYS.index("signature")


@dataclass(frozen=True, slots=True)
class Sheet:
    pdf: bytes
    people: int
    missing: list[str]  # names (with their number) that hold a character our font lacks


def sign_in_sheet(listing: Listing, *, at: datetime, by: User | None) -> Sheet:
    """The PDF of a `sign-in` or `sheet` listing in the active language. One query for the hosts,
    one for the rows.

    Raises TooLarge above MAX_PEOPLE: that is a list for a spreadsheet, not for a clipboard.
    """
    keys = [column.key for column in listing.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in islice(listing.rows, MAX_PEOPLE + 1)]
    if len(rows) > MAX_PEOPLE:
        raise TooLarge(
            _(
                "More than 10,000 people do not fit on a printed sheet. Print one sheet for each "
                "session, or choose XLSX."
            )
        )
    data = _data(listing, rows, at=at, by=by)
    unprintable: list[str] = []

    def notes(missing: Collection[str]) -> dict[str, str]:
        named = _unprintable(rows, missing)
        unprintable[:] = named
        return {"note": _note(named, missing)}

    sheet = typeset(TEMPLATE, data, at=at, notes=notes)
    return Sheet(pdf=sheet.pdf, people=len(rows), missing=unprintable)


def _data(listing: Listing, rows: list[Row], *, at: datetime, by: User | None) -> dict[str, Any]:
    conference, session = listing.conference, listing.session
    moments = [row["signed_in_at"] for row in rows if row["signed_in_at"]]
    named = listing.wish.day or _one_day(conference, session)
    with_day = any(moment.date() != named for moment in moments)
    headers = {column.key: column.header for column in listing.columns}
    people = [
        [
            _time(row[key], with_day=with_day) if key == "signed_in_at" else str(row[key])
            for key in KEYS
        ]
        for row in rows
    ]
    for printed_row, row in zip(people, rows, strict=True):
        if row.get("on_paper"):
            printed_row[SIGNATURE] = _("signed on paper")
    printed = at.astimezone(conference.zone)
    of = [str(PEOPLE[listing.of].label)] if listing.of else []
    by_unit = listing.wish.order == "unit"
    facts = {
        "lang": HTML_LANG[active_side()],
        "kind": " · ".join([pgettext("title of the print", "Sign-in sheet"), *of]),
        "title": conference.name.marked,
        "session": session.title.marked if session else "",
        "facts": [[label, text] for label, text in _facts(listing) if text],
        "headers": [headers[key] for key in KEYS],
        "rows": people,
        "units": _units(rows) if by_unit else {},
        "spare": max(MIN_SPARE_ROWS, len(people) // 20),
        "spare_label": _("Further guests, please write clearly"),
        "totals": [
            [pgettext("count on the sheet", "Expected"), str(len(rows))],
            [pgettext("count on the sheet", "Present"), str(len(moments))],
            [missing_label(conference, at=at), str(len(rows) - len(moments))],
        ],
        "signatures": [
            pgettext("line to sign", "Handled by"),
            pgettext("line to sign", "Reviewed by"),
            _("Date"),
        ],
        "page": pgettext("on a print, then the numbers", "Page"),
        "of": pgettext("page 1 of 3", "of"),
        "note": "",
    }
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:8]
    stamp = _("Printed %(time)s (%(zone)s) · version %(version)s") % {
        "time": clock(printed, "%Y-%m-%d %H:%M:%S"),
        "zone": conference.time_zone,
        "version": digest,
    }
    if by is not None:
        stamp += " · " + full_name(by.first_name, by.last_name, by.get_username())
    return facts | {"stamp": stamp}


def _units(rows: list[Row]) -> dict[str, str]:
    """{index of the first row of an organization, as text: its name and how many are of it}."""
    heads, begins = {}, 0
    nameless = pgettext("a person", "without an organization")
    for name, group in groupby(rows, key=itemgetter("organization")):
        count = len(list(group))
        people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        heads[str(begins)] = f"{name or nameless} · {people}"
        begins += count
    return heads


def _time(moment: datetime | Literal[""], *, with_day: bool) -> str:
    if not moment:
        return ""
    return clock(moment, "%m-%d %H:%M:%S" if with_day else "%H:%M:%S")


def _facts(listing: Listing) -> Iterator[tuple[str, str]]:
    """[(label, text)] of the title block; what is not known has an empty text."""
    conference, session = listing.conference, listing.session
    day = listing.wish.day
    yield _("Date"), calendar_date(day) if day else _days(conference, session)
    place = [str(conference.venue), str(conference.city)]
    room = session.effective_room if session else None
    if room:
        place.insert(0, str(room.name))
    yield _("Place"), " · ".join(dict.fromkeys(filter(None, place)))
    hosts = HostRole.objects.filter(conference=conference).select_related("organization")
    joint = pgettext("between the items of a list", ", ")
    for role, found in by_role(hosts):
        yield str(role), joint.join(str(host.organization) for host in found)


def _days(conference: Conference, session: Session | None) -> str:
    if session and session.starts_at:
        start, end = (at.astimezone(conference.zone) for at in times_of(session))
        return f"{calendar_date(start.date())} {clock(start)}-{clock(end)}"
    first, last = conference.starts_on, conference.ends_on
    if first == last:
        return calendar_date(first)
    return f"{calendar_date(first)} - {calendar_date(last)}"


def _one_day(conference: Conference, session: Session | None) -> date | None:
    """The day that the title block names, which a time need not repeat; None where it names two."""
    if session and session.starts_at:
        return conference.day_of(session.starts_at)
    return conference.starts_on if conference.starts_on == conference.ends_on else None


def _unprintable(rows: list[Row], missing: Collection[str]) -> list[str]:
    """["No. 12 〓田", ...]: the rows in which a character is printed as 〓."""
    found = []
    for row in rows:
        text = " ".join(row[key] for key in ("name", "organization", "title", "phone"))
        if any(character in text for character in missing):
            found.append(f"{_('No.')} {row['no']} {row['name']}")
    return found


def _note(named: list[str], missing: Collection[str]) -> str:
    codes = ", ".join(sorted(f"U+{ord(c):04X}" for text in missing for c in text))
    return gettext(
        "〓 stands for a character that the print's font lacks (%(codes)s): %(people)s. "
        "Write it by hand."
    ) % {"codes": codes, "people": "; ".join(named[:20])}
