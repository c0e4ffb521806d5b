"""The time zone of a file: by the name that it has, else by the offsets of its times."""

from zoneinfo import ZoneInfo, available_timezones

# Names that the list of zones does not have, or has under another city.
ALIASES = {
    "beijing": "Asia/Shanghai",
    "asia/beijing": "Asia/Shanghai",
    "china standard time": "Asia/Shanghai",
    "china time": "Asia/Shanghai",
    "北京时间": "Asia/Shanghai",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "eastern standard time": "America/New_York",
    "gmt standard time": "Europe/London",
    "india standard time": "Asia/Kolkata",
    "pacific standard time": "America/Los_Angeles",
    "romance standard time": "Europe/Paris",
    "tokyo standard time": "Asia/Tokyo",
    "w. europe standard time": "Europe/Berlin",
}
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
    found = {zone for zone in known if zone.lower() == folded}
    found = found or {zone for zone in known if zone.lower().rpartition("/")[2] == folded}
    return found.pop() if len(found) == 1 else ""


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
