"""Lines below a timed line that are of its item: its people (10:30 圆桌论坛, then 张样例 样例大学
教授), its topic, its place.
"""

import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from conference.program.office.agenda import topics
from conference.program.office.agenda.items import Item, guessed
from conference.program.office.meanings import (
    jobs,
    kinds,
    names,
    people,
    places,
    texts,
    times,
    titles,
    two_languages,
    words,
)
from conference.program.office.meanings.one_person import CHAIR, ROLES
from conference.program.office.reading import Read

_OF_PEOPLE = ("chair", "speaker", "panelist", "guests", "witness")
_PLACES = ("room", "venue")
_OF_ALL = (*_PLACES, "time", "chair")
_LABEL_ALONE = re.compile(
    r"\s*(?:" + "|".join(f"(?P<{role}>{words.LABELS[role]})" for role in _OF_PEOPLE) + r")\s*:\s*",
    re.I,
)
_BULLET = re.compile(r"^\s*(?:[(（]?\d{1,2}[.、．)）]|[①-⑳]|[•●▪■◆*·–-]\s)\s*")
_OF_MANY = {kinds.PANEL, "discussion", "ceremony"}  # who is named in the title is not all
_APART = {*words.KINDS_APART, "sign-in"}
_SEVERAL = re.compile(r"[、,，;；]")
MAX_LINE = 200  # characters


@dataclass(slots=True)
class Named:
    """A line of people. `is_sure`: it says more than a name, or a label says whom it names."""

    found: people.People
    text: str
    address: str
    is_sure: bool
    is_open: bool = False  # what they do


