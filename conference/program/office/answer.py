"""A reading as JSON for programs and as lines for people."""

from django.utils.translation import gettext as _

from conference.program.office.meanings import words
from conference.program.office.meanings.kinds import SUB_FORUM
from conference.program.office.meanings.times import told
from conference.program.office.reading import Certainty, Reading


def as_json(reading: Reading) -> dict:
    """The shape that `import_agenda --dry-run --format json` promises: null is "the file does not
    say"; `sure` names the certainty and the cell of each value that has one. A heading is no
    session there but one of `sections`, and its chair is on each of its items.
    """
    headings = {session.order: session for session in reading.sessions if session.is_heading}
    items = _items_of(reading.sessions)
    by_order = {session.order: session for session in reading.sessions}
    return {
        "file": reading.file,
        "days": list(reading.days),
        "rooms": list(reading.rooms),
        "sessions": [
            _session(session, by_order.get(session.parent))
            for session in reading.sessions
            if not session.is_heading
        ],
        "sections": [
            {
                "title": heading.title,
                "chairs": [_person(one) for one in heading.people],
                "covers": items.get(order, []),
            }
            for order, heading in headings.items()
        ],
        "people": [_guest(guest) for guest in reading.people],
        "must_ask": [
            {
                "text": question.text,
                "sessions": [
                    of
                    for order in question.sessions
                    for of in (items.get(order, []) if order in headings else [order])
                ],
                "fields": list(question.fields),
                "rows": list(question.rows),
                "address": question.address,
            }
            for question in reading.questions
        ],
        "not_taken": [
            {"text": left.text, "address": left.address, "reason": left.reason}
            for left in reading.leftovers
        ],
    }


def _items_of(sessions):
    """{order of a sub-forum or block: orders of what is part of it}."""
    found = {}
    for session in sessions:
        if session.parent:
            found.setdefault(session.parent, []).append(session.order)
    return found


def _session(session, whole):
    in_forum = whole is not None and whole.kind.value == SUB_FORUM
    people = [_person(one) for one in session.people]
    if whole is not None and whole.is_heading and not in_forum:
        has_chair = any(one.role.value == "chair" for one in session.people)
        is_apart = session.kind.value in {*words.KINDS_APART, "sign-in", "other"}
        chairs = () if has_chair or is_apart else whole.people
        people += [_person(one) | {"via_section": True} for one in chairs]
    read = {
        "day": session.day,
        "start": session.start,
        "end": session.end,
        "kind": session.kind,
        "title_zh": session.title_zh,
        "title_en": session.title_en,
        "room": session.room,
    }
    return {
        "order": session.order,
        "address": session.address,
        "day": session.day.value,
        "start": told(session.start.value),
        "end": told(session.end.value),
        "kind": session.kind.value,
        "title_zh": session.title_zh.value or None,
        "title_en": session.title_en.value or None,
        "room": session.room.value or None,
        "parent": whole.title if in_forum else None,
        "part_of": whole.title if whole is not None else None,
        "people": people,
        "cancelled": session.is_cancelled,
        "sure": {
            name: {"certainty": value.certainty.value, "address": value.address}
            for name, value in read.items()
            if value.value not in (None, "") or value.certainty is Certainty.UNKNOWN
        },
    }


def _person(one):
    answer = {
        "name": one.name,
        "role": one.role.value,
        "organization": one.organization,
        "title": one.title,
        "address": one.address,
        "certainty": "guessed" if one.is_guess or one.role.is_guess else "sure",
    }
    for name in ("name_en", "organization_en", "title_en"):
        if text := getattr(one, name):
            answer[name] = text
    return answer


def _guest(guest):
    answer = {
        "row": guest.row,
        "address": guest.address,
        "name": guest.name,
        "organization": guest.organization.value,
        "title": guest.title,
        "phone": guest.phone.value,
        "gender": guest.gender,
        "sub_forum": guest.sub_forum.value,
        "gives_talk": guest.gives_talk.value,
        "talk_title": guest.talk_title,
        "role": "guest",
    }
    for name in ("organization_en", "title_en"):
        if text := getattr(guest, name):
            answer[name] = text
    return answer


def as_lines(reading: Reading):
    """The same for a person at a terminal, line by line."""
    day = None
    for session in reading.sessions:
        if session.day.value != day:
            day = session.day.value
            yield day or _("Day unknown")
        yield _line(session)
    for guest in reading.people:
        parts = (guest.name, guest.organization.value, guest.title, guest.phone.value)
        yield f"  {guest.row}  " + " · ".join(filter(None, parts))
    if reading.leftovers:
        yield ""
        yield _("Not taken:")
        for left in reading.leftovers:
            yield f"- {left.address}: {left.text} ({left.reason})"


def _line(session):
    when = "-".join(filter(None, (told(session.start.value), told(session.end.value)))) or "--:--"
    titles = " / ".join(filter(None, (session.title_zh.value, session.title_en.value)))
    people = ", ".join(
        f"{one.name} ({one.organization} {one.title})".replace("( ", "(").replace(" )", ")")
        if one.organization or one.title
        else one.name
        for one in session.people
    )
    parts = [session.kind.value, session.room.value, people]
    guess = " ?" if session.start.is_guess or session.kind.is_guess else ""
    cancelled = f" [{_('cancelled')}]" if session.is_cancelled else ""
    indent = "    " if session.parent else "  "
    return f"{indent}{when}{guess}  {titles}{cancelled}  ·  " + " · ".join(filter(None, parts))
