"""A filled-in template of one unit: read by the reader of replies, judged as the unit's own list.

What waits for a yes travels with the page, signed: no account keeps it for the liaison.
"""

import json
from collections.abc import Sequence
from typing import BinaryIO

from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.asked_of_others import for_others, not_asked
from conference.attendance.doubles import People
from conference.attendance.models import Registration, UnitLiaison
from conference.attendance.phones import phone_digits
from conference.attendance.questions.table import answer_text, questions_of, without_headings
from conference.attendance.replies import read_sheet, write_template
from conference.attendance.replies.preview import Preview, Problem, Row
from conference.attendance.units.named import FIELDS, Named, is_named_by
from conference.people.pinyin import name_letters
from conference.program.models import Participation, Session

KEPT_FOR = 24 * 60 * 60  # seconds between the preview and the yes
Table = list[list[str]]


def template_of(unit: UnitLiaison, file: BinaryIO, *, forums: Sequence[Session]) -> None:
    """The empty sheet; only what the public may read stands in it."""
    write_template(
        unit.conference,
        file,
        forums=forums,
        organization=unit.name,
        asks_category=unit.asks_category,
    )


def check_sheet(unit: UnitLiaison, table: Table, *, forums: Sequence[Session]) -> Preview:
    """What the sheet would add to the unit's list. Whom the unit has named already is marked as a
    `twin`, and is left out; of the rest of the list nothing is told. Four queries.
    """
    preview = read_sheet(unit.conference, table, forums=forums, organization=unit.name)
    rows = [row for row in preview.rows if row.values.get("name")]
    people = [_compared(unit, row) for row in rows]
    named = is_named_by(unit, people) if people else set()
    above: People[Registration] = People()
    lines: dict[int, int] = {}
    delegate = Participation.Category.DELEGATE
    if not unit.asks_category and any(
        row.values.get("category", delegate) != delegate for row in rows
    ):
        preview.ignored.append(_("Category"))
    questions = for_others(questions_of(unit.conference))
    for n, (row, person) in enumerate(zip(rows, people, strict=True)):
        if not unit.asks_category:
            row.values["category"] = delegate
        for question, why in not_asked(questions, row.values["category"], row.answers):
            preview.problems.append(Problem(row.cell, f"{question}: {why}"))
        if twin := above.first(person):
            said = _("the same person as in row %(line)d") % {"line": lines[id(twin)]}
            preview.problems.append(Problem(row.cell, said))
        elif n in named:
            row.twin = _("on your list already")
        above.add(person)
        lines[id(person)] = row.line
    return preview


def _compared(unit: UnitLiaison, row: Row) -> Registration:
    person = Registration(
        conference=unit.conference,
        name=row.values["name"],
        organization_name=row.values.get("organization_name", ""),
        email=row.values.get("email", ""),
    )
    person.name_letters = name_letters(person.name)
    person.phone_digits = phone_digits(row.values.get("phone", ""))
    return person


def with_answers(unit: UnitLiaison, preview: Preview) -> list[tuple[Row, list[str]]]:
    """[(row, what it answers to the form's questions)], to be shown before it is added. One query
    where somebody answers.
    """
    answered = any(row.answers for row in preview.rows)
    questions = without_headings(questions_of(unit.conference)) if answered else []
    return [
        (
            row,
            [
                f"{question}: {answer_text(question, row.answers[str(question.pk)])}"
                for question in questions
                if str(question.pk) in row.answers
            ],
        )
        for row in preview.rows
    ]


def people_in(preview: Preview) -> list[Named]:
    return [
        Named(
            **{name: row.values[name] for name in FIELDS if name in row.values},
            sessions=tuple(row.sessions),
            answers=row.answers,
        )
        for row in preview.fresh
    ]


def too_many(preview: Preview, left: int) -> str:
    """Why the sheet is more than the unit may send; '' where it is not."""
    many = len(preview.fresh)
    if many <= left:
        return ""
    said = ngettext(
        "The sheet names %(many)d new people, and %(n)d place of the quota is left.",
        "The sheet names %(many)d new people, and %(n)d places of the quota are left.",
        left,
    )
    return said % {"many": many, "n": left}


def _signer(unit: UnitLiaison) -> TimestampSigner:
    return TimestampSigner(salt=f"sheet of unit {unit.pk}")


def packed(unit: UnitLiaison, table: Table) -> str:
    """The table as one text that only this unit's page takes back."""
    return _signer(unit).sign_object(table, serializer=_Texts, compress=True)


def unpacked(unit: UnitLiaison, text: str) -> Table | None:
    """None for a text that was cut, changed, of another unit or too old."""
    try:
        table = _signer(unit).unsign_object(text, serializer=_Texts, max_age=KEPT_FOR)
    except (BadSignature, ValueError):
        return None
    return table


class _Texts:
    """As JSON in UTF-8: Chinese as it is, a third of what escapes would take."""

    def dumps(self, table: Table) -> bytes:
        return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, content: bytes) -> Table:
        table: Table = json.loads(content)
        return table
