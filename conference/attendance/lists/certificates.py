"""The register of certificates (发证记录): every one that was issued, in the order of issuing."""

from django.utils.translation import pgettext

from conference.attendance.hours import number
from conference.attendance.lists.columns import (
    Cells,
    Row,
    Say,
    Told,
    Wording,
    number_in_list,
    zone_of,
)
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish
from conference.attendance.models import Certificate, Checkpoint, Registration
from conference.attendance.wording import full_name
from conference.models import Conference

SIGNED = ("issued_by__first_name", "issued_by__last_name", "issued_by__username")


def certificates(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """Of a session, the certificates of those who are expected there."""
    said = Wording(conference, scope)

    def text(key: str, header: str, width: int, name: str = "") -> Told:
        return Told(key, header, width=width, needs=(name or key,))

    def on_day(name: str) -> Say:
        def says(row: Row) -> str:
            moment = said.local(row[name])
            return moment.date().isoformat() if moment else ""

        return says

    columns = [
        number_in_list(),
        Told(
            "certificate",
            pgettext("list column", "Certificate number"),
            "code",
            22,
            "count",
            needs=("number",),
        ),
        text("name", pgettext("list column", "Name"), 16),
        text("name_en", pgettext("list column", "English name"), 20),
        text("organization", pgettext("list column", "Organization"), 28),
        Told("days", pgettext("list column", "Days"), "number", 8, needs=("days",)),
        Told(
            "hours",
            pgettext("list column", "Hours"),
            "number",
            8,
            needs=("hours",),
            says=lambda row: number(row["hours"]),
        ),
        Told(
            "issued_on",
            pgettext("list column", "Issued on"),
            width=12,
            needs=("issued_at",),
            says=on_day("issued_at"),
        ),
        Told(
            "issued_by",
            pgettext("list column", "Issued by"),
            width=16,
            needs=SIGNED,
            says=lambda row: full_name(*(row[name] or "" for name in SIGNED)),
        ),
        Told(
            "state",
            pgettext("list column", "Status"),
            width=14,
            needs=("state",),
            says=said.label("state", Certificate.State),
        ),
        text("replaced_by", pgettext("list column", "Replaced by"), 22, "replaced_by__number"),
        Told(
            "ended_on",
            pgettext("list column", "Ended on"),
            width=12,
            needs=("ended_at",),
            says=on_day("ended_at"),
        ),
        text("reason", pgettext("list column", "Reason"), 24),
        zone_of(conference),
    ]
    rows = Certificate.objects.filter(conference=conference)
    if checkpoint or not scope.is_of_all:
        people = Registration.objects.filter(conference=conference)
        if checkpoint:
            people = Registration.objects.expected_at(checkpoint)
        rows = rows.filter(registration__in=scope.within(people))
    return columns, Cells(rows.order_by("issued_at", "pk"), columns, of="registration_id")
