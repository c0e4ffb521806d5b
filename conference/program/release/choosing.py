"""Whether a sub-forum can be chosen, and what seats it has left: live, beside the release.

Attendance knows, and the program may not see it, so it asks by hooks that attendance joins.
Without an answer a page says what the release says and nothing more.
"""

from dataclasses import dataclass
from datetime import datetime

from conference.hooks import Hook
from conference.models import Conference
from conference.program.models import Kind, Release
from conference.program.models import Session as DraftSession
from conference.program.release.document import Program
from conference.program.release.values import Session

# None when nobody can register.
OFFERS: Hook[[Program, Session], "Offer"] = Hook("What can be chosen of this sub-forum?")
# None when nobody does.
WAITING: Hook[[DraftSession], int] = Hook("How many wait for a seat in this sub-forum?")
# Told in the transaction of it: seats may be more now.
SHOWN: Hook[[Conference, Release], None] = Hook("This has just become public: who has to know?")


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


def waiting_for(session: DraftSession) -> int:
    """How many people wait for a seat in a sub-forum, as it is now. One query."""
    return sum(WAITING.ask(session))


def is_chosen_by_attendees(session: Session) -> bool:
    return session.kind == Kind.SUB_FORUM


def offer_of(program: Program, session: Session) -> Offer | None:
    """The offer of a sub-forum that still takes place. One query, none for other sessions."""
    if not is_chosen_by_attendees(session) or session.is_cancelled:
        return None
    return next(iter(OFFERS.ask(program, session)), None)
