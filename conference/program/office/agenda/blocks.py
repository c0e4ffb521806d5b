"""Blocks: a heading with the items below it (开幕式, 主旨报告, a part with a chair) is one session
that holds them; so is a row whose hours the next rows divide.
"""

import re
from collections import defaultdict

from conference.program.office.agenda.items import Item
from conference.program.office.meanings import kinds, texts, titles, words
from conference.program.office.reading import Read

_CEREMONY = re.compile(
    r"开幕|闭幕|典礼|仪式|签约|揭牌|颁奖|启动|opening|closing|ceremony|awards?", re.I
)
# What only says when or where: its chair is that of each item.
_NO_NAME = re.compile(
    r"(?:第?[一二三四五六七八九十\d]*\s*)?(?:上|下)半场|上午|下午|晚上|主会场|大会|平行论坛|分论坛|全天|"
    r"(?:first|second) half|(?:morning|afternoon|evening)(?: session)?|parallel sessions?",
    re.I,
)
_PAUSES = {*words.KINDS_APART, "sign-in"}
_OF_SECTION = {"keynote": kinds.KEYNOTE, "address": "address", "panel": kinds.PANEL}
DIVIDED = {"ceremony", kinds.KEYNOTE, "address", kinds.PANEL}  # kinds of rows that may be blocks


def make(found) -> None:
    """A session for each heading that is one, above its items in `found.items`; it has the chair
    of all of them, and the room. Its hours are those of its items, or what the heading says.
    """
    groups: dict = defaultdict(list)
    for item in found.items:
        if item.heading is not None and item.parent is None and item.kind.value != kinds.SUB_FORUM:
            groups[id(item.heading), item.day.value].append(item)
    for items in groups.values():
        members = _members(items)
        if members and (block := _block(items[0].heading, members)):
            found.items.insert(found.items.index(members[0]), block)


def _members(items):
    """Those that are part of it: what leads out of it is not, nor what is somewhere else."""
    while items and items[-1].kind.value in _PAUSES:
        items = items[:-1]
    real = [item for item in items if item.kind.value not in _PAUSES]
    rooms = {item.room.value for item in real if item.room.value}
    if len(rooms) > 1 or len({item.seat for item in items}) > 1:
        return []
    return [item for item in items if not item.room.value or item.room.value in rooms]


def _block(heading, members):
    title = titles.read(heading.title)
    real = [item for item in members if item.kind.value not in _PAUSES]
    name = " ".join(texts.plain(title.any).split())
    if not name or _NO_NAME.fullmatch(name):
        return None
    if any(texts.key(item.title.any) == texts.key(name) for item in members):
        return None
    is_ceremony = bool(_CEREMONY.search(name))
    is_whole = heading.is_named and (is_ceremony or heading.kind in _OF_SECTION)
    chairs = _common_chairs(real)
    if not (is_whole or chairs) or len(real) < (1 if is_ceremony else 2):
        return None
    kind = "ceremony" if is_ceremony else _OF_SECTION.get(heading.kind, kinds.OTHER)
    block = Item(heading.address, title, Read(kind, heading.address), members[0].table)
    block.is_heading = True
    block.day, block.half, block.seat = members[0].day, members[0].half, members[0].seat
    block.room = next((item.room for item in real if item.room.value), block.room)
    _hours(block, heading, members)
    if chairs:
        block.people = list(chairs)
    for item in members:
        item.parent = block
        if chairs:
            item.chairs = []
    return block


def _common_chairs(real):
    """The chairs of all, where they are the same; [] where halves have their own."""
    lists = [item.chairs for item in real]
    return lists[0] if lists and all(one is lists[0] for one in lists) else []


def _hours(block, heading, members):
    starts = [item.start for item in members if item.start.value is not None]
    ends = [item.end for item in members if item.end.value is not None]
    if starts and len(ends) == len(starts):
        block.start = min(starts, key=lambda read: read.value)
        block.end = max(ends, key=lambda read: read.value)
    elif not starts and heading.hours != (None, None):
        start, end = heading.hours
        block.start, block.end = Read(start, heading.address), Read(end, heading.address)


def is_divided(block: Item, item: Item, *, is_first: bool) -> bool:
    """Whether `item` is a part of the hours of a row that nobody gives: 9:00-10:00 开幕式, then
    9:00-9:20 致辞. `is_first`: the parts begin where the whole does.
    """
    if block.kind.value not in DIVIDED or item.kind.value == kinds.SUB_FORUM:
        return False
    if any(one.role.value != "chair" for one in block.people) or block.is_cancelled:
        return False
    if item.room.value and item.room.value != block.room.value:
        return False
    return not is_first or item.start.value == block.start.value
