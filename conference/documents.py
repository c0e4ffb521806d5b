"""Documents that people hand out: Word, Excel, PowerPoint without macros, and PDF; checked, named
by their content, kept as they are.

Nothing in the file is changed. They are handed out for saving alone, never drawn as a page of this
site (`config.public.media`). Refused is what a program would run or fetch when it is opened:
macros, controls, templates of elsewhere.
"""

import hashlib
import io
import zipfile

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.forms import FileField as FileFormField
from django.forms import FileInput
from django.utils.translation import gettext_lazy as _

from conference.images import OneOfEach, public_name
from conference.pdfs import checked_pdf

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_PARTS = 5_000

# What the list of contents says the document is, by its ending.
KINDS = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
ACCEPT = ",".join(f".{ending}" for ending in CONTENT_TYPES)
# Parts of a document that are run, whatever else it holds.
_RUN = ("vbaproject", "vbadata", "activex", "macrosheets", "customui", ".bin")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # before 2007, and whatever is encrypted
_ELSEWHERE = (b"attachedTemplate", b"oleObject", b"externalLink", b"frame")


def checked_document(upload) -> ContentFile:
    """The upload, named `<sha256>.<ending>` by what it is and not by its name.

    Raises ValidationError with a sentence.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than 20 MB. Save it with smaller images and choose that."),
            code="too_large",
        )
    upload.seek(0)
    raw = upload.read()
    if raw.startswith(b"%PDF"):
        return checked_pdf(upload)
    if raw.startswith(_OLD):
        raise ValidationError(
            _(
                "The file is protected by a password or of an old format. Save it without a "
                "password as .docx, .xlsx or .pptx, or as PDF."
            ),
            code="old_format",
        )
    ending = _office_kind(raw)
    return ContentFile(raw, name=f"{hashlib.sha256(raw).hexdigest()}.{ending}")


def _office_kind(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
                raise _no_document()
            contents = _part(package, "[Content_Types].xml")
            if _is_run(parts, contents):
                raise ValidationError(
                    _(
                        "The file holds macros or controls, which nobody's computer should run. "
                        "Save it as .docx, .xlsx, .pptx or PDF without them."
                    ),
                    code="macros",
                )
            if any(_fetches(package, part) for part in parts):
                raise ValidationError(
                    _(
                        "The file loads a part of itself from elsewhere when it is opened. Save it "
                        "as PDF, or break its links first."
                    ),
                    code="elsewhere",
                )
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, NotImplementedError, RuntimeError):
        raise _no_document() from None
    for ending, kind in KINDS.items():
        if kind in contents:
            return ending
    raise _no_document()


def _part(package, name, most=8 * 1024 * 1024) -> bytes:
    with package.open(name) as file:
        return file.read(most)


def _is_run(parts, contents) -> bool:
    names = [part.filename.lower() for part in parts]
    names = [name for name in names if "printersettings" not in name]  # of a printer, harmless
    return b"macroEnabled" in contents or any(mark in name for name in names for mark in _RUN)


def _fetches(package, part) -> bool:
    """Whether a list of relations names something outside that is loaded without being asked for; a
    hyperlink is followed by a person.
    """
    if not part.filename.endswith(".rels"):
        return False
    for relation in _part(package, part.filename).split(b"<Relationship ")[1:]:
        if b'"External"' in relation and any(mark in relation for mark in _ELSEWHERE):
            return True
    return False


def _no_document():
    return ValidationError(
        _(
            "This file is no Word, Excel or PowerPoint document and no PDF, or not a whole one. "
            "Save it as .docx, .xlsx, .pptx or PDF."
        ),
        code="no_document",
    )


class CheckedDocumentFormField(FileFormField):
    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        checked = checked_document(upload)
        checked.given_name = upload.name
        return checked

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        if isinstance(widget, FileInput):
            attrs.setdefault("accept", ACCEPT)
        return attrs


class CheckedDocumentField(OneOfEach, models.FileField):
    """A FileField whose form field takes such a document and nothing else."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("upload_to", public_name)
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        # The name that the file came with is not where it is kept, so it may be of any length.
        own = {"form_class": CheckedDocumentFormField, "max_length": None}
        return super().formfield(**own | kwargs)
