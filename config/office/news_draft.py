"""A first text of an article, from what the program and the door know: hosts, names and titles in
their order, counts. It stands in the form of a new article, to be edited; nothing is saved.
"""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.models import Admission, Registration
from conference.models import Conference
from conference.people.hosts import by_role
from conference.permissions import Right, may
from conference.program.models import Kind
from conference.program.papers.words import colon, in_side, post
from conference.program.release.document import Program, read
from conference.program.release.drafting import draft_document
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Person, Session
from conference.wording.days import date_range
from conference.wording.labels import listed

SIDES = ("zh", "en")


def draft_of(conference: Conference, user) -> dict[str, str] | None:
    """{"title_zh", "lead_zh", "body_zh", ...} for the form of an article; None for who may not see
    the draft. Some twenty queries, whatever the size.
    """
    if not may(user, Right.VIEW_DRAFT, conference):
        return None
    program = read(draft_document(conference))
    counts = _counts(conference)
    draft = {}
    for side in SIDES:
        with in_side(side):
            draft |= {
                f"title_{side}": _title(program, side)[:200],
                f"lead_{side}": _lead(program, side)[:600],
                f"body_{side}": "\n\n".join(_paragraphs(program, counts, side)),
            }
    return draft


def _counts(conference):
    """(registered, signed in, organizations of those): people who cancelled are not counted."""
    valid = Registration.objects.filter(conference=conference).exclude(
        status__in=(Registration.Status.CANCELLED, Registration.Status.DECLINED)
    )
    came = Admission.objects.filter(registration__conference=conference)
    told = came.aggregate(
        people=Count("registration", distinct=True),
        organizations=Count("registration__organization_name", distinct=True),
    )
    return valid.count(), told["people"], told["organizations"]


def _title(program, side):
    return _("%(name)s held") % {"name": in_one_line(program.conference.name.in_side(side))}


def _lead(program, side):
    facts = program.conference
    values = {
        "name": in_one_line(facts.name.in_side(side)),
        "days": date_range(facts.starts_on, facts.ends_on),
        "place": in_one_line((facts.venue or facts.city).in_side(side)),
    }
    if not values["place"]:
        return _("%(name)s was held on %(days)s.") % values
    return _("%(name)s was held on %(days)s at %(place)s.") % values


def _paragraphs(program: Program, counts, side: str) -> Iterator[str]:
    yield _lead(program, side)
    hosts = [
        f"{heading.in_side(side)}{colon(side)}"
        + listed(in_one_line(host.name.in_side(side)) for host in hosts)
        for heading, hosts in by_role(program.hosts)
    ]
    if hosts:
        yield "\n".join(f"- {told}" for told in hosts)
    registered, came, organizations = counts
    if came:
        people = ngettext("%(count)d person", "%(count)d people", came) % {"count": came}
        of = ngettext("%(count)d organization", "%(count)d organizations", organizations)
        yield _("%(people)s from %(organizations)s took part.") % {
            "people": people,
            "organizations": of % {"count": organizations},
        }
    elif registered:
        yield ngettext(
            "%(count)d person has registered.", "%(count)d people have registered.", registered
        ) % {"count": registered}
    for session in program.sessions:
        if not session.is_cancelled and session.needs_people and not session.is_pause:
            yield from _of_a_session(session, side)


def _of_a_session(session: Session, side: str) -> Iterator[str]:
    title = in_one_line(session.title.in_side(side))
    speakers = [_named(person, side) for person in session.speakers]
    told = f"**{title}**"
    if session.chairs:
        chairs = listed(_named(person, side) for person in session.chairs)
        told += _(", chaired by %(people)s") % {"people": chairs}
    if speakers:
        told += f"{colon(side)}{listed(speakers)}"
    if session.chairs or speakers or session.kind == Kind.SUB_FORUM:
        yield told
    talks = [
        f"- {listed(_named(p, side) for p in talk.speakers)}"
        f"{colon(side)}{in_one_line(talk.title.in_side(side))}"
        for talk in session.talks
        if talk.speakers and not talk.is_cancelled
    ]
    if talks:
        yield "\n".join(talks)


def _named(person: Person, side: str) -> str:
    about = post(person, side)
    name = in_one_line(person.name.in_side(side))
    if not about:
        return name
    # '东北大学校长样例' in Chinese, 'Jane Smith (President, Northeastern University)' in English.
    return f"{about}{name}" if side == "zh" else f"{name} ({about})"
