"""Who came where, first in and last out, and how long somebody was there."""

from collections.abc import Callable, Collection
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext

from conference.attendance import presence
from conference.attendance.lists import gathering
from conference.attendance.lists.columns import (
    Cells,
    Row,
    Told,
    Wording,
    number_in_list,
    of_a_person,
    zone_of,
)
from conference.attendance.lists.places import checkpoints_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish, in_order
from conference.attendance.models import Checkpoint, Registration
from conference.models import Conference

# What the database gathers of a person's scans, and what `_Day` makes of it.
SCANS = ("signed_in", "scans")


def attendance(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    shown = [checkpoint] if checkpoint else checkpoints_of(conference)
    said = Wording(conference, scope)
    columns = [
        number_in_list(),
        *of_a_person(said, "name", "name_en", "organization", "title", "category", "phone"),
        Told(
            "status",
            pgettext("list column", "Status"),
            needs=("status",),
            says=said.label("status", Registration.Status),
        ),
        Told(
            "first_in",
            pgettext("list column", "First in"),
            "moment",
            needs=SCANS,
            says=said.second("first_in"),
        ),
        Told(
            "last_out",
            pgettext("list column", "Last out"),
            "moment",
            needs=SCANS,
            says=said.second("last_out"),
        ),
        Told(
            "minutes",
            pgettext("list column", "Minutes"),
            "number",
            needs=SCANS,
            says=lambda row: row["minutes"],
        ),
        *(_signed_in_at(place, said) for place in shown),
        zone_of(conference),
    ]
    people = Registration.objects.filter(conference=conference)
    if checkpoint:
        people = Registration.objects.expected_at(checkpoint)
    people = in_order(scope.within(people), wish, conference=conference, checkpoint=checkpoint)
    people = people.annotate(signed_in=gathering.admissions(), scans=gathering.ins_and_outs())
    return columns, Cells(people, columns, prepare=_presence(shown, conference.zone), needs=SCANS)


def standing_of(
    row: Row, wanted: Collection[str]
) -> tuple[list[tuple[str, int, int]], list[presence.Scan]]:
    """([(checkpoint, number of the scan, second)] at which somebody is signed in, their scans that
    stand, in order) of a row with `SCANS`, at the `wanted` checkpoints.
    """
    signed_in = [
        (place, int(by), int(second))
        for place, by, second in gathering.parted(row["signed_in"])
        if place in wanted
    ]
    log = presence.standing(
        (
            presence.Scan(int(number), place, direction, int(at))
            for number, place, direction, at in gathering.parted(row["scans"])
        ),
        {place: by for place, by, _second in signed_in},
    )
    return signed_in, log


def _signed_in_at(checkpoint: Checkpoint, said: Wording) -> Told:
    place = str(checkpoint.pk)
    return Told(
        # Sessions by their code, which never changes.
        checkpoint.token.replace("-", "_"),
        str(checkpoint),
        "moment",
        needs=SCANS,
        says=lambda row: said.local_second(row["signed_in_at"].get(place)),
    )


def _presence(shown: list[Checkpoint], zone: ZoneInfo) -> Callable[[Row], None]:
    """Function that adds to a row `signed_in_at` {checkpoint: second}, `first_in`, `last_out` and
    `minutes`, of the checkpoints that are shown.
    """
    wanted = {str(row.pk) for row in shown}
    arrival = next((str(row.pk) for row in shown if row.kind == Checkpoint.Kind.ARRIVAL), "")

    def prepare(row: Row) -> None:
        signed_in, log = standing_of(row, wanted)
        first = next((scan.at for scan in log if scan.direction == "in"), None)
        outs = (scan.at for scan in reversed(log) if scan.direction == "out")
        last = next((second for second in outs if first is not None and second >= first), None)
        days = presence.days(log, zone=zone, arrival=arrival) if last is not None else []
        row["signed_in_at"] = {place: second for place, _by, second in signed_in}
        row["first_in"], row["last_out"] = first, last
        row["minutes"] = sum(day.minutes for day in days) if days else ""

    return prepare
