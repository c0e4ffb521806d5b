"""What stands above a row and holds for it: its day and half, its block with room and chairs."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from conference.program.office.agenda import groups
from conference.program.office.agenda.items import NOTHING, Heading, Item, guessed, person
from conference.program.office.meanings import (
    kinds,
    lines,
    names,
    people,
    places,
    times,
    titles,
)
from conference.program.office.meanings.halves import HALVES
from conference.program.office.reading import Read


@dataclass(slots=True)
class Section:
    title: str
    kind: str
    chairs: list = field(default_factory=list)
    is_chaired: bool = False  # items have them already
    above: Heading | None = None
    count: int = 0  # items that stand above it


@dataclass(slots=True)
class Block:
    """What a heading and the lines below it say of the rows that follow. `forum` is the sub-forum
    that they make.
    """

    forum: Item | None = None
    room: Read = NOTHING
    start: int | None = None
    end: int | None = None
    chairs: list = field(default_factory=list)
    minutes_each: int | None = None
    heading: str = ""
    address: str = ""
    has_rows: bool = False
    is_chaired: bool = False  # items have its chairs already
    above: Heading | None = None


class Above:
    """Takes headings, days and labelled facts as they come; sub-forums among them go to `items`."""

    def __init__(self, grid, calendar, found):
        self.grid, self.calendar, self.found = grid, calendar, found
        self.day, self.half = NOTHING, ""
        self.has_half_line = False  # 上午 on a line of its own: what follows is of that half alone
        self.block, self.section = Block(), None
        self.general = (
            Block()
        )  # what the lines above everything say: it holds where nothing else does
        self.table = None
        self.layout = None
        self.items: list[Item] = []
        self.headings: list = []  # outside of tables: outline.Heading

    def day_line(self, line, cell):
        """Whether a line only says the day, or a day with hours and a place."""
        written = line.day
        if line.heading and not self.heads_a_day(line):
            return False
        is_range = any(found.last for found in written.dates) or len(written.dates) > 1
        if not (is_range and self.layout is None):
            self.set_day(written, cell.address)
        if line.heading:
            self.heading(line.heading, cell, has_facts=bool(line.facts))
        if line.span:
            self.set_hours(line.span)
        if line.place:
            self.set_room(line.place, cell.address, is_sure=places.is_room(line.place))
        if line.facts:
            self.facts(line, cell.address)
        return True

    def heads_a_day(self, line):
        return bool(line.day.names_a_day and len(line.heading) < 40)

    def set_day(self, written, address):
        day, doubt = self.calendar.day(written)
        if day:
            if self.day.value and day != self.day.value:
                self.leave_block()
            self.day = Read(day, address)
            self.half = written.half if written.half in HALVES else ""
            self.doubt_day(doubt, day, address)
        elif written.half in HALVES:
            if self.half and written.half != self.half and not self.block.forum:
                self.leave_block()  # whoever was in the chair of the morning
            self.half, self.has_half_line = written.half, True
        if self.section and (day or written.half):
            self.section = None

    def doubt_day(self, doubt, day, address):
        if doubt == "number":
            self.day = guessed(day, address)
        elif doubt:
            self.found.day_doubts.setdefault(day, (doubt, address))

    def leave_block(self):
        if self.block.has_rows:
            self.block = Block()

    def heading(self, text, cell, *, has_facts=False):
        text = text.strip(" 　:：")
        kind = kinds.section(text)
        is_forum = kinds.is_sub_forum(text)
        is_general = kinds.is_overview(text)
        in_table = self.layout is not None and self.table is not None
        if is_forum and not is_general:
            self.begin(text, cell.address)
        elif in_table:
            if self.block.forum and kind is not None and not self.inside(text):
                self.block = Block(address=cell.address)
            above = Heading(kinds.heading_title(text), cell.address, kind or "", kind is not None)
            self.section = Section(above.title, kind or "", above=above, count=len(self.items))
        elif self.block.has_rows or self.block.heading == "" or kind is not None:
            forum = self.block.forum
            if forum is not None and not self.block.has_rows and forum.title.any == self.grid.name:
                forum.title = titles.read(f"{self.grid.name}：{text}")  # the sheet's own heading
                return
            above = Heading(kinds.heading_title(text), cell.address, kind or "", kind is not None)
            self.block = Block(heading=text, address=cell.address, above=above)
            self.section = None
            if kind is not None:
                self.section = Section(above.title, kind, above=above, count=len(self.items))
        else:
            self.block.heading = text

    def inside(self, text):
        """Whether a heading only divides a sub-forum: 上半场."""
        return bool(re.search(r"半场|上午|下午|half|morning|afternoon|讨论|交流", text, re.I))

    def begin(self, text, address):
        """A sub-forum: its talks follow."""
        old = self.block.forum
        if old is not None and not self.block.has_rows and self.same_forum(old, text):
            old.title, old.address = titles.read(kinds.without_number(text)), address
            self.block.heading = text
            return
        forum = Item(
            address,
            titles.read(kinds.without_number(text)),
            Read(kinds.SUB_FORUM, address),
            self.table,
        )
        forum.day, forum.holder = self.day, groups.holder_of(self, text)
        self.items.append(forum)
        self.block = Block(forum=forum, heading=text, address=address)
        self.block.end = forum.holder.end.value if forum.holder else None
        self.section = None

    def same_forum(self, old, text):
        number = kinds.number_of(text)
        return old.title.any == self.grid.name and (
            not number or number == kinds.number_of(self.grid.name)
        )

    def facts(self, line, address):
        for role, text in line.facts:
            if role == "time":
                self.time_fact(text, address)
            elif role in ("room", "venue"):
                if names.is_unknown(text):
                    self.ask_of_block(_("The place is still open: %(text)s"), text, "room", address)
                else:
                    is_sure = role == "room" and (places.is_room(text) or bool(self.block.forum))
                    self.set_room(text, address, is_sure=is_sure)
            elif role == "chair":
                self.chair_fact(text, address)
            else:
                self.people_fact(role, text, address)

    def time_fact(self, text, address):
        line = lines.read(text)
        if line.day and line.day.names_a_day:
            is_range = any(found.last for found in line.day.dates)
            if not is_range:
                self.set_day(line.day, address)
        span = line.span or times.read(text, self.half)
        if span:
            self.set_hours(span)

    def set_hours(self, span):
        self.block.start, self.block.end = span.start, span.end
        if self.block.above:
            self.block.above.hours = (span.start, span.end)
        if forum := self.block.forum:
            forum.start = (
                Read(span.start, self.block.address) if span.start is not None else NOTHING
            )
            forum.end = Read(span.end, self.block.address) if span.end is not None else NOTHING
            forum.doubts = span.doubts
            forum.day = self.day

    def set_room(self, text, address, *, is_sure):
        if not is_sure:
            return
        self.block.room = Read(places.tidy(text), address)
        if self.is_above_all():
            self.general.room = self.block.room
        if self.block.forum:
            self.block.forum.room = self.block.room

    def chair_fact(self, text, address):
        found = people.read(text)
        chairs = [person(one, "chair", address) for one in found.people]
        if self.block.forum and not self.section:
            self.block.forum.people += chairs
            return self.doubt_chairs(found, text, address)
        # Items keep the list they were given: who is named below them takes over from there on.
        over = self.section if self.section and self.in_table() else self.block
        over.chairs = chairs if over.is_chaired else [*over.chairs, *chairs]
        over.is_chaired = False
        if over is self.block and self.is_above_all():
            self.general.chairs = over.chairs
        self.doubt_chairs(found, text, address)

    def is_above_all(self):
        """Whether nothing but the title block was read: no item, no heading of a part."""
        has_parts = any(heading.is_part for heading in self.headings)
        return not (self.items or self.block.forum or has_parts or self.has_half_line)

    def in_table(self):
        return self.layout is not None and self.table is not None

    def doubt_chairs(self, found, text, address):
        for unknown in found.unknown:
            self.ask_of_block(
                _("Who is in the chair? The file says “%(text)s”."), unknown, "people", address
            )
        for left in found.left:
            self.found.leave(left, address, _("not understood as a person"))
        if "units" in found.doubts or "others" in found.doubts:
            self.ask_of_block(
                _("Who is in the chair? The file says “%(text)s”."), text, "people", address
            )

    def heading_of(self, item, block):
        """What may be a block over an item: a heading, but not that of the whole file."""
        if self.section and self.section.above:
            return self.section.above
        has_own = block.chairs and block.chairs is not self.general.chairs
        return block.above if has_own and not block.forum else None

    def ask_of_block(self, sentence, text, subject, address):
        items = [self.block.forum] if self.block.forum else []
        self.found.ask(sentence % {"text": text}, subject, items=items, address=address)

    def moment(self, moment, row):
        """Days and halves hold until the next."""
        if moment.day:
            if self.day.value and moment.day.value != self.day.value:
                self.leave_block()
            if moment.day.value != self.day.value:
                self.leave_section()
                self.half = ""
                self.doubt_day(moment.day_doubt, moment.day.value, moment.day.address)
            self.day = moment.day
        if moment.half is not None and (moment.half or moment.day) and moment.half != self.half:
            self.half = moment.half
            self.leave_section()

    def leave_section(self):
        """A day begins, or a half of one: one that the first row of a section names is its own."""
        if self.section and self.section.count < len(self.items):
            self.section = None
