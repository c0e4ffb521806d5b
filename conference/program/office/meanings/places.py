"""What is a room, and what only the place of the whole event."""

import re

from conference.program.office.meanings import jobs, names, words
from conference.program.office.meanings.texts import HAN, first_language, plain, squeezed

_ROOM = re.compile(f"(?:{words.ROOM_WORDS})")
_ROOM_EN = re.compile(f"(?:{words.ROOM_WORDS_EN})", re.I)
_PLACE_WORD = re.compile(r"^(?:会场|会议室|教室|地点|场地|房间|地址|(?:room|venue|place|location)\b)\s*[:：]?\s*", re.I)  # fmt: skip
_ROOM_ZH_STRICT = re.compile(
    r"厅|室|楼|层|食堂|大堂|礼堂|馆|剧场|\d{3,4}|会场|门口|正门|酒店|宾馆|广场"
)
_ROOM_ENDS = re.compile(
    rf"(?:厅|会议室|教室|[室楼层]|礼堂|会场|\d{{3,4}})\s*[A-Za-z]?$|{words.ROOM_WORDS_EN}\s*\w{{0,4}}$",
    re.I,
)


def is_room_alone(text: str) -> bool:
    """Whether a text can hardly be a title: it ends as rooms do, 二号会议室, and not 智慧图书馆."""
    return is_place(text) and bool(_ROOM_ENDS.search(plain(text).strip()))


def is_place(text: str) -> bool:
    """Whether a text reads like a room: short, with a word for one."""
    clean = plain(text).strip()
    if (
        not clean
        or len(clean) > 40
        or (names.likeness(clean) == names.SURE and not _ROOM.search(clean))
    ):
        return False
    if jobs.ends_with_office(clean):
        return False
    return bool(_ROOM.search(clean) or _ROOM_EN.search(clean))


def is_unknown(text: str) -> bool:
    """Whether the place is to be said later: 待定, 会场待定, Room to be announced, Venue TBC."""
    return names.is_unknown(_PLACE_WORD.sub("", plain(text).strip()))


def is_room(text: str) -> bool:
    """A room, and not the venue alone: 示例大学01会议中心 is where the event is, 301 is a room."""
    return bool(_ROOM_ZH_STRICT.search(plain(text)) or _ROOM_EN.search(plain(text)))


def tidy(text: str) -> str:
    """One line; rooms on lines of their own are all meant."""
    text = first_language(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(is_place(line) for line in lines):
        return " + ".join(squeezed(line) for line in lines)
    text = squeezed(text)
    both = re.fullmatch(rf"([{HAN}\d（）()]+) ?[/|]? ?([A-Za-z][^{HAN}/|+&]*)", text)
    if both and is_room(both[1]) and is_room(both[2]):
        return both[1].strip()
    return text
