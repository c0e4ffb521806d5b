"""What stands on certificates: our own words and the organizer's, kept with each that is issued.

What is kept is plain values (`Certificate.said`), so that a print of years later says what the
first one said:

    {"conference": {zh, en}, "from", "to", "venue": {zh, en}, "sides": ["zh", "en"],
     "zh": {title, opening, text, issuer, signer, signer_title, number, check, issued, seal},
     "en": {...}, "logo": stored name, "seal": stored name}
"""

from contextlib import suppress
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy, override, pgettext

from conference.attendance.certificates.placeholders import OF_A_PERSON
from conference.attendance.models import CertificateDesign
from conference.bilingual import Text
from conference.letters.placeholders import filled
from conference.models import Conference
from conference.program.release.published import published_program
from conference.wording.days import date_range

# What a text loses where nobody has said where the conference is.
WITHOUT_VENUE = ("（{venue}）", "，{venue}", ", {venue}")
LANGUAGE_OF = {"zh": "zh-hans", "en": "en"}
TITLE = gettext_lazy("Certificate of Participation")
OPENING = gettext_lazy("This is to certify that")
TEXT = gettext_lazy(
    "attended {conference} ({dates}, {venue}) and completed hours of participation: {hours}."
)


def own_words(side: str) -> dict[str, str]:
    """Ours, in Chinese or English: what stands where the organizer wrote nothing."""
    with override(LANGUAGE_OF[side]):
        return {"title": str(TITLE), "text": str(TEXT)}


def said_by(design: CertificateDesign) -> dict[str, Any]:
    """What certificates of this design say, as published where the conference is. One query at
    most.
    """
    conference: Any = design.conference
    title: Text = conference.name
    with suppress(Http404):
        program = published_program(conference.slug)
        conference, title = program.conference, program.conference.name
    logo = str(design.logo or conference.logo or "")
    said: dict[str, Any] = {
        "conference": _sides(title),
        "from": conference.starts_on.isoformat(),
        "to": conference.ends_on.isoformat(),
        "venue": _sides(conference.venue),
        "sides": list(design.sides),
        "logo": logo,
        "seal": str(design.seal or ""),
    }
    for side in design.sides:
        said[side] = _in_one_language(design, side, title, conference)
    return said


def _in_one_language(
    design: CertificateDesign, side: str, title: Text, conference: Any
) -> dict[str, str]:
    ours = own_words(side)
    with override(LANGUAGE_OF[side]):
        values = {
            "conference": title.in_side(side),
            "dates": date_range(conference.starts_on, conference.ends_on),
            "venue": conference.venue.in_side(side),
        }
        text = getattr(design, f"text_{side}") or ours["text"]
        if not values["venue"]:
            for piece in WITHOUT_VENUE:
                text = text.replace(piece, "")
        return {
            "title": getattr(design, f"title_{side}") or ours["title"],
            "opening": str(OPENING),
            "text": filled(text, values, kept=OF_A_PERSON),
            "issuer": design.issuer.in_side(side) or _hosts_of(design.conference, side),
            "signer": design.signer.in_side(side),
            "signer_title": design.signer_title.in_side(side),
            "number": pgettext("on a certificate", "No."),
            "check": pgettext("on a certificate", "Check this certificate at"),
            "issued": pgettext("on a certificate", "Issued"),
            "seal": pgettext("on a certificate", "Signature and seal"),
        }


def _hosts_of(conference: Conference, side: str) -> str:
    """Who undertakes the conference signs for it, where nobody else was named."""
    rows = conference.hostroles.filter(role="undertaker").select_related("organization")
    return ("、" if side == "zh" else ", ").join(
        str(row.organization.name.in_side(side)) for row in rows
    )


def _sides(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def text_of(told: dict[str, str]) -> Text:
    """A pair of what was kept as one text again."""
    return Text(told.get("zh", ""), told.get("en", ""))
