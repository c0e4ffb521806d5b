"""Random codes: short ones that people read aloud, long ones that nobody can guess."""

import base64
import hashlib
import hmac
import re
import secrets
import string
import unicodedata

from django.conf import settings

# Codes in addresses and feeds: exactly six of [0-9A-Z] (c3voc schedule.xml, event/@code).
ALPHABET = string.digits + string.ascii_uppercase
# Badge codes are typed by hand at the door: without 0/O, 1/I/L and U.
BADGE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Ten characters of it, a digit and a letter among them: a code, and neither a name in pinyin nor a
# phone.
_BADGE_CODE = re.compile(rf"(?=.*\d)(?=.*[A-Z])[{BADGE_ALPHABET}]{{10}}")
TELLING = 4  # characters by which a search finds a code
_AS_SCANNED = re.compile(rf"(?:[{BADGE_ALPHABET}]{{10}})+")


def short_code() -> str:
    """Six of 0-9A-Z: 2.2 thousand million values, unique within one conference."""
    chosen = secrets.randbelow(len(ALPHABET) ** 6)  # drawn once: an import makes thousands
    return "".join(ALPHABET[chosen // len(ALPHABET) ** place % len(ALPHABET)] for place in range(6))


def badge_code() -> str:
    """Ten characters, 49 bits: unguessable at the door's rate, still typed in four seconds.

    Digits and letters both, so that no desk takes it for a phone or a name.
    """
    while True:
        code = "".join(secrets.choice(BADGE_ALPHABET) for _ in range(10))
        if not (code.isdigit() or code.isalpha()):
            return code


def normal_code(code: str) -> str:
    """A badge code as stored, from what a scanner or a person types, full-width letters too."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", code).upper()))


def start_of_code(word: str, alphabet: str = BADGE_ALPHABET) -> str:
    """What a code may begin with, as stored; '' for what is too short to tell, or is no code's.

    Codes are random: two or three letters of a name stand in many of them.
    """
    start = normal_code(word)
    return start if len(start) >= TELLING and set(start) <= set(alphabet) else ""


def is_badge_code(text: str) -> bool:
    """Whether a text is made like a badge code, in any writing of it."""
    return bool(_BADGE_CODE.fullmatch(normal_code(text)))


def is_as_scanned(text: str) -> bool:
    """Whether a text may have come from a scanner: codes in capitals, on their own letters too,
    which a badge of another system may hold. Names are written otherwise.
    """
    return bool(_AS_SCANNED.fullmatch(text.strip()))


def link_token() -> str:
    """A personal link's secret, 192 bits. Only its hash is stored."""
    return secrets.token_urlsafe(24)


def link_token_of(mark: str) -> str:
    """The same for a mark that only one filled-in form has: sent twice, it makes one link."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"link:{mark}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:24]).decode()


def token_hash(token: str) -> str:
    """SHA-256 of a link token, hex: what the database keeps and looks up."""
    return hashlib.sha256(token.encode()).hexdigest()
