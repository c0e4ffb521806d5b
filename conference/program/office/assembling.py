"""All grids of a file as one reading: what was found, in the running order, with its questions."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.program.office.agenda import finish
from conference.program.office.agenda.correcting import Correcting, places_of
from conference.program.office.agenda.items import Found
from conference.program.office.agenda.walk import Walk
from conference.program.office.corrections import Correction, Corrections
from conference.program.office.meanings import days, words
from conference.program.office.meanings.kinds import SUB_FORUM
from conference.program.office.reading import Question, Read, Reading, ReadSession

_ROOMLESS = {*words.KINDS_APART, "sign-in", "other", SUB_FORUM}
MOST_HEADINGS = 12  # rows
MAX_LINE = 400  # characters of a text in which days are looked for


def read(grids, name, corrections: Iterable[Correction] = ()) -> Reading:
    """`grids` in the order of the file; hidden ones are left out and told, unless somebody chose
    which are meant.
    """
    found = Found(corrections=Corrections(list(corrections)))
    correcting = Correcting(found, places_of(grids))
    chosen = found.corrections.sheets()
    shown = []
    for number, grid in enumerate(grids):
        if number in chosen if chosen is not None else not grid.is_hidden:
            shown.append((number, grid))
        elif chosen is None:
            found.leave(grid.name, grid.name, _("a hidden sheet"))
    calendar = days.Calendar.of(_lines([grid for _number, grid in shown]))
    calendar.year = found.corrections.year() or calendar.year
    asked_rooms = []
    for number, grid in shown:
        walk = Walk(grid, calendar, found, number)
        walk.go()
        found.items += walk.items
        names_rooms = walk.place_below or (walk.layout and walk.layout.has("room"))
        if names_rooms and any(item.room.value for item in walk.items):
            asked_rooms += walk.items
        if walk.hidden:
            found.ask(
                _("Hidden rows were left out (%(count)d). Is that right?") % {"count": walk.hidden}
            )
    correcting.before()
    finish.finish(found)
    correcting.after()
    _days(found, calendar)
    _rooms(found, asked_rooms)
    correcting.last()
    return _reading(found, name, grids, correcting.places)


def _lines(grids):
    """The texts that may name the event's days: lines, and cells that are nothing but a day."""
    for grid in grids:
        for row in grid.rows:
            filled = row.filled()
            for cell in filled:
                if len(cell.text) <= MAX_LINE and (len(filled) == 1 or cell.column == 0):
                    yield cell.text if cell.value is None else str(cell.text)[:10]


def _doubtful_days(found):
    for day, (doubt, address) in found.day_doubts.items():
        items = [item for item in found.items if item.day.value == day]
        if doubt == "year":
            sentence = _("The file gives no year for %(day)s. Which one is it?")
        elif doubt == "order":
            sentence = _("A date has the day or the month first: is it %(day)s?")
        else:
            sentence = _(
                "%(day)s does not fall on the weekday that the file gives. Which is right?"
            )
        shown_day = day.removeprefix("--")
        found.ask(sentence % {"day": shown_day}, "day", items=items, address=address)


def _days(found, calendar):
    """Items whose day nobody names: the only day of the file, or its first, asked."""
    _doubtful_days(found)
    without = [item for item in found.items if not item.day.value]
    if not without:
        return
    named = {item.day.value for item in found.items if item.day.value}
    named |= {day.isoformat() for day in calendar.known}
    if len(named) == 1:
        [day] = named
        for item in without:
            item.day = Read(day)
        return
    first = calendar.first or min(calendar.known, default=None)
    for item in without:
        if first:
            item.day = finish.guessed(first.isoformat())
    found.ask(_("On which day are these items?"), "day", items=without, address=without[0].address)


def _rooms(found, items):
    """Where others have a place, those without one are asked about together."""
    without = [
        item
        for item in items
        if not item.room.value and item.kind.value not in _ROOMLESS and not item.is_cancelled
    ]
    if without and len(without) < len(items):
        found.ask(
            _("No place is given for %(count)d items. Are they where the items before them are?")
            % {"count": len(without)},
            "room", items=without, address=without[0].address,
        )  # fmt: skip


def _in_order(items):
    """By day, then time, then as they stand; the talks of a sub-forum behind it."""
    keys, clock = {}, {}
    for n, item in enumerate(items):
        day = item.day.value or ""
        place = (item.table, day)
        start = item.start.value
        if start is None:
            start = clock.get(place, -1)
        clock[place] = start
        keys[id(item)] = (day, start, n)
    tops = sorted((i for i in items if i.parent is None), key=lambda i: keys[id(i)])
    children: dict[int, list] = {}
    for item in items:
        if item.parent is not None:
            children.setdefault(id(item.parent), []).append(item)
    ordered = []
    for top in tops:
        ordered.append(top)
        ordered += sorted(children.get(id(top), ()), key=lambda i: keys[id(i)])
    known = {id(item) for item in ordered}
    return ordered + [item for item in items if id(item) not in known]


def _reading(found, name, grids, places):
    items = _in_order(found.items)
    orders = {id(item): n for n, item in enumerate(items, 1)}
    sessions = tuple(_session(item, orders) for item in items)
    day_values = sorted({s.day.value for s in sessions if s.day.value})
    rooms = dict.fromkeys(s.room.value for s in sessions if s.room.value)
    questions = tuple(
        Question(
            ask.text,
            ask.fields,
            tuple(sorted({orders[id(item)] for item in ask.items if id(item) in orders})),
            ask.rows,
            ask.address,
        )
        for ask in found.asks
    )
    return Reading(
        name,
        sessions,
        tuple(found.guests),
        tuple(day_values),
        tuple(rooms),
        tuple(dict.fromkeys(questions)),
        tuple(found.leftovers),
        tuple(grid.name for grid in grids if not grid.is_hidden),
        tuple(_heading([grid for grid in grids if not grid.is_hidden])),
        tuple(grids),
        tuple(found.tables),
        places,
        tuple(found.corrections.unused),
    )


def _heading(grids):
    """The lines above the first table, and the headings of a sheet without any."""
    for row in grids[0].rows[:MOST_HEADINGS] if grids else ():
        own = row.own()
        if len(own) > 1:
            return
        for cell in own:
            yield from filter(None, map(str.strip, cell.text[:MAX_LINE].splitlines()))


def _session(item, orders):
    title = item.title
    wrap = finish.guessed if title.is_guess else Read
    return ReadSession(
        orders[id(item)],
        item.address,
        item.day,
        item.start,
        item.end,
        item.kind,
        wrap(title.zh, item.address),
        wrap(title.en, item.address),
        Read(item.room.value or "", item.room.address, item.room.certainty),
        tuple(item.people),
        orders.get(id(item.parent)) if item.parent else None,
        item.is_cancelled,
        item.code,
        key=item.key,
        track=item.track.value,
        track_address=item.track.address,
        is_heading=item.is_heading,
    )


def shown(grid):
    """A sheet that is asked for by its name, hidden or not."""
    return replace(grid, is_hidden=False)
