"""The program as other sites show it: a plain list by day, small, in one language.

The `<lectern-schedule>` element reads it as JSON, the page for `<iframe>` prints the same values.
All addresses are absolute, from PUBLIC_URL: they are followed from a foreign page.
"""

from dataclasses import replace

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.bilingual import HTML_LANG, active_side
from conference.program.models import KINDS_WITHOUT_PEOPLE
from conference.program.release.addresses import Addresses
from conference.program.release.document import Program
from conference.program.release.values import Session
from conference.wording.clocks import clock_span, zone_name
from conference.wording.days import day
from conference.wording.labels import listed

MOST_NAMES = 4  # of people on one line


def embedded(
    program: Program,
    sessions: list[Session],
    urls: Addresses,
    *,
    found: list[Session] | None = None,
    query: str = "",
) -> dict:
    """The part of the program that `sessions` are, as plain values in the active language.

    A text is a string; one that exists in the other language alone is {"text", "lang"}. Of a
    search `found` are its results, the best first: sessions and talks each on its own, with the day
    and the sub-forum that they are of.
    """
    facts = program.conference
    shown = {session.code: session for session in sessions}
    days = [
        {
            "date": on.isoformat(),
            "label": day(on),
            "sessions": [_session(shown[s.code], urls) for s in rows if s.code in shown],
        }
        for on, rows in program.days()
    ]
    untimed = [_session(s, urls) for s in sessions if not s.is_timed]
    schedule = settings.PUBLIC_URL + urls.to("schedule")
    answer = {
        "title": facts.title.as_value,
        "lang": HTML_LANG[active_side()],
        "url": f"{schedule}?{query}" if query else schedule,
        "zone": strip_tags(zone_name(facts)),
        "release": program.number,
        "days": [each for each in days if each["sessions"]],
        "untimed": untimed,
        "words": {
            "untimed": _("Time to be announced"),
            "cancelled": _("Cancelled"),
            "found": _("Sessions"),
            "now": pgettext("of a session", "Now"),
            "empty": _("No session matches."),
            "open": _("The whole program"),
            "zone": _("Times in %(zone)s") % {"zone": "{zone}"},
        },
    }
    if found is not None:
        answer["found"] = [_result(program, session, urls) for session in found]
    return answer


def _result(program, session, urls):
    result = _session(replace(session, talks=()), urls)
    if session.day:
        result["day"] = day(session.day)
    if parent := program.parent_of(session):
        result["forum"] = parent.title.as_value
    return result


def _session(session, urls):
    found = {
        "code": session.code,
        "title": session.title.as_value,
        "url": settings.PUBLIC_URL + urls.to("session", session.code),
    }
    if session.is_timed:
        found["starts"] = int(session.starts_at.timestamp())
        found["ends"] = int(session.ends_at.timestamp())
        found["time"] = "–".join(clock_span(session.starts_at, session.ends_at))
    if session.room:
        found["room"] = session.room.name.as_value
    if session.track:
        found["track"] = {"name": session.track.name.as_value, "color": session.track.color}
    if session.kind != "talk" and session.kind not in KINDS_WITHOUT_PEOPLE:
        found["kind"] = str(session.kind_label)
    if people := _people(session):
        found["people"] = people
    if session.is_cancelled:
        found["cancelled"] = True
    if session.kind in KINDS_WITHOUT_PEOPLE:
        found["quiet"] = True
    if session.talks:
        found["talks"] = [_session(talk, urls) for talk in session.talks]
        for talk in found["talks"]:
            talk.pop("room", None)  # the sub-forum's
    return found


def _people(session):
    names = [person.name.marked for person in session.speakers or session.chairs]
    shown = listed(names[:MOST_NAMES])
    return f"{shown} …" if len(names) > MOST_NAMES else shown
