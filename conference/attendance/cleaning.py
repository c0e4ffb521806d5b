"""What people type about people, made uniform once: by the reply form, the desk and the import.

Each function takes the text as given and returns it cleaned, or raises ValidationError with a
sentence. Nothing here guesses a letter; it only takes away what nobody meant.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conference.codes import normal_code
from conference.controls import without_controls
from conference.folding import name_key, organization_key
from conference.identity_numbers import holds_one
from conference.people.pinyin import is_chinese, surname_of

_PHONE = re.compile(r"[0-9+() .\-/,;#*]*(?:(?:ext|x|转)\.? ?\d{1,6})?", re.IGNORECASE)
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


def clean_line(text: str) -> str:
    """One line: composed characters, single spaces, no control characters."""
    # Some control characters are ends of lines; those go like spaces.
    text = without_controls(" ".join(text.replace("\u3000", " ").split()))
    text = " ".join(unicodedata.normalize("NFC", text).split())
    refuse_id_number(text)
    return text


def clean_name(text: str) -> str:
    """A name in one piece: “王　泉”, spaced out for the eye, is 王泉. Latin names keep spaces,
    and so does one that begins with no Chinese surname: 山﨑 賢人.
    """
    text = clean_line(text)
    if text and all(is_chinese(character) or character in " ·•・" for character in text):
        text = text.replace("•", "·").replace("・", "·")
        first, joined = text.partition(" ")[0], "".join(text.split())
        if len(first) == 1 or surname_of(joined) == first or "·" in text:
            return joined
    return text


def clean_phone(text: str) -> str:
    """Digits, + and the usual separators, full-width ones turned narrow; '' stays ''.

    “13800138000.0” is what a spreadsheet makes of a number, so the “.0” goes.
    """
    text = unicodedata.normalize("NFKC", clean_line(text))
    text = re.sub(r"^(\d+)\.0+$", r"\1", text)
    text = text.replace("—", "-").replace("–", "-").replace("‑", "-")
    if _LOST_DIGITS.fullmatch(text):
        raise ValidationError(
            _(
                "The spreadsheet has shortened this number. Format the column as text and "
                "enter it again."
            ),
            code="lost_digits",
        )
    if text and (not _PHONE.fullmatch(text) or not 5 <= sum(map(str.isdigit, text)) <= 30):
        raise ValidationError(
            _("This is not a phone number. Use digits, spaces, +, - and brackets."),
            code="phone",
        )
    return text


def refuse_id_number(text: str) -> None:
    if holds_one(text):
        raise ValidationError(
            _("This looks like an identity number. Leave it out: it is never collected here."),
            code="id_number",
        )


def same_person_key(name: str, organization: str) -> tuple[str, str]:
    """What makes two rows the same person for duplicate checks: name and organization."""
    return name_key(name), organization_key(organization)


def as_read(text: str) -> str:
    """What is kept of a code that nobody has; of an identity number nothing."""
    code = normal_code(text)[:64]
    return "" if holds_one(code) else code


def line_of(value, longest: int) -> str:
    """What was typed, in one line of so many letters; '' for what is none."""
    if not isinstance(value, str):
        return ""
    text = "".join(sign for sign in value[: 4 * longest] if sign.isprintable() or sign.isspace())
    try:
        return clean_line(text)[:longest]
    except ValidationError:
        return ""
