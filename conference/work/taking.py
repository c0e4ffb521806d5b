"""Of several workers that look for rows to work on, one takes each: under a lease, for a while.

What becomes of a row whose worker died is its own rule (`leases`, here and of letters): work is
begun again, a letter that was handed over never is.
"""

import secrets
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet

FREE: dict[str, Any] = {"lease": "", "leased_until": None}

Row = TypeVar("Row", bound=Model)


def take_first(due: QuerySet[Row], *, state: str, until: datetime, **more: Any) -> Row | None:
    """The first row that is `due`, leased to the caller `until` then, in its new `state` and with
    `more` of its values; None where none is due. One query when idle.
    """
    # Idle workers must not ask SQLite for the writers' lock, which `atomic` takes there.
    while due.exists():
        with transaction.atomic():
            rows = due
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            row: Any = rows.first()
            if row is None:
                return None  # others are taking them
            taken = {
                "state": state,
                "lease": secrets.token_hex(8),
                "leased_until": until,
                "attempts": row.attempts + 1,
                **more,
            }
            still = due.model._default_manager.filter(pk=row.pk, state=row.state)
            if still.update(**taken):
                for name, value in taken.items():
                    setattr(row, name, value)
                return row
    return None
