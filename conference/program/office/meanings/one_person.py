"""A token of a cell as one person: the name, and the unit and office beside it."""

import re
from dataclasses import dataclass, replace

from conference.program.office.meanings import jobs, names, two_languages, words
from conference.program.office.meanings.texts import HAN, has_chinese, split, tail_bracket

SPEAKER, CHAIR, PANELIST, GUEST = "speaker", "chair", "panelist", "guest"
_NOTE_BEFORE = re.compile(r"^\s*[(（]([^()（）]{1,12})[)）]\s*")
_HONOR = re.compile(rf"^((?:(?:{words.HONORIFICS})(?:\s+|(?<=\.)))+)(?=[A-Z{HAN}])", re.I)
_HONOR_BEHIND = re.compile(rf"^([{HAN}·]{{2,9}}?)\s*((?:{words.HONORIFICS_BEHIND})+)$")
_LATIN_BEHIND = re.compile(
    rf"^([{HAN}·][^A-Za-z]*?)\s*[/|]?\s*(?:(?:{words.HONORIFICS})\s+)*((?-i:[A-Z])[A-Za-z.'’-]*(?:\s+(?-i:[A-Z])[A-Za-z.'’-]*){{1,3}})$",
    re.I,
)
_ONLINE = re.compile(r"^(?:线上|视频|录播|在线|远程|online|virtual|remote|video)$", re.I)
_ROLE_NOTE = re.compile(
    rf"^(?:(?P<chair>{words.LABELS['chair']})|(?P<panelist>{words.LABELS['panelist']})|(?P<speaker>{words.LABELS['speaker']}))$",
    re.I,
)
_UNCONFIRMED = re.compile(
    r"^(?:待确认|待定|拟邀|暂定|拟|未确认|tbc|to be confirmed|invited)$", re.I
)
ROLES = {
    "chair": CHAIR,
    "speaker": SPEAKER,
    "panelist": PANELIST,
    "guests": "guests",  # speakers or panelists, as the session has it
    "witness": GUEST,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A person of a cell. `is_guess`: the name, or whose job it is, is likely and not sure."""

    name: str
    organization: str = ""
    title: str = ""
    name_en: str = ""
    role: str = ""  # '' for the role of the column
    is_guess: bool = False
    doubts: frozenset[str] = frozenset()
    organization_en: str = ""  # said again in English
    title_en: str = ""

    @property
    def has_job(self):
        return bool(self.organization or self.title)


def with_job(person: Named, text: str) -> Named:
    """The person with one more unit, office or both; what English says again stands by itself."""
    zh, en, is_guess = two_languages.parts(text)
    if en:
        return in_english(with_job(person, zh), en, is_guess=is_guess)
    if two_languages.is_again(person.organization, person.title, text):
        is_guess = two_languages.is_guess(person.organization, person.title, text)
        return in_english(person, text, is_guess=is_guess)
    organization, title = jobs.cut(text)
    if not person.has_job:
        return replace(person, organization=organization, title=title)
    if organization and not person.organization:
        both = "、".join(filter(None, (person.title, title)))
        return replace(person, organization=organization, title=both)
    addition = "、".join(filter(None, (organization, title)))
    return replace(person, title="、".join(filter(None, (person.title, addition))))


def in_english(person: Named, text: str, *, is_guess: bool) -> Named:
    """The person with a job that English says again."""
    organization, title = jobs.cut(text)
    organization = ", ".join(filter(None, (person.organization_en, organization)))
    title = ", ".join(filter(None, (person.title_en, title)))
    return replace(
        person,
        organization_en=organization,
        title_en=title,
        is_guess=person.is_guess or is_guess,
    )


def read_one(token: str, doubts: set[str]) -> Named | None:
    """None for a token that is nobody; `doubts` gets "unconfirmed" where the text says so."""
    token = token.strip()
    note = _NOTE_BEFORE.match(token)
    if note and names.likeness(note[1]) != names.SURE:
        if _UNCONFIRMED.match(note[1]):
            doubts.add("unconfirmed")
        token = token[note.end() :].strip()
    base, inner = tail_bracket(token)
    if inner:
        person = read_one(base, doubts)
        return person and _bracketed(person, inner, doubts)
    latin = _LATIN_BEHIND.match(token)
    if latin and names.likeness(latin[2]) == names.SURE:
        person = read_one(latin[1], doubts)
        if person and has_chinese(person.name) and not person.name_en:
            return replace(person, name_en=latin[2])
    honor = _HONOR.match(token)
    if honor:
        person = read_one(token[honor.end() :], doubts)
        return person and replace(person, title=both(honor[1].strip(), person.title))
    if names.likeness(token) == names.SURE:
        return Named(names.tidy(token))
    return _in_parts(token, doubts) or _glued(token) or _short(token)


def both(first, second):
    sign = "、" if has_chinese(first + second) else ", "
    return f"{first}{sign}{second}" if first and second else first or second


def _bracketed(person, inner, doubts):
    if _ONLINE.match(inner):
        return person
    if _UNCONFIRMED.match(inner):
        doubts.add("unconfirmed")
        return person
    if role := _ROLE_NOTE.match(inner):
        return replace(person, role=ROLES[role.lastgroup])
    if re.fullmatch(r"男|女|m|f", inner, re.I):
        return person
    first, *others = [part for part, _sign in split(inner, "，,;；")]
    if has_chinese(person.name) and not has_chinese(first) and names.likeness(first) == names.SURE:
        rest = inner[inner.find(first) + len(first) :].strip(" ，,;；")
        person = replace(person, name_en=names.tidy(first))
        return with_job(person, rest) if rest else person
    if not has_chinese(person.name) and names.likeness(first) == names.SURE and has_chinese(first):
        person = replace(person, name=names.tidy(first), name_en=person.name)
        return with_job(person, "，".join(others)) if others else person
    return with_job(person, inner)


def _in_parts(token, doubts):
    """Name and job with a space or a dash between, in either order."""
    dashed = re.split(r"\s+[-–—]+\s+|\s*——+\s*|\s*[|/]\s*|:\s+|：", token, maxsplit=1)
    if len(dashed) == 2 and all(dashed):
        for one, other in (dashed, dashed[::-1]):
            person = read_one(one, doubts) if names.likeness(without_honor(one)) else None
            if person and has_chinese(person.name) and names.likeness(other) == names.SURE:
                return replace(person, name_en=other) if not has_chinese(other) else None
            if person and jobs.is_job(other):
                return with_job(person, other)
    if not has_chinese(token):
        return None
    parts = token.split()
    latin = re.match(
        rf"([{HAN}·]{{2,12}})\s+([A-Z][A-Za-z.'’-]*(?:\s+[A-Z][A-Za-z.'’-]*){{1,3}})(?:\s+(.+))?$",
        token,
    )
    if latin and names.likeness(latin[1]) and names.likeness(latin[2]) == names.SURE:
        person = Named(names.tidy(latin[1]), name_en=latin[2])
        return with_job(person, latin[3]) if latin[3] else person
    if len(parts) < 2:
        return None
    for wanted in (names.SURE, names.LIKELY):
        order = [0, *range(len(parts) - 1, 0, -1)]
        for n in order:
            if names.likeness(parts[n]) == wanted and has_chinese(parts[n]):
                job = " ".join(parts[:n] + parts[n + 1 :])
                if jobs.is_job(job) or wanted == names.SURE:
                    return with_job(Named(names.tidy(parts[n])), job)
        # 张样例教授 示例大学01
        for n in order:
            person = _glued(parts[n])
            if person and not person.organization:
                return with_job(person, " ".join(parts[:n] + parts[n + 1 :]))
    return None


def _glued(token):
    """张样例教授 and 示例大学01副校长张样例."""
    if (behind := _HONOR_BEHIND.match(token)) and names.likeness(behind[1]) != names.NO:
        return Named(names.tidy(behind[1]), title=behind[2])
    for end in (jobs.last_office(token), jobs.unit_end(token)):
        rest = token[end:].strip()
        if end and names.likeness(rest) == names.SURE and has_chinese(rest):
            return with_job(
                Named(names.tidy(rest), is_guess=end == jobs.unit_end(token)), token[:end]
            )
    return None


def _short(token):
    if names.likeness(token) == names.LIKELY and not jobs.is_job(token):
        return Named(names.tidy(token), is_guess=True)
    return None


def without_honor(text):
    return _HONOR.sub("", text).strip()
