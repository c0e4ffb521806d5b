"""The agenda, its people, and what was published, by subject. Everybody imports them from here.

The draft may clash, a release may not (`clashes`, `publishing`).
"""

from conference.program.models.imported import ImportedRow
from conference.program.models.kinds import (
    KINDS_WITH_CHAIR,
    KINDS_WITH_ITEMS,
    KINDS_WITHOUT_PEOPLE,
    PAUSES,
    Kind,
)
from conference.program.models.links import LinkKind, SessionLink
from conference.program.models.people import ExpectedTotal, FormerCode, Participation
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
    "ExpectedTotal",
    "FormerCode",
    "ImportedRow",
    "Kind",
    "LinkKind",
    "Participation",
    "PublishedRole",
    "Release",
    "Session",
    "SessionLink",
    "SessionRole",
    "is_off",
    "track_of",
]
