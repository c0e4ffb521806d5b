"""What the three feeds say alike, so that .ics, .xml and .json hold the same (start, title)."""

import html
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from conference.program.addresses import Addresses
from conference.program.document import Person, Program, Room, Session, Track

# Calendars drop an event without a place (Giggity PR 341), so one without a room has this.
ANY_ROOM = "Venue / 会场"

# Characters that XML 1.0 cannot carry, and that calendars cannot show.
UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote|pre)>|<br ?/?>")


def plain(value) -> str:
    """A text without what XML or a calendar cannot hold."""
    return UNPRINTABLE.sub("", str(value))


def plain_from_html(value) -> str:
    """The words of HTML made by `conference.markdown`, a paragraph a line."""
    text = html.unescape(strip_tags(_BLOCK_END.sub("\n", str(value))))
    return plain(re.sub(r"\n{2,}", "\n", text).strip())


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
        title = plain(self.session.title)
        return _("Cancelled: %(title)s") % {"title": title} if self.is_cancelled else title

    @property
    def subtitle(self) -> str:
        """Of a talk: its sub-forum."""
        return plain(self.parent.title) if self.parent else ""

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
        return plain(self.session.summary)

    @property
    def description(self) -> str:
        return plain_from_html(self.session.abstract_html)

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
    """{room slug: name} with names that are unique: apps key rooms by name, and two alike would
    become one.
    """
    names: dict[str, str] = {}
    for room in program.rooms:
        name = plain(room.name)
        names[room.slug] = f"{name} ({room.slug})" if name in names.values() else name
    return names
