"""What people did at conferences, for the page of a person in the directory."""

from typing import Any

from django.urls import reverse

from conference.people.careers import Place
from conference.people.models import Person
from conference.permissions import Right
from conference.program.models import Participation, SessionRole


def at_conferences(row: Any, user: Any) -> list[Place] | None:
    """For `people.careers.ROLES`: of the conferences whose draft the account may read. Two
    queries.
    """
    if not isinstance(row, Person):
        return None
    rows = Participation.objects.with_right(user, Right.VIEW_DRAFT).filter(person=row)
    rows = rows.select_related("conference", "person__organization")
    return [_place(each) for each in rows.prefetch_related("roles__session")]


def _begins(role: SessionRole) -> float:
    starts_at = role.session.starts_at
    return starts_at.timestamp() if starts_at else float("inf")


def _place(row: Participation) -> Place:
    timed = sorted(row.roles.all(), key=lambda role: (_begins(role), role.pk))
    printed = " · ".join(filter(None, map(str, (row.name, row.organization, row.title))))
    own = reverse("admin:program_participation_change", args=[row.pk])
    said = [(f"{row.get_category_display()} · {printed}", own)]
    said += [
        (
            f"{role.get_role_display()} · {role.session.title}",
            reverse("admin:program_session_change", args=[role.session_id]),
        )
        for role in timed
    ]
    conference = row.conference
    address = reverse("admin:conference_conference_change", args=[conference.pk])
    return Place(str(conference), address, conference.starts_on, said)
