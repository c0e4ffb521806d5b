"""The blocks of a book as Word: a cover, contents, chapters, pictures, people, pages for notes.

The contents are a field of Word's own, whose lines lead to their chapters. Only Word knows where
its pages end, and ours would be wrong by one or two: so the page of each line is a field too, and
the file wishes for an update when it is opened. Word asks whether it may, and fills them in.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from conference.program.papers import word
from conference.program.papers.document import (
    Block,
    Card,
    Contents,
    Cover,
    Document,
    NotePages,
    Part,
    Picture,
    Span,
)
from conference.program.papers.heights import is_whole
from conference.program.papers.pictures import PORTRAIT, WIDE, Tell, pictures_of, told_nobody
from conference.program.papers.word import Drawer, cell_xml, paragraph_xml, table_xml

CHAPTER, CONTENTS = "Chapter", "ContentsTitle"
TOC = ("TOC1", "TOC2")  # as Word names its own
PORTRAIT_WIDTH = 18  # mm
LINES_A_PAGE = {"a4": 24, "a5": 16}  # nine millimeters each


def drawn(document: Document, *, at: datetime, tell: Tell = told_nobody) -> bytes:
    """The .docx of any paper."""
    pictures = pictures_of(document, tell)
    return word.drawn(document, at=at, others=lambda made: _Book(made, document, pictures).drawer)


class _Book:
    def __init__(self, made: Any, document: Document, pictures: dict[tuple[str, int], bytes]):
        self.made, self.document, self.pictures = made, document, pictures
        self.kept: dict[tuple[str, int], tuple[str, float]] = {}
        self.drawings = 0
        self.whole = word.content_width(document)
        cards = [block for block in document.blocks if isinstance(block, Card)]
        self.has_portraits = any((card.portrait, PORTRAIT) in self.pictures for card in cards)
        if any(isinstance(block, Part) for block in document.blocks):
            self._add_chapters()

    @property
    def drawer(self) -> Drawer:
        return self._elements

    def _add_chapters(self) -> None:
        small = self.document.page.size == "a5"
        style = self.made.styles.add_style(CHAPTER, WD_STYLE_TYPE.PARAGRAPH)
        word.dress(style, word.NAME, 15 if small else 18, bold=True, after=10)
        style.paragraph_format.page_break_before = True
        style.paragraph_format.keep_with_next = True
        style.element.pPr.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
        # The title of the contents looks like a chapter and is none.
        title = self.made.styles.add_style(CONTENTS, WD_STYLE_TYPE.PARAGRAPH)
        word.dress(title, word.NAME, 15 if small else 18, bold=True, after=10)
        title.paragraph_format.page_break_before = True
        for level, name in enumerate(TOC):
            self.made.styles.element.append(parse_xml(self._line_of_contents(level, name)))

    def _line_of_contents(self, level: int, name: str) -> str:
        """The style of a line; its dots lead to the page once Word has filled it in."""
        page = round(self.whole * word.TWIPS)
        size = (18, 17) if self.document.page.size == "a5" else (21, 20)
        return (
            f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{name}">'
            f'<w:name w:val="toc {level + 1}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
            '<w:uiPriority w:val="39"/><w:unhideWhenUsed/><w:pPr><w:tabs>'
            f'<w:tab w:val="right" w:leader="dot" w:pos="{page}"/></w:tabs>'
            f'<w:spacing w:before="{100 - 80 * level}" w:after="20"/>'
            f'<w:ind w:left="{420 * level}"/></w:pPr>'
            f'<w:rPr><w:sz w:val="{size[level]}"/></w:rPr></w:style>'
        )

    def _elements(self, block: Block) -> Iterator[str]:
        if isinstance(block, Part):
            yield paragraph_xml(((Span(block.text),),), style=CHAPTER)
        elif isinstance(block, Cover):
            yield from self._cover(block)
        elif isinstance(block, Contents):
            yield from self._contents(block)
        elif isinstance(block, Picture):
            yield from self._picture(block)
        elif isinstance(block, Card):
            if not self.has_portraits:
                yield paragraph_xml(block.lines)
                return
            yield self._card(block)
            yield paragraph_xml((), size=3)
        elif isinstance(block, NotePages):
            yield from self._notes(block)

    def _cover(self, block: Cover) -> Iterator[str]:
        small = self.document.page.size == "a5"
        gap = paragraph_xml((), size=30 if small else 48)
        yield gap
        drawing = self._drawing(block.picture, WIDE, min(70, self.whole / 2), most=45)
        if drawing:
            yield _centered(drawing)
            yield paragraph_xml((), size=20)
        for text in block.names:
            yield paragraph_xml(((Span(text),),), style="Title", align="center")
        yield paragraph_xml((), size=14)
        yield paragraph_xml(((Span(block.what),),), style="Subtitle", align="center")
        yield gap
        yield paragraph_xml(tuple((Span(text),) for text in block.lines), align="center", size=12)
        yield gap
        yield paragraph_xml(tuple((Span(text),) for text in block.below), align="center", size=11)
        if block.version:
            yield gap
            yield paragraph_xml(((Span(block.version, "private"),),), align="center", size=9)

    def _contents(self, block: Contents) -> Iterator[str]:
        listed = word.listed(self.document)
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> TOC \\h \\z \\t '
            f'"{CHAPTER},1,Heading 1,2" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        lines = [paragraph_xml(((Span(block.title),),), style=CONTENTS)]
        self._ask_for_pages()
        for number, chapter in enumerate(listed):
            style = TOC[0] if isinstance(chapter, Part) else TOC[1]
            page = _field(f"PAGEREF {word.bookmark(number)} \\h")
            before, after = begin if number == 0 else "", end if number == len(listed) - 1 else ""
            lines.append(
                f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{before}'
                f'<w:hyperlink w:anchor="{word.bookmark(number)}" w:history="1">'
                f"{word.run(Span(chapter.text))}<w:r><w:tab/></w:r>"
                f"{page}</w:hyperlink>{after}</w:p>"
            )
        yield (
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:docPartObj>"
            '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
            f"</w:sdtPr><w:sdtContent>{''.join(lines)}</w:sdtContent></w:sdt>"
        )

    def _ask_for_pages(self) -> None:
        settings = self.made.settings.element
        wish = parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>')
        # Among the settings it has its place; Word refuses a file with it elsewhere.
        settings.insert_element_before(wish, *_BEHIND_UPDATE_FIELDS)

    def _picture(self, block: Picture) -> Iterator[str]:
        drawing = self._drawing(block.image, WIDE, self.whole, most=self.whole * 0.9)
        if drawing:
            yield _centered(drawing)
        if block.caption:
            spans = tuple((Span(text, "soft"),) for text in block.caption)
            yield paragraph_xml(spans, align="center")

    def _card(self, block: Card) -> str:
        drawing = self._drawing(block.portrait, PORTRAIT, PORTRAIT_WIDTH, most=26)
        left = PORTRAIT_WIDTH + 5
        picture = cell_xml((), left)
        if drawing:
            picture = picture.replace("</w:pPr>", f"</w:pPr><w:r>{drawing}</w:r>", 1)
        # Beside its picture from the top.
        cells = (picture + cell_xml(block.lines, self.whole - left)).replace(
            'w:vAlign w:val="center"', 'w:vAlign w:val="top"'
        )
        whole = is_whole((block.lines,), (self.whole - left,), self.document.page)
        rules = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
        return table_xml([f"<w:tr>{rules}{cells}</w:tr>"], (left, self.whole - left), borders="")

    def _notes(self, block: NotePages) -> Iterator[str]:
        count = LINES_A_PAGE[self.document.page.size]
        line = (
            f'<w:p {nsdecls("w")}><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" '
            'w:space="1" w:color="BFBFBF"/><w:between w:val="single" w:sz="4" w:space="1" '
            'w:color="BFBFBF"/></w:pBdr><w:spacing w:before="0" w:after="0" w:line="520" '
            'w:lineRule="exact"/></w:pPr></w:p>'
        )
        yield paragraph_xml(((Span(block.title),),), style=CHAPTER)
        yield from [line] * (count * block.count - 1)

    def _drawing(self, name: str, side: int, width: float, *, most: float) -> str:
        """The picture as wide as that, and no higher than `most` (mm); "" where there is none."""
        if (name, side) not in self.pictures:
            return ""
        relation, ratio = self._kept(name, side)
        if width * ratio > most:
            width = most / ratio
        self.drawings += 1
        # Written here, because the library looks through the whole text for a free number.
        return _INLINE.format(
            names=nsdecls("wp", "a", "pic", "r"),
            number=self.drawings,
            relation=relation,
            wide=round(Mm(width)),
            high=round(Mm(width * ratio)),
        )

    def _kept(self, name: str, side: int) -> tuple[str, float]:
        """(relation of the picture inside the file, its height to its width)"""
        if (name, side) not in self.kept:
            file = io.BytesIO(self.pictures[name, side])
            relation, image = self.made.part.get_or_add_image(file)
            self.kept[name, side] = relation, image.px_height / image.px_width
        return self.kept[name, side]


_BEHIND_UPDATE_FIELDS = (
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids"),
    *("m:mathPr", "w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping"),
    *("w:doNotIncludeSubdocsInStats", "w:shapeDefaults", "w:decimalSymbol", "w:listSeparator"),
)

_INLINE = (
    "<w:drawing><wp:inline {names}>"
    '<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="Picture {number}"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/>'
    '</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
    '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)


def _field(instruction: str) -> str:
    """A field that says nothing until it is updated."""
    return "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t></w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )


def _centered(drawing: str) -> str:
    rules = '<w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr>'
    return f"<w:p {nsdecls('w')}>{rules}<w:r>{drawing}</w:r></w:p>"
