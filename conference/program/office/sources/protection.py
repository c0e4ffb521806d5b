"""Whether an office program put a password on a file, in each format that one writes."""

import io
import re
import zipfile
import zlib

from conference.program.office.sources.package import MAX_MANIFEST

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: .xlsx and .docx
# [MS-XLS] 2.4.117: FilePass follows the first record, or the one that forbids changes.
_WORKBOOK = re.compile(rb"\x09\x08\x10\x00\x00[\x05\x06].{14}(?:\x86\x00\x00\x00)?\x2f\x00", re.S)
_DOCUMENT = b"\xec\xa5"  # [MS-DOC] 2.5.1: how a document begins, its marks ten bytes on
_SECTOR = 512
_IS_ENCRYPTED = 0x0100
_MANIFEST = "META-INF/manifest.xml"  # of OpenDocument, readable whatever is encrypted


def is_protected(raw: bytes) -> bool:
    if raw.startswith(OLE):
        return _PACKAGE in raw or bool(_WORKBOOK.search(raw)) or _is_protected_document(raw)
    return raw.startswith(b"PK\x03\x04") and _is_protected_package(raw)


def _is_protected_document(raw):
    for place in range(_SECTOR, len(raw), _SECTOR):
        if raw.startswith(_DOCUMENT, place):
            marks = int.from_bytes(raw[place + 10 : place + 12], "little")
            return bool(marks & _IS_ENCRYPTED)
    return False


def _is_protected_package(raw):
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            if any(part.flag_bits & 1 for part in package.infolist()):
                return True
            if _MANIFEST not in package.namelist():
                return False
            with package.open(_MANIFEST) as manifest:
                return b"encryption-data" in manifest.read(MAX_MANIFEST)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, EOFError):
        return False  # whoever opens it says what is wrong
