"""The places where people are signed in: made when they are first needed, found by name, listed."""

from django.utils.translation import gettext as _

from conference.attendance.models import Checkpoint
from conference.models import Conference
from conference.program.models import Session


class UnknownCheckpoint(LookupError):
    """The conference has no such checkpoint. The message is for people."""


def arrival_checkpoint(conference: Conference) -> Checkpoint:
    """The conference's arrival, made when it is first needed."""
    return stored(Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL))


def session_checkpoint(session: Session) -> Checkpoint:
    """The checkpoint of a session, made when it is first needed."""
    return stored(
        Checkpoint(
            conference_id=session.conference_id, kind=Checkpoint.Kind.SESSION, session=session
        )
    )


def stored(checkpoint: Checkpoint) -> Checkpoint:
    """`checkpoint` itself, or its row when it had none. Two doors at once get the same one."""
    if checkpoint.pk:
        return checkpoint
    row, _made = Checkpoint.objects.get_or_create(
        conference_id=checkpoint.conference_id, kind=checkpoint.kind, session=checkpoint.session
    )
    if checkpoint.session_id:
        row.session = checkpoint.session
    return row


def find_checkpoint(conference: Conference, token: str) -> Checkpoint:
    """The checkpoint that `arrival`, a session's code or `own-12` names; maybe not yet saved.

    One query, two for a session without its row. Raises UnknownCheckpoint.
    """
    rows = Checkpoint.objects.filter(conference=conference).select_related("session")
    if token == "arrival":
        return rows.filter(kind=Checkpoint.Kind.ARRIVAL).first() or Checkpoint(
            conference=conference, kind=Checkpoint.Kind.ARRIVAL
        )
    if token.startswith("own-") and token[4:].isdecimal() and len(token) <= 20:
        found = rows.filter(pk=int(token[4:]), kind=Checkpoint.Kind.OWN).first()
    elif token.isascii() and token.isalnum() and len(token) == 6:
        found = rows.filter(session__code=token.upper()).first()
        if found is None:
            session = Session.objects.planned().filter(conference=conference, code=token.upper())
            found = next(
                (
                    Checkpoint(conference=conference, kind=Checkpoint.Kind.SESSION, session=s)
                    for s in session
                ),
                None,
            )
    else:
        found = None
    if found is None:
        raise UnknownCheckpoint(
            _("There is no such place to sign in. Choose arrival or one of the sessions.")
        )
    return found


def checkpoint_choices(conference: Conference) -> list[tuple[str, list[Checkpoint]]]:
    """[(group, checkpoints)] for the chooser: where the desk can sign people in. Two queries.

    Sessions count without a row of their own yet; talks inside a sub-forum do not.
    """
    rows = list(
        Checkpoint.objects.filter(conference=conference)
        .select_related("session__room", "session__parent__room")
        .order_by("position", "pk")
    )
    of_session = {row.session_id: row for row in rows if row.session_id}
    sessions = (
        Session.objects.filter(conference=conference).top_level().in_order().select_related("room")
    )
    forums: list[Checkpoint] = []
    others: list[Checkpoint] = []
    for session in sessions:
        checkpoint = of_session.get(session.pk)
        if checkpoint is None:
            if session.is_cancelled:
                continue
            checkpoint = Checkpoint(
                conference=conference, kind=Checkpoint.Kind.SESSION, session=session
            )
        (forums if checkpoint.is_chosen_by_attendees else others).append(checkpoint)
    arrival = next(
        (row for row in rows if row.kind == Checkpoint.Kind.ARRIVAL),
        Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL),
    )
    own = [row for row in rows if row.kind == Checkpoint.Kind.OWN]
    groups = [
        (_("Conference"), [arrival, *own]),
        (_("Sub-forums"), forums),
        (_("Other sessions"), others),
    ]
    return [(label, checkpoints) for label, checkpoints in groups if checkpoints]
