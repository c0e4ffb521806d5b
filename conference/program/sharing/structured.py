"""A program as schema.org objects, for search engines and assistants.

Pure functions over a Program in the active language; no query. Only what a release says is said:
a session without times has the day of a conference of one day and no date otherwise, one without a
room takes place at the venue, a place that is not announced is no Place, and whether people may
attend online is not claimed at all. What search engines ask of every Event (name, startDate,
location) stands in each mention of a session, as far as it is known.

Identities stand above languages: `urn:uuid:` of a session and of a person, and the English
address of a conference.
"""

from datetime import datetime

from django.conf import settings

from conference import spoken
from conference.bilingual import best_of
from conference.images import file_address
from conference.program.models import is_off, track_of
from conference.program.release.addresses import Addresses
from conference.program.release.document import Program
from conference.program.release.values import Person, Role, Session
from conference.sharing import alternates, conference_id, excerpt, known, organization, words

# Of a conference's page: what everybody came for, not six hundred talks. Of a person's, too.
MOST_SUB_EVENTS = 50
LONGEST = 500  # characters of a description

# The roles that perform; who leads a session contributes to it.
PERFORMING = ("speaker", "panelist", "discussant", "guest-of-honor")

ORGANIZERS = ("sponsor", "undertaker")
CONTRIBUTORS = ("guide", "co-organizer", "supporter", "media")
SPONSORS = ("funder",)

STATUS = "https://schema.org/Event"


def conference_event(program: Program, urls: Addresses, *, image: str = "") -> dict:
    """The whole conference with its main sessions. `image` is a path of this site."""
    facts = program.conference
    images = [settings.PUBLIC_URL + path for path in (image, file_address(facts.logo)) if path]
    return _conference(program, urls) | known(
        alternateName=alternates(facts.name, facts.short_name),
        description=excerpt(words(facts.description_html), LONGEST),
        eventStatus=f"{STATUS}Scheduled",
        image=images,
        inLanguage=_languages(program),
        organizer=_hosts(program, ORGANIZERS),
        contributor=_hosts(program, CONTRIBUTORS),
        sponsor=_hosts(program, SPONSORS),
        funder=_hosts(program, SPONSORS),
        subEvent=[_brief(program, urls, session) for session in main_sessions(program)],
    )


def session_event(program: Program, urls: Addresses, session: Session, *, image: str = "") -> dict:
    """One session inside its sub-forum or conference, with its people and its talks."""
    parent = program.parent_of(session)
    track = track_of(session, parent)
    return _brief(program, urls, session) | known(
        alternateName=alternates(session.title),
        description=excerpt(best_of(session.summary, words(session.abstract_html)), LONGEST),
        location=room_place(program, session),
        performer=_people(session.roles, PERFORMING, urls),
        contributor=_people(session.roles, ("chair",), urls),
        organizer=_hosts(program, ORGANIZERS),
        inLanguage=spoken.tags_of(session.language),
        keywords=str(track.name) if track else "",
        maximumAttendeeCapacity=session.seats,
        image=[settings.PUBLIC_URL + image] if image else [],
        superEvent=_brief(program, urls, parent) if parent else _conference(program, urls),
        subEvent=[_brief(program, urls, talk) for talk in session.talks],
    )


def person(program: Program, urls: Addresses, who: Person) -> dict:
    """A speaker as printed here, with the sessions they have a part in."""
    portrait = file_address(who.portrait)
    sessions = {session.code: session for session, _role in program.roles_of(who)}
    return _person(who, urls) | known(
        image=settings.PUBLIC_URL + portrait if portrait else "",
        description=excerpt(words(who.biography_html), LONGEST),
        sameAs=who.website,
        performerIn=[
            _brief(program, urls, session) for session in list(sessions.values())[:MOST_SUB_EVENTS]
        ],
    )


def main_sessions(program: Program) -> list[Session]:
    """The sessions that a conference's own Event lists: with people, in order, the first 50."""
    return [s for s in program.sessions if s.needs_people or s.talks][:MOST_SUB_EVENTS]


