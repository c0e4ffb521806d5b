"""A Document as Word, to be edited: real headings, real tables, header rows that repeat.

Fonts are named and not embedded: 仿宋 for text, 黑体 for heads and names, 宋体 for the title, which
every Chinese office has; where one is missing Word and WPS take another Chinese one. The XML of a
block is written as text, because building a table cell by cell takes its square in time.
"""

import io
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from conference.bilingual import in_both_languages
from conference.chinese import has_chinese
from conference.program.office.own_word import PART
from conference.program.office.sources.word import BOOKMARK
from conference.program.papers.document import (
    Block,
    Contents,
    Cover,
    Document,
    Facts,
    Heading,
    Line,
    OfABook,
    PageBreak,
    Paragraph,
    Part,
    Row,
    Span,
    Table,
    Title,
)
from conference.program.papers.document import widths as widths_of
from conference.program.papers.heights import is_whole
from conference.program.release.texts import plain

TEXT, HEAD, NAME = "仿宋", "黑体", "宋体"  # as Chinese Word calls them
LATIN = "Times New Roman"
SIZES = {"a4": (210, 297, 20), "a5": (148, 210, 14)}  # width, height, margin in mm
TWIPS = 1440 / 25.4  # to the mm

_LOOKS = {
    "": "",
    "soft": '<w:color w:val="595959"/>',
    "struck": '<w:strike/><w:color w:val="595959"/>',
    "private": '<w:color w:val="8A3B12"/>',
}


Drawer = Callable[[Block], Iterator[str]]


def drawn(document: Document, *, at: datetime, others: Callable[[Any], Drawer]) -> bytes:
    """The .docx; `at` is what its properties say of when it was made. `others` gives, of the part
    that pictures are kept in, what draws the blocks of a book: `book`.
    """
    made = docx.Document()
    _set_up(made, document, at)
    body = made.element.body
    section = body[-1]
    of_a_book = others(made)
    chapters = {id(block): number for number, block in enumerate(listed(document))}
    for block in document.blocks:
        of_plain = not isinstance(block, OfABook)
        for element in _elements(block, document) if of_plain else of_a_book(block):
            if id(block) in chapters:
                element = _marked(element, chapters[id(block)])
            section.addprevious(parse_xml(element))
    if document.kept:
        _keep(made, document.kept)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _keep(made: Any, kept: bytes) -> None:
    """What comes back with the file, as a part that Word carries along and does not show."""
    part = PackagePart(PackURI(PART), "application/xml", kept, made.part.package)
    made.part.relate_to(part, RT.CUSTOM_XML)


def listed(document: Document) -> list[Part | Heading]:
    """What stands in the contents, if the paper has some."""
    if not any(isinstance(block, Contents) for block in document.blocks):
        return []
    found = [block for block in document.blocks if isinstance(block, Part | Heading)]
    return [block for block in found if isinstance(block, Part) or block.level == 1]


def bookmark(number: int) -> str:
    """Of a line of the contents; Word knows its own by such names."""
    return f"_Toc{900_000_001 + number}"


def _marked(paragraph: str, number: int) -> str:
    begin = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(number)}"/>'
    end = f'<w:bookmarkEnd w:id="{number}"/></w:p>'
    return paragraph.replace("</w:pPr>", f"</w:pPr>{begin}", 1).removesuffix("</w:p>") + end


# --- The page and its styles ---------------------------------------------------------------------


def _set_up(made: Any, document: Document, at: datetime) -> None:
    width, height, margin = SIZES[document.page.size]
    section = made.sections[0]
    if document.page.is_wide:
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(margin)
    section.top_margin, section.bottom_margin = Mm(margin + 2), Mm(margin)
    # A cover has neither head nor foot.
    section.different_first_page_header_footer = any(
        isinstance(block, Cover) for block in document.blocks
    )
    section.header_distance = section.footer_distance = Mm(margin / 2)
    small = document.page.size == "a5"
    _style(made, "Normal", TEXT, 9 if small else 10.5, after=2)
    _style(made, "Title", NAME, 16 if small else 20, bold=True, before=0, after=6)
    _style(made, "Subtitle", HEAD, 13 if small else 15, before=0, after=6)
    _style(made, "Heading 1", HEAD, 12 if small else 14, before=14, after=5)
    _style(made, "Heading 2", HEAD, 10.5 if small else 12, before=10, after=4)
    _style(made, "Heading 3", HEAD, 9.5 if small else 11, before=6, after=3)
    _style(made, "Header", TEXT, 9)
    _style(made, "Footer", TEXT, 7.5 if small else 9)
    content = width - 2 * margin
    head = paragraph_xml(
        (_line(document.head), _line(document.mark, "strong")), style="Header", tab=content
    )
    if not document.is_letter:
        _replace(section.header, head)
        _replace(section.footer, _foot(document, content))
    _speak(made)
    _forget_picture(made)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = plain(document.title)[:255], "", ""
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    properties.language = "zh-CN" if document.sides[0] == "zh" else "en"


