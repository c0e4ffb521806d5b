"""Who was there on which local day: the sheet of a day, a row for each day, hours of each person.

Of a session, its own door alone counts; of the conference, every checkpoint does. A day is what
`presence.attended` says it is.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance import hours, presence
from conference.attendance.lists import gathering
from conference.attendance.lists.attendance import SCANS, standing_of
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
from conference.attendance.models import Admission, CheckIn, Checkpoint, Registration
from conference.attendance.models.registrations import RegistrationQuerySet
from conference.attendance.models.sheets import hours_rule
from conference.models import Conference

ON_PAPER = ("on_paper_scans",)


def sheet(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """Everybody who is expected, with when they came and left on the day that is wanted; without
    one, on the first day on which they came.
    """
    said = Wording(conference, scope)
    columns = [
        number_in_list(),
        *of_a_person(said, "name", "organization", "title", "category", "phone"),
        *_times(said, wish, first_in=("signed_in_at", pgettext("list column", "Signed in at"))),
        Told("signature", pgettext("list column", "Signature"), width=16, says=lambda _row: ""),
        Told("remarks", pgettext("list column", "Remarks"), width=20, needs=("remarks",)),
        Told(
            "on_paper",
            pgettext("list column", "Signed on paper"),
            width=10,
            needs=(*SCANS, *ON_PAPER),
            says=lambda row: _("yes") if _is_on_paper(row) else "",
            total="count",
        ),
        zone_of(conference),
    ]
    days_of = _days_of(conference, checkpoint, wish)

    def prepare(row: Row) -> None:
        found = days_of(row)
        row["day"] = found[0] if found else None

    people = expected(conference, checkpoint)
    return columns, _of(people, columns, conference, checkpoint, scope, wish, prepare=prepare)


def days(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """A row for each person and each local day on which they came."""
    said = Wording(conference, scope)
    columns = [
        number_in_list(),
        Told(
            "date",
            pgettext("list column", "Date"),
            width=12,
            needs=SCANS,
            says=lambda row: row["day"].date.isoformat(),
        ),
        *of_a_person(said, "number", "name", "name_en", "organization", "title", "category"),
        *of_a_person(said, "phone"),
        *_times(said, wish, first_in=("first_in", pgettext("list column", "First in"))),
        Told(
            "no_leave",
            pgettext("list column", "Leave not recorded"),
            width=12,
            needs=SCANS,
            says=lambda row: _("yes") if row["day"].is_open else "",
            total="count",
        ),
        _sessions(conference, lambda row: [row["day"]]),
        zone_of(conference),
    ]
    days_of = _days_of(conference, checkpoint, wish)

    def each_day(rows: Iterator[Row]) -> Iterable[Row]:
        for row in rows:
            for day in days_of(row):
                yield row | {"day": day}

    return columns, _of(
        _who_came(conference, checkpoint), columns, conference, checkpoint, scope, wish, each_day
    )


def hours_of_people(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """A row for each person who came, with their days, sessions, minutes and hours by the rule."""
    said = Wording(conference, scope)
    counts = counted(conference, checkpoint, wish)
    columns = [
        number_in_list(),
        *of_a_person(said, "number", "name", "name_en", "organization", "title", "category"),
        *of_a_person(said, "phone"),
        *count_columns(SCANS),
    ]
    people = _who_came(conference, checkpoint)

    def each(rows: Iterator[Row]) -> Iterable[Row]:
        for row in rows:
            row |= counts(row)
            if row["days"]:
                yield row

    return columns, _of(people, columns, conference, checkpoint, scope, wish, each)


def count_columns(needs: tuple[str, ...] = ()) -> list[Told]:
    """The columns of what `counted` adds to a row."""

    def told(key: str, header: str) -> Told:
        return Told(key, header, "number", 10, "sum", needs=needs, says=lambda row: row[key])

    return [
        told("days", pgettext("list column", "Days")),
        told("sessions", pgettext("list column", "Sessions")),
        told("minutes", pgettext("list column", "Minutes")),
        told("hours", pgettext("list column", "Hours")),
    ]


def counted(
    conference: Conference, checkpoint: Checkpoint | None, wish: Wish
) -> Callable[[Row], Row]:
    """Function that tells {days, sessions, minutes, hours} of a row with `SCANS`; minutes are ""
    where nobody knows them of any day. Two queries, one without a conference's own checkpoints.
    """
    rule, doors = hours_rule(conference), _session_doors(conference)
    days_of = _days_of(conference, checkpoint, wish)

    def counts(row: Row) -> Row:
        found = days_of(row)
        known = [day.minutes for day in found if day.minutes is not None]
        sessions = [len(day.places & doors) for day in found]
        plain = [
            hours.OneDay(day.minutes, count) for day, count in zip(found, sessions, strict=True)
        ]
        return {
            "days": len(found),
            "sessions": sum(sessions),
            "minutes": sum(known) if known else "",
            "hours": hours.number(hours.hours(rule, plain)),
        }

    return counts


def expected(conference: Conference, checkpoint: Checkpoint | None) -> RegistrationQuerySet:
    """Who is expected at the checkpoint; without one, at the conference: also whoever came in at
    any of its doors.
    """
    if checkpoint:
        return Registration.objects.expected_at(checkpoint)
    came = Exists(Admission.objects.filter(registration=OuterRef("pk")))
    people = Registration.objects.filter(conference=conference)
    return people.filter(Q(status=Registration.Status.CONFIRMED) | came)


def with_scans(people: RegistrationQuerySet) -> RegistrationQuerySet:
    return people.annotate(signed_in=gathering.admissions(), scans=gathering.ins_and_outs())


def _of(
    people: RegistrationQuerySet,
    columns: list[Told],
    conference: Conference,
    checkpoint: Checkpoint | None,
    scope: Scope,
    wish: Wish,
    through: Callable[[Iterator[Row]], Iterable[Row]] | None = None,
    prepare: Callable[[Row], None] | None = None,
) -> Cells:
    people = in_order(scope.within(people), wish, conference=conference, checkpoint=checkpoint)
    paper = CheckIn.objects.filter(method=CheckIn.Method.PAPER, direction=CheckIn.Direction.IN)
    people = with_scans(people).annotate(on_paper_scans=gathering.gathered(paper, F("pk")))
    needs = (*SCANS, *ON_PAPER)
    return Cells(people, columns, prepare=prepare, through=through, needs=needs)


def _who_came(conference: Conference, checkpoint: Checkpoint | None) -> RegistrationQuerySet:
    came = Admission.objects.filter(registration=OuterRef("pk"))
    if checkpoint:
        came = came.filter(checkpoint=checkpoint.pk)
    return Registration.objects.filter(conference=conference).filter(Exists(came))


def _days_of(
    conference: Conference, checkpoint: Checkpoint | None, wish: Wish
) -> Callable[[Row], list[presence.Attended]]:
    """Function that tells the days of a row with `SCANS`; of the day that is wanted, that one."""
    places = [checkpoint] if checkpoint else checkpoints_of(conference)
    logs = logs_of(conference, places)

    def days_of(row: Row) -> list[presence.Attended]:
        found = logs(row)[1]
        return [day for day in found if day.date == wish.day] if wish.day else found

    return days_of


def logs_of(
    conference: Conference, places: list[Checkpoint]
) -> Callable[[Row], tuple[list[presence.Scan], list[presence.Attended]]]:
    """Function that tells (the scans that stand at these checkpoints, the days) of a row with
    `SCANS`.
    """
    wanted = {str(place.pk) for place in places}
    arrival = next((str(p.pk) for p in places if p.kind == Checkpoint.Kind.ARRIVAL), "")
    zone = conference.zone

    def logs(row: Row) -> tuple[list[presence.Scan], list[presence.Attended]]:
        _signed_in, log = standing_of(row, wanted)
        return log, presence.attended(log, zone=zone, arrival=arrival)

    return logs


def _session_doors(conference: Conference) -> frozenset[str]:
    """The checkpoints of sessions."""
    rows = Checkpoint.objects.filter(conference=conference, kind=Checkpoint.Kind.SESSION)
    return frozenset(str(pk) for pk in rows.values_list("pk", flat=True))


def _sessions(conference: Conference, of: Callable[[Row], list[presence.Attended]]) -> Told:
    doors = _session_doors(conference)
    return Told(
        "sessions",
        pgettext("list column", "Sessions"),
        "number",
        10,
        "sum",
        needs=SCANS,
        says=lambda row: sum(len(day.places & doors) for day in of(row)),
    )


def _times(said: Wording, wish: Wish, *, first_in: tuple[str, str]) -> list[Told]:
    """First in, last out and minutes of the `day` of a row; empty where it has none."""
    kind = "clock" if wish.day else "moment"

    def second(name: str) -> Callable[[Row], object]:
        return lambda row: said.local_second(getattr(row["day"], name, None))

    def minutes(row: Row) -> int | str:
        found = getattr(row["day"], "minutes", None)
        return "" if found is None else found

    key, header = first_in
    return [
        Told(key, header, kind, needs=SCANS, says=second("first_in"), total="count"),
        Told(
            "last_out",
            pgettext("list column", "Last out"),
            kind,
            needs=SCANS,
            says=second("last_out"),
            total="count",
        ),
        Told(
            "minutes",
            pgettext("list column", "Minutes"),
            "number",
            10,
            "sum",
            needs=SCANS,
            says=minutes,
        ),
    ]


def _is_on_paper(row: Row) -> bool:
    """Whether the person's coming of that day was typed in from a sheet that they signed."""
    numbers = {int(text) for text in (row["on_paper_scans"] or "").split(",") if text}
    return row["day"] is not None and bool(numbers & row["day"].scans)
