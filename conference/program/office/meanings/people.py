"""The people in a cell: 姓名 with 单位 and 职务 in any of the usual writings.

A cell is cut where a role begins (主持：), then by lines and signs into tokens. A token is a person,
a job (a unit, an office or both) or nobody yet; jobs go to the person beside them.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from conference.program.office.meanings import jobs, kinds, names, two_languages, words
from conference.program.office.meanings.one_person import (
    ROLES,
    Named,
    both,
    in_english,
    read_one,
    with_job,
    without_honor,
)
from conference.program.office.meanings.texts import has_chinese, plain, split

_LABEL = re.compile(
    r"(?:^|(?<=[\n;；,，、。()（）\s]))(?:"
    + "|".join(f"(?P<{role}>{words.LABELS[role]})" for role in ROLES)
    + r")\s*(?:\([^()\n]{0,12}\)|（[^（）\n]{0,12}）)?\s*[:：]",
    re.I,
)
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.、)）]|[①-⑳]|[•●▪■◆*·-]\s+)\s*")
_BEFORE_NAMES = re.compile(r"\s*([^:：,，、;；()（）]{1,40})(?:[:：]\s*(?=[^\s:：][^:：]*$))")
_OTHERS = re.compile(
    r"\s*等\s*(?:\d+|[一二三四五六七八九十两几多]+)?\s*[人位名]?$|,?\s+et al\.?$", re.I
)


@dataclass(slots=True)
class People:
    """`unknown`: texts that stand for somebody who is not named yet; `left`: not understood."""

    people: list[Named] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)
    labels: list[str] = field(default_factory=list)  # above some of them, and not understood: 正方

    @property
    def is_clean(self):
        return bool(self.people) and not self.left and not self.labels


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple:
    found = People()
    for role, part in by_role(text):
        _segment(part, role, found)
    lists = (found.people, found.unknown, found.left, found.labels)
    return (*map(tuple, lists), frozenset(found.doubts))


def read(text: str, units: str = "", offices: str = "") -> People:
    """`units` and `offices` are the texts of columns of their own beside the names."""
    people, unknown, left, labels, doubts = _read(names.spaced(text.strip()))
    found = People(list(people), list(unknown), list(left), set(doubts), list(labels))
    if units or offices:
        _join(found, units, offices)
    return found


def by_role(text: str) -> list[tuple[str, str]]:
    """[(role or '', the text under it)]: 主持：… 嘉宾：…"""
    marks = list(_LABEL.finditer(plain(text)))
    if not marks:
        return [("", text)]
    parts = [("", text[: marks[0].start()])]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        role = next(name for name in ROLES if mark[name])
        parts.append((ROLES[role], text[mark.end() : following.start() if following else None]))
    stripped = [(role, part.strip(" \u3000\n;；,，、")) for role, part in parts]
    return [(role, _unwrapped(part)) for role, part in stripped if part]


def _unwrapped(part):
    """Without a bracket that was opened before the role, or closes behind it."""
    opened, closed = len(re.findall(r"[(（]", part)), len(re.findall(r"[)）]", part))
    if closed > opened:
        return part.rstrip(")） ")
    return part.rstrip("(（ ") if opened > closed and part[-1] in "(（" else part


# --- A segment: lines of tokens -----------------------------------------------------------------


def _segment(text, role, found):
    people: list[Named] = []
    jobs_before: list[str] = []
    waiting: list[str] = []  # jobs on lines of their own
    stated = [part for part, _sign in split(text, "\n;；。|")]
    is_job_first = False  # "unit, name, unit, name": each job belongs to the name below it
    for chunk in stated:
        entries = _chunk(chunk, found)
        if entries and all(isinstance(entry, str) for entry in entries):
            job = ("、" if has_chinese(chunk) else ", ").join(entries)
            is_first = not people or (is_job_first and people[-1].has_job)
            (jobs_before if is_first else waiting).append(job)
            is_job_first = is_job_first or not people
            continue
        if waiting:
            _give(people, waiting, found)
            waiting = []
        for entry in entries:
            if isinstance(entry, str):
                people[-1] = with_job(people[-1], entry)
                continue
            if jobs_before and not entry.has_job:
                entry = with_job(entry, jobs_before.pop(0))
            people.append(entry)
    if waiting:
        _give(people, waiting, found)
    if jobs_before:
        found.left += jobs_before
    found.people += [replace(person, role=person.role or role) for person in people]


def _give(people, waiting, found):
    waiting = two_languages.paired("\n".join(waiting))
    bare = [n for n, person in enumerate(people) if not person.has_job]
    if len(bare) == len(waiting):
        for n, job in zip(bare, waiting, strict=True):
            people[n] = with_job(people[n], job)
    elif len(waiting) == 1 and len(bare) > 1:
        for n in bare:
            people[n] = replace(with_job(people[n], waiting[0]), is_guess=True)
        found.doubts.add("units")
    else:
        for job in waiting:
            people[-1] = with_job(people[-1], job)
        if len(bare) > 1:
            found.doubts.add("units")


# --- A chunk: tokens between 、 and ， -----------------------------------------------------------------


def _chunk(chunk, found):
    """People, and jobs as texts, in their order."""
    chunk = _NUMBERED.sub("", chunk)
    if labelled := _labelled(chunk, found):
        return labelled
    chunk, english, is_guess = two_languages.parts(chunk)
    entries = _entries(chunk, found)
    if not english or not entries:
        return entries
    if isinstance(entries[-1], str):
        return [*entries[:-1], f"{entries[-1]}{two_languages.SIGN}{english}"]
    is_guess = is_guess or len(entries) > 1
    return [*entries[:-1], in_english(entries[-1], english, is_guess=is_guess)]


def _labelled(chunk, found):
    """示例大学：张样例、李示 are both of it; 正方：张样例 says something else of them, to be asked.
    [] where no label stands before names.
    """
    mark = _BEFORE_NAMES.match(chunk)
    if not mark or names.likeness(without_honor(mark[1])) == names.SURE:
        return []
    label, given = mark[1].strip(), People()
    entries = _entries(chunk[mark.end() :], given)
    is_known = entries and not (given.left or given.unknown)
    if not is_known or not all(isinstance(one, Named) and _is_sure(one) for one in entries):
        return []
    found.doubts |= given.doubts
    if jobs.is_job(label) and not kinds.is_group(label):
        return [one if one.has_job else with_job(one, label) for one in entries]
    found.labels.append(label)
    return [replace(one, is_guess=True) for one in entries]


def _is_sure(person):
    return names.likeness(person.name) == names.SURE


def _entries(chunk, found):
    if _OTHERS.search(chunk) and names.likeness(_OTHERS.sub("", chunk).strip()) != names.NO:
        chunk = _OTHERS.sub("", chunk)
        found.doubts.add("others")
    if names.is_unknown(chunk):
        found.unknown.append(chunk)
        return []
    tokens = split(chunk, "、，,")
    tokens = _several(tokens)
    entries: list[Named | str] = []
    for n, (token, sign) in enumerate(tokens):
        token = _OTHERS.sub("", token) if n == len(tokens) - 1 else token
        if names.is_unknown(token):
            found.unknown.append(token)
            continue
        person = read_one(token, found.doubts)
        has_person = any(isinstance(entry, Named) for entry in entries)
        is_closed = bool(n) and tokens[n - 1][0].endswith((")", "）"))  # her job is complete
        if person and sign and not (is_closed and names.likeness(person.name) == names.SURE):
            person = person if _is_new_person(person, token, entries, tokens[n + 1 :]) else None
        if person:
            entries.append(person)
        elif has_person:
            previous = max(k for k, entry in enumerate(entries) if isinstance(entry, Named))
            entries[previous] = _continued(entries[previous], token, sign)
        elif jobs.is_job(token) or (names.likeness(token) == names.NO and len(tokens) > 1):
            entries.append(token)
        elif names.is_nobody(token):
            found.unknown.append(token)
        else:
            found.left.append(token)
    return _names_behind(entries)


def _names_behind(entries):
    """A job before the first name belongs to it."""
    first = next((n for n, entry in enumerate(entries) if isinstance(entry, Named)), None)
    if first:
        job = "、".join(entries[:first])
        return [with_job(entries[first], job), *entries[first + 1 :]]
    return entries


def _several(tokens):
    """Tokens that are several names with no sign between them, apart."""
    found = []
    for token, sign in tokens:
        parts = _names_alone(token) if has_chinese(token) else _and(token)
        found += [(part, between or sign) for part, between in parts]
    return found


def _names_alone(chunk):
    """张样例 李示 王例: names with nothing but spaces or strokes between."""
    parts = re.split(r"[\s/／和与]+", chunk)
    if len(parts) > 1 and all(has_chinese(p) and names.likeness(p) == names.SURE for p in parts):
        return [(part, "、" if n else "") for n, part in enumerate(parts)]
    return [(chunk, "")]


def _and(chunk):
    parts = re.split(r"\s+(?:and|&)\s+|\s*/\s*", chunk)
    if len(parts) > 1 and all(names.likeness(without_honor(part)) == names.SURE for part in parts):
        return [(part, "&" if n else "") for n, part in enumerate(parts)]
    return [(chunk, "")]


def _is_new_person(person, token, entries, following):
    """Whether a name behind a comma is somebody, and no office or town of the one before."""
    before = next((entry for entry in reversed(entries) if isinstance(entry, Named)), None)
    if before is None:
        return True
    if person.has_job and names.likeness(person.name) == names.SURE:
        return True
    if has_chinese(token):
        return not before.has_job or names.likeness(person.name) == names.SURE
    if not before.has_job:
        return names.likeness(person.name) == names.SURE
    return without_honor(token) != token.strip() or bool(following and jobs.is_job(following[0][0]))


def _continued(person, text, sign):
    """More of a person's job, with the sign that stood before it."""
    if two_languages.is_again(person.organization, person.title, text):
        return with_job(person, text)
    organization, title = jobs.cut(text)
    if not person.organization and organization:
        offices = "、".join(filter(None, (person.title, title)))
        return replace(person, organization=organization, title=offices)
    if not person.title and organization and not title:
        return replace(person, organization=f"{person.organization}{_sign(sign)}{organization}")
    if person.organization and not has_chinese(text) and not jobs.has_office(text):
        return replace(person, organization=f"{person.organization}{_sign(sign)}{text}")  # a town
    return replace(person, title=f"{person.title}{_sign(sign)}{text}" if person.title else text)


