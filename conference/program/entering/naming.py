"""A conference of its own for a file: its name, place and days from the lines above the table."""

import re
from datetime import date

from django.utils.translation import gettext as _

from conference.chinese import has_chinese
from conference.models import ASCII_SLUG, Conference
from conference.program.entering.hosts import segments
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.values import side_of
from conference.program.office.meanings import days
from conference.program.office.reading import Reading

_BEHIND = re.compile(
    r"[\s（(\[【]*(?:(?<=[会坛])会议)?总?(?:议程|日程|议程表|日程表|安排|日程安排|议程安排|手册|"
    r"嘉宾名单|参会嘉宾名单(?:汇总)?|参会名单|名单|agenda|programme?|schedule|timetable)"
    r"[\s）)\]】]*(?:[（(\[【]?\s*(?:终稿|定稿|初稿|草案|征求意见稿|第?\d+稿|v\d+|final|draft)\s*[)）\]】]?)?\s*$",
    re.I,
)
_PLACE = re.compile(
    r"^\s*(?:会议|活动|举办|召开)?(?:地\s*点|场馆|venue|place|location)\s*[:：]\s*(.+)$", re.I
)
_HELD = re.compile(r"在\s*([^，。；在]{2,40}?)\s*(?:隆重)?(?:举行|召开|举办)")
_FACT = re.compile(r"^[^:：]{1,12}[:：]")
_DATED = re.compile(r"^\s*(?:\d{4}\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*")


def new_conference(reading: Reading, slug: str) -> Conference:
    """Unsaved; without days where the file names none with a year. Raises ImportRefused."""
    if not ASCII_SLUG.regex.search(slug) or len(slug) > 60:
        raise ImportRefused(
            _("“%(slug)s” is no short address: use lower-case letters, digits and hyphens.")
            % {"slug": slug}
        )
    names = names_of(reading)
    found = [date.fromisoformat(day) for day in reading.days if not day.startswith("--")]
    conference = Conference(slug=slug, **{f"name_{side}": name for side, name in names.items()})
    if not names:
        name = re.sub(r"\.\w{2,5}$", "", reading.file)
        name = re.sub(r"^\d+[_\-. ]+", "", name)[:300].strip() or slug
        setattr(conference, f"name_{side_of(name)}", name)
    if venue := venue_of(reading):
        setattr(conference, f"venue_{side_of(venue)}", venue)
    conference.starts_on = min(found, default=None)
    conference.ends_on = max(found, default=None)
    return conference


def names_of(reading: Reading) -> dict[str, str]:
    """{side: name} from the first lines that are one, in either language."""
    found: dict[str, str] = {}
    for line in reading.heading:
        name = name_in(line)
        if name:
            found.setdefault(side_of(name), name[:300])
    return found


def venue_of(reading: Reading) -> str:
    """From the first line that names a place, '' for none."""
    for line in reading.heading:
        for part in segments(line):
            if place := _PLACE.match(part):
                return place[1].strip()[:200]
        if (held := _HELD.search(line)) and not days.read(held[1]).is_alone:
            return held[1].strip()[:200]
    return ""


def name_in(line: str) -> str:
    """'示例研讨会' of '示例研讨会会议议程（终稿）'; '' for a line that names no event."""
    if _FACT.match(line):
        return ""
    text = _DATED.sub("", line).strip(" 　《》:：")
    while (shorter := _BEHIND.sub("", text)) != text:
        text = shorter.strip(" 　《》:：-—")
    if days.read(text).is_alone:
        return ""
    return text if len(text) >= (4 if has_chinese(text) else 8) else ""
