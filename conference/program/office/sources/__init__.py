"""A file's bytes as grids: what it is, is told by its beginning, and checked against its name."""

from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.program.importing.other_files import name_of_other_file
from conference.program.importing.refusal import ImportRefused
from conference.program.office.grid import Grid
from conference.program.office.sources import protection, text, web
from conference.program.office.sources.package import protected, refused
from conference.tabular import EMPTY_FILE

MAX_BYTES = 10 * 1024 * 1024

_ZIP = b"PK\x03\x04"


def _read_workbook(raw: bytes, name: str) -> list[Grid]:
    from conference.program.office.sources import workbook

    return workbook.read(raw, name)


def _read_word(raw: bytes, name: str) -> list[Grid]:
    # Loaded when first needed, as all that reads XML or workbooks: 9 MB of every worker.
    from conference.program.office.sources import word

    return word.read(raw, name)


_READERS: dict[str, Callable[[bytes, str], list[Grid]]] = {
    ".xlsx": _read_workbook,
    ".docx": _read_word,
    ".html": web.read,
    ".htm": web.read,
    ".csv": text.read,
    ".tsv": text.read,
    ".txt": text.read,
}
# Endings that are known and not read -> what to do.
_OTHERS = {
    ".xls": gettext_lazy("This is the old Excel format. Save the file as .xlsx."),
    ".et": gettext_lazy("This is a WPS sheet. Save the file as .xlsx."),
    ".doc": gettext_lazy("This is the old Word format. Save the file as .docx."),
    ".wps": gettext_lazy("This is a WPS document. Save the file as .docx."),
    ".xlsb": gettext_lazy("This is a binary workbook. Save the file as .xlsx."),
    ".ods": gettext_lazy("This is an OpenDocument sheet. Save the file as .xlsx."),
    ".odt": gettext_lazy("This is an OpenDocument text. Save the file as .docx."),
    ".rtf": gettext_lazy("Save the file as .docx."),
    ".pdf": gettext_lazy("A PDF holds no tables. Take the Word or Excel file it was made from."),
}
_OPEN_DOCUMENTS = {b"opendocument.spreadsheet": ".ods", b"opendocument.text": ".odt"}
_MACROS = {".xlsm": ".xlsx", ".xltm": ".xlsx", ".docm": ".docx", ".dotm": ".docx"}


def read(raw: bytes, name: str) -> list[Grid]:
    """The grids of a file, at least one. Raises ImportRefused with a sentence that names it."""
    if len(raw) > MAX_BYTES:
        raise refused(
            name,
            _("The file is larger than 10 MB. Remove pictures, or copy the agenda to a new file."),
        )
    if not raw.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise refused(name, str(EMPTY_FILE))
    suffix = PurePath(name).suffix.lower()
    if protection.is_protected(raw):
        raise protected(name)
    _refuse_by_name(name, suffix)
    if raw.startswith(protection.OLE):
        _refuse_old(raw, name)
    kind = _kind(raw, name, suffix)
    if kind is None:
        raise refused(name, _("This kind of file is not read. Take .xlsx, .docx, .csv or .html."))
    return _READERS[kind](raw, name)


def _refuse_by_name(name, suffix):
    if suffix in _MACROS:
        raise refused(
            name,
            _("Files with macros are not opened. Save it as %(ending)s without macros.")
            % {"ending": _MACROS[suffix]},
        )
    if suffix in _OTHERS:
        raise refused(name, str(_OTHERS[suffix]))


def _refuse_old(raw, name):
    if "WordDocument".encode("utf-16-le") in raw:
        raise refused(name, str(_OTHERS[".doc"]))
    if any(stream.encode("utf-16-le") in raw for stream in ("Workbook", "Book\0")):
        raise refused(name, str(_OTHERS[".xls"]))
    raise refused(name, _("The file is damaged or no Excel or Word file. Save it again."))


def _kind(raw, name, suffix) -> str | None:
    """The ending under which a file is read: its content decides, a false name does no harm."""
    if raw.startswith(_ZIP):
        # The parts' names stand readable in the package.
        if b"xl/workbook.xml" in raw:
            return ".xlsx"
        if b"word/document.xml" in raw:
            return ".docx"
        for written, ending in _OPEN_DOCUMENTS.items():
            if written in raw[:200]:  # its first part, not packed
                raise refused(name, str(_OTHERS[ending]))
        raise refused(name, _("The file is damaged or no Excel or Word file. Save it again."))
    if kind := name_of_other_file(raw):
        raise refused(
            name,
            _("This is %(kind)s. Take the .xlsx, .docx or .csv that the agenda was made in.")
            % {"kind": kind},
        )
    if suffix in (".xlsx", ".docx"):
        if web.is_html(raw):  # web pages saved under Excel's name
            return ".html"
        raise refused(
            name,
            _("The file is damaged or not what its name says. Open it and save it again."),
        )
    if suffix in (".html", ".htm") or web.is_html(raw):
        return ".html"
    return suffix if suffix in _READERS else ".txt" if not suffix else None


__all__ = ["MAX_BYTES", "ImportRefused", "read"]
