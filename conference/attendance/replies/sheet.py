"""The columns of a sheet of replies: what each fills, how its header may read, and the template."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.attendance.models import Question
from conference.attendance.questions.table import (
    box_name,
    boxes,
    labels,
    questions_of,
    without_headings,
)
from conference.bilingual import Text
from conference.models import Conference
from conference.program.models import Kind, Participation, Session
from conference.tabular import Column, write_xlsx
from conference.wording.labels import listed


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


def bare(text: str) -> str:
    """A header as it is compared: '姓名 / Name *' and '姓　名（Name）' are both 'name' and more."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in text if character.isalnum())


def names(questions: Iterable[Question]) -> dict[str, str]:
    """{plain header: key} of every column we know."""
    known = {}
    for entry in FIELDS:
        zh, en = entry.zh, entry.en
        for name in (zh, en, zh + en, en + zh, *entry.others):
            known[bare(name)] = entry.key
    for question in questions:
        for key, label in columns_of(question):
            for name in filter(
                None, (label.zh, label.en, label.zh + label.en, label.en + label.zh)
            ):
                known.setdefault(bare(name), key)
    return known


def columns_of(question: Question) -> Iterator[tuple[str, Text]]:
    """(key, header) of each column that a question fills, one or several."""
    sides = []
    for language in ("zh-hans", "en"):
        with override(language):
            sides.append(labels(question))
    zh, en = sides
    for name in zh:
        whole = question.label if name == box_name(question) else Text(zh[name], en[name])
        yield name, whole


def asked_in_sheets(conference: Conference) -> list[Question]:
    """The questions that somebody may answer for others, in cells. About diet and health everybody
    speaks, and agrees, for themselves; no cell holds a file. One query.
    """
    questions = without_headings(questions_of(conference))
    return [
        question
        for question in questions
        if not question.holds_sensitive and question.kind != Question.Kind.FILE
    ]


def forums_of(conference: Conference) -> list[Session]:
    """The sub-forums that a sheet may choose. One query."""
    rows = Session.objects.planned().filter(conference=conference, kind=Kind.SUB_FORUM)
    return list(rows.in_order())


def write_template(
    conference: Conference,
    file: BinaryIO,
    *,
    forums: Sequence[Session] | None = None,
    organization: str = "",
    asks_category: bool = True,
) -> None:
    """An empty sheet with every column of this conference, and a second sheet that explains it. Of
    one unit, the column of the organization may stay empty (`reading.read_sheet`), and that of the
    category stands there only where its liaison chooses.
    """
    forums = forums_of(conference) if forums is None else forums
    questions = asked_in_sheets(conference)
    columns = [
        Column(
            entry.key,
            f"{entry.zh} {entry.en}{' *' if _must_be_filled(entry, organization) else ''}",
            entry.kind,
            max(14, min(28, entry.longest // 8)),
        )
        for entry in FIELDS
        if asks_category or entry.key != "category"
    ]
    columns += [
        Column(key, label.both) for question in questions for key, label in columns_of(question)
    ]
    lines: list[str] = []
    for language in ("zh-hans", "en"):
        with override(language):
            lines += [*_notes(questions, forums, organization, asks_category), ""]
    write_xlsx(file, columns, [], title="回执 Replies", notes=("说明 Notes", lines))


def _must_be_filled(entry: Field, organization: str) -> bool:
    return entry.is_required and not (organization and entry.key == "organization_name")


def _notes(
    questions: list[Question],
    forums: Sequence[Session],
    organization: str,
    asks_category: bool,
) -> Iterator[str]:
    categories = listed(Participation.Category.labels)
    yield _("One person a row, below the header. Columns with * must be filled in.")
    if organization:
        yield _("Organization: empty means %(name)s.") % {"name": organization}
    yield _("Phones are text: keep the cells as they are formatted, so that no digit is lost.")
    if asks_category:
        yield _("Category: %(names)s. Empty means delegate.") % {"names": categories}
    if forums:
        yield _("Sub-forum: a title or a code, several with a semicolon between them.")
        yield from (f"    {session.code}   {session.title}" for session in forums)
    for question in questions:
        whole = labels(question)
        for name, box in boxes(question).items():
            options = [str(label) for value, label in getattr(box, "choices", ()) if value]
            if isinstance(box, forms.BooleanField):
                options = [_("Yes"), _("No")]
            if options:
                yield f"{whole[name]}: " + " / ".join(options)
    yield _("Do not enter identity numbers: they are never collected.")
