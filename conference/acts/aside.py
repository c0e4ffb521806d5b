"""What an act takes away that history does not tell of, kept aside for an hour.

A deletion takes with it the columns that history leaves out (private contacts, codes), rows without
a history, rows behind a many-to-many field (for which no signal is sent), and links that it
empties. A change may overwrite columns that history leaves out: `LeavesOut` remembers them.
"""

from django.db import models
from django.db.models import CASCADE, SET_NULL

from conference.merging import plain

MOST = 20_000  # rows kept of one act; one that takes more with it is not taken back


class LeavesOut(models.Model):
    """A row with columns that its history leaves out and nothing else can give back."""

    left_out: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._was = {name: row.__dict__[name] for name in cls.left_out if name in row.__dict__}
        return row


def has_history(model) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def columns_without_history(model) -> list:
    names = {field.name for field in model.history.model.tracked_fields}
    return [field for field in model._meta.concrete_fields if field.name not in names]


class Aside:
    """Plain values, as JSON holds them.

    columns  {label: {id: {column: value}}}   of rows with a history
    rows     {label: [{column: value}]}       of rows without
    links    {label: {column: {id: [ids]}}}   emptied: the row pointed to, and who did
    made     {label: [ids]}                   rows without, that were added: these go
    linked   {label: {column: [ids]}}         links that an undo set again
    """

    NAMES = ("columns", "rows", "links", "made", "linked")

    def __init__(self):
        self.columns, self.rows, self.links, self.made, self.linked = {}, {}, {}, {}, {}
        self.many = 0

    @property
    def is_too_much(self) -> bool:
        return self.many > MOST

    def as_json(self):
        return {name: found for name in self.NAMES if (found := getattr(self, name))} or None

    def keep_change(self, row):
        """A row with a history was changed: what its history leaves out, as it was read."""
        for name, old in getattr(row, "_was", {}).items():
            field = row._meta.get_field(name)
            if name in row.__dict__ and old != row.__dict__[name]:
                kept = self.columns.setdefault(row._meta.label_lower, {})
                kept.setdefault(str(row.pk), {}).setdefault(name, _plain_value(field, old))
                row._was[name] = row.__dict__[name]

    def keep_deleted(self, row):
        """A row with a history is about to go; one query for each kind of row without one that
        goes with it or loses its link.
        """
        self.keep_columns(row)
        for relation in relations_beside_history(type(row)):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
            if relation.on_delete is SET_NULL:
                self.keep_links(relation.field, row.pk, rows.values_list("pk", flat=True))
            else:
                self.keep_rows(rows)

    def keep_columns(self, row):
        if columns := columns_without_history(type(row)):
            kept = self.columns.setdefault(row._meta.label_lower, {})
            kept[str(row.pk)] = {field.name: plain(field, row) for field in columns}

    def keep_rows(self, rows):
        for row in rows:
            values = {field.name: plain(field, row) for field in row._meta.concrete_fields}
            self.rows.setdefault(row._meta.label_lower, []).append(values)
            self.many += 1

    def note_made(self, rows):
        """Rows without a history were added."""
        for row in rows:
            self.made.setdefault(row._meta.label_lower, []).append(row.pk)

    def keep_links(self, field, pk, ids):
        if ids := list(ids):
            kept = self.links.setdefault(field.model._meta.label_lower, {})
            kept.setdefault(field.name, {}).setdefault(str(pk), []).extend(ids)
            self.many += len(ids)


def relations_beside_history(model) -> list:
    """What points to rows of the model and of whose end no history tells: links that are emptied,
    rows without a history, rows behind a many-to-many field.
    """
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        other = relation.related_model
        if other.__name__.startswith("Historical"):
            continue
        silent = not has_history(other) or other._meta.auto_created
        if relation.on_delete is SET_NULL or (relation.on_delete is CASCADE and silent):
            found.append(relation)
    return found


def _plain_value(field, value):
    if value is None or isinstance(value, bool | int | str):
        return value
    return field.get_prep_value(value)
