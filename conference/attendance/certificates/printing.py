"""Certificates as PDF, A4 landscape, a page each: made anew from the row when one is asked for."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext, override
from PIL import Image

from conference.attendance.certificates.wordings import LANGUAGE_OF, text_of
from conference.attendance.hours import number
from conference.attendance.models import Certificate
from conference.images import FORMATS
from conference.letters.placeholders import filled
from conference.printable import Unprintable, lacking
from conference.qr import qr_picture
from conference.typesetting import typeset
from conference.wording.days import calendar_date

__all__ = ["Unprintable", "address_of", "printed", "unprintable"]

TEMPLATE = "certificate.typ"
SHARPEST = 900  # pixels of a picture's longer side: 300 dpi of what is printed


def printed(certificates: Sequence[Certificate], *, at: datetime, is_sample: bool = False) -> bytes:
    """One file of them, in their order; a character that the font lacks is 〓 there. A third of a
    second, and one more for each few hundred.
    """
    return _typeset(certificates, at=at, is_sample=is_sample).pdf


def unprintable(certificates: Sequence[Certificate]) -> dict[str, str]:
    """{name: characters that the font lacks}. A third of a second where characters are new."""
    if not certificates:
        return {}
    return lacking(
        [
            *(
                (row.name, " ".join((row.name, row.name_en, row.organization)))
                for row in certificates
            ),
            *((text[:80], text) for text in map(str, _words(certificates[0].said))),
        ]
    )


def _words(said: dict[str, Any]) -> list[str]:
    return [text for side in said["sides"] for text in said[side].values()]


def address_of(certificate: Certificate) -> str:
    """Where anybody sees whether it is valid: the whole address, in its first language."""
    sides = certificate.said.get("sides") or ["zh"]
    with override(LANGUAGE_OF[sides[0]]):
        if not certificate.number:
            return f"{settings.PUBLIC_URL}{reverse('attendance:certificates')}"
        return (
            f"{settings.PUBLIC_URL}{reverse('attendance:certificate', args=[certificate.number])}"
        )


def _checked_at(row: Certificate, address: str) -> str:
    """The address without the number, which stands above it in letters to be read."""
    return address.removesuffix(f"{row.number}/") if row.number else address


def _typeset(certificates: Sequence[Certificate], *, at: datetime, is_sample: bool = False) -> Any:
    pictures = _pictures(certificates)
    data = {
        "title": _title(certificates),
        "sample": gettext("SAMPLE") if is_sample else "",
        "certificates": [
            _page(row, {name: made for name, (made, _raw) in pictures.items()})
            for row in certificates
        ],
    }
    return typeset(TEMPLATE, data, at=at, pictures=dict(pictures.values()))


def _title(certificates: Sequence[Certificate]) -> str:
    first = certificates[0]
    if len(certificates) == 1 and first.number:
        return first.number
    return str(text_of(first.said["conference"]))


def _page(row: Certificate, pictures: dict[str, str]) -> dict[str, Any]:
    address = address_of(row)
    said, sides = row.said, row.said["sides"]
    names = {_name_in(row, side): side for side in reversed(sides)}
    return {
        "number": row.number or "–",
        "place": _checked_at(row, address),
        "qr": qr_picture(address),
        "names": [{"side": side, "text": name} for name, side in reversed(names.items())],
        "organization": row.organization,
        "logo": pictures.get(said["logo"], ""),
        "seal": pictures.get(said["seal"], ""),
        "parts": [said[side] | {"side": side} | _of_person(row, side) for side in sides],
    }


def _name_in(row: Certificate, side: str) -> str:
    return row.name if side == "zh" else row.name_en or row.name


def _of_person(row: Certificate, side: str) -> dict[str, str]:
    values = {
        "name": _name_in(row, side),
        "organization": row.organization,
        "days": str(row.days),
        "sessions": str(row.sessions),
        "minutes": "" if row.minutes is None else str(row.minutes),
        "hours": str(number(row.hours)),
    }
    local = row.issued_at.astimezone(row.conference.zone).date()
    with override(LANGUAGE_OF[side]):
        return {"text": filled(row.said[side]["text"], values), "day": calendar_date(local)}


def _pictures(certificates: Iterable[Certificate]) -> dict[str, tuple[str, bytes]]:
    """{stored name: (name in the print, PNG)}; one that is gone is left out."""
    wanted = dict.fromkeys(
        name for row in certificates for name in (row.said["logo"], row.said["seal"]) if name
    )
    found = {}
    for n, name in enumerate(wanted):
        if raw := _png(name):
            found[name] = (f"picture-{n}.png", raw)
    return found


def _png(name: str) -> bytes | None:
    try:
        with default_storage.open(name) as file, Image.open(file, formats=FORMATS) as picture:
            picture.thumbnail((SHARPEST, SHARPEST))
            out = io.BytesIO()
            picture.save(out, "PNG")
            return out.getvalue()
    except (OSError, ValueError):
        return None
