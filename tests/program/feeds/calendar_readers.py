"""Three libraries that read our calendars, each by its own means, to compare what they found.

Each gives {uid: Read}. The zone is taken from the file's own VTIMEZONE, never from its name.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import vobject
from icalendar import Calendar

SCRIPT = """
import { readFileSync } from "node:fs";
const ICAL = (await import(process.argv[1])).default;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
ICAL.TimezoneService.reset();
const found = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    starts: event.startDate.toUnixTime(),
    ends: event.endDate.toUnixTime(),
    summary: event.summary,
    location: event.location,
    description: event.description,
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
  };
});
console.log(JSON.stringify(found));
"""


@dataclass(frozen=True)
class Read:
    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str
    status: str
    sequence: int


def with_icalendar(body: bytes) -> dict[str, Read]:
    calendar = Calendar.from_ical(body)
    zones = {str(z["TZID"]): z.to_tz(lookup_tzid=False) for z in calendar.walk("VTIMEZONE")}

    def moment(event, name):
        value = event[name]
        if "TZID" not in value.params:
            return value.dt.astimezone(UTC)
        zone = zones[value.params["TZID"]]
        return value.dt.replace(tzinfo=zone).astimezone(UTC)

    return {
        str(event["UID"]): Read(
            moment(event, "DTSTART"),
            moment(event, "DTEND"),
            str(event["SUMMARY"]),
            str(event["LOCATION"]),
            str(event["DESCRIPTION"]),
            str(event["STATUS"]),
            int(event["SEQUENCE"]),
        )
        for event in calendar.walk("VEVENT")
    }


def with_vobject(body: bytes) -> dict[str, Read]:
    # It remembers zones by name for the life of the process.
    vars(vobject.icalendar)["__tzidMap"].clear()
    calendar = vobject.readOne(body.decode())
    return {
        event.uid.value: Read(
            event.dtstart.value.astimezone(UTC),
            event.dtend.value.astimezone(UTC),
            event.summary.value,
            event.location.value,
            event.description.value,
            event.status.value,
            int(event.sequence.value),
        )
        for event in calendar.contents.get("vevent", [])
    }


def why_no_ical_js() -> str:
    """Why ical.js cannot be asked here; '' when it can."""
    if shutil.which("node") is None:
        return "node was not found in PATH"
    if not Path(os.environ.get("ICAL_JS", "")).is_file():
        return "ICAL_JS does not name the file dist/ical.js of the npm package ical.js"
    return ""


def with_ical_js(body: bytes) -> dict[str, Read]:
    found = subprocess.run(
        ["node", "--input-type=module", "--eval", SCRIPT, os.environ["ICAL_JS"]],
        input=body,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return {
        row["uid"]: Read(
            datetime.fromtimestamp(row["starts"], UTC),
            datetime.fromtimestamp(row["ends"], UTC),
            *(row[name] for name in ("summary", "location", "description", "status", "sequence")),
        )
        for row in json.loads(found.stdout)
    }
