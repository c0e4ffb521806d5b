"""A list is a tuple of columns; each column says which values of the database it reads, and how."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, Literal

from django.db.models import Choices, QuerySet
from django.utils.translation import pgettext

from conference.attendance.lists.scopes import Scope
from conference.attendance.models import mask_email, mask_phone
from conference.attendance.whose import Whose
from conference.models import Conference
from conference.program.models import Participation
from conference.tabular import Column

Row = dict[str, Any]  # what the database gave, by name
Say = Callable[[Row], Any]  # what stands in a cell: a text, a number or a local moment
Cell = Any

CHUNK = 2_000  # rows the database driver holds at once


@dataclass(frozen=True, slots=True)
class Told(Column):
    """A column of a list, and where what stands in it comes from.

    `says` makes the cell from a row, {name: value}, that has all that `needs` names; "" prints the
    one value as it is.
    """

    needs: tuple[str, ...] = ()
    says: Say | None = None


@dataclass(slots=True)
class Counts:
    """How many, by group: beside a list, known when its first row is read."""

    columns: list[Column]
    rows: list[list[Any]] = field(default_factory=list)


class Cells:
    """The cells of `rows`, a queryset, row by row as the cursor gives them; none is kept, and they
    can be read once.

    Each row has its number in the list as `no`; `prepare` may add to a row what several columns
    read. `through` makes other rows of them, more (days of a person) or fewer (organizations). Both
    find what they name in `needs`, whichever columns are shown. `of` names the key of the
    registration in a row: whose were read is known as `whose`; "" where a list names nobody.
    """

    counts: Counts | None = None

    def __init__(
        self,
        rows: QuerySet,
        columns: Iterable[Told],
        *,
        prepare: Callable[[Row], None] | None = None,
        through: Callable[[Iterator[Row]], Iterable[Row]] | None = None,
        needs: tuple[str, ...] = (),
        of: str = "pk",
    ):
        self._rows, self._prepare, self._through, self._needs = rows, prepare, through, needs
        self._hear: list[Callable[[int], None]] = []
        self._of, self.whose = of, Whose()
        self.show(columns)

    def show(self, columns: Iterable[Told]) -> None:
        """These columns instead; before the first row is read."""
        # Not a method: it would keep this, which keeps it, and so the cursor of a list half read.
        self._columns = list(columns)
        names = [self._of or "pk", *self._needs]
        names += [name for column in self._columns for name in column.needs]
        found = _prepared(
            self._rows.values(*dict.fromkeys(names)),
            self._prepare,
            self._hear,
            self._of,
            self.whose,
        )
        self._reading = _read(found, self._columns, self._through)

    def count_with(self, other: "Cells") -> None:
        """Whose rows are read is known there too: both are of one file. Before the first row."""
        self.whose = other.whose
        self.show(self._columns)

    def __iter__(self) -> Iterator[list[Cell]]:
        return self

    def __next__(self) -> list[Cell]:
        return next(self._reading)

    def close(self) -> None:
        """Let go of the cursor of a list that is read in part."""
        self._reading.close()

    def tell_each(self, tell: Callable[[int], None]) -> None:
        """Let `tell` hear of each row of the database, by its number, before it is used."""
        self._hear.append(tell)

    def count(self, at_most: int | None = None) -> int:
        """How many rows there are, read or not; counting stops one above `at_most`. One query."""
        rows = self._rows.order_by().values("pk")
        return rows.count() if at_most is None else rows[: at_most + 1].count()


def _read(
    found: Iterator[Row],
    columns: list[Told],
    through: Callable[[Iterator[Row]], Iterable[Row]] | None,
) -> Generator[list[Cell]]:
    says = [
        column.says or itemgetter(column.needs[0] if column.needs else "no") for column in columns
    ]
    for no, row in enumerate(found if through is None else through(found), 1):
        row["no"] = no
        yield [say(row) for say in says]


def _prepared(
    rows: QuerySet,
    prepare: Callable[[Row], None] | None,
    hear: list[Callable[[int], None]],
    of: str,
    whose: Whose,
) -> Iterator[Row]:
    for number, row in enumerate(rows.iterator(CHUNK), 1):
        for tell in hear:
            tell(number)
        if of and row[of] is not None:
            whose.add(row[of])
        if prepare is not None:
            prepare(row)
        yield row


class Wording:
    """How values are said in a list of one conference: in its time, contacts as far as `scope`
    goes. Each method gives what a column `says`.
    """

    def __init__(self, conference: Conference, scope: Scope):
        self.zone, self.is_unmasked = conference.zone, scope.unmasked

    def moment(self, name: str) -> Say:
        """An aware moment as the wall clock of the conference, to the second; None is ""."""
        return lambda row: self.local(row[name])

    def second(self, name: str) -> Say:
        """The same of seconds since 1970."""
        return lambda row: self.local_second(row[name])

    def phone(self, name: str) -> Say:
        return itemgetter(name) if self.is_unmasked else lambda row: mask_phone(row[name])

    def email(self, name: str) -> Say:
        return itemgetter(name) if self.is_unmasked else lambda row: mask_email(row[name])

    def label(self, name: str, choices: type[Choices]) -> Say:
        labels = {value: str(label) for value, label in choices.choices}
        return lambda row: labels[row[name]]

    def local(self, moment: datetime | None) -> datetime | Literal[""]:
        if moment is None:
            return ""
        return moment.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    def local_second(self, second: int | None) -> datetime | Literal[""]:
        return self.local(None if second is None else datetime.fromtimestamp(second, UTC))


def number_in_list() -> Told:
    return Told("no", pgettext("list column", "No."), "number", 6, says=itemgetter("no"))


def of_a_person(said: Wording, *keys: str) -> list[Told]:
    """The columns of a registration that are named by `keys`."""

    def told(
        key: str,
        header: str,
        kind: str = "text",
        width: int = 0,
        *,
        name: str = "",
        says: Say | None = None,
        total: str = "",
    ) -> Told:
        return Told(key, header, kind, width, total, needs=(name or key,), says=says)

    category = said.label("category", Participation.Category)
    known = (
        told("number", pgettext("list column", "Number"), "number", 9),
        told("code", pgettext("list column", "Code"), "code", 16),
        told("name", pgettext("list column", "Name"), width=16, total="count"),
        told("name_en", pgettext("list column", "English name"), width=20),
        told(
            "organization",
            pgettext("list column", "Organization"),
            width=28,
            name="organization_name",
        ),
        told("title", pgettext("list column", "Title"), width=20),
        told("category", pgettext("list column", "Category"), says=category),
        told("phone", pgettext("list column", "Phone"), "code", says=said.phone("phone")),
        told("email", pgettext("list column", "E-mail"), width=26, says=said.email("email")),
    )
    by_key = {column.key: column for column in known}
    return [by_key[key] for key in keys]


def zone_of(conference: Conference) -> Told:
    zone = conference.time_zone
    header = pgettext("list column", "Time zone")
    return Told("time_zone", header, width=16, says=lambda _row: zone)
