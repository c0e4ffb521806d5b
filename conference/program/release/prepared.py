"""What a search looks in, prepared: each text with its pinyin and initials, beside its row.

`publish` writes it into the release, because pinyin takes a second for 600 sessions and a search
must not wait for it; what the release before had is taken over. A row without it (of an earlier
Lectern, or of the draft) is read when it is first searched.
"""

from collections.abc import Iterator

from conference.folding import fold
from conference.people.pinyin import (
    compound_surname,
    initials,
    name_syllables,
    other_writings,
    search_text,
)
from conference.program.release.shapes import Document, Row, rows_of

# (list of the document, key of the prepared text, its pair of texts, whether it is a name)
PREPARED = (
    ("sessions", "search", "title", False),
    ("people", "search", "name", True),
    ("people", "organization_search", "organization", False),
    ("rooms", "search", "name", False),
    ("tracks", "search", "name", False),
)


def prepared(zh: str, en: str, *, is_name: bool = False) -> str:
    """The lines that a text is found by."""
    return search_text(names=(zh, en)) if is_name else search_text(zh, en)


def is_of_today(found: str, zh: str, en: str, *, is_name: bool = False) -> bool:
    """Whether a prepared text was made by today's rule; an earlier one did not fold, did not know
    Müller as Mueller, took a compound surname for one syllable, or did not know it.
    """
    lines = found.split("\n")
    if fold(found) != found or not {
        way for text in (zh, en) for way in other_writings(text, is_name=is_name)
    }.issubset(lines):
        return False
    surname = compound_surname(zh) if is_name else []
    return not surname or (
        any(line.startswith(f"{' '.join(surname)} ") for line in lines)
        and initials(name_syllables(fold(zh))) in lines
    )


def add_search(document: Document, before: Document | None) -> None:
    """Write the prepared texts into `document`, taking from `before` what did not change."""
    known = {
        (zh, en, is_name): row[key]
        for row, key, (zh, en), is_name in (_texts(before) if before else ())
        if key in row and is_of_today(row[key], zh, en, is_name=is_name)
    }
    for row, key, (zh, en), is_name in _texts(document):
        if (zh, en, is_name) not in known:
            known[zh, en, is_name] = prepared(zh, en, is_name=is_name)
        row[key] = known[zh, en, is_name]


def _texts(document: Document) -> Iterator[tuple[Row, str, list[str], bool]]:
    for rows, key, texts, is_name in PREPARED:
        for row in rows_of(document, rows):
            yield row, key, row[texts], is_name
