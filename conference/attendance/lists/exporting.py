"""A list as a file: written row by row, complete before its first byte leaves, and logged.

Rows flow from the cursor through a writer into a temporary file, outside a transaction, and none of
them is kept.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from conference import tabular
from conference.attendance.lists import prints, reception_print
from conference.attendance.lists.columns import Counts
from conference.attendance.lists.listing import LISTS, PRINTED, RECEPTION, Listing, listing_of
from conference.attendance.lists.scopes import PEOPLE, Scope
from conference.attendance.lists.sheets import counted, drawn, parts
from conference.attendance.lists.wishes import NO_WISH, BadWish, Wish
from conference.attendance.models import ExportLog
from conference.models import Conference
from conference.program.models import Session

FORMATS = ("xlsx", "csv", "json", "pdf")
JSON_VERSION = 1

# The most rows that somebody waits for with an open page: a second or two of work. Longer lists are
# made in the background.
AT_ONCE = 5_000
PRINTED_AT_ONCE = 2_000
SHEETS_AT_ONCE = 5  # a workbook of several sheets is about so much longer


class ExportRefused(Exception):
    """This list cannot be made so. Codes: unknown_list, unknown_format, too_large."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


class TakesLong(Exception):
    """This list is longer than somebody should wait for; nothing was written."""


@dataclass(slots=True)
class Export:
    """A finished file, open at its beginning; its maker is done with it."""

    file: IO[bytes]
    filename: str
    content_type: str
    rows: int
    columns: list[str]  # their keys
    people: str = ""  # whose rows, as `whose` writes them
    missing: list[str] = field(default_factory=list)  # people with characters our font lacks


def export(
    conference: Conference,
    list_name: str,
    file_format: str,
    *,
    scope: Scope,
    by: User | None,
    via: str,
    session: Session | None = None,
    wish: Wish = NO_WISH,
    at: datetime | None = None,
    only_short: bool = False,
) -> Export:
    """Write a list into a temporary file and log that it left; texts in the active language.

    `via` is desk, admin or command. Raises ExportRefused, and TakesLong when `only_short` lists are
    wanted; BadWish for what the list or the format cannot do. At most five queries of the lists of
    the contract and ten of others, one more to know how long it is; a workbook some more a sheet.
    """
    check_names(list_name, file_format)
    at = at or timezone.now()
    listing = listing_of(conference, list_name, scope=scope, session=session, wish=wish)
    check_format(listing, file_format)
    limit = PRINTED_AT_ONCE if file_format == "pdf" else AT_ONCE
    if wish.sheets and file_format == "xlsx":
        limit //= SHEETS_AT_ONCE
    if only_short and listing.rows.count(at_most=limit) > limit:
        raise TakesLong
    done = write(listing, file_format, at=at, by=by)
    try:
        unmasked = listing.scope.unmasked
        log(listing, done, file_format, at=at, by=by, via=via, unmasked=unmasked)
    except BaseException:
        done.file.close()
        raise
    return done


def write(
    listing: Listing,
    file_format: str,
    *,
    at: datetime,
    by: User | None,
    tell: Callable[[int], None] | None = None,
) -> Export:
    """The list as a file; `tell` hears of each row before it is written. Raises ExportRefused."""
    if tell is not None:
        listing.rows.tell_each(tell)
    done = Export(
        file=tempfile.TemporaryFile(prefix="lectern-"),  # noqa: SIM115  the answer closes it
        filename=_filename(listing, file_format, at),
        content_type=tabular.CONTENT_TYPES[file_format],
        rows=0,
        columns=[column.key for column in listing.columns],
    )
    try:
        if file_format == "pdf":
            if listing.name in RECEPTION:
                sheet = reception_print.reception_sheet(_parts(listing, tell), at=at, by=by)
            else:
                sheet = prints.sign_in_sheet(listing, at=at, by=by)
            done.file.write(sheet.pdf)
            done.rows, done.missing = sheet.people, sheet.missing
        else:
            done.rows = _write(listing, file_format, done.file, at=at, by=by, tell=tell)
    except tabular.TooLarge as refusal:
        done.file.close()
        raise ExportRefused("too_large", str(refusal)) from None
    except BaseException:
        done.file.close()
        raise
    done.people = str(listing.rows.whose)
    done.file.seek(0)
    return done


