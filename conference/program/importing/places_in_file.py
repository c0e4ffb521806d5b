"""The rooms and tracks of a file: those of its lists, and those that its sessions name alone."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.models import ASCII_SLUG
from conference.program.importing import limits
from conference.program.importing.file import FileRoom, FileTrack, Leftovers
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.shapes import list_of, object_of
from conference.program.importing.texts_in_file import TextReader
from conference.program.importing.values import guid, line, number
from conference.program.release.texts import ANY_ROOM, slug_of_xml

ROOM_KEYS = {"name", "guid", "capacity", "slug", "id"}
TRACK_KEYS = {"name", "guid", "slug", "color", "id"}
LONGEST_SLUG = 60


class PlacesReader:
    """`rooms` and `tracks` hold what is known by now, each by the key that sessions point to."""

    def __init__(self, texts: TextReader, leftovers: Leftovers):
        self.texts, self.leftovers = texts, leftovers
        self.is_ours = texts.is_plain
        self.rooms: dict[str, FileRoom] = {}
        self.tracks: dict[str, FileTrack] = {}
        self.track_names: dict[str, str] = {}  # a name in any language -> the track's key

    # --- Rooms ---

    def read_rooms(self, listed) -> None:
        for row in _objects(listed, "rooms", _("room %(n)s")):
            name = self.texts.name(row.get("name"), 100)
            if not name or name == ANY_ROOM:
                continue
            own = guid(row.get("guid"))
            room = FileRoom(
                name,
                name,
                own,
                number(row.get("capacity")),
                self.slug(row, _("room: %(key)s"), name),
                line(row.get("description"), 200) if self.is_ours else "",
            )
            same = self.rooms.get(name)
            if same and own and same.guid and own != same.guid:
                self.rooms.setdefault(str(own), replace(room, key=str(own)))
                continue
            self.rooms.setdefault(name, room)
            known = ROOM_KEYS | ({"description"} if self.is_ours else set())
            self.leftovers.note_others(row, known, _("room: %(key)s"), name)
            if row.get("capacity") and not room.capacity:
                self.leftovers.note(_("room: %(key)s") % {"key": "capacity"}, name)

    def room_key(self, value, own=None) -> str:
        """The key of a room that is named outside the list; '' for none."""
        name = self.texts.name(value, 100)
        if not name or name == ANY_ROOM:
            return ""
        if own and str(own) in self.rooms:
            return str(own)
        self.rooms.setdefault(name, FileRoom(name, name))
        return name

    # --- Tracks ---

    def read_tracks(self, listed) -> None:
        for row in _objects(listed, "tracks", _("track %(n)s")):
            key = self.texts.name(row.get("name"), 100)
            if not key or key in self.tracks:
                continue
            self.learn_track(key, row.get("name"))
            color = line(row.get("color"), 8).lower()
            is_color = re.fullmatch(r"#[0-9a-f]{6}", color)
            if color and not is_color:
                self.leftovers.note(_("track: %(key)s") % {"key": "color"}, key)
            self.tracks[key] = FileTrack(
                key,
                self.texts.sides(row.get("name"), 100),
                self.slug(row, _("track: %(key)s"), key),
                color if is_color else "",
            )
            self.leftovers.note_others(row, TRACK_KEYS, _("track: %(key)s"), key)

    def slug(self, row, told, place) -> str:
        """A short address that is one here; '' for none."""
        slug = line(row.get("slug"), 61)
        slug = slug_of_xml(slug) if self.is_ours else slug
        if not slug or (ASCII_SLUG.regex.search(slug) and len(slug) <= LONGEST_SLUG):
            return slug
        self.leftovers.note(told % {"key": "slug"}, place)
        return ""

    def track_key(self, value) -> str:
        """A session may name its track in one language where the list has several, or all."""
        names = self.texts.names(value, 100)
        for name in names:
            if name in self.track_names:
                return self.track_names[name]
        if not names:
            return ""
        key = names[0]
        self.tracks[key] = FileTrack(key, self.texts.sides(value, 100))
        self.learn_track(key, value)
        return key

    def learn_track(self, key, value):
        for name in self.texts.names(value, 100):
            self.track_names.setdefault(name, key)


def _objects(listed, name, numbered):
    """The objects of a list; a name alone stands for an object that has it."""
    rows = list_of(listed or [], name)
    if len(rows) > limits.MAX_PLACES:
        raise ImportRefused(_("In the file, “%(name)s” is too long.") % {"name": name})
    for n, row in enumerate(rows, start=1):
        yield object_of({"name": row} if isinstance(row, str) else row, numbered % {"n": n})
