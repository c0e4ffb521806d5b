"""One row of one lane as a session."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.program.office import own_sheet
from conference.program.office.agenda import slots
from conference.program.office.agenda.items import Item, guessed, person
from conference.program.office.meanings import (
    kinds,
    names,
    one_person,
    people,
    places,
    texts,
    titles,
    words,
)
from conference.program.office.reading import Certainty, Read

_DITTO = re.compile(rf"^(?:{words.DITTO})$", re.I)
# Who is meant is no question where all are meant.
_EVERYBODY = re.compile(
    r"(?:全体|所有|各位)\S{0,8}(?:人员|代表|嘉宾|专家|学者|师生|来宾|成员|老师|同志)?|"
    r"各(?:组|分论坛|会场)(?:组长|召集人|主持人|代表)|"
    r"(?:all|everybody|everyone)(?: (?:participants|delegates|speakers|attendees|panelists))?",
    re.I,
)
_NUMBER = re.compile(
    r"^\s*(?:\d{1,2}\s*[.、．)）](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,3}\s*[、.．]|"
    r"[(（][一二三四五六七八九十]{1,3}[)）])\s*"
)
_CANCELLED = re.compile(f"(?:{words.CANCELLED})", re.I)
_POSTPONED = re.compile(f"(?:{words.POSTPONED})", re.I)
_HONORED = re.compile(
    r"揭牌|揭幕|签约|颁奖|授牌|授旗|启动|仪式|剪彩|颁发|聘任|award|signing|unveil|launch", re.I
)
# In this order a merged cell gives its text to the first of its columns' roles.
_ROLES = ("title", "session", "kind", "slot", "speaker", "panelist", "unit", "both", "job")
_BEHIND = ("chair", "chair_job", "panelist_job", "room", "track", "remark", "code")


class RowReader:
    """Reads the rows of one lane; keeps what 同上 refers to."""

    def __init__(self, lane, layout, found):
        self.lane, self.layout, self.found = lane, layout, found
        self.above: dict[str, str] = {}

    def texts(self, row):
        """{role: (text, cell)} of the row, each cell once."""
        taken, told = {id(row.at(c)) for c in self.layout.when() if row.at(c)}, {}
        for role in (*_ROLES, *_BEHIND):
            cells = []
            for column in self.lane.columns.get(role, ()):
                cell = row.at(column)
                if cell is not None and id(cell) not in taken:
                    taken.add(id(cell))
                    cells.append(cell)
            if not cells:
                continue
            text = "\n".join(cell.text for cell in cells)
            if _DITTO.match(texts.plain(text).strip()):
                text = self.above.get(role, "")
            else:
                self.above[role] = text
            if text:
                told[role] = (text, cells[0])
        return told

    def item(self, row, moment, context) -> Item | None:
        """None for a row that is no session of its own. Its questions are asked on the way."""
        told = self.texts(row)
        title, cell, label = self._title(told, context)
        if cell is None:
            return None
        has_speakers = any(role in self.lane.columns for role in ("speaker", "panelist"))
        title = _NUMBER.sub("", title)
        slot = slots.read(title, context.half, is_title=has_speakers)
        if names.is_unknown(slot.title) and not slot.people.people:
            if "slot" in told:
                self.found.leave(slot.title, cell.address, _("nothing yet"))
                self.found.ask(_("Something is still open here."), "title", address=cell.address)
                return None
            self.found.ask(_("The title is still open."), "title", address=cell.address)
        said_kind, bare = "", slot.title
        if any(one.mark for one in row.own()):  # a row of our own agenda prints its kind
            said_kind, bare = own_sheet.kind_before(slot.title)
        written, is_cancelled = titles.without_cancelled(_labelled(bare))
        remark = told.get("remark", ("", None))[0]
        item = Item(cell.address, titles.read(written), Read(""), self.layout.table)
        item.label, item.label_cell = label, told.get("session", ("", None))[1]
        item.is_cancelled = is_cancelled or cell.is_struck or bool(_CANCELLED.search(remark))
        if not item.is_cancelled and label:
            item.is_cancelled = titles.without_cancelled(label)[1]
        item.code = told["code"][0].strip() if "code" in told else ""
        self._when(item, moment, slot)
        speakers = self._speakers(told, slot)
        if item.title.zh and item.title.en:
            people.in_two_languages(speakers)
            people.in_two_languages(slot.people)
        self._kind(item, told, [*speakers.people, *slot.people.people], context)
        if said_kind:
            item.kind = Read(said_kind, cell.address)
        self._room(item, told, context)
        if "track" in told and item.kind.value not in {*words.KINDS_APART, "sign-in"}:
            item.track = Read(texts.squeezed(told["track"][0]), told["track"][1].address)
        self._people(item, told, speakers, slot, cell)
        if remark and _POSTPONED.search(remark):
            self.found.ask(
                _("“%(remark)s”: does “%(title)s” take place at this time?")
                % {"remark": remark, "title": item.title.any},
                "start",
                items=[item],
                address=told["remark"][1].address,
            )
        return item

    def _title(self, told, context):
        """(the text of the title, its cell, the label that groups it)."""
        session = told.get("session") or told.get("kind")
        if "slot" in told:
            return *told["slot"], ""
        if "title" in told:
            return *told["title"], session[0] if session else ""
        if session:
            return *session, ""
        if "speaker" in told and context.section:
            return context.section.title, told["speaker"][1], ""
        return "", None, ""

    # --- its parts ------------------------------------------------------------------------------

    def _when(self, item, moment, slot):
        span = slot.span or moment.span
        address = moment.address or item.address
        item.doubts = span.doubts
        item.minutes = span.minutes
        if "beyond" in span.doubts or moment.strange:
            item.start = Read(None, address, Certainty.UNKNOWN)
        if span.start is not None:
            is_guess = bool(span.doubts & {"afternoon", "two starts"})
            item.start = guessed(span.start, address) if is_guess else Read(span.start, address)
        if span.end is not None:
            item.end = Read(span.end, address)

    def _speakers(self, told, slot):
        """People of the columns and of the title, those of the columns with their units."""
        units = "\n".join(told[role][0] for role in ("unit", "both") if role in told)
        found = people.People()
        if "speaker" in told:
            found = people.read(told["speaker"][0], units, told.get("job", ("",))[0])
        elif slot.people.people and units:
            found = people.read("、".join(one.name for one in slot.people.people), units)
            for n, one in enumerate(found.people[: len(slot.people.people)]):
                found.people[n] = replace(one, role=slot.people.people[n].role)
            slot.people = people.People()
        return found

    def _kind(self, item, told, everybody, context):
        count = sum(1 for one in everybody if one.role != "chair")
        own = kinds.of_title(item.title.zh, count) or kinds.of_title(item.title.en, count)
        label = told.get("kind") or (told.get("session") if item.label else None)
        named = kinds.of_title(titles.read(label[0]).any) if label else None
        by_section = context.section.kind if context.section else ""
        address = item.address
        if named and named.name == kinds.SUB_FORUM:
            named = None
        if named and not (own and named.name in ("ceremony", "talk")):
            item.kind = Read(named.name, label[1].address)
        elif own and not (own.name == kinds.TALK and by_section == kinds.KEYNOTE):
            item.kind = Read(own.name, address)
            if own.also:
                self.found.ask(
                    _("“%(title)s” names two things: of which kind is it?")
                    % {"title": item.title.any},
                    "kind",
                    items=[item],
                    address=address,
                )
                item.kind = guessed(own.name, address)
        elif by_section:
            item.kind = Read(by_section, address)
        elif count >= 3 or any(one.role in ("guests", "panelist") for one in everybody):
            item.kind = guessed(kinds.PANEL, address)
        else:
            # Where others have speakers, one without them is hardly a talk.
            is_open = count or not any(r in self.lane.columns for r in ("speaker", "panelist"))
            item.kind = guessed(kinds.TALK if is_open else "", address)

    def _room(self, item, told, context):
        cell_room = told.get("room")
        if cell_room:
            text, cell = cell_room
            if places.is_unknown(text):
                self.found.ask(
                    _("The place of “%(title)s” is still open.") % {"title": item.title.any},
                    "room",
                    items=[item],
                    address=cell.address,
                )
            else:
                item.room = Read(places.tidy(text), cell.address)
            return
        name, inner = texts.tail_bracket(item.title.zh or item.title.en)
        if not inner:
            name, _comma, inner = item.title.any.partition("，")  # 午餐，教工食堂
        if inner and places.is_place(inner) and item.kind.value in words.KINDS_WITHOUT_PEOPLE:
            item.room = guessed(inner, item.address)
            item.title = titles.read(name)

    def _people(self, item, told, speakers, slot, cell):
        kind = item.kind.value
        if "speaker" in told:
            self.add(item, speakers, told["speaker"][1].address, told["speaker"][0])
        elif speakers.people:
            self.add(item, speakers, cell.address, "")
        self.add(item, slot.people, cell.address, slot.title)
        if "panelist" in told:
            more = people.read(told["panelist"][0], told.get("panelist_job", ("",))[0])
            self.add(item, more, told["panelist"][1].address, told["panelist"][0], role="panelist")
        if "chair" in told:
            text, chair_cell = told["chair"]
            is_own = chair_cell.rows == 1
            if is_own or kind not in words.KINDS_APART | {"sign-in"}:
                more = people.read(text, told.get("chair_job", ("",))[0])
                self.add(item, more, chair_cell.address, text, role="chair")

    def add(self, item, found, address, text, role=""):
        apart = item.kind.value in words.KINDS_APART | {"sign-in"}
        everybody = [
            t for t in (*found.left, *found.unknown) if _EVERYBODY.fullmatch(texts.plain(t).strip())
        ]
        if everybody:
            for text_of_all in everybody:
                self.found.leave(text_of_all, address, _("nobody that is named"))
            found.left = [t for t in found.left if t not in everybody]
            found.unknown = [t for t in found.unknown if t not in everybody]
        for one in found.people:
            if any(p.name == one.name and p.role.value == (one.role or role) for p in item.people):
                continue
            chosen, is_guess = self._role(item, one, role)
            item.people.append(person(one, chosen, address, is_guess=is_guess))
            if chosen == one_person.GUEST:
                self.found.ask(
                    _("What does %(name)s do in “%(title)s”?")
                    % {"name": one.name, "title": item.title.any},
                    "people",
                    items=[item],
                    address=address,
                )
        if apart:
            for left in found.left:
                self.found.leave(left, address, _("nobody that is named"))
            return
        for unknown in found.unknown:
            self.found.ask(
                _("Who is it in “%(title)s”? The file says “%(text)s”.")
                % {"title": item.title.any, "text": texts.squeezed(unknown)},
                "people",
                items=[item],
                address=address,
            )
        for left in found.left:
            self.found.leave(left, address, _("not understood as a person"))
            self.found.ask(
                _("“%(text)s” is not understood as a person. Who is it?") % {"text": left},
                "people",
                items=[item],
                address=address,
            )
        for label in found.labels:
            self.found.ask(
                _("“%(title)s”: the file names people under “%(label)s”. Do they take part in it?")
                % {"title": item.title.any, "label": label},
                "people", items=[item], address=address,
            )  # fmt: skip
        for doubt in sorted(found.doubts):
            self.found.ask(_doubt(doubt, item.title.any), "people", items=[item], address=address)

    def _role(self, item, one, role):
        kind = item.kind.value
        if one.role and one.role != "guests":
            return one.role, one.role == one_person.GUEST
        if role:
            return role, False
        if kind == kinds.PANEL:
            return one_person.PANELIST, False
        if kind == "discussion":
            return one_person.PANELIST if one.role else one_person.SPEAKER, True
        if kind == "ceremony" and _HONORED.search(item.title.any):
            return one_person.GUEST, True
        return one_person.SPEAKER, False


def _labelled(title):
    """With a colon behind a first line that only says what the session is: Keynote 1, 主旨报告."""
    head, _line, rest = title.strip().partition("\n")
    if not rest or len(head) > 20 or not (kinds.section(head) or kinds.is_sub_forum(head)):
        return title
    return f"{head.strip(' :：')}{'：' if texts.has_chinese(head) else ': '}{rest}"


def _doubt(doubt, title):
    told = {
        "others": _("“%(title)s”: who are the others?"),
        "units": _("“%(title)s”: which unit belongs to whom?"),
        "unconfirmed": _("“%(title)s”: have they confirmed?"),
    }
    return told[doubt] % {"title": title}
