"""Registered people as papers name them: the list that a handbook may print, and the guests that
get a table card. Names, organizations and titles alone, and logged: an export like any other.
"""

from collections.abc import Collection
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.models import ExportLog, Registration
from conference.attendance.whose import Whose
from conference.models import Conference
from conference.permissions import Right, may
from conference.program.papers.cards import CARDED
from conference.program.papers.gaps import Nameless
from conference.program.papers.sources import Registered


def named_participants(
    conference: Conference, by: User | AnonymousUser
) -> tuple[tuple[str, str], ...] | None:
    """[(name, organization)] of those confirmed, for whoever may take lists out of the house; None
    for others. Two queries.
    """
    if not may(by, Right.EXPORT, conference):
        return None
    rows = Registration.objects.filter(conference=conference).known().expected().in_order()
    found = list(rows.values_list("name", "organization_name", "pk"))
    _log(conference, by, ["name", "organization"], [pk for *_told, pk in found])
    return tuple((name, organization) for name, organization, _pk in found)


def registered_alone(
    conference: Conference, by: User | AnonymousUser, categories: Collection[str]
) -> tuple[Registered, ...] | None:
    """Those confirmed, of these categories, who are not of the program's people; None for who may
    not take lists out of the house. Two queries.
    """
    if not may(by, Right.EXPORT, conference):
        return None
    rows = _alone(conference, categories).in_order()
    columns = ("name", "organization_name", "title", "category", "name_en")
    found = list(rows.values_list(*columns, "pk"))
    if found:
        told = ["name", "name_en", "organization", "title"]
        _log(conference, by, told, [pk for *_told, pk in found])
    return tuple(Registered(*row) for *row, _pk in found)


def _alone(conference: Conference, categories: Collection[str]) -> QuerySet[Registration]:
    rows = Registration.objects.filter(conference=conference, category__in=categories)
    return rows.known().expected().filter(participation=None)


def registered_without_english_name(
    conference: Conference, user: User | AnonymousUser
) -> Nameless | None:
    """Of those whom table cards are for; None for who may not take them out. One query."""
    if not may(user, Right.EXPORT, conference):
        return None
    count = _alone(conference, CARDED).without_english_name().count()
    if not count:
        return None
    text = ngettext(
        "%(count)d guest who is registered alone has no English name: the English table card says "
        "the Chinese one.",
        "%(count)d guests who are registered alone have no English name: the English table cards "
        "say the Chinese ones.",
        count,
    )
    query = [("conference__id__exact", conference.pk), ("status__exact", "confirmed")]
    query += [("program", "no"), ("english", "missing")]
    query += [("category__exact", category) for category in sorted(CARDED)]
    return Nameless(
        text % {"count": count},
        _("See these guests and give the names"),
        f"{reverse('admin:attendance_registration_changelist')}?{urlencode(query)}",
    )


def _log(
    conference: Conference, by: User | AnonymousUser, columns: list[str], whose: list[int]
) -> None:
    ExportLog.objects.create(
        conference=conference,
        by=by,
        via="admin",
        list_name="participants",
        format="paper",
        columns=columns,
        rows=len(whose),
        people=str(Whose(whose)),
    )
