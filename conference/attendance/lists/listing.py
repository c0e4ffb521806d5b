"""A list before it is written: its columns, and its rows, which can be read once."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from conference import tabular
from conference.attendance.lists.attendance import attendance
from conference.attendance.lists.columns import Cells, Told
from conference.attendance.lists.phone_round import phone_round
from conference.attendance.lists.places import checkpoint_of
from conference.attendance.lists.registrations import registrations
from conference.attendance.lists.scans import scans
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.sign_in import sign_in
from conference.attendance.models import Checkpoint
from conference.models import Conference
from conference.program.models import Session

LISTS = {
    "sign-in": gettext_lazy("Sign-in sheet"),
    "attendance": pgettext_lazy("a list", "Attendance"),
    "scans": gettext_lazy("Scans"),
    "registrations": gettext_lazy("Registrations"),
    "phone-round": gettext_lazy("Phone list"),
}
_MADE_BY = {
    "sign-in": sign_in,
    "attendance": attendance,
    "scans": scans,
    "registrations": registrations,
    "phone-round": phone_round,
}


@dataclass(frozen=True, slots=True)
class Listing:
    conference: Conference
    name: str  # a key of LISTS
    checkpoint: Checkpoint | None  # None: the whole conference
    columns: list[Told]
    rows: Cells
    of: str = ""  # a key of PEOPLE: of these alone

    @property
    def session(self) -> Session | None:
        return self.checkpoint.session if self.checkpoint else None


def listing_of(
    conference: Conference, list_name: str, *, scope: Scope, session: Session | None = None
) -> Listing:
    """The list, unread: at most two queries now, one when its rows are read."""
    checkpoint = checkpoint_of(conference, session)
    columns, rows = _MADE_BY[list_name](conference, checkpoint, scope)
    return Listing(
        conference=conference,
        name=list_name,
        checkpoint=checkpoint,
        columns=tabular.with_unique_headers(columns),
        rows=rows,
        of=scope.of,
    )
