"""The checkpoints that a list is about."""

from django.db.models import F

from conference.attendance.models import Checkpoint


def checkpoint_of(conference, session):
    """The checkpoint of `session`, unsaved when nobody was signed in there yet; None for None."""
    if session is None:
        return None
    found = Checkpoint.objects.filter(session=session).first()
    found = found or Checkpoint(
        conference=conference, kind=Checkpoint.Kind.SESSION, session=session
    )
    found.session = session
    return found


def arrival_of(conference):
    rows = Checkpoint.objects.filter(conference=conference, kind=Checkpoint.Kind.ARRIVAL)
    return rows.first() or Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL)


def checkpoints_of(conference):
    """Arrival, sessions in their order, then own ones. One query."""
    rows = Checkpoint.objects.filter(conference=conference).select_related("session")
    rows = list(
        rows.order_by(
            F("session__starts_at").asc(nulls_last=True), "session__position", "position", "pk"
        )
    )
    if not any(row.kind == Checkpoint.Kind.ARRIVAL for row in rows):
        rows.append(Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL))
    kinds = [Checkpoint.Kind.ARRIVAL, Checkpoint.Kind.SESSION, Checkpoint.Kind.OWN]
    return sorted(rows, key=lambda row: kinds.index(row.kind))
