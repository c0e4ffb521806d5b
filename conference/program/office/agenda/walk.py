"""The rows of a grid in their order: what is a line, a header, a row of sessions or of guests."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.program.office import guests
from conference.program.office.agenda import below, groups, lanes, layouts, moments, outline, topics
from conference.program.office.agenda.above import Above, Block
from conference.program.office.agenda.rows import RowReader
from conference.program.office.grid import Row
from conference.program.office.meanings import (
    days,
    kinds,
    lines,
    people,
    texts,
    times,
    titles,
    words,
)
from conference.program.office.reading import ReadTable

_LABEL_CELL = re.compile(
    "(?:" + "|".join(words.LABELS[role] for role in ("time", "room", "venue", "chair")) + ")[:：]?",
    re.I,
)
LOOKED_AT = 20  # rows of a table, each of which may begin what is understood


def _is_of_block(line):
    return any(role in ("time", "room", "venue", "chair") for role, _text in line.facts)


class Walk(Above):
    """One grid; `go` reads it whole into `items` and what was found."""

    def __init__(self, grid, calendar, found, number=0):
        super().__init__(grid, calendar, found)
        self.number = number  # of the sheet in its file
        self.readers, self.heads = [], {}
        self.guests = self.place_below = None  # the last item whose place stands below it
        self.hidden = self.at = 0  # rows: how many were left out, which one is read
        self.below: below.Below | None = None  # the last item of a line
        self.hours_alone: moments.Moment | None = None  # of the line above, which says nothing else
        self.first_tries: dict[int | None, int] = {}  # table -> row
        self.tried: set[int | None] = set()  # tables in which no header was found yet

    def go(self):
        written = days.read(self.grid.name)
        if written.names_a_day and written.is_alone:
            self.set_day(written, self.grid.name)
        if kinds.is_sub_forum(self.grid.name) and kinds.is_named(self.grid.name):
            self.begin(self.grid.name, self.grid.name)
        rows, n = self.grid.rows, 0
        while n < len(rows):
            n += self.any_row(rows[n], n, rows)
        if self.guests:
            self.guests.finish()
        below.close(self)
        outline.settle(self)
        outline.room_below(self)

    def any_row(self, row, n, rows) -> int:
        self.at = n
        said = self.found.corrections.at("row", self.place_of(n))
        if said == "leave":
            for cell in row.own():
                self.found.leave(cell.text, cell.address, _("left out by you"))
            return 1
        if said == "item" and row.own():
            outline.said_item(self, row)
            return 1
        if row.is_hidden and said != "take":
            return self.hide(row)
        return self.row(row, n, rows)

    def place_of(self, n):
        return f"{self.number}.{n}"

    def hide(self, row):
        filled = row.filled()
        if filled:
            self.found.leave(" ".join(c.text for c in filled), filled[0].address, _("a hidden row"))
            self.hidden += 1
        return 1

    def row(self, row, n, rows) -> int:
        """How many rows were read."""
        filled = row.filled()
        if not filled:
            below.gap(self)
            return 1
        if row.table != self.table:
            self.new_table(row)
        if row.table is not None and (header := self.header(row, n, rows)):
            self.new_layout(header[0], n, header[1])
            return header[1]
        if self.guests:
            self.guests.row(row, self.place_of(n))
            return 1
        if row.table is not None and self.layout is None and len(filled) > 1:
            if self.fact_row(filled):
                return 1
            if self.may_begin(n):
                self.new_layout(self.headerless(row, n, rows), n)
        alone = self.alone(row, filled)
        if alone is not None:
            self.line(alone, row)
        elif self.layout is not None:
            self.data(row)
        else:
            for cell in filled:
                self.found.leave(cell.text, cell.address, _("a table without a header"))
        return 1

    def header(self, row, n, rows):
        """(layout, how many rows it takes), with what an organizer says of its columns."""
        found = layouts.find(rows, n)
        kind = self.found.corrections.at("heads", self.place_of(n))
        if found is None and kind is None:
            return None
        columns = self.found.corrections.columns(self.place_of(n), len(row.cells))
        return layouts.corrected(row, found, columns, kind) if columns or kind else found

    def may_begin(self, n):
        """Whether to look for a layout here: at each of the first rows, then now and then."""
        first = self.first_tries.setdefault(self.table, n)
        is_near = n - first < LOOKED_AT or not (n - first) % layouts.BY_CONTENT
        return is_near or bool(self.found.corrections.of("column"))

    def headerless(self, row, n, rows):
        columns = self.found.corrections.columns(self.place_of(n), len(row.cells))
        near = [r for r in rows[n : n + layouts.BY_CONTENT] if r.table == row.table]
        layout = layouts.by_content(near)
        if columns:
            return layouts.corrected(row, (layout, 0) if layout else None, columns, "agenda")[0]
        return layout

    def new_table(self, row):
        below.close(self)
        if self.guests and row.table is not None:
            self.guests.finish()
            self.guests = None
        if row.table is not None and self.layout and self.layout.width != len(row.cells):
            self.layout = None
        if row.table is not None and self.grid.rows and self.table is not None:
            self.section = None
        self.table = row.table

    def new_layout(self, layout, n, header_rows=0):
        is_first = header_rows or layout or self.table not in self.tried
        self.tried.add(self.table)
        if is_first:
            columns = layout.roles() if layout else {}
            is_guests = isinstance(layout, layouts.GuestLayout)
            self.found.tables.append(ReadTable(self.place_of(n), columns, is_guests, header_rows))
        if isinstance(layout, layouts.GuestLayout):
            self.guests = guests.GuestList([layout.columns, *layout.more], self.found)
            return
        if self.guests:
            self.guests.finish()
            self.guests = None
        self.layout = layout
        self.readers = []
        if layout:
            self.readers = [RowReader(lane, layout, self.found) for lane in layout.lanes]
            lanes.heads(self, layout)

    def alone(self, row, filled):
        """The one cell of a row that is a line over the whole width, else None."""
        when = set(self.layout.when()) if self.layout else set()
        own = [c for c in filled if not (c.rows > 1 and c.column in when and c.row < row.position)]
        if len(own) != 1:
            return None
        cell = own[0]
        if row.table is None or cell.columns > 1 or self.layout is None:
            return cell
        if len(filled) > 1 and cell.column in when:
            return None
        if cell.column in when and times.minutes_of(cell.value) is not None:
            return None
        return cell

    def fact_row(self, filled):
        """地点 | 三楼报告厅: a label and its text in two cells."""
        label = texts.plain(filled[0].text).strip()
        if len(filled) != 2 or not _LABEL_CELL.fullmatch(re.sub(r"\s", "", label)):
            return False
        self.facts(lines.read(f"{label.rstrip(':')}：{filled[1].text}"), filled[1].address)
        return True

    # --- lines --------------------------------------------------------------------------------

    def line(self, cell, row):
        if cell.is_struck:
            self.found.leave(cell.text, cell.address, _("struck out"))
            return
        in_table = row.table is not None
        cell = cell if in_table else replace(cell, text=lines.turned(cell.text))
        line = lines.read(cell.text, self.half)
        if not in_table and topics.begins_item(self, line, cell, row):
            return
        if line.is_note:
            self.found.leave(cell.text, cell.address, _("a note"))
        elif not in_table and below.line_of(self, line, cell):
            return
        elif line.minutes_each:
            self.block.minutes_each = line.minutes_each
            if self.block.forum:
                self.block.forum.minutes_each = line.minutes_each
        elif line.day and self.day_line(line, cell):
            pass
        elif groups.named(self, line, cell, row):
            return
        elif line.facts and (line.heads_forum or not (line.heading and self.timed(line.text))):
            if line.heading:
                self.heading(line.heading, cell, has_facts=True)
                if not in_table:
                    self.note_heading(cell, row)
                groups.begun(self, row)
            elif self.block.has_rows and not in_table and _is_of_block(line):
                self.block = Block(address=cell.address)
            self.facts(line, cell.address)
        elif self.timed(line.text) and self.item_line(cell, row):
            pass
        elif line.heading:
            self.plain_line(line, cell, row)

    def timed(self, text):
        span = times.read(text, self.half)
        return (
            span.start is not None
            and len(text) < 200
            and not text.startswith(span.rest[:6] or "\0")
        )

    def plain_line(self, line, cell, row):
        in_table = row.table is not None
        heading = line.heading
        if in_table and self.layout and self.is_item(heading, cell):
            if cell.column in self.layout.when():
                self.text_item(cell, heading, row, moments.Moment())
            else:
                self.data(row)
        elif (
            kinds.is_sub_forum(heading)
            or kinds.section(heading) is not None
            or (
                in_table
                and self.layout
                and self.layout.lanes
                and len(heading) < 60
                and (cell.columns > 1 or cell.column == 0)
                and len(self.items) + len(heading) > 0
                and not heading.endswith(("。", "；"))
            )
            or (not in_table and len(heading) < 50 and not heading.endswith(("。", "：", ":")))
        ):
            if not in_table and (self.headings or self.items) and outline.is_people(heading):
                outline.add_people(self, "", heading, cell.address)
                return
            self.heading(heading, cell)
            if not in_table:
                self.note_heading(cell, row)
            groups.begun(self, row)
        elif self.items:
            self.found.leave(cell.text, cell.address, _("a line that is no session"))

    def note_heading(self, cell, row):
        self.headings.append(outline.Heading(cell.text, cell, row, len(self.items), self.block))

    def people_fact(self, role, text, address):
        outline.add_people(self, role, text, address)

    def is_item(self, text, cell):
        """A break over the whole width, or a title alone in its column."""
        title = titles.read(text)
        kind = kinds.of_title(title.zh) or kinds.of_title(title.en)
        if kind and kind.name in {*words.KINDS_APART, "sign-in"}:
            return True
        if kinds.is_sub_forum(text) or kinds.section(text) is not None:
            return False
        columns = {
            c
            for lane in self.layout.lanes
            for role in ("title", "slot")
            for c in lane.columns.get(role, ())
        }
        return (
            cell.columns == 1
            and cell.column in columns
            and not self.layout.is_parallel
            and bool(self.layout.when())
        )

    # --- rows -------------------------------------------------------------------------------------

    def item_line(self, cell, row):
        """A line that is an item: 9:00—9:20 开幕致辞 张样例; hours alone are those of the block."""
        span = times.read(lines.read(cell.text).text, self.half)
        if not span.rest:
            self.hours_alone = moments.Moment(span=span, address=cell.address)
            self.set_hours(span)
            return True
        if len(span.rest) > 150:
            return False
        self.text_item(cell, span.rest, row, moments.Moment(span=span, address=cell.address))
        return True

    def line_reader(self):
        layout = layouts.Layout({}, [layouts.Lane({"slot": [0]})], self.table)
        return RowReader(layout.lanes[0], layout, self.found)

    def text_item(self, cell, text, row, moment):
        written = Row((replace(cell, text=text, row=0, column=0, value=None),), 0, row.table)
        item = self.line_reader().item(written, moment, self)
        if item is not None:
            self.place(item, moment)
        below.opened(self, item, row, text)

    def data(self, row):
        if self.layout.is_parallel and lanes.fact_row(self, row):
            return
        moment = moments.read(row, self.layout, self.calendar, self.half)
        self.moment(moment, row)
        if self.layout.is_parallel:
            lanes.row_of_lanes(self, row, moment)
            return
        item = self.readers[0].item(row, moment, self)
        if item is None:
            self.without_title(row, moment)
            return
        self.place(item, moment)

    def without_title(self, row, moment):
        """More people of the item above; anything else is told."""
        told = self.readers[0].texts(row)
        speakers = told.get("speaker") or told.get("panelist")
        if (speakers and self.items and moment.span.start is None) or (
            speakers and self.items and moment.span.start == self.items[-1].start.value
        ):
            units = "\n".join(told[role][0] for role in ("unit", "both") if role in told)
            found = people.read(speakers[0], units, told.get("job", ("",))[0])
            self.readers[0].add(self.items[-1], found, speakers[1].address, speakers[0])
            return
        for cell in row.own():
            if cell.column not in self.layout.shared.get("number", ()):
                self.found.leave(cell.text, cell.address, _("a row without a title"))

    def place(self, item, moment, over=(), seat=0):
        """What stands above an item, on it."""
        item.seat = seat
        item.day, item.half = self.day, self.half
        item.table = (self.grid.name, self.table if self.table is not None else "lines")
        if moment.strange:
            self.found.leave(moment.strange, moment.address, _("not understood as a time"))
            self.found.ask(
                _("“%(text)s” is not understood as a time.") % {"text": moment.strange},
                "start", "end", items=[item], address=moment.address,
            )  # fmt: skip
        is_forum = bool(item.title.any) and kinds.is_sub_forum(item.title.any)
        block = groups.leave(self, item, is_forum=is_forum)
        block.has_rows = True
        if over:
            lanes.place(self, item, over)
        if block.forum is not None and item.parent is None:
            item.parent = block.forum
            if block.minutes_each:
                item.minutes = item.minutes or block.minutes_each
        self.give_room(item, block)
        if item.kind.value not in {*words.KINDS_APART, "sign-in", "other"} and not over:
            over = self.section if self.section and self.section.chairs else block
            item.chairs, over.is_chaired = over.chairs, True
            if not item.chairs and not block.forum:
                item.chairs = self.general.chairs
        item.heading, item.counted_from = self.heading_of(item, block), block.start
        if self.section and item.kind.value == "meal":
            self.section = None
        self.items.append(item)

    def give_room(self, item, block):
        room = block.room if block.room.value or block.forum else self.general.room
        if item.room.value or not room.value or (self.layout and self.layout.has("room")):
            return
        if item.kind.value in words.KINDS_APART and not (
            block.forum and item.kind.value == "break"
        ):
            return
        item.room = room
