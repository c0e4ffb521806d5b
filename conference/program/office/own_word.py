"""Our own agenda in Word, read again. What each row was made of comes with the file, out of sight,
and a bookmark tells whose row it is: a cell that nobody edited says exactly that, and of an edited
one is read what it says now.

    docx --kept_in--> what `papers.agenda_word` packed --read--> Reading

Rows may have been moved, added or left out; a row without a bookmark is a new item.
"""

import json
import re
import zipfile
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from conference.bilingual import RENDERING
from conference.chinese import has_chinese
from conference.program.office import own_sheet
from conference.program.office.grid import Cell, Grid, Row
from conference.program.office.meanings import kinds, people, times
from conference.program.office.reading import (
    Leftover,
    Question,
    Read,
    Reading,
    ReadPerson,
    ReadSession,
)
from conference.program.office.sources.package import opened

NAMESPACE = "urn:lectern:agenda"
PART = "/customXml/item2.xml"
_PARTS = re.compile(r"customXml/item\d+\.xml")
MAX_KEPT = 8 * 1024 * 1024
COLUMNS = ("time", "item", "people", "place")


def packed(kept: dict[str, Any]) -> bytes:
    from lxml import etree  # loaded when a file comes or goes: 9 MB of every worker

    root = etree.Element(f"{{{NAMESPACE}}}agenda", nsmap={None: NAMESPACE})
    root.text = json.dumps(kept, ensure_ascii=False)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def kept_in(raw: bytes, name: str) -> dict[str, Any] | None:
    """What comes with our own agenda; None in any other file. Raises ImportRefused."""
    if not raw.startswith(b"PK") or b"customXml/item" not in raw:
        return None
    from docx.oxml.parser import parse_xml
    from lxml import etree

    package = opened(raw, name)
    for part in package.infolist():
        if not _PARTS.fullmatch(part.filename) or part.file_size > MAX_KEPT:
            continue
        try:
            root = parse_xml(package.read(part))
        except (etree.XMLSyntaxError, ValueError, zipfile.BadZipFile):
            continue
        if root.tag == f"{{{NAMESPACE}}}agenda":
            return _sound(root.text or "")
    return None


