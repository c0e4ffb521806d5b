"""Whether two names may be one person, or one organization: what is asked before a row is made.

Rules over plain values, for the admin's forms, for files and for the list of possible doubles. What
is near is asked, never decided: two people may well bear one name.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.chinese import ALIKE
from conference.folding import fold, name_key, organization_key
from conference.people.pinyin import SURNAMES, has_chinese, name_syllables, surname_of
from conference.people.readings import syllables


class Near(models.TextChoices):
    """Why two names are asked about; the first that holds, from the nearest to the farthest."""

    SAME = "same", _("the same name")
    SWAPPED = "swapped", _("family and given name exchanged")
    SOUND = "sound", _("sounds the same")
    CHARACTER = "character", _("one character differs")
    SPELLING = "spelling", _("spelled almost alike")
    PART = "part", _("one name is a part of the other")


_DOTS = "[·•‧∙⋅・･.．。]"
# How far apart, for sorting.
DISTANCE = {near: number for number, near in enumerate(Near)}

_READINGS = {spelled.replace(" ", "") for spelled in SURNAMES.values()}
_COMMON = """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang
    xie tang song deng han feng yu dong cheng cai peng pan yuan tian du wei su lu jiang ye fan fang
    shi yao tan liao zou xiong jin dai hao kong bai cui kang mao qiu qin hou shao meng long wan duan
    lei qian dou lv lyu"""
_FAMILIES = _READINGS.union(_COMMON.split())


@dataclass(frozen=True)
class Someone:
    """A person as a name says: Chinese in one piece, English in two; any of them may be empty.

    `organization` tells two of one name apart: any value that is the same for the same one.
    """

    name_zh: str = ""
    family_en: str = ""
    given_en: str = ""
    organization: Hashable = None
    key: Hashable = None  # whose name it is, for whoever asks

    @classmethod
    def named(cls, name: str, *, organization: Hashable = None, key: Hashable = None):
        """One whose name stands in one piece, in either language."""
        if has_chinese(name):
            return cls(name_zh=name, organization=organization, key=key)
        family, given = in_two(name)
        return cls(family_en=family, given_en=given, organization=organization, key=key)

    @cached_property
    def zh(self) -> str:
        return name_key(self.name_zh) if has_chinese(self.name_zh) else ""

    @cached_property
    def parts(self) -> list[str]:
        """['阿里木', '买买提'] of 阿里木·买买提."""
        return [name_key(part) for part in re.split(_DOTS, self.name_zh) if part.strip()]

    @cached_property
    def sound(self) -> tuple[str, str]:
        """('wang', 'quan') of 王泉: family and given, as pinyin."""
        family, *given = name_syllables(fold(self.name_zh)) if self.zh else [""]
        return family, "".join(given)

    @cached_property
    def en(self) -> tuple[str, str]:
        """The English name folded, family and given: its letters alone."""
        latin = (
            in_two(self.name_zh)
            if self.name_zh and not self.zh
            else (self.family_en, self.given_en)
        )
        return tuple("".join(filter(str.isalnum, fold(part))) for part in latin)  # type: ignore

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the English name; {'jane', 'a', 'smith'}."""
        latin = self.name_zh if not self.zh else ""
        return frozenset(
            fold(f"{self.given_en} {self.family_en} {latin}").replace(".", " ").split()
        )

    @cached_property
    def spelled(self) -> list[tuple[str, str]]:
        """Its names in Latin letters, as (family, given)."""
        return [name for name in (self.en, self.sound) if any(name)]

    def keys(self) -> frozenset[Hashable]:
        """What near ones have at least one of in common: they are looked up by it."""
        return _keys_of(self.name_zh, self.family_en, self.given_en)

    def each_key(self) -> Iterator[Hashable]:
        if self.zh:
            yield "zh", self.zh
            for n in range(len(self.zh)):
                yield "zh", self.zh[:n] + "?" + self.zh[n + 1 :]
        if len(self.parts) == 2:
            yield "parts", frozenset(self.parts)
        for name in self.spelled:
            yield "en", frozenset(name)
            yield "en", "".join(name)
            for family, given in (name, name[::-1]):
                for left in _shortened(given):
                    yield "en", family, left
                if given:
                    yield "en", family, given[0], "."
        if len(self.words) > 2:
            for pair in combinations(sorted(self.words), 2):
                yield "words", pair
        elif len(self.words) == 2:
            yield "words", tuple(sorted(self.words))

    def close_keys(self) -> Iterator[Hashable]:
        """The same for a whole directory at once: what differs by a character or a letter is among
        them only where both are of one organization, so that not everybody meets everybody.
        """
        if self.zh:
            yield "zh", self.zh
            yield "zh", frozenset(self.sound)
            yield "zh", "".join(sorted(self.zh))
        for name in self.spelled:
            yield "en", frozenset(name)
        if self.organization is not None:
            yield from (("at", self.organization, key) for key in self.keys())


