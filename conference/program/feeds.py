"""What the three feeds say alike, so that .ics, .xml and .json hold the same (start, title)."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference import markdown
from conference.bilingual import Text, joined, on_side_of
from conference.program.addresses import Addresses
from conference.program.document import Person, Program, Room, Session, Track

# Calendars drop an event without a place (Giggity PR 341), so one without a room has this.
ANY_ROOM = "Venue / 会场"

# Characters that XML 1.0 cannot carry, and that calendars cannot show.
UNPRINTABLE = re.compile("[^\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Whatever some reader takes for the end of a line: it must mean the same to all of them.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WHITE = re.compile("[\t\n]+")


def plain(value) -> str:
    """A text without what XML or a calendar cannot hold, its lines ended by \\n alone."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    return UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def line(value) -> str:
    """The same in one line, for titles and names."""
    return _WHITE.sub(" ", plain(value))


def plain_from_html(value) -> str:
    """The plain form of HTML made by `conference.markdown`."""
    return plain(markdown.plain(value)).strip("\n")


@dataclass(frozen=True)
class Entry:
    """One line of a feed: a timed session, in the active language."""

    program: Program
    session: Session
    parent: Session | None
    urls: Addresses

    @property
    def is_cancelled(self) -> bool:
        return self.session.is_cancelled or bool(self.parent and self.parent.is_cancelled)

    @property
    def title(self) -> str:
        """The title; a cancelled one says so, as schedule.xml and .json have no other place."""
        title = line(self.session.title.marked)
        if not self.is_cancelled:
            return title
        with override(self.session.title.lang.lower()):  # in the language of the title
            return _("Cancelled: %(title)s") % {"title": title}

    @property
    def subtitle(self) -> str:
        """Of a talk: its sub-forum."""
        return line(self.parent.title.marked) if self.parent else ""

    @property
    def track(self) -> Track | None:
        return self.session.track or (self.parent.track if self.parent else None)

    @property
    def room(self) -> Room | None:
        return self.session.room

    @property
    def people(self) -> list[Person]:
        """Everybody on stage, once each, in order."""
        return list({role.person.code: role.person for role in self.session.roles}.values())

    @property
    def summary(self) -> str:
        return plain(self.session.summary.marked)

    @property
    def description(self) -> str:
        return plain_from_html(self.session.abstract_html)

    @cached_property
    def said(self) -> Text:
        """Summary and abstract as one text in one language; empty without them."""
        abstract = on_side_of(self.session.abstract_html, self.description)
        return joined([self.session.summary, abstract], "\n")

    @property
    def url(self) -> str:
        return settings.PUBLIC_URL + self.urls.to("session", self.session.code)


def entries(program: Program, urls: Addresses) -> list[Entry]:
    """Every line of a feed, in order: see `Program.entries`."""
    return [entry_of(program, session, urls) for session in program.entries()]


def entries_of(program: Program, urls: Addresses, sessions) -> list[Entry]:
    """Lines for some sessions: a sub-forum with timed talks through its talks, untimed left out."""
    wanted = {session.code for session in sessions}
    return [
        entry
        for entry in entries(program, urls)
        if entry.session.code in wanted or entry.session.parent_code in wanted
    ]


def entry_of(program: Program, session: Session, urls: Addresses) -> Entry:
    parent = program.session(session.parent_code) if session.parent_code else None
    return Entry(program, session, parent, urls)


def room_names(program: Program) -> dict[str, str]:
    """{room slug: name} with names that are unique: apps key rooms by name, and two alike, or one
    called like the place without a room, would become one.
    """
    return _unique_names(program.rooms, ANY_ROOM)


def track_names(program: Program) -> dict[str, str]:
    """The same for tracks."""
    return _unique_names(program.tracks)


def _unique_names(rows, *taken):
    names: dict[str, str] = {}
    for row in rows:
        name = line(row.name)
        name = name if name.strip() else row.slug
        while name in taken:
            name = f"{name} ({row.slug})"
        names[row.slug] = name
        taken = (*taken, name)
    return names
