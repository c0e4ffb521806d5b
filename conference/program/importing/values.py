"""Single values of a file as Python's: texts, numbers, moments. None or '' for what is none."""

import re
import uuid
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError

from conference.bilingual import RENDERING, Text
from conference.models import WEB_ADDRESS
from conference.people.pinyin import is_chinese
from conference.program.importing.limits import MAX_MINUTES, MAX_NUMBER
from conference.program.release.texts import plain

SAMPLE = 1_000  # characters of a text, which tell its language


_SPACES = re.compile("[ \t\n\r\f\v]+")


def one_line(text: str) -> str:
    """A text in one line; spaces that hold a name or a number together stay what they are."""
    return _SPACES.sub(" ", text).strip()


def line(value, length: int) -> str:
    """A short text in one line."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return one_line(plain(str(value)[:10_000]))[:length]


def number(value) -> int | None:
    """A positive number that the database can keep."""
    text = line(value, 20)
    if text.isascii() and text.isdecimal() and 0 < int(text) <= MAX_NUMBER:
        return int(text)
    return None


def guid(value) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def made_guid(*parts: str) -> uuid.UUID:
    """The guid of something that has none: the same for the same parts, in every import."""
    return uuid.uuid5(uuid.NAMESPACE_URL, ":".join(parts))


def moment(value) -> datetime | None:
    """An ISO moment with its time of day, aware or not."""
    try:
        if not isinstance(value, str) or len(value.strip()) <= len("2026-05-20"):
            return None
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    # Beyond these years are typing errors, and moments that no zone can be asked about.
    return found if 1970 <= found.year <= 2200 else None


def day(value) -> date | None:
    """The calendar day that an ISO date or moment names, in its own offset."""
    try:
        found = date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and 1970 <= found.year <= 2200 else None


def day_alone(value) -> date | None:
    """The day of a value that names nothing else: not that of '2026-05-20T99:00'."""
    return day(value) if isinstance(value, str) and len(value.strip()) == 10 else None


def clock(value) -> timedelta | None:
    """The time since midnight: '9:30', '09:30:00', and '25:30' for half past one at night."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?", line(value, 20))
    if not found or int(found[1]) > 47 or int(found[2]) > 59:
        return None
    return timedelta(hours=int(found[1]), minutes=int(found[2]))


def minutes(value, *, with_seconds: bool = False) -> int | None:
    """A duration. Three parts are days, hours, minutes (pretalx, EventFahrplan), or hours, minutes,
    seconds in a file that writes its durations so (`with_seconds`). A bare number is minutes.
    """
    text = line(value, 30)
    if text.isascii() and text.isdecimal():
        found = int(text)
    elif iso := re.fullmatch(r"P(?:([0-9]{1,2})D)?T?(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?", text):
        if not any(iso.groups()):
            return None
        days, hours, rest = (int(part or 0) for part in iso.groups())
        found = (days * 24 + hours) * 60 + rest
    else:
        parts = text.split(":")
        if len(parts) not in (2, 3) or not all(re.fullmatch("[0-9]{1,4}", p) for p in parts):
            return None
        whole = [int(part) for part in parts]
        if len(whole) == 3 and with_seconds:
            whole.pop()
        days = whole.pop(0) if len(whole) == 3 else 0
        if whole[1] > 59:
            return None
        found = (days * 24 + whole[0]) * 60 + whole[1]
    return found if found <= MAX_MINUTES else None


def words(text: str) -> str:
    """For comparing: what a feed carries of a text in one line."""
    return " ".join(plain(text).split())


def has_three_parts(value) -> bool:
    return line(value, 30).count(":") == 2


def link(value) -> str:
    """A web address; '' for anything else."""
    text = line(value, 2_000)
    try:
        WEB_ADDRESS(text)
    except ValidationError:
        return ""
    return text if len(text) <= 1_000 else ""


def is_empty(value) -> bool:
    """An opt-out that says no, a recording without content: nothing is lost without it."""
    inner = value.values() if isinstance(value, dict) else [value]
    return all(item in (None, "", 0, False, "false", [], {}) for item in inner)


def is_true(value) -> bool:
    return line(value, 10).lower() in ("true", "yes", "1") or value is True


def side_of(text: str) -> str:
    """The side of a bilingual text that a text of the file belongs to.

    A Chinese character says about as much as three letters: 'AI赋能' is Chinese, 'On 仁 (ren)' not.
    """
    if text.isascii():
        return "en"
    opening = text[:SAMPLE]
    chinese = sum(map(is_chinese, opening))
    return "zh" if chinese * 3 > sum(c.isascii() and c.isalpha() for c in opening) else "en"


def is_rendering(value) -> bool:
    """Whether our own feeds marked a text or name as a rendering of ours."""
    return isinstance(value, str) and value.rstrip().endswith(RENDERING)


def sided(text: str) -> Text:
    """A text on the side that its letters tell."""
    return Text(**{side_of(text): text}) if text else Text()
