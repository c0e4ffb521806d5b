"""Short messages, by one small interface: `send(number, text)`. Off unless SMS_URL says otherwise.

`console:` prints them. `https://...` is asked with a POST of JSON {"to", "text"}; a gateway of
whatever kind stands behind it. Its answers say what became of the message: 2xx it was taken, 4xx
it never will be, anything else before an answer came is `Unclear`, after it `Later`.
"""

import json
import logging
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
