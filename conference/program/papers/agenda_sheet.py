"""The agenda as XLSX, for out and in: one row a session, the same columns in both languages.

`office.own_export` reads it again; both ways of each cell stand in `office.own_sheet`. A code tells
which session a row is, so that it may be moved, renamed and set to other times.
"""

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, override, pgettext

from conference.bilingual import Text
from conference.program.models import Kind, SessionRole
from conference.program.office import own_sheet
from conference.program.papers.order import Order
from conference.program.papers.words import in_side
from conference.program.release.document import Program
from conference.program.release.texts import line
from conference.program.release.values import Role, Session
from conference.tabular import Column, write_xlsx

PRINTED = 11  # columns; those behind are for the way back


def drawn(order: Order) -> bytes:
    """The .xlsx. No query."""
    program, sides = order.source.program, order.sides
    with in_side(sides[0]):
        columns = [
            Column(
                key, header, kind="code" if key == "code" else "text", width=own_sheet.WIDTHS[key]
            )
            for key, header in own_sheet.headers(sides[0]).items()
        ]
        title = pgettext("title of a paper", "Agenda")
        version = order.source.version(sides)
        notes = (gettext("About this file"), [version, *own_sheet.notes()])
    file = io.BytesIO()
    write_xlsx(
        file,
        columns,
        _Sheet(program, sides[0]).rows(),
        title=title,
        notes=notes,
        wraps=True,
        printed=PRINTED,
        foot=version,
    )
    return file.getvalue()


class _Sheet:
    """Names stand in the language of the sheet; a name that two things have says which."""

    def __init__(self, program: Program, side: str):
        self.program, self.side = program, side
        self.rooms = own_sheet.names_of([(r.slug, r.name) for r in program.rooms], side)
        self.tracks = own_sheet.names_of([(t.slug, t.name) for t in program.tracks], side)

    def rows(self) -> Iterator[list[str]]:
        for session in self.program.every_session():
            yield list(self.row(session).values())

    def row(self, session: Session) -> dict[str, str]:
        return {
            "code": session.code,
            "day": session.day.isoformat() if session.day else "",
            "start": own_sheet.clock_of(session.starts_at, session.day),
            "end": own_sheet.clock_of(session.ends_at, session.day),
            "kind": own_sheet.label_of(session.kind, Kind, self.side),
            "status": self.label(own_sheet.CANCELLED) if session.is_cancelled else "",
            "title_zh": line(session.title.zh),
            "title_en": line(session.title.en),
            "room": self.room(session),
            "people_zh": people(session.roles, "zh"),
            "people_en": people(session.roles, "en"),
            "parent": self.parent(session),
            "track": self.tracks[session.track.slug] if session.track else "",
            "plenary": self.label(own_sheet.YES) if session.is_plenary else "",
            "group": session.parallel_group,
            "who": "\n".join(role.person.code for role in session.roles),
        }

    def room(self, session: Session) -> str:
        """Its own: what is part of another one is where that is."""
        if session.room is None or session.parent_code:
            return ""
        return self.rooms[session.room.slug]

    def parent(self, session: Session) -> str:
        parent = self.program.parent_of(session)
        if parent is None:
            return ""
        return f"{parent.code} {line(parent.title.in_side(self.side))}"

    def label(self, label: object) -> str:
        with in_side(self.side):
            return str(label)


def people(roles: Iterable[Role], side: str) -> str:
    """A line for each: 'Speaker: Wang Xingwei | Northeastern University | Vice President'."""
    with override(own_sheet.DJANGO[side]):
        return "\n".join(
            own_sheet.person_line(
                own_sheet.label_of(role.role, SessionRole.Role, side),
                *(_own(text, side) for text in (p.name, p.organization, p.title)),
            )
            for role in roles
            for p in (role.person,)
        )


def _own(text: Text, side: str) -> str:
    """The text in this language alone: what is not there is not made up from the other."""
    return line(getattr(text, side))
