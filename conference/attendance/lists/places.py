"""The checkpoints that a list is about."""

from django.db.models import F

from conference.attendance.models import Checkpoint
from conference.models import Conference
from conference.program.models import Session


def checkpoint_of(conference: Conference, session: Session | None) -> Checkpoint | None:
    """The checkpoint of `session`, unsaved when nobody was signed in there yet; None for None."""
    if session is None:
        return None
    found = Checkpoint.objects.filter(session=session).first()
    found = found or Checkpoint(
        conference=conference, kind=Checkpoint.Kind.SESSION, session=session
    )
    found.session = session
    return found


def arrival_of(conference: Conference) -> Checkpoint:
    rows = Checkpoint.objects.filter(conference=conference, kind=Checkpoint.Kind.ARRIVAL)
    return rows.first() or Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL)


def checkpoints_of(conference: Conference) -> list[Checkpoint]:
    """Arrival, sessions in their order, then own ones. One query."""
    rows = Checkpoint.objects.filter(conference=conference).select_related("session")
    places = list(
        rows.order_by(
            F("session__starts_at").asc(nulls_last=True), "session__position", "position", "pk"
        )
    )
    if not any(row.kind == Checkpoint.Kind.ARRIVAL for row in places):
        places.append(Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL))
    kinds: list[str] = [Checkpoint.Kind.ARRIVAL, Checkpoint.Kind.SESSION, Checkpoint.Kind.OWN]
    return sorted(places, key=lambda row: kinds.index(row.kind))
