"""The second schedule.json of the c3voc family: one list of sessions beside the conference.

Brought into the shape of the first: sessions by day and room, with the names of what they point to.
Whatever is of a wrong shape is left as it is, for the reader to name.
"""

from conference.program.importing.values import line


def with_days(schedule: dict) -> dict:
    """A schedule whose sessions stand in its days; any other comes back as it is."""
    events, facts = schedule.get("events"), schedule["conference"]
    days = facts.get("days")
    days = [day for day in days if isinstance(day, dict)] if isinstance(days, list) else []
    if not isinstance(events, list) or any(day.get("rooms") for day in days):
        return schedule
    tracks, people = _named(facts.get("tracks")), _by_guid(schedule.get("persons"))
    without_session = people.keys() - _on_stage(events)
    by_day: dict = {}
    for event in events:
        room, event = _one(event, tracks, people)
        on = line(event.get("date"), 10) if isinstance(event, dict) else ""
        by_day.setdefault(on, {}).setdefault(room, []).append(event)
    known = {line(day.get("date"), 10): day for day in days}
    facts = facts | {
        "tracks": [_colored(track) for track in facts.get("tracks") or []]
        if isinstance(facts.get("tracks"), list)
        else facts.get("tracks"),
        "days": [
            known.get(on, {"date": on})
            | {
                "rooms": [
                    ({"name": name, "guid": guid}, rows)
                    for (name, guid), rows in by_day.get(on, {}).items()
                ]
            }
            for on in sorted(known.keys() | by_day.keys())
        ],
    }
    kept = {key: value for key, value in schedule.items() if key not in ("events", "persons")}
    if without_session:
        kept["persons"] = [people[guid] for guid in sorted(without_session)]
    return kept | {"conference": facts}


def _on_stage(events) -> set[str]:
    """The guids of those who have a part in a session."""
    found = set()
    for event in events:
        for key in ("participants", "persons"):
            rows = event.get(key) if isinstance(event, dict) else None
            found |= {
                line(row.get("guid"), 60)
                for row in (rows if isinstance(rows, list) else ())
                if isinstance(row, dict)
            }
    return found


def _one(event, tracks, people):
    """((name of the room, its guid), the session in the first shape)."""
    if not isinstance(event, dict):
        return ("", ""), event
    event = dict(event)
    room, track = event.get("room"), event.get("track")
    room = room if isinstance(room, dict) else {"name": room}
    place = line(room.get("name") or room.get("slug"), 200), line(room.get("guid"), 60)
    event["room"] = place[0]
    if isinstance(track, dict) and track.keys() & {"slug", "guid", "name"}:
        key = line(track.get("slug") or track.get("guid"), 200)
        event["track"] = track.get("name") or tracks.get(key, key)
    if not event.get("date"):
        event["date"] = event.get("start")
    if "participants" in event and "persons" not in event:
        rows = event.pop("participants")
        event["persons"] = (
            [_person(row, people) for row in rows] if isinstance(rows, list) else rows
        )
    return place, event


def _person(row, people):
    if not isinstance(row, dict):
        return row
    row = people.get(line(row.get("guid"), 60), {}) | row
    # Everybody on stage is a speaker here until somebody says otherwise; another role is told.
    return {key: value for key, value in row.items() if (key, value) != ("role", "speaker")}


def _named(tracks) -> dict:
    """{slug or guid: name} of the file's tracks."""
    rows = [row for row in tracks if isinstance(row, dict)] if isinstance(tracks, list) else []
    return {
        line(row.get(key), 200): row.get("name")
        for key in ("guid", "slug")
        for row in rows
        if row.get(key) and row.get("name")
    }


def _by_guid(people) -> dict:
    rows = [row for row in people if isinstance(row, dict)] if isinstance(people, list) else []
    return {line(row.get("guid"), 60): row for row in rows if row.get("guid")}


def _colored(track):
    colors = track.get("colors") if isinstance(track, dict) else None
    if not isinstance(colors, dict) or track.get("color"):
        return track
    taken = "light" if colors.get("light") else "dark"
    others = {key: value for key, value in colors.items() if key != taken}
    return track | {"color": colors.get(taken), "colors": others}
