"""The agenda, its people, and what was published, by subject. Everybody imports them from here.

The draft may clash, a release may not (`clashes`, `publishing`).
"""

from conference.program.models.committees import Committee, CommitteeMember, printed_at
from conference.program.models.handbooks import USUAL_PARTS, Handbook, HandbookPart
from conference.program.models.imported import ImportedRow
from conference.program.models.kinds import (
    KINDS_WITH_CHAIR,
    KINDS_WITH_ITEMS,
    KINDS_WITHOUT_PEOPLE,
    PAUSES,
    Kind,
)
from conference.program.models.links import LinkKind, SessionLink
from conference.program.models.people import ExpectedTotal, FormerCode, Participation, Printed
from conference.program.models.releases import PublishedRole, Release
from conference.program.models.sessions import (
    Session,
    SessionRole,
    is_off,
    track_of,
)

__all__ = [
    "KINDS_WITHOUT_PEOPLE",
    "KINDS_WITH_CHAIR",
    "KINDS_WITH_ITEMS",
    "PAUSES",
    "USUAL_PARTS",
    "Committee",
    "CommitteeMember",
    "ExpectedTotal",
    "FormerCode",
    "Handbook",
    "HandbookPart",
    "ImportedRow",
    "Kind",
    "LinkKind",
    "Participation",
    "Printed",
    "PublishedRole",
    "Release",
    "Session",
    "SessionLink",
    "SessionRole",
    "is_off",
    "printed_at",
    "track_of",
]
