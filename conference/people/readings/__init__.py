"""How Chinese is read, without tones: the library pypinyin's readings, looked up in tables.

The library itself holds 52 MB in each process once it is asked; these tables hold 1 and say the
same (tests/people/test_readings.py). They are its own data, written by `making.py`:

- `characters.txt`: a line a syllable, `zhong 中重…`, the characters that are read so by themselves;
- `phrases.txt`: a line a first character, `重 庆:chong,qing 心:`, what follows it in a phrase, and
  how the phrase is read where that differs from its characters' own readings.
"""

import re
from array import array
from functools import cache, lru_cache
from pathlib import Path

from conference.chinese import HAN

FOLDER = Path(__file__).parent
FIRST, LAST = 0x3007, 0x323AF  # Unicode: 〇 to the end of CJK extension H
LONGEST_PHRASE = 10

_SHORT = 40  # characters of a name or a title, which are asked for again

_RUNS = re.compile(f"([{HAN}]+)|[^{HAN}]+")


def syllables(text: str) -> list[str]:
    """['liao', 'ning', '2025']: one syllable a Chinese character, other runs of text whole.

    A character whose reading nobody knows stands for itself.
    """
    found = []
    for run in _RUNS.finditer(text):
        if run[1]:
            found += _read_again(run[1]) if len(run[1]) <= _SHORT else _read(run[1])
        elif other := run[0].strip():
            found.append(other)
    return found


@lru_cache(maxsize=4096)
def _read_again(text):
    return tuple(_read(text))


def _read(rest):
    """The syllables of Chinese text, by the longest phrase at each place."""
    found = []
    while rest:
        group = _phrases().get(rest[0], "")
        for length in range(min(LONGEST_PHRASE, len(rest)), 1, -1):
            tail = f" {rest[1:length]}:"
            if (at := group.find(tail)) >= 0:
                at += len(tail)
                own = group[at : group.index(" ", at)]
                found += own.split(",") if own else map(_character, rest[:length])
                rest = rest[length:]
                break
        else:
            # The beginning of a phrase that does not end is no phrase, and none is looked for in
            # it: so the library has it.
            length = len(rest) if f" {rest[1:]}" in group else 1
            found += map(_character, rest[:length])
            rest = rest[length:]
    return found


def _character(character):
    spelled, numbers = _characters()
    return spelled[numbers[ord(character) - FIRST]] or character


@cache
def _characters():
    """(syllables, the number of a character's among them by its code point); 0 has none."""
    spelled, numbers = [""], array("H", bytes(2 * (LAST - FIRST + 1)))
    with (FOLDER / "characters.txt").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            syllable, characters = line.split()
            spelled.append(syllable)
            for character in characters:
                numbers[ord(character) - FIRST] = number
    return spelled, numbers


@cache
def _phrases():
    """{first character: ' 庆:chong,qing 心: '}"""
    with (FOLDER / "phrases.txt").open(encoding="utf-8") as lines:
        return {line[0]: f"{line[1:-1]} " for line in lines}
