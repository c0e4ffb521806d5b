"""Whether a file is of another conference, by the name in its title block: last year's, say, whose
titles are the same.

It is asked only where the names cannot be those of one conference: another edition, another year,
or nothing in common. A name in the other language, a short one and an edition in other writing say
nothing against it.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from conference.chinese import HAN, has_chinese
from conference.folding import fold
from conference.models import Conference
from conference.program.entering.decisions import AS_READ, THE_FILE, Asker, Option
from conference.program.entering.naming import name_in
from conference.program.office.meanings import headers, kinds, times
from conference.program.office.reading import Reading

_NUMERALS = "〇一二三四五六七八九"
_EDITION = re.compile(r"第\s*(\d{1,3}|[一二三四五六七八九十百]{1,5})\s*[届屆次期]")
_ORDINAL = re.compile(r"\b(\d{1,3})\s?(?:st|nd|rd|th)\b", re.I)
_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_WRITTEN = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.I)
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?!\d)(?!\s*年度)|(二[〇零○][〇零○一二三四五六七八九]{2})(?!年度)"
)
_EVENT = re.compile(
    r"会议|论坛|研讨|年会|大会|峰会|报告会|交流会|讲坛|讲习班|研修班|培训班|工作坊|沙龙|学术周|学术月|"
    r"\b(?:conference|symposium|forum|congress|summit|workshop|meeting|seminar|colloquium)\b",
    re.I,
)
_CELLS = re.compile(r"[,，;；\t|｜]|\s{2,}")  # between those of a line of a table
_SPOKEN_TO = re.compile(r"^(?:各位|尊敬的|关于)|通知|邀请函|须知|\b(?:dear|invitation)\b", re.I)
# Words that many names have.
_COMMON = re.compile(
    r"国际|全国|中国|全球|世界|亚洲|首届|学术|高端|高峰|专题|主题|年度|系列|研讨会|研讨|论坛|大会|会议|年会|峰会|讲坛|"
    r"交流会|座谈会|工作坊|沙龙|暨|[的与和及之年·]"
)
_UNIT = re.compile(
    rf"^[{HAN}]{{2,12}}?(?:大学|学院|学会|协会|研究院|研究所|研究会|图书馆|联盟|委员会|出版社)"
)
_COMMON_EN = frozenset(
    re.findall(
        r"\w+",
        "a an and annual at by conference congress colloquium edition first for forum from "
        "global in international meeting national of on second seminar series summit symposium the "
        "third to university with workshop world",
    )
)
_LEAST = 0.25  # of the pairs of characters of the shorter name


def ask(asker: Asker, reading: Reading, conference: Conference) -> None:
    """Asks where the file names another conference, before anything of it is written."""
    here = [*conference.name.as_list(), *conference.short_name.as_list()]
    years = {conference.starts_on.year, conference.ends_on.year} if conference.starts_on else set()
    name = named_otherwise(reading.heading, filter(None, here), years)
    if not name:
        return
    asker.ask(
        THE_FILE, [name],
        _("The file names “%(name)s”, and you work in “%(here)s”. Is it the right file?")
        % {"name": name, "here": str(conference.name)},
        options=[Option(AS_READ, _("Yes, it belongs to this conference"))],
    )  # fmt: skip


def named_otherwise(heading: Iterable[str], here: Iterable[str], years: set[int]) -> str:
    """The name in the lines above an agenda that is none of a conference called `here`, which is
    held in `years`; '' where none is, or one may be its own.
    """
    found, here = _names(heading), list(here)
    differing = [name for name in found if _is_other(name, here, years)]
    return differing[0] if differing and len(differing) == len(found) else ""


def _names(heading):
    """Lines that name an event, as far as the agenda itself begins."""
    found = []
    for line in heading:
        is_item = times.read(line).start is not None
        if is_item or kinds.is_sub_forum(line) or kinds.section(line) is not None:
            break
        if _is_head_of_a_table(line):
            continue
        name = name_in(line)
        if _EVENT.search(name) and not _SPOKEN_TO.search(name) and len(name) <= 100:
            found.append(name)
    return found


def _is_head_of_a_table(line):
    """姓名,单位,分论坛,报告题目: columns, one of which has a word that names of events have too."""
    cells = [cell for cell in _CELLS.split(line) if cell.strip()]
    heads = sum(1 for cell in cells if headers.roles(cell))
    return len(cells) > 1 and 2 * heads >= len(cells)


def _is_other(name, here, years):
    editions, editions_here = edition_of(name), set().union(*map(edition_of, here))
    if editions and editions_here and not editions & editions_here:
        return True
    named = years_in(name)
    if named and years and not named & years.union(*map(years_in, here)):
        return True
    alike = [other for other in here if has_chinese(other) == has_chinese(name)]
    return bool(alike) and not any(may_be_one(name, other) for other in alike)


def edition_of(name: str) -> set[int]:
    """{2} of 第二届 and of 2nd; several where a name counts something else too."""
    found = {_number(written) for written in _EDITION.findall(name)}
    found |= {int(written) for written in _ORDINAL.findall(name)}
    found |= {_WORDS.index(word.lower()) + 1 for word in _WRITTEN.findall(name)}
    return found | ({1} if "首届" in name else set())


def _number(written):
    if written.isdigit():
        return int(written)
    hundreds, is_large, rest = written.rpartition("百")
    tens, is_ten, ones = rest.rpartition("十")
    number = 100 * (_NUMERALS.find(hundreds) if hundreds else 1) if is_large else 0
    number += 10 * (_NUMERALS.find(tens) if tens else 1) if is_ten else 0
    return number + max(0, _NUMERALS.find(ones) if ones else 0)


def years_in(name: str) -> set[int]:
    return {
        int(plain) if plain else int("".join(str(max(0, _NUMERALS.find(c))) for c in written))
        for plain, written in _YEAR.findall(name)
    }


# --- Two names -----------------------------------------------------------------------------------


def may_be_one(name: str, other: str) -> bool:
    """Whether two names in one language may be one conference's, editions and years apart."""
    one, two = _bare(name), _bare(other)
    if not (one and two) or one in two or two in one:
        return True
    if _is_acronym(name) or _is_acronym(other):
        return True
    if not has_chinese(name):
        return _alike_en(one, two)
    if not (has_chinese(one) and has_chinese(two)):
        return True  # AI+ may be anything
    return _alike_zh(_letters(one), _letters(two))


