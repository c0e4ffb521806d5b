"""Corrections on what the walk found: sessions before and after they are settled, and questions."""

from dataclasses import replace

from conference.program.office.agenda.items import NOTHING, person
from conference.program.office.corrections import minutes_of
from conference.program.office.meanings import titles
from conference.program.office.meanings.one_person import Named
from conference.program.office.reading import Certainty, Read

_TIMES = {"start", "end"}


def places_of(grids) -> dict[str, str]:
    """{address of a cell: its place}; a sheet's name is the address of the sheet."""
    found = {}
    for g, grid in enumerate(grids):
        if grid.name:
            found.setdefault(grid.name, str(g))
        for r, row in enumerate(grid.rows):
            for cell in row.own():
                found.setdefault(cell.address, f"{g}.{r}.{cell.column}")
    return found


class Correcting:
    """`before` and `after` go around `finish.finish`; `last` comes when every day is settled."""

    def __init__(self, found, places):
        self.found, self.places, self.given = found, places, found.corrections
        self.settled: set[tuple[int, str]] = set()  # (id of an item, field)
        self.numbers: dict[str, int] = {}

    def before(self) -> None:
        self._name()
        self._skip()
        self._values()

    def after(self) -> None:
        """Sub-forums came up meanwhile, and others may have been changed by what follows."""
        self._name()
        self._skip()
        self._values()
        self._parents()
        self._people()

    def last(self) -> None:
        for what in ("day", "room"):
            for n, one in self.given.of(what):
                for place in one.places:
                    if place.startswith(f"{what}:"):
                        self._everywhere(n, what, place.partition(":")[2], one.value)
        self._questions()

    # --- Sessions -------------------------------------------------------------------------------

    def _name(self):
        """Each item its key: the place of its cell, with a number where a cell holds several."""
        for item in self.found.items:
            if item.key:
                continue
            place = self.places.get(item.address, "")
            self.numbers[place] = number = self.numbers.get(place, 0) + 1
            item.key = place if number == 1 else f"{place}#{number}"

    def _skip(self):
        gone = {
            id(item): item
            for item in self.found.items
            if self.given.at("skip", item.key) is not None
        }
        if not gone:
            return
        self.found.items[:] = [item for item in self.found.items if id(item) not in gone]
        for item in self.found.items:
            if id(item.parent) in gone:
                whole, item.parent = item.parent, None
                if whole.is_heading and not item.has_chair:
                    item.people += whole.people
        for ask in self.found.asks:
            had = bool(ask.items)
            ask.items = [item for item in ask.items if id(item) not in gone]
            ask.is_void = ask.is_void or (had and not ask.items)

    def _values(self):
        if not self.given.all:
            return
        by_key = {item.key: item for item in self.found.items}
        for n, one in enumerate(self.given.all):
            if one.what in _SETTERS:
                for place in one.places:
                    if item := by_key.get(place):
                        self.given.used.add(n)
                        self._set(item, one.what, one.value)

    def _set(self, item, what, value):
        self.settled.add((id(item), what))
        _SETTERS[what](item, value)
        if what in _TIMES:
            start, end = item.start.value, item.end.value
            # An end alone is no time yet: what was asked is asked again.
            is_half = start is None and end is not None
            open_still = item.doubts & ({"beyond", "two starts"} if is_half else frozenset())
            item.doubts = item.doubts - {"beyond", "backwards", "two starts", "afternoon"}
            item.doubts = item.doubts | open_still
            if start is not None and end is not None and end <= start:
                item.doubts = item.doubts | {"backwards"}
            if start is None and what == "start":
                item.end = NOTHING

    def _parents(self):
        by_key = {item.key: item for item in self.found.items}
        for n, one in self.given.of("parent"):
            for place in one.places:
                item, forum = by_key.get(place), by_key.get(str(one.value))
                if item is None or (one.value and (forum is None or forum is item or forum.parent)):
                    continue  # no such sub-forum, or one inside itself
                if any(other.parent is item for other in self.found.items) and forum:
                    continue  # one level only
                self.given.used.add(n)
                item.parent = forum
                self.settled.add((id(item), "parent"))

    def _everywhere(self, n, what, old, new):
        for item in self.found.items:
            read = getattr(item, what)
            if (read.value or "") == old:
                self.given.used.add(n)
                setattr(item, what, said(new, read.address))
                self.settled.add((id(item), what))

    # --- People ---------------------------------------------------------------------------------

    def _people(self):
        by_key = {item.key: item for item in self.found.items}
        for n, one in enumerate(self.given.all):
            if one.what not in ("person", "add"):
                continue
            for place in one.places:
                key, _slash, name = place.partition("/")
                item = by_key.get(key)
                if item is None:
                    continue
                if one.what == "add":
                    self.given.used.add(n)
                    self._add(item, one.value)
                else:
                    self._change(n, item, name, one.value)

    def _add(self, item, said_of):
        if not said_of.get("name", "").strip():
            return
        texts = {key: text.strip() for key, text in said_of.items() if key != "role"}
        named = Named(**texts)
        added = person(named, said_of.get("role") or "speaker", item.address)
        item.people.append(replace(added, role=said(added.role.value, item.address)))
        self.settled.add((id(item), "people"))

    def _change(self, n, item, name, said_of):
        for k, one in enumerate(item.people):
            if one.name != name:
                continue
            self.given.used.add(n)
            self.settled.add((id(item), "people"))
            if not said_of:
                del item.people[k]
                return
            texts = {key: text.strip() for key, text in said_of.items() if key != "role"}
            role = said_of.get("role")
            item.people[k] = replace(
                one,
                **texts,
                role=said(role, one.address) if role else one.role,
                is_guess=False,
            )
            return

    # --- Questions ------------------------------------------------------------------------------

    def _questions(self):
        """Drops those that a correction answers, or whose subject is gone."""
        self.found.asks = [
            ask for ask in self.found.asks if not (ask.is_void or self._is_answered(ask))
        ]

    def _is_answered(self, ask):
        items = ask.items or [
            item for item in self.found.items if ask.address and item.address == ask.address
        ]
        if not ask.fields or not items or ask.rows:
            return bool(ask.rows) and self._is_row_answered(ask)
        fields = [
            f"title_{side}" if field == "title" else field
            for field in ask.fields
            for side in (("zh", "en") if field == "title" else ("",))
        ]
        left = [
            item
            for item in items
            if not any((id(item), field) in self.settled for field in fields)
            or ("backwards" in item.doubts and "end" in fields)  # by what was set
            or ("start" in fields and item.start.value is None and item.end.value is not None)
        ]
        if ask.items:
            ask.items = left
        return not left

    def _is_row_answered(self, ask):
        if len(ask.rows) != 1:
            return False
        place = ".".join(self.places.get(ask.address, "").split(".")[:2])
        told = self.given.at("guest", place) if place else None
        return isinstance(told, dict) and any(field in told for field in ask.fields)


def said(value, address="") -> Read:
    return Read(value, address, Certainty.SAID)


def _time(name):
    def set_time(item, value):
        # No address: several sessions of one cell are apart now.
        setattr(item, name, said(minutes_of(value)) if value else NOTHING)

    return set_time


def _text(name):
    def set_text(item, value):
        setattr(item, name, said(value, getattr(item, name).address))

    return set_text


def _title(side):
    def set_title(item, value):
        title = item.title
        zh, en = (value, title.en) if side == "zh" else (title.zh, value)
        item.title = titles.Title(zh.strip(), en.strip())

    return set_title


def _cancelled(item, value):
    item.is_cancelled = value == "yes"


_SETTERS = {
    "day": _text("day"),
    "start": _time("start"),
    "end": _time("end"),
    "kind": _text("kind"),
    "room": _text("room"),
    "title_zh": _title("zh"),
    "title_en": _title("en"),
    "cancelled": _cancelled,
}
