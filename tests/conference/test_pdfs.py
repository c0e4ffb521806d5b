"""PDF from people: a whole one or a sentence."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.pdfs import MAX_BYTES, CheckedPdfFormField, checked_pdf
from tests.factories import PDF


def upload(raw, name="slides.pdf"):
    return SimpleUploadedFile(name, raw)


def test_a_pdf_is_kept_as_it_is_under_a_name_made_from_its_content():
    file = checked_pdf(upload(PDF))

    assert file.read() == PDF
    assert len(file.name) == 64 + len(".pdf")
    assert file.name == checked_pdf(upload(PDF, "other.PDF")).name


def test_a_pdf_that_was_saved_again_has_two_ends():
    again = PDF + b"\n%% changed\nstartxref\n%d\n%%%%EOF\n" % PDF.index(b"xref")

    assert checked_pdf(upload(again)).read() == again


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"x", "not_a_pdf"),
        (b"%PDF-1.7\n", "not_a_pdf"),
        (b"<html>%PDF-1.4" + PDF, "not_a_pdf"),
        (b"\n" + PDF, "not_a_pdf"),
        (PDF[:-40], "not_a_pdf"),
        (PDF + b"<script>" * 1_000, "not_a_pdf"),
        (b"%PDF-1.4\nstartxref\n999999\n%%EOF", "not_a_pdf"),
        (b"%PDF-1.4\nstartxref\n0\n%%EOF", "not_a_pdf"),
        (b"%PDF-1.4" + b"\0" * MAX_BYTES, "too_large"),
    ],
    ids=["byte", "head", "html", "late", "cut", "tail", "nowhere", "itself", "large"],
)
def test_anything_else_is_refused_with_a_sentence(raw, code):
    with pytest.raises(ValidationError) as refused:
        checked_pdf(upload(raw))

    assert refused.value.code == code
    assert str(refused.value.messages[0]).endswith(".")


def test_the_form_field_gives_the_same_sentences():
    with pytest.raises(ValidationError, match="not a PDF"):
        CheckedPdfFormField().clean(upload(b"MZ", "slides.pdf"))
