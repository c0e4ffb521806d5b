"""A cell that holds a whole session: its title, who gives it, and perhaps its own time."""

import re
from dataclasses import dataclass, field, replace

from conference.program.office.meanings import jobs, kinds, names, people, times
from conference.program.office.meanings.people import People
from conference.program.office.meanings.texts import has_chinese, tail_bracket

_COLON = re.compile(r"[:：]\s*")
_DASH = re.compile(r"\s+[-–—]+\s+|\s*——+\s*|\t+|\s{2,}|\u3000+|\s*[|｜]\s*")


@dataclass(slots=True)
class Slot:
    title: str
    people: People = field(default_factory=People)
    span: times.Span | None = None
    is_guess: bool = False  # where the title ends


def read(text: str, half: str = "", *, is_title: bool = False) -> Slot:
    """`is_title`: names have a column of their own, so that only those behind 主持人： leave it."""
    text = text.strip()
    parts = people.by_role(text)
    slot = Slot(parts[0][1] if parts and not parts[0][0] else "")
    if not is_title:
        span = times.read(slot.title.split("\n")[0], half)
        if span.start is not None and span.end is not None and span.rest != slot.title:
            _first, _line, rest = slot.title.partition("\n")
            left = "\n".join(filter(None, (span.rest, rest)))
            # Hours alone where a title should stand are all that it is called.
            slot.span, slot.title = (span, left) if left.strip() else (None, slot.title)
    if slot.title != text and any(role for role, _part in parts):
        labelled = people.read(
            text[text.find(slot.title) + len(slot.title) :] if slot.title else text
        )
        slot.title = re.sub(r"[(（\[【]\s*$", "", slot.title).strip(" \n,，;；、")
        if labelled.people or labelled.unknown:
            slot.people = labelled
        head = re.split(r"[:：]", text, maxsplit=1)[0]
        if not slot.title and kinds.of_title(head):
            slot.title = head  # 致辞：张样例
    if not is_title and not any(
        not person.role or person.role != "chair" for person in slot.people.people
    ):
        _speakers(slot)
    elif is_title:
        _given_at(slot, *tail_bracket(slot.title))
    return slot


def _speakers(slot):
    for attempt in (_lines, _bracket, _head, _tail, _inside):
        if attempt(slot):
            return


def _take(slot, title, written, *, may_be_labelled=False):
    found = people.read(written)
    if not _is_sure(found, may_be_labelled=may_be_labelled):
        return False
    if _is_topic(title, found):
        slot.people.unknown.append(written)
        return False
    slot.title = title.strip(" \n,，;；、:：-—")
    slot.people = People(
        [*found.people, *slot.people.people],
        [*slot.people.unknown, *found.unknown],
        slot.people.left,
        slot.people.doubts | found.doubts,
        found.labels,
    )
    return True


def _is_topic(title, found):
    """Panel: Open Data: nobody makes a panel alone, so that a bare name is what it is about."""
    kind = kinds.of_title(title.strip(" \n,，;；、:：-—"))
    [one, *others] = found.people or [None]
    is_one = one is not None and not (others or found.unknown or one.has_job or one.role)
    return is_one and kind is not None and kind.name == kinds.PANEL and kinds.is_bare(title)


def _is_sure(found, *, may_be_labelled=False):
    """`may_be_labelled`: names under 正方： are sure, and it is asked what they do."""
    if found.unknown and not found.people and not found.left:
        return True
    is_clean = found.is_clean or (may_be_labelled and found.people and not found.left)
    return bool(is_clean) and all(names.likeness(one.name) == names.SURE for one in found.people)


def _lines(slot):
    """The title on the first lines, its people on the last ones."""
    lines = [line for line in slot.title.split("\n") if line.strip()]
    for cut in range(1, len(lines)):
        title, rest = "\n".join(lines[:cut]), "\n".join(lines[cut:])
        if not has_chinese(rest) and has_chinese(title) and not people.read(rest).people:
            continue
        found = people.read(rest)
        if _is_sure(found, may_be_labelled=True) and (
            len(found.people) > 1
            or has_chinese(rest)
            or not found.people
            or found.people[0].has_job
            or len(lines) == 2
        ):
            return _take(slot, title, rest, may_be_labelled=True)
    return False


def _bracket(slot):
    base, inner = tail_bracket(slot.title)
    if not inner or "\n" in base[-1:]:
        return False
    if _take(slot, base, inner):
        return True
    return _given_at(slot, base, inner)


