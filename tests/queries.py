"""How much an act asks of the database, where many rows are written in parts."""

import re
from contextlib import contextmanager
from itertools import groupby

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
