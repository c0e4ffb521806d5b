"""Schedules to import, as small as they may be, and what an import says of them."""

import json
from xml.sax.saxutils import escape, quoteattr

from conference.program.importing import import_schedule, read_schedule

GUID = "11111111-2222-3333-4444-00000000000{}"


def event(number=1, **overrides):
    """A session as pretalx writes it into schedule.json."""
    return {
        "guid": GUID.format(number),
        "code": f"ABCDE{number}",
        "id": 100 + number,
        "date": f"2026-05-20T{8 + number:02}:00:00+08:00",
        "start": f"{8 + number:02}:00",
        "duration": "00:30",
        "room": "Main hall",
        "slug": f"demo-{number}-talk",
        "url": "https://example.org/talk/",
        "title": f"Talk {number}",
        "subtitle": "",
        "track": "Teaching",
        "type": "Talk",
        "language": "en",
        "abstract": "In short",
        "description": "At **length**",
        "persons": [{"guid": GUID.format(9), "id": 7, "public_name": "Ada Lovelace"}],
        "links": [],
        "attachments": [],
    } | overrides


def document(*events, **conference):
    days = {}
    for row in events or (event(),):
        rooms = days.setdefault(str(row.get("date"))[:10], {})
        rooms.setdefault(row.get("room"), []).append(row)
    return {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "pretalx", "version": "2026.1"},
        "schedule": {
            "version": "1.2",
            "conference": {
                "acronym": "demo",
                "title": "Demo conference",
                "start": "2026-05-20",
                "end": "2026-05-21",
                "daysCount": 2,
                "timeslot_duration": "00:05",
                "time_zone_name": "Asia/Shanghai",
                "tracks": [{"name": "Teaching", "slug": "teaching", "color": "#00FF00"}],
                "rooms": [
                    {"name": "Main hall", "guid": GUID.format(8), "capacity": 300},
                ],
                "days": [
                    {"index": index, "date": day, "rooms": rooms}
                    for index, (day, rooms) in enumerate(sorted(days.items()), start=1)
                ],
            }
            | conference,
        },
    }


def as_xml(schedule, prolog='<?xml version="1.0" encoding="utf-8"?>'):
    """The same document as schedule.xml."""
    facts = schedule["schedule"]["conference"]
    out = [prolog, "<schedule>", f"<version>{schedule['schedule']['version']}</version>"]
    out.append("<conference>")
    for key in ("acronym", "title", "start", "end", "time_zone_name"):
        out.append(f"<{key}>{escape(facts[key])}</{key}>")
    for track in facts["tracks"]:
        out.append("<track " + " ".join(f"{k}={quoteattr(v)}" for k, v in track.items()) + "/>")
    out.append("</conference>")
    guids = {room["name"]: room["guid"] for room in facts["rooms"]}
    for day in facts["days"]:
        out.append(f'<day index="{day["index"]}" date="{day["date"]}">')
        for name, events in day["rooms"].items():
            out.append(f"<room name={quoteattr(name)} guid={quoteattr(guids[name])}>")
            for row in events:
                out.append(f'<event guid="{row["guid"]}" id="{row["id"]}" code="{row["code"]}">')
                for key in (
                    *("room", "title", "subtitle", "type", "date", "start", "duration"),
                    *("abstract", "track", "language", "description", "url"),
                ):
                    out.append(f"<{key}>{escape(row[key])}</{key}>")
                out.append("<persons>")
                for person in row["persons"]:
                    out.append(
                        f'<person id="{person["id"]}" guid="{person["guid"]}">'
                        f"{escape(person['public_name'])}</person>"
                    )
                out.append("</persons><recording><license/><optout>false</optout></recording>")
                out.append("</event>")
            out.append("</room>")
        out.append("</day>")
    return "".join([*out, "</schedule>"]).encode()


def read(schedule):
    return read_schedule(json.dumps(schedule).encode())


def take(schedule, **options):
    return import_schedule(read(schedule), slug="spring", **options)


def counts(report):
    return {
        subject: {what: count for what, count in counter.items() if count}
        for subject, counter in report.counts.items()
    }
