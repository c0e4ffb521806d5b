"""The texts as a sheet for a translator, and the sheet that comes back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from conference.tabular import XLSX_MAX_TEXT, Column, SheetRefused, read_table, write_xlsx
from config.office.texts.saving import Given
from config.office.texts.units import SIDES, Group, Unit

KEY = "key"
HEADERS = {"zh": "中文", "en": "English"}
# A longer text goes on in a column of its own: 中文 (2). Below Excel's limit even where each of its
# characters counts twice there.
A_CELL = XLSX_MAX_TEXT // 2


def columns(cells: int = 1):
    """`cells` is how many the longest text of a language needs."""
    return [
        Column(KEY, _("Key (leave as it is)"), "code", width=14),
        Column("kind", _("Kind"), width=16),
        Column("row", _("Of what"), width=28),
        Column("label", pgettext("of a sheet of texts", "Text"), width=16),
        *(
            Column(
                f"{side}{number}", HEADERS[side] + (f" ({number})" if number > 1 else ""), width=60
            )
            for number in range(1, cells + 1)
            for side in SIDES
        ),
    ]


def write(file, groups: Iterable[Group], *, only_gaps: bool, title: str) -> int:
    units = [
        (group.name, unit)
        for group in groups
        for unit in group.units
        if unit.is_gap or not only_gaps
    ]
    longest = max((len(unit.text(side)) for _name, unit in units for side in SIDES), default=0)
    cells = max(1, -(-longest // A_CELL))
    rows = (
        (
            f"{unit.key}:{unit.stamp('zh')}:{unit.stamp('en')}",
            name,
            str(unit.row),
            unit.label,
            *(
                unit.text(side)[number * A_CELL : (number + 1) * A_CELL]
                for number in range(cells)
                for side in SIDES
            ),
        )
        for name, unit in units
    )
    return write_xlsx(file, columns(cells), rows, title=title)


@dataclass(frozen=True)
class Returned:
    """What a sheet says: texts of this conference, and cells that name none of it."""

    given: list[Given]
    unknown: list[str]  # 'A7: conference.room.3.name'


def read(file, name: str, groups: Iterable[Group]) -> Returned:
    """Raises SheetRefused for a file that is no such sheet."""
    units: dict[str, Unit] = {unit.key: unit for group in groups for unit in group.units}
    rows = read_table(file, name=name, max_cell=XLSX_MAX_TEXT)
    heads = [[cell.strip() for cell in row] for row in rows[:1]]
    where = _places(heads[0] if heads else [])
    given, unknown = [], []
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            name: "".join(row[at] for at in places if at < len(row))
            for name, places in where.items()
        }
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


def _places(heads) -> dict[str, list[int]]:
    """{key: indexes of its columns in their order}, by the words of either language."""
    names = {header: side for side, header in HEADERS.items()}
    for language in ("en", "zh-hans"):
        with override(language):
            names[columns()[0].header] = KEY
    where: dict[str, list[tuple[int, int]]] = {}
    for at, head in enumerate(heads):
        found = re.fullmatch(r"(.*?)(?: ?[(（]([2-9])[)）])?", head)
        if found and found[1] in names:
            where.setdefault(names[found[1]], []).append((int(found[2] or 1), at))
    if missing := {KEY, *SIDES} - set(where):
        words = HEADERS | {KEY: columns()[0].header}
        raise SheetRefused(
            "no_column",
            _("The sheet lacks the column “%(name)s”. Take the sheet of this page and fill it.")
            % {"name": words[sorted(missing)[0]]},
        )
    return {key: [at for _number, at in sorted(places)] for key, places in where.items()}


def _values(unit, side, text):
    """Of a name in two parts: 'Wang, Quan'."""
    if len(unit.columns[side]) == 1:
        return (text,)
    family, _comma, given = text.replace("，", ",").partition(",")
    return (family.strip(), given.strip())
