"""The published program as a person's own calendar."""

from django.http import Http404

from conference.attendance.models import Registration
from conference.program.feeds import entries as feeds
from conference.program.feeds import ical
from conference.program.models import Kind
from conference.program.release.addresses import public_addresses
from conference.program.release.published import published_program


def calendar_of(person: Registration) -> bytes:
    """The published program with times, without the sub-forums that others chose; b'' where there
    is none. One query.
    """
    slug = person.conference.slug
    try:
        program = published_program(slug)
    except Http404:
        return b""
    chosen = set(person.sessions.values_list("code", flat=True))
    entries = [
        entry
        for entry in feeds.entries(program, public_addresses(slug))
        if not chosen or _is_of(chosen, entry)
    ]
    if not entries:
        return b""
    return ical.calendar(program, entries, name=feeds.line(program.conference.title.marked))


def _is_of(chosen: set[str], entry) -> bool:
    forum = entry.parent or entry.session
    return forum.kind != Kind.SUB_FORUM or forum.code in chosen
