"""Lists of people: rows with names, units and telephones become guests, doubles are asked."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.program.office.meanings import kinds, names, people, texts, titles, two_languages
from conference.program.office.meanings.one_person import Named, with_job
from conference.program.office.reading import Certainty, Read, ReadGuest

_YES = {
    "是",
    "√",
    "✓",
    "✔",
    "☑",
    "有",
    "y",
    "yes",
    "true",
    "1",
    "对",
    "报告",
    "发言",
    "x",
    "●",
    "v",
}
_NO = {"否", "×", "✗", "无", "n", "no", "false", "0", "不", "不报告", "-", "—", "/", "☐"}
_TOTAL = re.compile(r"^(?:合计|共计|总计|小计|共|总人数|total)[:： ]*(?:约)?(\d+)?", re.I)
_COUNT = re.compile(r"(\d+) ?(?:人|people|persons|guests)?")
_OTHERS = re.compile(r"等\s*(\d+|[一二两三四五六七八九十]+)\s*[人位名]")
_NUMERALS = "零一二三四五六七八九十"
_LOST = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")
_HONORIFICS = {
    "mr": r"^mr\b|先生$",
    "ms": r"^(mrs|ms|miss|madam|mme)\b|(女士|小姐|夫人|太太)$",
}
_GENDERS = {
    "男": "男",
    "女": "女",
    "m": "男",
    "f": "女",
    "male": "男",
    "female": "女",
    "先生": "男",
    "女士": "女",
    "mr": "男",
    "ms": "女",
}


class GuestList:
    """Takes the rows below a header of people; `finish` compares them with each other."""

    def __init__(self, lists, found):
        """`lists`: the columns of each list; several stand beside each other."""
        self.lists, self.columns, self.found = lists, lists[0], found
        self.place = ""  # of the row at hand
        self.guests: list[ReadGuest] = []
        self.same: dict[tuple, int] = {}
        self.people = 0  # all that are meant, those without a name and those twice among them
        self.doubles = self.unnamed = 0
        self.totals: list[tuple[int, int, str]] = []
        self.above: dict[int, dict[str, str]] = {}  # of each list: what 同上 refers to

    def row(self, row, place=""):
        self.place = place
        filled = row.filled()
        own = row.own()
        if len(own) == 1 and (own[0].columns > 1 or len(filled) == 1):
            self._line(own[0], row.number)
            return
        first = filled[0]
        if _TOTAL.match(texts.plain(first.text).strip()):
            self._line(first, row.number, " ".join(cell.text for cell in filled))
            return
        for number, columns in enumerate(self.lists, 1):
            self.columns = columns
            self.place = place if number == 1 else f"{place}#{number}"
            if self.found.corrections.at("row", self.place) != "leave":
                self._one(row, own, is_first=number == 1)

    def _one(self, row, own, *, is_first):
        cell = row.at(self.columns.get("name"))
        written = cell.text if cell else ""
        if not written.strip() and not is_first:
            return
        if not written.strip() or cell.is_struck:
            first = row.filled()[0]
            text = " ".join(one.text for one in own)
            self.found.leave(
                text, first.address, _("struck out") if written else _("a row without a name")
            )
            return
        self._guest(row, cell)

    def _line(self, cell, number, text=""):
        text = text or cell.text
        total = _TOTAL.match(texts.plain(text).strip())
        count = _COUNT.search(texts.plain(text)) if total else None
        if count:
            self.totals.append((int(count[1]), number, cell.address))
        elif not total:
            # 云南 may be both: who stands there alone is told apart by what stands beside the name.
            is_name = names.likeness(text) == names.SURE
            alone = _("taken for a heading; a person needs a number or an organization beside it")
            self.found.leave(text, cell.address, alone if is_name else _("a heading"))

    def _text(self, row, role):
        cell = row.at(self.columns.get(role))
        text = cell.text if cell else ""
        if re.fullmatch(r"同上|〃|″|\"|ditto", texts.plain(text).strip(), re.I):
            text = self.above.get(id(self.columns), {}).get(role, "")
        elif text:
            self.above.setdefault(id(self.columns), {})[role] = text
        return text, cell.address if cell else "", cell

    # --- a guest --------------------------------------------------------------------------------

    def _guest(self, row, cell):
        number = row.number
        written, more = self._name(cell, number)
        unit, unit_address, _cell = self._text(row, "unit")
        both = self._text(row, "both")[0]
        office = self._text(row, "job")[0]
        read = people.read(written)
        named = (
            read.people[0]
            if read.people
            else Named(names.tidy(texts.squeezed(written)), is_guess=True)
        )
        unit, unit_en, is_guess = two_languages.parts(unit)
        office, office_en, _is_guess = two_languages.parts(office)
        job = with_job(Named(""), both) if both else named
        organization = texts.squeezed(unit) or job.organization or named.organization
        title = texts.squeezed(office) or job.title or named.title
        certainty = Certainty.GUESSED if is_guess or (both and job.is_guess) else Certainty.SURE
        phone = self._phone(row, number)
        gender = self._gender(row)
        gives_talk = self._gives_talk(row, number, named.name)
        talk = self._text(row, "talk_title")[0]
        talk_title = titles.read(talk).any if talk and not names.is_unknown(talk) else None
        if gives_talk.value is False and talk_title:
            self.found.ask(
                _("%(name)s gives no talk, but a title is there.") % {"name": named.name},
                "gives_talk", "talk_title", rows=[number], address=cell.address,
            )  # fmt: skip
        guest = ReadGuest(
            number, cell.address, named.name, Read(organization, unit_address, certainty), title,
            phone, gender, self._sub_forum(row, number, named.name), gives_talk, talk_title,
            name_en=named.name_en or self._text(row, "name_en")[0], mail=self._text(row, "mail")[0],
            honorific=honorific_of(written),
            organization_en=unit_en or job.organization_en, title_en=office_en or job.title_en,
        )  # fmt: skip
        guest = self._corrected(guest)
        gender, gives_talk, phone = guest.gender, guest.gives_talk, guest.phone
        talk_title = guest.talk_title
        self.people += 1 + more
        self.unnamed += more
        key = (
            guest.name, guest.organization.value, guest.title, phone.value, gender, talk_title,
            guest.mail, guest.honorific,
        )  # fmt: skip
        if key in self.same:
            self.doubles += 1
            self.found.leave(
                guest.name, cell.address, _("the same as row %(row)d") % {"row": self.same[key]}
            )
            return
        self.same[key] = number
        self.guests.append(guest)
        if (gender is None and "gender" in self.columns) or gives_talk.value is None:
            self._ask_missing(guest, gender)

    def _corrected(self, guest):
        said = self.found.corrections.at("guest", self.place)
        guest = replace(guest, key=self.place)
        if not isinstance(said, dict):
            return guest
        changes = {}
        for field, text in said.items():
            text = text.strip()
            if field in ("organization", "phone", "sub_forum"):
                none = None if field != "organization" else ""
                changes[field] = Read(text or none, guest.address, Certainty.SAID)
            elif field == "gives_talk":
                answer = {"yes": True, "no": False}.get(text)
                changes[field] = Read(answer, guest.address, Certainty.SAID)
            elif field == "gender":
                changes[field] = _GENDERS.get(text.lower())
            else:
                changes[field] = text or (None if field == "talk_title" else "")
        return replace(guest, **{k: v for k, v in changes.items() if k != "name" or v})

    def _ask_missing(self, guest, gender):
        """One question for each cell: what is done with them differs."""
        empty = {"gender": gender is None, "gives_talk": guest.gives_talk.value is None}
        words = {"gender": _("gender"), "gives_talk": _("gives a talk")}
        for field, is_empty in empty.items():
            if is_empty and field in self.columns:
                self.found.ask(
                    _("Row %(row)d, %(name)s: this is not filled in: %(fields)s.")
                    % {"row": guest.row, "name": guest.name, "fields": words[field]},
                    field, rows=[guest.row], address=guest.address,
                )  # fmt: skip

    def _name(self, cell, number):
        """(the name, how many more are meant)."""
        text = names.spaced(cell.text)
        others = _OTHERS.search(texts.plain(text))
        if not others:
            return re.sub(r"\s*等$", "", text), 0
        told = others[1].replace("两", "二")
        count = int(told) if told.isdigit() else _NUMERALS.find(told[-1])
        name = text[: others.start()].strip()
        self.found.ask(
            _("%(name)s and others: who are the others?") % {"name": names.tidy(name)},
            "name", rows=[number], address=cell.address,
        )  # fmt: skip
        return name, max(0, count - 1)

    def _phone(self, row, number):
        text, address, cell = self._text(row, "phone")
        value = cell.value if cell else None
        if isinstance(value, float) and value.is_integer() and 0 < value < 1e15:
            text = str(int(value))
        folded = unicodedata.normalize("NFKC", text).strip()
        folded = re.sub(r"\.0$", "", folded)
        if _LOST.match(folded):
            self.found.ask(
                _("The telephone number is lost: the sheet keeps only %(text)s.")
                % {"text": folded},
                "phone", rows=[number], address=address,
            )  # fmt: skip
            return Read(None, address, Certainty.UNKNOWN)
        digits = re.sub(r"\D", "", folded)
        if not digits:
            return Read(None, address)
        if len(digits) < 5 or re.search(r"[;；/、,，]", folded) or len(digits) > 18:
            self.found.ask(
                _("“%(text)s” is not understood as one telephone number.") % {"text": folded},
                "phone", rows=[number], address=address,
            )  # fmt: skip
            first = re.sub(r"\D", "", re.split(r"[;；/、,，]", folded)[0])
            return Read(first or None, address, Certainty.GUESSED)
        return Read(("+" if folded.startswith("+") else "") + digits, address)

    def _gender(self, row):
        text = texts.plain(self._text(row, "gender")[0]).strip().lower().rstrip(".")
        return _GENDERS.get(text)

    def _gives_talk(self, row, number, name):
        text, address, _cell = self._text(row, "gives_talk")
        word = texts.plain(text).strip().lower()
        if word in _YES or (_cell is not None and _cell.value is True):
            return Read(True, address)
        if word in _NO or (_cell is not None and _cell.value is False):
            return Read(False, address)
        if word:
            self.found.ask(
                _("Does %(name)s give a talk? The list says “%(text)s”.")
                % {"name": name, "text": text},
                "gives_talk", rows=[number], address=address,
            )  # fmt: skip
            return Read(None, address, Certainty.UNKNOWN)
        return Read(None, address)

    def _sub_forum(self, row, number, name):
        text, address, _cell = self._text(row, "sub_forum")
        text = texts.squeezed(re.sub(r"\.0$", "", text))
        if not text:
            return Read(None, address)
        if names.is_unknown(text):
            self.found.ask(
                _("Which sub-forum does %(name)s take part in? The list says “%(text)s”.")
                % {"name": name, "text": text},
                "sub_forum", rows=[number], address=address,
            )  # fmt: skip
            return Read(None, address, Certainty.UNKNOWN)
        bare = re.fullmatch(
            r"(?:第)?([一二三四五六七八九十]|\d{1,2})(?:分论坛)?", texts.plain(text)
        )
        if bare:
            sign = bare[1]
            is_small = sign.isdigit() and 0 < int(sign) <= 10
            return Read(f"分论坛{_NUMERALS[int(sign)] if is_small else sign}", address)
        number_of = kinds.number_of(text)
        if (
            number_of.isdigit()
            and 0 < int(number_of) <= 10
            and re.fullmatch(r"分?(?:论坛|会场)\s*\S{1,2}", text)
        ):
            return Read(f"分论坛{_NUMERALS[int(number_of)]}", address)
        return Read(text, address)

    # --- all of them ----------------------------------------------------------------------------

    def finish(self):
        self._near()
        self._check_totals()
        self.found.guests += self.guests
        self.guests = []

    def _near(self):
        by_phone, by_name = defaultdict(list), defaultdict(list)
        for guest in self.guests:
            by_name[guest.name].append(guest)
            if guest.phone.value:
                by_phone[guest.phone.value].append(guest)
        told = set()
        for group in by_phone.values():
            for n, one in enumerate(group):
                for other in group[n + 1 :]:
                    self._same_phone(one, other, told)
        for group in by_name.values():
            rows = [guest.row for guest in group]
            if len(group) > 1 and not all((a, b) in told for a in rows for b in rows if a < b):
                self.found.ask(
                    _("%(name)s stands in several rows: one person or several?")
                    % {"name": group[0].name},
                    "name", rows=rows, address=group[0].address,
                )  # fmt: skip

    def _same_phone(self, one, other, told):
        told.add((one.row, other.row))
        if one.name == other.name:
            field, sentence = (
                "organization",
                _("%(one)s has two units with one telephone number: is it one person?"),
            )
        elif _near(one.name, other.name):
            field, sentence = (
                "name",
                _(
                    "%(one)s and %(other)s differ in one character and share a telephone number: "
                    "which one is right?"
                ),
            )
        else:
            field, sentence = "phone", _("%(one)s and %(other)s share a telephone number.")
        self.found.ask(
            sentence % {"one": one.name, "other": other.name},
            field, rows=[one.row, other.row], address=other.address,
        )  # fmt: skip

    def _check_totals(self):
        distinct = self.people - self.doubles
        counted = {self.people, distinct, distinct - self.unnamed, self.people - self.unnamed}
        for total, number, address in self.totals:
            if total not in counted and len(self.totals) == 1:
                self.found.ask(
                    _("The list says %(total)d people, its rows hold %(count)d.")
                    % {"total": total, "count": distinct},
                    rows=[number], address=address,
                )  # fmt: skip


def honorific_of(name: str) -> str:
    """Mr and Mrs Smith are two, also where one telephone number stands beside both."""
    text = texts.plain(name).strip()
    for kind, shape in _HONORIFICS.items():
        if re.search(shape, text, re.I):
            return kind
    return ""


def _near(one, other):
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
