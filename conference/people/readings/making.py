"""Write the tables anew: `python -m conference.people.readings.making`, after a new pypinyin.

pypinyin and its data (MIT license, `LICENSE` beside this) are needed for this and for the tests.
"""

from collections import defaultdict

from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from conference.people.readings import FOLDER


def characters() -> str:
    lines = defaultdict(list)
    for code in sorted(pinyin_dict):
        [syllable] = lazy_pinyin(chr(code))
        lines[syllable].append(chr(code))
    return "".join(f"{syllable} {''.join(lines[syllable])}\n" for syllable in sorted(lines))


def phrases() -> str:
    lines = defaultdict(list)
    for phrase in sorted(phrases_dict):
        read = lazy_pinyin(phrase)
        own = [syllable for character in phrase for syllable in lazy_pinyin(character)]
        lines[phrase[0]].append(f"{phrase[1:]}:{'' if read == own else ','.join(read)}")
    return "".join(f"{first} {' '.join(lines[first])}\n" for first in sorted(lines))


TABLES = {"characters.txt": characters, "phrases.txt": phrases}

if __name__ == "__main__":
    for name, made in TABLES.items():
        (FOLDER / name).write_text(made(), encoding="utf-8")
