"""Times that follow from others: lengths, the next start, evenings; and what is odd about them."""

from collections import defaultdict

from django.utils.translation import gettext as _

from conference.program.office.agenda.items import guessed
from conference.program.office.meanings import times
from conference.program.office.meanings.kinds import SUB_FORUM
from conference.program.office.reading import Read


def settle(found) -> None:
    _lengths(found)
    _ends(found)
    _evenings(found)
    _odd(found)


def _tables(found):
    """Items one after another: of one table, one day, one sub-forum, one lane."""
    rows = defaultdict(list)
    for item in found.items:
        if item.kind.value != SUB_FORUM:
            rows[
                item.table, item.day.value, id(item.parent) if item.parent else None, item.seat
            ].append(item)
    return list(rows.values())


def _lengths(found):
    """Ends of starts with a length; starts of lengths alone, one after another."""
    for items in _tables(found):
        parent = items[0].parent
        clock = parent.start.value if parent else items[0].counted_from
        counted = []
        for item in items:
            if (
                item.start.value is None
                and item.minutes
                and clock is not None
                and item.end.value is None
            ):
                item.start = guessed(clock, item.address)
                counted.append(item)
            if item.start.value is not None and item.end.value is None and item.minutes:
                end = item.start.value + item.minutes
                if end <= times.MIDNIGHT:
                    item.end = (
                        guessed(end, item.address)
                        if item in counted
                        else Read(end, item.start.address)
                    )
            clock = item.end.value if item.end.value is not None else None
        if counted:
            found.ask(
                _("Only lengths are given. Times are counted one after another: are they right?"),
                "start", "end", items=counted, address=counted[0].address,
            )  # fmt: skip


def _ends(found):
    """Where a table gives starts alone, the next start ends an item."""
    whole = defaultdict(list)
    for item in found.items:
        if item.start.value is not None and item.kind.value != SUB_FORUM:
            whole[item.table].append(item)
    alone = {
        table for table, items in whole.items()
        if sum(item.end.value is None for item in items) * 2 >= len(items)
    }  # fmt: skip
    lanes = {table for table, items in whole.items() if any(item.seat for item in items)}
    for items in _tables(found):
        timed = [item for item in items if item.start.value is not None]
        for n, item in enumerate(timed):
            if item.end.value is not None or "two starts" in item.doubts:
                continue
            if item.table in alone:
                later = _later(item, whole[item.table], item.table in lanes)
                if later is not None:
                    item.end = guessed(later.start.value, later.start.address)
                    continue
                if item.parent and (item.parent.end.value or 0) > item.start.value:
                    item.end = guessed(item.parent.end.value, item.parent.end.address)
                    continue
            if item.kind.value != "other" or n + 1 < len(timed):
                found.ask(
                    _("“%(title)s” has no end.") % {"title": item.title.any},
                    "end", items=[item], address=item.start.address,
                )  # fmt: skip


def _later(item, table, has_lanes):
    """What begins next: in the row below, or anywhere below where lanes share their times."""
    if has_lanes:
        later = [
            other
            for other in table
            if other.day.value == item.day.value and other.start.value > item.start.value
        ]
        return min(later, key=lambda other: other.start.value, default=None)
    for other in table[table.index(item) + 1 :]:
        if other.day.value != item.day.value or other.start.value < item.start.value:
            return None  # another day, or a part that runs beside this one
        if other.start.value > item.start.value:
            return other
    return None


def _evenings(found):
    """Dinner is in the evening; what the text left open is asked."""
    for item in found.items:
        if item.kind.value == "meal" and item.start.value is not None:
            is_late = any(word in item.title.zh for word in ("晚", "宴")) or any(
                word in item.title.en.lower() for word in ("dinner", "banquet", "supper")
            )
            if is_late and 5 * 60 <= item.start.value < 10 * 60 and item.half != "am":
                item.start = guessed(item.start.value + times.NOON, item.start.address)
                if item.end.value is not None and item.end.value < times.NOON:
                    item.end = guessed(item.end.value + times.NOON, item.end.address)


def _odd(found):
    """What the texts leave open, asked."""
    shared = defaultdict(list)
    for item in found.items:
        if item.start.address and item.kind.value != SUB_FORUM:
            shared[item.start.address, item.seat, item.room.value].append(item)
    for items in shared.values():
        if len(items) > 1 and not any(item.start.is_guess for item in items):
            for item in items:
                item.start = guessed(item.start.value, item.start.address)
                item.end = guessed(item.end.value, item.end.address)
            found.ask(
                _("One time is given for %(count)d items: when does each of them begin?")
                % {"count": len(items)},
                "start", "end", items=items, address=items[0].start.address,
            )  # fmt: skip
    afternoon = [item for item in found.items if "afternoon" in item.doubts]
    if afternoon:
        found.ask(
            _("Times with no mark of morning or afternoon are read as afternoon. Is that right?"),
            "start", items=afternoon, address=afternoon[0].start.address,
        )  # fmt: skip
    for item in found.items:
        told = {
            "two starts": _("“%(title)s” has two starts: which one holds?"),
            "beyond": _("The time of “%(title)s” is beyond 24:00."),
            "backwards": _("“%(title)s” ends before it starts."),
        }
        for doubt in item.doubts & told.keys():
            found.ask(
                told[doubt] % {"title": item.title.any}, "start", "end",
                items=[item], address=item.start.address or item.address,
            )  # fmt: skip
