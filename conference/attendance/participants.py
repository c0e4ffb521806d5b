"""The list of participants that a handbook may print: names and organizations alone, and logged."""

from django.contrib.auth.models import AnonymousUser, User

from conference.attendance.models import ExportLog, Registration
from conference.models import Conference
from conference.permissions import Right, may

COLUMNS = ["name", "organization"]


def named_participants(
    conference: Conference, by: User | AnonymousUser
) -> tuple[tuple[str, str], ...] | None:
    """[(name, organization)] of those confirmed, for whoever may take lists out of the house; None
    for others. Two queries: it is an export like any other, and stands in the log of exports.
    """
    if not may(by, Right.EXPORT, conference):
        return None
    rows = Registration.objects.filter(
        conference=conference, status=Registration.Status.CONFIRMED
    ).in_order()
    found = tuple(rows.values_list("name", "organization_name"))
    ExportLog.objects.create(
        conference=conference,
        by=by,
        via="admin",
        list_name="participants",
        format="paper",
        columns=COLUMNS,
        rows=len(found),
    )
    return found
