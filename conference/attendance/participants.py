"""Registered people as papers name them: the list that a handbook may print, and the guests that
get a table card. Names, organizations and titles alone, and logged: an export like any other.
"""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser, User

from conference.attendance.models import ExportLog, Registration
from conference.attendance.whose import Whose
from conference.models import Conference
from conference.permissions import Right, may
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
    rows = Registration.objects.filter(conference=conference, category__in=categories).known()
    rows = rows.expected().filter(participation=None).in_order()
    columns = ("name", "organization_name", "title", "category", "name_en")
    found = list(rows.values_list(*columns, "pk"))
    if found:
        told = ["name", "name_en", "organization", "title"]
        _log(conference, by, told, [pk for *_told, pk in found])
    return tuple(Registered(*row) for *row, _pk in found)


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
