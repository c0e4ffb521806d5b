"""What stands live beside a program on its pages: seats, news, other conferences of a person.

The public pages and the preview of the draft ask here alike, so that a preview looks as the page
will. Each function gives what the `render_` of its name in `pages` takes besides the program.
"""

from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from conference.hooks import Hook
from conference.people.identities import Merged
from conference.program.models import FormerCode, PublishedRole, SessionRole
from conference.program.release.addresses import public_addresses
from conference.program.release.choosing import offer_of
from conference.program.release.document import Person, Program
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
    """One query. What a release has under an older code of the same person is shown with theirs."""
    person = program.person(code)
    if person is None:
        return {}
    rows = _rows_of(person).annotate(facts=published_facts()).select_related("conference")
    slug = program.conference.slug
    here = [row for row in rows if row.conference.slug == slug]
    elsewhere = [row for row in rows if row.conference.slug != slug]
    now, others = _codes(here, code)
    return {
        "moved_to": now if now != code else "",
        "also": _also(program, others),
        "elsewhere": _elsewhere(elsewhere),
    }


def code_of_today(slug: str, code: str) -> str:
    """The code under which somebody is found whose own one is in no release any more. One query."""
    rows = FormerCode.objects.filter(conference__slug=slug, code=code)
    return rows.values_list("participation__code", flat=True).first() or code


def codes_of_one(program: Program, person: Person) -> tuple[str, list[str]]:
    """(the code under which a person of a release is found, the others that it has). One query."""
    rows = _rows_of(person).filter(conference__slug=program.conference.slug)
    return _codes(list(rows), person.code)


def _rows_of(person):
    """Their roles in current releases; `into` tells of a row of somebody who was made one since."""
    into = Merged.objects.filter(guid=OuterRef("person_guid")).values("into")
    return PublishedRole.objects.of_person(person.person_guid).annotate(into=Subquery(into))


def _codes(rows, code: str) -> tuple[str, list[str]]:
    left = [row.participation_code for row in rows if row.into is None]
    now = code if code in left or not left else left[0]
    return now, list(
        dict.fromkeys(r.participation_code for r in rows if r.participation_code != now)
    )


def _also(program, codes):
    return [role for old in map(program.person, codes) if old for role in program.roles_of(old)]


def _elsewhere(rows):
    """What the person did at other conferences, as their current releases have it: [(conference
    title, address, [(session title, address, role label)], first day, last day)], newest first.
    """
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
