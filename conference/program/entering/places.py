"""Rooms and tracks of a reading: those of the conference by their name in either language, else new
ones.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from conference.folding import name_key
from conference.models import Room, Track
from conference.program.entering.ledger import OfficeLedger
from conference.program.importing.places_plan import slug_of
from conference.program.importing.values import side_of

_LONGEST = 100  # characters of a name
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
    """One query, and one more for a file that names tracks, which our own sheet alone does."""

    def __init__(self, ledger: OfficeLedger):
        self.ledger, self.conference = ledger, ledger.conference
        self.rooms = Named(ledger.rows(lambda: self.conference.rooms.all()))
        self.tracks: Named | None = None
        self.met: set[int] = set()

    def of(self, name: str, address: str) -> Room | None:
        """The room of a name; made where the conference has none."""
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

    def track(self, name: str) -> Track:
        if self.tracks is None:
            self.tracks = Named(self.ledger.rows(lambda: self.conference.tracks.all()))
        row = self.tracks.find(name)
        if row is None:
            parts = _WITH_SLUG.match(name)
            name = (parts[1] if parts else name)[:_LONGEST]
            row = self.made(Track, self.tracks, name, "track")
            self.ledger.keep("tracks", row, {}, is_new=True)
        return row

    def made(self, model, known: Named, name: str, otherwise: str):
        row = model(
            conference=self.conference,
            slug=slug_of(name, known.slugs, otherwise),
            position=len(known.rows) + 1,
            **{f"name_{side_of(name)}": name},
        )
        known.add(row)
        return row