def _bare(name):
    for counted in (_EDITION, _ORDINAL, _YEAR):
        name = counted.sub(" ", name)
    return " ".join(re.sub(r"[^\w\s]+", " ", fold(name)).split())


def _letters(name):
    return "".join(letter for letter in name if has_chinese(letter))


def _alike_zh(one, two):
    if _is_short_for(one, two) or _is_short_for(two, one):
        return True
    pairs = [(_COMMON.sub("", _UNIT.sub("", a)), _COMMON.sub("", a)) for a in (one, two)]
    n = 0 if all(bare for bare, _whole in pairs) else 1
    one, two = (pair[n] for pair in pairs)
    if not (one and two) or _is_short_for(one, two) or _is_short_for(two, one):
        return True
    one, two = ({a[k : k + 2] for k in range(len(a) - 1)} or {a} for a in (one, two))
    return len(one & two) >= _LEAST * min(len(one), len(two))


def _is_short_for(short, long):
    """高教论坛 of 高等教育论坛: its characters stand in that order."""
    letters = iter(long)
    return len(short) > 1 and all(letter in letters for letter in short)


def _alike_en(one, two):
    names = [[word for word in name.split() if not word.isdigit()] for name in (one, two)]
    told = [[word for word in words if word not in _COMMON_EN] for words in names]
    if not all(told):
        return True  # nothing but a kind of event
    for own, other, whole in ((told[0], told[1], names[1]), (told[1], told[0], names[0])):
        if any(_is_initials(word.rstrip("0123456789"), other, whole) for word in own):
            return True
    return bool({word[:5] for word in told[0]} & {word[:5] for word in told[1]})


def _is_initials(word, *names):
    """DH of Digital Humanities, AIHE of AI and Higher Education."""
    known = {"".join(part[0] for part in parts) for parts in names}
    known |= {"".join(p if len(p) < 3 else p[0] for p in parts) for parts in names}
    return len(word) > 1 and any(word in one or one in word for one in known if len(one) > 1)


def _is_acronym(name):
    """Whether nothing but letters that stand for words tells of what an event is."""
    words = [word for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in _COMMON_EN]
    return bool(words) and not has_chinese(name) and all(word.isupper() for word in words)
