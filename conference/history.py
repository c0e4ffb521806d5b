"""History: which records one act wrote, many rows written with it at once, and its old and new
values as people read them.

Each record carries the name of its act in `history_change_reason`: what one request wrote is one
act, however long it took, and the next request is another one, however soon it came.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper
from simple_history.utils import (
    bulk_create_with_history,
    bulk_update_with_history,
    get_history_manager_for_model,
)

from conference.acts.writing import name_of_act, note_rows, person_of_act
from conference.exchanging import exchanged_names, owner_of, park
from conference.hooks import Hook
from conference.wording.clocks import day_and_clock

# Asked with (model, ids) after rows were saved or updated, of models that others follow.
WRITTEN: Hook[..., None] = Hook("Which rows say what these say?")

BATCH = 500  # rows in one statement; fewer where the database takes no more (SQLite: 999 values)


def create_rows(model, rows: Sequence[models.Model], *, by=None) -> list:
    """Insert rows of one model, with their history: two queries a batch. No `save` is called."""
    made = bulk_create_with_history(
        rows,
        model,
        batch_size=BATCH,
        default_user=by or person_of_act(),
        default_change_reason=name_of_act(),
    )
    note_rows(made, "+")
    return made


def update_rows(rows: Sequence[models.Model], *fields: str, by=None) -> None:
    """Write `fields` of rows of one model, with their history: two queries a batch, one more where
    the rows may exchange unique values.

    Their `save` is not called: what it would work out has to be among the fields.
    """
    if not rows:
        return
    model = type(rows[0])
    with transaction.atomic(savepoint=False):
        if len(rows) > 1 and exchanged_names(model).intersection(fields):
            park(model, [row.pk for row in rows])
            fields = (*fields, owner_of(model).name)
        bulk_update_with_history(
            rows,
            model,
            fields,
            batch_size=BATCH,
            default_user=by or person_of_act(),
            default_change_reason=name_of_act(),
        )
        note_rows(rows, "~")
        WRITTEN.ask(model, [row.pk for row in rows])


def delete_rows(rows: Sequence[models.Model], *, by=None) -> None:
    """Delete rows of one model that no other row points to, with their history: two queries a
    batch. Django's own `delete` writes the history row by row. Their `delete` is not called.
    """
    with transaction.atomic(savepoint=False):
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            _keep_last_state(part, by)
            meta = part[0]._meta
            table, key = map(connection.ops.quote_name, (meta.db_table, meta.pk.column))
            marks = ", ".join(["%s"] * len(part))
            with connection.cursor() as cursor:
                cursor.execute(
                    f"DELETE FROM {table} WHERE {key} IN ({marks})", [row.pk for row in part]
                )
            note_rows(part, "-")


def _keep_last_state(rows, by):
    history = get_history_manager_for_model(type(rows[0])).model
    now = timezone.now()
    history.objects.bulk_create(
        [
            history(
                history_type="-",
                history_date=now,
                history_change_reason=name_of_act(),
                history_user=by or person_of_act() or history.get_default_history_user(row),
                **{field.attname: getattr(row, field.attname) for field in history.tracked_fields},
            )
            for row in rows
        ],
        batch_size=BATCH,
    )


class ReadableChanges(HistoricalRecordContextHelper):
    """Moments are told on the clock of the page, which is the conference's."""

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        choices = dict(getattr(field, "flatchoices", None) or ())
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return day_and_clock(timezone.localtime(value))
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, DeletedObject):
            return _("(deleted)")
        if value in (None, ""):
            return "–"
        if told := getattr(field, "shown", None):
            return told(value)
        return str(choices[value]) if choices and value in choices else value
