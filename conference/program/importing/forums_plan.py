"""The sub-forums and blocks of our own files, which stand there through their talks alone.

A talk's subtitle names its sub-forum. Talks of one subtitle, held in one room one after another,
are one sub-forum: the one that they belong to in the draft, else the one of that title, else a new
one that reaches from the first of them to the last. A file does not say of what kind that is: where
all of its talks are what a block holds, it is a block.
"""

from datetime import timedelta

from conference.program.importing.file import FileEvent
from conference.program.importing.values import made_guid, words
from conference.program.models import PAUSES, Kind, Session

OF_A_CEREMONY = {Kind.ADDRESS, Kind.CEREMONY}
LONGEST_PAUSE = timedelta(hours=6)  # between two talks of one sub-forum; a night is longer


class ForumFinder:
    """`known` finds the session of an event in the draft, `moments` its (start, end), aware."""

    def __init__(self, rows, *, slug: str, rooms, known, moments):
        self.slug, self.rooms, self.known, self.moments = slug, rooms, known, moments
        self.by_title: dict[str, list[Session]] = {}
        holders = {id(session.parent) for session in rows if session.parent}
        for session in rows:
            if session.kind == Kind.SUB_FORUM or id(session) in holders:
                self.learn(session)
        self.of: dict[int, Session] = {}  # id of an event -> its sub-forum
        self.new_titles: dict[int, tuple] = {}  # id of a sub-forum -> (it, its title in the file)

    def learn(self, forum: Session) -> None:
        for title in {words(text) for text in forum.title.as_list() if text}:
            self.by_title.setdefault(title, []).append(forum)

    def names_one(self, subtitle) -> bool:
        return words(str(subtitle)) in self.by_title

    def find(self, events):
        """Yields (title, events) of each sub-forum that the draft does not know."""
        named: dict[int, set] = {}
        for title, group in self.groups(events):
            forum = self.of_the_draft(title, group)
            if forum is None:
                if not any(self.known(event) for event in group):
                    yield group[0].subtitle, group
                continue
            self.of |= {id(event): forum for event in group}
            named.setdefault(id(forum), set()).add(title)
            self.new_titles[id(forum)] = forum, group[0].subtitle
        # A title is new where all talks of the file agree on it, and no other has it.
        self.new_titles = {
            key: (forum, title)
            for key, (forum, title) in self.new_titles.items()
            if len(named[key]) == 1 and not self.names_one(title)
        }

    def of_the_draft(self, title, group) -> Session | None:
        there = self.by_title.get(title, [])
        parents = {id(s.parent): s.parent for s in map(self.known, group) if s and s.parent}
        if not there:
            return parents.popitem()[1] if len(parents) == 1 else None
        room, (starts_at, _ends_at) = self.rooms.get(group[0].room), self.moments(group[0])
        return min(
            there,
            key=lambda forum: (
                id(forum) not in parents,
                forum.room != room,
                abs(forum.starts_at - starts_at) if forum.starts_at else timedelta.max,
            ),
        )

    def groups(self, events):
        """(title in words, talks in order) of each sub-forum in the file."""
        by_place: dict[tuple, list[FileEvent]] = {}
        for event in events:
            title = words(str(event.subtitle))
            if title and event.kind != Kind.SUB_FORUM:
                by_place.setdefault((title, event.room), []).append(event)
        for (title, _room), talks in by_place.items():
            group, until = [], None
            for event in sorted(talks, key=self.moments):
                starts_at, ends_at = self.moments(event)
                if group and starts_at - until > LONGEST_PAUSE:
                    yield title, group
                    group, until = [], None
                group.append(event)
                until = max(until or ends_at, ends_at)
            yield title, group

    @staticmethod
    def kind_of(group):
        """A kind that holds items, for those of a new one."""
        kinds = {event.kind for event in group} - PAUSES
        if kinds == {Kind.KEYNOTE}:
            return Kind.KEYNOTE
        return Kind.CEREMONY if kinds and kinds <= OF_A_CEREMONY else Kind.SUB_FORUM

    def guid_of(self, title, group):
        """The same for the same file, so that two previews are alike."""
        starts_at = self.moments(group[0])[0].isoformat()
        return made_guid(self.slug, "sub-forum", words(str(title)), group[0].room, starts_at)
