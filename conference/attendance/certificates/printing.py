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
from conference.printable import Unprintable
from conference.qr import qr_png
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
    """{name: characters that the font lacks}. Half a second for some hundreds."""
    if not certificates:
        return {}
    said_of = [(row.name, _all_of(row)) for row in certificates]
    said_of += [("", str(value)) for value in _words(certificates[0].said)]
    texts = list(dict.fromkeys(text for _name, text in said_of))
    made = typeset("glyphs.typ", {"texts": texts}, at=certificates[0].issued_at)
    lacking = {character for text in made.missing for character in text}
    found: dict[str, str] = {}
    for name, text in said_of if lacking else ():
        if here := lacking & set(text):
            found[name or text[:80]] = "".join(sorted(here))
    return found


def _all_of(row: Certificate) -> str:
    return " ".join((row.name, row.name_en, row.organization))


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


def _checked_at(row: Certificate) -> str:
    """The address without the number, which stands above it in letters to be read."""
    return address_of(row).removesuffix(f"{row.number}/") if row.number else address_of(row)


def _typeset(certificates: Sequence[Certificate], *, at: datetime, is_sample: bool = False) -> Any:
    pictures = _pictures(certificates)
    data = {
        "title": _title(certificates),
        "sample": gettext("SAMPLE") if is_sample else "",
        "certificates": [
            _page(row, f"qr-{n}.png", {name: made for name, (made, _raw) in pictures.items()})
            for n, row in enumerate(certificates)
        ],
    }
    files = dict(pictures.values())
    files |= {f"qr-{n}.png": qr_png(address_of(row)) for n, row in enumerate(certificates)}
    return typeset(TEMPLATE, data, at=at, pictures=files)


def _title(certificates: Sequence[Certificate]) -> str:
    first = certificates[0]
    if len(certificates) == 1 and first.number:
        return first.number
    return str(text_of(first.said["conference"]))


def _page(row: Certificate, qr: str, pictures: dict[str, str]) -> dict[str, Any]:
    said, sides = row.said, row.said["sides"]
    names = {_name_in(row, side): side for side in reversed(sides)}
    return {
        "number": row.number or "–",
        "place": _checked_at(row),
        "qr": qr,
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