def _style(
    made: Any,
    name: str,
    font: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    style = made.styles[name]
    dress(style, font, size, bold=bold, before=before, after=after)
    if name.startswith("Heading"):
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
        style.element.pPr.append(
            parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{int(name[-1]) - 1}"/>')
        )


def dress(
    style: Any, font: str, size: float, *, bold: bool = False, before: float = 0, after: float = 0
) -> None:
    """Nothing of the style that the template of the library gave it."""
    element = style.element
    for tag in ("w:pPr", "w:rPr"):
        for found in element.findall(qn(tag)):
            element.remove(found)
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), bold
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _speak(made: Any) -> None:
    """Chinese has Chinese commas; Latin letters are English words, which no line cuts."""
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-US")
        lang.set(qn("w:eastAsia"), "zh-CN")


def _forget_picture(made: Any) -> None:
    """The template's small picture of itself, which folders would show for each of our files."""
    relations = made.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype == RT.THUMBNAIL]:
        del relations[key]


def _replace(part: Any, paragraph: str) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for found in list(element):
        element.remove(found)
    element.append(parse_xml(paragraph))


def _foot(document: Document, content: float) -> str:
    words = in_both_languages(lambda: _("Page %(number)s of %(count)s"))
    before, rest = words.in_side(document.sides[0]).split("%(number)s")
    between, after = rest.split("%(count)s")
    fields = "".join(
        f'{run(text)}<w:fldSimple w:instr="{name}">{run("1")}</w:fldSimple>'
        for text, name in ((Span(before), "PAGE"), (Span(between), "NUMPAGES"))
    )
    left = _runs(_line(document.foot))
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{round(content * TWIPS)}"/></w:tabs>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Footer"/>{tab}</w:pPr>{left}'
        f"<w:r><w:tab/></w:r>{fields}"
        f"{run(Span(after))}</w:p>"
    )


def _line(text: str, look: Any = "soft") -> Line:
    return (Span(text, look),) if text else ()


# --- Blocks --------------------------------------------------------------------------------------


def _elements(block: Block, document: Document) -> Iterator[str]:
    if isinstance(block, Title):
        style = {1: "Title", 2: "Subtitle"}.get(block.level, "Normal")
        for text in block.texts:
            yield paragraph_xml((((Span(text)),),), style=style, align="center")
    elif isinstance(block, Heading):
        yield paragraph_xml(((Span(block.text),),), style=f"Heading{block.level}")
    elif isinstance(block, Facts):
        yield _facts(block, document)
        yield paragraph_xml((), size=4)
    elif isinstance(block, Paragraph):
        size = {"lead": 12, "note": 8.5}.get(block.look)
        yield paragraph_xml(
            block.lines, align=block.align, keep=block.keeps_with_next, size=size, look=block.look
        )
    elif isinstance(block, Table):
        yield _table(block, document)
        yield paragraph_xml((), size=4)
    elif isinstance(block, PageBreak):
        yield f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>'


def paragraph_xml(
    lines: tuple[Line, ...],
    *,
    style: str = "",
    align: str = "left",
    keep: bool = False,
    size: float | None = None,
    look: str = "",
    tab: float = 0,
) -> str:
    """Lines in one paragraph; with `tab` (mm) the second one stands at the right."""
    rules = f'<w:pStyle w:val="{style}"/>' if style else ""
    rules += "<w:keepNext/>" if keep else ""
    if tab:
        rules += f'<w:tabs><w:tab w:val="right" w:pos="{round(tab * TWIPS)}"/></w:tabs>'
    if look == "cue":
        rules += '<w:ind w:left="420"/>'
    rules += f'<w:jc w:val="{align}"/>' if align != "left" else ""
    if size and not lines:
        rules = (
            f'<w:spacing w:before="0" w:after="0"/><w:rPr><w:sz w:val="{size * 2:.0f}"/></w:rPr>'
        )
    between = "<w:r><w:tab/></w:r>" if tab else "<w:r><w:br/></w:r>"
    runs = between.join(_runs(line, size) for line in lines)
    return f"<w:p {nsdecls('w')}><w:pPr>{rules}</w:pPr>{runs}</w:p>"


