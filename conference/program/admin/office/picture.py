"""The file as a page shows it: its cells by how they were read."""

from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from conference.program.office.corrections import COLUMNS, GUEST_COLUMNS, IGNORE
from conference.program.office.reading import Certainty
from conference.tabular import address as place_name

# States of a cell, the one that is shown where a cell has several first.
UNKNOWN, GUESSED, LEFT, SAID, SURE, HEAD, PLAIN = (
    "unknown",
    "guessed",
    "left",
    "said",
    "sure",
    "head",
    "",
)
_ORDER = (UNKNOWN, GUESSED, SAID, SURE, LEFT, HEAD, PLAIN)
STATES = {
    SURE: gettext_lazy("read"),
    GUESSED: gettext_lazy("guessed"),
    UNKNOWN: gettext_lazy("to be settled"),
    SAID: gettext_lazy("set by you"),
    LEFT: gettext_lazy("not taken"),
    HEAD: gettext_lazy("heading of a column"),
}
SIGNS = {GUESSED: "?", UNKNOWN: "!", SAID: "✎", LEFT: "–"}


@dataclass(slots=True)
class Mark:
    state: str = PLAIN
    orders: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, state, order=None, note=""):
        if _ORDER.index(state) < _ORDER.index(self.state):
            self.state = state
        if order is not None and order not in self.orders:
            self.orders.append(order)
        if note and note not in self.notes:
            self.notes.append(note)


def marks_of(reading, open_asks) -> dict[str, Mark]:
    """{address of a cell: how it was read}."""
    marks: dict[str, Mark] = {}

    def mark(address, state, order=None, note=""):
        if address:
            marks.setdefault(address, Mark()).add(state, order, note)

    for session in reading.sessions:
        mark(session.address, SURE, session.order)
        for read in (session.day, session.start, session.title_zh, session.title_en, session.room):
            if read.value not in (None, "") or read.certainty is Certainty.UNKNOWN:
                mark(read.address, read.certainty.value, session.order)
        if not session.end.is_guess:  # a guessed end is another session's start
            mark(session.end.address, session.end.certainty.value, session.order)
        for one in session.people:
            is_guess = one.is_guess or one.role.is_guess
            state = SAID if one.role.certainty is Certainty.SAID else GUESSED if is_guess else SURE
            mark(one.address, state, session.order)
    for guest in reading.people:
        mark(guest.address, SURE, guest.row)
        for read in (guest.organization, guest.phone, guest.sub_forum, guest.gives_talk):
            if read.value is not None or read.certainty is Certainty.UNKNOWN:
                mark(read.address, read.certainty.value, guest.row)
    for picture in open_asks:
        mark(picture.ask.address, UNKNOWN, note=picture.ask.text)
    for known in reading.known:
        mark(known.address, SURE, note=known.reason)
    for left in reading.leftovers:
        mark(left.address, LEFT, note=left.reason)
    return marks


# --- The file ----------------------------------------------------------------------------------


@dataclass(slots=True)
class CellPicture:
    text: str
    place: str
    rows: int = 1
    columns: int = 1
    state: str = PLAIN
    orders: str = ""
    note: str = ""
    is_struck: bool = False

    @property
    def sign(self):
        return SIGNS.get(self.state, "")

    @property
    def word(self):
        return STATES.get(self.state, "")

    @property
    def is_plain(self) -> bool:
        return not (self.sign or self.is_struck)

    @property
    def attributes(self) -> SafeString:
        """Of its element on the page: one text for each of some thousand cells."""
        told = (
            ("id", self.place and self.text and f"c-{self.place}"),
            ("class", self.state),
            ("data-orders", self.orders),
            ("title", self.note),
            ("rowspan", self.rows > 1 and self.rows),
            ("colspan", self.columns > 1 and self.columns),
        )
        return mark_safe("".join(f' {name}="{escape(value)}"' for name, value in told if value))


@dataclass(slots=True)
class ColumnChoice:
    column: int
    label: str
    role: str


@dataclass(slots=True)
class RowPicture:
    number: str
    place: str
    cells: list[CellPicture]
    is_hidden: bool
    is_left: bool = False
    table: object = None  # the ReadTable that begins here
    choices: list[ColumnChoice] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A table, or the lines between two (`columns` empty)."""

    columns: list[str]
    rows: list[RowPicture]
    table: int | None = None


@dataclass(slots=True)
class SheetPicture:
    number: int
    name: str
    is_hidden: bool
    is_meant: bool
    blocks: list[Block]


def sheets_of(reading, chosen: set[int] | None, left: set[str], open_asks) -> list[SheetPicture]:
    """`left`: places of the rows that an organizer leaves out."""
    marks = marks_of(reading, open_asks)
    tables = {table.place: table for table in reading.tables}
    found = []
    for g, grid in enumerate(reading.grids):
        is_meant = g in chosen if chosen is not None else not grid.is_hidden
        blocks = _blocks(g, grid, marks, tables, left) if is_meant else []
        found.append(SheetPicture(g, grid.name, grid.is_hidden, is_meant, blocks))
    return found


def _blocks(g, grid, marks, tables, left):
    blocks: list[Block] = []
    heads: set[int] = set()  # rows of headers
    current = None
    roles: dict[int, str] = {}
    for r, row in enumerate(grid.rows):
        if not row.filled() and (row.table is None or not any(row.cells)):
            continue
        if current is None or current.table != row.table:
            is_table = row.table is not None
            names = [place_name(0, c)[:-1] for c in range(len(row.cells))] if is_table else []
            current = Block(names, [], row.table)
            blocks.append(current)
            roles = {}
        place = f"{g}.{r}"
        table = tables.get(place)
        if table:
            roles = table.columns
            heads |= set(range(r, r + table.header_rows))
        cells = [_cell(g, r, cell, marks, r in heads) for cell in _places(row)]
        if row.table is not None and r not in heads and not row.is_hidden:
            _follow(row, cells, roles)
        picture = RowPicture(str(row.number), place, cells, row.is_hidden, place in left, table)
        if table:
            words = GUEST_COLUMNS if table.is_guests else COLUMNS
            for c in range(len(row.cells)):
                head = row.at(c)
                label = head.text if head and table.header_rows else place_name(0, c)[:-1]
                role = table.columns.get(c, IGNORE)
                picture.choices.append(ColumnChoice(c, label, role if role in words else IGNORE))
        current.rows.append(picture)
    return blocks


def _places(row):
    """The cells of a row that are not covered by one before or above; None for an empty place."""
    position = row.position
    for column, cell in enumerate(row.cells):
        if cell is None:
            yield None
        elif cell.column == column and (cell.rows == 1 or cell.row == position):
            yield cell


def _cell(g, r, cell, marks, is_head):
    if cell is None:
        return CellPicture("", "")
    picture = CellPicture(
        cell.text, f"{g}.{r}.{cell.column}", cell.rows, cell.columns, is_struck=cell.is_struck
    )
    mark = marks.get(cell.address)
    if mark:
        picture.state = mark.state
        picture.orders = " ".join(map(str, mark.orders))
        picture.note = " ".join(mark.notes)
    elif is_head and cell.text:
        picture.state = HEAD
    return picture


def _follow(row, cells, roles):
    """Units and offices beside a name belong to what was read of their row."""
    own = next((cell.orders for cell in cells if cell.orders), "")
    if not own:
        return
    for cell in cells:
        column = int(cell.place.rpartition(".")[2]) if cell.place else -1
        if cell.text and cell.state == PLAIN and column in roles:
            cell.state, cell.orders = SURE, own
