"""Files that are no schedules, named as what they are with what to do."""

import csv
from collections import Counter
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.program.importing.refusal import ImportRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"

_WORD = gettext_lazy("a Word file")
_SPREADSHEET = gettext_lazy("a spreadsheet")
_SLIDES = gettext_lazy("a presentation")
_IMAGE = gettext_lazy("an image")
_PACKED = (b"\x1f\x8b", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ\x00", _EMPTY_ZIP)

# How a file begins -> what it is.
_OPENINGS = (
    (b"%PDF", gettext_lazy("a PDF")),
    (b"{\\rtf", _WORD),
    (b"\x89PNG\r\n", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
)
# Names inside a packed file, or in the older format of Microsoft Office -> what it is.
_INSIDE = (
    (b"word/", _WORD),
    (b"opendocument.text", _WORD),
    (b"xl/", _SPREADSHEET),
    (b"opendocument.spread", _SPREADSHEET),
    (b"ppt/", _SLIDES),
    (b"opendocument.presentation", _SLIDES),
)
_INSIDE_OLE = (
    ("WordDocument", _WORD),
    ("PowerPoint Document", _SLIDES),
    ("", _SPREADSHEET),
)

_SAMPLE = 20_000  # bytes of a text that are looked at
_ENCODINGS = ("utf-8-sig", "gb18030")


def name_of_other_file(raw: bytes) -> str:
    """What a file is that no reader of ours opens ("a PDF"), '' where that is not known."""
    if raw.startswith((_ZIP, *_PACKED)):
        return _("a packed file")
    return str(_office_kind(raw) or _web_image(raw) or "")


def refuse_other_file(raw: bytes) -> None:
    """Raises ImportRefused for what is known to be something else than JSON or XML."""
    if kind := _office_kind(raw) or _web_image(raw):
        _refuse(kind)
    opening = _opening(raw)
    if opening.startswith(("<!doctype html", "<html")):
        raise ImportRefused(
            _("This is a web page, not a schedule. Download the schedule.json or schedule.xml.")
        )
    if opening.startswith("<svg") or (opening.startswith("<?xml") and "<svg" in opening):
        _refuse(_IMAGE)
    if opening.startswith("begin:vcalendar"):
        raise ImportRefused(
            _("This is a calendar (.ics). Take the schedule.json or schedule.xml instead.")
        )
    if raw.startswith((_ZIP, *_PACKED)):
        raise ImportRefused(_("The file is packed. Unpack it first."))
    if opening[:1] not in ("{", "<") and _is_table(raw):
        _refuse(gettext_lazy("a table (CSV)"))


def _refuse(kind):
    raise ImportRefused(
        _(
            "This is %(kind)s, not a schedule. Export a schedule.json or schedule.xml from the "
            "system that made the program, or enter the sessions in the admin."
        )
        % {"kind": kind}
    )


def _office_kind(raw):
    for opening, kind in _OPENINGS:
        if raw.startswith(opening):
            return kind
    if raw.startswith(_OLE):
        return next(kind for name, kind in _INSIDE_OLE if name.encode("utf-16-le") in raw)
    if raw.startswith(_ZIP):
        places = [(raw.find(name), kind) for name, kind in _INSIDE if name in raw]
        # The first one: slides may hold a spreadsheet of their own.
        return min(places, key=lambda place: place[0])[1] if places else None
    return None


def _web_image(raw):
    is_bitmap = raw.startswith(b"BM") and raw[6:10] == bytes(4)
    is_webp = raw.startswith(b"RIFF") and raw[8:12] == b"WEBP"
    is_heif = raw[4:8] == b"ftyp" and raw[8:12] in (b"heic", b"heix", b"mif1", b"avif")
    return _IMAGE if is_bitmap or is_webp or is_heif else None


def _opening(raw) -> str:
    """The first letters, small, without what stands before them, in any encoding."""
    plain = raw[:800].replace(b"\x00", b"").decode("latin-1").lower()
    return plain.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")


def _is_table(raw) -> bool:
    """Whether most of a text's first lines have as many cells as each other; one alone, three."""
    text = _text(raw[:_SAMPLE])
    if not text.strip() or "\x00" in text:
        return False
    for delimiter in ",;\t|":
        try:
            rows = list(islice(filter(any, csv.reader(text.splitlines(), delimiter=delimiter)), 20))
        except csv.Error:
            continue
        [(cells, count)] = Counter(map(len, rows)).most_common(1) or [(1, 0)]
        if cells > 1 and count * 2 > len(rows) and (count > 1 or cells > 2):
            return True
    return False


def _text(raw) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "ignore")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as broken:
            if broken.start > len(raw) - 4:  # cut off inside a letter
                return raw[: broken.start].decode(encoding)
    return ""