def _sound(text: str) -> dict[str, Any] | None:
    """What was kept, if it still is what we wrote."""
    try:
        kept = json.loads(text)
        is_ours = (
            all(isinstance(kept[key], dict) for key in ("headers", "days"))
            and all(isinstance(kept[key], list) for key in ("shown", "sides"))
            and all(
                set(row) == {"cells", "says"} and isinstance(row["says"]["people"], list)
                for row in kept["rows"].values()
            )
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return kept if is_ours else None


def squeezed(text: str) -> str:
    return " ".join(text.split())


def is_ours(grids: list[Grid], kept: dict[str, Any]) -> bool:
    """Whether at least one row is still known: somebody may have taken the file for another one."""
    return any(_code(row) in kept["rows"] for grid in grids for row in grid.rows)


def read(grids: list[Grid], kept: dict[str, Any], name: str) -> Reading:
    return _Reader(kept, name).reading([row for grid in grids for row in grid.rows])


def _code(row: Row) -> str:
    return next((cell.mark for cell in row.own() if cell.mark), "")


class _Reader:
    def __init__(self, kept: dict[str, Any], name: str):
        self.kept, self.name = kept, name
        self.questions: list[Question] = []
        self.leftovers: list[Leftover] = []
        self.sessions: list[ReadSession] = []
        self.orders: dict[str, int] = {}
        self.parents: dict[int, str] = {}  # order -> code
        self.shown = set(kept["shown"])
        self.day: str | None = None
        self.table: int | None = None
        self.columns: dict[int, str] = {}
        self.whole = ""  # the code of what the last row is part of

    def reading(self, rows: list[Row]) -> Reading:
        for row in rows:
            self.row(row)
        sessions = tuple(
            self.placed(session, self.parents.get(session.order, "")) for session in self.sessions
        )
        return Reading(
            self.name,
            sessions,
            days=tuple(sorted({s.day.value for s in sessions if s.day.value})),
            rooms=tuple(dict.fromkeys(s.room.value for s in sessions if s.room.value)),
            questions=tuple(self.questions),
            leftovers=tuple(self.leftovers),
        )

    def placed(self, session: ReadSession, parent: str) -> ReadSession:
        return replace(session, parent=self.orders.get(parent)) if parent else session

    def row(self, row: Row) -> None:
        cells = row.own()
        if row.table != self.table:
            self.table, self.columns, self.whole = row.table, {}, ""
        texts = [squeezed(cell.text) for cell in cells]
        if row.table is not None and texts and set(texts) <= self.kept["headers"].keys():
            self.columns = {
                cell.column: self.kept["headers"][text]
                for cell, text in zip(cells, texts, strict=True)
            }
            return
        code = _code(row)
        if code in self.kept["rows"] and code not in self.orders:
            self.known(row, code)
        elif self.columns and len([c for c in cells if c.column in self.columns]) > 1:
            self.new(row)
        else:
            for cell, text in zip(cells, texts, strict=True):
                if text in self.kept["days"]:
                    self.day = self.kept["days"][text]
                elif text not in self.shown:
                    reason = _("not in a row of the agenda")
                    self.leftovers.append(Leftover(text[:200], cell.address, reason))

    # --- A row of ours --------------------------------------------------------------------------

    def known(self, row: Row, code: str) -> None:
        kept = self.kept["rows"][code]
        says, cells = kept["says"], {}
        for column, key in self.columns.items():
            cell = row.at(column)
            if squeezed(cell.text if cell else "") != squeezed(kept["cells"].get(key, "")):
                cells[key] = cell
        order = self.orders[code] = len(self.sessions) + 1
        address = row.own()[0].address
        day = says["day"] and (self.day or says["day"])
        start, end = (own_sheet.minutes_of(says[name]) for name in ("start", "end"))
        kind, titles = says["kind"], {side: says[f"title_{side}"] for side in ("zh", "en")}
        room, found = says["room"], [self.same(one, address) for one in says["people"]]
        if "time" in cells:
            start, end = self.clocks(cells["time"], order)
            day = day or self.day
        if "item" in cells:
            kind, titles = self.item(cells["item"], kept["cells"].get("item", ""), kind, titles)
        if "people" in cells:
            found = self.people(cells["people"], says["people"])
        if "place" in cells and not says["parent"]:
            room = self.place(cells["place"])
        if says["parent"]:
            self.parents[order] = self.whole = says["parent"]
        self.sessions.append(
            ReadSession(
                order, address, Read(day or None), Read(start), Read(end), Read(kind),
                Read(titles["zh"]), Read(titles["en"]), Read(room), tuple(found),
                is_cancelled=says["cancelled"], code=code, key="",
            )
        )  # fmt: skip

    def same(self, one: list[str], address: str) -> ReadPerson:
        role, code, zh, unit_zh, title_zh, en, unit_en, title_en, *_lines = one
        return ReadPerson(
            zh or en, Read(role), address, unit_zh or unit_en, title_zh or title_en,
            en if zh else "", organization_en=unit_en if unit_zh else "",
            title_en=title_en if title_zh else "", code=code,
        )  # fmt: skip

    # --- Edited cells ---------------------------------------------------------------------------

    def clocks(self, cell: Cell | None, order: int) -> tuple[int | None, int | None]:
        if cell is None:
            return None, None
        span = times.read(squeezed(cell.text), bare=True)
        if span.start is None:
            sentence = _("“%(text)s”: which time is this? Write 09:30–10:00.")
            text = sentence % {"text": squeezed(cell.text)[:100]}
            self.questions.append(Question(text, ("start", "end"), (order,), address=cell.address))
        end = span.end
        if end is None and span.start is not None and span.minutes:
            end = span.start + span.minutes
        return span.start, end

    def item(self, cell, before, kind, titles) -> tuple[str, dict[str, str]]:
        """The kind and the titles; lines that say something else are as they were."""
        if cell is None:
            return kind, titles
        was = {squeezed(line) for line in before.splitlines()}
        beside = was - {
            squeezed(line) for line in before.splitlines() if self.is_title(line, titles)
        }
        found: dict[str, str] = {}
        for line in map(squeezed, cell.text.splitlines()):
            if not line or line in beside:
                continue
            said, title = own_sheet.kind_before(line.removesuffix(RENDERING))
            kind = said or kind
            side = "zh" if has_chinese(title) else "en"
            found[side] = f"{found[side]} {title}" if side in found else title
        return kind, {side: found.get(side, "") for side in titles} if found else titles

    def is_title(self, line: str, titles: dict[str, str]) -> bool:
        _kind, title = own_sheet.kind_before(squeezed(line).removesuffix(RENDERING))
        return title in map(squeezed, titles.values())

    def people(self, cell: Cell | None, before: list[list[str]]) -> list[ReadPerson]:
        """Who stands there still is who they were; another line is read as any file's."""
        if cell is None:
            return []
        lines = [line for line in map(squeezed, cell.text.splitlines()) if line]
        known = {line for one in before for line in one[8:]}
        is_edited = any(line not in known for line in lines)
        found: list[tuple[int, ReadPerson]] = []
        taken: set[str] = set()
        for one in before:
            own = one[8:]
            there = [line for line in own if line in lines]
            taken.update(there)
            if there and (len(there) == len(own) or not is_edited):
                found.append((lines.index(there[0]), self.same(one, cell.address)))
        for n, line in enumerate(lines):
            if line not in taken:
                found += [(n, person) for person in self.persons(line, cell.address)]
        return [person for _n, person in sorted(found, key=lambda pair: pair[0])]

    def persons(self, line: str, address: str) -> list[ReadPerson]:
        role, text = own_sheet.role_before(line)
        read = people.read(text.removesuffix(RENDERING))
        for left in read.left:
            self.leftovers.append(Leftover(left[:200], address, _("not understood as a person")))
        return [
            ReadPerson(
                one.name, Read(role or one.role or "speaker"), address, one.organization, one.title,
                one.name_en, one.is_guess,
            )
            for one in read.people
        ]  # fmt: skip

    def place(self, cell: Cell | None) -> str:
        if cell is None or self.waits(cell.text):
            return ""
        return squeezed(cell.text.splitlines()[0])

    def waits(self, text: str) -> bool:
        """“Room to be announced” is no room."""
        return squeezed(text) in self.kept["no_room"]

    # --- A row that somebody added --------------------------------------------------------------

    def new(self, row: Row) -> None:
        cells = {key: row.at(column) for column, key in self.columns.items()}
        item = cells.get("item")
        if item is None:
            for cell in row.own():
                reason = _("a row without a title")
                self.leftovers.append(Leftover(squeezed(cell.text)[:200], cell.address, reason))
            return
        order = len(self.sessions) + 1
        kind, titles = self.item(item, "", "", {"zh": "", "en": ""})
        found = self.people(cells.get("people"), [])
        title = titles["zh"] or titles["en"]
        if not kind:
            told = kinds.of_title(title, len(found))
            kind = told.name if told else "talk"
        start, end = self.clocks(cells["time"], order) if cells.get("time") else (None, None)
        if self.whole:
            self.parents[order] = self.whole
        room = "" if self.whole else self.place(cells.get("place"))
        self.sessions.append(
            ReadSession(
                order, item.address, Read(self.day), Read(start), Read(end), Read(kind),
                Read(titles["zh"]), Read(titles["en"]), Read(room), tuple(found),
            )
        )  # fmt: skip
