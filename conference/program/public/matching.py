"""Whether a text says a word: the one rule of the public search, over plain values.

A Latin word matches from the beginning of a word ("AI" not in "Main"), Chinese anywhere. Of a
Chinese text its pinyin matches in whole syllables ("yuyan" in da yu yan mo xing), and its initials
from the beginning of the text, three or more of them anywhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from conference.people.pinyin import compound_surname, has_chinese, initials, is_chinese

LEAST_ANYWHERE = 3  # initials; two of them are in every title


_DOTTED = re.compile(r"(^|[^A-Za-z0-9])((?:[A-Za-z]\.)+[A-Za-z])(?![A-Za-z0-9])\.?")


def undotted(text: str) -> str:
    """'A.I. and U.S.A.' as 'AI and USA'."""
    return _DOTTED.sub(lambda found: found[1] + found[2].replace(".", ""), text)


def with_acronyms(text: str) -> str:
    """Folded lines, behind them those again whose acronyms are written with dots."""
    again = [undotted(line) for line in text.split("\n") if _DOTTED.search(line)]
    return "\n".join([text, *again])


@dataclass(frozen=True)
class Said:
    """A text with what it is found by, folded; the parts are lines."""

    plain: str = ""
    pinyin: str = ""  # "|da|yu|yan|mo|xing|", a text a line
    initials: str = ""

    @classmethod
    def of(cls, prepared: str) -> "Said":
        """Of the lines that `people.pinyin.search_text` makes: a text, then of a Chinese one its
        pinyin together and apart, once or more, and its initials, those of a compound surname as
        one after those of its syllables. Those of an English text are left out: "AI" would be found
        in "An Introduction".
        """
        plain, pinyin, firsts = [], [], []
        lines = [line for line in prepared.split("\n") if line]
        spelled, n = [], 0  # the syllables of the Chinese text that was read last
        while n < len(lines):
            line, after = lines[n], lines[n + 1] if n + 1 < len(lines) else ""
            is_after_chinese = bool(plain) and has_chinese(plain[-1])
            if is_after_chinese and _is_apart(after, line):
                spelled = after.split()
                pinyin.append(f"|{'|'.join(spelled)}|")
                n += 2
                continue
            if is_after_chinese and len(plain[-1]) == 1 and line.isascii() and line.isalpha():
                pinyin.append(f"|{line}|")
            elif spelled and line in _firsts_of(plain[-1], spelled):
                firsts.append(line)
            elif not (plain and line == initials(plain[-1].split()) and line.isascii()):
                plain.append(line)
                spelled = []
            n += 1
        return cls(with_acronyms("\n".join(plain)), "\n".join(pinyin), "\n".join(firsts))

    @classmethod
    def joined(cls, parts: Iterable["Said"]) -> "Said":
        parts = list(parts)
        return cls(
            *(
                "\n".join(filter(None, (getattr(part, name) for part in parts)))
                for name in ("plain", "pinyin", "initials")
            )
        )

    def says(self, word: "Word") -> bool:
        return word.is_in(self)

    def says_all(self, words: list["Word"]) -> bool:
        return all(map(self.says, words))


def place(parts: Iterable[Said], words: Iterable["Word"]) -> int | None:
    """How far down what consists of `parts` (title, people, the rest) belongs in a list of the best
    first: 0 says every word in its first part. None where a word is in none of them.
    """
    parts = list(parts)
    places = [next((n for n, said in enumerate(parts) if said.says(word)), None) for word in words]
    return None if None in places else sum(places)


def _is_apart(line, together):
    return len(line) > len(together) and line.replace(" ", "") == together.replace(" ", "")


def _firsts_of(text, spelled):
    """The initials of its syllables, and with a compound surname as one: 'oyyl' and 'oyl'."""
    surname = compound_surname(text)
    is_apart = bool(surname) and spelled[: len(surname)] == surname
    return {
        initials(spelled),
        initials([*spelled[:1], *spelled[len(surname) :]] if is_apart else spelled),
    }


@dataclass(frozen=True)
class Word:
    """One folded word that somebody typed."""

    text: str

    def is_in(self, said: Said) -> bool:
        if self._begins_in(said.plain):
            return True
        if not self.is_spelled:
            return False
        return bool(self._syllables.search(said.pinyin)) or self._is_initials(said.initials)

    @property
    def is_spelled(self) -> bool:
        """Whether it can be pinyin."""
        return self.text.isascii() and self.text.isalpha()

    def _begins_in(self, plain):
        at = plain.find(self.text)
        if at < 0 or not _is_of_a_word(self.text[0]):
            return at >= 0
        while at > 0 and _is_of_a_word(plain[at - 1]):
            at = plain.find(self.text, at + 1)
        return at >= 0

    @cached_property
    def _syllables(self):
        return re.compile(rf"\|{'[|]?'.join(self.text)}\|")

    def _is_initials(self, initials):
        if len(self.text) >= LEAST_ANYWHERE:
            return self.text in initials
        return len(self.text) > 1 and f"\n{self.text}" in f"\n{initials}"


def _is_of_a_word(sign):
    """Whether a sign goes on with a word that began before it; Chinese has no such words."""
    return sign.isalnum() and not is_chinese(sign)
