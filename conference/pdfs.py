"""PDF files from people: checked to be one, named by their content, kept as they are.

Nothing in the file is changed: slides are what their speaker made. They are handed out for saving
alone, never drawn as a page of this site (`config.public.media`), so what a viewer would run in
them does not run here.
"""

import hashlib
import re

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.forms import FileField as FileFormField
from django.forms import FileInput
from django.utils.translation import gettext_lazy as _

from conference.images import OneOfEach, public_name

MAX_BYTES = 20 * 1024 * 1024
TAIL = 2_048  # bytes at the end among which a reader looks for the last cross-reference
_START = re.compile(rb"%PDF-[12]\.[0-9]")
_END = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF")
_CROSS_REFERENCE = re.compile(rb"\s*(?:xref\b|[0-9]+\s+[0-9]+\s+obj\b)")


def checked_pdf(upload) -> ContentFile:
    """The upload, named `<sha256>.pdf`.

    Raises ValidationError with a sentence when it is too large or not a whole PDF: it must begin
    as one in its first byte, and end with the place of a cross-reference that is there.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("The PDF is larger than 20 MB. Save it with smaller images and choose that."),
            code="too_large",
        )
    upload.seek(0)
    raw = upload.read()
    if not _is_pdf(raw):
        raise ValidationError(
            _("This file is not a PDF, or not a whole one. Save or export the document as PDF."),
            code="not_a_pdf",
        )
    return ContentFile(raw, name=f"{hashlib.sha256(raw).hexdigest()}.pdf")


def _is_pdf(raw: bytes) -> bool:
    ends = _END.findall(raw[-TAIL:])
    if not _START.match(raw) or not ends:
        return False
    # Of a file that was saved again the last one counts.
    return bool(_CROSS_REFERENCE.match(raw, int(ends[-1])))


class CheckedPdfFormField(FileFormField):
    def to_python(self, data):
        upload = super().to_python(data)
        return None if upload is None else checked_pdf(upload)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        if isinstance(widget, FileInput):
            attrs.setdefault("accept", "application/pdf")
        return attrs


class CheckedPdfField(OneOfEach, models.FileField):
    """A FileField whose form field takes a real PDF and nothing else."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("upload_to", public_name)
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        # The name that the file came with is not kept, so it may be of any length.
        own = {"form_class": CheckedPdfFormField, "max_length": None}
        return super().formfield(**own | kwargs)
