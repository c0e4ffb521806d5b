"""What a sub-forum's own page says live: whether it can be chosen, and how many seats are left."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from conference.attendance.models import Registration, ReplyForm
from conference.attendance.registering import SEATED
from conference.program.choosing import Offer
from conference.program.document import Program, Session


def seats_offer(program: Program, session: Session) -> Offer | None:
    """The offer of a published sub-forum; None where the conference has no reply form. One query.

    The seats are the published ones, as in the reply form.
    """
    zone = program.conference.zone
    row = (
        ReplyForm.objects.filter(conference__slug=program.conference.slug)
        .annotate(
            taken=_number_of(
                Registration.objects.filter(conference=OuterRef("conference"), status__in=SEATED),
                by="conference",
            ),
            chosen=_number_of(
                Registration.sessions.through.objects.filter(
                    session__guid=session.guid, registration__status__in=SEATED
                ),
                by="session",
            ),
        )
        .values_list("opens_at", "closes_at", "seats", "taken", "chosen")
        .first()
    )
    if row is None:
        return None
    opens_at, closes_at, seats, taken, chosen = row
    return Offer(
        opens_at=opens_at.astimezone(zone),
        closes_at=closes_at.astimezone(zone),
        left=max(0, session.seats - chosen) if session.seats else None,
        waits=seats is not None and taken >= seats,
    )


def _number_of(rows, *, by):
    """How many `rows` there are, as a subquery; they all share `by`."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
