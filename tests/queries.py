"""How much an act asks of the database, where many rows are written in parts; and many rows."""

import re
from contextlib import contextmanager
from copy import copy
from itertools import groupby
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

LEAST_IN_A_PART = 25  # rows; SQLite takes 999 values in one statement

# What the parts of one statement share: all before the values of their rows.
BEFORE_THE_ROWS = re.compile(r".*?( VALUES | CASE | IN \(|$)", re.DOTALL)


@contextmanager
def costs(statements: int, *, rows: int):
    """The block costs just `statements`, where one that is sent in parts counts once.

    Row after row is no part: of more than two, each statement counts.
    """
    with CaptureQueriesContext(connection) as captured:
        yield
    heads = (BEFORE_THE_ROWS.match(query["sql"])[0] for query in captured)
    runs = [(head, len(list(parts))) for head, parts in groupby(heads)]
    most = max(2, -(-rows // LEAST_IN_A_PART))
    found = sum(1 if length <= most else length for _head, length in runs)
    told = "\n".join(f"{length:4} {head[:120]}" for head, length in runs)
    assert found == statements, f"{found} statements instead of {statements}:\n{told}"


def more_like(row, count, **each):
    """Bring it to `count` rows in one statement; `each` gives the nth its own value of a name."""
    others = [copy(row) for _n in range(1, count)]
    for n, other in enumerate(others, start=1):
        other.pk = None
        own = {name: value(n) for name, value in each.items()}
        if hasattr(other, "guid"):
            own["guid"] = uuid4()
        for name, value in own.items():
            setattr(other, name, value)
    return [row, *type(row).objects.bulk_create(others)]
