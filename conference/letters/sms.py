"""Short messages, by one small interface: `send(number, text)`. Off unless SMS_URL says otherwise.

`console:` prints them. `https://...` is asked with a POST of JSON {"to", "text"}; a gateway of
whatever kind stands behind it. Its answers say what became of the message: 2xx it was taken, 4xx
it never will be, anything else before an answer came is `Unclear`, after it `Later`.
"""

import json
import logging
import re
import urllib.error
import urllib.request

from django.conf import settings

PATIENCE = 10  # seconds

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The gateway will not take this message, now or later."""


class Later(Exception):
    """The gateway took nothing; it may another time."""


class Unclear(Exception):
    """Nobody can say whether it took the message."""


# The characters of GSM 03.38 that take one septet, and those that take two.
ONE_SEPTET = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_SEPTETS = set("^{}\\[~]|€")
TYPED = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
NUMBER = re.compile(r"\+?\d{6,15}")


def parts_of(text: str) -> tuple[int, int]:
    """(its length, the parts in which it is sent and paid for).

    160 septets are one message and 153 fit in each part of several; of text that needs UCS-2, such
    as Chinese, 70 and 67 (3GPP TS 23.038, 23.040).
    """
    if set(text) <= ONE_SEPTET | TWO_SEPTETS:
        length, whole, part = len(text) + sum(c in TWO_SEPTETS for c in text), 160, 153
    else:
        length, whole, part = len(text.encode("utf-16-be")) // 2, 70, 67
    return length, 0 if not length else 1 if length <= whole else -(-length // part)


def plain(text: str) -> str:
    """With typewriter's dashes and quotes where the text then fits into septets, of which a message
    holds twice as many; else as it is.
    """
    typed = text.translate(TYPED)
    return typed if set(typed) <= ONE_SEPTET | TWO_SEPTETS else text


def number_of(phone: str) -> str:
    """A phone as gateways take it, '+447700900123'; '' of what is not one number alone."""
    number = re.sub(r"[\s().\-–]", "", phone)
    return number if NUMBER.fullmatch(number) else ""


def is_configured() -> bool:
    return settings.SMS_URL != "off:"


def send(number: str, text: str) -> None:
    """Raises Refused, Later or Unclear."""
    if settings.SMS_URL == "console:":
        print(f"SMS to {number}:\n{text}")  # noqa: T201  # that is what `console:` is for
        return
    request = urllib.request.Request(  # https alone, asked where it is read
        settings.SMS_URL,
        data=json.dumps({"to": number, "text": text}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            return
    except urllib.error.HTTPError as error:
        if 400 <= error.code < 500:
            raise Refused from error
        raise Later from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise Unclear from error
        raise Later from error  # no connection
    except OSError as error:
        raise Unclear from error
