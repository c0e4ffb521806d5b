"""A liaison corrects a slip in what they wrote: the row stays, unlike with a swap, where another
person comes.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance import letters
from conference.attendance.models import Registration, UnitLiaison
from conference.attendance.own import changes as own
from conference.attendance.registering import RegistrationRefused, list_lock
from conference.attendance.units.changes import on_the_list, opened
from conference.attendance.units.named import known_among

COMPARED = ("name", "organization_name", "phone", "email")


def correct(
    unit: UnitLiaison, member_id: int, said: dict, *, mark: str, at: datetime | None = None
) -> Registration:
    """Write `said` (by the names of `own.changes.DATA`) over what stands; the seat, the code and
    the page stay. Done twice it changes nothing. Whose new e-mail address it is gets their letter.
    Raises RegistrationRefused (revoked, closed, gone, stale, known). About fifteen queries.
    """
    at = at or timezone.now()
    conference = unit.conference
    with (
        list_lock(conference),
        act(
            conference=conference,
            words=gettext_noop("A liaison corrected what they wrote about somebody"),
        ),
    ):
        unit, _form = opened(unit, at)
        row = on_the_list(unit, member_id).registration
        was = row.email
        if any(said[name] != getattr(row, name) for name in COMPARED):
            _refuse_known(row, said)
        row = _corrected(row, said, mark=mark, until=unit.closes_at, at=at)
        if row.email and row.email != was:
            occasion = "waiting" if row.status == Registration.Status.WAITLISTED else "named"
            letters.tell(conference, occasion, [row], is_on_screen=True)
    return row


def _corrected(row: Registration, said: dict, *, mark: str, until, at) -> Registration:
    try:
        return own.correct(row, mark=mark, agrees_to_sensitive=None, until=until, at=at, **said)
    except RegistrationRefused as refusal:
        if refusal.code != "stale":
            raise
        message = _(
            "What is written about this person was changed meanwhile, in another window or by "
            "themselves. Nothing of this page has been kept yet: look through it and send it "
            "again, and it counts."
        )
        raise RegistrationRefused("stale", message) from None


def _refuse_known(row: Registration, said: dict) -> None:
    """A correction makes nobody a second row of somebody else."""
    wanted = Registration(conference=row.conference, **{name: said[name] for name in COMPARED})
    wanted.prepare()
    if known_among([wanted], but=[row.pk]):
        raise RegistrationRefused(
            "known",
            _(
                "Somebody like this may be on the list already, so nothing was corrected. Ask the "
                "organizers."
            ),
        )
