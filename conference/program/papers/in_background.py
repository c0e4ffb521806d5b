"""Papers that are too long to wait for: made in the background, for the account that asked."""

import io
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser, User
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from conference.models import Conference
from conference.permissions import Right
from conference.permissions import may as may_have
from conference.printable import Unprintable
from conference.program.papers.choices import ChoiceRefused
from conference.program.papers.shelf import TYPES, spoken_filename
from conference.program.papers.wishes import Wish, from_json, order_for, with_people
from conference.work.asking import ask
from conference.work.kinds import Kind, Made, WorkRefused
from conference.work.models import Job

NAME = "paper"


def ask_for(wish: Wish, conference: Conference, *, by: User) -> Job:
    """The row that makes this paper: of the draft as it is when it is made."""
    return ask(NAME, conference=conference, by=by, wants=wish.as_json())


def title(job: Job) -> str:
    wish = from_json(job.wants)
    version = pgettext("on a paper", "Draft")
    if wish.release:
        version = _("Version %(number)s") % {"number": wish.release}
    return " · ".join((capfirst(str(wish.paper.label)), version, wish.file_format.upper()))


def make(job: Job, tell: Callable[[int, int], None]) -> Made:
    """With the rights that the asker has now, which may be others than when it was asked."""
    # Anew, because roles are kept on the object.
    by = User.objects.filter(pk=job.by_id, is_active=True).first()
    if by is None or not may_have(by, Right.PAPERS, job.conference):
        raise WorkRefused(_("This account may not have papers of this conference any more."))
    wish = from_json(job.wants)
    try:
        order = order_for(wish, job.conference)
    except ChoiceRefused as refused:
        raise WorkRefused(refused.message) from None
    if order is None:
        raise WorkRefused(
            _("Version %(number)s was withdrawn. Choose another one on the page of papers.")
            % {"number": wish.release}
        )
    order = with_people(order, wish, job.conference, by)
    try:
        made = wish.paper.made(wish.file_format, order, tell)
    except Unprintable as refused:
        raise WorkRefused(
            _("The font lacks characters of: %(names)s.") % {"names": ", ".join(refused.texts)}
        ) from None
    return Made(
        io.BytesIO(made),
        spoken_filename(wish.name, wish.file_format, order),
        TYPES[wish.file_format],
        {"names_participants": bool(order.source.handbook.participants)},
    )


def may(job: Job, user: User | AnonymousUser) -> bool:
    """Whether the account may have the paper, and one that is made with the people on it."""
    rights = [Right.PAPERS]
    if job.facts.get("names_participants"):
        rights.append(Right.EXPORT)
    return all(may_have(user, right, job.conference) for right in rights)


def told(job: Job, made: Made) -> None:
    """Participants were logged when they were read."""


def kind() -> Kind:
    """For `work.kinds.KINDS`."""
    return Kind(
        name=NAME,
        right=Right.PAPERS,
        title=title,
        make=make,
        may=may,
        told=told,
        why=gettext_lazy("This paper is long, so it is made in the background."),
    )
