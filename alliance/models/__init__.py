"""The models of alliances, by subject. Everybody imports them from here."""

from alliance.models.alliance import Alliance, AllianceRole, Task, Tier
from alliance.models.membership import Act, Membership, MembershipStep, Representative
from alliance.models.secretariat import AttendanceGrant, Secretary, SecretaryInvitation

__all__ = [
    "Act",
    "Alliance",
    "AllianceRole",
    "AttendanceGrant",
    "Membership",
    "MembershipStep",
    "Representative",
    "Secretary",
    "SecretaryInvitation",
    "Task",
    "Tier",
]
