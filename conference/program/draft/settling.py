"""Answers to what the clash report asks of people: meant so, listed so, or taken off."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.history import update_rows
from conference.models import Conference
from conference.program.models import Participation


def mean_overlaps(conference: Conference, ids: Iterable[int]) -> list[Participation]:
    """These may be in several sessions at once; returns those of whom it was not said yet."""
    return _mark(conference, "may_overlap", ids)


def list_alone(conference: Conference, ids: Iterable[int]) -> list[Participation]:
    """These stay listed without a session; returns those of whom it was not said yet."""
    return _mark(conference, "is_listed_alone", ids)


def _mark(conference: Conference, name: str, ids: Iterable[int]) -> list[Participation]:
    with transaction.atomic(), act(words=gettext_noop("Clashes were answered")):
        Conference.objects.lock(conference.pk)
        rows = list(conference.participations.filter(pk__in=ids, **{name: False}))
        for row in rows:
            setattr(row, name, True)
        update_rows(rows, name)
    return rows


def take_off(conference: Conference, ids: Iterable[int]) -> list[Participation]:
    """Take people out of the program; who is in a session by now stays. Returns who is gone.

    Their row goes, with the private contact kept there; the person stays in the directory.
    """
    with transaction.atomic(), act(words=gettext_noop("People were taken off the program")):
        Conference.objects.lock(conference.pk)
        rows = conference.participations.filter(pk__in=ids, roles__isnull=True)
        gone = list(rows.select_related("person"))
        for row in gone:
            row.delete()
    return gone
