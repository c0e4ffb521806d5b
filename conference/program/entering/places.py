"""Rooms and tracks of a reading: those of the conference by their name in either language, else new
ones.
"""

import re

from django.utils.translation import gettext as _

from conference.folding import name_key
from conference.models import Room, Track
from conference.program.entering.ledger import OfficeLedger
from conference.program.importing.places_plan import slug_of
from conference.program.importing.values import side_of

_LONGEST = 100  # characters of a name


class Places:
    """One query."""

    def __init__(self, ledger: OfficeLedger):
        self.ledger, self.conference = ledger, ledger.conference
        self.rows = ledger.rows(lambda: self.conference.rooms.all())
        self.slugs = {row.slug for row in self.rows}
        self.by_name: dict[str, Room] = {}
        for row in self.rows:
            for name in filter(None, (row.name_zh, row.name_en)):
                self.by_name.setdefault(name_key(name), row)
                self.by_name[f"{name} [{row.slug}]"] = row  # two of one name, in our own sheet
        self.met: set[int] = set()
        self._tracks: dict[str, Track] | None = None

    def of(self, name: str, address: str) -> Room | None:
        """The room of a name; made where the conference has none."""
        if not name:
            return None
        row = self.by_name.get(name) or self.by_name.get(name_key(name))
        is_new = row is None
        if is_new:
            if len(name) > _LONGEST:
                self.ledger.leave(name, address, _("too long for the name of a room"))
                return None
            row = Room(
                conference=self.conference,
                slug=slug_of(name, self.slugs, "room"),
                position=len(self.rows) + 1,
                **{f"name_{side_of(name)}": name},
            )
            self.rows.append(row)
            self.by_name[name_key(name)] = row
        if id(row) not in self.met:
            self.met.add(id(row))
            self.ledger.keep("rooms", row, {}, is_new=is_new)
        return row

    def track(self, name: str) -> Track:
        """The same of a track, which our own sheet alone names. One query more for such a sheet."""
        if self._tracks is None:
            self._tracks = {}
            self.track_slugs = set()
            for row in self.ledger.rows(lambda: self.conference.tracks.all()):
                self.track_slugs.add(row.slug)
                for known in filter(None, (row.name_zh, row.name_en)):
                    self._tracks.setdefault(name_key(known), row)
                    self._tracks[f"{known} [{row.slug}]"] = row
        row = self._tracks.get(name) or self._tracks.get(name_key(name))
        if row is None:
            name = re.sub(r" \[[a-z0-9-]+\]$", "", name)[:_LONGEST]
            row = Track(
                conference=self.conference,
                slug=slug_of(name, self.track_slugs, "track"),
                position=len(self.track_slugs),
                **{f"name_{side_of(name)}": name},
            )
            self._tracks[name_key(name)] = row
            self.ledger.keep("tracks", row, {}, is_new=True)
        return row
