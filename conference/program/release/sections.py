"""Field and Section: what may be said of the parts of a release (`fields` says it)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from dataclasses import fields as attributes_of
from functools import cached_property
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.bilingual import Text
from conference.program.release.shapes import (
    PLAIN,
    Names,
    Row,
    Shape,
)

# How a change of places in a list is called.
ORDER = "order"
NEVER = object()

Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One key of a section's rows, and what a change of it means."""

    name: str
    shape: Shape = PLAIN
    # Of the row: an attribute, dotted where it is one of another row; or a function of the row.
    source: str | Callable[[Any], Any] = ""
    # Where it is kept, when that does not follow from the source; dotted likewise.
    columns: tuple[str, ...] | None = None
    is_restored: bool = True  # else it follows from others, or stands in the directory
    is_compared: bool = True  # else it is counted, or follows from others
    is_told: bool = True  # else only organizers read of a change
    in_calendars: bool = False  # a change renews the entries of sessions that tell it
    moves: bool = False  # a change is told as a move
    label: str | Promise = ""  # when that of its column does not say what readers see
    told_as: str = ""  # its name in a list of changes, where the plain one means something else
    absent: Any = NEVER  # what a release says that was made before this field; NEVER: each has it

    def of(self, row: Row) -> Any:
        """What a document's row says of it."""
        return row.get(self.name, None if self.absent is NEVER else self.absent)

    @property
    def path(self) -> str:
        return self.source if isinstance(self.source, str) and self.source else self.name

    @cached_property
    def kept_in(self) -> tuple[str, ...]:
        return self.shape.columns(self.path) if self.columns is None else self.columns

    def given(self, row: models.Model) -> Any:
        """What a row of the database says of it, as JSON; None where it says nothing."""
        value = self.source(row) if callable(self.source) else _reached(row, self.path)
        return None if value is None else self.shape.given(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Section:
    """The rows of one kind in a document, and the fields that they have."""

    subject: str  # in a list of changes
    name: str  # its key in a document; "" for rows that stand inside those of another section
    model: type[models.Model]
    label: str | Promise
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("guid",)  # what tells two rows apart
    # Of rows without an identity: what went and what came of one kind, say, is one renamed.
    renamed_within: str = ""
    has_order: bool = True  # a list by hand, where another order is a change
    private: dict[str, str] = field(default_factory=dict)  # column -> why no release has it

    def given(self, row: models.Model) -> Row:
        """A row of the database as the document has it. No query where what the row refers to was
        read with it.
        """
        return {one.name: one.given(row) for one in self.fields}

    def restored(self, row: Row) -> dict[str, Any]:
        """{column: value} that make a row of the database say what a document's row says."""
        found: dict[str, Any] = {}
        for one in self.fields:
            if one.is_restored:
                found |= one.shape.restored(one.path, one.of(row))
        return found

    def read(self, row: Row, made: type[Made], **others: Any) -> Made:
        """A document's row as a value of the dataclass `made`, whose attributes say what is read;
        `others` are those that need more than the row.
        """
        for name, one in self._reading(made):
            if name not in others:
                if name not in row and one.absent is not NEVER:
                    others[name] = one.shape.read(row | {name: one.absent}, name)
                else:
                    others[name] = one.shape.read(row, name)
        return made(**others)

    def key_of(self, row: Row) -> tuple[Any, ...]:
        return tuple(
            tuple(row[name]) if isinstance(row[name], list) else row[name] for name in self.key
        )

    def with_mark(self, mark: str) -> tuple[str, ...]:
        """Names of the fields that have a mark such as "in_calendars"."""
        return tuple(one.name for one in self.fields if getattr(one, mark))

    def told(self, name: str) -> Field | None:
        """The field that a list of changes calls so; None for one that is no more."""
        return self._by_told_name.get(name)

    def label_of(self, name: str) -> str | Promise:
        """What people call what a list of changes calls `name`."""
        if name == ORDER:
            return _("order")
        one = self.told(name)
        if one is None:
            return name
        if one.label:
            return one.label
        column = self.column_of(one)
        assert column is not None, f"{self.subject}.{one.name} has neither a column nor a label"
        return getattr(column, "label_of_pair", None) or column.verbose_name

    def column_of(self, one: Field) -> models.Field | None:
        """The first column that a field is kept in; None for rows of a section of their own."""
        if not one.kept_in:
            return None
        *steps, name = one.kept_in[0].split(".")
        model: Any = self.model
        for step in steps:
            model = model._meta.get_field(step).related_model
        return model._meta.get_field(name)

    def field(self, name: str) -> Field:
        return self._by_name[name]

    def shown(self, one: Field, row: Row, names: Names) -> Text:
        """What a document's row says for people: names instead of codes, local time, both
        languages, and whether the Chinese is our rendering.
        """
        value = one.of(row)
        if value is None or value in ("", ["", ""], []):
            return Text()
        text = one.shape.shown(value, names, self.column_of(one))
        return replace(text, zh_is_rendering=True) if row.get(one.shape.flag) else text

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @cached_property
    def _by_told_name(self) -> dict[str, Field]:
        return {one.told_as or one.name: one for one in self.fields}

    @cached_property
    def _readings(self) -> dict[type, list[tuple[str, Field]]]:
        return {}

    def _reading(self, made: Any) -> list[tuple[str, Field]]:
        """[(attribute of the dataclass, the field that it is read from)]"""
        if made not in self._readings:
            names = (attribute.name for attribute in attributes_of(made))
            known = self._by_name
            self._readings[made] = [(name, known[name]) for name in names if name in known]
        return self._readings[made]


def _reached(row: Any, path: str) -> Any:
    for step in path.split("."):
        if row is None:
            return None
        row = getattr(row, step)
    return row
