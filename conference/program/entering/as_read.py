"""What the reader took a place for, in the words of the button that says so."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.program.entering.whens import day_of
from conference.program.models import Kind, SessionRole
from conference.program.office.meanings.times import told
from conference.program.office.reading import Question, Read, ReadGuest, ReadPerson, ReadSession
from conference.wording.days import day as day_label
from conference.wording.labels import listed

MOST = 3  # different values on one button
LONGEST = 60  # characters of one
_ROLES = {"guest": SessionRole.Role.GUEST_OF_HONOR.value}


def as_read(question: Question, sessions: Iterable[ReadSession], guests: Iterable[ReadGuest]):
    """'As it is read: 14:00–15:00'; of several rows what they say differently, three at most."""
    if not question.fields:
        return _("As it is read")
    values = [_of_session(session, question.fields) for session in sessions]
    values += [_of_guest(guest, question.fields) for guest in guests]
    found = [value for value in dict.fromkeys(values) if value]
    if not found:
        return _("As it is read: it stays empty")
    shown = [text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in found[:MOST]]
    value = listed(shown) + (" …" if len(found) > MOST else "")
    return _("As it is read: %(value)s") % {"value": value}


def _of_session(session: ReadSession, fields) -> str:
    names = [name for name in fields if name not in ("start", "end")]
    times = [told(getattr(session, name).value) for name in ("start", "end") if name in fields]
    parts = ["–".join(filter(None, times)), *(_field(session, name) for name in names)]
    return " · ".join(filter(None, parts))


def _field(session: ReadSession, name: str) -> str:
    if name == "people":
        return listed([_person(one) for one in session.people])
    if name == "title":
        return session.title
    value = getattr(session, name, None)
    value = value.value if isinstance(value, Read) else None
    if name == "day":
        day = day_of(value or "")
        return day_label(day) if day else (value or "").removeprefix("--")
    if name == "kind":
        return str(dict(Kind.choices).get(value, value or ""))
    return value or ""


def _person(one: ReadPerson) -> str:
    role = _ROLES.get(one.role.value, one.role.value)
    label = dict(SessionRole.Role.choices).get(role, "")
    told_of = filter(None, (label, one.organization, one.title))
    said = pgettext("a person and their role", "%(person)s (%(role)s)")
    return said % {"person": one.name, "role": listed(told_of)}


def _of_guest(guest: ReadGuest, fields) -> str:
    values = [getattr(guest, name, None) for name in fields]
    values = [value.value if isinstance(value, Read) else value for value in values]
    words = {True: _("yes"), False: _("no")}
    return " · ".join(words[v] if isinstance(v, bool) else str(v) for v in values if v is not None)
