"""A Document as PDF: the data of templates/typst/paper.typ."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from conference.bilingual import in_both_languages
from conference.program.papers.document import (
    Block,
    Card,
    Contents,
    Cover,
    Document,
    Facts,
    Heading,
    Line,
    NotePages,
    Page,
    PageBreak,
    Paragraph,
    Part,
    Picture,
    Signed,
    Table,
    Title,
    widths,
)
from conference.program.papers.heights import is_whole
from conference.program.papers.pictures import PORTRAIT, SEAL, WIDE, Tell, pictures_of, told_nobody
from conference.program.release.texts import plain
from conference.typesetting import typeset

TEMPLATE = "paper.typ"
# {(size, whether it is wide): mm between the margins of the template}
CONTENT = {("a4", False): 174, ("a4", True): 261, ("a5", False): 122, ("a5", True): 184}


def drawn(document: Document, *, at: datetime, tell: Tell = told_nobody) -> bytes:
    """The PDF/A; the same document gives the same bytes. A character that our font lacks is printed
    as 〓 and named at the end.
    """
    pictures = pictures_of(document, tell)
    files = {f"picture-{n}": key for n, key in enumerate(pictures)}
    names = {key: name for name, key in files.items()}
    return typeset(
        TEMPLATE,
        _data(document, names),
        at=at,
        notes=_note(document),
        pictures={name: pictures[key] for name, key in files.items()},
    ).pdf


Names = dict[tuple[str, int], str]  # (stored name, side) -> file of the print


def _data(document: Document, names: Names) -> dict[str, Any]:
    page = in_both_languages(lambda: _("Page %(number)s of %(count)s"))
    before, rest = page.in_side(document.sides[0]).split("%(number)s")
    return {
        "lang": document.sides[0],
        "title": plain(document.title),
        "head": plain(document.head),
        "foot": plain(document.foot),
        "mark": plain(document.mark),
        "letter": document.is_letter,
        "size": document.page.size,
        "wide": document.page.is_wide,
        "page": [before, *rest.split("%(count)s")],
        "blocks": [_block(block, names, document.page) for block in document.blocks],
        "note": "",
    }


def _note(document: Document) -> Any:
    def notes(missing: Collection[str]) -> dict[str, str]:
        codes = ", ".join(sorted({f"U+{ord(c):04X}" for text in missing for c in text}))
        words = in_both_languages(
            lambda: (
                _("〓 stands for a character that the font of this print lacks: %(codes)s.")
                % {"codes": codes}
            )
        )
        return {"note": words.in_side(document.sides[0])}

    return notes


def _block(block: Block, names: Names, page: Page) -> dict[str, Any]:
    if isinstance(block, Title):
        return {"is": "title", "level": block.level, "texts": [plain(t) for t in block.texts]}
    if isinstance(block, Heading):
        return {"is": "heading", "level": block.level, "text": plain(block.text)}
    if isinstance(block, Facts):
        rows = [[plain(label), [plain(t) for t in texts]] for label, texts in block.rows]
        return {"is": "facts", "rows": rows}
    if isinstance(block, Paragraph):
        return {
            "is": "paragraph",
            "look": block.look,
            "align": block.align,
            "keep": block.keeps_with_next,
            "lines": _lines(block.lines),
        }
    if isinstance(block, Table):
        of_columns = widths(block.columns, CONTENT[page.size, page.is_wide])
        return {
            "is": "table",
            "columns": [
                [plain(column.header), width, column.align]
                for column, width in zip(block.columns, of_columns, strict=True)
            ],
            "rows": [
                [
                    row.kind,
                    [_lines(cell) for cell in row.cells],
                    is_whole(row.cells, of_columns, page),
                ]
                for row in block.rows
            ],
        }
    if isinstance(block, PageBreak):
        return {"is": "break"}
    return _of_a_book(block, names)


def _of_a_book(block: Block, names: Names) -> dict[str, Any]:
    if isinstance(block, Part):
        return {"is": "part", "text": plain(block.text)}
    if isinstance(block, Contents):
        return {"is": "contents", "text": plain(block.title)}
    if isinstance(block, Cover):
        return {
            "is": "cover",
            "file": names.get((block.picture, WIDE), ""),
            "names": [plain(t) for t in block.names],
            "what": plain(block.what),
            "lines": [plain(t) for t in block.lines],
            "below": [plain(t) for t in block.below],
            "version": plain(block.version),
        }
    if isinstance(block, Picture):
        file = names.get((block.image, WIDE), "")
        return {"is": "picture", "file": file, "caption": [plain(t) for t in block.caption]}
    if isinstance(block, Card):
        file = names.get((block.portrait, PORTRAIT), "")
        return {"is": "card", "file": file, "lines": _lines(block.lines)}
    if isinstance(block, Signed):
        file = names.get((block.seal, SEAL), "")
        return {"is": "signed", "file": file, "lines": _lines(block.lines)}
    assert isinstance(block, NotePages)
    return {"is": "notes", "text": plain(block.title), "count": block.count}


def _lines(lines: tuple[Line, ...]) -> list[list[list[str]]]:
    return [[[span.look, plain(span.text)] for span in line] for line in lines]
