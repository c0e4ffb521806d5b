"""The page behind somebody's personal link."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from conference.attendance import seats
from conference.attendance.certificates.told import valid_of
from conference.attendance.models import Registration, file_keys
from conference.attendance.own.changes import closes_at
from conference.attendance.own.way_back import way_back
from conference.attendance.questions.telling import told
from conference.program.models import Kind
from conference.program.release.addresses import place_of
from conference.program.release.document import Program
from conference.program.release.published import published_program
from conference.qr import qr_svg

# A phone forgets its copy this long after the conference.
KEPT_FOR = timedelta(days=30)

Status = Registration.Status


def program_of(person: Registration) -> Program | None:
    """The published program of somebody's conference; None before the first publish."""
    with suppress(Http404):
        return published_program(person.conference.slug)
    return None


def can_be_chosen(program: Program | None) -> bool:
    """Whether there are sub-forums to choose from."""
    return program is not None and any(
        session.kind == Kind.SUB_FORUM and not session.is_cancelled for session in program.sessions
    )


def frame(person: Registration, token: str, program: Program | None) -> dict:
    """What each page of one person knows."""
    return {
        "registration": person,
        "token": token,
        "conference": person.conference,
        "place": place_of(program) if program else None,
        "facts": program.conference if program else person.conference,
    }


def own_page(request, person: Registration, token: str, *, alert="", done="", status=200):
    """What is kept about one person, shown to whoever has the link. Nine queries at most, one
    more for each sub-forum that the person waits for.

    `alert` is a refusal, `done` what was just done.
    """
    conference, program = person.conference, program_of(person)
    sessions, lines = [], []
    if program:
        # As published: a title that organizers have changed since is not theirs to read yet.
        codes = person.sessions.in_order().values_list("code", flat=True)
        sessions = [shown for code in codes if (shown := program.session(code))]
        lines = [
            (shown, line.number)
            for line in seats.places_in_forums(person)
            if (shown := program.session(line.session.code))
        ]
    end, now = closes_at(person), timezone.now()
    may_change = end is not None and now < end
    is_expected = person.status == Status.CONFIRMED
    ends_on = conference.ends_on
    context = frame(person, token, program) | {
        "sessions": sessions,
        "lines": lines,
        "place_in_line": seats.place_in_line(person),
        "answers": told(person),
        "has_files": bool(file_keys(person.answers)),
        "way_back": way_back(person, at=now),
        "certificate": valid_of(person),
        "alert": alert,
        "done": done,
        "registered_at": person.registered_at.astimezone(conference.zone),
        "may_withdraw": person.status not in Registration.GONE,
        "may_change": may_change,
        "closes_at": end.astimezone(conference.zone) if end else None,
        "may_choose": may_change and can_be_chosen(program),
        "has_calendar": is_expected and program is not None and _has_times(program),
        "qr": mark_safe(qr_svg(person.code, border=4, light="#fff", dark="#000", svgclass="own-qr"))
        if is_expected
        else "",
        "link": f"{settings.PUBLIC_URL}{reverse('attendance:reply', args=[token])}",
        "kept_until": (ends_on + KEPT_FOR).isoformat(),
    }
    return private(render(request, "attendance/reply.html", context, status=status))


def private(response):
    """Of one person: no cache keeps it, and it tells nobody its address."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _has_times(program: Program) -> bool:
    return any(session.starts_at for session in program.every_session())
