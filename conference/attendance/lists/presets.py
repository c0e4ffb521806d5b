"""Which columns a recipient gets: ours for everybody, and those that a conference keeps."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from conference.attendance.lists.listing import (
    BY_DAY,
    BY_HOTEL,
    LISTS,
    ORDERED,
    SENSITIVE,
    check_wish,
    parted_by,
)
from conference.attendance.lists.wishes import BadWish, Wish, from_json
from conference.attendance.models import ListPreset
from conference.models import Conference


@dataclass(frozen=True, slots=True)
class Preset:
    name: str | Promise
    list_name: str
    wish: Wish
    pk: int | None = None  # None: ours, which cannot be deleted


# Nobody gets more than what they need it for: phones are masked where nobody has to call.
OURS = (
    Preset(
        pgettext_lazy("a preset", "Finance"),
        "sheet",
        Wish(
            order="unit",
            columns=(
                *("no", "name", "organization", "title", "phone"),
                *("signed_in_at", "last_out", "signature", "on_paper"),
            ),
            masked=True,
        ),
    ),
    Preset(
        pgettext_lazy("a preset", "Hotel"),
        "registrations",
        Wish(columns=("number", "name", "organization", "title", "phone", "questions")),
    ),
    Preset(
        pgettext_lazy("a preset", "Badges"),
        "registrations",
        Wish(
            order="unit",
            columns=(
                *("number", "code", "name", "name_en"),
                *("organization", "title", "category", "sessions"),
            ),
        ),
    ),
    Preset(
        pgettext_lazy("a preset", "Report of a unit"),
        "hours",
        Wish(
            order="unit",
            columns=(
                *("no", "organization", "name", "title"),
                *("days", "sessions", "minutes", "hours"),
            ),
            masked=True,
        ),
    ),
)


def presets_of(conference: Conference) -> list[Preset]:
    """Ours, then the conference's own by name; one that nothing is left of is not among them. One
    query.
    """
    own = []
    for row in ListPreset.objects.filter(conference=conference):
        try:
            wish = from_json(row.wish)
            check_wish(row.list_name, wish)
        except BadWish:
            continue
        if row.list_name in LISTS:
            own.append(Preset(row.name, row.list_name, wish, row.pk))
    return [*OURS, *own]


def suited(list_name: str, wish: Wish) -> Wish:
    """The wish without what this list cannot do, for a form whose list was changed."""
    if list_name not in BY_DAY:
        wish = replace(wish, day=None)
    if list_name not in BY_HOTEL:
        wish = replace(wish, hotel="")
    if list_name not in ORDERED:
        wish = replace(wish, order="")
    if list_name != "conferences":
        wish = replace(wish, others=())
    if list_name not in SENSITIVE or wish.masked:
        wish = replace(wish, sensitive=False)
    chosen = {"day": wish.day, "hotel": wish.hotel}
    if wish.sheets not in parted_by(list_name) or chosen.get(wish.sheets):
        wish = replace(wish, sheets="")
    return wish
