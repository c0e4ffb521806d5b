"""A table of text as a preview of registrations: header, cells, and who is there already."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.doubles import People
from conference.attendance.models import Question, Registration
from conference.attendance.phones import phone_digits
from conference.attendance.questions.table import boxes, read
from conference.attendance.registering import organizations_by_name
from conference.attendance.replies.preview import Preview, Problem, Row
from conference.attendance.replies.sheet import (
    FIELDS,
    ID_COLUMNS,
    UNNEEDED,
    asked_in_sheets,
    bare,
    forums_of,
    names,
)
from conference.bilingual import label_in_both_languages
from conference.folding import organization_key
from conference.models import Conference
from conference.people.pinyin import name_letters
from conference.program.models import Participation, Session
from conference.tabular import address
from conference.wording.labels import listed

HEADER_WITHIN = 20  # rows: a title block is shorter
MOST_PROBLEMS = 200  # shown; a wrong sheet would fill the page
Table = list[list[str]]
Places = dict[int, str]  # {column: key}


def check_replies(conference: Conference, table: Table) -> Preview:
    """Read the rows of `tabular.read_table` against a conference. Five queries, writes nothing."""
    preview = read_sheet(conference, table)
    mark_doubles(conference, preview.rows)
    return preview


def read_sheet(
    conference: Conference,
    table: Table,
    *,
    forums: Sequence[Session] | None = None,
    organization: str = "",
) -> Preview:
    """The rows, without a look at who is on the list. Of one unit, `organization` stands where the
    sheet says none; `forums` are those that may be chosen, by default all that are planned. Two
    queries.
    """
    questions = asked_in_sheets(conference)
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
    _check_header(preview, table, header, places, given=organization)
    reader = _Reader(
        forums_of(conference) if forums is None else forums, questions, preview, organization
    )
    for n in range(header + 1, len(table)):
        if any(cell.strip() for cell in table[n]):
            reader.read(n, table[n], places)
    if not preview.rows and not preview.problems:
        preview.problems.append(
            Problem(address(header + 1, 0), _("There is nobody below the header."))
        )
    return preview


def _find_header(table: Table, questions: list[Question]) -> tuple[int, Places] | None:
    """(row, {column: key}) of the first row that names a name and one more column."""
    known = names(questions)
    for n, row in enumerate(table[:HEADER_WITHIN]):
        places = {c: known[bare(cell)] for c, cell in enumerate(row) if bare(cell) in known}
        if "name" in places.values() and len(set(places.values())) > 1:
            return n, places
    return None


def _check_header(
    preview: Preview, table: Table, header: int, places: Places, *, given: str
) -> None:
    row = table[header]
    times = Counter(places.values())
    for column, cell in enumerate(row):
        plain = bare(cell)
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
        is_given = bool(given) and entry.key == "organization_name"
        if entry.is_required and entry.key not in times and not is_given:
            preview.problems.append(
                Problem(
                    address(header, len(row)),
                    _("The column %(zh)s (%(en)s) is missing.") % {"zh": entry.zh, "en": entry.en},
                )
            )


class _Reader:
    """Turns rows of cells into rows of people, and notes every cell it cannot use."""

    def __init__(
        self,
        forums: Sequence[Session],
        questions: list[Question],
        preview: Preview,
        organization: str,
    ):
        self.preview, self.organization = preview, organization
        self.questions = {name: question for question in questions for name in boxes(question)}
        self.fields = {entry.key: entry for entry in FIELDS}
        self.categories = _labels(Participation.Category)
        self.forums = forums
        self.by_name: dict[str, Session] = {}
        for session in self.forums:
            for name in filter(None, (session.code, session.title_zh, session.title_en)):
                self.by_name.setdefault(bare(name), session)

    def read(self, n: int, cells: list[str], places: Places) -> None:
        given = {"organization_name": self.organization} if self.organization else {}
        row = Row(line=n + 1, values=given, cell=address(n, 0))
        answered: dict[Question, dict[str, tuple[str, int]]] = {}
        for column, key in places.items():
            text = cells[column] if column < len(cells) else ""
            if key == "name":
                row.cell = address(n, column)
            if key in self.questions:
                answered.setdefault(self.questions[key], {})[key] = text, column
                continue
            try:
                self.take(row, key, text)
            except ValidationError as error:
                for message in error.messages:
                    self.complain(address(n, column), message)
        for question, said in answered.items():
            self.answer(row, question, said, n)
        for column, text in enumerate(cells):
            # Also in columns that are otherwise ignored: such a sheet should not travel on.
            if column not in places and text.strip():
                try:
                    clean_line(text)
                except ValidationError as error:
                    if error.code == "id_number":
                        self.complain(address(n, column), error.messages[0])
        self.preview.rows.append(row)

    def complain(self, cell: str, message: str) -> None:
        if len(self.preview.problems) < MOST_PROBLEMS:
            self.preview.problems.append(Problem(cell, message))

    def take(self, row: Row, key: str, text: str) -> None:
        entry = self.fields[key]
        if re.fullmatch(r"#(REF|N/A|VALUE|NAME\?|DIV/0|NUM|NULL)!?", text.strip()):
            raise ValidationError(_("The cell holds an error of the spreadsheet."))
        clean = {"name": clean_name, "phone": clean_phone}.get(key, clean_line)
        text = clean(text)
        if key == "organization_name":
            text = text or self.organization
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
    def check_email(text: str) -> None:
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(
                _("“%(text)s” is not an e-mail address.") % {"text": text}
            ) from None

    def category(self, text: str) -> str:
        if not text:
            return Participation.Category.DELEGATE
        if (found := self.categories.get(bare(text))) is None:
            raise ValidationError(
                _("“%(text)s” is not a category. Use one of: %(names)s.")
                % {
                    "text": text[:40],
                    "names": listed(Participation.Category.labels),
                }
            )
        return found

    def chosen(self, text: str) -> list[Session]:
        """The sub-forums of a cell, by title or code, several with a semicolon between them."""
        whole = self.by_name.get(bare(text))
        if not text or whole:
            return [whole] if whole else []
        found = []
        for part in filter(str.strip, re.split(r"[;；、|]", text)):
            session = self.by_name.get(bare(part))
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

    def answer(
        self, row: Row, question: Question, said: dict[str, tuple[str, int]], n: int
    ) -> None:
        """What the cells of a question say: {name of a box: (text, column)} of row `n`."""
        try:
            answer = read(question, {name: text for name, (text, _column) in said.items()})
        except ValidationError as error:
            first = next(iter(said.values()))
            for name, found in error.error_dict.items():
                _text, column = said.get(name, first)
                for each in found:
                    self.complain(address(n, column), " ".join(each.messages))
            return
        if answer is not None:
            row.answers[str(question.pk)] = answer


def _labels(choices: type[TextChoices]) -> dict[str, str]:
    """{plain label in either language, or value: value}."""
    known: dict[str, str] = {}
    for value, label in choices.choices:
        known |= dict.fromkeys(map(bare, label_in_both_languages(label).as_list()), value)
    return known | {bare(value): value for value, _label in choices.choices}


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


def mark_doubles(conference: Conference, rows: Sequence[Row]) -> None:
    """Mark each row that is a person whom the list, or the sheet above it, has already."""
    columns = ("number", "name", "name_letters", "organization_id", "organization_name")
    # Also who withdrew: a sheet sent again does not bring them back.
    there = Registration.objects.filter(conference=conference.pk).order_by("number")
    listed_people = there.values_list(*columns, "phone_digits", "email")
    on_the_list = People(_Someone(*row) for row in listed_people.iterator())
    linked = organizations_by_name({row.values.get("organization_name", "") for row in rows})
    above: People[_Someone] = People()
    for row in rows:
        if not row.values.get("name"):
            continue
        organization = row.values.get("organization_name", "")
        known = row.organization = linked.get(organization_key(organization))
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
            row.is_listed = True
        elif twin := above.first(someone):
            row.twin = _("the same person as in row %(line)d") % {"line": twin.where}
        above.add(someone)