def log(
    listing: Listing,
    done: Export,
    file_format: str,
    *,
    at: datetime,
    by: User | None,
    via: str,
    unmasked: bool,
) -> ExportLog:
    """That the list leaves the house. One query."""
    return ExportLog.objects.create(
        conference=listing.conference,
        at=at,
        by=by,
        via=via,
        list_name=listing.name,
        format=file_format,
        session=listing.session,
        columns=done.columns,
        rows=done.rows,
        unmasked=unmasked,
        sensitive=listing.scope.sensitive,
        people=done.people,
    )


def check_names(list_name: str, file_format: str) -> None:
    """Refuse a list or format that does not exist, with the names that do."""
    if list_name not in LISTS:
        raise ExportRefused(
            "unknown_list",
            _("There is no list “%(name)s”. Choose one of: %(names)s.")
            % {"name": list_name[:40], "names": ", ".join(LISTS)},
        )
    if file_format not in FORMATS:
        raise ExportRefused(
            "unknown_format",
            _("There is no format “%(name)s”. Choose one of: %(names)s.")
            % {"name": file_format[:40], "names": ", ".join(FORMATS)},
        )
    if file_format == "pdf" and list_name not in PRINTED:
        raise ExportRefused(
            "unknown_format",
            _("This list is not printed as PDF. Choose XLSX: it prints as it is."),
        )


def check_format(listing: Listing, file_format: str) -> None:
    """Refuse what the format cannot hold: a print has its own columns, and only a workbook has
    sheets, or the pages of a reception list. Raises BadWish.
    """
    has_parts = file_format == "xlsx" or (file_format == "pdf" and listing.name in RECEPTION)
    if listing.wish.sheets and not has_parts:
        raise BadWish
    if listing.wish.columns and file_format == "pdf":
        raise BadWish


def _write(
    listing: Listing,
    file_format: str,
    file: IO[bytes],
    *,
    at: datetime,
    by: User | None,
    tell: Callable[[int], None] | None,
) -> int:
    if file_format == "csv":
        return tabular.write_csv(file, listing.columns, listing.rows)
    if file_format == "xlsx":
        counts: list[list[Any]] = []
        sheets = _with_counts(listing, _parts(listing, tell), counts, at=at, by=by)
        return tabular.write_workbook(file, sheets) - len(counts)
    head = {
        "version": JSON_VERSION,
        "conference": listing.conference.slug,
        "list": listing.name,
        "session": listing.session.code if listing.session else None,
        "time_zone": listing.conference.time_zone,
    }
    if listing.wish.day:
        head["day"] = listing.wish.day.isoformat()
    return tabular.write_json(file, listing.columns, listing.rows, head=head)


def _parts(listing: Listing, tell: Callable[[int], None] | None) -> Iterable[Listing]:
    return parts(listing, tell=tell) if listing.wish.sheets else [listing]


def _with_counts(
    listing: Listing,
    parts: Iterable[Listing],
    counts: list[list[Any]],
    *,
    at: datetime,
    by: User | None,
) -> Iterator[tabular.Sheet]:
    """The sheets; behind them one of how many, where the list counts. `counts` gets its rows."""
    for part in parts:
        yield drawn(part, at=at, by=by)
        if part.rows.counts:
            counts += part.rows.counts.rows
    if listing.rows.counts:
        yield counted(listing, Counts(listing.rows.counts.columns, counts), at=at, by=by)


def _filename(listing: Listing, file_format: str, at: datetime) -> str:
    """'签到表 示例研讨会 分论坛一 2025-04-18.xlsx', without what file systems refuse."""
    day = listing.conference.day_of(at).isoformat()
    parts = [str(LISTS[listing.name]), str(listing.conference)]
    parts += [str(listing.session)] if listing.session else []
    parts += [str(PEOPLE[listing.of].label)] if listing.of else []
    day = listing.wish.day.isoformat() if listing.wish.day else day
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', " ", " ".join(parts))
    return f"{' '.join(name.split())[:100].rstrip(' .')} {day}.{file_format}"
