"""Badges of more people than somebody waits for: made in the background, for who asked."""

import io
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.badges import orders
from conference.attendance.badges.people import MOST, BadChoice
from conference.models import Conference
from conference.permissions import Right
from conference.permissions import may as may_have
from conference.printable import Unprintable
from conference.work.asking import ask
from conference.work.kinds import Kind, Made, WorkRefused
from conference.work.models import Job

NAME = "badges"
AT_ONCE = 1_000  # two seconds of work


def ask_for(order: orders.Order, conference: Conference, *, by: User, via: str) -> Job:
    """The row that makes them; it is logged as an export when it is made."""
    wants = {**orders.as_json(order), "via": via}
    return ask(NAME, conference=conference, by=by, wants=wants)


def title(job: Job) -> str:
    return f"{capfirst(str(orders.LABELS[job.wants['paper']]))} · {job.wants['size'].upper()}"


def make(job: Job, tell: Callable[[int, int], None]) -> Made:
    """With the rights that the asker has now, which may be others than when it was asked."""
    # Anew, because roles are kept on the object.
    by = User.objects.filter(pk=job.by_id, is_active=True).first()
    if by is None or not may_have(by, Right.BADGES, job.conference):
        raise WorkRefused(_("This account may not have badges of this conference any more."))
    style = orders.style_of(job.conference)
    try:
        order = orders.from_json(job.wants, style)
        rows = orders.people_of(order, job.conference)
        if len(rows) > MOST:
            raise WorkRefused(orders.too_many() % {"most": MOST})
        if not rows:
            raise WorkRefused(_("Nobody was found who gets one."))
        tell(0, len(rows))
        pdf = orders.made(order, rows, conference=job.conference, style=style, at=timezone.now())
    except BadChoice as refused:
        raise WorkRefused(refused.message) from None
    except Unprintable as refused:
        raise WorkRefused(
            _("The font lacks characters of: %(names)s.") % {"names": ", ".join(refused.texts)}
        ) from None
    facts = {"rows": len(rows), "people": orders.whose(rows)}
    return Made(
        io.BytesIO(pdf), orders.spoken_filename(order, job.conference), "application/pdf", facts
    )


def may(job: Job, user: User | AnonymousUser) -> bool:
    return may_have(user, Right.BADGES, job.conference)


def told(job: Job, made: Made) -> None:
    order = orders.from_json(job.wants, orders.style_of(job.conference))
    orders.log(
        order,
        made.facts["people"],
        made.facts["rows"],
        conference=job.conference,
        by_id=job.by_id,
        via=job.wants["via"],
    )


def kind() -> Kind:
    """For `work.kinds.KINDS`."""
    return Kind(
        name=NAME,
        right=Right.BADGES,
        title=title,
        make=make,
        may=may,
        told=told,
        why=gettext_lazy("These are many people, so it is made in the background."),
    )
