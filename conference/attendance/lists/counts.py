"""Counts of a conference: of each session and day, and of each organization."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F
from django.utils.translation import pgettext

from conference.attendance.lists import gathering
from conference.attendance.lists.attendance import SCANS
from conference.attendance.lists.columns import Cells, Row, Told, number_in_list
from conference.attendance.lists.days import (
    count_columns,
    counted,
    expected,
    logs_of,
    with_scans,
)
from conference.attendance.lists.places import checkpoints_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish
from conference.attendance.models import CheckIn, Checkpoint, Choice, Registration
from conference.folding import fold
from conference.hooks import Hook
from conference.models import Conference
from conference.people.pinyin import unit_sort_name

# Asked with a conference; each answer is {id of an organization: names of its alliances then}.
ALLIANCES: Hook[[Conference], dict[int, str]] = Hook("Which organizations were members of what?")

CONFIRMED = Registration.Status.CONFIRMED
WALK_IN = Registration.Source.WALK_IN


def count_column(key: str, header: str, *, total: str = "sum", width: int = 10) -> Told:
    return Told(key, header, "number", width, total, says=lambda row: row[key])


def text_column(key: str, header: str, width: int) -> Told:
    return Told(key, header, width=width, says=lambda row: row[key])


def _expectations(*, total: str = "sum") -> list[Told]:
    return [
        count_column("expected", pgettext("list column", "Expected"), total=total),
        count_column("came", pgettext("list column", "Came"), total=total),
        count_column("absent", pgettext("list column", "Absent"), total=total),
        count_column("walk_ins", pgettext("list column", "Walk-ins"), total=total),
    ]


# --- Sessions -----------------------------------------------------------------------------------


def sessions(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """A row for each checkpoint and each local day on which somebody came in there; one without a
    day where nobody did. Expected is who stands on its list: those who came and the absent of that
    day.
    """
    columns = [
        number_in_list(),
        text_column("checkpoint", pgettext("list column", "Checkpoint"), 34),
        text_column("room", pgettext("list column", "Room"), 20),
        text_column("date", pgettext("list column", "Date"), 12),
        # Somebody is expected at several doors: sums of these would count people twice.
        *_expectations(total=""),
        count_column("overrides", pgettext("list column", "Overrides"), total=""),
    ]
    places = [checkpoint] if checkpoint else checkpoints_of(conference)
    somebody_chose = Choice.objects.filter(session__conference=conference).exists()
    logs = logs_of(conference, places)

    def rows(people: Iterator[Row]) -> Iterable[Row]:
        on_the_list: Counter[int | None] = Counter()
        counts: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
        for row in people:
            log, found = logs(row)
            inside = {scan.checkpoint for scan in log}
            chosen = set((row["chosen"] or "").split(","))
            for place in places:
                has_to = place.is_chosen_by_attendees and somebody_chose
                invited = row["status"] == CONFIRMED and (
                    not has_to or str(place.session_id) in chosen
                )
                on_the_list[place.pk] += invited or str(place.pk) in inside
            overruled = set((row["overruled"] or "").split(","))
            doors = {scan.number: scan.checkpoint for scan in log}
            for day in found:
                for door in day.places:
                    counts[door, day.date]["came"] += 1
                    counts[door, day.date]["walk_ins"] += row["source"] == WALK_IN
                for number in day.scans:
                    if str(number) in overruled:
                        counts[doors[number], day.date]["overrides"] += 1
        for place in places:
            dates = {held_on for door, held_on in counts if door == str(place.pk)}
            shown = sorted(dates if wish.day is None else dates & {wish.day})
            for held_on in shown:
                of_day = counts[str(place.pk), held_on]
                yield _row_of(place, held_on, on_the_list[place.pk], of_day)
            if not shown:
                yield _row_of(place, wish.day, on_the_list[place.pk], Counter())

    people = scope.within(Registration.objects.filter(conference=conference))
    overruled = CheckIn.objects.filter(result=CheckIn.Result.ADMITTED).exclude(reason="")
    people = with_scans(people).annotate(
        chosen=gathering.gathered(Choice.objects, F("session_id")),
        overruled=gathering.gathered(overruled, F("pk")),
    )
    needs = ("status", "source", "chosen", "overruled", *SCANS)
    return columns, Cells(people.order_by("pk"), columns, through=rows, needs=needs, of="")


def _row_of(place: Checkpoint, day: date | None, expected: int, counts: Counter[str]) -> Row:
    room = place.session.effective_room if place.session else None
    came = counts["came"]
    return {
        "checkpoint": str(place),
        "room": str(room.name) if room else "",
        "date": day.isoformat() if day else "",
        "expected": expected,
        "came": came,
        "absent": expected - came,
        "walk_ins": counts["walk_ins"],
        "overrides": counts["overrides"],
    }


# --- Organizations ------------------------------------------------------------------------------


class Units:
    """Counts by organization: by the row of the directory where a registration is linked to one;
    who is not belongs to the same one where somebody wrote the same name.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[int | None, str], Counter[str]] = defaultdict(Counter)
        self._written: dict[tuple[int | None, str], str] = {}

    def of(self, organization: int | None, name: str) -> Counter[str]:
        key = (organization, fold(name))
        self._written.setdefault(key, name)
        return self._counts[key]

    def in_order(self) -> list[tuple[str, int | None, Counter[str]]]:
        """[(name as it was written, id in the directory, counts)] by pinyin; without one last."""
        known = {name: pk for pk, name in self._counts if pk is not None and name}
        joined: dict[int | str, Counter[str]] = defaultdict(Counter)
        names: dict[int | str, Counter[str]] = defaultdict(Counter)
        for (pk, name), counts in self._counts.items():
            key = pk or known.get(name) or name
            joined[key] += counts
            names[key][self._written[pk, name]] += counts["people"] or 1
        found = [
            (names[key].most_common(1)[0][0], key if isinstance(key, int) else None, counts)
            for key, counts in joined.items()
        ]
        return sorted(found, key=lambda unit: (not unit[0], unit_sort_name(unit[0]), unit[0]))