def _runs(line: Line, size: float | None = None) -> str:
    return "".join(run(span, size) for span in line)


def run(span: "Span | str", size: float | None = None) -> str:
    span = Span(span) if isinstance(span, str) else span
    text = plain(span.text)
    if span.look == "strong":
        # A made-up bold of 黑体 is blurred; Latin letters have a true one.
        look = f'<w:rFonts w:eastAsia="{HEAD}"/>' + ("" if has_chinese(text) else "<w:b/>")
    else:
        look = _LOOKS[span.look]
    if size:
        look += f'<w:sz w:val="{size * 2:.0f}"/>'
    shown = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n")
    )
    return f"<w:r><w:rPr>{look}</w:rPr>{shown}</w:r>"


def content_width(document: Document) -> float:
    width, height, margin = SIZES[document.page.size]
    return (height if document.page.is_wide else width) - 2 * margin


def _facts(block: Facts, document: Document) -> str:
    whole = content_width(document)
    # English labels are long: "Co-organized by".
    label = min(40.0 if "en" in document.sides else 28.0, whole * 0.3)
    rows = []
    for name, texts in block.rows:
        cells = cell_xml(((Span(name, "strong"),),), label) + cell_xml(
            tuple((Span(text),) for text in texts), whole - label
        )
        rows.append(f"<w:tr>{cells}</w:tr>")
    return table_xml(rows, (label, whole - label), borders="")


def _table(block: Table, document: Document) -> str:
    whole = content_width(document)
    widths = widths_of(block.columns, whole)
    head = "".join(
        cell_xml(((Span(column.header, "strong"),),), width, "center", keep=True, fill="F2F2F2")
        for column, width in zip(block.columns, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    rows += [_row(row, block, widths, document) for row in block.rows]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return table_xml(rows, widths, borders=f"<w:tblBorders>{edges}</w:tblBorders>")


def _row(row: Row, block: Table, widths: list[float], document: Document) -> str:
    rules = "<w:cantSplit/>" if is_whole(row.cells, widths, document.page) else ""
    if row.kind in ("band", "aside"):
        is_band = row.kind == "band"
        cells = cell_xml(
            row.cells[0],
            sum(widths),
            "left",
            keep=is_band,
            fill="E7EAEE" if is_band else "FFF6DD",
            span=len(widths),
        )
    else:
        fill = "FAFAFA" if row.kind == "pause" else ""
        mark = f"{BOOKMARK}{row.key}" if row.key and document.kept else ""
        cells = "".join(
            cell_xml(cell, width, column.align, fill=fill, mark=mark and f"{mark}_{n}")
            for n, (cell, width, column) in enumerate(
                zip(row.cells, widths, block.columns, strict=True)
            )
        )
    return f"<w:tr><w:trPr>{rules}</w:trPr>{cells}</w:tr>"


def table_xml(rows: list[str], widths: Any, *, borders: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    margins = "".join(
        f'<w:{edge} w:w="{twips}" w:type="dxa"/>'
        for edge, twips in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85))
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{round(sum(widths) * TWIPS)}" w:type="dxa"/>'
        f'{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def cell_xml(
    lines: tuple[Line, ...],
    width: float,
    align: str = "left",
    *,
    keep: bool = False,
    fill: str = "",
    span: int = 1,
    mark: str = "",
) -> str:
    """`mark` is a bookmark around its text."""
    rules = f'<w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>'
    rules += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    rules += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    of_each = "<w:keepNext/>" if keep else ""
    of_each += '<w:spacing w:before="0" w:after="0"/>'
    of_each += f'<w:jc w:val="{align}"/>' if align != "left" else ""
    paragraphs = "".join(
        f"<w:p><w:pPr>{of_each}</w:pPr>{_runs(line)}</w:p>" for line in (lines or ((),))
    )
    if mark:
        number = zlib.crc32(mark.encode()) & 0x7FFFFFFF
        begin = f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/>'
        paragraphs = paragraphs.replace("</w:pPr>", f"</w:pPr>{begin}", 1)
        paragraphs = paragraphs.removesuffix("</w:p>") + f'<w:bookmarkEnd w:id="{number}"/></w:p>'
    return f'<w:tc><w:tcPr>{rules}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
