"""What a sub-forum's own page says live: whether it can be chosen, and how many seats are left."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from conference.attendance.models import Registration, ReplyForm, SessionWait, seated
from conference.program.release.choosing import Offer
from conference.program.release.document import Program
from conference.program.release.values import Session


def seats_offer(program: Program, session: Session) -> Offer | None:
    """The offer of a published sub-forum; None where the conference has no reply form. One query.

    The seats are the published ones, as in the reply form.
    """
    zone = program.conference.zone
    row = (
        ReplyForm.objects.filter(conference__slug=program.conference.slug)
        .annotate(
            taken=_number_of(
                Registration.objects.filter(seated(), conference=OuterRef("conference")),
                by="conference",
            ),
            chosen=_number_of(
                Registration.sessions.through.objects.filter(
                    seated("registration__"), session__guid=session.guid
                ),
                by="session",
            ),
            in_line=Exists(
                Registration.objects.filter(
                    conference=OuterRef("conference"), status=Registration.Status.WAITLISTED
                )
            ),
            in_line_here=Exists(
                SessionWait.objects.filter(seated("registration__"), session__guid=session.guid)
            ),
        )
        .values_list(
            *("opens_at", "closes_at", "seats", "taken", "chosen", "in_line", "in_line_here")
        )
        .first()
    )
    if row is None:
        return None
    opens_at, closes_at, seats, taken, chosen, in_line, in_line_here = row
    left = max(0, session.seats - chosen) if session.seats else None
    return Offer(
        opens_at=opens_at.astimezone(zone),
        closes_at=closes_at.astimezone(zone),
        left=0 if in_line_here and session.seats else left,
        waits=seats is not None and (taken >= seats or in_line),
    )


def _number_of(rows, *, by):
    """How many `rows` there are, as a subquery; they all share `by`."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