@lru_cache(maxsize=1024)
def _keys_of(name_zh: str, family_en: str, given_en: str) -> frozenset[Hashable]:
    """Kept: a file asks for each of its people several times, with one organization and another."""
    return frozenset(Someone(name_zh, family_en, given_en).each_key())


def in_two(name: str) -> tuple[str, str]:
    """(family, given) of an English name in one piece.

    'Smith, Jane', 'WANG Quan' and 'Jane SMITH' say which is which; of two words the first is the
    family's where it can be a Chinese one (Wang Quan). Else the last is.
    """
    family, comma, given = name.partition(",")
    if comma:
        return family.strip(), given.strip()
    parts = name.split()
    loud = [part for part in parts if part.isupper() and sum(map(str.isalpha, part)) > 1]
    if loud and len(loud) < len(parts):
        return " ".join(loud), " ".join(part for part in parts if part not in loud)
    if len(parts) == 2 and fold(parts[0]) in _FAMILIES:
        return parts[0], parts[1]
    return (parts[-1], " ".join(parts[:-1])) if parts else ("", "")


def nearness(one: Someone, other: Someone) -> Near | None:
    """How near two names are; None for two people whom nobody would take for one another."""
    found = list(filter(None, _both(one, other)))
    return min(found, key=DISTANCE.__getitem__) if found else None


def _both(one, other):
    together = one.organization is not None and one.organization == other.organization
    if one.zh and other.zh:
        yield _chinese(one, other, together)
        # Of two whose Chinese names are known, the English ones tell when they are the same.
        if any(one.en) and set(one.en) == set(other.en):
            yield Near.SOUND
        return
    if any(one.en) and any(other.en):
        yield _latin(one.en, other.en, together) or _part(one.words, other.words)
    for chinese, latin in ((one, other), (other, one)):
        # Chinese on one side alone: what the other says has to be its pinyin.
        near = chinese.zh and any(latin.en) and _latin(chinese.sound, latin.en, together)
        yield Near.SOUND if near in (Near.SAME, Near.SWAPPED) else near


def _chinese(one, other, together):
    if one.zh == other.zh:
        return Near.SAME
    if sorted(one.zh) == sorted(other.zh) and _turned(one, other):
        return Near.SWAPPED
    if one.sound == other.sound or one.sound == other.sound[::-1]:
        return Near.SOUND
    if len(one.zh) != len(other.zh):
        return None
    apart = [(a, b) for a, b in zip(one.zh, other.zh, strict=True) if a != b]
    if len(apart) != 1:
        return None
    # Of longer names a slip is likelier than a colleague of nearly one's name, unless both are
    # known to be of different organizations.
    unknown = len(one.zh) > 2 and None in (one.organization, other.organization)
    return Near.CHARACTER if together or unknown or _look_or_sound_alike(*apart[0]) else None


@lru_cache(maxsize=4096)
def _look_or_sound_alike(a, b):
    return frozenset((a, b)) in ALIKE or _alike(*map("".join, map(syllables, (a, b))))


def _turned(one, other):
    """Whether the surname stands behind in one of two names of the same characters; of names with
    a dot, what stands before it.
    """
    if set(map(len, (one.parts, other.parts))) == {2}:
        return one.parts == other.parts[::-1]
    return any(
        a[n:] + a[:n] == b
        for a, b in ((one.zh, other.zh), (other.zh, one.zh))
        for n in {1, len(surname_of(a)) or 1}
    )


def _latin(one, other, together):
    """Of two (family, given): in either order, because nobody knows which one was meant."""
    if one == other:
        return Near.SAME
    if one == other[::-1] or "".join(one) == "".join(other):
        return Near.SWAPPED
    orders = ((one, other), (one, other[::-1]), (one[::-1], other), (one[::-1], other[::-1]))
    if any(a[0] == b[0] and _alike(a[1], b[1], together) for a, b in orders):
        return Near.SPELLING
    return None


def _alike(one, other, together=False):
    """J and Jane, Jon and John, Quan and Qiang; of the shortest only where all else is the same."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return bool(short) and long.startswith(short)
    apart = changes(short, long)
    if apart == 1:
        return together or (len(short) > 2 and len(long) > 3)
    return apart == 2 and len(short) > 3 and short[0] == long[0]


def _part(words, others):
    fewer, more = sorted((words, others), key=len)
    return Near.PART if len(fewer) > 1 and fewer < more else None


def _shortened(text: str, most: int = 2) -> set[str]:
    """`text` with none, one or two letters left out: two near ones have one of these in common."""
    found = {text}
    for _round in range(most if len(text) > 3 else 1):
        found |= {part[:n] + part[n + 1 :] for part in found for n in range(len(part))}
    return found


def changes(one: str, other: str) -> int:
    """How many letters have to be changed, added or left out, an exchange of two counting once."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


