"""Which column of a table holds what; sub-forums or rooms beside each other are lanes."""

import re
from collections import Counter
from dataclasses import dataclass, field

from conference.program.office.grid import Cell, Row
from conference.program.office.meanings import days, headers, jobs, kinds, people, places, times

WHEN = ("day", "time", "start", "end", "minutes")
_SHARED = {*WHEN, "number", "remark", "language"}
_GUESTS = {"phone", "gender", "gives_talk", "mail", "sub_forum"}
_CARRIES = {"title", "session", "speaker", "kind"}
_IN_CHARGE = re.compile(r"\s*(?:负责|联络|对接)")
_OF_TITLES = re.compile(r"题|title|paper|talk", re.I)
BY_CONTENT = 60  # rows of a table without headers that are looked at


@dataclass(slots=True)
class Lane:
    """Columns by their role. `label` heads a lane among several: a room, a sub-forum or a day."""

    columns: dict[str, list[int]] = field(default_factory=dict)
    label: Cell | None = None
    more: list[tuple[str, str, str]] = field(default_factory=list)  # (role, text, address)
    when: dict[str, list[int]] = field(default_factory=dict)  # columns of times of its own


@dataclass(slots=True)
class Layout:
    shared: dict[str, list[int]]
    lanes: list[Lane]
    table: int | None = None
    width: int = 0

    @property
    def is_parallel(self):
        return len(self.lanes) > 1

    def has(self, role):
        return role in self.shared or any(role in lane.columns for lane in self.lanes)

    def when(self):
        own = [c for lane in self.lanes for found in lane.when.values() for c in found]
        return sorted({c for role in WHEN for c in self.shared.get(role, [])} | {*own})

    def roles(self) -> dict[int, str]:
        """{column: what it holds}."""
        parts = [self.shared, *(part for one in self.lanes for part in (one.columns, one.when))]
        return {c: role for part in parts for role, found in part.items() for c in found}


@dataclass(slots=True)
class GuestLayout:
    """`more`: the columns of lists that stand beside the first one."""

    columns: dict[str, int]
    more: list[dict[str, int]] = field(default_factory=list)

    def roles(self) -> dict[int, str]:
        return {c: role for part in (self.columns, *self.more) for role, c in part.items()}


def corrected(row, found, columns: dict[int, str], kind: str | None):
    """(layout, how many rows its header takes): the one that was found, or one of the words in
    `row`, with the columns as they are said to be; `kind` "guests" makes a list of people of it.
    """
    layout, count = found or (None, 1)
    named = _named(row)
    is_guests = kind == "guests" or (kind is None and isinstance(layout, GuestLayout))
    if is_guests:
        if not isinstance(layout, GuestLayout):
            layout = _guest_layout(named)
        kept = {role: c for role, c in layout.columns.items() if c not in columns}
        said = {role: c for c, role in columns.items() if role != "ignore"}
        return GuestLayout({**kept, **said}, layout.more), count
    if not isinstance(layout, Layout):
        layout = _one_line(row, named)
    for part in (layout.shared, *(p for one in layout.lanes for p in (one.columns, one.when))):
        for role in list(part):
            part[role] = [c for c in part[role] if c not in columns]
            if not part[role]:
                del part[role]
    for column, role in columns.items():
        if role == "ignore":
            continue
        if role in WHEN:
            layout.shared.setdefault(role, []).append(column)
        lane = layout.lanes[0]
        if layout.is_parallel:
            if role in _SHARED:
                continue
            lane = max(
                (one for one in layout.lanes if one.label and one.label.column <= column),
                key=lambda one: one.label.column,
                default=lane,
            )
        lane.columns.setdefault(role, []).append(column)
    return layout, count


def find(rows: tuple[Row, ...], n: int):
    """(Layout or GuestLayout, how many rows it takes) of a header in row `n`, else None."""
    row = rows[n]
    named = _named(row)
    if len(named) >= 2 and _is_header(row, named):
        below = _second_line(rows, n, named)
        if guests := _guests(row, named, below):
            return guests, 1 + bool(below)
        if below:
            return _two_lines(row, rows[n + 1], named, below), 2
        return _one_line(row, named), 1
    heads = [cell for cell in row.own() if cell.columns > 1 and _is_lane(cell)]
    if len(heads) > 1 and (below := _second_line(rows, n, named)):
        return _two_lines(row, rows[n + 1], named, below), 2
    return _lanes_alone(rows, n, named)


def _named(row):
    """{column: roles} of the header words."""
    found = {}
    for column, cell in enumerate(row.cells):
        if cell and cell.value is None and (known := headers.roles(cell.text)):
            found[column] = known
    return found


