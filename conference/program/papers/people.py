"""Who does what in a session, as cells say it: exact printed names, organization and position."""

from conference.program.papers.document import Cell, Line, line
from conference.program.papers.words import Sides, colon, in_side, post, told_apart
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Person, Role, Session

SPEAKER = "speaker"


def people_cell(session: Session, sides: Sides) -> Cell:
    """A line for each person and language; of those who do not speak it says what they do."""
    return tuple(found for role in session.roles for found in role_lines(role, sides))


def role_lines(role: Role, sides: Sides) -> list[Line]:
    found: list[Line] = []
    for side in told_apart(role.person, sides):
        before = ""
        if role.role != SPEAKER:
            with in_side(side):
                name = str(role.label)
            before = f"{name[:1].upper()}{name[1:]}{colon(side)}"
        made = line(before, *_named(role.person, side))
        if made not in found:
            found.append(made)
    return found


def _named(person: Person, side: str) -> tuple:
    name = in_one_line(person.name.marked_in(side))
    about = post(person, side)
    between = "  " if side == "zh" else ", "
    return (name, "strong"), (f"{between}{about}" if about else "", "")
