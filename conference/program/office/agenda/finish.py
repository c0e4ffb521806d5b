"""What only the whole tells: groups, children by their hours, ends, spans of sub-forums, twins."""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from conference.program.office.agenda import blocks, clocks, groups
from conference.program.office.agenda.items import Item, guessed
from conference.program.office.meanings import kinds, texts, titles, words
from conference.program.office.reading import Read

SUB_FORUM = kinds.SUB_FORUM


def finish(found) -> None:
    """Settles `found.items` in place; asks what stays open."""
    _group(found)
    _adopt(found)
    _merge_twins(found)
    _drop_heads(found)
    _days(found)
    groups.settle(found)
    clocks.settle(found)
    groups.settle(found)  # the holder may have its end now
    blocks.make(found)
    _chairs(found)
    _spans(found)
    _kinds(found)


# --- Sub-forums ---------------------------------------------------------------------------------


def _group(found):
    """A column of sessions that only groups talks makes sub-forums of them."""
    members = defaultdict(list)
    for item in found.items:
        if item.label and item.parent is None:
            members[item.table, item.day.value, texts.key(item.label)].append(item)
    for (table, _day, _label), items in members.items():
        label = titles.without_cancelled(items[0].label)[0]
        if not _is_group(label, items):
            continue
        cell = items[0].label_cell
        address = cell.address if cell else items[0].address
        forum = Item(address, titles.read(label), Read(SUB_FORUM, address), table)
        forum.day = items[0].day
        rooms = Counter(item.room.value for item in items if item.room.value)
        if rooms:
            forum.room = next(
                item.room for item in items if item.room.value == rooms.most_common(1)[0][0]
            )
        seen = set()
        for item in items:
            item.parent = forum
            for one in [one for one in item.people if one.role.value == "chair"]:
                item.people.remove(one)
                if one.name not in seen:
                    seen.add(one.name)
                    forum.people.append(one)
            if item.kind.is_guess and not item.kind.value:
                item.kind = guessed(kinds.TALK, item.address)
        for ask in found.asks:
            if ask.items and ask.items[0] in items and ask.fields == ("people",):
                ask.items.append(forum)
        found.items.insert(found.items.index(items[0]), forum)


def _is_group(label, items):
    if kinds.is_sub_forum(label):
        return len(items) > 1 or texts.key(label) != texts.key(items[0].title.any)
    title = titles.read(label)
    if kinds.of_title(title.zh) or kinds.of_title(title.en) or kinds.section(label) is not None:
        return False
    talks = [item for item in items if item.kind.value in ("", "talk", "keynote")]
    return len(items) > 1 and len(talks) * 2 > len(items)


def _adopt(found):
    """A sub-forum or block that is a row of its own holds the rows below it that lie within its
    hours.
    """
    parents: dict = {}
    has_children = {id(item.parent) for item in found.items if item.parent}
    for item in found.items:
        key = (item.table, item.seat)
        if item.kind.value == SUB_FORUM:
            alone = id(item) not in has_children and item.end.value is not None
            parents[key] = item if alone else None
            continue
        parent = parents.get(key)
        if item.parent is not None:
            continue
        is_inside = parent is not None and _is_inside(parent, item)
        if is_inside and parent.kind.value != SUB_FORUM:
            is_first = id(parent) not in has_children
            is_inside = blocks.is_divided(parent, item, is_first=is_first)
        if is_inside:
            item.parent = parent
            if parent.kind.value == kinds.KEYNOTE and item.kind.is_guess:
                item.kind = guessed(kinds.KEYNOTE, item.address)
            has_children.add(id(parent))
            if not item.room.value and item.kind.value not in ("meal", "photo"):
                item.room = parent.room
        else:
            may_be_one = item.kind.value in blocks.DIVIDED and item.end.value is not None
            parents[key] = item if may_be_one else None


def _is_inside(parent, item):
    if item.start.value is None or item.day.value != parent.day.value:
        return False
    if item.start.value == parent.start.value and item.end.value == parent.end.value:
        return False
    return parent.start.value <= item.start.value < parent.end.value and (
        item.end.value is None or item.end.value <= parent.end.value
    )


