"""The files of an office (Excel, Word, CSV, a pasted page) as a reading of sessions and guests.

    bytes --sources--> grids --agenda, guests (by meanings)--> Reading --answer--> JSON, lines

`read_office_file` gives the reading or refuses in a sentence that names the file. It never meets
the database. Nothing is guessed in silence: each value knows its cell and how sure it is, what is
open is a question, what became nothing is told with its address.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.program.importing.refusal import ImportRefused
from conference.program.office import assembling, own_export, sources
from conference.program.office.agenda.correcting import places_of
from conference.program.office.corrections import Correction
from conference.program.office.grid import Grid
from conference.program.office.reading import Reading
from conference.program.office.sources import MAX_BYTES

__all__ = ["MAX_BYTES", "ImportRefused", "Reading", "read_office_file"]


def own_agenda_of(raw: bytes, name: str, grids: list[Grid]) -> Reading | None:
    """Our own agenda in Word, with what comes with it; None for any other file."""
    if not raw.startswith(b"PK") or b"word/document.xml" not in raw:
        return None
    # Loaded when first needed, as the readers of Word are.
    from conference.program.office import own_word

    kept = own_word.kept_in(raw, name)
    if kept is None or not own_word.is_ours(grids, kept):
        return None
    return own_word.read(grids, kept, name)


def read_office_file(
    raw: bytes,
    name: str,
    *,
    sheet: str = "",
    corrections: Iterable[Correction] = (),
    may_be_empty: bool = False,
) -> Reading:
    """`name` tells the kind where the bytes do not; `sheet` takes one sheet alone.

    `may_be_empty`: a table in which nothing was found is an empty reading, for a person who may say
    what its columns are.

    Raises ImportRefused.
    """
    grids = sources.read(raw, name)
    if sheet:
        found = [grid for grid in grids if grid.name == sheet]
        if not found:
            raise ImportRefused(
                _("%(file)s has no sheet “%(sheet)s”. It has: %(sheets)s.")
                % {"file": name, "sheet": sheet, "sheets": "、".join(g.name for g in grids) or "—"}
            )
        grids = [assembling.shown(grid) for grid in found]
    if own := own_export.own_grid(grids):
        # Exact, so that nothing in it is corrected but in the sheet itself.
        return replace(own_export.read(own, name), grids=tuple(grids), places=places_of(grids))
    if own_agenda := own_agenda_of(raw, name, grids):
        return replace(own_agenda, grids=tuple(grids), places=places_of(grids))
    reading = assembling.read(grids, name, corrections)
    if reading.sessions or reading.people or corrections:
        return reading
    if not (may_be_empty and _has_table(grids)):
        raise ImportRefused(
            _(
                "%(file)s: no agenda and no list of people was found. A table needs a header such "
                "as 时间, 内容, 主讲人 or Time, Title, Speaker."
            )
            % {"file": name}
        )
    return reading


def _has_table(grids):
    """Whether a person could tell which column is what: three rows of two filled cells or more."""
    return any(
        sum(row.table is not None and len(row.filled()) > 1 for row in grid.rows) > 2
        for grid in grids
    )
