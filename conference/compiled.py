"""Queries whose SQL is compiled once a process, for what is asked at every scan.

Django makes and compiles a query anew each time. Of one over five tables that takes ten times as
long as the database needs for its answer.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Field, Model, QuerySet
from django.utils.timezone import is_naive

M = TypeVar("M", bound=Model)


class Compiled(Generic[M]):
    """Rows of a query that differs from one time to the next in nothing but values.

    `made(**values)` gives the query. `marks` are values for it that stand nowhere else in it and
    are of the right kind: where they come to stand in the SQL, the values asked for will. What is
    joined (`select_related`) does not come along, and annotations come as the database gives them
    (`part_of`, `bool`).
    """

    def __init__(self, made: Callable[..., QuerySet[M]], **marks: str | int):
        self.made, self.marks = made, marks
        self._sql = ""
        self._params: Sequence[Any] = ()

    def rows(self, **values: str | int) -> list[M]:
        """One query. Inside a transaction, where it takes locks."""
        if not self._sql:
            self._compile()
        asked = {self.marks[name]: value for name, value in values.items()}
        params = [asked.get(param, param) for param in self._params]
        return list(self.model.objects.raw(self._sql, params))

    def _compile(self) -> None:
        query = self.made(**self.marks)
        self.model = query.model
        sql, self._params = query.query.sql_with_params()
        if missing := [name for name, mark in self.marks.items() if mark not in self._params]:
            raise ValueError(f"The query does not ask for {', '.join(missing)}.")
        self._sql = sql  # last: other threads look at it


def part_of(row: Model, model: type[M], columns: Mapping[str, str]) -> M:
    """A row of `model` from what `row` brought of it: {its column: the annotation of `row`}.

    What did not come is read when it is asked for, each with a query.
    """
    fields = [field for field in model._meta.concrete_fields if field.attname in columns]
    values = [_read(field, getattr(row, columns[field.attname])) for field in fields]
    return model.from_db(row._state.db, [field.attname for field in fields], values)


def _read(field: Field, value: Any) -> Any:
    found = field.to_python(value)
    if isinstance(found, datetime) and is_naive(found):  # SQLite knows no zones: it was told in UTC
        return found.replace(tzinfo=UTC)
    return found
