"""What no file may bring in: identity numbers, wherever they stand. They are told, never shown."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.identity_numbers import holds_one, without_one
from conference.program.office.reading import (
    Leftover,
    Read,
    ReadGuest,
    Reading,
    ReadPerson,
    ReadSession,
)

_READ = {
    ReadGuest: ("name", "organization", "title", "phone", "talk_title", "name_en"),
    ReadPerson: ("name", "organization", "title", "name_en"),
    ReadSession: ("title_zh", "title_en", "room"),
}


def without_identity_numbers(reading: Reading) -> Reading:
    """The reading as it may be kept; what was left out of it is among its leftovers."""
    rows = [*reading.people, *reading.sessions, *(p for s in reading.sessions for p in s.people)]
    if not any(holds_one(text) for row in rows for _name, text in _texts(row)):
        return reading
    sessions = tuple(
        _clean(replace(session, people=tuple(map(_clean, session.people))))
        for session in reading.sessions
    )
    left = tuple(
        Leftover("******", row.address, _("an identity number: it is never collected here"))
        for row in rows
        if any(holds_one(text) for _name, text in _texts(row))
    )
    people = tuple(map(_clean, reading.people))
    return replace(reading, sessions=sessions, people=people, leftovers=(*reading.leftovers, *left))


def _texts(row) -> Iterator[tuple[str, str]]:
    for name in _READ[type(row)]:
        value = getattr(row, name)
        text = value.value if isinstance(value, Read) else value
        if text:
            yield name, text


def _clean(row):
    values = {}
    for name, text in _texts(row):
        if holds_one(text):
            value, kept = getattr(row, name), without_one(text)
            values[name] = replace(value, value=kept) if isinstance(value, Read) else kept
    return replace(row, **values) if values else row
