"""The log of the door: every scan in the order in which it reached the server."""

from django.utils.translation import pgettext

from conference.attendance.lists.columns import Cells, Row, Told, Wording, number_in_list, zone_of
from conference.attendance.lists.places import checkpoints_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish, span_of
from conference.attendance.models import (
    CheckIn,
    Checkpoint,
    Registration,
    reason_text,
    result_text,
)
from conference.attendance.wording import full_name
from conference.models import Conference

SIGNED = ("by__first_name", "by__last_name", "by__username")


def scans(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    places = [checkpoint] if checkpoint else checkpoints_of(conference)
    names = {row.pk: str(row) for row in places}
    said = Wording(conference, scope)
    columns = [
        number_in_list(),
        *(
            Told(name, header, "moment", needs=(name,), says=said.moment(name))
            for name, header in (
                ("scanned_at", pgettext("list column", "Scanned at")),
                ("received_at", pgettext("list column", "Received at")),
            )
        ),
        Told(
            "checkpoint",
            pgettext("list column", "Checkpoint"),
            width=20,
            needs=("checkpoint_id",),
            says=lambda row: names.get(row["checkpoint_id"], ""),
        ),
        Told(
            "result",
            pgettext("list column", "Result"),
            needs=("result", "direction"),
            says=lambda row: result_text(row["result"], row["direction"]),
        ),
        Told(
            "reason",
            pgettext("list column", "Reason"),
            needs=("result", "reason"),
            says=lambda row: reason_text(row["result"], row["reason"]),
        ),
        _of_whom("number", pgettext("list column", "Number"), "number", 9),
        _of_whom("name", pgettext("list column", "Name"), "text", 16),
        _of_whom("organization", pgettext("list column", "Organization"), "text", 28),
        Told("station", pgettext("list column", "Station"), needs=("station",)),
        Told(
            "by",
            pgettext("list column", "By"),
            needs=(*SIGNED, "typed_by"),
            says=lambda row: row["typed_by"] or full_name(*(row[name] for name in SIGNED)),
        ),
        Told(
            "method",
            pgettext("list column", "Method"),
            needs=("method",),
            says=said.label("method", CheckIn.Method),
        ),
        zone_of(conference),
    ]
    rows = CheckIn.objects.filter(conference=conference)
    if checkpoint:
        rows = rows.filter(checkpoint_id=checkpoint.pk)
    if wish.day:
        begins, ends = span_of(conference, wish.day)
        rows = rows.filter(scanned_at__gte=begins, scanned_at__lt=ends)
    if not scope.is_of_all:
        own = scope.within(Registration.objects.filter(conference=conference))
        rows = rows.filter(registration__in=own)
    return columns, Cells(rows.order_by("received_at", "pk"), columns, of="registration_id")


def _of_whom(key: str, header: str, kind: str, width: int) -> Told:
    """Who was scanned, as far as is known; of another conference's people nothing is told."""
    name = {"organization": "registration__organization_name"}.get(key, f"registration__{key}")

    def whose(row: Row) -> str:
        return "" if row["reason"] == CheckIn.Reason.OTHER_CONFERENCE else row[name] or ""

    return Told(key, header, kind, width, needs=("reason", name), says=whose)
