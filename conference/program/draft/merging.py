"""What the program does when two people, or two organizations, of the directory become one.

Who takes part twice at one conference takes part once afterwards, in all sessions of both. What was
published goes on being printed as it was: where the kept row says it otherwise, the participation
gets it as its own printed text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q, QuerySet

from conference.acts.writing import rows_beside
from conference.history import update_rows
from conference.people.merging import move_uses
from conference.people.models import Organization, Person
from conference.program.models import FormerCode, Participation
from conference.stamps import SITE, conference_scope, raise_stamps

PRINTED = ("name", "title", "organization")
OWN = [f"printed_{name}_{side}" for name in PRINTED for side in ("zh", "en")]
FILLED = (*OWN, "contact_phone", "contact_email", "contact_note")


@contextmanager
def participations_merged(kept: Any, other: Any) -> Iterator[None]:
    """For `people.merging.MERGING`. Five queries, and about eight for each conference at which
    both take part.
    """
    rows = concerned(kept, other).select_related("person__organization", "conference")
    before = {row.pk: printed(row) for row in rows if row.first_published_at}
    slugs = {row.conference.slug for row in rows if row.first_published_at}
    if isinstance(kept, Person):
        join_at_conferences(kept, rows)
    yield
    # What the kept person says now, which another object holds.
    rows = concerned(kept, kept).select_related("person__organization")
    changed = [row for row in rows if row.pk in before and goes_on(row, before[row.pk])]
    update_rows(changed, *OWN)
    if slugs:
        raise_stamps(SITE, *map(conference_scope, slugs))


def concerned(kept: Any, other: Any) -> QuerySet[Participation]:
    column = "person__organization" if isinstance(kept, Organization) else "person"
    said = Q(**{column: kept.pk}) | Q(**{column: other.pk})
    return Participation.objects.filter(said).order_by("pk")


def printed(row: Participation) -> dict[str, str]:
    """What is printed of a participation: its own text, or what it follows."""
    return {
        f"printed_{name}_{side}": getattr(getattr(row, name), side)
        for name in PRINTED
        for side in ("zh", "en")
    }


def goes_on(row: Participation, before: dict[str, str]) -> bool:
    """Let a participation print what it did; whether that had to be written. What printed nothing
    may print something now.
    """
    now, changed = printed(row), False
    for field, text in before.items():
        if text and text != now[field]:
            setattr(row, field, text)
            changed = True
    return changed


def join_at_conferences(kept: Person, rows: QuerySet[Participation]) -> None:
    pairs: dict[int, list[Participation]] = {}
    for row in rows:
        pairs.setdefault(row.conference_id, []).append(row)
    for pair in pairs.values():
        if len(pair) == 2:
            # Whose address the public knows stays; else that of the person who is kept.
            stays, goes = sorted(
                pair, key=lambda row: (row.first_published_at is None, row.person_id != kept.pk)
            )
            join(stays, goes)


def join(stays: Participation, goes: Participation) -> None:
    """One participation of two at the same conference."""
    for field in FILLED:
        if not getattr(stays, field):
            setattr(stays, field, getattr(goes, field))
    stays.may_overlap = stays.may_overlap or goes.may_overlap
    stays.is_shown = stays.is_shown or goes.is_shown
    stays.is_listed_alone = stays.is_listed_alone or goes.is_listed_alone
    move_uses(stays, goes)
    former = FormerCode(conference_id=goes.conference_id, code=goes.code, participation=stays)
    rows_beside([former])
    goes.delete()
    stays.save()