def _given_at(slot, base, inner):
    """开幕式（示例大学校长张样例致辞）, 闭幕式（总结讲话：张样例）: who does what at it."""
    if not kinds.of_title(base):
        return False
    given = Slot(inner)
    if not (_head(given) or _inside(given)) or not kinds.of_title(given.title):
        return False
    slot.title = base
    slot.people = People([*given.people.people, *slot.people.people], doubts=slot.people.doubts)
    return True


def _head(slot):
    """致辞：张样例 校长, and "Alice Sample: Maps and Models"."""
    mark = _COLON.search(slot.title)
    if not mark or "\n" in slot.title[: mark.start()]:
        return False
    head, rest = slot.title[: mark.start()], slot.title[mark.end() :]
    for gap in _DASH.finditer(rest):  # 报告1：题目  张样例
        title, people_behind = rest[: gap.start()], rest[gap.end() :]
        is_title = not jobs.is_job(title) and names.likeness(title.strip()) == names.NO
        if is_title and _take(slot, slot.title[: mark.end()] + title, people_behind):
            return True
    if kinds.of_title(head) and not kinds.is_sub_forum(head) and _take(slot, head, rest):
        return True
    found = people.read(head)
    if _is_sure(found) and len(found.people) == 1 and (has_chinese(head) or len(head.split()) > 1):
        return _take(slot, rest, head)
    return False


def _tail(slot):
    """The title and its speaker in one line, with a wide gap or a dash between."""
    if "\n" in slot.title:
        return False
    for mark in _DASH.finditer(slot.title):
        title, rest = slot.title[: mark.start()], slot.title[mark.end() :]
        if title.strip() and rest.strip() and _take(slot, title, rest.replace("\t", " ")):
            slot.is_guess = True
            return True
    for mark in re.finditer(r" ", slot.title):
        title, rest = slot.title[: mark.start()], slot.title[mark.end() :]
        found = people.read(rest)
        if has_chinese(rest) and _is_sure(found) and all(_has_job(o, rest) for o in found.people):
            return bool(found.people) and _take(slot, title, rest)
    return _behind_comma(slot) or _name_behind(slot) or _name_before(slot)


def _has_job(one, text):
    """Whether what stands beside the name is a job: 目录 in 目录 王例 is more of the title."""
    job = f"{one.organization}{one.title}"
    return bool(job) and (jobs.is_job(job) or text.startswith(one.name) or not has_chinese(job))


def _behind_comma(slot):
    """目录学与人工智能，李示，示例大学教授."""
    for mark in re.finditer(r"[，,]\s*", slot.title):
        title, rest = slot.title[: mark.start()], slot.title[mark.end() :]
        found = people.read(rest)
        is_title = len(title) > 3 and not jobs.is_job(title) and not people.read(title).people
        is_people = _is_sure(found) and bool(found.people) and has_chinese(rest)
        if is_title and is_people and all(one.has_job for one in found.people):
            slot.is_guess = True
            return _take(slot, title, rest)
    return False


def _name_behind(slot):
    """目录的用途 李示: a name alone behind a title is likely who gives it."""
    title, gap, rest = names.spaced(slot.title).rpartition(" ")
    title = title.strip()
    is_title = len(title) > 1 and names.likeness(title) != names.SURE
    if not (gap and is_title and has_chinese(title) and has_chinese(rest)):
        return False
    if jobs.is_job(title) or not _take(slot, title, rest):
        return False
    slot.people.people[0] = replace(slot.people.people[0], is_guess=True)
    slot.is_guess = True
    return True


def _name_before(slot):
    """王例 目录的用途: a name of its own before a title is likely who gives it."""
    name, gap, title = names.spaced(slot.title).partition(" ")
    title = title.strip()
    says_kind = bool(kinds.of_title(title))
    is_title = says_kind or (len(title) > 3 and not people.read(title).people)
    if not (gap and is_title and has_chinese(title) and has_chinese(name)):
        return False
    if names.likeness(name) != names.SURE or jobs.is_job(title):
        return False
    if not _take(slot, title, name):
        return False
    slot.people.people[0] = replace(slot.people.people[0], is_guess=True)
    slot.is_guess = True
    return True


def _inside(slot):
    """示例大学01校长张样例致辞: who does it stands before what it is."""
    found = re.fullmatch(
        r"(?:由)?(.+?)(?:作|做|致)?(?:致辞|讲话|发言|总结|欢迎辞|主旨报告|报告)", slot.title
    )
    read_people = people.read(found[1]) if found else None
    if read_people and _is_sure(read_people) and all(one.has_job for one in read_people.people):
        slot.people.people[:0] = read_people.people
        return bool(read_people.people)
    return False
