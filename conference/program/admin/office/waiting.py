"""An office's file while it waits: its bytes, what was said of it, and what was decided."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import get_language

from conference.program.entering import Ask, Decisions
from conference.program.models import ImportedRow
from conference.program.office import ImportRefused, Reading, carrying, read_office_file
from conference.program.office.corrections import Correction, from_json
from conference.waiting_file import WaitingFiles

FILES = WaitingFiles("office")
NAME_LENGTH = 120
MOST_ANSWERS = 2_000
MOST_VERSIONS = 20  # of files whose corrections are looked through
MOST_CELLS_HELD = 10_000  # of the one reading that a process holds; a cell takes some 600 bytes
_PRIVATE = {"phone", "mail"}  # of guests: never remembered beyond the file

# What was read last, and of what: a reading is never changed, and is let go for the next one.
_last_read: tuple[tuple | None, Reading | None] = (None, None)


@dataclass
class Waiting:
    """`answers` are those of the plan's questions, `about` tells of what: {key: ...}."""

    raw: bytes
    name: str
    corrections: list[Correction] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)  # {key: what was asked about}
    ticks: dict[str, bool] = field(default_factory=dict)  # of `door.TICKS`
    is_remembered: bool = False  # the corrections are those of an earlier import of this file
    carried: int = 0  # corrections of an earlier version of it,
    lost: int = 0  # and those of it that found nothing they are about

    def answer(self, answers: dict[str, str], asks: Iterable[Ask]) -> None:
        """Take answers to `asks`, which are all those of the plan."""
        self.answers |= answers
        told = {ask.key: list(ask.about) for ask in asks if ask.key in answers}
        self.about |= {key: about for key, about in told.items() if len(about) > 1}

    def take_accepted(self, asks: list[Ask]) -> None:
        """Take the suggestions that a plan was made with (`Decisions.accept`)."""
        self.answer({ask.key: ask.answer for ask in asks if ask.is_accepted}, asks)

    def forget(self, key: str) -> None:
        self.answers.pop(key, None)
        self.about.pop(key, None)

    @property
    def decisions(self) -> Decisions:
        return Decisions(
            answers=self.answers,
            about=self.about,
            only_sure=bool(self.ticks.get("only_sure")),
            registrations=bool(self.ticks.get("registrations")),
            participants="speakers" if self.ticks.get("speakers") else "all",
            show_guests=bool(self.ticks.get("show_guests")),
        )

    def read(self) -> Reading:
        """Each press reads a file for its act and again for the page that follows: the second time
        what the first gave, where the same process answers.

        Raises ImportRefused.
        """
        global _last_read
        said = [one.as_json() for one in self.corrections]
        key = (hashlib.sha256(self.raw).digest(), self.name, said, get_language())
        known, reading = _last_read
        if known != key or reading is None:
            reading = read_office_file(
                self.raw, self.name, corrections=self.corrections, may_be_empty=True
            )
            is_small = sum(grid.size for grid in reading.grids) <= MOST_CELLS_HELD
            _last_read = (key, reading) if is_small else (None, None)
        return reading

    def as_note(self) -> dict:
        return {
            "name": self.name,
            "corrections": [one.as_json() for one in self.corrections],
            "answers": self.answers,
            "about": self.about,
            "ticks": self.ticks,
            "is_remembered": self.is_remembered,
            "carried": self.carried,
            "lost": self.lost,
        }


def keep(user, conference, raw: bytes, name: str) -> str:
    """The token of a file that was read; '' for one that is too large to wait."""
    token = FILES.keep(user, conference, raw)
    if token:
        before = _remembered(conference, raw)
        waiting = Waiting(raw, name[:NAME_LENGTH], before, is_remembered=bool(before))
        if not before:
            carry(conference, waiting)
            if not waiting.corrections:
                take_the_only_day(conference, waiting)
        save(user, conference, token, waiting)
    return token


def take_the_only_day(conference, waiting: Waiting) -> None:
    """A file without any day is of the day that the conference has, where that is one alone. It
    stands among the corrections, to be taken back.
    """
    if len(conference.days) != 1:
        return
    with suppress(ImportRefused):
        reading = waiting.read()
        asks = any(question.fields == ("day",) for question in reading.questions)
        if asks and not reading.days:
            day = conference.starts_on.isoformat()
            waiting.corrections = [Correction("day", ("day:",), day)]


def find(user, conference, token: str) -> Waiting | None:
    """None when it expired, or is another account's."""
    raw, note = FILES.fetch(user, conference, token), FILES.noted(user, conference, token)
    if raw is None or note is None:
        return None
    return Waiting(
        raw,
        note["name"],
        from_json(note["corrections"]),
        note["answers"],
        note.get("about", {}),
        note["ticks"],
        note["is_remembered"],
        note.get("carried", 0),
        note.get("lost", 0),
    )


def save(user, conference, token: str, waiting: Waiting) -> None:
    FILES.note(user, conference, token, waiting.as_note())


# --- The same file again ------------------------------------------------------------------------


def _key(raw):
    return f"corrections-{hashlib.sha256(raw).hexdigest()[:40]}"


def _remembered(conference, raw) -> list[Correction]:
    row = ImportedRow.objects.filter(
        conference=conference, kind=ImportedRow.Kind.ANSWER, key=_key(raw)
    ).first()
    return from_json(row.said.get("corrections")) if row else []


def carry(conference, waiting: Waiting) -> None:
    """Take over what was corrected in the version of this file that was imported last."""
    rows = ImportedRow.objects.filter(
        conference=conference, kind=ImportedRow.Kind.ANSWER, key__startswith="corrections-"
    )
    before = [
        row.said["about"] for row in rows.order_by("-pk")[:MOST_VERSIONS] if "about" in row.said
    ]
    if not before:
        return
    grids = waiting.read().grids
    if version := next((one for one in before if carrying.is_a_version(one, grids)), None):
        waiting.corrections, waiting.lost = carrying.carried(version, grids)
        waiting.carried = len(waiting.corrections)


def remember(conference, waiting: Waiting, reading: Reading) -> None:
    """Keep what was corrected: the same file again reads as it was imported, and so does what is
    the same in its next version.
    """
    corrections = [_public(one) for one in waiting.corrections]
    said = [one.as_json() for one in corrections]
    about = carrying.note(corrections, reading.grids) if said else {}
    rows = ImportedRow.objects.filter(kind=ImportedRow.Kind.ANSWER, key=_key(waiting.raw))
    if said or rows.filter(conference=conference).exists():
        ImportedRow.objects.update_or_create(
            conference=conference,
            kind=ImportedRow.Kind.ANSWER,
            key=_key(waiting.raw),
            defaults={"said": {"corrections": said, "about": about}, "source": waiting.name},
        )


def _public(one):
    if not isinstance(one.value, dict):
        return one
    kept = {name: text for name, text in one.value.items() if name not in _PRIVATE}
    return Correction(one.what, one.places, kept)
