"""A line over the whole width: a heading, facts with labels, a day, a note."""

import re
from dataclasses import dataclass, field

from conference.program.office.meanings import days, kinds, places, texts, times, words
from conference.program.office.meanings.texts import plain

_ROLE_OF = ("time", "venue", "room", "chair", "speaker", "panelist", "guests", "witness")
_LABEL = re.compile(
    r"(?:^|(?<=[\s,，;；。|(（【\]】、]))(?:"
    + "|".join(f"(?P<{role}>{words.LABELS[role]})" for role in _ROLE_OF)
    + r")(?: ?\([^()\n]{0,12}\))? ?:",
    re.I,
)
_LABELS = "|".join((*words.LABELS.values(), words.TOPICS))
_TWO_LABELS = re.compile(
    rf"((?:^|(?<=[\s,，;；。|]))(?:{_LABELS})) ?[/(（ ] ?({_LABELS}) ?[)）]? ?(?=[:：])", re.I
)
_NOTE = re.compile(f"(?:{words.NOTES})", re.I)
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
            _take_day(line, half)
        return line
    line.heading = text
    is_heading = kinds.section(text) is not None and not places.is_place(text.split("（")[0])
    if kinds.is_sub_forum(text) or is_heading:
        _take_bracket(line)
    if times.is_each(text):
        line.minutes_each, _rest = times.read_minutes(text)
        if line.minutes_each:
            line.heading = ""
            return line
    _take_day(line, half)
    return line


def _first_label(found):
    """主持人 Chair： is 主持人：."""
    return found[1] if texts.has_chinese(found[1]) != texts.has_chinese(found[2]) else found[0]


def _take_bracket(line):
    """Hours and a place that a heading gives in brackets, without labels."""
    heading, sign, inner = re.sub("（", "(", line.heading).rpartition("(")
    if not sign:
        return
    parts = [part for part, _s in texts.split(inner.strip("）) "), ",，;；、")]
    facts = []
    for part in parts:
        span = times.read(part)
        if span.start is not None and not span.rest:
            facts.append(("time", part))
        elif places.is_place(part):
            facts.append(("room", part))
    if parts and len(facts) == len(parts):
        line.heading = line.heading[: len(heading)].strip(_EDGE)
        line.facts[:0] = facts


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
    return half if half in ("am", "pm", "eve") else ""


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