_SHORT_WORDS = {
    "univ": "university", "uni": "university", "inst": "institute", "tech": "technology",
    "sci": "science", "dept": "department", "coll": "college", "acad": "academy",
    "natl": "national", "intl": "international", "co": "company", "corp": "corporation",
    "ltd": "limited", "assoc": "association", "ctr": "center", "centre": "center",
    "lab": "laboratory",
}  # fmt: skip
_SMALL_WORDS = {"the", "of", "and", "for", "at", "in", "&"}
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")


@dataclass(frozen=True)
class SomeOrganization:
    """An organization by all its names, in either language."""

    names: tuple[str, ...] = ()
    key: Hashable = None

    @cached_property
    def writings(self) -> frozenset[str]:
        return frozenset(map(organization_key, self.names)) - {""}

    @cached_property
    def zh(self) -> frozenset[str]:
        return frozenset(name for name in self.writings if has_chinese(name))

    @cached_property
    def words(self) -> frozenset[frozenset[str]]:
        """The words that tell, of each English name."""
        found = {_telling_words(name) for name in self.names if not has_chinese(name)}
        return frozenset(found) - {frozenset()}

    @cached_property
    def bare(self) -> frozenset[str]:
        """Its names without what stands in brackets."""
        return frozenset(organization_key(_BRACKETS.sub("", name)) for name in self.names) - {""}

    def keys(self) -> Iterator[Hashable]:
        yield from (("name", name) for name in self.writings | self.bare)
        for name in self.zh:
            for n in range(len(name)) if len(name) > 3 else ():
                yield "zh", name[:n] + "?" + name[n + 1 :]
            yield from (("part", part) for part in _parts(name))
        yield from (("words", words) for words in self.words)
        for words in self.words:
            yield from (("word", name) for name in _joined(words))

    close_keys = keys


def _telling_words(name):
    words = fold(_BRACKETS.sub(" ", name)).replace(".", " ").replace(",", " ").split()
    return frozenset(_SHORT_WORDS.get(word, word) for word in words) - _SMALL_WORDS


def _joined(words):
    """What two names that one letter tells apart have in common; nothing of a short word alone."""
    name = "".join(sorted(words))
    return _shortened(name, 1) if 8 < len(name) < 80 else set()


def _parts(name):
    """What a longer Chinese name begins with, from four characters on: 东北大学(秦皇岛分校)."""
    return [name[:n] for n in range(4, len(name) + 1)]


def organization_nearness(one: SomeOrganization, other: SomeOrganization) -> Near | None:
    """How near two organizations' names are, the nearest two of them."""
    if one.writings & other.writings:
        return Near.SAME
    if one.words & other.words:
        return Near.SPELLING
    for a in one.zh:
        for b in other.zh:
            if len(a) == len(b) > 3 and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
                return Near.CHARACTER
    if any(
        _joined(a) & _joined(b)
        for a in one.words
        for b in other.words
        if abs(sum(map(len, a)) - sum(map(len, b))) <= 1
    ):
        return Near.SPELLING
    if one.bare & other.bare or any(
        len(min(a, b, key=len)) >= 4 and (a.startswith(b) or b.startswith(a))
        for a in one.zh
        for b in other.zh
    ):
        return Near.PART
    return None


@dataclass
class NearIndex:
    """Many names at hand, asked for those near one of them, which have a key in common with it."""

    judge = staticmethod(nearness)
    rows: dict[Hashable, list] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, rows: Iterable):
        index = cls()
        for row in rows:
            index.add(row)
        return index

    def add(self, row) -> None:
        for key in set(row.keys()):
            self.rows[key].append(row)

    def near(self, row) -> list[tuple]:
        """[(the near one, how near)], the nearest first; those of its own key are left out."""
        found = {}
        for key in set(row.keys()):
            for other in self.rows.get(key, ()):
                if other is not row and (other.key is None or other.key != row.key):
                    found[id(other)] = other
        judged = [(other, self.judge(row, other)) for other in found.values()]
        near = [(other, how) for other, how in judged if how]
        return sorted(near, key=lambda pair: DISTANCE[pair[1]])


class NearOrganizations(NearIndex):
    judge = staticmethod(organization_nearness)
