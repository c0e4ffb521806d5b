"""A file that says it is a conference: read, or refused in a sentence. Nothing is trusted."""

import io
import json
from base64 import b64decode
from binascii import Error as BadBase64
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils.translation import gettext as _
from PIL import Image

from conference.models import Conference
from config.carrying.parts import fields_of, sections
from config.carrying.taking import FORMAT, VERSION

MAX_BYTES = 256 * 1024 * 1024
MOST_ROWS = 20_000  # of one section


class CarryRefused(Exception):
    """Nothing was written. Its text is for people."""


def read_document(raw: bytes) -> dict:
    """The document of a file, every row of a known shape and every reference found.

    Raises CarryRefused.
    """
    if len(raw) > MAX_BYTES:
        raise CarryRefused(_("The file is larger than 256 MB, which no conference needs."))
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise CarryRefused(
            _("The file cannot be read as JSON. Take one that “export_conference” has made.")
        ) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise CarryRefused(
            _("This is not a conference of Lectern. Take a file of “export_conference”.")
        )
    if not isinstance(document.get("version"), int) or document["version"] > VERSION:
        raise CarryRefused(
            _("The file comes from a newer Lectern (%(version)s). Bring this site up to date.")
            % {"version": document.get("lectern", "?")}
        )
    _check_shape(document)
    _check_references(document["sections"])
    return document


def _check_shape(document):
    rows, files = document.get("sections"), document.get("files")
    if not isinstance(document.get("conference"), dict) or not isinstance(files, dict):
        raise CarryRefused(_("The file has no conference in it. Export it again."))
    if not isinstance(rows, dict):
        raise CarryRefused(_("The file has no rows in it. Export it again."))
    known = {section.name for section in sections()}
    if unknown := sorted(map(str, set(rows) - known)):
        raise CarryRefused(
            _("The file holds “%(name)s”, which this site does not know.") % {"name": unknown[0]}
        )
    _check_row(_("conference"), document["conference"], fields_of(Conference))
    for section in sections():
        found = rows.setdefault(section.name, [])
        if not isinstance(found, list) or len(found) > MOST_ROWS:
            raise CarryRefused(
                _("“%(section)s” is no list of at most %(most)d rows.")
                % {"section": section.name, "most": MOST_ROWS}
            )
        for number, row in enumerate(found, start=1):
            where = f"{section.name} {number}"
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                raise CarryRefused(_("%(row)s: this is no row with an id.") % {"row": where})
            _check_row(where, {k: v for k, v in row.items() if k != "id"}, section.fields)


def _check_row(where, row, fields):
    known = {field.name: field for field in fields}
    for name, value in row.items():
        if name not in known:
            raise CarryRefused(
                _("%(row)s: “%(field)s” is not known here.") % {"row": where, "field": name}
            )
        is_plain = value is None or isinstance(value, str | int | float)
        if not is_plain and not isinstance(known[name], models.JSONField):
            raise CarryRefused(
                _("%(row)s: “%(field)s” is no single value.") % {"row": where, "field": name}
            )


def _check_references(rows):
    ids = {}
    for section in sections():
        told = [row["id"] for row in rows[section.name]]
        if len(set(told)) < len(told):
            twice = next(one for one in told if told.count(one) > 1)
            raise CarryRefused(
                _("%(section)s: the id %(id)s stands there twice.")
                % {"section": section.name, "id": twice}
            )
        ids[section.name] = set(told)
    for section in sections():
        for number, row in enumerate(rows[section.name], start=1):
            for name, other in section.references.items():
                if row.get(name) is not None and row[name] not in ids[other]:
                    raise CarryRefused(
                        _("%(row)s: “%(field)s” names %(id)s, which is not in the file.")
                        % {"row": f"{section.name} {number}", "field": name, "id": row[name]}
                    )


def checked_file(name: str, content: str, field: models.FileField):
    """What may be stored of a file of the document: our own picture or PDF as it is, any other one
    by the check of its field. Raises CarryRefused.
    """
    try:
        raw = b64decode(content, validate=True)
    except (BadBase64, ValueError, TypeError) as error:
        raise CarryRefused(_("%(name)s cannot be read.") % {"name": name}) from error
    upload = SimpleUploadedFile(name, raw)
    if name == f"{sha256(raw).hexdigest()}.webp" and _is_ours(raw):
        return upload
    try:
        return field.formfield(required=False).clean(upload)
    except ValidationError as error:
        raise CarryRefused(f"{name}: {' '.join(error.messages)}") from error


def _is_ours(raw):
    """Whether it is a picture and nothing else, as `checked_image` makes it."""
    if len(raw) < 12 or int.from_bytes(raw[4:8], "little") + 8 != len(raw):
        return False  # something stands behind it
    try:
        with Image.open(io.BytesIO(raw), formats=("WEBP",)) as image:
            return not {"exif", "xmp", "icc_profile"} & set(image.info)
    except Exception:  # Pillow's decoders raise almost anything on hostile bytes
        return False
