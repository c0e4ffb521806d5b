"""What has to be decided about a file, and what somebody decided."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

NEW = "new"  # the option of a person or an organization that the directory does not know
AS_READ = "as-read"  # the option that the reading is right
THE_FILE = "conference"  # the subject of the question whether it is this conference's
SUBJECTS = (
    *(
        THE_FILE,
        "room",
        "track",
        "day",
        "dates",
        "end",
        "title",
        "person",
        "organization",
        "guest",
        "forum",
        "talk",
    ),
    "reading",
)


@dataclass(frozen=True)
class Decisions:
    """`answers` are {key of an ask: value of an option, or what was typed}. `accept` takes what the
    reading suggests wherever nothing was answered. `only_sure` writes although something is open:
    what is in doubt stays out. `participants`, of a list of guests: "all" or "speakers" become
    participants of the program; `show_guests`: those without a talk are public like the others.
    `about` tells what an answered ask was about (`Ask.about`): what is left of it, once part of it
    is corrected, keeps the answer.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, Iterable[str]] = field(default_factory=dict)
    accept: bool = False
    only_sure: bool = False
    registrations: bool = False
    participants: str = "all"
    show_guests: bool = False

    def told(self) -> list:
        """As JSON has it, for a fingerprint; answers are told by what they lead to."""
        return [self.only_sure, self.registrations, self.participants, self.show_guests]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Ask:
    """A question with the cell it is about. `sessions` are orders of the reading, `rows` those of a
    list of guests. `takes`: "choice", or what may be typed instead ("date", "time", "year").
    `suggested` is the option that the file itself speaks for, '' for none.
    """

    key: str
    subject: str  # one of SUBJECTS
    text: str
    address: str = ""
    options: tuple[Option, ...] = ()
    takes: str = "choice"
    suggested: str = ""
    answer: str = ""
    wrong: str = ""  # an answer that was given and is none
    sessions: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    about: tuple[str, ...] = ()  # its topic, then the keys of the rows of the reading
    source: str = ""  # the key that its answer was given under, where that was now
    is_accepted: bool = False  # nobody answered, and the suggestion was taken (`Decisions.accept`)

    @property
    def is_open(self) -> bool:
        return not self.answer

    @property
    def where(self) -> str:
        """The sentence with its cell."""
        return f"{self.text} ({self.address})" if self.address else self.text


class Asker:
    """Collects the questions, and knows which are answered: now, or with an earlier version."""

    def __init__(self, decisions: Decisions, remembered: Mapping[str, str]):
        self.decisions, self.remembered = decisions, remembered
        self.asks: list[Ask] = []
        self.met: Counter = Counter()

    def ask(
        self,
        subject: str,
        about: Iterable,
        text: str,
        *,
        options: Iterable[Option] = (),
        takes: str = "choice",
        suggested: str = "",
        typed: Callable[[str], str] = lambda written: "",
        topic: str = "",
        places: Iterable[str] = (),
        **more,
    ) -> Ask:
        """`about` names the matter the same in every version of the file, whatever the language of
        the page; `typed` gives what somebody wrote as a value, '' for what is none. `topic` and
        `places` (keys of sessions) name it in this very file, whatever is corrected.
        """
        key = self.key(subject, about)
        options = tuple(options)
        values = {option.value for option in options}
        told = (topic or subject, *places)
        source = self.source_of(key, told)
        given = str(self.decisions.answers.get(source, "")).strip()
        answer = given if given in values else typed(given) if given else ""
        before = self.remembered.get(key, "")
        if not answer and not given:
            answer = before if before in values or (before and typed(before)) else ""
        is_accepted = bool(suggested and self.decisions.accept and not (answer or given))
        answer = suggested if is_accepted else answer
        ask = Ask(
            key, subject, text, options=options, takes=takes, suggested=suggested, answer=answer,
            wrong=given if given and not answer else "",
            about=told, source=source if given or is_accepted else "", is_accepted=is_accepted,
            **more,
        )  # fmt: skip
        self.asks.append(ask)
        return ask

    def source_of(self, key, told) -> str:
        """Under which key it was answered: its own, or that of a question it is a part of."""
        topic, *places = told
        if key in self.decisions.answers or not places:
            return key
        for other, (of, *rows) in self.decisions.about.items():
            if of == topic and set(places) <= set(rows):
                return other
        return key

    def key(self, subject, about) -> str:
        told = json.dumps([subject, list(about)], ensure_ascii=False, default=str)
        self.met[told] += 1  # two alike about one thing are two
        return f"{subject}-{digest(told, self.met[told])}"


def digest(*parts) -> str:
    """A short name of some texts: 12 hexadecimal digits."""
    told = json.dumps([str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:12]