def _merge_twins(found):
    """A sub-forum of the overview and the one with its talks on another sheet are one."""
    children = Counter(id(item.parent) for item in found.items if item.parent)
    kept: list[Item] = []
    for forum in [item for item in found.items if item.kind.value == SUB_FORUM]:
        twin = next((other for other in kept if _are_twins(other, forum)), None)
        if twin is None or (children[id(twin)] and children[id(forum)]):
            kept.append(forum)
            continue
        _take_over(twin, forum, found)
        for item in found.items:
            if item.parent is forum:
                item.parent = twin
                if not item.room.value and item.kind.value not in words.KINDS_APART:
                    item.room = twin.room
        for ask in found.asks:
            ask.items = [twin if item is forum else item for item in ask.items]
        children[id(twin)] += children[id(forum)]
        found.items.remove(forum)


def _drop_heads(found):
    """ "二、分论坛" that holds nothing is the heading of those below it, and none of them."""
    forums = [item for item in found.items if item.kind.value == SUB_FORUM]
    held = {id(item.parent) for item in found.items}
    asked = {id(item) for ask in found.asks for item in ask.items}
    heads = {
        id(forum)
        for forum in forums
        if not (kinds.is_named(forum.title.any) or forum.room.value or forum.people)
        and forum.start.value is None
        and id(forum) not in held | asked
    }
    if len(heads) < len(forums):
        found.items[:] = [item for item in found.items if id(item) not in heads]


def _are_twins(one, other):
    if one.day.value and other.day.value and one.day.value != other.day.value:
        return False
    if texts.key(one.title.any) == texts.key(other.title.any):
        return True
    number = kinds.number_of(one.title.any)
    if not number or number != kinds.number_of(other.title.any):
        return False
    bare = [texts.key(kinds.without_name(item.title.any)) for item in (one, other)]
    return not all(bare) or bare[0] == bare[1] or bare[0] in bare[1] or bare[1] in bare[0]


def _take_over(twin, other, found):
    if len(other.title.any) > len(twin.title.any):
        twin.title = other.title
    for field, subject in (("day", "day"), ("start", "start"), ("end", "end"), ("room", "room")):
        one, two = getattr(twin, field), getattr(other, field)
        if one.value is None or not one.value:
            setattr(twin, field, two)
        elif (
            two.value
            and texts.key(str(one.value)) != texts.key(str(two.value))
            and not two.is_guess
        ):
            found.ask(
                _("“%(title)s” is given twice and differently: %(one)s and %(other)s.")
                % {"title": twin.title.any, "one": one.address, "other": two.address},
                subject, items=[twin], address=two.address,
            )  # fmt: skip
    for one in other.people:
        if not any(p.name == one.name for p in twin.people):
            twin.people.append(one)


def _chairs(found):
    """The chair of a heading that is no block is that of each item that has none of its own."""
    for item in found.items:
        if item.kind.value == SUB_FORUM or item.has_chair:
            continue
        present = {one.name for one in item.people}
        item.people += [one for one in item.chairs if one.name not in present]


# --- Times ---------------------------------------------------------------------------------------


def _days(found):
    for item in found.items:
        if not item.day.value and item.parent is not None:
            item.day = item.parent.day
    forums = defaultdict(list)
    for item in found.items:
        if item.parent is not None:
            forums[id(item.parent)].append(item)
    for item in found.items:
        if not item.day.value and forums[id(item)]:
            item.day = forums[id(item)][0].day


def _spans(found):
    """A sub-forum without hours lasts from its first talk to its last."""
    children = defaultdict(list)
    for item in found.items:
        if item.parent is not None:
            children[id(item.parent)].append(item)
    for forum in found.items:
        own = children[id(forum)]
        if forum.kind.value != SUB_FORUM or not own:
            continue
        starts = [item.start.value for item in own if item.start.value is not None]
        ends = [item.end.value for item in own if item.end.value is not None]
        if forum.start.value is None and starts:
            forum.start = guessed(min(starts), own[0].address)
            if forum.end.value is None and ends and max(ends) > min(starts):
                forum.end = guessed(max(ends), own[-1].address)
        if not forum.room.value:
            rooms = {item.room.value for item in own if item.room.value}
            if len(rooms) == 1:
                forum.room = guessed(rooms.pop(), own[0].room.address)


def _kinds(found):
    for item in found.items:
        if not item.kind.value:
            has_people = bool(item.people) or any(
                item in ask.items and "people" in ask.fields for ask in found.asks
            )
            in_forum = item.parent is not None
            item.kind = guessed(kinds.TALK if has_people or in_forum else kinds.OTHER, item.address)
