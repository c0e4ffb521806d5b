"""Letters that lead to a personal link which is no registration's: to liaisons, to guests.

Begun from a list, looked at, and sent once: nobody gets the same words about the same link twice.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conference.attendance.letters import GRACE
from conference.attendance.models import Linked
from conference.letters.mail import is_address
from conference.letters.models import Letter
from conference.letters.occasions import occasions
from conference.letters.placeholders import filled
from conference.letters.texts import Words, texts_of, words_of
from conference.letters.writing import Addressee, keep, made, unwritten, without_gaps
from conference.models import Conference

LANGUAGES = ("zh-hans", "en")
Values = Callable[[Conference, Collection], Iterable[tuple[Linked, dict[str, str]]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What sending it now would do. Each row stands in one of these."""

    letters: list[Letter] = field(default_factory=list)  # unsaved; new ones alone
    without_address: list = field(default_factory=list)
    not_meant: int = 0  # answered, revoked, or over: the occasion does not speak of them
    had_it: int = 0  # the same words, before
    is_silent: bool = False  # the conference writes nothing on the occasion


def plan(
    conference: Conference, occasion: str, rows: Sequence, *, about: str, values: Values
) -> Plan:
    """Whom it would go to now. Four queries at most, beside those of `values`."""
    rule = occasions()[occasion]
    said = texts_of(conference, [occasion]).get(occasion)
    words = {language: words_of(rule, language, said) for language in LANGUAGES}
    if not any(words.values()):
        return Plan(is_silent=True)
    meant = [row for row in rows if not rule.still(row)]
    reached = [row for row in meant if is_address(row.email)]
    addressees = [
        Addressee(
            about=f"{about}{row.pk}",
            name=said["name"],
            address=row.email,
            language=row.language,
            values=said,
            key=_once(words[row.language], said, row),
        )
        for row, said in values(conference, reached)
    ]
    letters = made(conference, occasion, addressees)
    new = unwritten(letters)
    return Plan(
        letters=new,
        without_address=[row for row in meant if not is_address(row.email)],
        not_meant=len(rows) - len(meant),
        had_it=len(letters) - len(new),
    )


def _once(words: Words | None, values: dict[str, str], row: Linked) -> str:
    """The words as this person reads them, and the link that they lead to."""
    text = filled(f"{words.subject}\n{words.text}" if words else "", values)
    return hashlib.sha256(f"{text}\n{row.link_seed}".encode()).hexdigest()[:32]


def send(
    conference: Conference,
    occasion: str,
    rows: Sequence,
    *,
    about: str,
    values: Values,
    at: datetime | None = None,
) -> Plan:
    """Write what `plan` shows; pressed twice, it is written once."""
    with transaction.atomic():
        Conference.objects.lock(conference.pk)
        planned = plan(conference, occasion, rows, about=about, values=values)
        keep(planned.letters, due_at=(at or timezone.now()) + GRACE)
    return planned


def as_read(letter: Letter, occasion: str) -> Words:
    """A letter with what stands for the link in its place, for a preview."""
    rule = occasions()[occasion]
    named = {name: f"[{rule.placeholders[name]}]" for name in rule.secret_names}
    return Words(letter.subject, without_gaps(filled(letter.text, named)))
