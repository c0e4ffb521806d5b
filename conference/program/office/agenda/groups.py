"""Sub-forums and groups that are at once: the item above whose hours they share (14:00-15:30
分组讨论, then A组：张样例、李示), and where the last of them ends.
"""

from conference.program.office.agenda import below
from conference.program.office.agenda.items import guessed
from conference.program.office.meanings import kinds, lines, people, words

_APART = {*words.KINDS_APART, "sign-in"}
_HOLDS = {"discussion", kinds.PANEL, kinds.SUB_FORUM, ""}


def holder_of(walk, text: str):
    """The item above a sub-forum that begins: as its words say, or as a group follows it."""
    if walk.block.forum is not None:
        holder = walk.block.forum.holder
        return holder if holder and holder.day.value == walk.day.value else None
    last = walk.items[-1] if walk.items and walk.block.has_rows else None
    if last is None or last.start.value is None or last.kind.value in _APART or last.parent:
        return None
    if last.day.value != walk.day.value:
        return None
    may_hold = last.kind.value in _HOLDS or (last.kind.is_guess and not last.people)
    is_one = kinds.is_group(text) and may_hold
    return last if is_one or kinds.is_held_in_groups(last.title.any) else None


def named(walk, line, cell, row) -> bool:
    """Whether a line is a group with a name and its people, below an item that is held in groups:
    文学组：张样例、李示.
    """
    name, rest = kinds.named_group(line.heading)
    if not name or line.facts or not lines.are_people(rest):
        return False
    holder = holder_of(walk, name)
    if holder is None or not kinds.is_held_in_groups(holder.title.any):
        return False
    below.close(walk)
    walk.begin(name, cell.address)
    begun(walk, row)
    add(walk, "", rest, cell.address)
    return True


def begun(walk, row) -> None:
    """A line that heads a sub-forum was read: what stands below it may be its people."""
    if row.table is None and walk.block.forum is not None and not walk.block.has_rows:
        below.close(walk)
        walk.below = below.Below(walk.block.forum, walk, "")


def add(walk, role: str, text: str, address: str) -> bool:
    """People onto the sub-forum whose head is being read; False where none is."""
    forum = walk.block.forum
    if forum is None or walk.block.has_rows:
        return False
    if walk.below is not None and walk.below.item is forum:
        walk.below.add(people.read(text), role, text, address, is_sure=True)
        return True
    own = below.Below(forum, walk, "")
    own.add(people.read(text), role, text, address, is_sure=True)
    own.finish()
    return True


def leave(walk, item, *, is_forum: bool):
    """The block of an item that begins: out of a sub-forum of which it is no part."""
    block = walk.block
    if block.forum and (is_forum or _is_outside(block, item)):
        walk.block = type(block)()
    return walk.block


def _is_outside(block, item):
    forum = block.forum
    if forum.day.value and item.day.value and forum.day.value != item.day.value:
        return block.has_rows
    is_filled = block.has_rows or forum.people or forum.room.value
    if block.end is not None and item.start.value is not None:
        is_apart = item.kind.value in _APART
        return item.start.value >= block.end and bool(is_filled or is_apart)
    if forum.holder and not block.has_rows:
        return bool(is_filled) and _is_later(forum.holder, item)
    return bool(
        block.has_rows and block.end is None and item.kind.value in ("meal", "photo", "sign-in")
    )


def _is_later(holder, item):
    """Whether what begins below a group follows the item that is held in groups: nobody gives talks
    in a discussion.
    """
    is_talk = item.kind.value in (kinds.TALK, kinds.KEYNOTE)
    is_of_it = is_talk and holder.kind.value not in ("discussion", kinds.PANEL)
    return not is_of_it and (item.start.value or 0) > holder.start.value


def settle(found) -> None:
    """One without hours, in which nothing has any, has those of what holds it."""
    timed = {
        id(item.parent) for item in found.items if item.parent and item.start.value is not None
    }
    for forum in found.items:
        holder = forum.holder
        if holder is None or id(forum) in timed:
            continue
        if forum.start.value is None:
            forum.start = guessed(holder.start.value, holder.start.address)
        is_its = forum.start.is_guess and forum.end.value is None
        if is_its and holder.end.value is not None:
            forum.end = guessed(holder.end.value, holder.end.address)
