"""Rooms and tracks: found by their guid or slug, else by their name."""

from conference.models import Room, Track
from conference.people.readings import syllables
from conference.program.importing.values import side_of, words
from conference.short_address import short_address


def plan_rooms(ledger) -> dict[str, Room]:
    """{key in the file: room}, some of them new."""
    conference = ledger.conference
    rows = ledger.rows(lambda: conference.rooms.all())
    by_guid = {row.guid: row for row in rows}
    shared = _shared(ledger.file.rooms, lambda room: room.guid, lambda room: room.name)
    slugs, found, claimed = {row.slug for row in rows}, {}, set()
    wanted = [room.guid for room in ledger.file.rooms if room.guid and room.guid not in by_guid]
    elsewhere = set(Room.objects.filter(guid__in=wanted).values_list("guid", flat=True))
    # Those that are known by their guid first: no other room of their name may take their place.
    for room in sorted(ledger.file.rooms, key=lambda room: room.guid not in by_guid):
        # Several rooms of one guid are several: their names tell them apart.
        own = None if room.guid in shared else room.guid
        row = by_guid.get(own) or named(rows, room.name, claimed)
        is_new = row is None
        if is_new:
            free = room.slug and room.slug not in slugs
            row = Room(
                conference=conference,
                slug=room.slug if free else slug_of(room.name, slugs, "room"),
                position=len(rows) + 1,
            )
            slugs.add(row.slug)
            if own and own not in elsewhere:
                row.guid = own
                by_guid[own] = row
            rows.append(row)
        if room.guid:
            claimed.add(id(row))
        name = room.name.removesuffix(f" ({row.slug})")  # our feeds tell two alike apart
        values = renamed(row, "name", name) | renamed(row, "floor", room.floor)
        if room.capacity:
            values["capacity"] = room.capacity
        ledger.keep("rooms", row, values, is_new=is_new)
        found[room.key] = row
    return found


def _shared(rows, identifier, name) -> set:
    """Identifiers that rows of several names have in one file."""
    names: dict = {}
    for row in rows:
        if found := identifier(row):
            names.setdefault(found, set()).add(words(name(row)))
    return {found for found, called in names.items() if len(called) > 1}


def plan_tracks(ledger) -> dict[str, Track]:
    """{key in the file: track}, some of them new."""
    conference = ledger.conference
    rows = ledger.rows(lambda: conference.tracks.all())
    by_slug = {row.slug: row for row in rows}
    slugs, found, claimed = set(by_slug), {}, set()
    shared = _shared(ledger.file.tracks, lambda track: track.slug, lambda track: track.key)
    # Those that are known by their slug first: no other track of their name may take their place.
    for track in sorted(ledger.file.tracks, key=lambda track: track.slug not in by_slug):
        own = None if track.slug in shared else track.slug
        row = by_slug.get(own) or named(rows, track.key, claimed)
        is_new = row is None
        if is_new:
            row = Track(conference=conference, position=len(rows) + 1)
            free = track.slug and track.slug not in slugs
            row.slug = track.slug if free else slug_of(track.key, slugs, "track")
            row.color = track.color or row.color
            slugs.add(row.slug)
            by_slug[row.slug] = row
            rows.append(row)
        if track.slug:
            claimed.add(id(row))
        values = {}
        for side in ("zh", "en"):
            name = getattr(track.name, side).removesuffix(f" ({row.slug})")
            values |= renamed(row, "name", name, side)
        ledger.keep("tracks", row, values, is_new=is_new)
        found[track.key] = row
    return found


def named(rows, name, claimed=()):
    """The row of a name in either language."""
    name = words(name)
    for row in rows:
        if id(row) not in claimed and name in (words(row.name_zh), words(row.name_en)):
            return row
    return None


def renamed(row, field, text, side="") -> dict:
    """{field: text} where a text differs from what the row says in either language."""
    both = (words(getattr(row, f"{field}_zh")), words(getattr(row, f"{field}_en")))
    if not text or words(text) in both:
        return {}
    return {f"{field}_{side or side_of(text)}": text}


def slug_of(name, taken, otherwise):
    """A short address from a name, in pinyin where it is Chinese; from then on it is taken."""
    found = short_address(syllables(name), taken=taken, otherwise=otherwise)
    taken.add(found)
    return found
