"""What stands live beside a program on its pages: seats, news, other conferences of a person.

The public pages and the preview of the draft ask here alike, so that a preview looks as the page
will. Each function gives what the `render_` of its name in `pages` takes besides the program.
"""

from datetime import date, datetime

from conference.hooks import Hook
from conference.program.models import PublishedRole, SessionRole
from conference.program.release.addresses import public_addresses
from conference.program.release.choosing import offer_of
from conference.program.release.document import Program
from conference.program.release.published import published_facts, title_in

HOME: Hook[[Program, datetime], dict] = Hook("What else does a conference's home show?")


def home(program: Program, at: datetime) -> dict:
    found = {}
    for shown in HOME.ask(program, at):
        found |= shown
    return found


def session(program: Program, code: str) -> dict:
    """One query for a sub-forum, none for another session."""
    found = program.session(code)
    return {"offer": offer_of(program, found) if found else None}


def speaker(program: Program, code: str) -> dict:
    """One query."""
    person = program.person(code)
    return {"elsewhere": _elsewhere(program.conference.slug, person) if person else ()}


def _elsewhere(slug, person):
    """What the person did at other conferences, as their current releases have it: [(conference
    title, address, [(session title, address, role label)], first day, last day)], newest first.
    One query.
    """
    rows = (
        PublishedRole.objects.of_person(person.person_guid)
        .exclude(conference__slug=slug)
        .annotate(facts=published_facts())
        .select_related("conference")
    )
    found: dict[str, tuple] = {}
    for row in rows:
        urls = public_addresses(row.conference.slug)
        days = (date.fromisoformat(row.facts[name]) for name in ("starts_on", "ends_on"))
        sessions = found.setdefault(
            row.conference.slug,
            (title_in(row.facts), urls.to("speaker", row.participation_code), [], *days),
        )[2]
        if row.session_code:
            label = SessionRole.Role(row.role).label
            sessions.append((row.session_title, urls.to("session", row.session_code), label))
    return list(found.values())
