"""A list before it is written: its columns, and its rows, which can be read once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy, pgettext_lazy

from conference import tabular
from conference.attendance.lists import across, counts, days, reception
from conference.attendance.lists.attendance import attendance
from conference.attendance.lists.certificates import certificates
from conference.attendance.lists.columns import Cells, Told
from conference.attendance.lists.phone_round import phone_round
from conference.attendance.lists.places import checkpoint_of
from conference.attendance.lists.registrations import registrations
from conference.attendance.lists.scans import scans
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.sign_in import sign_in
from conference.attendance.lists.wishes import NO_WISH, BadWish, Wish
from conference.attendance.models import Checkpoint
from conference.models import Conference
from conference.program.models import Session

LISTS = {
    "sign-in": gettext_lazy("Sign-in sheet"),
    "attendance": pgettext_lazy("a list", "Attendance"),
    "scans": gettext_lazy("Scans"),
    "registrations": gettext_lazy("Registrations"),
    "phone-round": gettext_lazy("Phone list"),
    "sheet": pgettext_lazy("a list", "Sheet of a day"),
    "days": pgettext_lazy("a list", "Days of attendance"),
    "hours": pgettext_lazy("a list", "Hours"),
    "sessions": pgettext_lazy("a list", "Counts by session"),
    "units": pgettext_lazy("a list", "Counts by organization"),
    "conferences": pgettext_lazy("a list", "Organizations over conferences"),
    "certificates": pgettext_lazy("a list", "Certificates issued"),
    "arrivals": pgettext_lazy("a list", "Arrivals and pick-up"),
    "departures": pgettext_lazy("a list", "Departures"),
    "rooms": pgettext_lazy("a list", "Hotel rooms"),
    "meals": pgettext_lazy("a list", "Meals"),
}
# Those of the contract, whose rows are the whole file; the others end with totals where they are
# printed.
CONTRACT = ("sign-in", "attendance", "scans", "registrations", "phone-round")
CONTRACT_LISTS = {name: LISTS[name] for name in CONTRACT}
# Whose rows hold answers about diet and health.
SENSITIVE = ("registrations", "meals")
RECEPTION = ("arrivals", "departures", "rooms", "meals")
BY_DAY = ("scans", "sheet", "days", "hours", "sessions", "units", *RECEPTION)
BY_HOTEL = ("rooms",)
ORDERED = (
    *("sign-in", "attendance", "registrations", "phone-round"),
    *("sheet", "days", "hours"),
)
PRINTED = ("sign-in", "sheet", *RECEPTION)
ONE_SHEET = ("sessions", "conferences")
_MADE_BY = {
    "sign-in": sign_in,
    "attendance": attendance,
    "scans": scans,
    "registrations": registrations,
    "phone-round": phone_round,
    "sheet": days.sheet,
    "days": days.days,
    "hours": days.hours_of_people,
    "sessions": counts.sessions,
    "units": counts.units,
    "conferences": across.conferences,
    "certificates": certificates,
    "arrivals": reception.arrivals,
    "departures": reception.departures,
    "rooms": reception.rooms,
    "meals": reception.meals,
}


QUESTIONS = "questions"  # a name for all columns of the reply form's questions
# What keys begin with that come and go: of answers, and of the nights of the list of rooms.
QUESTION, NIGHT = "question_", "night_"


class NoColumns(BadWish):
    """Of the columns that are wanted the list has none, or none any more."""


@dataclass(slots=True)
class Listing:
    conference: Conference
    name: str  # a key of LISTS
    checkpoint: Checkpoint | None  # None: the whole conference
    columns: list[Told]
    rows: Cells
    scope: Scope
    wish: Wish = NO_WISH

    @property
    def of(self) -> str:
        """A key of PEOPLE: of these alone."""
        return self.scope.of

    @property
    def session(self) -> Session | None:
        return self.checkpoint.session if self.checkpoint else None

    @property
    def has_totals(self) -> bool:
        return self.name not in CONTRACT

    def show(self, keys: Sequence[str]) -> None:
        """These columns alone, in this order, before a row is read. Raises NoColumns where nothing
        is left of nights or questions, BadWish for what never was a column.
        """
        if not (columns := self.named(keys)):
            raise NoColumns if any(key.startswith((NIGHT, QUESTION)) for key in keys) else BadWish
        self.columns = columns
        self.rows.show(self.columns)

    def named(self, keys: Iterable[str]) -> list[Told]:
        """Its columns of these keys; what the list has no more (a question was deleted) is left
        out. Of a day its night stands where any was chosen.
        """
        by_key = {column.key: [column] for column in self.columns}
        by_key[QUESTIONS] = [c for c in self.columns if c.key.startswith(QUESTION)]
        nights = [c for c in self.columns if c.key.startswith(NIGHT)] if self.wish.day else []
        found = [
            column
            for key in keys
            for column in by_key.get(key, nights if key.startswith(NIGHT) else ())
        ]
        return list(dict.fromkeys(found))


def parted_by(list_name: str) -> tuple[str, ...]:
    """The keys of `SHEETS` by which this list may be parted."""
    if list_name in ONE_SHEET:
        return ()
    found = ("day",) if list_name in BY_DAY else ()
    if list_name in RECEPTION:
        return (*found, "hotel") if list_name in BY_HOTEL else found
    return (*found, "forum")


def check_wish(list_name: str, wish: Wish) -> None:
    """Refuse what this list cannot do, rather than leave it out in silence. Raises BadWish."""
    if (
        (wish.day and list_name not in BY_DAY)
        or (wish.order and list_name not in ORDERED)
        or (wish.others and list_name != "conferences")
        or (wish.sensitive and (wish.masked or list_name not in SENSITIVE))
        or (wish.hotel and list_name not in BY_HOTEL)
        or (wish.sheets and wish.sheets not in parted_by(list_name))
        or (wish.sheets == "day" and wish.day)
        or (wish.sheets == "hotel" and wish.hotel)
    ):
        raise BadWish


def listing_of(
    conference: Conference,
    list_name: str,
    *,
    scope: Scope,
    session: Session | None = None,
    wish: Wish = NO_WISH,
) -> Listing:
    """The list, unread: at most six queries now, one when its rows are read.

    Raises BadWish for what the list cannot do, NoColumns when it has none of those wanted.
    """
    check_wish(list_name, wish)
    checkpoint = checkpoint_of(conference, session)
    if wish.masked:
        scope = replace(scope, unmasked=False)
    scope = replace(scope, sensitive=wish.sensitive and scope.may_see_sensitive)
    columns, rows = _MADE_BY[list_name](conference, checkpoint, scope, wish)
    columns = tabular.with_unique_headers(columns)
    listing = Listing(
        conference=conference,
        name=list_name,
        checkpoint=checkpoint,
        columns=columns,
        rows=rows,
        scope=scope,
        wish=wish,
    )
    if wish.columns:
        listing.show(wish.columns)
    return listing
