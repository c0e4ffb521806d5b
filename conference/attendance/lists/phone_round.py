"""Whom to call, for a round by phone: with room for what they said."""

from django.utils.translation import pgettext

from conference.attendance.lists.columns import Cells, Told, Wording, number_in_list, of_a_person
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish, in_order
from conference.attendance.models import Checkpoint, Registration
from conference.models import Conference


def phone_round(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    """Whatever their status, which stands beside them; of a checkpoint whom it expects."""
    said = Wording(conference, scope)
    columns = [
        number_in_list(),
        *of_a_person(said, "name", "organization", "title", "phone"),
        Told(
            "status",
            pgettext("list column", "Status"),
            needs=("status",),
            says=said.label("status", Registration.Status),
        ),
        Told("reached", pgettext("list column", "Reached"), width=12, says=lambda _row: ""),
        Told("answer", pgettext("list column", "Answer"), width=28, says=lambda _row: ""),
        Told("remarks", pgettext("list column", "Remarks"), width=20, needs=("remarks",)),
    ]
    people = Registration.objects.filter(conference=conference)
    if checkpoint:
        people = Registration.objects.expected_at(checkpoint)
    people = in_order(scope.within(people), wish, conference=conference, checkpoint=checkpoint)
    return columns, Cells(people, columns)
