"""Whose members may be opened as units with one press; asked, because alliances stand above."""

from dataclasses import dataclass

from conference.hooks import Hook
from conference.models import Conference


@dataclass(frozen=True, slots=True)
class Member:
    """An institution, and who its liaison is, where that is known."""

    name: str
    liaison: str = ""


@dataclass(frozen=True, slots=True)
class MembersOf:
    """The members of one body; `key` tells it from others."""

    key: str
    name: str
    members: tuple[Member, ...]


MEMBERS: Hook[[Conference], list[MembersOf]] = Hook("Whose members may send people?")


def offered(conference: Conference) -> list[MembersOf]:
    """Every body that has members at the conference's days."""
    return [body for found in MEMBERS.ask(conference) for body in found if body.members]
