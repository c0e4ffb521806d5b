"""A line over the whole width: a heading, facts with labels, a day, a note."""

import re
from dataclasses import dataclass, field

from conference.program.office.meanings import (
    days,
    halves,
    jobs,
    kinds,
    names,
    people,
    places,
    texts,
    times,
    words,
)
from conference.program.office.meanings.texts import plain

_ROLE_OF = ("time", "venue", "room", "chair", "speaker", "panelist", "guests", "witness")
_LABEL = re.compile(
    r"(?:^|(?<=[\s,，;；。|()（）【\]】、]))(?:"
    + "|".join(f"(?P<{role}>{words.LABELS[role]})" for role in _ROLE_OF)
    + r")(?: ?\([^()\n]{0,12}\))? ?:",
    re.I,
)
_LABELS = "|".join((*words.LABELS.values(), words.TOPICS))
_TWO_LABELS = re.compile(
    rf"((?:^|(?<=[\s,，;；。|]))(?:{_LABELS})) ?[/(（ ] ?({_LABELS}) ?[)）]? ?(?=[:：])", re.I
)
_NOTE = re.compile(f"(?:{words.NOTES})", re.I)
_NAMED_FIRST = re.compile(
    r"(?:[【\[](?P<named>[^】\]]{1,30})[】\]]\s*|(?P<bare>[^\d:：，,。；;]{2,20}?)[\s:：]+)(?P<rest>\d{1,2} ?[:：点时].*)"
)
MOST_BEHIND = 40  # characters behind the hours of a line
_HOST = re.compile(r"host ?: ?", re.I)  # a unit, or who is in the chair
_HEADING_WORD = re.compile(f"(?:{words.HEADING_WORDS})", re.I)
_NUMBERED = re.compile(r"^(?:[(（]?\d{1,2}[.、．)）]|[•●▪■◆])\s*(?=\d{1,2}[:：点])")
_EDGE = " \t\n\u3000,，;；。、|"


@dataclass(slots=True)
class Line:
    """`facts`: [(label's role, its text)], in their order. `heading` is what stands before them."""

    text: str
    heading: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    day: days.DayText | None = None
    span: times.Span | None = None
    place: str = ""  # named without a label, behind a day
    minutes_each: int | None = None
    is_note: bool = False
    heads_forum: bool = False  # its hours are those of the sub-forum that it names

    @property
    def is_day(self):
        return self.day is not None and not self.facts and not self.heading


def read(text: str, half: str = "") -> Line:
    text = _TWO_LABELS.sub(_first_label, _NUMBERED.sub("", text.strip()))
    line = Line(text)
    clean = plain(text)
    if _NOTE.match(clean.lstrip("（( *★☆●•")) and not kinds.is_sub_forum(text):
        line.is_note = True
        return line
    if (host := _HOST.match(clean)) and jobs.has_unit(text[host.end() :]):
        line.is_note = not are_people(text[host.end() :])
        if line.is_note:
            return line
    marks = list(_LABEL.finditer(clean))
    if marks:
        line.heading = _unopened(text[: marks[0].start()])
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            role = next(name for name in _ROLE_OF if mark[name])
            value = text[mark.end() : following.start() if following else None].strip(_EDGE)
            if value:
                line.facts.append((role, _unclosed(value)))
        if line.heading:
            _take_bracket(line)
            _take_behind(line)
            _take_day(line, half)
        return line
    line.heading = text
    is_heading = kinds.section(text) is not None and not places.is_place(text.split("（")[0])
    if kinds.is_sub_forum(text) or is_heading:
        _take_bracket(line)
        _take_behind(line)
    if times.is_each(text):
        line.minutes_each, _rest = times.read_minutes(text)
        if line.minutes_each:
            line.heading = ""
            return line
    _take_day(line, half)
    return line


def turned(text: str) -> str:
    """A line with its hours behind its name as others have it: 【午餐】12:00-13:00 教工食堂 is
    12:00-13:00 午餐（教工食堂）.
    """
    found = _NAMED_FIRST.match(text.strip())
    if not found:
        return text
    name, rest = (found["named"] or found["bare"]).strip(), found["rest"]
    span = times.read(rest)
    behind = span.rest
    if span.end is None or len(behind) > MOST_BEHIND or not rest.endswith(behind):
        return text
    if kinds.is_sub_forum(name) or (days.read(name).half and not kinds.of_title(name)):
        return f"{name} {rest}"
    if not (found["named"] or kinds.of_title(name) or (behind and are_people(behind))):
        return text
    behind = f"（{behind}）" if places.is_place(behind) else f" {behind}"
    return f"{rest.removesuffix(span.rest).strip()} {name}{behind}".strip()


