"""What heads the lanes of a parallel program: rooms, sub-forums, days."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conference.program.office.agenda import layouts, moments
from conference.program.office.agenda.items import Item, guessed, person
from conference.program.office.meanings import (
    days,
    kinds,
    lines,
    people,
    places,
    texts,
    titles,
    words,
)
from conference.program.office.reading import Read


@dataclass(slots=True)
class Head:
    room: Read | None = None
    forum: Item | None = None
    day: Read | None = None


def heads(walk, layout):
    """Sets `walk.heads` {id of a lane: Head} and adds the sub-forums of the lanes."""
    walk.heads = {}
    if not layout.is_parallel:
        return
    for lane in layout.lanes:
        if lane.label is not None:
            walk.heads[id(lane)] = _head(walk, lane.label)


def _head(walk, cell):
    head = Head()
    written = days.read(cell.text)
    if written.is_alone and written.names_a_day:
        day, _doubt = walk.calendar.day(written)
        head.day = Read(day, cell.address) if day else None
        return head
    parts = [part for part in cell.text.split("\n") if part.strip()]
    plain_parts, facts = [], []
    for part in parts:
        if re.fullmatch(r"[（(][^（()）]+[)）]", part.strip()):
            part = part.strip()[1:-1]
        line = lines.read(part)
        facts += line.facts
        base, inner = texts.tail_bracket(line.heading if line.facts else part)
        if (
            inner
            and places.is_place(inner)
            and places.is_place(base)
            and not kinds.is_sub_forum(base)
        ):
            plain_parts.append(part)  # 主会场（国际厅）
        elif inner and places.is_place(inner) and not line.facts:
            facts.append(("room", inner))
            plain_parts.append(base)
        elif line.heading or not line.facts:
            plain_parts.append(line.heading if line.facts else part)
    rooms = [part for part in plain_parts if places.is_place(part) and not kinds.is_sub_forum(part)]
    names_of = [part for part in plain_parts if part not in rooms]
    if names_of:
        title = titles.read("\n".join(names_of))
        head.forum = Item(
            cell.address, title, Read(kinds.SUB_FORUM, cell.address), (walk.grid.name, walk.table)
        )
        head.forum.day = walk.day
        walk.items.append(head.forum)
    if rooms:
        head.room = Read(" + ".join(map(texts.squeezed, rooms)), cell.address)
    for role, text in facts:
        take(head, role, text, cell.address)
    if head.forum and head.room:
        head.forum.room = head.room
    return head


def take(head, role, text, address):
    if role in ("room", "venue"):
        head.room = Read(places.tidy(text), address)
        if head.forum:
            head.forum.room = head.room
    elif role == "chair" and head.forum:
        head.forum.people += [person(one, "chair", address) for one in people.read(text).people]


def fact_row(walk, row) -> bool:
    """主持人 | 金样例 | 戚样: a row that says one thing of each lane."""
    when = walk.layout.when()
    label = row.at(when[0]) if when else None
    if label is None:
        return False
    read = lines.read(f"{label.text.rstrip(':：')}：x")
    if read.heading or len(read.facts) != 1 or read.facts[0][0] == "time":
        return False
    for lane in walk.layout.lanes:
        cells = [row.at(c) for found in lane.columns.values() for c in found if row.at(c)]
        if cells and id(lane) in walk.heads:
            take(walk.heads[id(lane)], read.facts[0][0], cells[0].text, cells[0].address)
    return True


def row_of_lanes(walk, row, moment):
    for seat, (lane, reader) in enumerate(zip(walk.layout.lanes, walk.readers, strict=True)):
        columns = [c for found in lane.columns.values() for c in found]
        cells = [row.at(c) for c in columns if row.at(c)]
        if not cells or cells[0].row < row.position:
            continue
        has_days = any(head.day for head in walk.heads.values())
        over = (
            []
            if has_days
            else [
                other
                for other in walk.layout.lanes
                if any(row.at(c) is cells[0] for found in other.columns.values() for c in found)
            ]
        )
        if over and over[0] is not lane:
            continue  # a plenary, read with the first of its lanes
        own = moment
        if lane.when:
            apart = layouts.Layout(lane.when, [lane], row.table)
            own = moments.read(row, apart, walk.calendar, walk.half)
        item = reader.item(row, own, walk)
        if item is None:
            continue
        walk.place(item, own, over=over or [lane], seat=seat)
        _spread(walk, item, cells[0], row)


def _spread(walk, item, cell, row):
    """A cell over several rows of times lasts until the last of them ends."""
    if cell.rows < 2 or item.end.value is None:
        return
    last = next(
        (
            r
            for r in walk.grid.rows
            if r.table == row.table and r.position == cell.row + cell.rows - 1
        ),
        None,
    )
    if last is not None:
        end = moments.read(last, walk.layout, walk.calendar, walk.half).span.end
        if end is not None and item.start.value is not None and end > item.start.value:
            item.end = Read(end, item.end.address)


def place(walk, item, over):
    for role, value in (("room", None), ("forum", None)):
        found = [lane for lane in over if getattr(walk.heads.get(id(lane)), role, value)]
        if role == "forum" and len(over) == 1 and found:
            item.parent = walk.heads[id(over[0])].forum
            if item.parent.room.value and not item.room.value:
                item.room = item.parent.room
        elif role == "room" and found and not item.room.value:
            if len(over) > 1 and item.kind.value in {*words.KINDS_APART, "sign-in"}:
                continue
            rooms = [walk.heads[id(lane)].room for lane in found]
            joined = " + ".join(room.value for room in rooms)
            item.room = (
                Read(joined, rooms[0].address)
                if len(rooms) == 1
                else guessed(joined, rooms[0].address)
            )
            if len(rooms) > 1:
                walk.found.ask(
                    _("“%(title)s” stands over several rooms: is it in all of them?")
                    % {"title": item.title.any},
                    "room", items=[item], address=item.address,
                )  # fmt: skip
    head = walk.heads.get(id(over[0]))
    if len(over) == 1 and head and head.day:
        item.day = head.day
