"""The only writer and reader of CSV and XLSX (and of the same rows as JSON).

Writers take `columns` and any iterable of rows, keep none of them, and write the same values in
every format: text as it is, whole numbers, and moments as local wall-clock times to the second.
An empty cell is "" in all three. The reader gives rows of text and trusts nothing it is sent.
"""

from conference.tabular.reading import (
    EMPTY_FILE,
    SheetRefused,
    address,
    decoded,
    measured,
    read_table,
)
from conference.tabular.writing import (
    CONTENT_TYPES,
    XLSX_MAX_TEXT,
    Column,
    TooLarge,
    as_text,
    guarded,
    lay_out_for_paper,
    sheet_title,
    unguarded,
    with_unique_headers,
    write_csv,
    write_json,
    write_xlsx,
)

__all__ = [
    "CONTENT_TYPES",
    "EMPTY_FILE",
    "XLSX_MAX_TEXT",
    "Column",
    "SheetRefused",
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
    "write_xlsx",
]
