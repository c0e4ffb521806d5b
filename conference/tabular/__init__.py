"""The only writer and reader of CSV and XLSX (and of the same rows as JSON).

Writers take `columns` and any iterable of rows, keep none of them, and write the same values in
every format: text as it is, whole numbers, and moments as local wall-clock times to the second.
An empty cell is "" in all three. The reader gives rows of text and trusts nothing it is sent.
"""

from conference.tabular.paper import lay_out_for_paper
from conference.tabular.reading import (
    EMPTY_FILE,
    SheetRefused,
    address,
    decoded,
    measured,
    read_table,
)
from conference.tabular.workbook import (
    XLSX_MAX_TEXT,
    Sheet,
    Tally,
    sheet_title,
    write_workbook,
    write_xlsx,
)
from conference.tabular.writing import (
    CONTENT_TYPES,
    Column,
    TooLarge,
    as_text,
    guarded,
    unguarded,
    with_unique_headers,
    write_csv,
    write_json,
)

__all__ = [
    "CONTENT_TYPES",
    "EMPTY_FILE",
    "XLSX_MAX_TEXT",
    "Column",
    "Sheet",
    "SheetRefused",
    "Tally",
    "TooLarge",
    "address",
    "as_text",
    "decoded",
    "guarded",
    "lay_out_for_paper",
    "measured",
    "read_table",
    "sheet_title",
    "unguarded",
    "with_unique_headers",
    "write_csv",
    "write_json",
    "write_workbook",
    "write_xlsx",
]
