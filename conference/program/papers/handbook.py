"""The handbook (会议手册) as a document: chapters that the organizer chooses and orders.

`?parts=cover,agenda,...` names chapters in their order, else those kept for the conference;
`?size=a5|a4`. A chapter that has nothing to say is left out, and the contents with it.
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.bilingual import Text
from conference.program.models import USUAL_PARTS, HandbookPart
from conference.program.papers.agenda import forum_blocks, program_blocks
from conference.program.papers.document import (
    Block,
    Card,
    Column,
    Contents,
    Cover,
    Document,
    Facts,
    Heading,
    Line,
    NotePages,
    Page,
    Paragraph,
    Part,
    Picture,
    Row,
    Table,
    line,
    lines,
)
from conference.program.papers.order import Order
from conference.program.papers.title_block import facts_of, hosts_of
from conference.program.papers.words import Sides, label, once, post, posts, said, told_apart
from conference.program.release.texts import line as in_one_line
from conference.program.release.texts import plain_from_html
from conference.program.release.values import CommitteeMember, Person

WHAT = pgettext_lazy("title of a paper", "Handbook")
Kind = HandbookPart.Kind


def parts_of(order: Order) -> list[str]:
    """Chapters in their order: those of the address, else those kept, else the usual ones."""
    named = [part for value in order.choices.get("parts", ()) for part in value.split(",")]
    known = [part for part in dict.fromkeys(named) if part in Kind.values]
    return known or list(order.source.handbook.parts) or list(USUAL_PARTS)


def names_participants(order: Order) -> bool:
    return Kind.PARTICIPANTS in parts_of(order)


def document(order: Order) -> Document:
    """No query."""
    source, sides = order.source, order.sides
    facts = source.program.conference
    size = (order.choices.get("size") or [""])[-1].lower()
    made: list[Block] = []
    for part in parts_of(order):
        blocks = list(_CHAPTERS[part](order))
        if blocks and part not in (Kind.COVER, Kind.CONTENTS, Kind.NOTES):
            made.append(Part(_heading(part, sides)))
        made += blocks
    if not any(isinstance(block, Part) for block in made):
        made = [block for block in made if not isinstance(block, Contents)]
    return Document(
        title=" · ".join((*said(facts.name, sides), label(WHAT, sides, " / "))),
        sides=sides,
        head=said(facts.title, sides[:1])[0],
        foot=source.version(sides),
        mark=label(pgettext_lazy("on a paper", "Draft"), sides) if source.is_draft else "",
        blocks=tuple(made),
        page=Page("a4" if size == "a4" else "a5"),
    )


def _heading(part: str, sides: Sides) -> str:
    return label(Kind(part).label, sides)


# --- Chapters -------------------------------------------------------------------------------


def _cover(order: Order) -> Iterator[Block]:
    program, sides = order.source.program, order.sides
    hosts = [
        f"{name}  {text}"
        for side in sides
        for name, texts in hosts_of(program, (side,))
        for text in texts
    ]
    roles = {name for name, _texts in hosts_of(program, sides)}
    facts = facts_of(program, sides)
    about = [text for name, texts in facts if name not in roles for text in texts]
    yield Cover(
        picture=program.conference.logo,
        names=said(program.conference.name, sides),
        what=label(WHAT, sides, " / "),
        lines=tuple(about),
        below=once(hosts),
        version=order.source.version(sides) if order.source.is_draft else "",
    )


def _contents(order: Order) -> Iterator[Block]:
    yield Contents(_heading(Kind.CONTENTS, order.sides))


def _hosts(order: Order) -> Iterator[Block]:
    if rows := hosts_of(order.source.program, order.sides):
        yield Facts(tuple(rows))


def _notice(order: Order) -> Iterator[Block]:
    """What is kept for the handbook; without it how the conference describes itself."""
    if title := said(order.source.handbook.notice_title, order.sides):
        yield Heading(" / ".join(title), 2)
    notice = order.source.handbook.notice_html
    yield from _prose(notice or order.source.program.conference.description_html, order.sides)


def _agenda(order: Order) -> Iterator[Block]:
    program = order.source.program
    if program.sessions:
        is_all = Kind.FORUMS not in parts_of(order)
        yield from program_blocks(program, order.sides, with_talks=is_all)


def _forums(order: Order) -> Iterator[Block]:
    """Each with its day, place and chairs, what it is about, and its talks."""
    yield from forum_blocks(order.source.program, order.sides)


def _people(order: Order) -> Iterator[Block]:
    sides = order.sides
    for person in order.source.program.people:
        found: list[Line] = [line((name, "strong")) for name in said(person.name, sides)]
        found += lines(posts(person, sides), "soft")
        found += lines(once(plain_from_html(person.biography_html.in_side(s)) for s in sides))
        yield Card(person.portrait, tuple(found))


def _venue(order: Order) -> Iterator[Block]:
    program, sides = order.source.program, order.sides
    facts = program.conference
    rows = [
        (label(_("Place"), sides), said(facts.venue, sides)),
        (label(_("Address"), sides), said(facts.address, sides)),
        (label(_("City"), sides), said(facts.city, sides)),
    ]
    if rows := [(name, texts) for name, texts in rows if texts]:
        yield Facts(tuple(rows))
    yield from _prose(facts.directions_html, sides)
    for plan in program.plans:
        yield Picture(plan.preview or plan.image, said(plan.caption, sides))
    rooms = []
    for room in program.rooms:
        where = (*said(room.floor, sides), *said(room.directions, sides))
        rooms.append((" / ".join(said(room.name, sides)), where))
    if rooms := [(name, texts) for name, texts in rooms if texts]:
        yield Heading(label(_("Rooms"), sides), 2)
        yield Facts(tuple(rooms))
    if program.hotels:
        yield Heading(label(_("Hotels"), sides), 2)
        for hotel in program.hotels:
            about = (*said(hotel.address, sides), *said(hotel.note, sides))
            about = tuple(filter(None, (*about, hotel.phone, hotel.website)))
            yield Facts(((" / ".join(said(hotel.name, sides)), about),))


def _contacts(order: Order) -> Iterator[Block]:
    program, sides = order.source.program, order.sides
    rows = [
        (
            " / ".join(said(contact.name, sides)),
            tuple(filter(None, (*said(contact.purpose, sides), contact.phone, contact.email))),
        )
        for contact in program.contacts
    ]
    if mail := program.conference.contact_email:
        rows.append((label(_("E-mail"), sides), (mail,)))
    if rows:
        yield Facts(tuple(rows))


def _committees(order: Order) -> Iterator[Block]:
    sides = order.sides
    for committee in order.source.program.committees:
        yield Heading(" / ".join(said(committee.name, sides)))
        rows = [
            (
                " / ".join(said(role, sides)),
                tuple(text for member in members for text in _named(member, sides)),
            )
            for role, members in committee.by_role()
        ]
        if rows:
            yield Facts(tuple(rows))


def _named(person: Person | CommitteeMember, sides: Sides) -> tuple[str, ...]:
    """'张三　东北大学 教授': a line for each language."""
    parts = {
        side: filter(None, (in_one_line(person.name.marked_in(side)), post(person, side)))
        for side in told_apart(person, sides)
    }
    return once(("　" if side == "zh" else ", ").join(told) for side, told in parts.items())


def _participants(order: Order) -> Iterator[Block]:
    rows = order.source.handbook.participants
    if not rows:
        return
    sides = order.sides
    yield Table(
        (
            Column(label(pgettext_lazy("list column", "No."), sides), 10, "center"),
            Column(label(_("Name"), sides), 40),
            Column(label(_("Organization"), sides), 80),
        ),
        tuple(
            Row(((line(str(number)),), (line(name),), (line(organization),)))
            for number, (name, organization) in enumerate(rows, start=1)
        ),
    )


def _notes(order: Order) -> Iterator[Block]:
    yield NotePages(_heading(Kind.NOTES, order.sides))


def _prose(text: Text, sides: Sides) -> Iterator[Block]:
    """Paragraphs of a Markdown text, one language after the other."""
    for words in once(plain_from_html(text.in_side(side)) for side in sides):
        for paragraph in words.split("\n\n"):
            if found := lines([paragraph]):
                yield Paragraph(found)


_CHAPTERS: dict[str, Callable[[Order], Iterator[Block]]] = {
    Kind.COVER: _cover,
    Kind.CONTENTS: _contents,
    Kind.HOSTS: _hosts,
    Kind.NOTICE: _notice,
    Kind.AGENDA: _agenda,
    Kind.FORUMS: _forums,
    Kind.PEOPLE: _people,
    Kind.VENUE: _venue,
    Kind.CONTACTS: _contacts,
    Kind.COMMITTEES: _committees,
    Kind.PARTICIPANTS: _participants,
    Kind.NOTES: _notes,
}
