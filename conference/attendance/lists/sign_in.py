"""Who is expected, with room for a signature."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import pgettext

from conference.attendance.lists.columns import Cells, Told, Wording, number_in_list, of_a_person
from conference.attendance.lists.places import arrival_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish, in_order
from conference.attendance.models import Admission, Checkpoint, Registration
from conference.models import Conference


def sign_in(
    conference: Conference, checkpoint: Checkpoint | None, scope: Scope, wish: Wish
) -> tuple[list[Told], Cells]:
    at = checkpoint or arrival_of(conference)
    said = Wording(conference, scope)
    columns = [
        number_in_list(),
        *of_a_person(said, "name", "organization", "title", "phone"),
        Told(
            "signed_in_at",
            pgettext("list column", "Signed in at"),
            "moment",
            needs=("signed_in_at",),
            says=said.moment("signed_in_at"),
        ),
        Told("signature", pgettext("list column", "Signature"), width=16, says=lambda _row: ""),
        Told("remarks", pgettext("list column", "Remarks"), width=20, needs=("remarks",)),
    ]
    signed_in_at = Admission.objects.filter(
        registration=OuterRef("pk"), checkpoint_id=at.pk
    ).values("signed_in_at")[:1]
    people = in_order(
        scope.within(Registration.objects.expected_at(at)),
        wish,
        conference=conference,
        checkpoint=at,
    )
    return columns, Cells(people.annotate(signed_in_at=Subquery(signed_in_at)), columns)
