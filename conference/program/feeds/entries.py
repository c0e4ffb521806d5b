"""What the three feeds say alike, so that .ics, .xml and .json hold the same (start, title)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.bilingual import Text, joined, on_side_of
from conference.program.draft.overlapping import times_of
from conference.program.models import is_off, track_of
from conference.program.release.addresses import Addresses
from conference.program.release.document import Program
from conference.program.release.texts import ANY_ROOM, line, plain, plain_from_html
from conference.program.release.values import Person, Room, Session, Track


@dataclass(frozen=True)
class Entry:
    """One line of a feed: a timed session, in the active language."""

    program: Program
    session: Session
    parent: Session | None
    urls: Addresses

    @property
    def starts_at(self) -> datetime:
        return times_of(self.session)[0]

    @property
    def ends_at(self) -> datetime:
        return times_of(self.session)[1]

    @property
    def is_cancelled(self) -> bool:
        return is_off(self.session, self.parent)

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
        return track_of(self.session, self.parent)

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


def entries_of(program: Program, urls: Addresses, sessions: Iterable[Session]) -> list[Entry]:
    """Lines for some sessions: a sub-forum with timed talks through its talks, untimed left out."""
    wanted = {session.code for session in sessions}
    return [
        entry
        for entry in entries(program, urls)
        if entry.session.code in wanted or entry.session.parent_code in wanted
    ]


def entry_of(program: Program, session: Session, urls: Addresses) -> Entry:
    parent = program.parent_of(session)
    return Entry(program, session, parent, urls)


def room_names(program: Program) -> dict[str, str]:
    """{room slug: name} with names that are unique: apps key rooms by name, and two alike, or one
    called like the place without a room, would become one.
    """
    return _unique_names(program.rooms, ANY_ROOM)


def track_names(program: Program) -> dict[str, str]:
    """The same for tracks."""
    return _unique_names(program.tracks)


def _unique_names(rows: Iterable[Room | Track], *taken: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in rows:
        name = line(row.name)
        name = name if name.strip() else row.slug
        while name in taken:
            name = f"{name} ({row.slug})"
        names[row.slug] = name
        taken = (*taken, name)
    return names
