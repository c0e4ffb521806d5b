"""Which session of the draft a row of the file is: by its code, by what the file said of it last,
else by time and title. Plain values; each session is found once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from conference.folding import name_key
from conference.program.models import KINDS_WITHOUT_PEOPLE, Kind
from conference.program.office.meanings.kinds import number_of

_BARE = len("subforum1")  # letters of a title that is a number and no name


@dataclass(eq=False)
class Facts:
    """What tells a session. `people` are guids of participations, `parent` that of a sub-forum."""

    titles: frozenset[str]
    starts_at: datetime | None
    ends_at: datetime | None
    kind: str
    parent: str = ""
    people: frozenset[str] = frozenset()
    code: str = ""
    guid: str = ""
    is_remembered: bool = False

    @property
    def is_generic(self) -> bool:
        """A tea break has its name from what it is, not of its own."""
        return self.kind in KINDS_WITHOUT_PEOPLE

    @property
    def day(self):
        return self.starts_at and self.starts_at.date()


def titles_of(*titles: str) -> frozenset[str]:
    return frozenset(name_key(title) for title in titles if title)


@dataclass
class Matcher:
    known: list[Facts]
    claimed: set[str] = field(default_factory=set)

    def match(self, wanted: list[Facts]) -> dict[int, Facts]:
        """{id of a wanted one: the known one that it is}."""
        found: dict[int, Facts] = {}
        for keys_of, choose in self.passes():
            index: dict[tuple, list[Facts]] = {}
            for one in self.known:
                if one.guid not in self.claimed:
                    for key in keys_of(one):
                        index.setdefault(key, []).append(one)
            for one in wanted:
                if id(one) in found:
                    continue
                free: dict[str, Facts] = {}  # as it was said last, where it is known by that
                for key in keys_of(one):
                    for other in index.get(key, ()):
                        if other.guid not in self.claimed:
                            free.setdefault(other.guid, other)
                chosen = choose(one, list(free.values())) if free else None
                if chosen is not None:
                    found[id(one)] = chosen
                    self.claimed.add(chosen.guid)
        return found

    def passes(self):
        """In this order: the surest first."""
        yield _code, _first
        yield _whole, _first
        yield _time_and_title, _first
        yield _title_and_parent, _nearest
        yield _title_wherever, _only_untimed
        yield _title, _only
        yield _time_and_people, _only
        yield _time_and_kind, _only_remembered
        yield _number, _number_alone


def _code(one: Facts) -> Iterable[tuple]:
    return [(one.code,)] if one.code else []


def _whole(one):
    return [(title, one.starts_at, one.parent) for title in one.titles]


def _time_and_title(one):
    return [(title, one.starts_at) for title in one.titles]


def _title_and_parent(one):
    day = one.day if one.is_generic else None
    return [(title, one.parent, day) for title in one.titles]


def _title_wherever(one):
    return [(title, one.parent) for title in one.titles]


def _title(one):
    return [] if one.is_generic else [(title,) for title in one.titles]


def _time_and_people(one):
    return [(one.starts_at, one.people)] if one.people and one.starts_at else []


def _time_and_kind(one):
    return [(one.starts_at, one.ends_at, one.kind, one.parent)] if one.starts_at else []


def _number(one):
    if one.kind != Kind.SUB_FORUM:
        return []
    return [(number,) for number in map(number_of, one.titles) if number]


def _first(_one, free):
    return free[0]


def _only(_one, free):
    return free[0] if len(free) == 1 else None


def _only_untimed(one, free):
    """Of two whose time was not known, or is not any more."""
    untimed = [other for other in free if one.starts_at is None or other.starts_at is None]
    return untimed[0] if len(untimed) == 1 else None


def _only_remembered(_one, free):
    """Of another title altogether: only what came from a file at this very time."""
    return free[0] if len(free) == 1 and free[0].is_remembered else None


def _number_alone(_one, free):
    """分论坛一, as a list of guests had it made, is the agenda's 分论坛一：教师发展."""
    bare = [
        other
        for other in free
        if other.is_remembered and all(len(title) <= _BARE for title in other.titles)
    ]
    return _only(None, bare)


def _nearest(one, free):
    """Of several tea breaks the one whose time is nearest."""

    def apart(other):
        if one.starts_at is None or other.starts_at is None:
            return float("inf")
        return abs((one.starts_at - other.starts_at).total_seconds())

    return min(free, key=apart)
