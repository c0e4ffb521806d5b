"""What an occasion says at a conference: the organizer's words, else ours."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation

from conference.letters.models import LetterText
from conference.letters.occasions import Occasion
from conference.models import Conference


@dataclass(frozen=True, slots=True)
class Words:
    """One letter before it is anybody's: placeholders stand in both."""

    subject: str
    text: str


def own_words(occasion: Occasion, language: str) -> Words:
    """Ours, in one of the site's languages."""
    with translation.override(language):
        return Words(str(occasion.subject), str(occasion.text))


def words_of(occasion: Occasion, language: str, row: LetterText | None) -> Words | None:
    """What is said in a language; None where this conference writes nothing on the occasion.

    An organizer who wrote one language alone has ours in the other: a Chinese text never goes to
    somebody who reads English because the English one is missing.
    """
    ours = own_words(occasion, language)
    if row is None:
        return ours
    if not row.is_sent:
        return None
    side = "zh" if language.startswith("zh") else "en"
    subject, text = getattr(row, f"subject_{side}"), getattr(row, f"text_{side}")
    return Words(subject or ours.subject, text or ours.text)


def sms_of(occasion: Occasion, language: str, row: LetterText | None) -> str:
    """What a short message says in a language; '' where none is sent on the occasion."""
    if not occasion.sms or row is None or not (row.is_sent and row.by_sms):
        return ""
    side = "zh" if language.startswith("zh") else "en"
    return getattr(row, f"sms_{side}") or own_sms(occasion, language)


def own_sms(occasion: Occasion, language: str) -> str:
    with translation.override(language):
        return str(occasion.sms)


def texts_of(conference: Conference, names: Iterable[str]) -> dict[str, LetterText]:
    """The organizer's rows of some occasions. One query."""
    rows = LetterText.objects.filter(conference=conference, occasion__in=names)
    return {row.occasion: row for row in rows}
