"""Rooms and tracks of a reading: those of the conference by their name in either language, else new
ones.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from conference.folding import name_key
from conference.models import Room, Track
from conference.program.entering.decisions import NEW, Ask, Asker, Option
from conference.program.entering.ledger import OfficeLedger
from conference.program.importing.places_plan import slug_of
from conference.program.importing.values import side_of
from conference.program.office.meanings.places import is_place
from conference.program.office.reading import Reading
from conference.wording.labels import listed

WHOLE, NONE = "whole", "none"
SHOWN = 8  # names in a question
_LONGEST = 100  # characters of a name
_BETWEEN = re.compile(r"\s*[+＋、/／&]\s*")
_WITH_SLUG = re.compile(r"^(.*) \[([a-z0-9-]+)\]$")  # two of one name, in our own sheet


class Named:
    """Rows of one kind by their names."""

    def __init__(self, rows: Iterable[Room | Track]):
        self.rows = list(rows)
        self.slugs = {row.slug for row in self.rows}
        self.by_slug = {row.slug: row for row in self.rows}
        self.shown: dict[str, dict[str, list]] = {"zh": {}, "en": {}}  # as each language prints it
        self.called: dict[str, Room | Track] = {}
        for row in self.rows:
            self.learn(row)

    def learn(self, row) -> None:
        for side, known in self.shown.items():
            known.setdefault(name_key(row.name.in_side(side)), []).append(row)
        for name in row.name.as_list():
            if name:
                self.called.setdefault(name_key(name), row)

    def find(self, name: str):
        """The row that alone is called so in one of the languages, else the first that is."""
        if (parts := _WITH_SLUG.match(name)) and parts[2] in self.by_slug:
            return self.by_slug[parts[2]]
        key = name_key(name)
        for known in self.shown.values():
            if len(known.get(key, ())) == 1:
                return known[key][0]
        return self.called.get(key)

    def add(self, row) -> None:
        self.rows.append(row)
        self.learn(row)


class Places:
    """One query, and one more for a file that names tracks."""

    def __init__(self, ledger: OfficeLedger, asker: Asker, reading: Reading):
        self.ledger, self.conference = ledger, ledger.conference
        self.asker, self.reading = asker, reading
        self.asked: dict[str, Ask] = {}  # by the text of a room
        self.about_tracks: Ask | None = None
        self.rooms = Named(ledger.rows(lambda: self.conference.rooms.all()))
        self.tracks: Named | None = None
        self.met: set[int] = set()

    def of(self, name: str, address: str) -> tuple[Room | None, Ask | None]:
        """(the room of a name, what is asked of it); made where the conference has none. A session
        is in one room: of several that are named it is asked which.
        """
        if not name:
            return None, None
        parts = self.parts_of(name)
        if not parts:
            return self.room(name, address), None
        ask = self.asked.get(name) or self.which(name, parts, address)
        self.asked[name] = ask
        chosen = {part: part for part in parts} | {WHOLE: name}
        return self.room(chosen.get(ask.answer, ""), address), ask

    def parts_of(self, name: str) -> list[str]:
        """The rooms of 'A + B' that is not known as one; [] for one room."""
        if self.rooms.find(name):
            return []
        parts = [part.strip() for part in _BETWEEN.split(name) if part.strip()]
        is_known = [bool(self.rooms.find(part)) or is_place(part) for part in parts]
        return parts if len(parts) > 1 and all(is_known) else []

    def which(self, name, parts, address) -> Ask:
        return self.asker.ask(
            "room", [name_key(name)],
            _("“%(name)s” names several rooms, a session is in one. Which is it?")
            % {"name": name},
            address=address, suggested=WHOLE,
            options=[
                *(Option(part, part) for part in dict.fromkeys(parts)),
                Option(WHOLE, _("Together they are one room: %(name)s") % {"name": name}),
                Option(NONE, _("Leave it open for now")),
            ],
            sessions=tuple(s.order for s in self.reading.sessions if s.room.value == name),
        )  # fmt: skip

    def room(self, name: str, address: str) -> Room | None:
        if not name:
            return None
        row = self.rooms.find(name)
        if row is None and len(name) > _LONGEST:
            self.ledger.leave(name, address, _("too long for the name of a room"))
            return None
        is_new = row is None
        if is_new:
            row = self.made(Room, self.rooms, name, "room")
        if id(row) not in self.met:
            self.met.add(id(row))
            self.ledger.keep("rooms", row, {}, is_new=is_new)
        return row

    def track(self, name: str, *, is_ours: bool) -> tuple[Track | None, Ask | None]:
        """(the track of a name, what is asked): the new ones of an office's column are asked about
        once for all of them.
        """
        if self.tracks is None:
            self.tracks = Named(self.ledger.rows(lambda: self.conference.tracks.all()))
        row = self.tracks.find(name)
        if row is None and not is_ours:
            self.about_tracks = self.about_tracks or self.new_tracks()
            if self.about_tracks.answer != NEW:
                return None, self.about_tracks
        if row is None:
            parts = _WITH_SLUG.match(name)
            name = (parts[1] if parts else name)[:_LONGEST]
            row = self.made(Track, self.tracks, name, "track")
            self.ledger.keep("tracks", row, {}, is_new=True)
        return row, None if is_ours else self.about_tracks

    def new_tracks(self) -> Ask:
        named = [s for s in self.reading.sessions if s.track and not self.tracks.find(s.track)]
        names = list(dict.fromkeys(session.track for session in named))
        shown = listed(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
        return self.asker.ask(
            "track", sorted(map(name_key, names)),
            _("The file sorts its items: %(names)s. Are these tracks of the program?")
            % {"names": shown},
            address=named[0].track_address, suggested=NEW,
            options=[
                Option(NEW, _("Yes, make these tracks")),
                Option(NONE, _("No, leave them out")),
            ],
            sessions=tuple(session.order for session in named),
        )  # fmt: skip

    def made(self, model, known: Named, name: str, otherwise: str):
        row = model(
            conference=self.conference,
            slug=slug_of(name, known.slugs, otherwise),
            position=len(known.rows) + 1,
            **{f"name_{side_of(name)}": name},
        )
        known.add(row)
        return row
