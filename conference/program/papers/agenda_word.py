"""What an agenda in Word keeps out of sight, so that `office.own_word` can read it again: of each
row the cells as they are drawn, and the values that they say, in the languages of the paper.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.program.office import own_sheet
from conference.program.office.own_word import packed, squeezed
from conference.program.papers.document import Block, Cell, Document, Table
from conference.program.papers.order import Order
from conference.program.papers.people import role_lines
from conference.program.papers.words import Sides, label, long_day
from conference.program.release.document import Program
from conference.program.release.texts import line, plain
from conference.program.release.values import Role, Session


def kept(order: Order, blocks: tuple[Block, ...]) -> bytes:
    """No query."""
    program, sides = order.source.program, order.sides
    headers: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = {}
    shown: set[str] = set()
    for block in blocks:
        if not isinstance(block, Table):
            shown.update(squeezed(text) for text in _texts_of(block))
            continue
        headers |= {squeezed(column.header): column.key for column in block.columns}
        keys = [column.key for column in block.columns]
        for row in block.rows:
            if row.key:
                texts = map(drawn, row.cells)
                cells[row.key] = dict(zip(keys, texts, strict=True))
            else:
                shown.update(squeezed(drawn(cell)) for cell in row.cells)
    rooms = own_sheet.names_of([(r.slug, r.name) for r in program.rooms], sides[0])
    return packed(
        {
            "sides": list(sides),
            "headers": headers,
            "days": {
                squeezed(long_day(day, sides)): day.isoformat() for day, _rows in program.days()
            },
            "no_room": [label(_("Room to be announced"), sides)],
            "shown": sorted(shown),
            "rows": {
                session.code: {
                    "cells": cells[session.code],
                    "says": _says(session, program, rooms, sides),
                }
                for session in program.every_session()
                if session.code in cells
            },
        }
    )


def drawn(cell: Cell) -> str:
    """A cell's text as the reader of Word finds it: without what is struck out."""
    return "\n".join(
        "".join(plain(span.text) for span in spans if span.look != "struck") for spans in cell
    ).strip() or "\n".join("".join(plain(span.text) for span in spans) for spans in cell)


def _texts_of(block: Any) -> list[str]:
    """Every line of what is no table of the agenda."""
    found: list[str] = []
    if isinstance(block, Document):
        return found
    for name in ("texts", "text", "rows", "lines"):
        found += _flat(getattr(block, name, ()))
    return found


def _flat(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if hasattr(value, "text"):
        return [value.text]
    if value and all(hasattr(part, "text") for part in value):  # a line of spans
        return ["".join(plain(part.text) for part in value)]
    if value and all(isinstance(part, str) for part in value):  # a cell of lines
        return [*value, "\n".join(value)]
    return [text for part in value for text in _flat(part)]


def _says(session: Session, program: Program, rooms: dict[str, str], sides: Sides) -> dict:
    parent = program.parent_of(session)
    own = session.room is not None and not session.parent_code
    title = _held(session.title, sides)
    return {
        "day": session.day.isoformat() if session.day else "",
        "start": own_sheet.clock_of(session.starts_at, session.day),
        "end": own_sheet.clock_of(session.ends_at, session.day),
        "kind": session.kind,
        "title_zh": title["zh"],
        "title_en": title["en"],
        "room": rooms[session.room.slug] if session.room and own else "",
        "parent": parent.code if parent else "",
        "cancelled": session.is_cancelled,
        "people": [_person(role, sides) for role in session.roles],
    }


def _held(text: Any, sides: Sides) -> dict[str, str]:
    """What the paper says of a text; in a language it is not in, where there is no other."""
    found = {side: line(getattr(text, side)) for side in ("zh", "en")}
    if len(sides) == 1 and found[sides[0]]:
        found = {side: said if side in sides else "" for side, said in found.items()}
    return found


def _person(role: Role, sides: Sides) -> list[str]:
    """[role, code, name, organization and position in Chinese, the same in English, its lines]."""
    person = role.person
    name, unit, title = (
        _held(text, sides) for text in (person.name, person.organization, person.title)
    )
    lines = ["".join(span.text for span in found) for found in role_lines(role, sides)]
    return [
        role.role,
        person.code,
        *(text[side] for side in ("zh", "en") for text in (name, unit, title)),
        *map(squeezed, lines),
    ]
