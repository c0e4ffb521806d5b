"""Documents that people hand out: Word, Excel, PowerPoint without macros, and PDF; checked, named
by their content, kept as they are.

Nothing in the file is changed. They are handed out for saving alone, never drawn as a page of this
site (`config.public.media`). Refused is what a program would run or fetch when it is opened:
macros, controls, templates of elsewhere.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

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
MOST_OF_A_PART = 64 * 1024 * 1024  # of one that is looked into

# What the list of contents says the document is, by its ending.
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
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
_RUN_ENDINGS = re.compile(
    r"\.(doc|dot|xls|xlt|xla|ppt|pot|pps|ppa)m?$|\.(xlsb|xlam|ppam|exe|dll|com|scr|bat|cmd|ps1|vbs?"
    r"|js|jse|wsf|hta|msi|jar|lnk|html?|svg)$"
)
# How people name files, of these and of other kinds: what is called so must be so.
_TOLD = {
    *CONTENT_TYPES,
    *("doc", "docm", "dot", "dotx", "xls", "xlsm", "xlsb", "ppt", "pptm", "pps"),
}
_TOLD |= {
    *("wps", "et", "dps", "odt", "ods", "odp", "rtf", "txt", "csv", "htm", "html", "zip", "rar")
}
_TOLD |= {*("7z", "exe", "jpg", "jpeg", "png", "gif", "webp", "mp4")}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # before 2007, and whatever is encrypted
# A field of Word that asks another program for its text.
_ASKS = re.compile(r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|LINK)\b", re.I)


def checked_document(upload) -> ContentFile:
    """The upload, named `<sha256>.<ending>` by what it is.

    Raises ValidationError with a sentence, also where its own name says that it is another kind.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than 20 MB. Save it with smaller images and choose that."),
            code="too_large",
        )
    upload.seek(0)
    raw = upload.read()
    if raw.startswith(b"%PDF"):
        checked = checked_pdf(upload)
        _check_name(upload.name, "pdf")
        return checked
    if raw.startswith(_OLD):
        raise ValidationError(
            _(
                "The file is protected by a password or of an old format. Save it without a "
                "password as .docx, .xlsx or .pptx, or as PDF."
            ),
            code="old_format",
        )
    ending = _office_kind(raw)
    _check_name(upload.name, ending)
    return ContentFile(raw, name=f"{hashlib.sha256(raw).hexdigest()}.{ending}")


def named(title: object, ending: str) -> str:
    """'通知.docx': a title as the name of a file, also one that ends so already. A text of two
    languages in the one that is read.
    """
    name = str(title)
    if name.lower().endswith(f".{ending}"):
        name = name[: -len(ending) - 1]
    return f"{name.strip() or ending}.{ending}"


def _check_name(name: str, ending: str) -> None:
    told = name.rpartition(".")[2].lower() if "." in name else ""
    if told in _TOLD and told != ending:
        raise ValidationError(
            _(
                "The file is called “%(name)s”, but what it holds is .%(ending)s. Choose the file "
                "that you meant, or give it its right name."
            ),
            params={"name": name[-100:], "ending": ending},
            code="other_kind",
        )


def _office_kind(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
                raise _no_document()
            contents = {
                attributes.get("ContentType", "")
                for _tag, attributes, _text in _elements(
                    package, "[Content_Types].xml", "Override", "Default"
                )
            }
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
    except (
        *(zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, KeyError),
        *(NotImplementedError, RuntimeError),
    ):
        raise _no_document() from None
    for ending, kind in KINDS.items():
        if kind in contents:
            return ending
    raise _no_document()


def _elements(package, name, *tags) -> Iterator[tuple[str, dict[str, str], str]]:
    """[(tag, attributes, the text right below it)] of these elements of a part, without namespaces:
    as whoever opens it reads it, in whatever encoding and quotes. Raises ExpatError, also for a
    part with a DTD or of more than `MOST_OF_A_PART`.
    """
    found: list[tuple[str, dict[str, str], list[str]]] = []
    inside: list[list[str] | None] = []  # where the text of each open element goes
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(tag, attributes):
        tag = tag.rpartition(" ")[2]
        if tag in tags:
            bare = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            found.append((tag, bare, []))
        inside.append(found[-1][2] if tag in tags else None)

    def say(text):
        if inside and inside[-1] is not None:
            inside[-1].append(text)

    def refuse(*_arguments):
        raise expat.ExpatError("a DTD")

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _tag: inside.pop()
    parser.CharacterDataHandler = say
    parser.StartDoctypeDeclHandler = refuse
    if package.getinfo(name).file_size > MOST_OF_A_PART:
        raise expat.ExpatError("too long")
    with package.open(name) as file:
        while chunk := file.read(1024 * 1024):
            parser.Parse(chunk)
    parser.Parse(b"", True)
    return ((tag, attributes, "".join(text)) for tag, attributes, text in found)


def _is_run(parts, contents) -> bool:
    names = [part.filename.lower() for part in parts]
    names = [name for name in names if "printersettings" not in name]  # of a printer, harmless
    return any("macroenabled" in kind.lower() for kind in contents) or any(
        _RUN_ENDINGS.search(name) or any(mark in name for mark in _RUN) for name in names
    )


def _fetches(package, part) -> bool:
    """Whether a part names something outside that is loaded without being asked for: a list of
    relations (a hyperlink is followed by a person), a link to another workbook, a field.
    """
    name = part.filename.lower()
    if name.endswith(".rels"):
        return any(
            attributes.get("TargetMode", "").lower() == "external"
            and not attributes.get("Type", "").lower().endswith("/hyperlink")
            for _tag, attributes, _text in _elements(package, part.filename, "Relationship")
        )
    if name.startswith("xl/externallinks/") and name.endswith(".xml"):
        return True
    if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
        asked = ""
        fields = ("fldChar", "fldSimple", "instrText")
        for tag, attributes, text in _elements(package, part.filename, *fields):
            # A field is written in runs; its first word may be cut by them.
            if tag == "fldChar":
                asked = ""
            elif tag == "instrText":
                asked += text
            if _ASKS.match(asked) or _ASKS.match(attributes.get("instr", "")):
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