@dataclass(slots=True)
class Below:
    """Takes the lines below one item until one says something else; `finish` gives it its people,
    as how many they are says what it is.
    """

    item: Item
    walk: object
    text: str  # what of its line is no time
    role: str = ""  # what the label above says of the lines that follow
    is_labelled: bool = False
    has_topic: bool = False  # a name alone may be one more
    is_apart: bool = False  # an empty line stands between
    named: list[Named] = field(default_factory=list)

    @property
    def is_group(self):
        return bool(self.item.holder) or kinds.is_group(self.item.title.any)

    def leaves(self, line) -> bool:
        """Whether a line says what holds for all that follows: the hours, place or chair of a
        sub-forum.
        """
        is_forum = self.item.kind.value == kinds.SUB_FORUM and not line.heading
        return is_forum and bool(line.facts) and all(role in _OF_ALL for role, _text in line.facts)

    def take(self, line, cell) -> bool:
        """Whether a line only says something of the item."""
        if topic := topics.labelled(line.heading):
            return self.topic(topic, line, cell)
        text = _BULLET.sub("", line.text)
        if label := _LABEL_ALONE.fullmatch(texts.plain(text)):
            self.role = next(role for role in _OF_PEOPLE if label[role])
            self.is_labelled = True
            return self.may_have(self.role)
        if line.facts:
            return self.facts(line, cell)
        if line.day or not self.may_have(self.role) or len(text) > MAX_LINE:
            return False
        return self.person(text, cell) or self.plain_topic(text, cell)

    def topic(self, text, line, cell):
        """主题：开放数据, 题目：目录的用途: onto a title that has none; else it is told."""
        rest = topics.without(line)
        if rest.facts and not self.facts(rest, cell):
            return False
        given = people.read(self.text)
        if not self.item.people and self.is_of_people(given, self.text):
            self.add(given, "", self.text, self.item.address, is_sure=True)
            self.item.title = titles.read(text)
        elif not topics.onto(self.item, text, is_guess=False):
            self.pass_topic(line.heading, cell)
        return True

    def plain_topic(self, text, cell):
        """A line without a label, below which people stand: what they talk about."""
        is_bare = kinds.is_bare(self.item.title.any)
        if self.item.kind.value not in _OF_MANY and not (is_bare and not self.named):
            return False
        if not topics.is_one(text) or not topics.heads_people(self.walk, self.names_people):
            return False
        if self.named or not topics.onto(self.item, text, is_guess=True):
            self.pass_topic(text, cell)
        return True

    def pass_topic(self, text, cell):
        self.has_topic, self.is_labelled, self.role = True, False, ""
        self.walk.found.leave(text, cell.address, _("a topic that no item takes"))

    def names_people(self, line):
        if line.facts:
            return not line.heading and all(role in _OF_PEOPLE for role, _text in line.facts)
        text = _BULLET.sub("", line.text)
        label = _LABEL_ALONE.fullmatch(texts.plain(text))
        return bool(label) or self.is_of_people(people.read(text), text)

    def place(self, text, address):
        """地点：305 of the item alone."""
        if places.is_unknown(text):
            self.walk.found.ask(
                _("The place of “%(title)s” is still open.") % {"title": self.item.title.any},
                "room", items=[self.item], address=address,
            )  # fmt: skip
            return
        self.item.room = Read(places.tidy(text), address)
        self.walk.place_below = self.item

    def may_have(self, role) -> bool:
        """Whether people of the role are missing: below a talk with its speaker a chair begins what
        follows.
        """
        if self.item.kind.value in _APART:
            return False
        if self.item.kind.value == kinds.SUB_FORUM:
            return bool(role) or self.is_group
        has_own = any(one.role.value != CHAIR for one in self.item.people)
        if role == "chair" and self.item.kind.value not in _OF_MANY:
            has_own = has_own or any(
                one.role != CHAIR for named in self.named for one in named.found.people
            )
        return not has_own or self.item.kind.value in _OF_MANY or role not in ("", "chair")

    def facts(self, line, cell):
        roles = [role for role, _text in line.facts if role not in _PLACES]
        if line.heading or not all(r in _OF_PEOPLE and self.may_have(r) for r in roles):
            return False
        if len(roles) < len(line.facts) and self.is_apart:
            return False  # that of what follows
        for role, text in line.facts:
            if role in _PLACES:
                self.place(text, cell.address)
            else:
                self.add(people.read(text), role, text, cell.address, is_sure=True)
        if not roles:
            return True
        self.role = "" if roles[-1] == "chair" else roles[-1]  # one chair, then those who speak
        self.is_labelled = bool(self.role)
        return True

    def person(self, text, cell):
        found = people.read(text)
        if not self.is_of_people(found, text):
            return self.job(text)
        has_more = all(_has_job(one) for one in found.people) or len(found.people) > 2
        is_many = self.item.kind.value in _OF_MANY and not self.has_topic
        is_panel = is_many and texts.has_chinese(text)
        is_sure = self.is_labelled or has_more or is_panel
        self.add(found, self.role, text, cell.address, is_sure=is_sure)
        return True

    def is_of_people(self, found, text):
        is_labelled = bool(found.labels) and self.item.kind.value in _OF_MANY
        if times.read(text).start is not None:
            return False  # hours in it: no job beside a name
        if (
            not (found.is_clean or (is_labelled and found.people and not found.left))
            or found.unknown
            or text.endswith(("。", "！", "？", "!", "?", ":", "："))
        ):
            return False
        if kinds.is_sub_forum(text) or kinds.section(text) is not None or kinds.of_title(text):
            return False
        is_known = self.is_labelled or any(named.is_sure for named in self.named)
        wanted = names.LIKELY if is_known else names.SURE
        if len(found.people) > 1 and texts.has_chinese(text):
            # Several names in a row, whatever their brackets say: 王例、赵样（示例社）.
            return all(names.likeness(one.name) == names.SURE for one in found.people)
        return all(
            names.likeness(one.name) >= (names.SURE if not _has_job(one) else wanted)
            and (_has_job(one) or not one.has_job)
            for one in found.people
        )

    def job(self, text):
        """样例大学 教授 on a line of its own, below the name."""
        last = self.named[-1] if self.named else None
        if last is None or len(last.found.people) != 1:
            return False
        one = last.found.people[0]
        is_again = two_languages.is_again(one.organization, one.title, text)
        if one.has_job and (one.organization_en or one.title_en or not is_again):
            return False
        if not jobs.is_job(text) or _SEVERAL.search(last.text):
            return False
        whole = people.read(f"{last.text}\n{text}")
        if not whole.is_clean or len(whole.people) != 1:
            return False
        whole.people = [replace(whole.people[0], role=last.found.people[0].role)]
        last.found, last.text, last.is_sure = whole, f"{last.text}\n{text}", True
        return True

    def add(self, found, role, text, address, *, is_sure):
        found.people = [replace(one, role=one.role or ROLES.get(role, "")) for one in found.people]
        self.named.append(Named(found, text, address, is_sure))

    def roles_asked(self):
        """Who is only named in a group takes part in it, or speaks, as what holds it says."""
        holder = self.item.holder
        is_talked = holder is None or holder.kind.value in (kinds.TALK, kinds.KEYNOTE)
        role = ROLES["speaker" if is_talked else "panelist"]
        for named in self.named:
            if all(one.role for one in named.found.people):
                continue
            named.is_sure, named.is_open = True, True
            named.found.people = [
                one if one.role else replace(one, role=role) for one in named.found.people
            ]
            self.walk.found.ask(
                _("The file only names the people of “%(title)s”. What do they do there?")
                % {"title": self.item.title.any},
                "people", items=[self.item], address=named.address,
            )  # fmt: skip

    def finish(self):
        """The people onto the item. A name that nothing else supports is asked about."""
        speaking = [one for named in self.named for one in named.found.people if one.role != CHAIR]
        is_open = self.item.kind.is_guess and self.item.kind.value in ("", kinds.TALK)
        is_panel = len(speaking) >= 3 or any(o.role in ("guests", "panelist") for o in speaking)
        if is_open and speaking:
            self.item.kind = guessed(kinds.PANEL if is_panel else kinds.TALK, self.item.address)
        if self.is_group:
            self.roles_asked()
        reader = self.walk.line_reader()
        is_list = len(self.named) > 1 and self.item.kind.value in _OF_MANY
        is_known = is_list or any(named.is_sure for named in self.named)
        for named in self.named:
            if not (named.is_sure or is_known or texts.has_chinese(named.text)):
                named.found.people, named.found.left = [], [named.text]  # Open Data, or Ann Example
            elif not (named.is_sure or is_known):
                named.found.people = [replace(one, is_guess=True) for one in named.found.people]
                self.walk.found.ask(
                    _("Who is it in “%(title)s”? The file says “%(text)s”.")
                    % {"title": self.item.title.any, "text": texts.squeezed(named.text)},
                    "people", items=[self.item], address=named.address,
                )  # fmt: skip
            known = len(self.item.people)
            reader.add(self.item, named.found, named.address, named.text)
            if named.is_open:
                self.item.people[known:] = [
                    one if one.role.value == CHAIR
                    else replace(one, role=guessed(one.role.value, one.role.address))
                    for one in self.item.people[known:]
                ]  # fmt: skip


def _has_job(one):
    """Whether a unit or an office stands beside the name, and not only more words."""
    job = " ".join(filter(None, (one.organization, one.title)))
    return bool(job) and (jobs.has_unit(job) or jobs.has_office(job) or jobs.is_job(job))


def line_of(walk, line, cell) -> bool:
    """Whether a line outside of tables says something of the item above it, and no more."""
    if walk.below is None:
        return topics.line_of(walk, line, cell)
    is_other = line.minutes_each or (not line.facts and walk.timed(line.text))
    if walk.below.leaves(line):
        return False
    if not is_other and walk.below.take(line, cell):
        return True
    close(walk)
    return topics.line_of(walk, line, cell)


def gap(walk) -> None:
    """An empty line."""
    if walk.below is not None:
        walk.below.is_apart = True


def close(walk) -> None:
    if walk.below is not None:
        below, walk.below = walk.below, None
        below.finish()


def opened(walk, item, row, text) -> None:
    """A timed line was read: what stands below it, outside of a table, may be its people."""
    close(walk)
    if item is not None and row.table is None:
        walk.below = Below(item, walk, text)
