"""A letter becomes a row, in the transaction of what caused it: either both are there or none."""

import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from conference.letters import sms
from conference.letters.mail import is_address, is_configured
from conference.letters.models import Letter, LetterText
from conference.letters.occasions import Occasion, occasions
from conference.letters.placeholders import filled
from conference.letters.sms import number_of
from conference.letters.texts import Words, sms_of, texts_of, words_of
from conference.models import Conference
from conference.work import waking

State = Letter.State
UNKNOWN = gettext_noop("No e-mail address is known.")
NO_ADDRESS = gettext_noop("This is no e-mail address.")
NO_SMS = gettext_noop("This site sends no short messages.")
NO_MAIL = gettext_noop("This site sends no e-mail. Copy the text and send it yourself.")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to. `about` names the row, `key` what makes the letter once beside it."""

    about: str
    name: str
    address: str
    language: str
    values: Mapping[str, str]
    key: str = ""
    wants_none: bool = False  # asked for no more of what may be stopped
    phone: str = ""


def write(
    conference: Conference,
    occasion: str,
    addressees: Iterable[Addressee],
    *,
    words: Mapping[str, Words] | None = None,
    due_at: datetime | None = None,
) -> int:
    """Write to each of them, once for each key; how many letters are new.

    `words`: {language: Words}, for a letter to many at once: nobody gets the same words twice, and
    who has no address gets none. Else the conference's (`texts`), and who has no address gets a
    letter that is held; so does everybody where no mail server is set, so that the outbox shows
    what would have gone.
    Call it inside the transaction of what caused it. Three queries whatever the number; one where
    the conference writes nothing.
    """
    new = unwritten(made(conference, occasion, addressees, words=words))
    keep(new, due_at=due_at)
    return len(new)


def keep(new: Collection[Letter], *, due_at: datetime | None = None, batch: str = "") -> None:
    """Save what is `unwritten`. `batch` names what all of them belong to. One query."""
    for letter in new:
        letter.due_at, letter.batch = due_at or letter.due_at, batch
    # Of two that write the same at once one finds it there: whose key it is does not matter.
    Letter.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    if any(letter.state == State.WAITING for letter in new):
        transaction.on_commit(waking.wake)


def made(
    conference: Conference,
    occasion: str,
    addressees: Iterable[Addressee],
    *,
    words: Mapping[str, Words] | None = None,
) -> list[Letter]:
    """The letters as they would be written, unsaved, one to each who gets one, and short messages
    where an organizer wants them. One query at most.
    """
    rule = occasions()[occasion]
    row = None if words and not rule.sms else texts_of(conference, [occasion]).get(occasion)
    found = []
    for addressee in addressees:
        short = _short(conference, rule, row, addressee)
        if addressee.address or (short is None and words is None):
            found.append(_letter(conference, rule, row, words, addressee))
        found.append(short)
    return [letter for letter in found if letter is not None]


def unwritten(letters: Iterable[Letter]) -> list[Letter]:
    """Those of them that were not written before, each once. One query."""
    wanted = {letter.key: letter for letter in letters}
    known = _known(list(wanted))
    return [letter for key, letter in wanted.items() if key not in known]


def _known(keys: list[str]) -> set[str]:
    """Those that were written before. One query for each 10,000, as a statement holds no more."""
    known: set[str] = set()
    for start in range(0, len(keys), 10_000):
        rows = Letter.objects.filter(key__in=keys[start : start + 10_000])
        known.update(rows.values_list("key", flat=True))
    return known


def write_trial(
    conference: Conference, occasion: str, words: Words, addressee: Addressee
) -> Letter:
    """A letter to oneself, to see how a text arrives; about nobody, so that it holds no link."""
    letter = _letter(
        conference, occasions()[occasion], None, {addressee.language: words}, addressee
    )
    assert letter is not None  # words of its own are always said
    letter.text = filled(letter.text, addressee.values)
    letter.key = f"trial:{secrets.token_hex(8)}"
    letter.save(force_insert=True)
    transaction.on_commit(waking.wake)
    return letter


def _letter(
    conference: Conference,
    rule: Occasion,
    row: LetterText | None,
    words: Mapping[str, Words] | None,
    addressee: Addressee,
) -> Letter | None:
    said = (
        words.get(addressee.language)
        if words is not None
        else words_of(rule, addressee.language, row)
    )
    if said is None or (rule.may_be_stopped and addressee.wants_none):
        return None
    address, why = " ".join(addressee.address.split()), ""
    if not address:
        why = UNKNOWN
    elif not is_address(address):
        why = NO_ADDRESS
    elif not is_configured():
        why = NO_MAIL
    subject = " ".join(filled(said.subject, addressee.values).split())[:300]
    text = without_gaps(filled(said.text, addressee.values, kept=rule.secret_names))
    once = addressee.key if words is None else _mark(subject, text)
    return Letter(
        conference=conference,
        occasion=rule.name,
        about=addressee.about,
        key=":".join(filter(None, (rule.name, addressee.about, once)))[:120],
        to_name=" ".join(addressee.name.split())[:120],
        to_address=address[:254],
        language=addressee.language,
        subject=subject,
        text=text,
        state=State.HELD if why else State.WAITING,
        why=why,
        may_be_stopped=rule.may_be_stopped,
        due_at=timezone.now(),
    )


def _short(
    conference: Conference, rule: Occasion, row: LetterText | None, addressee: Addressee
) -> Letter | None:
    """The short message on it, once for its words; None: none is sent, or to no number."""
    said, number = sms_of(rule, addressee.language, row), number_of(addressee.phone)
    if not said or not number or (rule.may_be_stopped and addressee.wants_none):
        return None
    text = sms.plain(filled(said, addressee.values).strip())
    why = "" if sms.is_configured() else NO_SMS
    return Letter(
        conference=conference,
        occasion=rule.name,
        about=addressee.about,
        key=f"{rule.name}:sms:{addressee.about}:{_mark('', text)}"[:120],
        means=Letter.Means.SMS,
        to_name=" ".join(addressee.name.split())[:120],
        to_address=number,
        language=addressee.language,
        text=text,
        state=State.HELD if why else State.WAITING,
        why=why,
        due_at=timezone.now(),
    )


def _mark(subject: str, text: str) -> str:
    return hashlib.sha256(f"{subject}\n{text}".encode()).hexdigest()[:32]


def without_gaps(text: str) -> str:
    """What has no value leaves no hole between two paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()