def _is_header(row, named):
    filled = {id(cell): cell for cell in row.cells if cell}
    known = {id(row.cells[column]) for column in named}
    if len(known) < 2 or any(len(cell.text) > 80 for cell in filled.values()):
        return False
    roles = {known_roles[0] for known_roles in named.values()}
    if len(known) * 2 < len(filled) and not ("time" in roles and len(known) > 1):
        return False
    everything = {role for known_roles in named.values() for role in known_roles}
    return len(roles) >= 2 and bool(everything & (_CARRIES | {"name"}))


def _second_line(rows, n, named):
    """Header words below the first header row: {column: roles}, {} where data begin."""
    if n + 1 >= len(rows) or rows[n + 1].table != rows[n].table:
        return {}
    own = [c for c in rows[n + 1].own() if c.row == rows[n + 1].position]
    below = {
        cell.column: headers.roles(cell.text)
        for cell in own
        if cell not in rows[n].cells and headers.roles(cell.text)
    }
    if len(below) < 2 or len(below) * 2 < len(own):
        return {}
    return below


def _guests(row, named, below):
    roles = {}
    for column, known in {**named, **below}.items():
        for role in known:
            roles.setdefault(role, column)
    is_list = "name" in roles or ("speaker" in roles and "phone" in roles)
    when = any(role in roles for role in ("time", "start", "room", "chair"))
    if not is_list or when:
        return None
    if not (_GUESTS & roles.keys() or {"unit", "job", "both"} & roles.keys()):
        return None
    has_program = "title" in roles or "session" in roles
    if has_program and not ({"phone", "gender", "gives_talk", "mail"} & roles.keys()):
        is_job = _is_title_a_job({**named, **below})
        if not is_job:
            return None
    return _guest_layout({**named, **below})


def _is_title_a_job(named):
    return not any("job" in known or "both" in known for known in named.values()) and all(
        known[0] != "title" or "talk_title" in known for known in named.values()
    )


def _guest_layout(named):
    """One list, or several beside each other where the names' column comes again."""
    parts: list[dict] = [{}]
    roles: set[str] = set()
    for column, known in sorted(named.items()):
        role = "name" if "name" in known else known[0]
        if role in roles and "name" in roles and role in ("name", "number"):
            parts.append({})
            roles = set()
        roles.add(role)
        parts[-1][column] = known
    columns = [found for part in parts if "name" in (found := _guest_columns(part))]
    return GuestLayout(columns[0] if columns else _guest_columns(named), columns[1:])


def _guest_columns(named):
    columns = {}
    for column, known in sorted(named.items()):
        role = known[0]
        if "name" in known:
            role = "name"
        elif role == "title":
            role = "talk_title"
        elif role == "session":
            role = "sub_forum"
        columns.setdefault(role, column)
    return columns


def _one_line(row, named):
    columns: dict[str, list[int]] = {}
    in_charge, tracks = _in_charge(row, named), _tracks(row, named)
    for column, known in named.items():
        role = "remark" if column in in_charge else "track" if column in tracks else known[0]
        columns.setdefault(role, []).append(column)
    lanes = _wide_lanes(row, named, columns)
    if lanes:
        shared = {role: found for role, found in columns.items() if role in _SHARED}
        return Layout(shared, lanes, row.table, len(row.cells))
    _split_wide(row, columns)
    shared = {role: found for role, found in columns.items() if role in WHEN}
    return Layout(shared, [Lane(columns)], row.table, len(row.cells))


def _in_charge(row, named):
    """Columns of who sees to a row (负责人), where who takes part has a column of its own."""
    speakers = [column for column, known in named.items() if known[0] == "speaker"]
    found = {c for c in speakers if _IN_CHARGE.match(row.at(c).text)}
    return found if len(found) < len(speakers) else set()


def _tracks(row, named):
    """Columns of 主题 or Topic where titles have one of their own; beside 环节 they are titles."""
    titles = [c for c, known in named.items() if known[0] == "title" and "track" not in known]
    has_title = any(_OF_TITLES.search(row.at(c).text) for c in titles)
    return {c for c, known in named.items() if "track" in known} if has_title else set()


def _split_wide(row, columns):
    """A header over several columns: names and units, a session and its title."""
    if _is_one(row, columns.get("speaker")) and not {"unit", "both", "job"} & columns.keys():
        columns["both"] = [columns["speaker"].pop()]
    titles = columns.get("title", [])
    is_pair = any(re.search(r"英|english", row.at(c).text, re.I) for c in titles)
    if len(titles) == 2 and not is_pair and "session" not in columns:
        columns["session"] = [columns["title"].pop(0)]


def _is_one(row, columns):
    """Whether two columns stand below one header."""
    return bool(columns) and len(columns) == 2 and row.at(columns[0]) is row.at(columns[1])


