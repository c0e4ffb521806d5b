"""What a station's link opens: the station, the checkpoints that are asked for, a mark."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from simple_history.utils import get_history_model_for_model

from conference.attendance.checkpoints import UnknownCheckpoint, find_checkpoint
from conference.attendance.models import CheckIn, Checkpoint, Choice, Registration, Station
from conference.codes import token_hash
from conference.compiled import Compiled, part_of
from conference.models import Conference
from conference.program.models import Session

GIVEN = Station.checkpoints.through


class StationClosed(Exception):
    """The station has ended, or was revoked."""

    def __init__(self, station: Station):
        super().__init__(station)
        self.station = station


@dataclass(slots=True)
class Place:
    """A checkpoint, and whether the station may sign people in there."""

    checkpoint: Checkpoint
    is_given: bool


@dataclass
class Opened:
    """An open station with the places it was asked about; {token: None} where there is none."""

    station: Station
    marks: dict[str, int]  # the newest rows of what its list is made of
    places: dict[str, Place | None] = field(default_factory=dict)
    makes_places: bool = False  # one of them has no row before its first scan

    def version(self, *, last_scan: int = 0) -> str:
        """What rises with every change of the list; a digest, equal for equal rows.

        `last_scan`: the highest number of a scan written since the marks were read.
        """
        marks = self.marks | {"scans": max(self.marks["scans"], last_scan)}
        told = ".".join(f"{name}{number}" for name, number in sorted(marks.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def read_again(self) -> None:
        """The marks as they are now. One query."""
        self.marks = marks_of(Station.objects.annotate(**_marks()).get(pk=self.station.pk))

    def place(self, token: str) -> Place | None:
        """Where `token` is; None where the conference has no such checkpoint. Two queries for one
        that was not asked for, or at which nobody was signed in yet.
        """
        if token not in self.places:
            self.places[token] = self._found(token)
        return self.places[token]

    def _found(self, token: str) -> Place | None:
        try:
            checkpoint = find_checkpoint(self.station.conference, token)
        except UnknownCheckpoint:
            return None
        self.makes_places |= checkpoint.pk is None
        given = set(self.station.checkpoints.values_list("pk", flat=True))
        return Place(checkpoint, is_given=not given or checkpoint.pk in given)


def open_station(token: str, *, asked: frozenset[str] = frozenset()) -> Opened:
    """The station of a link with the checkpoints that are `asked` for, in one query where they have
    their rows; three at most. Raises Http404, StationClosed.
    """
    if len(token) > 64:
        raise Http404
    digest = token_hash(token)
    found = _with_places(digest, asked) if asked else None
    if found is None:
        station = (
            Station.objects.filter(token_hash=digest)
            .select_related("conference")
            .annotate(**_marks())
            .first()
        )
        if station is None:
            raise Http404
        found = Opened(station, marks_of(station))
    if not found.station.is_open():
        raise StationClosed(found.station)
    return found


def _with_places(digest: str, asked: frozenset[str]) -> Opened | None:
    """From the side of the checkpoints: one query for both. None where none has a row."""
    opened = None
    for row in _rows(digest, asked):
        if opened is None:
            opened = Opened(_station_of(row, digest), marks_of(row))
        row.conference = opened.station.conference
        if row.session_id:
            row.session = part_of(row, Session, SESSION)
        opened.places[row.token] = Place(row, is_given=bool(row.is_given or not row.is_bound))
    return opened


def _rows(digest: str, asked: frozenset[str]) -> Iterable[Any]:
    """Checkpoints with what stands beside them. A device stands at one place, and asks for that
    one with each scan.
    """
    [first, *others] = asked
    if others:
        return _places(
            digest,
            sessions=[token.upper() for token in asked],
            is_arrival="arrival" in asked,
            own=[number for number in map(own_number, asked) if number],
        )
    if first == "arrival":
        return ARRIVAL.rows(digest=digest)
    if number := own_number(first):
        return OWN.rows(digest=digest, number=number)
    return OF_SESSION.rows(digest=digest, code=first.upper())


def own_number(token: str) -> int | None:
    """12 of `own-12`."""
    number = token.removeprefix("own-")
    is_one = token != number and number.isascii() and number.isdecimal() and len(number) < 16
    return int(number) if is_one else None


def _places(
    digest: str, *, sessions: Sequence[str] = (), is_arrival: bool = False, own: Sequence[int] = ()
) -> QuerySet[Checkpoint]:
    named = Q(session__code__in=sessions) if sessions else Q()
    if is_arrival:
        named |= Q(kind=Checkpoint.Kind.ARRIVAL)
    if own:
        named |= Q(kind=Checkpoint.Kind.OWN, pk__in=own)
    of_station = GIVEN.objects.filter(station=OuterRef("conference__stations__pk"))
    beside = {
        annotation: F(f"{path}__{name}")
        for path, columns in (
            ("conference__stations", STATION),
            ("conference", CONFERENCE),
            ("session", SESSION),
        )
        for name, annotation in columns.items()
    }
    return (
        Checkpoint.objects.filter(named, conference__stations__token_hash=digest)
        .order_by()
        .annotate(
            is_bound=Exists(of_station),
            is_given=Exists(of_station.filter(checkpoint=OuterRef("pk"))),
            **beside,
            **_marks(),
        )
    )


# {column: the annotation it comes in}: what deciding a scan and telling of it asks of them.
STATION = {name: f"at_station_{name}" for name in ("id", "name", "ends_at", "revoked_at")}
CONFERENCE = {name: f"at_conference_{name}" for name in ("id", "time_zone", "starts_on", "ends_on")}
SESSION = {
    name: f"at_session_{name}"
    for name in ("id", "conference_id", "code", "kind", "title_zh", "title_en", "zh_is_rendering")
}
ARRIVAL = Compiled(lambda digest: _places(digest, is_arrival=True), digest="?digest")
OWN = Compiled(
    lambda digest, number: _places(digest, own=[number]), digest="?digest", number=-987_654_321
)
OF_SESSION = Compiled(
    lambda digest, code: _places(digest, sessions=[code]), digest="?digest", code="?code"
)


def _station_of(row: Checkpoint, digest: str) -> Station:
    station = part_of(row, Station, STATION)
    station.conference = part_of(row, Conference, CONFERENCE)
    station.token_hash = digest
    return station


def _marks() -> dict[str, Subquery]:
    """The newest row of each table that the list is read from: ends of primary keys, at no cost."""
    tables = {
        "people": (Registration.history.model, "history_id"),
        "choices": (get_history_model_for_model(Choice), "history_id"),
        "checkpoints": (Checkpoint.history.model, "history_id"),
        "scans": (CheckIn, "pk"),
    }
    return {
        f"mark_{name}": Subquery(model.objects.order_by(f"-{key}").values(key)[:1])
        for name, (model, key) in tables.items()
    }


def marks_of(row: Station | Checkpoint) -> dict[str, int]:
    """Of a row annotated with `_marks`."""
    return {
        name: getattr(row, f"mark_{name}") or 0
        for name in ("people", "choices", "checkpoints", "scans")
    }
