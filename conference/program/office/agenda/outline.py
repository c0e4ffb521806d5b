"""An agenda without times whose headings are its items: 一、领导致辞, and below it who gives it."""

import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from conference.program.office.agenda import groups, moments
from conference.program.office.agenda.items import guessed
from conference.program.office.agenda.moments import Moment
from conference.program.office.meanings import kinds, lines, names, people, times, words
from conference.program.office.meanings.one_person import ROLES

_NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．)）]|[①-⑳])"
)
MAX_PEOPLE_LINE = 60  # characters


@dataclass(slots=True)
class Heading:
    """`count`: how many items stood above it; `block` is what the lines below it filled."""

    text: str
    cell: object
    row: object
    count: int
    block: object
    people: list = field(default_factory=list)  # (People, address, text)

    @property
    def is_numbered(self):
        return bool(_NUMBERED.match(self.text.strip()))

    @property
    def is_used(self):
        """Whether it says something of what follows, though no item stands right below it."""
        said = self.block and (self.block.forum or self.block.chairs or self.block.room.value)
        return bool(said or self.people) or kinds.section(self.text) is not None

    @property
    def has_idle_chairs(self):
        """Whether it names chairs and nothing below it is theirs."""
        return bool(self.block.chairs) and not self.block.is_chaired

    @property
    def is_part(self):
        """Whether it heads a part, and not the whole."""
        return self.is_numbered or kinds.section(self.text) is not None


def is_people(text: str) -> bool:
    """Whether a line is nothing but somebody: 示例大学副校长 张样例."""
    if len(text) > MAX_PEOPLE_LINE or _NUMBERED.match(text):
        return False
    found = people.read(text)
    return (
        found.is_clean
        and not found.unknown
        and all(one.has_job and names.likeness(one.name) == names.SURE for one in found.people)
    )


def add_people(walk, role: str, text: str, address: str) -> None:
    """People named on a line of their own: those of the heading above, or of the item above."""
    if groups.add(walk, role, text, address):
        return
    found = people.read(text)
    found.people = [replace(one, role=one.role or ROLES.get(role, "")) for one in found.people]
    heading = walk.headings[-1] if walk.headings else None
    if heading and heading.count == len(walk.items):
        heading.people.append((found, address, text))
    elif walk.items and walk.block.has_rows and not _is_apart(walk.items[-1]):
        walk.line_reader().add(walk.items[-1], found, address, text)
    else:
        walk.found.leave(text, address, _("a line that is no session"))


def _is_apart(item):
    return item.kind.value in {*words.KINDS_APART, "sign-in"}


def settle(walk) -> None:
    """Headings below which nothing stands become items, where no item of the sheet has a time."""
    if not walk.headings:
        return
    if any(item.start.value is not None for item in walk.items):
        counts = [heading.count for heading in walk.headings[1:]] + [len(walk.items)]
        for heading, after in zip(walk.headings, counts, strict=True):
            nobodys, heading.people = heading.people, []
            is_empty = heading.count == after or heading.has_idle_chairs
            is_nobodys = is_empty and not (heading.is_part or heading.block.forum)
            if heading.count and (is_nobodys or not heading.is_used):
                cell = heading.cell
                walk.found.leave(cell.text, cell.address, _("a line that is no session"))
            for _found, address, text in nobodys:
                walk.found.leave(text, address, _("a line that is no session"))
        return
    counts = [heading.count for heading in walk.headings[1:]] + [len(walk.items)]
    empty = [h for h, after in zip(walk.headings, counts, strict=True) if h.count == after]
    is_list = sum(h.is_numbered for h in empty) > 1 or bool(walk.items)
    made = 0
    for heading in empty:
        if heading.block.forum or not (heading.is_numbered or heading.people) or not is_list:
            continue
        item = _item(walk, heading)
        if item is not None:
            walk.items.insert(heading.count + made, item)
            made += 1


def _item(walk, heading):
    position = len(walk.items)
    walk.text_item(heading.cell, kinds.without_number(heading.text), heading.row, Moment())
    if len(walk.items) == position:
        return None
    item = walk.items.pop()
    item.heading = None
    for found, address, text in heading.people:
        walk.line_reader().add(item, found, address, text)
    if item.kind.is_guess and not item.people:
        for ask in walk.found.asks:
            ask.is_void = ask.is_void or item in ask.items
        return None  # nothing in its words says that it is one
    item.chairs = heading.block.chairs or walk.general.chairs
    if heading.block.room.value:
        item.room = heading.block.room
    return item


def said_item(walk, row) -> None:
    """A row that an organizer makes an item: its time, and all its words as the title."""
    walk.table = row.table
    when = set(walk.layout.when()) if walk.layout and row.table is not None else set()
    moment = moments.read(row, walk.layout, walk.calendar, walk.half) if when else Moment()
    cells = [cell for cell in row.own() if cell.column not in when] or row.own()
    text = " ".join(cell.text for cell in cells)
    span = times.read(lines.read(text).text, walk.half)
    if moment.span.start is None and span.start is not None and span.rest:
        moment, text = Moment(span=span, address=cells[0].address), span.rest
    walk.text_item(cells[0], text, row, moment)


def room_below(walk) -> None:
    """The only place that is named stands below everything: it may be that of all."""
    last = walk.items[-1] if walk.items else None
    if last is not None and walk.place_below is last:
        room, others = last.room, walk.items[:-1]
    else:
        room, others = walk.block.room, walk.items
        if walk.block.has_rows or walk.block.forum:
            return
    if not room.value or any(item.room.value for item in others):
        return
    if last is not None and walk.place_below is last and _is_apart(last):
        return
    for item in others:
        if item.kind.value not in words.KINDS_APART:
            item.room = guessed(room.value, room.address)
