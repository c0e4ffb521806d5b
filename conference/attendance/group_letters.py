"""Letters to a group: begun from the list of registrations, looked at, and sent once.

A draft is one row that the team shares. Whoever presses first sends it; a second press, or a
second organizer, finds that it was. And whatever was sent before, nobody gets the same words twice.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from conference.attendance.letters import GRACE, STOPPED, addressees_of, said_to_all
from conference.attendance.models import GroupLetter, Registration
from conference.letters.mail import is_address
from conference.letters.models import Letter
from conference.letters.occasions import occasions
from conference.letters.placeholders import filled, named
from conference.letters.sms import number_of
from conference.letters.texts import Words, own_words, sms_of, texts_of, words_of
from conference.letters.writing import keep, made, unwritten, without_gaps
from conference.models import Conference
from conference.wording.clocks import moment

SIDES = {"zh": "zh-hans", "en": "en"}
LANGUAGES = {"zh-hans": "zh", "en": "en"}
Members = GroupLetter.addressed.through


class GroupLetterRefused(Exception):
    """It was not sent. Codes: sent, changed, speechless, nobody."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Plan:
    """What sending it now would do. Each person of the group stands in one of these."""

    letters: list[Letter]  # unsaved; new ones alone
    without_address: list[Registration]
    speechless: Mapping[str, int]  # {language: people who read it, and are told nothing in it}
    wanted_none: int
    not_meant: int  # of a status that the occasion does not speak of
    had_it: int  # the same words, before

    @property
    def people(self) -> int:
        left_out = len(self.without_address) + self.wanted_none + self.not_meant + self.had_it
        return self.reached + left_out + sum(self.speechless.values())

    @property
    def reached(self) -> int:
        return len(abouts(self.letters))


def begin(
    conference: Conference, people: Iterable[Registration], *, by, chosen_by=""
) -> GroupLetter:
    """A draft to these people. One of the account that says nothing yet is taken again."""
    words = begun_words(conference, GroupLetter.Occasion.GROUP)
    with transaction.atomic():
        Conference.objects.lock(conference.pk)
        drafts = GroupLetter.objects.filter(conference=conference, made_by=by, sent_at=None)
        draft = drafts.filter(occasion=GroupLetter.Occasion.GROUP, **words).first()
        if draft is None:
            draft = GroupLetter(conference=conference, made_by=by, **words)
        draft.chosen_by, draft.made_at = chosen_by[:300], timezone.now()
        draft.save()
        Members.objects.filter(groupletter=draft).delete()
        Members.objects.bulk_create(
            (Members(groupletter=draft, registration=person) for person in people), batch_size=500
        )
    return draft


def begun_words(conference: Conference, occasion: str) -> dict[str, str]:
    """{field: what it says to begin with}: the organizer's words for the occasion, else ours.
    One query.
    """
    rule, row = occasions()[occasion], texts_of(conference, [occasion]).get(occasion)
    found = {}
    for side, language in SIDES.items():
        words = words_of(rule, language, row) or own_words(rule, language)
        found |= {f"subject_{side}": words.subject, f"text_{side}": words.text}
    return found


def words_in(letter: GroupLetter) -> dict[str, Words]:
    """{language: what it says}, without a language in which it is no more than the greeting that
    it began with. One query.
    """
    rule, found = occasions()[letter.occasion], {}
    begun = begun_words(letter.conference, letter.occasion)
    for side, language in SIDES.items():
        ours = own_words(rule, language)
        subject, text = getattr(letter, f"subject_{side}"), getattr(letter, f"text_{side}")
        is_greeting = letter.occasion == GroupLetter.Occasion.GROUP
        says_more = not is_greeting or text.strip() != begun[f"text_{side}"].strip()
        if text.strip() and says_more:
            found[language] = Words(subject or ours.subject, text)
    return found


def mark_of(letter: GroupLetter) -> str:
    """What somebody looked at: another mark, and it says something else by now."""
    said = [letter.occasion, letter.subject_zh, letter.subject_en, letter.text_zh, letter.text_en]
    return hashlib.sha256("\x00".join(said).encode()).hexdigest()[:16]


def people_of(letter: GroupLetter) -> list[Registration]:
    """In the order of every list. One query."""
    return list(Registration.objects.filter(group_letters=letter).in_order())