def units(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """A row for each organization: who of it was expected and came; their days, minutes, hours."""
    columns = [
        number_in_list(),
        text_column("organization", pgettext("list column", "Organization"), 34),
        text_column("alliances", pgettext("list column", "Member of"), 26),
        *_expectations(),
        *count_columns(),
    ]
    counts = counted(conference, checkpoint, wish)
    members = alliances_of(conference)

    def rows(people: Iterator[Row]) -> Iterable[Row]:
        found = Units()
        for row in people:
            told = counts(row)
            came = bool(told["days"])
            unit = found.of(row["organization_id"], row["organization_name"])
            walked_in = came and row["source"] == WALK_IN
            unit.update({"people": 1, "expected": 1, "came": came, "absent": not came})
            unit.update({"walk_ins": walked_in})
            unit.update({key: value or 0 for key, value in told.items()})
        for name, pk, unit in found.in_order():
            yield {
                **dict.fromkeys(("days", "sessions", "minutes", "hours"), 0),
                **dict.fromkeys(("expected", "came", "absent", "walk_ins"), 0),
                **unit,
                "organization": name,
                "alliances": members.get(pk or 0, ""),
            }

    needs = ("organization_id", "organization_name", "source", *SCANS)
    people = with_scans(scope.within(expected(conference, checkpoint)))
    return columns, Cells(people.order_by("pk"), columns, through=rows, needs=needs, of="")


def alliances_of(conference: Conference) -> dict[int, str]:
    """{id of an organization: the names of the alliances it was a member of during those days}."""
    separator = pgettext("between the items of a list", ", ")
    names: dict[int, list[str]] = defaultdict(list)
    for answer in ALLIANCES.ask(conference):
        for pk, name in answer.items():
            names[pk].append(name)
    return {pk: separator.join(found) for pk, found in names.items()}
