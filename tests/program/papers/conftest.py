"""Papers of the draft as the texts that stand on them."""

import pytest
from django.utils import timezone

from conference.program.papers.document import Facts, Heading, PageBreak, Paragraph, Table, Title
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import draft_source, with_private
from conference.program.papers.words import LANGUAGES


def texts_of(block) -> list[str]:
    if isinstance(block, Title):
        return list(block.texts)
    if isinstance(block, Heading):
        return [block.text]
    if isinstance(block, Facts):
        return [f"{label}: {' '.join(texts)}" for label, texts in block.rows]
    if isinstance(block, Paragraph):
        return ["".join(span.text for span in line) for line in block.lines]
    if isinstance(block, PageBreak):
        return []
    assert isinstance(block, Table), block
    return [
        " | ".join(" / ".join("".join(s.text for s in line) for line in cell) for cell in row.cells)
        for row in block.rows
    ]


@pytest.fixture
def written():
    """(conference, paper, language) -> the lines that stand on it."""

    def write(conference, name, language="zh-hans", **choices):
        source = with_private(draft_source(conference, at=timezone.now()), conference)
        order = Order(source, LANGUAGES[language], choices)
        document = PAPERS[name].document(order)
        return [text for block in document.blocks for text in texts_of(block)]

    return write
