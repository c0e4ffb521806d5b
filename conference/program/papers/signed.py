"""Who signs a letter, with the image of a seal, in Word: it lies behind the words, so that they are
read whatever its ground is.
"""

import io
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import nsdecls

from conference.program.papers.document import Block, Signed
from conference.program.papers.pictures import SEAL, printable
from conference.program.papers.word import TWIPS, Drawer, paragraph_xml

HIGH = 38  # mm, as on a certificate; the seal of an office measures 40 to 42
LINE = 5.5  # mm, of the size that a letter has
EMU = 36_000  # to the mm


def drawer(made: Any) -> Drawer:
    """For `word.drawn`, of a letter; each picture is kept once."""
    kept: dict[str, tuple[str, float] | None] = {}

    def draw(block: Block) -> Iterator[str]:
        assert isinstance(block, Signed)
        if block.seal not in kept:
            kept[block.seal] = _part(made, block.seal)
        words = paragraph_xml(block.lines, align="right", size=12)
        found = kept[block.seal]
        if found is None:
            yield words
            return
        relation, wide = found
        room = (HIGH - len(block.lines) * LINE) / 2
        # Programs measure from above or below the space before a paragraph: here there is none.
        above = f"<w:keepNext/>{_spacing(0, exactly=room)}"
        yield f"<w:p {nsdecls('w')}><w:pPr>{above}</w:pPr></w:p>"
        image = _ANCHOR.format(
            names=nsdecls("wp", "a", "pic", "r"),
            relation=relation,
            wide=round(HIGH * wide * EMU),
            high=HIGH * EMU,
            above=round(-room * EMU),
        )
        words = words.replace("<w:pPr>", f"<w:pPr><w:keepLines/>{_spacing(room)}", 1)
        yield words.replace("</w:pPr>", f"</w:pPr><w:r>{image}</w:r>", 1)

    return draw


def _spacing(after: float, *, exactly: float = 0) -> str:
    """In mm."""
    line = f' w:line="{round(exactly * TWIPS)}" w:lineRule="exact"' if exactly else ""
    return f'<w:spacing w:before="0" w:after="{round(after * TWIPS)}"{line}/>'


def _part(made: Any, name: str) -> tuple[str, float] | None:
    """(its relation, width to height); None of an image that is gone."""
    raw = printable(name, SEAL)
    if raw is None:
        return None
    relation, image = made.part.get_or_add_image(io.BytesIO(raw))
    return relation, image.px_width / image.px_height


_ANCHOR = (
    '<w:drawing><wp:anchor {names} distT="0" distB="0" distL="0" distR="0" simplePos="0"'
    ' relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>{above}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:wrapNone/><wp:docPr id="1" name="Seal"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="Seal"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
    '</a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:anchor></w:drawing>"
)
