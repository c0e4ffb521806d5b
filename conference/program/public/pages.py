"""The pages of one program, drawn from a Program alone: a release's or the draft's.

The public views and the preview in the admin call these same functions; only `urls` differs (see
`addresses`), so that every link of a preview stays inside it. No function here asks the database.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.people.hosts import by_role
from conference.program.models import is_off, track_of
from conference.program.public.filters import ScheduleFilter, UnknownFilter
from conference.program.public.nearby import elsewhere, neighbors
from conference.program.public.speaker_list import MANY, SpeakerList
from conference.program.public.timetable import timetable
from conference.program.release.addresses import Addresses, place_of
from conference.program.release.document import Program
from conference.program.release.values import Person, Session
from conference.program.sharing.descriptions import (
    share_home,
    share_schedule,
    share_session,
    share_speaker,
    share_speakers,
    share_venue,
)
from conference.wording.clocks import clock
from conference.wording.days import day

# On a home; the schedule has all.
MOST_STAGES, MOST_IN_A_STAGE = 14, 6


def render_home(request, program: Program, urls: Addresses | None = None, *, at=None, **beside):
    """The conference's own page. `beside` is what stands live next to the program: `articles`,
    `alliances`, `registration` (an Offer); the module of that name gives it.

    The response tells in `fresh_until` when it looks different by itself.
    """
    at = at or timezone.now()
    facts = program.conference
    phase = phase_of(program, at)
    now, following = program.now_and_next(at) if phase == "running" else ([], [])
    place = place_of(program, urls, at=at)
    today = at.astimezone(facts.zone).date()
    registration = beside.get("registration")
    context = {
        "place": place,
        "program": program,
        "shared": share_home(place, program),
        "phase": phase,
        "days_left": (facts.starts_on - today).days,
        "day_number": min((today - facts.starts_on).days + 1, len(facts.days)),
        "now": now,
        "following": following,
        "following_day": following[0].day if following else None,
        "today": today,
        "hosts": by_role(program.hosts),
        # Of a block of keynotes its items.
        "keynotes": [s for s in program.every_session() if s.kind == "keynote" and not s.talks],
        "days": [(on, glance(sessions)) for on, sessions in program.days()],
        "untimed": outline(stages(program.untimed())),
        "policies": [h for h in program.highlights if h.kind == "policy"],
        "practices": [h for h in program.highlights if h.kind == "practice"],
        "registration_state": registration.state(at) if registration else "",
        **beside,
    }
    response = render(request, "program/home.html", context)
    midnight = datetime.combine(today, time(), facts.zone)
    moments = [midnight, midnight + timedelta(days=1)]
    moments += program.moments()
    return turning(response, at, moments + (registration.moments if registration else []))


def render_schedule(request, program: Program, urls: Addresses | None = None, *, at=None):
    """The whole program, or the part that the query asks for; 404 with a sentence for a value
    that the program does not have.
    """
    at = at or timezone.now()
    place = place_of(program, urls, at=at)
    try:
        wanted = ScheduleFilter.from_query(program, request.GET)
    except UnknownFilter as unknown:
        context = {"place": place, "message": unknown.message}
        return render(request, "program/unknown_filter.html", context, status=unknown.status)
    facts, sessions = program.conference, wanted.sessions()
    today = at.astimezone(facts.zone).date()
    now, following = _now_and_next(program, wanted, at)
    context = {
        "place": place,
        "program": program,
        "wanted": wanted,
        "shared": share_schedule(place, program, wanted),
        "now": now,
        "following": following,
        "following_day": following[0].day if following else None,
        "today": today,
        "people": wanted.people(),
        "organizations": wanted.organizations(),
        "results": (results := wanted.results()),
        # People stand first where only they, or what they do, were found.
        "is_in_titles": bool(results) and wanted.is_in_a_title(results[0]),
        "shown": len(results) if wanted.q else sum(len(session.talks) or 1 for session in sessions),
        **agenda(program, [] if wanted.q else sessions),
        "is_empty": not sessions,
    }
    response = render(request, "program/schedule.html", context)
    midnights = [datetime.combine(day, time(), facts.zone) for day in facts.days]
    return turning(response, at, [*midnights, *program.moments(), program.over_at])


def _now_and_next(program, wanted, at):
    """As the program's, for the whole schedule and for today's; a filtered part tells neither,
    because the reader's script could not keep it current from what stands there.
    """
    if wanted.has_details or not is_running(program, at):
        return [], []
    found = program.now_and_next(at)
    if wanted.day is None:
        return found
    today = at.astimezone(program.conference.zone).date()
    now, following = ([s for s in rows if s.day == wanted.day == today] for rows in found)
    return now, following


def render_session(
    request, program: Program, code: str, urls: Addresses | None = None, *, offer=None, at=None
):
    """One session. `offer` is what stands live beside it: whether it can be chosen, its seats."""
    session = program.session(code)
    if session is None:
        raise Http404
    at = at or timezone.now()
    parent = program.parent_of(session)
    place, title = place_of(program, urls, at=at), session_title(program, session)
    before, after = neighbors(program, session)
    context = {
        "place": place,
        "program": program,
        "shared": share_session(place, program, session, title),
        "session": session,
        "parent": parent,
        "is_cancelled": is_off(session, parent),
        "track": track_of(session, parent),
        "page_title": title,
        "before": before,
        "after": after,
        "elsewhere": elsewhere(program, session),
        "offer": offer,
        "offer_state": offer.state(at) if offer else "",
    }
    response = render(request, "program/session.html", context)
    return turning(response, at, [place.over_at, *(offer.moments if offer else ())])


def render_speakers(request, program: Program, urls: Addresses | None = None):
    """Everybody in the order that the query asks for, or those whom its words find; 404 with a
    sentence for an order that there is not.
    """
    place = place_of(program, urls)
    try:
        listed = SpeakerList.from_query(program, request.GET)
    except UnknownFilter as unknown:
        context = {"place": place, "message": unknown.message}
        return render(request, "program/unknown_order.html", context, status=unknown.status)
    groups = listed.groups()
    count = sum(len(group.entries) for group in groups)
    context = {
        "place": place,
        "program": program,
        "shared": share_speakers(place, program),
        "listed": listed,
        "groups": groups,
        "count": count,
        "has_letters": listed.order == "name" and count >= MANY and len(groups) > 1,
    }
    return dated(request, "program/speakers.html", context)


def render_speaker(
    request, program: Program, code: str, urls: Addresses | None = None, *, elsewhere=(), also=()
):
    """One person. `also` are roles that the release has under an older code of theirs, `elsewhere`
    what they did at other conferences: [(conference title, its address, [(session title, address,
    role label)], first day, last day)].
    """
    person = program.person(code)
    if person is None:
        raise Http404
    place, title = place_of(program, urls), person_title(program, person)
    roles = program.roles_of(person)
    if also:
        order = {session.code: n for n, session in enumerate(program.every_session())}
        roles = sorted([*roles, *also], key=lambda pair: order[pair[0].code])
    context = {
        "place": place,
        "program": program,
        "shared": share_speaker(place, program, person, title),
        "person": person,
        "roles": roles,
        "has_calendar": any(s.is_timed for s, _role in roles)
        and bool(place.urls.to("speaker_ics", code)),
        "elsewhere": elsewhere,
        "page_title": title,
    }
    return dated(request, "program/speaker.html", context)


def render_venue(request, program: Program, urls: Addresses | None = None):
    place = place_of(program, urls)
    context = {"place": place, "program": program, "shared": share_venue(place, program)}
    return dated(request, "program/venue.html", context)


def dated(request, template: str, context: dict):
    """A page that looks different by itself once its conference is over, and says when that is."""
    response = render(request, template, context)
    place = context["place"]
    response.fresh_until = None if place.is_past else place.over_at
    response.changed_at = place.over_at if place.is_past else None
    return response


def turning(response, at: datetime, moments: list[datetime]):
    """A page that looks different by itself at each of `moments`, and says so to the page cache."""
    response.fresh_until = min((m for m in moments if m > at), default=None)
    response.changed_at = max((m for m in moments if m <= at), default=None)
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
    if at.astimezone(program.conference.zone).date() < program.conference.starts_on:
        return "upcoming"
    return "past" if at >= program.over_at else "running"


def is_running(program: Program, at) -> bool:
    return phase_of(program, at) == "running"


@dataclass(frozen=True)
class Stage:
    """A line of the program at a glance: one session, or those of a kind that belong together."""

    kind_label: str
    starts_at: datetime | None
    sessions: list[Session]
    is_parallel: bool = False

    @property
    def shown(self) -> list[Session]:
        return self.sessions[:MOST_IN_A_STAGE]

    @property
    def more(self) -> int:
        return max(0, len(self.sessions) - MOST_IN_A_STAGE)


def stages(groups: list[list[Session]]) -> list[Stage]:
    """The order of what has no time yet: one kind after another, side by side together."""
    found: list[Stage] = []
    for group in groups:
        is_parallel, label = len(group) > 1, group[0].kind_label
        last = found[-1] if found else None
        if last and not last.is_parallel and not is_parallel and last.kind_label == label:
            last.sessions.extend(group)
        else:
            found.append(Stage(label, None, list(group), is_parallel))
    return found


@dataclass(frozen=True)
class Outline:
    """A list that a home has room for: its first lines, and the sessions that are left out."""

    stages: list[Stage]
    rest: list[Session]


def outline(found: list[Stage]) -> Outline:
    rest = [session for stage in found[MOST_STAGES:] for session in stage.sessions]
    return Outline(found[:MOST_STAGES], rest)


@dataclass(frozen=True)
class Glance:
    """One day in short: from when to when, and what it holds beside breaks. `count` is of the
    sessions in `outline`, the rest among them; a sub-forum is one, whatever talks it has.
    """

    starts_at: datetime
    ends_at: datetime
    count: int
    outline: Outline


def glance(sessions: list[Session]) -> Glance:
    planned = [s for s in sessions if not s.is_cancelled] or sessions
    main = [s for s in planned if not s.is_pause]
    together: dict = {}
    for session in main:
        # By moments: one zone's clocks do not tell the two 02:30 of a night apart.
        moment = session.starts_at.timestamp()
        together.setdefault((moment, session.kind), []).append(session)
    rows = [
        Stage(group[0].kind_label, group[0].starts_at, group, len(group) > 1)
        for group in together.values()
    ]
    ends_at = max((s.ends_at for s in planned), key=lambda at: at.timestamp())
    return Glance(planned[0].starts_at, ends_at, len(main), outline(rows))


def session_title(program: Program, session: Session) -> str:
    """The session's title, with what tells it from others of the same title: its day and time,
    its room, and at last its code.
    """
    title, name = session.title.marked, str(session.title)
    same = [s for s in program.every_session() if str(s.title) == name and s is not session]
    if not same:
        return title
    shown = [title]
    if session.is_timed:
        shown += [day(session.starts_at.date()), clock(session.starts_at)]
        same = [s for s in same if s.span[0] == session.span[0]]
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
        return person.name.marked
    shown = [person.name.marked]
    if organization := str(person.organization):
        shown.append(organization)
        same = [p for p in same if str(p.organization) == organization]
    if same:
        shown.append(person.code)
    return " · ".join(shown)
