"""The sub-forums that people chose, in words for a letter: with day, time and room as published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from conference.attendance.models import Choice, Registration
from conference.program.release.document import Program
from conference.program.release.published import published_program
from conference.program.release.values import Session
from conference.wording.clocks import clock_span
from conference.wording.days import day

PART = 5_000  # people that one statement names


def forums_of(conference, people: Iterable[Registration]) -> Mapping[int, str]:
    """{registration: a line for each sub-forum, in the person's language}; '' for who chose none
    that is public. One query for each 5,000 people.
    """
    people = list(people)
    try:
        program = published_program(conference.slug)
    except Http404:
        return {}
    chosen = _chosen(people)
    order = {session.code: place for place, session in enumerate(program.every_session())}
    told: dict[tuple[str, str], str] = {}
    found = {}
    for person in people:
        lines = []
        for code in sorted(chosen.get(person.pk, ()), key=lambda code: order.get(code, 0)):
            if (person.language, code) not in told:
                told[person.language, code] = _told(program, code, person.language)
            lines.append(told[person.language, code])
        found[person.pk] = "\n".join(filter(None, lines))
    return found


def _chosen(people: list[Registration]) -> Mapping[int, list[str]]:
    found = defaultdict(list)
    for start in range(0, len(people), PART):
        keys = [person.pk for person in people[start : start + PART]]
        rows = Choice.objects.filter(registration__in=keys)
        for key, code in rows.values_list("registration_id", "session__code"):
            found[key].append(code)
    return found


def _told(program: Program, code: str, language: str) -> str:
    """'Sub-forum A: Wednesday 20 May 2026, 14:00–15:30, Room 201'; '' of one that is not public."""
    session = program.session(code)
    if session is None:
        return ""
    with override(language):
        return _line(session)


def _line(session: Session) -> str:
    title = session.title.marked
    if session.is_cancelled:
        return _("%(title)s: cancelled") % {"title": title}
    facts = [_("Time to be announced")]
    if session.starts_at and session.ends_at:
        span = clock_span(session.starts_at, session.ends_at)
        facts = [day(session.starts_at.date()), "–".join(span)]
    facts.append(session.room.name.marked if session.room else _("Room to be announced"))
    colon = pgettext("between a title and its facts", "%(title)s: %(facts)s")
    comma = pgettext("between days and venue", ", ")
    return colon % {"title": title, "facts": comma.join(facts)}
