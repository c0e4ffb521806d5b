"""A question whose answer is a file: an image or a PDF, checked by what it holds.

What a browser sent can be wrong elsewhere, and no page can put a file into its box again. So a file
that was checked waits under its key, which the page carries beside the box.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.cleaning import clean_line
from conference.attendance.models import FILE, Question
from conference.attendance.questions.compound import Compound
from conference.attendance.questions.kinds import Answer, common
from conference.controls import without_unseen
from conference.images import MAX_BYTES as MOST_OF_IMAGE
from conference.images import checked_image
from conference.pdfs import checked_pdf

MOST_OF_PDF = 10 * 1024 * 1024
MOST_OF_NAME = 80  # letters without the ending
# What files are called from which such a one is made.
ENDINGS = {"webp": ("jpg", "jpeg", "png", "webp"), "pdf": ("pdf",)}
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent of one box. `looks_sent`: there was a name, but no file came with it."""

    upload: Any = None
    key: str = ""  # of what was chosen before
    is_out: bool = False
    looks_sent: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that was checked."""

    name: str
    ending: str
    content: bytes
    digest: str  # of what was sent


def clean_file_name(name: str, ending: str) -> str:
    """'护照.png' as it was sent: without folders and line ends, and not too long; with the ending
    of what it holds where its own is that of something else. A name that nobody may keep (an
    identity number) is left out.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, _dot, own = last.rpartition(".")
    stem, own = (stem, own) if stem else (last, "")
    stem = "".join(sign if sign.isprintable() else " " for sign in without_unseen(stem[:400]))
    try:
        stem = clean_line(stem)
    except ValidationError:
        stem = ""
    stem = stem.strip(". ")[:MOST_OF_NAME].strip(". ")
    return f"{stem or _('file')}.{own if own.lower() in ENDINGS[ending] else ending}"


def checked_file(upload) -> Chosen:
    """An image made anew from its pixels, or a PDF as it is. Raises ValidationError."""
    if not upload.size:
        raise ValidationError(_("The file is empty. Choose it again."), code="empty")
    upload.seek(0)
    is_pdf = upload.read(5).startswith(b"%PDF")
    if is_pdf and upload.size > MOST_OF_PDF:
        raise ValidationError(
            _("The PDF is larger than 10 MB. Save it with smaller images and choose that."),
            code="too_large",
        )
    if not is_pdf and upload.size > MOST_OF_IMAGE:
        raise ValidationError(
            _("The file is larger than 8 MB. Save a smaller copy and choose that."),
            code="too_large",
        )
    digest = digest_of(upload)
    try:
        checked = checked_pdf(upload) if is_pdf else checked_image(upload)
    except ValidationError as error:
        if error.code != "not_an_image":
            raise
        raise ValidationError(
            _("This file is no JPEG, PNG or WebP image and no PDF. Save it as one of these."),
            code="not_a_file",
        ) from None
    ending = "pdf" if is_pdf else "webp"
    return Chosen(clean_file_name(upload.name, ending), ending, checked.read(), digest)


def digest_of(upload) -> str:
    """Of the bytes that were sent, as hexadecimal digits."""
    found = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()


class FileBox(forms.Widget):
    """A box for a file, with what is there already. `there`: the answer that stands."""

    template_name = "attendance/_file_box.html"
    needs_multipart_form = True
    there: Answer = None

    def value_from_datadict(self, data, files, name) -> Sent:
        upload = files.get(name)
        return Sent(
            upload,
            key=str(data.get(f"kept_{name}", ""))[:64],
            is_out=bool(data.get(f"out_{name}")),
            looks_sent=upload is None and bool(str(data.get(name, "")).strip()),
        )

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in files and f"kept_{name}" not in data and name not in data

    def format_value(self, value) -> None:
        return None

    def use_required_attribute(self, initial) -> bool:
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.there:
            said = f"{self.there['name']} ({filesizeformat(self.there.get('size', 0))})"
            context["widget"] |= {"there": said, "key": self.there["file"]}
        context["widget"]["may_go"] = not self.is_required
        return context


class AnswerFileField(forms.Field):
    """Cleaned, a `Chosen`, the key of what was chosen before, or None."""

    widget = FileBox
    default_error_messages = {"required": gettext_lazy("Choose a file.")}

    def __init__(self, **options):
        super().__init__(**options)
        self.widget.attrs["accept"] = ACCEPT

    def clean(self, value: Sent | None) -> Chosen | str | None:
        sent = value if isinstance(value, Sent) else Sent()
        if sent.upload is not None:
            return checked_file(sent.upload)
        if sent.looks_sent:
            raise ValidationError(
                _("The file did not come along. Choose it again and send the page."), code="lost"
            )
        if sent.key and not sent.is_out:
            return sent.key
        self.validate(None)
        return None

    def has_changed(self, initial, data) -> bool:
        return isinstance(data, Sent) and (data.upload is not None or data.is_out)


class FileAnswer(Compound):
    """Its answer names the file: {"kind": "file", "file": key, "name": ..., "size": bytes}."""

    name = FILE

    def parts(self, question: Question) -> dict[str, forms.Field]:
        options = common(question)
        said = _("JPEG, PNG or WebP up to 8 MB, or a PDF up to 10 MB.")
        options["help_text"] = f"{options['help_text']} {said}".strip()
        return {"": AnswerFileField(**options)}

    def kept(self, question: Question, given: dict[str, Any]) -> Answer:
        """What was chosen; whoever keeps the answers makes one of it (`answer_files`)."""
        return given.get("") or None

    def boxed(self, question: Question, answer: Answer) -> dict[str, Any]:
        return {"": self.of(answer)}

    def said(self, question: Question, answer: Answer) -> str:
        return str(self.of(answer).get("name", ""))

    def cell(self, question: Question, answer: Answer, part: str) -> str | int | float:
        return self.said(question, answer)
