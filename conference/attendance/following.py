"""Registrations of people of the program: they say what the program prints, and follow it.

Until somebody edits the registration itself: from then on it says what that person wrote.
"""

from conference.attendance.models import Registration
from conference.chinese import has_chinese
from conference.history import BATCH, update_rows
from conference.people.models import Organization, Person
from conference.program.models import Participation

FOLLOWED = ("name", "name_en", "organization", "organization_name", "title")
DERIVED = ("sort_name", "unit_sort_name", "name_letters", "search")

# How a registration comes to what was written.
_WAYS = {
    Participation: "participation",
    Person: "participation__person",
    Organization: "participation__person__organization",
}


def said_of(participation: Participation) -> dict:
    """What a registration says of somebody as the program prints them; no query where the person
    and their organization are loaded.
    """
    name, organization, title = (
        getattr(participation, part) for part in ("name", "organization", "title")
    )
    employer = participation.person.organization
    # An organization printed otherwise here is not that of the directory.
    is_own = employer is not None and not (
        participation.printed_organization_zh or participation.printed_organization_en
    )
    side = "zh" if name.zh else "en"
    other = "en" if side == "zh" else "zh"
    return {
        "name": getattr(name, side)[:120],
        "name_en": name.en[:120] if side == "zh" else "",
        "organization": employer if is_own else None,
        "organization_name": (getattr(organization, side) or getattr(organization, other))[:200],
        "title": (getattr(title, side) or getattr(title, other))[:200],
    }


def says_the_same(row: Registration) -> bool:
    """Whether a registration says of its participation what the program does. One query where that
    is not loaded.
    """
    if row.participation_id is None:
        return False
    said = said_of(row.participation)
    return all(getattr(row, name) == value for name, value in said.items())


def follow(model, keys) -> None:
    """For `history.WRITTEN`: let the registrations follow rows that were written. One query where
    nobody follows them, three where somebody does.
    """
    way = _WAYS.get(model)
    for start in range(0, len(keys) if way else 0, BATCH):
        rows = Registration.objects.filter(
            follows_program=True, **{f"{way}__in": keys[start : start + BATCH]}
        )
        rows = rows.select_related("participation__person__organization", "organization")
        update_rows([row for row in rows if _follows(row)], *FOLLOWED, *DERIVED)


def _follows(row) -> bool:
    """Write what the program says into the row; whether that is news."""
    if says_the_same(row):
        return False
    said = said_of(row.participation)
    if said["name"] != row.name:
        row.sort_name = ""
    for name, value in said.items():
        setattr(row, name, value)
    row.prepare()
    return True


def language_of(name: str) -> str:
    return "zh-hans" if has_chinese(name) else "en"
