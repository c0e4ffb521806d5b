"""A row as a message: plain text, simple HTML beside it, and what is attached."""

import hashlib
import re
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import punycode
from django.utils.translation import override

from conference.invitations import mail_is_configured as is_configured
from conference.letters.models import Letter
from conference.letters.occasions import Enclosed, Occasion
from conference.letters.placeholders import filled

__all__ = ["is_address", "is_configured", "message", "stop_address", "stopped_by", "whole_text"]

ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、）】》]+[^\s<>\"'，。；、）】》.,;:!?)]")
SALT = "letters.stop"


def message(letter: Letter, rule: Occasion, row: Any) -> EmailMultiAlternatives:
    """The letter as it leaves. What may not lie in a table is put in here, and lies in no row.

    Its Message-ID is made of its key, so that a server or a reader that gets it a second time can
    know it. Raises what the occasion's own functions raise.
    """
    text = whole_text(letter, rule, row)
    enclosed = rule.encloses(row, letter.language) if letter.about else []
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=text,
        to=[_to(letter)],
        headers=_headers(letter),
    )
    mail.mixed_subtype = "related"  # type: ignore[attr-defined]  # Django 6 has none
    mail.attach_alternative(_html(letter, text, enclosed), "text/html")
    for each in enclosed:
        mail.attach(_image(each) if each.shown_as else _file(each))
    return mail


def whole_text(letter: Letter, rule: Occasion, row: Any) -> str:
    """The text with what must lie in no table; a letter about nothing, to try a text, has none."""
    return filled(letter.text, rule.secrets(row, letter.language)) if letter.about else letter.text


def _to(letter: Letter) -> str:
    address = _in_ascii(letter.to_address)
    return formataddr((letter.to_name, address)) if letter.to_name else address


def _in_ascii(address: str) -> str:
    name, _at, host = address.rpartition("@")
    return f"{name}@{punycode(host)}"


def _headers(letter: Letter) -> dict[str, str]:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    mark = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{mark}@{host}>", "Auto-Submitted": "auto-generated"}
    if is_address(letter.conference.contact_email):
        headers["Reply-To"] = _in_ascii(letter.conference.contact_email)
    if letter.may_be_stopped and letter.about:
        headers["List-Unsubscribe"] = f"<{stop_address(letter)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers


def is_address(text: str) -> bool:
    """Whether mail can be addressed so; the host may be in any script."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def stop_address(letter: Letter) -> str:
    """Where whoever got it says that they want no more of its kind."""
    sign = signing.dumps(letter.about, salt=SALT, compress=False)
    with override(letter.language):
        return f"{settings.PUBLIC_URL}{reverse('letters:stop', args=[sign])}"


def stopped_by(sign: str) -> str | None:
    """What a letter was about, by the sign in its address; None where that was made up."""
    try:
        return signing.loads(sign, salt=SALT)
    except signing.BadSignature:
        return None


def _html(letter: Letter, text: str, enclosed: list[Enclosed]) -> str:
    """The same text: its paragraphs, its addresses as links, its images below."""
    context = {
        "letter": letter,
        "paragraphs": [
            [_pieces(line) for line in part.split("\n")]
            for part in re.split(r"\n{2,}", text.strip())
        ],
        "images": [each for each in enclosed if each.shown_as],
    }
    return render_to_string("letters/letter.html", context)


def _pieces(line: str) -> list[tuple[str, bool]]:
    """[(text, whether it is an address)]"""
    found, end = [], 0
    for address in ADDRESS.finditer(line):
        found += [(line[end : address.start()], False), (address.group(), True)]
        end = address.end()
    return [*found, (line[end:], False)]


def _image(each: Enclosed) -> MIMEImage:
    image = MIMEImage(each.content, each.content_type.partition("/")[2])
    image.add_header("Content-ID", f"<{each.filename}>")
    image.add_header("Content-Disposition", "inline", filename=each.filename)
    return image


def _file(each: Enclosed) -> MIMEBase:
    main, _slash, sub = each.content_type.partition(";")[0].partition("/")
    part = MIMEBase(main, sub)
    for piece in each.content_type.split(";")[1:]:
        name, _equal, value = piece.strip().partition("=")
        part.set_param(name, value)
    part.set_payload(each.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=each.filename)
    return part
