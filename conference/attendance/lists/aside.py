"""Rows that can be put in order only when all are read: they wait in a scratch file without a name,
and what is kept in memory is their order.
"""

import pickle
import tempfile
from collections.abc import Iterator
from typing import Any

from conference.attendance.lists.columns import Row


class Aside:
    """Rows of a list, put aside each with what orders it, and given back in that order once."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="lectern-")  # noqa: SIM115  goes with this
        # Each with the place in the file, by which rows of one order stay as they came.
        self._order: list[tuple[Any, ...]] = []
        self._told: dict[Any, Any] = {}  # values that many rows share, once

    def add(self, order: tuple[Any, ...], row: Row) -> None:
        shared = (self._told.setdefault(value, value) for value in order)
        self._order.append((*shared, self._file.tell()))
        pickle.dump(row, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Row]:
        self._order.sort()
        with self._file as file:
            for *_order, place in self._order:
                file.seek(place)
                yield pickle.load(file)