def _wide_lanes(row, named, columns):
    """Rooms or sub-forums as headers beside the column of times."""
    if not any(role in columns for role in ("time", "start")) or "title" in columns:
        return []
    heads = [cell for cell in row.own() if cell.column not in named or _is_lane(cell)]
    heads = [cell for cell in heads if cell.column not in columns.get("time", [])]
    if len(heads) < 2 or not sum(map(_is_lane, heads)) * 2 >= len(heads):
        return []
    return [Lane({"slot": list(range(c.column, c.column + c.columns))}, c) for c in heads]


def _is_lane(cell):
    first = cell.text.split("\n")[0]
    return bool(
        places.is_place(first) or kinds.is_sub_forum(first) or days.read(cell.text).is_alone
    )


def _lanes_alone(rows, n, named):
    """Rooms beside each other over times, where the corner is empty or says something else."""
    row = rows[n]
    heads = [cell for cell in row.own() if cell.column > 0]
    if row.table is None or len(heads) < 2 or not all(map(_is_lane, heads)):
        return None
    corner = row.at(0)
    if corner and not headers.roles(corner.text) and not days.read(corner.text).names_a_day:
        return None
    below = [other.at(0) for other in rows[n + 1 : n + 8] if other.at(0)]
    if not any(
        times.read(c.text, bare=True).start is not None or c.value is not None for c in below
    ):
        return None
    lanes = [Lane({"slot": list(range(c.column, c.column + c.columns))}, c) for c in heads]
    return Layout({"time": [0]}, lanes, row.table, len(row.cells)), 1


def _lanes_own_times(lanes):
    """Whether each lane has its own column of times."""
    return all({"time", "start"} & lane.columns.keys() for lane in lanes)


def _two_lines(top, bottom, named, below):
    """A header of two rows: the upper names a group, a lane or the whole column."""
    columns: dict[str, list[int]] = {}
    lanes: dict[int, Lane] = {}
    for column, cell in enumerate(bottom.cells):
        over = top.at(column)
        known = below.get(column) if cell and cell.column == column else None
        known = known or named.get(column, ())
        if not known:
            continue
        role = known[0]
        group = named.get(column, ("",))[0]
        if over and over is not cell and over.columns > 1 and not headers.roles(over.text):
            lane = lanes.setdefault(over.column, Lane({}, over))
            lane.columns.setdefault(role, []).append(column)
            continue
        if group in ("chair", "panelist") and column in below:
            role = group if role in ("speaker", "name") else f"{group}_job"
        columns.setdefault(role, []).append(column)
    if len(lanes) > 1:
        shared = {role: found for role, found in columns.items() if role in _SHARED}
        if _lanes_own_times(lanes.values()):
            for lane in lanes.values():
                lane.when = {role: lane.columns.pop(role) for role in WHEN if role in lane.columns}
        return Layout(shared, list(lanes.values()), top.table, len(top.cells))
    for lane in lanes.values():
        for role, found in lane.columns.items():
            columns.setdefault(role, []).extend(found)
    shared = {role: found for role, found in columns.items() if role in WHEN}
    return Layout(shared, [Lane(columns)], top.table, len(top.cells))


def by_content(rows: list[Row]) -> Layout | None:
    """The layout of a table without headers: a column of times, then what stands in the others."""
    width = max((len(row.cells) for row in rows), default=0)
    if width < 2:
        return None
    kinds_of: list[Counter] = [Counter() for _n in range(width)]
    for row in rows[:BY_CONTENT]:
        for cell in row.filled():
            kinds_of[cell.column][_content(cell)] += 1
    when = [
        c for c in range(width) if kinds_of[c].most_common(1)[:1] and _most(kinds_of[c]) == "time"
    ]
    if not when:
        return None
    columns: dict[str, list[int]] = {"time": when[:1]}
    others = [c for c in range(width) if c not in when and kinds_of[c]]
    for c in others:
        role = _most(kinds_of[c])
        role = {"time": "", "day": "day", "person": "speaker", "job": "both", "room": "room"}.get(
            role, "title"
        )
        if role and role not in columns:
            columns[role] = [c]
    if "title" not in columns:
        return None
    shared = {role: found for role, found in columns.items() if role in WHEN}
    return Layout(shared, [Lane(columns)], rows[0].table, width)


def _most(counter):
    return counter.most_common(1)[0][0] if counter else ""


def _content(cell):
    if (
        times.minutes_of(cell.value) is not None
        or times.read(cell.text, bare=True).start is not None
    ):
        return "time"
    if days.read(cell.text).is_alone:
        return "day"
    found = people.read(cell.text)
    if found.is_clean and not any(person.is_guess for person in found.people):
        return "person"
    if places.is_place(cell.text) and len(cell.text) < 20:
        return "room"
    return "job" if jobs.is_job(cell.text) and len(cell.text) < 40 else "text"
