"""Documents that are handed out: real ones without macros, and nothing that fetches."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.documents import KINDS, checked_document, named
from tests.factories import PDF

WORD = KINDS["docx"]


def office(kind=WORD, parts=(), *, relations="", text="", encoding="utf-8"):
    """A small package, as an office program writes it."""
    out = io.BytesIO()
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    files = {
        "[Content_Types].xml": types.encode(encoding),
        "word/document.xml": f'<w:document xmlns:w="w">{text}</w:document>'.encode(encoding),
        "word/_rels/document.xml.rels": f'<r:all xmlns:r="r">{relations}</r:all>'.encode(encoding),
        **dict.fromkeys(parts, b"\x00"),
    }
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            # Without the moment it was made: made again it is the same file.
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def relation(kind, mode="External"):
    return f'<Relationship Id="r1" Type="http://x/{kind}" Target="http://x/" TargetMode="{mode}"/>'


def checked(raw, name="a.docx"):
    return checked_document(SimpleUploadedFile(name, raw))


@pytest.mark.parametrize("ending", KINDS)
def test_an_office_document_is_named_by_its_content_and_what_it_is(ending):
    raw = office(KINDS[ending], ["xl/printerSettings/printerSettings1.bin"])

    made = checked(raw, f"会议通知（2.1版）.{ending.upper()}")

    assert made.name.endswith(f".{ending}")
    assert len(made.name) == 64 + 1 + len(ending)
    assert made.read() == raw


def test_a_pdf_and_a_hyperlink_are_fine():
    assert checked(PDF, "a.pdf").name.endswith(".pdf")
    page = "<w:instrText>PAGE \\\\* LINK</w:instrText><w:t>DDEAUTO</w:t>"
    assert checked(office(relations=relation("hyperlink"), text=page)).name.endswith(".docx")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (office(KINDS["xlsx"]), "回执.docx"),
        (office(KINDS["docx"]), "a.PDF"),
        (PDF, "notice.docx"),
        (office(), "setup.exe"),
    ],
)
def test_a_file_that_is_called_otherwise_than_it_is_is_refused(raw, name):
    with pytest.raises(ValidationError, match=f"called “{name}”") as refused:
        checked(raw, name)

    assert refused.value.code == "other_kind"
    assert checked(raw, "without ending").name.rpartition(".")[2] in refused.value.message % (
        refused.value.params
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("通知", "通知.docx"),
        ("通知.docx", "通知.docx"),
        ("Form.DOCX", "Form.docx"),
        ("v1.2", "v1.2.docx"),
    ],
)
def test_a_title_makes_one_name_with_one_ending(title, name):
    assert named(title, "docx") == name


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (office(WORD.replace("main+xml", "macroEnabled.main+xml")), "macros"),
        (office(parts=["word/vbaProject.bin"]), "macros"),
        (office(parts=["xl/macrosheets/sheet1.xml"]), "macros"),
        (office(parts=["word/activeX/activeX1.xml"]), "macros"),
        (office(parts=["word/embeddings/oleObject1.bin"]), "macros"),
        (office(relations=relation("attachedTemplate")), "elsewhere"),
        (office(relations=relation("oleObject")), "elsewhere"),
        (office(relations=relation("image")), "elsewhere"),
        (office(relations=relation("image").replace('"', "'")), "elsewhere"),
        (office(relations=relation("image").replace("<", "<r:")), "elsewhere"),
        (office(relations=relation("image"), encoding="utf-16"), "elsewhere"),
        (office(relations=relation("frame", mode="EXTERNAL")), "elsewhere"),
        (office(parts=["xl/externalLinks/externalLink1.xml"]), "elsewhere"),
        (office(text="<w:fldSimple w:instr=' DDEAUTO c:\\\\x ' />"), "elsewhere"),
        (
            office(text="<w:instrText>INCLUDE</w:instrText><w:instrText>PICTURE x</w:instrText>"),
            "elsewhere",
        ),
        (office(WORD.replace("main+xml", "macroEnabled.main+xml"), encoding="utf-16"), "macros"),
        (office(parts=["word/embeddings/sheet.xlsm"]), "macros"),
        (office(parts=["word/embeddings/setup.exe"]), "macros"),
        (office(relations="<a"), "no_document"),
        (office("text/plain"), "no_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_format"),
        (b"", "no_document"),
        (b"hello", "no_document"),
        (b"PK\x03\x04", "no_document"),
        (office()[:-30], "no_document"),
        (b"%PDF-1.4 cut", "not_a_pdf"),
    ],
)
def test_what_is_run_or_fetched_or_none_is_refused_in_words(raw, code):
    with pytest.raises(ValidationError) as refused:
        checked(raw)

    assert refused.value.code == code
    assert len(refused.value.messages[0]) > 20


def test_what_grows_when_it_is_unpacked_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(5_001):
            package.writestr(str(number), b"")
    with pytest.raises(ValidationError) as refused:
        checked(out.getvalue())

    assert refused.value.code == "no_document"