def _sign(sign):
    return ", " if sign == "," else sign


def in_two_languages(found: People) -> None:
    """张样例 and Zhang Yangli below it are one person, in a cell that says all things twice."""
    han = [one for one in found.people if has_chinese(one.name)]
    latin = [one for one in found.people if not has_chinese(one.name)]
    if len(han) == len(latin) and han and not any(one.name_en for one in han):
        found.people = [
            replace(
                one,
                name_en=twin.name,
                organization_en=one.organization_en or twin.organization,
                title_en=one.title_en or twin.title,
            )
            for one, twin in zip(han, latin, strict=True)
        ]


# --- Columns beside the names --------------------------------------------------------------------


def _join(found, units, offices):
    people = found.people
    if not people:
        return
    for text, is_office in ((units, False), (offices, True)):
        text = "\n".join(two_languages.paired(text))
        if not text or names.is_unknown(text):
            continue
        parts = [text] if len(people) == 1 else jobs.pieces(text, len(people))
        if parts is None:
            lines = [part for part, _sign in split(text, "\n;；")]
            bare = [n for n, person in enumerate(people) if not person.has_job]
            parts_of_bare = jobs.pieces(text, len(bare)) if bare else None
            if parts_of_bare:
                for n, part in zip(bare, parts_of_bare, strict=True):
                    people[n] = _beside(people[n], part, is_office)
                continue
            found.doubts.add("units")
            if len(lines) == 1 and len(split(text, "、，,")) == 1:
                people[:] = [
                    replace(_beside(person, text, is_office), is_guess=True) for person in people
                ]
            continue
        people[:] = [
            _beside(person, part, is_office) for person, part in zip(people, parts, strict=True)
        ]


def _beside(person, text, is_office):
    text, english, is_guess = two_languages.parts(text)
    if english:
        person = _beside(person, text, is_office)
        if is_office:
            return replace(person, title_en=english)
        return in_english(person, english, is_guess=is_guess)
    text = " ".join(text.split()) if not has_chinese(text) else text.replace("\n", "")
    if is_office:
        return replace(person, title=both(person.title, text))
    organization, title = jobs.cut(text)
    if not organization:
        return replace(person, title=both(person.title, title))
    return replace(person, organization=organization, title=both(person.title, title))
