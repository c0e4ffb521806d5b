"""A Document as PDF: the data of templates/typst/paper.typ."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from conference.bilingual import in_both_languages
from conference.program.papers.document import (
    Block,
    Document,
    Facts,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    Table,
    Title,
)
from conference.program.release.texts import plain
from conference.typesetting import typeset

TEMPLATE = "paper.typ"


def drawn(document: Document, *, at: datetime) -> bytes:
    """The PDF/A; the same document gives the same bytes. A character that our font lacks is printed
    as 〓 and named at the end.
    """
    return typeset(TEMPLATE, _data(document), at=at, notes=_note(document)).pdf


def _data(document: Document) -> dict[str, Any]:
    page = in_both_languages(lambda: _("Page %(number)s of %(count)s"))
    before, rest = page.in_side(document.sides[0]).split("%(number)s")
    return {
        "lang": document.sides[0],
        "title": plain(document.title),
        "head": plain(document.head),
        "foot": plain(document.foot),
        "mark": plain(document.mark),
        "size": document.page.size,
        "wide": document.page.is_wide,
        "page": [before, *rest.split("%(count)s")],
        "blocks": [_block(block) for block in document.blocks],
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


def _block(block: Block) -> dict[str, Any]:
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
        return {
            "is": "table",
            "columns": [[plain(c.header), c.width, c.align] for c in block.columns],
            "rows": [[row.kind, [_lines(cell) for cell in row.cells]] for row in block.rows],
        }
    assert isinstance(block, PageBreak)
    return {"is": "break"}


def _lines(lines: tuple[Line, ...]) -> list[list[list[str]]]:
    return [[[span.look, plain(span.text)] for span in line] for line in lines]
