"""The texts as a sheet for a translator, and the sheet that comes back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.tabular import MAX_CELL, Column, SheetRefused, read_table, write_xlsx
from config.office.texts.saving import Given
from config.office.texts.units import SIDES, Group, Unit

KEY = "key"


def columns():
    return [
        Column(KEY, _("Key (leave as it is)"), "code", width=14),
        Column("kind", _("Kind"), width=16),
        Column("row", _("Of what"), width=28),
        Column("label", _("Text"), width=16),
        Column("zh", "中文", width=60),
        Column("en", "English", width=60),
    ]


def write(file, groups: Iterable[Group], *, only_gaps: bool, title: str) -> int:
    rows = (
        (
            f"{unit.key}:{unit.stamp('zh')}:{unit.stamp('en')}",
            group.name,
            str(unit.row),
            unit.label,
            unit.text("zh"),
            unit.text("en"),
        )
        for group in groups
        for unit in group.units
        if (unit.is_gap or not only_gaps) and fits(unit)
    )
    return write_xlsx(file, columns(), rows, title=title)


def fits(unit: Unit) -> bool:
    """A longer text would not be read back."""
    return all(len(unit.text(side)) <= MAX_CELL for side in SIDES)


@dataclass(frozen=True)
class Returned:
    """What a sheet says: texts of this conference, and cells that name none of it."""

    given: list[Given]
    unknown: list[str]  # 'A7: conference.room.3.name'


def read(file, name: str, groups: Iterable[Group]) -> Returned:
    """Raises SheetRefused for a file that is no such sheet."""
    units: dict[str, Unit] = {unit.key: unit for group in groups for unit in group.units}
    rows = read_table(file, name=name)
    heads = [[cell.strip() for cell in row] for row in rows[:1]]
    where = _places(heads[0] if heads else [])
    given, unknown = [], []
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: row[at] if at < len(row) else "" for name, at in where.items()}
        if not any(cells.values()):
            continue
        key, *stamps = cells[KEY].strip().split(":")
        unit = units.get(key)
        if unit is None or len(stamps) != len(SIDES):
            unknown.append(f"A{number}: {cells[KEY][:60] or '—'}")
            continue
        for side, stamp in zip(SIDES, stamps, strict=True):
            if cells[side].strip() != unit.text(side):
                given.append(Given(unit, side, _values(unit, side, cells[side]), stamp))
    return Returned(given, unknown)


def _places(heads):
    """{key: index of its column}, by the words of either language."""
    names = {}
    for language in ("en", "zh-hans"):
        with override(language):
            names |= {column.header: column.key for column in columns()}
    where = {names[head]: at for at, head in enumerate(heads) if head in names}
    if missing := {KEY, *SIDES} - set(where):
        words = {column.key: column.header for column in columns()}
        raise SheetRefused(
            "no_column",
            _("The sheet lacks the column “%(name)s”. Take the sheet of this page and fill it.")
            % {"name": words[sorted(missing)[0]]},
        )
    return {key: where[key] for key in (KEY, *SIDES)}


def _values(unit, side, text):
    """Of a name in two parts: 'Wang, Quan'."""
    if len(unit.columns[side]) == 1:
        return (text,)
    family, _comma, given = text.replace("，", ",").partition(",")
    return (family.strip(), given.strip())
