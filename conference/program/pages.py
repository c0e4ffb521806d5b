"""The pages of one program, drawn from a Program alone: a release's or the draft's.

The public views and the preview in the admin call these same functions; only `urls` differs (see
`addresses`), so that every link of a preview stays inside it. No function here asks the database.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.people.models import HostRole
from conference.program.addresses import Addresses, place_of
from conference.program.document import Person, Program, Session
from conference.program.filters import ScheduleFilter, UnknownFilter
from conference.program.timetable import timetable
from conference.templatetags.lectern import clock, day


def render_home(request, program: Program, urls: Addresses | None = None, *, at=None, **beside):
    """The conference's own page. `beside` is what stands live next to the program: `articles`,
    `alliances`, `reply_form` (an open one); the preview leaves it out.

    The response tells in `fresh_until` when it looks different by itself.
    """
    at = at or timezone.now()
    facts = program.conference
    now, following = program.now_and_next(at) if is_running(program, at) else ([], [])
    context = {
        "place": place_of(program, urls, at=at),
        "program": program,
        "phase": phase_of(program, at),
        "now": now,
        "following": following,
        "following_day": following[0].day if following else None,
        "today": at.astimezone(facts.zone).date(),
        "hosts": grouped_hosts(program),
        "keynotes": [s for s in program.every_session() if s.kind == "keynote"],
        "days": [(on, glance(sessions)) for on, sessions in program.days()],
        "untimed": program.untimed(),
        "policies": [h for h in program.highlights if h.kind == "policy"],
        "practices": [h for h in program.highlights if h.kind == "practice"],
        **beside,
    }
    response = render(request, "program/home.html", context)
    response.fresh_until = program.next_change(at)
    return response


def render_schedule(request, program: Program, urls: Addresses | None = None):
    """The whole program, or the part that the query asks for; 404 with a sentence for a value
    that the program does not have.
    """
    place = place_of(program, urls)
    try:
        wanted = ScheduleFilter.from_query(program, request.GET)
    except UnknownFilter as unknown:
        context = {"place": place, "message": unknown.message}
        return render(request, "program/unknown_filter.html", context, status=404)
    context = {
        "place": place,
        "program": program,
        "wanted": wanted,
        **agenda(program, wanted.sessions()),
    }
    return dated(request, "program/schedule.html", context)


def render_session(request, program: Program, code: str, urls: Addresses | None = None):
    session = program.session(code)
    if session is None:
        raise Http404
    parent = program.session(session.parent_code) if session.parent_code else None
    context = {
        "place": place_of(program, urls),
        "program": program,
        "session": session,
        "parent": parent,
        "is_cancelled": session.is_cancelled or bool(parent and parent.is_cancelled),
        "track": session.track or (parent.track if parent else None),
        "page_title": session_title(program, session),
        **dict(zip(("previous", "next"), neighbors(program, session), strict=True)),
    }
    return dated(request, "program/session.html", context)


def render_speakers(request, program: Program, urls: Addresses | None = None):
    roles: dict[str, list] = {}
    for session in program.every_session():
        for role in session.roles:
            roles.setdefault(role.person.code, []).append((session, role))
    context = {
        "place": place_of(program, urls),
        "program": program,
        "people": [(person, roles.get(person.code, [])) for person in program.people],
    }
    return dated(request, "program/speakers.html", context)


def render_speaker(
    request, program: Program, code: str, urls: Addresses | None = None, *, elsewhere=()
):
    """One person. `elsewhere` is what they did at other conferences: [(conference title, its
    address, [(session title, address, role label)])].
    """
    person = program.person(code)
    if person is None:
        raise Http404
    context = {
        "place": place_of(program, urls),
        "program": program,
        "person": person,
        "roles": program.roles_of(person),
        "elsewhere": elsewhere,
        "page_title": person_title(program, person),
    }
    return dated(request, "program/speaker.html", context)


def render_venue(request, program: Program, urls: Addresses | None = None):
    context = {"place": place_of(program, urls), "program": program}
    return dated(request, "program/venue.html", context)


def dated(request, template: str, context: dict):
    """A page that looks different by itself once its conference is over, and says when that is."""
    response = render(request, template, context)
    place = context["place"]
    if not place.is_past:
        response.fresh_until = place.over_at
    return response


# --- What the templates are given ----------------------------------------------------------------


def agenda(program: Program, sessions: list[Session]) -> dict:
    """The parts of a schedule: timetables of its days, then groups of what has no time yet."""
    shown = {session.code: session for session in sessions}
    days = [
        (on, kept)
        for on, rows in program.days()
        if (kept := [shown[s.code] for s in rows if s.code in shown])
    ]
    groups = [
        kept
        for group in program.untimed()
        if (kept := [shown[s.code] for s in group if s.code in shown])
    ]
    return {
        "timetables": [timetable(on, rows) for on, rows in days],
        "untimed": groups,
        "is_empty": not sessions,
    }


def phase_of(program: Program, at) -> str:
    """'upcoming', 'running' or 'past', by the conference's own calendar."""
    today = at.astimezone(program.conference.zone).date()
    if today < program.conference.starts_on:
        return "upcoming"
    return "past" if today > program.conference.ends_on else "running"


def is_running(program: Program, at) -> bool:
    return phase_of(program, at) == "running"


def grouped_hosts(program: Program) -> list[tuple[str, list]]:
    """[(role label, hosts)]: roles by rank, hosts as listed."""
    groups = []
    for role in HostRole.Role:
        if hosts := [host for host in program.hosts if host.role == role]:
            groups.append((role.label, hosts))
    return groups


@dataclass(frozen=True)
class Glance:
    """One day in a line: from when to when, how much, and what everybody attends."""

    starts_at: object
    ends_at: object
    count: int
    main: list[Session]


def glance(sessions: list[Session]) -> Glance:
    planned = [s for s in sessions if not s.is_cancelled] or sessions
    count = sum(len(s.talks) or 1 for s in planned if s.needs_people)
    main = [s for s in planned if s.kind in ("address", "ceremony", "keynote", "sub-forum")]
    return Glance(planned[0].starts_at, max(s.ends_at for s in planned), count, main[:8])


def neighbors(program: Program, session: Session):
    """(the one before, the one after) in the order of the program, among its equals."""
    rows = program.session(session.parent_code).talks if session.parent_code else program.sessions
    at = rows.index(session)
    return (rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None)


def session_title(program: Program, session: Session) -> str:
    """The session's title, with what tells it from others of the same title: its day and time,
    its room, and at last its code.
    """
    title = str(session.title)
    same = [s for s in program.every_session() if str(s.title) == title and s is not session]
    if not same:
        return title
    shown = [title]
    if session.is_timed:
        shown += [day(session.starts_at.date()), clock(session.starts_at)]
        same = [s for s in same if s.starts_at == session.starts_at]
    if same and session.room:
        shown.append(str(session.room.name))
        same = [s for s in same if s.room == session.room]
    if same:
        shown.append(_("No. %(number)s") % {"number": session.number})
    return " · ".join(shown)


def person_title(program: Program, person: Person) -> str:
    """The person's name, with the organization, and at last the code, where another has it too."""
    name = str(person.name)
    same = [p for p in program.people if str(p.name) == name and p is not person]
    if not same:
        return name
    shown = [name]
    if organization := str(person.organization):
        shown.append(organization)
        same = [p for p in same if str(p.organization) == organization]
    if same:
        shown.append(person.code)
    return " · ".join(shown)
