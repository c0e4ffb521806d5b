"""The time zone of a file: by the name that it has, else by the offsets of its times."""

import re
from zoneinfo import ZoneInfo, available_timezones

# Names that the list of zones does not have, or has under another city.
ALIASES = {
    **dict.fromkeys(
        (
            *("beijing", "asia/beijing", "beijing time", "peking", "asia/peking"),
            *("china", "china time", "china standard time", "北京时间", "中国标准时间"),
        ),
        "Asia/Shanghai",
    ),
    "bst": "Europe/London",
    "cest": "CET",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "eastern standard time": "America/New_York",
    "eastern time": "America/New_York",
    "edt": "America/New_York",
    "gmt standard time": "Europe/London",
    "india standard time": "Asia/Kolkata",
    "pacific standard time": "America/Los_Angeles",
    "pacific time": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "romance standard time": "Europe/Paris",
    "tokyo standard time": "Asia/Tokyo",
    "w. europe standard time": "Europe/Berlin",
    "z": "UTC",
}
# 'UTC+8', 'GMT+08:00', '+0530', and before places '(UTC+08:00) Beijing, Chongqing, Hong Kong'.
OFFSET = re.compile(r"\(?(?:utc|gmt)? ?([-+−])(\d{1,2})(?::?(\d{2}))?\)?(?: +(.+))?")
# Asked first where offsets alone tell the zone; the usual one of this site stands before them.
COMMON = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "Europe/Helsinki", "Australia/Sydney", "Asia/Tokyo", "Asia/Kolkata"),
)


def zone_named(name: str) -> str:
    """The zone of a name as systems and people write it ('Europe/Berlin', 'berlin', 'China
    Standard Time'); '' for one that is not known, or is several cities'.
    """
    known = available_timezones()
    if name in known:
        return name
    folded = "_".join(name.strip().lower().split())
    if alias := ALIASES.get(folded.replace("_", " ")):
        return alias
    if offset := OFFSET.fullmatch(folded.replace("_", " ")):
        return _of_offset(*offset.groups())
    found = {zone for zone in known if zone.lower() == folded}
    found = found or {zone for zone in known if zone.lower().rpartition("/")[2] == folded}
    return found.pop() if len(found) == 1 else ""


def _of_offset(sign: str, hours: str, minutes: str | None, places: str | None) -> str:
    """The zone of a distance from UTC as people write it, east of it with a plus; named places
    know better whether their clocks change. '' for one that no zone keeps all year.
    """
    if places:
        cities = re.split(r", *| *[(/]", places)
        return next((zone for city in cities if city and (zone := zone_named(city))), "")
    distance = int(hours) * 60 + int(minutes or 0)
    distance = distance if sign == "+" else -distance
    # POSIX, which names the zones of whole hours, counts the other way round.
    whole = f"Etc/GMT{-distance // 60:+d}" if distance else "UTC"
    fixed = {480: "Asia/Shanghai", 330: "Asia/Kolkata", 345: "Asia/Kathmandu"}
    zone = fixed.get(distance, "" if distance % 60 else whole)
    return zone if zone in available_timezones() else ""


def agrees(zone: str, moments) -> bool:
    """Whether the clocks of a zone show each of the aware moments as it is written."""
    clock = ZoneInfo(zone)
    return all(moment.astimezone(clock).utcoffset() == moment.utcoffset() for moment in moments)


def zone_of_offsets(moments, usual: str) -> str:
    """A zone whose clocks show all of these aware moments as they are written: the usual one, a
    common one, any; '' when there is none. Without moments ''.
    """
    moments = list({(m.date(), m.utcoffset()): m for m in moments}.values())
    if not moments:
        return ""
    for zone in (usual, *_fixed(moments[0]), *COMMON, *sorted(available_timezones())):
        if agrees(zone, moments):
            return zone
    return ""


def _fixed(moment):
    """POSIX counts the other way round: Etc/GMT-2 lies two hours east."""
    hours = moment.utcoffset().total_seconds() / 3600
    zone = f"Etc/GMT{-int(hours):+d}"
    return [zone] if hours == int(hours) and zone in available_timezones() else []
