"""Lines that say what an item is about: 圆桌论坛, then 主题：开放数据, then who takes part."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.program.office.meanings import kinds, lines, titles, words
from conference.program.office.meanings.texts import plain
from conference.program.office.meanings.titles import Title

_LABELLED = re.compile(rf"(?:{words.TOPICS})\s*:\s*(?=\S)", re.I)
_NUMBERED = re.compile(
    r"(?:议题|话题|题目|topic|question)\s*(?:[一二三四五六七八九十]|\d{1,2})(?!\d)", re.I
)
_PART = re.compile(
    r"第?[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）]|第?[A-Z一二三四五六七八九十\d]{1,2}组"
)
MAX_TOPIC = 60  # characters
LOOKED_AT = 6  # rows below a topic


def labelled(text: str) -> str:
    """What stands behind 主题：; '' for another line."""
    found = _LABELLED.match(plain(text))
    return text[found.end() :].strip() if found else ""


def is_one(text: str) -> bool:
    """Whether a line without a label may be a topic, and heads no part of the program."""
    if len(text) > MAX_TOPIC or text.endswith(("。", "！", "!", ".", ":", "：")):
        return False
    if _NUMBERED.match(plain(text)):
        return True
    is_heading = kinds.is_sub_forum(text) or kinds.section(text) is not None
    return not (is_heading or _PART.match(text) or kinds.of_title(text))


def heads_people(walk, is_people) -> bool:
    """Whether people stand below the line that is read, perhaps below one more topic.

    `is_people(line)`: whether a line names some.
    """
    topics = 0
    for row in walk.grid.rows[walk.at + 1 : walk.at + LOOKED_AT]:
        filled = row.filled()
        if not filled:
            continue
        line = lines.read(filled[0].text, walk.half)
        if row.table is not None or row.is_hidden or line.day or line.is_note:
            return False
        if is_people(line):
            return True
        topics += 1
        if topics > 1 or line.facts or walk.timed(line.text) or not is_one(line.text):
            return False
    return False


def onto(item, text: str, *, is_guess: bool) -> bool:
    """Whether a title that only says what the item is, takes its topic: 圆桌论坛：开放数据."""
    title = item.title
    if not kinds.is_bare(title.any) or _NUMBERED.match(plain(text)):
        return False
    item.title = _joined(title, titles.read(text), is_guess=is_guess)
    return True


def _joined(title, topic, *, is_guess):
    zh, en = title.zh, title.en
    if topic.zh:
        zh = f"{zh}：{topic.zh}" if zh else topic.zh
    if topic.en and en:
        en = f"{en}: {topic.en}"
    elif topic.en and zh and not topic.zh:
        zh = f"{zh}：{topic.en}"
    elif topic.en:
        en = topic.en
    return Title(zh, en, is_guess=is_guess or topic.is_guess)


def line_of(walk, line, cell) -> bool:
    """Whether a line with 主题： was read, apart from one right below an item: that of the whole
    event or of a sub-forum, or one between talks, which stay where they are.
    """
    topic = labelled(line.heading)
    if not topic:
        return False
    forum = walk.block.forum
    if forum is not None and not walk.block.has_rows and onto(forum, topic, is_guess=False):
        return True
    if walk.items:
        walk.found.leave(line.heading, cell.address, _("a topic that no item takes"))
    return True


def begins_item(walk, line, cell, row) -> bool:
    """Whether a topic below its hours alone was read as an item: 9:20-10:00, then 题目：目录."""
    moment, walk.hours_alone = walk.hours_alone, None
    topic = labelled(line.heading)
    if moment is None or not topic:
        return False
    walk.text_item(cell, line.text[line.text.index(topic) :], row, moment)
    return True


def without(line):
    """A line without its topic, for what stands behind it."""
    return replace(line, heading="", text=line.text[len(line.heading) :].strip())
