"""The letter of invitation (邀请函) for paper: one page a guest, as PDF or Word, in one language or
both. Its words are a text of letters like any other, which organizers change; the last paragraph is
who signs, and stands at the right.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from conference.attendance.guests.letters import called, guest_of, own_values
from conference.attendance.letters import said_to_all
from conference.attendance.models import CertificateDesign, GuestInvitation
from conference.letters.occasions import Occasion
from conference.letters.placeholders import filled
from conference.letters.texts import Words, own_words, texts_of, words_of
from conference.letters.writing import without_gaps
from conference.models import Conference
from conference.people.hosts import by_role
from conference.program.papers import pdf
from conference.program.papers.document import (
    Block,
    Document,
    PageBreak,
    Paragraph,
    Signed,
    Title,
    lines,
)
from conference.program.release.published import published_program
from conference.wording.days import date_range

NAME = "guest-paper"
PRINTED = gettext_noop("This letter is printed, and not sent.")
LANGUAGES = {"zh": "zh-hans", "en": "en"}
SIDES = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}
SEAL_LINES = 4  # left free above who signs
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

PLACEHOLDERS = {
    "name": _("the guest’s name"),
    "title": _("the guest’s title, or nothing"),
    "organization": _("the guest’s organization, or nothing"),
    "conference": _("the name of the conference"),
    "when_and_where": _("days and venue"),
    "days": _("the days of the conference"),
    "venue": _("the venue, or nothing"),
    "hosts": _("who invites: the first of the hosts, a line each"),
    "deadline": _("until when the guest may answer"),
    "today": _("the day on which the letter is made"),
}


def occasions() -> list[Occasion]:
    """For `letters.occasions.OCCASIONS`: its words stand beside those of the letters that leave."""
    return [
        Occasion(
            name=NAME,
            label=_("Letter of invitation, for paper"),
            subject=_("Letter of Invitation"),
            text=_(
                "Dear {name},\n\n"
                "We have the honor to invite you to {conference} ({when_and_where}).\n\n"
                "Please tell us by {deadline} whether we may expect you. We look forward to "
                "meeting you.\n\n"
                "{hosts}\n{today}"
            ),
            placeholders=PLACEHOLDERS,
            about=guest_of,
            still=lambda _guest: PRINTED,
            sample=sample,
        )
    ]


def sample(conference: Conference, language: str) -> tuple[GuestInvitation, dict[str, str]] | None:
    guest = GuestInvitation.objects.known().filter(conference=conference).first()
    if guest is None:
        return None
    guest.language = language
    (values,) = values_of(conference, [guest], language, at=None)
    return guest, values


def values_of(
    conference: Conference,
    guests: Iterable[GuestInvitation],
    language: str,
    *,
    at: datetime | None,
) -> Iterator[dict[str, str]]:
    """What the letter of each of them names, in one language. Two queries at most."""
    program, facts = None, conference
    with suppress(Http404):
        program = published_program(conference.slug)
        facts = program.conference
    hosts = program.hosts if program else conference.hostroles.select_related("organization")
    groups = by_role(hosts)
    side = "en" if language == "en" else "zh"
    first = [host.name.in_side(side) for host in groups[0][1]] if groups else []
    with override(language):
        said = said_to_all(conference, language) | {
            "days": date_range(facts.starts_on, facts.ends_on),
            "venue": str(facts.venue),
            "today": _day(conference, at),
        }
        said["hosts"] = "\n".join(filter(None, first)) or said["conference"]
    for guest in guests:
        yield said | own_values(conference, guest, language) | {"name": called(guest, language)}


def _day(conference: Conference, at: datetime | None) -> str:
    day = conference.day_of(at) if at else conference.starts_on
    return date_range(day, day)


def document_of(
    conference: Conference,
    guests: Sequence[GuestInvitation],
    sides: Sequence[str],
    *,
    at: datetime,
    leaves_room: bool = False,
    seal: str = "",
) -> Document:
    """A page a guest; `seal` is the image of one (`seal_of`) behind who signs, `leaves_room` for
    one by hand above. Five queries at most.
    """
    rule, row = occasions()[0], texts_of(conference, [NAME]).get(NAME)
    of_each: list[list[Block]] = [[] for _guest in guests]
    for side in sides:
        language = LANGUAGES[side]
        words = words_of(rule, language, row) or own_words(rule, language)
        each = values_of(conference, guests, language, at=at)
        for blocks, values in zip(of_each, each, strict=True):
            if blocks:
                blocks.append(Paragraph(((),) * 3))
            blocks += _letter(words, values, leaves_room=leaves_room, seal=seal)
    blocks: list[Block] = []
    for n, letter in enumerate(of_each):
        blocks += [PageBreak(), *letter] if n else letter
    with override(LANGUAGES[sides[0]]):
        title = str(rule.subject)
    return Document(title=title, sides=tuple(sides), blocks=tuple(blocks), is_letter=True)


def seal_of(conference: Conference) -> str:
    """The stored name of the seal that certificates bear, '' for none. One query."""
    rows = CertificateDesign.objects.filter(conference=conference)
    return rows.values_list("seal", flat=True).first() or ""


def _letter(
    words: Words, values: dict[str, str], *, leaves_room: bool, seal: str
) -> Iterator[Block]:
    yield Title((filled(words.subject, values),))
    text = without_gaps(filled(words.text, values))
    *paragraphs, signed = re.split(r"\n\s*\n", text)
    for paragraph in paragraphs:
        yield Paragraph((*lines([paragraph]), ()), look="lead")
    if seal:
        yield Signed(lines([signed]), seal)
        return
    room = ((),) * (SEAL_LINES if leaves_room else 1)
    yield Paragraph((*room, *lines([signed])), look="lead", align="right")


def drawn(document: Document, file_format: str, *, at: datetime) -> bytes:
    """As 'pdf' or 'docx'."""
    if file_format == "pdf":
        return pdf.drawn(document, at=at)
    # python-docx is loaded when a Word file is asked for: 9 MB that a worker does without.
    from conference.program.papers import signed, word

    return word.drawn(document, at=at, others=signed.drawer)


def filename(conference: Conference, sides: Sequence[str], file_format: str) -> str:
    return f"{conference.slug}-invitation-{'-'.join(sides)}.{file_format}"
