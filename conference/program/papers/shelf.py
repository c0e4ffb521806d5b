"""The papers that there are, and how one is made as a file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from conference.program.papers import (
    agenda,
    agenda_sheet,
    cards,
    handbook,
    pdf,
    running_sheet,
    script,
    signs,
)
from conference.program.papers.document import Document
from conference.program.papers.order import Order
from conference.program.papers.pictures import Tell, told_nobody, wanted_pictures
from conference.program.papers.words import in_side
from conference.program.release.texts import line as in_one_line
from conference.tabular import CONTENT_TYPES
from conference.wording.labels import first_upper, listed

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": WORD_TYPE, "pdf": CONTENT_TYPES["pdf"], "xlsx": CONTENT_TYPES["xlsx"]}

# Sessions and people in a book that somebody waits for: a second or two of work. A picture whose
# small copy is still to be made takes as long as many of them.
AT_ONCE, A_PICTURE = 400, 4

LONGEST_TITLE = 80  # letters of a conference's in the name of a file
_NO_NAME = re.compile(
    r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]'
)  # in no file's


@dataclass(frozen=True, slots=True)
class Paper:
    """`document` makes what Word and PDF draw, if it is one of blocks; `others` are formats that it
    has of its own.
    """

    label: str | Promise
    about: str | Promise  # what it holds, for whom
    document: Callable[[Order], Document] | None = None
    others: Mapping[str, Callable[[Order], bytes]] = field(default_factory=dict)
    is_book: bool = False  # made of what is kept for the handbook
    looks_at: tuple[str, ...] = ()  # its own choices
    tells_private: bool = False  # what the team keeps to its sessions stands on it
    is_for_everybody: bool = False  # also who is not shown, or only registered
    called: str | Promise = ""  # its file, where that needs more words than the page

    @property
    def formats(self) -> tuple[str, ...]:
        return (*(("docx", "pdf") if self.document else ()), *self.others)

    def made(self, file_format: str, order: Order, tell: Tell = told_nobody) -> bytes:
        """The file; `tell` hears how far it is. May raise Unprintable."""
        if file_format in self.others:
            return self.others[file_format](order)
        assert self.document is not None
        document = self.document(order)
        if file_format == "docx":
            # Loaded when first needed: the writer of Word takes 8 MB of every worker.
            from conference.program.papers import book

            return book.drawn(document, at=order.source.at, tell=tell)
        return pdf.drawn(document, at=order.source.at, tell=tell)

    def takes_long(self, order: Order) -> bool:
        """Whether it is more than somebody should wait for with an open page. No query."""
        if not self.is_book:
            return False
        program = order.source.program
        weight = len(program.people) + sum(1 for _session in program.every_session())
        if weight <= AT_ONCE:
            assert self.document is not None
            weight += A_PICTURE * len(wanted_pictures(self.document(order)))
        return weight > AT_ONCE


PAPERS = {
    "agenda": Paper(
        agenda.WHAT,
        _("Days, halves and sub-forums as a table, to be attached to a notice."),
        agenda.document,
        {"xlsx": agenda_sheet.drawn},
        called=pgettext_lazy("name of a file", "Agenda"),
    ),
    "running-sheet": Paper(
        running_sheet.WHAT,
        _("For the chair and the technicians: gaps, overlaps, material and internal notes."),
        running_sheet.document,
        looks_at=("room",),
        tells_private=True,
    ),
    "script": Paper(
        script.WHAT,
        _("Names and titles in order with the usual words, as a start to edit."),
        script.document,
    ),
    "handbook": Paper(
        handbook.WHAT,
        _("Cover, agenda, people, venue and more as a booklet, chapter by chapter."),
        handbook.document,
        looks_at=("size", "parts"),
        is_book=True,
    ),
    "table-cards": Paper(
        signs.CARDS,
        _("A name as large as fits, on both sides of a folded sheet."),
        others={"pdf": cards.cards_of},
        looks_at=("session", "who", "cards", "about"),
        is_for_everybody=True,
    ),
    "room-signs": Paper(
        signs.SIGNS,
        _("For each room and day: its name, and what takes place in it."),
        others={"pdf": signs.signs_of},
        looks_at=("room", "day", "arrow"),
    ),
}


def filename(name: str, file_format: str, order: Order) -> str:
    """'ai-2026-agenda-v3-zh.docx': which conference, paper, version and languages, in letters that
    every program knows.
    """
    program = order.source.program
    version = "draft" if program.is_preview else f"v{program.number}"
    return f"{program.conference.slug}-{name}-{version}-{'-'.join(order.sides)}.{file_format}"


def spoken_filename(name: str, file_format: str, order: Order) -> str:
    """'会议议程-智能大会（第 3 版）.docx', 'Agenda - AI 2026 (draft).docx': in its words."""
    program, paper = order.source.program, PAPERS[name]
    with in_side(order.sides[0]):
        label = first_upper(str(paper.called or paper.label))
        if program.is_preview:
            version = pgettext("of a paper, in the name of its file", "draft")
        else:
            version = pgettext("of a paper, in the name of its file", "version %(number)s")
            version %= {"number": program.number}
        if len(order.sides) > 1:
            both = pgettext("of a paper, in the name of its file", "Chinese and English")
            version = listed((both, version))
        words = pgettext("name of a file", "%(paper)s - %(conference)s (%(version)s)")
    title = in_one_line(program.conference.title.in_side(order.sides[0]))
    title = " ".join(_NO_NAME.sub(" ", title).split())[:LONGEST_TITLE].strip(" .")
    said = words % {"paper": label, "conference": title, "version": version}
    return f"{said}.{file_format}"