def venue_place(program: Program) -> dict:
    """The venue, or the city alone; {} while neither is announced."""
    facts = program.conference
    address = known(
        type="PostalAddress", streetAddress=str(facts.address), addressLocality=str(facts.city)
    )
    if len(address) == 1:
        address = {}
    if not (facts.venue or address):
        return {}
    name = facts.venue or facts.city
    return known(type="Place", name=str(name), alternateName=alternates(name), address=address)


def room_place(program: Program, session: Session) -> dict:
    """The session's room in its venue; the venue alone for a plenary and while the room is open."""
    venue = venue_place(program)
    if session.room is None:
        return venue
    return known(
        type="Place",
        name=str(session.room.name),
        alternateName=alternates(session.room.name),
        description=str(session.room.floor),
        maximumAttendeeCapacity=session.room.capacity,
        containedInPlace=venue,
        address=venue.get("address"),
    )


# --- Parts ---------------------------------------------------------------------------------------


def _conference(program, urls):
    facts = program.conference
    starts, ends = conference_span(program)
    return known(
        type="Event",
        id=conference_id(facts.slug),
        name=str(facts.name),
        url=settings.PUBLIC_URL + urls.to("home"),
        startDate=starts,
        endDate=ends,
        location=venue_place(program),
    )


def conference_span(program: Program) -> tuple[str, str]:
    """(startDate, endDate): with clock and offset where a planned session opens the first day or
    closes the last one, else the days alone.
    """
    facts = program.conference
    timed = [s for s in program.sessions if s.is_timed and not s.is_cancelled]
    first = min((s.starts_at for s in timed if s.day == facts.starts_on), default=None)
    last = max((s.ends_at for s in timed if s.day == facts.ends_on), default=None)
    return _iso(first) or facts.starts_on.isoformat(), _iso(last) or facts.ends_on.isoformat()


def _iso(moment: datetime | None):
    return moment.isoformat() if moment else ""


def _brief(program, urls, session):
    """What every mention of a session says: enough to be an Event of its own."""
    facts, venue = program.conference, venue_place(program)
    the_day = facts.starts_on.isoformat() if facts.starts_on == facts.ends_on else ""
    return known(
        type="Event",
        id=f"urn:uuid:{session.guid}",
        name=str(session.title),
        url=settings.PUBLIC_URL + urls.to("session", session.code),
        startDate=_iso(session.starts_at) or the_day,
        endDate=_iso(session.ends_at),
        location=known(
            type="Place",
            name=str(session.room.name) if session.room else venue["name"],
            address=venue.get("address"),
        )
        if session.room or venue
        else {},
        eventStatus=STATUS + _status(program, session),
        previousStartDate=_iso(session.moved_from) if session.is_timed else "",
    )


def _status(program, session):
    parent = program.parent_of(session)
    if is_off(session, parent):
        return "Cancelled"
    return "Rescheduled" if session.is_timed and session.moved_from else "Scheduled"


def _hosts(program, roles):
    """The hosts of some roles, each once, as listed."""
    hosts = {host.name: host for role in roles for host in program.hosts if host.role == role}
    return [
        organization(
            host.name,
            short_name=host.short_name,
            website=host.website,
            logo=file_address(host.logo),
        )
        for host in hosts.values()
    ]


def _people(roles: tuple[Role, ...], names, urls):
    people = {role.person.code: role.person for role in roles if role.role in names}
    return [_person(who, urls) for who in people.values()]


def _person(who, urls):
    return known(
        type="Person",
        id=f"urn:uuid:{who.person_guid}",
        name=str(who.name),
        alternateName=alternates(who.name),
        url=settings.PUBLIC_URL + urls.to("speaker", who.code),
        jobTitle=_one_or_all([t for t in (str(who.academic_title_label), str(who.title)) if t]),
        affiliation=organization(who.organization, short_name=who.organization_short_name)
        if who.organization
        else {},
    )


def _one_or_all(values):
    return values[0] if len(values) == 1 else values


def _languages(program):
    """What is spoken, as far as the sessions say it: ["zh", "en"]."""
    said = {tag for s in program.every_session() for tag in spoken.tags_of(s.language)}
    return [tag for tag in spoken.OURS if tag in said] + sorted(said - spoken.OURS.keys())
