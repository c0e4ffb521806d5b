"""Our own sheet of the agenda, read again: known by its headers, and with nothing to guess.

    grids --is_own--> Reading

Rows may have been moved, added or left out, and columns reordered; a cell that cannot be read
becomes a question with its address, as in any other file.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from conference.program.office import own_sheet
from conference.program.office.grid import Cell, Grid, Row
from conference.program.office.reading import (
    Certainty,
    Leftover,
    Question,
    Read,
    Reading,
    ReadPerson,
    ReadSession,
)

_CODE = re.compile(r"[0-9A-Z]{6}")


def own_grid(grids: list[Grid]) -> Grid | None:
    """The sheet that is ours; None where there is none."""
    return next((grid for grid in grids if grid.rows and _side(grid)), None)


def read(grid: Grid, name: str) -> Reading:
    return _OwnReader(grid, name).reading()


def _side(grid: Grid) -> str:
    return own_sheet.side_of(cell.text for cell in grid.rows[0].own())


class _OwnReader:
    def __init__(self, grid: Grid, name: str):
        self.grid, self.name = grid, name
        keys = {header: key for key, header in own_sheet.headers(_side(grid)).items()}
        self.columns = {
            keys[cell.text.strip()]: cell.column
            for cell in grid.rows[0].own()
            if cell.text.strip() in keys
        }
        self.questions: list[Question] = []
        self.leftovers: list[Leftover] = []

    def reading(self) -> Reading:
        rows = [row for row in self.grid.rows[1:] if row.own()]
        orders: dict[str, int] = {}
        for order, row in enumerate(rows, start=1):
            if code := self.code(row, "code"):
                orders.setdefault(code, order)
        self.items = {order for order, row in enumerate(rows, 1) if self.text(row, "parent")}
        sessions = tuple(self.session(row, order, orders) for order, row in enumerate(rows, 1))
        plenary = {session.order for session in sessions if session.is_plenary}
        sessions = tuple(  # what is part of a plenary one is drawn as one, whatever it is itself
            replace(session, is_plenary=None) if session.parent in plenary else session
            for session in sessions
        )
        return Reading(
            self.name,
            sessions,
            days=tuple(sorted({s.day.value for s in sessions if s.day.value})),
            rooms=tuple(dict.fromkeys(s.room.value for s in sessions if s.room.value)),
            questions=tuple(self.questions),
            leftovers=tuple(self.leftovers),
            sheets=(self.grid.name,),
        )

    # --- One row ---------------------------------------------------------------------------------

    def session(self, row: Row, order: int, orders: dict[str, int]) -> ReadSession:
        address = row.own()[0].address
        parent = orders.get(self.code(row, "parent"))
        if self.text(row, "parent") and parent in (None, order):
            self.ask(row, "parent", order, _("%(text)s: which row is this part of?"))
            parent = None
        elif parent in self.items:
            self.ask(
                row, "parent", order,
                _("%(text)s is part of another row itself. Write the row that holds both."),
            )  # fmt: skip
            parent = None
        return ReadSession(
            order,
            address,
            self.day(row, order),
            self.clock(row, "start", order),
            self.clock(row, "end", order),
            self.kind(row, order),
            self.read(row, "title_zh"),
            self.read(row, "title_en"),
            self.read(row, "room"),
            tuple(self.people(row)),
            parent,
            own_sheet.says(self.text(row, "status"), own_sheet.CANCELLED),
            code=self.code(row, "code"),
            track=self.text(row, "track"),
            is_plenary=own_sheet.says(self.text(row, "plenary"), own_sheet.YES),
            parallel_group=self.text(row, "group"),
        )

    def cell(self, row: Row, key: str) -> Cell | None:
        return row.at(self.columns[key])

    def text(self, row: Row, key: str) -> str:
        cell = self.cell(row, key)
        return cell.text.strip() if cell else ""

    def read(self, row: Row, key: str) -> Read[str]:
        cell = self.cell(row, key)
        return Read(cell.text.strip(), cell.address) if cell else Read("")

    def code(self, row: Row, key: str) -> str:
        found = _CODE.match(self.text(row, key))
        return found[0] if found else ""

    def day(self, row: Row, order: int) -> Read[str | None]:
        cell = self.cell(row, "day")
        if cell is None:
            return Read(None)
        try:
            return Read(date.fromisoformat(cell.text.strip()[:10]).isoformat(), cell.address)
        except ValueError:
            self.ask(row, "day", order, _("%(text)s: which day is this? Write 2026-05-20."))
            return Read(None, cell.address, Certainty.UNKNOWN)

    def clock(self, row: Row, key: str, order: int) -> Read[int | None]:
        cell = self.cell(row, key)
        if cell is None:
            return Read(None)
        minutes = own_sheet.minutes_of(cell.text)
        if minutes is None:
            self.ask(row, key, order, _("%(text)s: which time is this? Write 09:30."))
            return Read(None, cell.address, Certainty.UNKNOWN)
        return Read(minutes, cell.address)

    def kind(self, row: Row, order: int) -> Read[str]:
        cell = self.cell(row, "kind")
        text = cell.text.strip().casefold() if cell else ""
        for side in own_sheet.DJANGO:
            kinds, _roles = own_sheet.labels(side)
            for label, kind in kinds.items():
                if text == label.casefold():
                    return Read(kind, cell.address if cell else "")
        if text:
            self.ask(row, "kind", order, _("%(text)s: which kind is this?"))
        return Read("other" if text else "", cell.address if cell else "", Certainty.GUESSED)

    def ask(self, row: Row, key: str, order: int, sentence: str) -> None:
        cell = self.cell(row, key)
        if cell:
            text = sentence % {"text": f"“{cell.text[:100]}”"}
            self.questions.append(Question(text, (key,), (order,), address=cell.address))

    # --- People ---------------------------------------------------------------------------------

    def people(self, row: Row) -> Iterator[ReadPerson]:
        zh, en = self.lines(row, "people_zh"), self.lines(row, "people_en")
        codes = self.text(row, "who").splitlines()
        count = max(len(zh), len(en))
        if len(codes) != count:
            codes = [""] * count  # somebody came or went: names tell who is who
        address = next(
            (c.address for k in ("people_zh", "people_en") if (c := self.cell(row, k))), ""
        )
        for n, code in enumerate(codes[:count]):
            in_zh = self.person(zh, n, "zh")
            in_en = self.person(en, n, "en")
            if in_zh is None and in_en is None:
                continue
            role, name, organization, title = in_zh or ("", "", "", "")
            role_en, name_en, organization_en, title_en = in_en or ("", "", "", "")
            yield ReadPerson(
                name or name_en,
                Read(role or role_en),
                address,
                organization or organization_en,
                title or title_en,
                name_en if name else "",
                organization_en=organization_en if organization else "",
                title_en=title_en if title else "",
                code=code.strip() if _CODE.fullmatch(code.strip()) else "",
            )

    def lines(self, row: Row, key: str) -> list[str]:
        return self.text(row, key).splitlines()

    def person(self, lines: list[str], n: int, side: str) -> tuple[str, str, str, str] | None:
        _kinds, roles = own_sheet.labels(side)
        return own_sheet.person_of(lines[n], roles) if n < len(lines) else None