def plan(letter: GroupLetter) -> Plan:
    """Whom it would go to now. Eight queries at most, one more for each 5,000 people."""
    rule, words = occasions()[letter.occasion], words_in(letter)
    row = texts_of(letter.conference, [letter.occasion]).get(letter.occasion) if rule.sms else None
    written, without_address, left_out = [], [], Counter()
    for person in people_of(letter):
        if why := rule.still(person):
            left_out[why] += 1
        elif not person.email and sms_of(rule, person.language, row) and number_of(person.phone):
            written.append(person)
        elif not is_address(person.email):
            without_address.append(person)
        elif person.language not in words:
            left_out[person.language] += 1
        else:
            written.append(person)
    addressees = addressees_of(letter.conference, letter.occasion, written)
    letters = made(letter.conference, letter.occasion, addressees, words=words)
    new = unwritten(letters)
    return Plan(
        letters=new,
        without_address=without_address,
        speechless={each: left_out[each] for each in LANGUAGES if left_out[each]},
        wanted_none=left_out[STOPPED],
        not_meant=sum(n for why, n in left_out.items() if why not in {STOPPED, *LANGUAGES}),
        had_it=len(abouts(letters) - abouts(new)),
    )


def abouts(letters: Iterable[Letter]) -> set[str]:
    """Whom some letters are to, each once: a letter and a short message are one person's."""
    return {each.about for each in letters}


def send(letter: GroupLetter, *, by, seen: str, at: datetime | None = None) -> GroupLetter:
    """Write its letters, of which the worker sends each once. `seen` is the mark of what the
    organizer looked at. Raises GroupLetterRefused, and then nothing is written.
    """
    at = at or timezone.now()
    with transaction.atomic():
        Conference.objects.lock(letter.conference_id)
        rows = GroupLetter.objects.select_related("conference", "sent_by")
        letter = rows.get(pk=letter.pk)
        if letter.is_sent:
            raise GroupLetterRefused("sent", was_sent(letter))
        if seen != mark_of(letter):
            said = _("Somebody changed the letter meanwhile. Look at it again, then send it.")
            raise GroupLetterRefused("changed", said)
        planned = plan(letter)
        if planned.speechless:
            raise GroupLetterRefused("speechless", " ".join(speechless_told(planned)))
        if not planned.letters:
            said = _("Nobody would get it. Nothing was sent.")
            raise GroupLetterRefused("nobody", said)
        keep(planned.letters, due_at=at + GRACE, batch=letter.batch)
        letter.letters, letter.sent_by, letter.sent_at = len(planned.letters), by, at
        letter.without_address = len(planned.without_address)
        letter.wanted_none, letter.not_meant = planned.wanted_none, planned.not_meant
        letter.had_it = planned.had_it
        letter.save()
    return letter


# --- What is said of it ------------------------------------------------------------------------


def was_sent(letter: GroupLetter) -> str:
    """Who sent it when, to how many."""
    when = moment(letter.sent_at.astimezone(letter.conference.zone))
    if letter.sent_by is None:
        said = _("It was sent on %(when)s.")
        return said % {"when": when}
    said = _("%(who)s sent it on %(when)s.")
    return said % {"who": letter.sent_by, "when": when}


def speechless_told(planned: Plan) -> list[str]:
    """A sentence for each language that somebody reads and it does not speak."""
    found = []
    if n := planned.speechless.get("zh-hans"):
        said = ngettext(
            "%(n)d person reads Chinese: write the letter in Chinese too.",
            "%(n)d people read Chinese: write the letter in Chinese too.",
            n,
        )
        found.append(said % {"n": n})
    if n := planned.speechless.get("en"):
        said = ngettext(
            "%(n)d person reads English: write the letter in English too.",
            "%(n)d people read English: write the letter in English too.",
            n,
        )
        found.append(said % {"n": n})
    return found


def trial_words(letter: GroupLetter, language: str, person: Registration) -> Words | None:
    """What it says to a person, with what the personal link stands for in its place; None where
    it says nothing in the language. Five queries at most.
    """
    words = words_in(letter).get(language)
    if words is None:
        return None
    person.language = language
    rule = occasions()[letter.occasion]
    (addressee,) = addressees_of(letter.conference, letter.occasion, [person])
    with override(language):
        secret = {name: f"[{rule.placeholders[name]}]" for name in rule.secret_names}
    values = dict(addressee.values) | secret
    return Words(filled(words.subject, values), without_gaps(filled(words.text, values)))


# --- As a text for a chat ----------------------------------------------------------------------

FOR_ALL = ("conference", "when_and_where")  # what is the same for everybody


def chat_text(letter: GroupLetter, language: str) -> tuple[str, list[str]]:
    """(the text for everybody at once, the lines that are different for each and so left out);
    ('', []) where it says nothing in the language. Three queries at most.
    """
    words = words_in(letter).get(language)
    if words is None:
        return "", []
    values = dict(said_to_all(letter.conference, language))
    with override(language):
        values["name"] = pgettext("in a greeting of several people", "all")
    kept, left = [], []
    for line in words.text.split("\n"):
        if not set(named(line)) - values.keys():
            kept.append(line)
            continue
        if kept and kept[-1].rstrip().endswith((":", "：")):
            left.append(kept.pop())  # it only leads to what is left out
        left.append(line)
    return without_gaps(filled("\n".join(kept), values)), left
