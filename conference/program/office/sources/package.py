"""The packed files of offices, opened only as far as they were measured."""

import io
import zipfile
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from conference import tabular
from conference.program.importing.refusal import ImportRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CELLS = 120_000  # of all tables of a file; an agenda has hundreds
MAX_SHEETS = 60
MAX_ROWS = 10_000
MAX_TEXT = 5_000  # characters of one cell
MAX_MANIFEST = 200_000  # bytes


def refused(name: str, reason: str) -> ImportRefused:
    return ImportRefused(_("%(file)s: %(reason)s") % {"file": name, "reason": reason})


def protected(name: str) -> ImportRefused:
    return refused(
        name,
        _(
            "The file is protected by a password. Open it in Office or WPS, remove the password "
            "and save it as .xlsx or .docx."
        ),
    )


def too_many_cells(name: str) -> ImportRefused:
    return refused(
        name, _("There are far more cells than an agenda has. Copy its rows into a new file.")
    )


def too_many_sheets(name: str) -> ImportRefused:
    return refused(name, _("The workbook has more than 60 sheets. Keep those of the agenda alone."))


def too_long(name: str, address: str) -> ImportRefused:
    return refused(name, _("Cell %(cell)s holds more than 5,000 characters.") % {"cell": address})


def opened(raw: bytes, name: str) -> zipfile.ZipFile:
    """The XML parts alone, each as large as it says. Raises ImportRefused."""
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
        listed = {part.filename.lower() for part in package.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _broken(name) from None
    if any(part.endswith("vbaproject.bin") for part in listed):
        raise refused(name, _("Files with macros are not opened. Save it without macros."))
    if sum(part.startswith("xl/worksheets/") for part in listed) > MAX_SHEETS:
        raise too_many_sheets(name)
    try:
        return zipfile.ZipFile(tabular.measured(raw))
    except tabular.SheetRefused as refusal:
        if refusal.code == "bomb":
            raise refused(
                name,
                _("Unpacked, the file is far larger than an agenda. Copy it into a new file."),
            ) from None
        if refusal.code in ("broken", "not_a_table"):
            raise _broken(name) from None
        if refusal.code in ("too_many_rows", "too_many_columns"):
            raise too_many_cells(name) from None
        raise refused(name, str(refusal.message)) from None


def part(package: zipfile.ZipFile, path: str, name: str) -> "_Element | None":
    """The root of one part, None for one that is not there."""
    from lxml import etree

    try:
        body = package.read(path)
    except KeyError:
        return None
    try:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        raise _broken(name) from None


def _broken(name):
    return refused(name, _("The file is damaged. Open it in Office or WPS and save it again."))
