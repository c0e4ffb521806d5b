"""Registrations from a sheet of replies (回执): read, checked by cell, added all or not at all.

A sheet may begin with a title block; its header is found by its words, Chinese, English or both.
Every complaint names its cell. Nothing is guessed: what cannot be read is said.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from conference.attendance.choices import choose
from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.doubles import People
from conference.attendance.models import Question, Registration, next_number
from conference.attendance.phones import phone_digits
from conference.attendance.registering import list_lock, organizations_by_name
from conference.attendance.wording import option_lines
from conference.folding import name_key
from conference.history import create_rows
from conference.people.models import Organization
from conference.people.pinyin import has_chinese, name_letters
from conference.program.models import Participation, Session
from conference.stamps import raise_stamps, seats_scope
from conference.tabular import Column, address, write_xlsx

HEADER_WITHIN = 20  # rows: a title block is shorter
MOST_PROBLEMS = 200  # shown; a wrong sheet would fill the page


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the sheet: what it fills, its header in both languages, its other names."""

    key: str
    zh: str
    en: str
    others: tuple[str, ...] = ()
    longest: int = 200
    is_required: bool = False
    kind: str = "text"


FIELDS = (
    Field("name", "姓名", "Name", ("参会人", "参会人姓名", "fullname"), 120, True),
    Field("name_en", "英文名", "English name", ("英文姓名", "拼音", "姓名拼音"), 120),
    Field(
        "organization_name",
        "单位",
        "Organization",
        ("单位名称", "工作单位", "所在单位", "学校", "institution", "affiliation", "company"),
        200,
        True,
    ),
    Field("title", "职务", "Title", ("职务职称", "职称", "职称职务", "position", "jobtitle"), 200),
    Field("category", "类别", "Category", ("参会身份", "人员类别", "身份")),
    Field(
        "phone",
        "电话",
        "Phone",
        ("手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "mobile", "telephone"),
        40,
        kind="code",
    ),
    Field("email", "邮箱", "E-mail", ("电子邮箱", "电子邮件", "邮件", "email", "mail"), 254),
    Field(
        "sessions",
        "分论坛",
        "Sub-forum",
        ("拟参加分论坛", "参加分论坛", "所选分论坛", "已选分论坛", "subforums"),
        1_000,
    ),
    Field("remarks", "备注", "Remarks", ("说明", "notes"), 500),
)
# Columns that lists carry and nobody needs back.
UNNEEDED = {"序号", "no", "编号", "number"}
ID_COLUMNS = re.compile(
    r"身份证|证件号|護照|护照|passport|idnumber|idcard|identitycard|identitynumber|nationalid"
)


class RepliesRefused(Exception):
    """The sheet was not added. `preview` holds what is wrong, cell by cell."""

    def __init__(self, preview):
        super().__init__(preview.verdict)
        self.preview = preview


@dataclass(frozen=True, slots=True)
class Problem:
    cell: str
    message: str

    def __str__(self):
        return f"{self.cell}: {self.message}"


@dataclass(slots=True)
class Row:
    """One person of the sheet. `twin` says of whom it is a double, "" for nobody."""

    line: int  # as the sheet counts, from 1
    values: dict
    sessions: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    twin: str = ""
    cell: str = ""  # of the name
    organization: Organization | None = None  # of the directory


@dataclass(slots=True)
class Preview:
    """What a sheet would add, and what stands against it."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # headers nobody knows
    columns: list[str] = field(default_factory=list)  # headers understood, as in the sheet

    @property
    def doubles(self) -> list[Row]:
        return [row for row in self.rows if row.twin]

    @property
    def fresh(self) -> list[Row]:
        return [row for row in self.rows if not row.twin]

    def to_add(self, *, skip_doubles: bool) -> list[Row]:
        return self.fresh if skip_doubles else self.rows

    def is_ready(self, *, skip_doubles: bool) -> bool:
        if self.problems or not self.to_add(skip_doubles=skip_doubles):
            return False
        return skip_doubles or not self.doubles

    @property
    def verdict(self) -> str:
        if self.problems:
            return ngettext(
                "Nothing was added: %(count)d cell needs a correction.",
                "Nothing was added: %(count)d cells need a correction.",
                len(self.problems),
            ) % {"count": len(self.problems)}
        if self.doubles:
            return ngettext(
                "Nothing was added: %(count)d person is on the list already.",
                "Nothing was added: %(count)d people are on the list already.",
                len(self.doubles),
            ) % {"count": len(self.doubles)}
        return _("Nothing was added: the sheet has no people.")


# --- Reading ----------------------------------------------------------------------------------


def check_replies(conference, table: list[list[str]]) -> Preview:
    """Read the rows of `tabular.read_table` against a conference. Five queries, writes nothing."""
    questions = list(Question.objects.filter(form__conference=conference))
    found = _find_header(table, questions)
    preview = Preview()
    if found is None:
        preview.problems.append(
            Problem(
                "A1",
                _(
                    "No header was found. One row must name the columns, at least 姓名 (Name) and "
                    "单位 (Organization). The template has them all."
                ),
            )
        )
        return preview
    header, places = found
    _check_header(preview, table, header, places)
    reader = _Reader(conference, questions, preview)
    for n in range(header + 1, len(table)):
        if any(cell.strip() for cell in table[n]):
            reader.read(n, table[n], places)
    _mark_doubles(conference, preview)
    if not preview.rows and not preview.problems:
        preview.problems.append(
            Problem(address(header + 1, 0), _("There is nobody below the header."))
        )
    return preview


def _plain(text):
    """A header as it is compared: '姓名 / Name *' and '姓　名（Name）' are both 'name' and more."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in text if character.isalnum())


def _names(questions):
    """{plain header: key} of every column we know."""
    known = {}
    for entry in FIELDS:
        zh, en = entry.zh, entry.en
        for name in (zh, en, zh + en, en + zh, *entry.others):
            known[_plain(name)] = entry.key
    for question in questions:
        zh, en = question.label_zh, question.label_en
        for name in filter(None, (zh, en, zh + en, en + zh)):
            known.setdefault(_plain(name), f"question_{question.pk}")
    return known


def _find_header(table, questions):
    """(row, {column: key}) of the first row that names a name and one more column."""
    known = _names(questions)
    for n, row in enumerate(table[:HEADER_WITHIN]):
        places = {c: known[_plain(cell)] for c, cell in enumerate(row) if _plain(cell) in known}
        if "name" in places.values() and len(set(places.values())) > 1:
            return n, places
    return None


def _check_header(preview, table, header, places):
    row = table[header]
    times = Counter(places.values())
    for column, cell in enumerate(row):
        plain = _plain(cell)
        if ID_COLUMNS.search(plain):
            preview.problems.append(
                Problem(
                    address(header, column),
                    _("Identity numbers are never collected here. Delete this column."),
                )
            )
        elif column in places:
            preview.columns.append(cell.strip())
            if times[places[column]] > 1:
                preview.problems.append(
                    Problem(
                        address(header, column),
                        _("Two columns mean the same. Delete one, or rename it."),
                    )
                )
        elif plain and plain not in UNNEEDED:
            preview.ignored.append(cell.strip()[:60])
    for entry in FIELDS:
        if entry.is_required and entry.key not in times:
            preview.problems.append(
                Problem(
                    address(header, len(row)),
                    _("The column %(zh)s (%(en)s) is missing.") % {"zh": entry.zh, "en": entry.en},
                )
            )


class _Reader:
    """Turns rows of cells into rows of people, and notes every cell it cannot use."""

    def __init__(self, conference, questions, preview):
        self.preview = preview
        self.questions = {f"question_{question.pk}": question for question in questions}
        self.fields = {entry.key: entry for entry in FIELDS}
        self.categories = _labels(Participation.Category)
        forums = Session.objects.planned().filter(conference=conference, kind="sub-forum")
        self.forums = list(forums.in_order())
        self.by_name = {}
        for session in self.forums:
            for name in filter(None, (session.code, session.title_zh, session.title_en)):
                self.by_name.setdefault(_plain(name), session)

    def read(self, n, cells, places):
        row = Row(line=n + 1, values={}, cell=address(n, 0))
        for column, key in places.items():
            text = cells[column] if column < len(cells) else ""
            if key == "name":
                row.cell = address(n, column)
            try:
                self.take(row, key, text)
            except ValidationError as error:
                for message in error.messages:
                    self.complain(address(n, column), message)
        for column, text in enumerate(cells):
            # Also in columns that are otherwise ignored: such a sheet should not travel on.
            if column not in places and text.strip():
                try:
                    clean_line(text)
                except ValidationError as error:
                    if error.code == "id_number":
                        self.complain(address(n, column), error.messages[0])
        self.preview.rows.append(row)

    def complain(self, cell, message):
        if len(self.preview.problems) < MOST_PROBLEMS:
            self.preview.problems.append(Problem(cell, message))

    def take(self, row, key, text):
        if key in self.questions:
            answer = self.answer(self.questions[key], clean_line(text))
            if answer is not None:
                row.answers[key.removeprefix("question_")] = answer
            return
        entry = self.fields[key]
        if re.fullmatch(r"#(REF|N/A|VALUE|NAME\?|DIV/0|NUM|NULL)!?", text.strip()):
            raise ValidationError(_("The cell holds an error of the spreadsheet."))
        clean = {"name": clean_name, "phone": clean_phone}.get(key, clean_line)
        text = clean(text)
        if entry.is_required and not text:
            raise ValidationError(_("%(zh)s (%(en)s) is empty.") % {"zh": entry.zh, "en": entry.en})
        if len(text) > entry.longest:
            raise ValidationError(
                _("This is too long: at most %(most)d characters.") % {"most": entry.longest}
            )
        if key == "sessions":
            row.sessions = self.chosen(text)
        elif key == "category":
            row.values[key] = self.category(text)
        else:
            if key == "email" and text:
                self.check_email(text)
            row.values[key] = text

    @staticmethod
    def check_email(text):
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(
                _("“%(text)s” is not an e-mail address.") % {"text": text}
            ) from None

    def category(self, text):
        if not text:
            return Participation.Category.DELEGATE
        if (found := self.categories.get(_plain(text))) is None:
            raise ValidationError(
                _("“%(text)s” is not a category. Use one of: %(names)s.")
                % {
                    "text": text[:40],
                    "names": pgettext("between names", ", ").join(
                        map(str, Participation.Category.labels)
                    ),
                }
            )
        return found

    def chosen(self, text):
        """The sub-forums of a cell, by title or code, several with a semicolon between them."""
        whole = self.by_name.get(_plain(text))
        if not text or whole:
            return [whole] if whole else []
        found = []
        for part in filter(str.strip, re.split(r"[;；、|]", text)):
            session = self.by_name.get(_plain(part))
            if session is None:
                raise ValidationError(
                    _("There is no sub-forum “%(text)s”. Use a title or code: %(names)s.")
                    % {
                        "text": part.strip()[:60],
                        "names": "; ".join(f"{s.title} ({s.code})" for s in self.forums[:10])
                        or "-",
                    }
                )
            found.append(session)
        return list(dict.fromkeys(found))

    def answer(self, question, text):
        if not text:
            return None
        if question.kind == Question.Kind.YES_NO:
            if _plain(text) in {"是", "yes", "y", "true", "1", "√", "有", "需要"}:
                return True
            if _plain(text) in {"否", "no", "n", "false", "0", "无", "不需要", "不"}:
                return False
            raise ValidationError(_("Write yes or no (是 or 否)."))
        if question.kind == Question.Kind.CHOICE:
            options = option_lines(question.options_zh) + option_lines(question.options_en)
            for option in options:
                if _plain(option) == _plain(text):
                    return option
            raise ValidationError(
                _("“%(text)s” is not an option. Use one of: %(names)s.")
                % {"text": text[:40], "names": "; ".join(options[:20])}
            )
        if len(text) > 500:
            raise ValidationError(
                _("This is too long: at most %(most)d characters.") % {"most": 500}
            )
        return text


def _labels(choices):
    """{plain label in either language, or value: value}."""
    known = {}
    for language in ("zh-hans", "en"):
        with override(language):
            known |= {_plain(str(label)): value for value, label in choices.choices}
    return known | {_plain(value): value for value, _label in choices.choices}


@dataclass(slots=True)
class _Someone:
    """A person of the list or of the sheet, as `doubles` compares them; `where` it was found."""

    where: int
    name: str
    name_letters: str
    organization_id: int | None
    organization_name: str
    phone_digits: str
    email: str


def _mark_doubles(conference, preview):
    """Mark each row that is a person whom the list, or the sheet above it, has already."""
    columns = ("number", "name", "name_letters", "organization_id", "organization_name")
    # Also who withdrew: a sheet sent again does not bring them back.
    there = Registration.objects.filter(conference=conference)
    there = there.order_by("number").values_list(*columns, "phone_digits", "email")
    on_the_list = People(_Someone(*row) for row in there.iterator())
    linked = organizations_by_name(
        {row.values.get("organization_name", "") for row in preview.rows}
    )
    above = People()
    for row in preview.rows:
        if not row.values.get("name"):
            continue
        organization = row.values.get("organization_name", "")
        known = row.organization = linked.get(name_key(organization))
        someone = _Someone(
            where=row.line,
            name=row.values["name"],
            name_letters=name_letters(row.values["name"]),
            organization_id=known.pk if known else None,
            organization_name=organization,
            phone_digits=phone_digits(row.values.get("phone", "")),
            email=row.values.get("email", ""),
        )
        if twin := on_the_list.first(someone):
            row.twin = _("on the list already, number %(number)d") % {"number": twin.where}
        elif twin := above.first(someone):
            row.twin = _("the same person as in row %(line)d") % {"line": twin.where}
        above.add(someone)


# --- Adding -----------------------------------------------------------------------------------


def add_replies(conference, table, *, skip_doubles: bool = False, at=None) -> int:
    """Add everybody of the sheet, or nobody; returns how many. Checked again under the lock.

    Raises RepliesRefused with the preview: cells to correct, or doubles that are not skipped.
    """
    at = at or timezone.now()
    with list_lock(conference):
        preview = check_replies(conference, table)
        if not preview.is_ready(skip_doubles=skip_doubles):
            raise RepliesRefused(preview)
        rows = preview.to_add(skip_doubles=skip_doubles)
        first = next_number(conference.pk)
        people = []
        for number, row in enumerate(rows, start=first):
            person = Registration(
                conference=conference,
                number=number,
                source=Registration.Source.IMPORT,
                status=Registration.Status.CONFIRMED,
                language="zh-hans" if has_chinese(row.values["name"]) else "en",
                registered_at=at,
                answers=row.answers,
                organization=row.organization,
                **row.values,
            )
            person.prepare()
            people.append(person)
        create_rows(Registration, people)
        choose(
            (person.pk, session.pk)
            for person, row in zip(people, rows, strict=True)
            for session in row.sessions
        )
        raise_stamps(seats_scope(conference.slug))  # seats may be gone now
    return len(people)


# --- The template -----------------------------------------------------------------------------


def write_template(conference, file) -> None:
    """An empty sheet with every column of this conference, and a second sheet that explains it."""
    questions = list(Question.objects.filter(form__conference=conference))
    forums = Session.objects.planned().filter(conference=conference, kind="sub-forum").in_order()
    columns = [
        Column(
            entry.key,
            f"{entry.zh} {entry.en}{' *' if entry.is_required else ''}",
            entry.kind,
            max(14, min(28, entry.longest // 8)),
        )
        for entry in FIELDS
    ]
    columns += [
        Column(
            f"question_{q.pk}", " / ".join(dict.fromkeys(filter(None, (q.label_zh, q.label_en))))
        )
        for q in questions
    ]
    lines = []
    for language in ("zh-hans", "en"):
        with override(language):
            lines += [*_notes(questions, list(forums)), ""]
    write_xlsx(file, columns, [], title="回执 Replies", notes=("说明 Notes", lines))


def _notes(questions, forums):
    labels = pgettext("between names", ", ").join(map(str, Participation.Category.labels))
    yield _("One person a row, below the header. Columns with * must be filled in.")
    yield _("Phones are text: keep the cells as they are formatted, so that no digit is lost.")
    yield _("Category: %(names)s. Empty means delegate.") % {"names": labels}
    if forums:
        yield _("Sub-forum: a title or a code, several with a semicolon between them.")
        yield from (f"    {session.code}   {session.title}" for session in forums)
    for question in questions:
        if question.kind == Question.Kind.YES_NO:
            yield f"{question}: {_('Yes')} / {_('No')}"
        elif question.kind == Question.Kind.CHOICE:
            yield f"{question}: " + " / ".join(option_lines(str(question.options)))
    yield _("Do not enter identity numbers: they are never collected.")
