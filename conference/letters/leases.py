"""How a letter goes from one state to the next: each step one conditional write, so that of several
workers that try it at once one succeeds.

What was handed to a server and got no clear answer is never sent again by itself: a person decides.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from conference.letters.models import ATTEMPTS, LEASE, Letter, LetterQuerySet
from conference.letters.occasions import occasions
from conference.work.taking import FREE, take_first

State = Letter.State
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180)]
STUCK = (State.HELD, State.FAILED, State.UNCLEAR)  # until a person decides
UNCLEAR = gettext_noop(
    "The mail server gave no clear answer. It may have arrived: ask, then say so here or send it "
    "again."
)
BY_HAND = gettext_noop("An organizer held it back.")
_WELL = {"why": "", "answer": ""}


def take(at: datetime | None = None) -> Letter | None:
    """The next letter that is due, leased to the caller; None: none is. One query when idle."""
    at = at or timezone.now()
    due = Letter.objects.due(at).filter(occasion__in=occasions())
    return take_first(due, state=State.SENDING, until=at + LEASE)


def hand_over(letter: Letter, at: datetime | None = None) -> bool:
    """Say that it is about to be given to a server; False: it is not the caller's any more."""
    return bool(letter.held_by().update(handed_at=at or timezone.now()))


def sent(letter: Letter, at: datetime | None = None) -> bool:
    ended = {"state": State.SENT, "sent_at": at or timezone.now()}
    return bool(letter.held_by().update(**FREE, **_WELL, **ended))


def failed(letter: Letter, why: str, answer: str = "") -> bool:
    """For good: the same letter would fail again. `why` is one of our sentences, in English;
    `answer` what the server said.
    """
    return bool(letter.held_by().update(**FREE, state=State.FAILED, why=why, answer=answer))


def hold_back(letter: Letter, why: str) -> bool:
    """It must not leave as things are; a person may let it go."""
    return bool(letter.held_by().update(**FREE, state=State.HELD, why=why, handed_at=None))


def unclear(letter: Letter) -> bool:
    return bool(letter.held_by().update(**FREE, state=State.UNCLEAR, why=UNCLEAR, answer=""))


def later(letter: Letter, why: str, answer: str = "", at: datetime | None = None) -> bool:
    """Nothing was taken by the server: it waits longer each time, then has failed."""
    at = at or timezone.now()
    if letter.attempts >= ATTEMPTS:
        return failed(letter, why, answer)
    pause = PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    waits = {"state": State.WAITING, "handed_at": None, "due_at": at + pause}
    return bool(letter.held_by().update(**FREE, **waits, why=why, answer=answer))


def sweep(at: datetime | None = None) -> int:
    """What dead workers held: it waits again where nothing was handed over, else it is unclear.

    The number; one query when there are none.
    """
    at = at or timezone.now()
    lost = Letter.objects.filter(state=State.SENDING, leased_until__lt=at)
    for letter in lost:
        still = letter.held_by().filter(leased_until__lt=at)
        if letter.handed_at is not None:
            still.update(**FREE, state=State.UNCLEAR, why=UNCLEAR)
        else:
            still.update(**FREE, state=State.WAITING, due_at=at)
    return len(lost)


# --- What a person decides --------------------------------------------------------------------


def send_again(letters: LetterQuerySet, at: datetime | None = None) -> int:
    """Let letters go (again) that are held, failed or unclear; how many do. Without an address or
    a text none does.
    """
    rows = letters.filter(state__in=STUCK).exclude(to_address="")
    waits = {"state": State.WAITING, "attempts": 0, "handed_at": None}
    return rows.update(**_WELL, **waits, due_at=at or timezone.now())


def arrived(letters: LetterQuerySet, at: datetime | None = None) -> int:
    """Whoever asked found that an unclear letter has come, or told what a held or failed one says
    by other means: it counts as sent.
    """
    rows = letters.filter(state__in=STUCK)
    return rows.update(**_WELL, state=State.SENT, sent_at=at or timezone.now())


def stop(letters: LetterQuerySet) -> int:
    """Hold back what waits."""
    rows = letters.filter(state=State.WAITING)
    return rows.update(state=State.HELD, why=BY_HAND, answer="")
