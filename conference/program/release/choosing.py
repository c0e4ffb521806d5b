"""Whether a sub-forum can be chosen, and what seats it has left: live, beside the release.

Attendance knows, and the program may not see it, so attendance puts its answer here when it is
ready. Without an answer a page says what the release says and nothing more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from conference.models import Conference
from conference.program.models import Kind, Release
from conference.program.release.document import Program
from conference.program.release.values import Session

# Each is asked for the offer of a session, and answers None when nobody can register.
OFFERS: list[Callable[[Program, Session], "Offer | None"]] = []
# Each is told what has just become public, in the transaction of it: seats may be more now.
SHOWN: list[Callable[[Conference, Release], None]] = []


@dataclass(frozen=True, slots=True)
class Offer:
    """When a sub-forum may be chosen, and how many still can. Moments are in the program's zone."""

    opens_at: datetime
    closes_at: datetime
    left: int | None = None  # of this sub-forum; None without a limit
    waits: bool = False  # the whole conference is full, so that a reply waits

    def state(self, at: datetime) -> str:
        """'soon', 'open' or 'closed'."""
        if at < self.opens_at:
            return "soon"
        return "open" if at < self.closes_at else "closed"

    @property
    def moments(self) -> list[datetime]:
        """When the state turns by itself."""
        return [self.opens_at, self.closes_at]


def is_chosen_by_attendees(session: Session) -> bool:
    return session.kind == Kind.SUB_FORUM


def offer_of(program: Program, session: Session) -> Offer | None:
    """The offer of a sub-forum that still takes place. One query, none for other sessions."""
    if not is_chosen_by_attendees(session) or session.is_cancelled:
        return None
    return next((offer for asks in OFFERS if (offer := asks(program, session))), None)