def _first_label(found):
    """主持人 Chair： is 主持人：."""
    return found[1] if texts.has_chinese(found[1]) != texts.has_chinese(found[2]) else found[0]


def _take_bracket(line):
    """Hours and a place that a heading gives in brackets, without labels."""
    heading, sign, inner = re.sub("（", "(", line.heading).rpartition("(")
    if not sign:
        return
    if facts := _hours_and_place(inner.strip("）) "), places.is_place):
        line.heading = line.heading[: len(heading)].strip(_EDGE)
        line.facts[:0] = facts
        line.heads_forum = kinds.is_sub_forum(line.heading) and _has_hours(facts)


def _hours_and_place(text, is_place):
    """[(role, text)] of a text that is nothing else; [] for any other."""
    facts = []
    for part, _sign in texts.split(text, ",，;；、"):
        span = times.read(part)
        if span.start is not None and (not span.rest or is_place(span.rest)):
            facts.append(("time", part))
            facts += [("room", span.rest)] if span.rest else []
        elif is_place(part):
            facts.append(("room", part))
        else:
            return []
    return facts


def _has_hours(facts):
    return any(role == "time" for role, _text in facts)


def _take_behind(line):
    """What a sub-forum's line says behind its name: 分论坛一 14:00-16:00 一号厅, A组：张样例、李示."""
    if (line.facts and _has_hours(line.facts)) or not kinds.is_sub_forum(line.heading):
        return
    behind = kinds.behind_name(line.heading)
    name, rest = line.heading[: len(line.heading) - len(behind)], behind.strip(_EDGE + ":：-—")
    is_titled = behind.lstrip()[:1] in (":", "：") and not kinds.is_group(line.heading)
    facts = [] if is_titled else _hours_and_place(rest, places.is_room_alone)
    for gap in re.finditer(r"[\s,，;；]+", "" if facts else rest):
        facts = _hours_and_place(rest[gap.end() :], places.is_room_alone)
        if _has_hours(facts):
            name = line.heading[: line.heading.index(rest) + gap.start()]
            break
        facts = []
    if not facts and behind.lstrip()[:1] in (":", "：") and kinds.is_group(line.heading):
        facts = [("member", rest)] if are_people(rest) else []
    if facts:
        line.heading, line.facts[:0] = name.strip(_EDGE + ":："), facts
        line.heads_forum = _has_hours(facts)


def are_people(text: str) -> bool:
    """Whether a text is names, with nothing left over."""
    found = people.read(text)
    is_sure = all(names.likeness(one.name) == names.SURE for one in found.people)
    return found.is_clean and not found.unknown and is_sure


def _take_day(line, half):
    """A day, and what may stand with it: hours, a place, a heading."""
    read_day = days.read(line.heading)
    if read_day.names_a_day and not _is_narrative(line.heading):
        span = times.read(read_day.rest, half or _hours(read_day.half))
        rest = span.rest if span.start is not None else read_day.rest
        rest = re.sub(r"[(（]\s*[)）]", " ", rest).strip(_EDGE + "()（）:：-—")
        line.day = read_day
        line.span = span if span.start is not None else None
        rest = texts.squeezed(rest)
        if not rest or read_day.is_alone or _HEADING_WORD.fullmatch(plain(rest)):
            line.heading = ""
        elif places.is_place(rest) and span.start is not None:
            line.heading, line.place = "", rest
        else:
            line.heading = rest
    elif read_day.half and read_day.is_alone:
        line.day, line.heading = read_day, ""
    elif _HEADING_WORD.fullmatch(plain(re.sub(r"\s", "", line.heading))):
        line.heading = ""


def _hours(half):
    return half if half in halves.HALVES else ""


def _is_narrative(text):
    return len(text) > 60 or bool(re.search(r"[。！]|举行|举办|召开|通知", text))


def _unopened(text):
    text = text.strip(_EDGE)
    return text.rstrip("（([【").rstrip(_EDGE) if text[-1:] in "（([【" else text


def _unclosed(text):
    for opening, closing in ("()", "（）", "[]", "【】"):
        while text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1].rstrip(_EDGE)
    return text
