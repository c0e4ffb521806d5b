"""A document as that of the next conference: without some parts, on other days. Pure."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from conference.program.draft.moving import same_clocks
from config.carrying.parts import GOES_WITH, sections

# What may be left behind, each with the sections it means.
PARTS = {
    "places": ("rooms", "venue_plans", "hotels", "contacts"),
    "tracks": ("tracks",),
    "hosts": ("hosts", "highlights"),
    "people": ("participants", "roles"),
    "committees": ("committees", "committee_members"),
    "agenda": ("sessions", "expected", "roles", "links"),
    "handbook": ("handbook", "handbook_parts"),
    "reply_form": ("reply_form", "questions"),
    "door": ("checkpoints",),
    "news": ("news", "pictures", "attachments", "photos"),
}
# Told of the conference that was, never of the next one.
OVER = ("report_zh", "report_en")


def changed(
    document: dict,
    *,
    parts: frozenset[str] | set[str] = frozenset(PARTS),
    first_day: date | None = None,
    keep_times: bool = True,
    **facts: str,
) -> dict:
    """The document as of another conference. `facts` are values of the conference (slug, names).

    `first_day` moves every day by the same number of days, clocks stay; `keep_times=False` leaves
    sessions in their order without times. News come as drafts. Cancelled sessions stay behind, and
    rows of a part that is left behind; what only named one of them stands without it.
    """
    made = deepcopy(document)
    conference = made["conference"]
    rows = made["sections"]
    left = {name for part, names in PARTS.items() if part not in parts for name in names}
    for name in left:
        rows[name] = []
    rows["sessions"] = _planned(rows["sessions"])
    _forget_what_is_gone(rows)
    conference |= dict.fromkeys(OVER, "")
    for article in rows["news"]:
        article["is_public"] = False  # it told of the conference that was
    if first_day:
        _move(made, first_day - date.fromisoformat(conference["starts_on"]))
    if not keep_times:
        for session in rows["sessions"]:
            session["starts_at"] = session["ends_at"] = None
    conference |= facts
    return made


def on_the_same_weekday(first_day: date, wanted: date) -> date:
    """The day nearest to `wanted` that is the weekday of `first_day`; half a week goes forward."""
    ahead = (first_day.weekday() - wanted.weekday()) % 7
    return wanted + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _planned(sessions):
    cancelled = {row["id"] for row in sessions if row.get("status") == "cancelled"}
    return [r for r in sessions if r["id"] not in cancelled and r.get("parent") not in cancelled]


def _forget_what_is_gone(rows):
    """Until nothing names a row that is not there: a field is emptied, or its row goes too."""
    for section in sections():  # what is pointed to stands before
        for name, other in section.references.items():
            there = {row["id"] for row in rows[other]}
            gone = [r for r in rows[section.name] if r.get(name) and r[name] not in there]
            can_be_without = section.model._meta.get_field(name).null
            if can_be_without and (section.name, name) not in GOES_WITH:
                for row in gone:
                    row[name] = None
            else:
                refs = {row["id"] for row in gone}
                rows[section.name] = [r for r in rows[section.name] if r["id"] not in refs]
    _forget_unused_directory(rows)


def _forget_unused_directory(rows):
    for directory in ("people", "organizations"):
        used = {
            row[name]
            for section in sections()
            for name, other in section.references.items()
            if other == directory
            for row in rows[section.name]
            if row.get(name)
        }
        rows[directory] = [row for row in rows[directory] if row["id"] in used]


def _move(document, by: timedelta):
    conference = document["conference"]
    zone = ZoneInfo(conference["time_zone"])
    for row, name in (
        (conference, "starts_on"),
        (conference, "ends_on"),
        *((article, "published_on") for article in document["sections"]["news"]),
    ):
        row[name] = (date.fromisoformat(row[name]) + by).isoformat()
    for section, names in (
        ("sessions", ("starts_at", "ends_at")),
        ("reply_form", ("opens_at", "closes_at")),
    ):
        for row in document["sections"][section]:
            if row.get(names[0]):
                times = (datetime.fromisoformat(row[name]) for name in names)
                moved = same_clocks(*times, zone, zone, later=by)
                row |= {
                    name: at.astimezone(zone).isoformat()
                    for name, at in zip(names, moved, strict=True)
                }
