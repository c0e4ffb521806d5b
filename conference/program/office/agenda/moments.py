"""When a row takes place: its cells of days, times and lengths together."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from conference.program.office.meanings import days, names, times
from conference.program.office.meanings.halves import HALVES
from conference.program.office.meanings.texts import plain
from conference.program.office.reading import Read

_HALF_FIRST = re.compile(r"上午|中午|下午|晚上|午后|晚间|凌晨")


@dataclass(slots=True)
class Moment:
    """`is_new_half`: the row itself begins a day or a half of one. `strange` is not understood."""

    day: Read | None = None
    day_doubt: str = ""
    half: str | None = None
    span: times.Span = field(default_factory=times.Span)
    address: str = ""
    strange: str = ""
    is_unknown: bool = False


def read(row, layout, calendar, half) -> Moment:
    moment, ends, seen = Moment(), None, set()
    for role in ("day", "time", "start", "end", "minutes"):
        for column in layout.shared.get(role, ()):
            cell = row.at(column)
            if cell is None or id(cell) in seen:
                continue
            seen.add(id(cell))
            if role == "minutes":
                _length(moment, cell)
            elif role == "end":
                ends = _end(cell, moment.half or half)
            else:
                _cell(moment, cell, role, calendar, half)
    if ends is not None and moment.span.start is not None:
        moment.span = _with_end(moment.span, ends)
    return moment


def _cell(moment, cell, role, calendar, half):
    value = cell.value
    if isinstance(value, datetime) and value.year > 1905:
        moment.day = Read(value.date().isoformat(), cell.address)
        if value.time() != time():
            moment.span = times.Span(start=times.minutes_of(value))
            moment.address = cell.address
        return
    if isinstance(value, date) and not isinstance(value, datetime):
        moment.day = Read(value.isoformat(), cell.address)
        return
    minutes = times.minutes_of(value)
    if minutes is not None and role != "day":
        moment.span, moment.address = times.Span(start=minutes), cell.address
        return
    text = cell.text
    if role == "day":
        text = re.sub(r"^(\d{1,2})\.(\d{1,2})(?=$|\D)", r"\1/\2", plain(text))
    written = days.read(text)
    if written.names_a_day:
        day, doubt = calendar.day(written)
        if day:
            moment.day, moment.day_doubt = Read(day, cell.address), doubt
        elif written.dates or written.nth:
            moment.strange = text if written.dates else moment.strange
        moment.half = written.half if written.half in HALVES else ""
        text = written.rest
    elif written.half and written.is_alone:
        moment.half = written.half if written.half in HALVES else ""
        return
    if not re.sub(r"[\s()（）,，:：]", "", text):
        return
    said = _HALF_FIRST.match(text.strip())
    if said and not _HALF_FIRST.search(text.strip()[said.end() :]):
        moment.half = days.read(said[0]).half
    hours = half if moment.half is None else moment.half
    span = times.read(text, hours, bare=role != "day")
    if span.start is not None or span.doubts:
        if moment.span.minutes and not span.minutes:
            span = times.replace(span, minutes=moment.span.minutes)
        moment.span, moment.address = span, cell.address
    elif span.minutes:
        moment.span, moment.address = span, cell.address
    elif names.is_unknown(text):
        moment.is_unknown, moment.address = True, cell.address
    elif role != "day":
        moment.strange, moment.address = text, cell.address


def _length(moment, cell):
    minutes = times.length_of(cell.value, cell.text)
    if minutes:
        moment.span = times.replace(moment.span, minutes=minutes)


def _end(cell, half):
    minutes = times.minutes_of(cell.value)
    return minutes if minutes is not None else times.read(cell.text, half or "", bare=True).start


def _with_end(span, end):
    if end <= span.start and end + times.NOON > span.start and end < 8 * 60:
        end += times.NOON
    span = times.replace(span, end=end)
    return span.after("backwards") if end <= span.start else span
