"""Files on which an office program put a password (protected.* in data: LibreOffice 7, "secret")."""

import io
import zipfile

import pytest

from conference.program.office import ImportRefused, read_office_file
from conference.program.office.sources import protection
from tests.program.office.making import DATA, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")


@pytest.mark.parametrize("kept", ["xlsx", "xls", "doc", "ods"])
@pytest.mark.parametrize("name", ["议程.xlsx", "议程.docx", "议程.{kept}", "议程"])
def test_one_with_a_password_is_refused_with_what_to_do(kept, name):
    name = name.format(kept=kept)
    with pytest.raises(ImportRefused) as refusal:
        read_office_file((DATA / f"protected.{kept}").read_bytes(), name)

    assert str(refusal.value) == (
        f"{name}: The file is protected by a password. Open it in Office or WPS, remove the "
        "password and save it as .xlsx or .docx."
    )


def test_a_packed_file_with_a_password_is_too():
    raw = bytearray(sheet_file(("A", [["a"]], [])))
    entry = raw.find(b"PK\x01\x02")
    raw[entry + 8] |= 1

    assert protection.is_protected(bytes(raw))


def _open_document(manifest):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        sheet_file(("A", [["EncryptedPackage", "encryption-data"]], [])),
        word_file("encryption-data"),
        _open_document("<manifest/>"),
        b"PK\x03\x04",
        protection.OLE + b"\0" * 2_000,
        b"a,b\n",
    ],
)
def test_others_are_not(raw):
    assert not protection.is_protected(raw)


def test_an_open_document_under_another_name_is_told_as_what_it_is():
    with pytest.raises(ImportRefused) as refusal:
        read_office_file(_open_document("<manifest/>"), "议程.xlsx")

    assert str(refusal.value) == (
        "议程.xlsx: This is an OpenDocument sheet. Save the file as .xlsx."
    )
