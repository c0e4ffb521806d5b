"""iCalendar (RFC 5545, with the names of RFC 7986) from a published program.

The same release gives the same bytes: stamps are the release's, not the clock's, so that a poll
is answered 304. A session's guid is its UID and its sequence rises with each change, so calendars
replace what they hold.
"""

from datetime import UTC, date, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vDuration

from conference.bilingual import HTML_LANG, active_side
from conference.program.feeds import ANY_ROOM, Entry, plain, room_names

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)


def calendar(program, entries: list[Entry], *, name: str) -> bytes:
    """A calendar of `entries` in the active language; valid also when there are none."""
    facts = program.conference
    feed = Calendar()
    feed.add("prodid", f"-//Lectern//{facts.slug}//{active_side().upper()}")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", facts.time_zone)
    feed.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    feed.add("x-published-ttl", vDuration(REFRESH))
    feed.add("last-modified", program.published_at.astimezone(UTC))
    feed.add_component(_zone(facts))
    rooms = room_names(program)
    for entry in entries:
        feed.add_component(_event(program, entry, rooms))
    return feed.to_ical()


def _zone(facts):
    first, last = facts.starts_on.year - 1, facts.ends_on.year + 1
    zone = Timezone.from_tzid(
        facts.time_zone, first_date=date(first, 1, 1), last_date=date(last, 12, 31)
    )
    zone.pop("comment", None)
    return zone


def _event(program, entry, rooms):
    session, language = entry.session, {"language": HTML_LANG[active_side()]}
    event = Event()
    event.add("uid", str(session.guid))
    event.add("dtstamp", program.published_at.astimezone(UTC))
    event.add("last-modified", (session.changed_at or program.published_at).astimezone(UTC))
    event.add("sequence", session.sequence)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", entry.title, parameters=language)
    event.add("location", rooms[entry.room.slug] if entry.room else ANY_ROOM)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("categories", _categories(entry))
    event.add("url", entry.url)
    event.add("description", _description(program, entry), parameters=language)
    return event


def _categories(entry):
    found = [str(entry.session.kind_label)]
    if entry.track:
        found.append(plain(entry.track.name))
    return found


def _description(program, entry):
    facts = program.conference
    lines = [entry.subtitle] if entry.subtitle else []
    for role in entry.session.roles:
        person = role.person
        parts = [str(role.label), str(person.name), str(person.organization)]
        lines.append(plain(" · ".join(filter(None, parts))))
    lines += filter(None, [entry.summary, entry.description])
    where = ", ".join(filter(None, map(str, (facts.venue, facts.address, facts.city))))
    if where:
        lines.append(plain(_("Venue: %(where)s") % {"where": where}))
    return "\n".join([*lines, entry.url])
