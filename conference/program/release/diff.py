"""What differs between two documents: the review before a publish, and the public list of changes.

A change is kept inside the release as plain JSON (`Change.as_dict`), so that the public page of
changes reads no second document.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.bilingual import Text
from conference.program.release.fields import (
    BY_SUBJECT,
    CONFERENCE,
    PERSON,
    ROOM,
    SECTIONS,
    SESSION,
    TRACK,
    links_by_file,
)
from conference.program.release.sections import ORDER, Section
from conference.program.release.shapes import Document, Names, Row, file_mark, rows_of, same

# What is looked for first, and what a document has besides.
_FIRST = (SESSION, PERSON, ROOM, TRACK)
IN_ORDER_OF_INTEREST = (*_FIRST, *(s for s in SECTIONS if s not in (CONFERENCE, *_FIRST)))

ByKey = dict[tuple[Any, ...], Row]  # rows by what tells them apart

SUBJECT_LABELS = {section.subject: section.label for section in SECTIONS}

KIND_LABELS = {
    "new": _("new"),
    "changed": _("changed"),
    "moved": _("moved"),
    "cancelled": _("cancelled"),
    "reinstated": _("reinstated"),
    "removed": _("removed"),
}


@dataclass(frozen=True)
class FieldChange:
    name: str
    old: Text
    new: Text
    subject: str

    @property
    def label(self) -> str | Promise:
        return BY_SUBJECT[self.subject].label_of(self.name)

    @property
    def is_written(self) -> bool:
        """Whether people wrote it in two languages; else it names something."""
        field = BY_SUBJECT[self.subject].told(self.name)
        return field is not None and field.shape.is_written


@dataclass(frozen=True)
class Change:
    """One thing that differs. `kind` is a key of KIND_LABELS, `subject` of SUBJECT_LABELS."""

    kind: str
    subject: str
    code: str  # of the session or person, '' for other subjects
    what: Text
    fields: tuple[FieldChange, ...] = field(default=())

    @property
    def kind_label(self) -> str | Promise:
        return KIND_LABELS[self.kind]

    @property
    def subject_label(self) -> str | Promise:
        return SUBJECT_LABELS[self.subject]

    def as_dict(self) -> Row:
        return {
            "kind": self.kind,
            "subject": self.subject,
            "code": self.code,
            **_kept("what", self.what),
            "fields": [
                {"name": f.name, **_kept("old", f.old), **_kept("new", f.new)} for f in self.fields
            ],
        }

    @classmethod
    def from_dict(cls, row: Row) -> "Change":
        return cls(
            row["kind"],
            row["subject"],
            row["code"],
            _told(row, "what"),
            tuple(
                FieldChange(f["name"], _told(f, "old"), _told(f, "new"), row["subject"])
                for f in row["fields"]
            ),
        )


def _kept(name: str, text: Text) -> Row:
    """{name: [zh, en]}, beside it whether the Chinese is our rendering where it is."""
    ours: Row = {f"{name}_is_rendering": True} if text.zh_is_rendering else {}
    return {name: text.as_list()} | ours


def _told(row: Row, name: str) -> Text:
    return Text(*row[name], zh_is_rendering=row.get(f"{name}_is_rendering", False))


def compare(old: Document | None, new: Document) -> list[Change]:
    """Every change from `old` (None: nothing was published) to `new`, sessions first. No query."""
    before, after = Names(old or new), Names(new)
    found = []
    if old:
        changed = _fields(CONFERENCE, old["conference"], new["conference"], before, after)
        if changed:
            what = _name_of(CONFERENCE, new["conference"])
            found.append(Change("changed", CONFERENCE.subject, "", what, changed))
    for section in IN_ORDER_OF_INTEREST:
        rows = rows_of(old, section.name) if old else []
        found += _rows(section, rows, rows_of(new, section.name), before, after)
    return found


def is_same(old: Document | None, new: Document) -> bool:
    """Whether publishing `new` over `old` would change nothing that the public can see."""
    return old is not None and not compare(old, new)


def _rows(
    section: Section, old: Sequence[Row], new: Sequence[Row], before: Names, after: Names
) -> list[Change]:
    new_rows = {section.key_of(row): row for row in new}
    old_rows = _with_new_names(section, {section.key_of(row): row for row in old}, new_rows)
    places = [
        {key: n for n, key in enumerate((k for k in rows if k in others), start=1)}
        for rows, others in ((old_rows, new_rows), (new_rows, old_rows))
    ]
    found = []
    for key, row in new_rows.items():
        what, code = _name_of(section, row), row.get("code", "")
        if key not in old_rows:
            cancelled = row.get("status") == "cancelled"
            found.append(Change("cancelled" if cancelled else "new", section.subject, code, what))
            continue
        changed = _fields(section, old_rows[key], row, before, after)
        was, now = (place[key] for place in places)
        if section.has_order and was != now:
            changed += (FieldChange(ORDER, same(str(was)), same(str(now)), section.subject),)
        if changed:
            kind = _kind_of(section, changed, row)
            found.append(Change(kind, section.subject, code, what, changed))
    found += [
        Change("removed", section.subject, row.get("code", ""), _name_of(section, row))
        for key, row in old_rows.items()
        if key not in new_rows
    ]
    return found


def _with_new_names(section: Section, old_rows: ByKey, new_rows: ByKey) -> ByKey:
    """The old rows, in their order, each by the key that it has now: one that was renamed, too."""
    if not section.renamed_within:
        return old_rows
    came = [key for key in new_rows if key not in old_rows]
    now = {}
    for key, row in old_rows.items():
        if key in new_rows:
            continue
        for other in came:
            if new_rows[other][section.renamed_within] == row[section.renamed_within]:
                now[key] = other
                came.remove(other)
                break
    return {now.get(key, key): row for key, row in old_rows.items()}


def _kind_of(section: Section, changed: tuple[FieldChange, ...], row: Row) -> str:
    if any(change.name == "status" for change in changed):
        return "cancelled" if row["status"] == "cancelled" else "reinstated"
    told = (section.told(change.name) for change in changed)
    return "moved" if any(field is not None and field.moves for field in told) else "changed"


def _fields(
    section: Section, old: Row, new: Row, before: Names, after: Names
) -> tuple[FieldChange, ...]:
    found = []
    for one in section.fields:
        was, now = one.of(old), one.of(new)
        if not one.is_compared or was == now:
            continue
        texts = section.shown(one, old, before), section.shown(one, new, after)
        if one.name == "links" and texts[0] == texts[1]:  # another file under the same title
            texts = links_by_file(was), links_by_file(now)
        found.append(FieldChange(one.told_as or one.name, *texts, section.subject))
    return tuple(found)


def _name_of(section: Section, row: Row) -> Text:
    """What a row is called: its name, or what stands for one."""
    for name in ("name", "title", "label", "caption"):
        if name in row:
            text = section.field(name).shape.read(row, name)
            return text or same(file_mark(row.get("image", "")))
    return Text()
