"""How often a session changed for its readers: SEQUENCE and LAST-MODIFIED of its calendar entry.

A session counts as changed when what is told of it is different, in either language: its own row,
and what it shows of others, such as the name of its room, the room and title of its sub-forum, a
speaker's organization as printed, or the venue. Calendars that skip an entry whose number stands
still would otherwise send their owner to the old room. The order by hand is not told, so it does
not count.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from conference.program.release.fields import CONFERENCE, PERSON, ROOM, SESSION, TRACK
from conference.program.release.shapes import Document, Row

# What is told of a session: its own, and that of a room, a track, a person, the venue.
TOLD = {
    section.name: section.with_mark("in_calendars")
    for section in (SESSION, ROOM, TRACK, PERSON, CONFERENCE)
}


def told(document: Document) -> dict[str, tuple[Any, ...]]:
    """{guid: everything that is told of a session}, to be compared with that of another release."""
    rooms = {row["slug"]: _told_of("rooms", row) for row in document["rooms"]}
    tracks = {row["slug"]: _told_of("tracks", row) for row in document["tracks"]}
    people = {row["code"]: _told_of("people", row) for row in document["people"]}
    sessions = {row["code"]: row for row in document["sessions"]}
    venue = _told_of("conference", document["conference"])
    found = {}
    for row in document["sessions"]:
        parent = sessions.get(row["parent"])
        room = (parent or row)["room"]
        track = row["track"] or (parent and parent["track"])
        found[row["guid"]] = (
            _told_of("sessions", row),
            (room, rooms.get(room)),
            (track, tracks.get(track)),
            parent and (parent["title"], parent["status"]),
            [(role["role"], role["person"], people[role["person"]]) for role in row["roles"]],
            venue,
        )
    return found


def _told_of(section: str, row: Row) -> list[Any]:
    return [row.get(name) for name in TOLD[section]]


def count_changes(
    document: Document, old: Document | None, *, at: datetime, withdrawn: Iterable[Document] = ()
) -> None:
    """Write `sequence` and `changed_at` into the sessions of `document`, which follows `old`.

    `withdrawn` are documents that were public since `old` and are no more: who kept a session from
    one of them must see its number rise, too.
    """
    now, before = told(document), told(old) if old else {}
    known = {row["guid"]: row for row in old["sessions"]} if old else {}
    seen: dict[str, int] = {}
    for other in withdrawn:
        for row in other["sessions"]:
            seen[row["guid"]] = max(row.get("sequence", 0), seen.get(row["guid"], 0))
    for row in document["sessions"]:
        guid = row["guid"]
        last = known.get(guid)
        _note_move(row, last)
        if last is not None and before[guid] == now[guid]:
            row["sequence"], row["changed_at"] = last["sequence"], last["changed_at"]
            continue
        highest = max(last["sequence"] if last else -1, seen.get(guid, -1))
        row["sequence"], row["changed_at"] = highest + 1, at.astimezone(UTC).isoformat()


def _note_move(row: Row, last: Row | None) -> None:
    """`moved_from`, when the session was to begin before it was moved to where it is."""
    if last is None or not row["starts_at"]:
        return
    if last["starts_at"] == row["starts_at"]:
        moved_from = last.get("moved_from")
    else:
        moved_from = last["starts_at"]
    if moved_from:
        row["moved_from"] = moved_from


def count_return(document: Document, withdrawn: Document, *, at: datetime) -> None:
    """The same for a `document` that is public again because `withdrawn` was taken back: what
    differs between the two has changed once more, all else keeps the number that was seen last.
    """
    now, before = told(document), told(withdrawn)
    known = {row["guid"]: row for row in withdrawn["sessions"]}
    for row in document["sessions"]:
        last = known.get(row["guid"])
        if last is not None and before[row["guid"]] == now[row["guid"]]:
            row["sequence"], row["changed_at"] = last["sequence"], last["changed_at"]
        else:
            highest = max(row["sequence"], last["sequence"] if last else 0)
            row["sequence"], row["changed_at"] = highest + 1, at.astimezone(UTC).isoformat()
