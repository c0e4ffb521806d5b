"""Files that are no schedules, named as what they are with what to do."""

from django.utils.translation import gettext as _

from conference.program.importing.refusal import ImportRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refuse_office_file(raw: bytes) -> None:
    """Raises ImportRefused for a spreadsheet, a Word file or a PDF."""
    if raw.startswith(b"%PDF"):
        kind = _("a PDF")
    elif raw.startswith(_OLE):
        is_word = "WordDocument".encode("utf-16-le") in raw
        kind = _("a Word file") if is_word else _("a spreadsheet")
    elif raw.startswith(b"PK\x03\x04") and (b"word/" in raw or b"opendocument.text" in raw):
        kind = _("a Word file")
    elif raw.startswith(b"PK\x03\x04") and (b"xl/" in raw or b"opendocument.spread" in raw):
        kind = _("a spreadsheet")
    else:
        return
    raise ImportRefused(
        _(
            "This is %(kind)s, not a schedule. Export a schedule.json or schedule.xml from the "
            "system that made the program, or enter the sessions in the admin."
        )
        % {"kind": kind}
    )
