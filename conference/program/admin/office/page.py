"""What the pages of a waiting file show, from its reading and its plan."""

from dataclasses import replace

from django.utils.translation import gettext as _

from conference.program.admin.office import outcome, picture, together
from conference.program.admin.office.answers import in_words, places_of_name
from conference.program.admin.office.waiting import Waiting
from conference.program.admin.plans import groups_of, shown_clashes
from conference.program.entering import OfficePlan
from conference.program.models import KINDS_WITH_ITEMS
from conference.program.office.corrections import COLUMNS, GUEST_COLUMNS, IGNORE
from conference.program.office.meanings.times import told
from conference.program.office.reading import Reading

SHOWN = 100  # rows of a folded list
HOLD = {kind.value for kind in KINDS_WITH_ITEMS}


def preview_context(file: Waiting, reading: Reading, plan: OfficePlan | None) -> dict:
    if plan:  # which knows what of the texts that are left the conference has already
        left = tuple(plan.not_taken[: plan.told_by_reading])
        reading = replace(reading, leftovers=left, known=plan.reading.known)
    asks = outcome.asks_of(reading, plan) if plan else []
    open_asks = [one for one in asks if one.ask.is_open]
    taken = {_row(reading.places.get(one.address, "")) for one in reading.sessions}
    answered = [one for one in asks if one.ask.source in file.answers and not one.ask.is_open]
    context = {
        "name": file.name,
        "file": file,
        "reading": reading,
        "sheets": picture.sheets_of(reading, _chosen(file), _left(file), open_asks),
        "days": outcome.days_of(reading, open_asks, plan),
        "guests": outcome.guests_of(reading, plan),
        "guests_open": len(reading.people) <= outcome.OPEN_UP_TO,
        "asks": open_asks[: outcome.SHOWN_QUESTIONS],
        "asks_more": max(0, len(open_asks) - outcome.SHOWN_QUESTIONS),
        "asks_count": len(open_asks),
        "together": together.presses([one.ask for one in open_asks]),
        "suggested": sum(bool(one.ask.suggested) for one in open_asks),
        "answered": answered,
        "leftovers": [
            (left, place, _row_alone(place, taken))
            for left in reading.leftovers[: outcome.SHOWN_LEFTOVERS]
            for place in (reading.places.get(left.address, ""),)
        ],
        "leftovers_more": max(0, len(reading.leftovers) - outcome.SHOWN_LEFTOVERS),
        "corrections": [
            (n, in_words(one, reading), n in reading.unused)
            for n, one in enumerate(file.corrections)
        ],
        "column_choices": [*COLUMNS.items(), (IGNORE, _("not used"))],
        "guest_choices": [*GUEST_COLUMNS.items(), (IGNORE, _("not used"))],
        "kinds": outcome.kind_choices(),
        "states": list(picture.STATES.items()),
    }
    if plan is None:
        return context
    return context | {
        "plan": plan,
        "reviewed": plan.fingerprint(),
        "groups": groups_of(plan),
        "errors": shown_clashes(c for c in plan.clashes if c.is_error),
        "warnings": shown_clashes(c for c in plan.clashes if not c.is_error),
        "kept": plan.kept[:SHOWN],
        "not_registered": plan.not_registered[:SHOWN],
        "gone": plan.gone[:SHOWN],
        "left_out": plan.left_out[:SHOWN],
        "not_entered": plan.not_entered[:SHOWN],
        "not_entered_count": len(plan.not_entered),
    }


def _row(place):
    """'0.7' of the place '0.7.2'."""
    return ".".join(place.split(".")[:2])


def _row_alone(place, taken):
    """The row of a text that became nothing, where nothing else of the row became an item."""
    row = _row(place) if place.count(".") == 2 else ""
    return "" if row in taken else row


def _chosen(file):
    """The numbers of the sheets that were chosen, None where nobody did."""
    for one in file.corrections:
        if one.what == "sheets":
            return {int(place) for place in one.places if place.isdigit()}
    return None


def _left(file):
    said = [one for one in file.corrections if one.what == "row" and one.value == "leave"]
    return {place for one in said for place in one.places}


def edit_context(reading: Reading, key: str) -> dict | None:
    """One item or guest with all its fields; None for one that is not there."""
    session = next((one for one in reading.sessions if one.key == key), None)
    guest = next((one for one in reading.people if one.key == key), None)
    if session is None and guest is None:
        return None
    context = {
        "title": _("Correct an item") if session else _("Correct a guest"),
        "session": session,
        "guest": guest,
        "kinds": outcome.kind_choices(),
        "roles": outcome.role_choices(),
    }
    if session is None:
        return context
    by_order = {one.order: one for one in reading.sessions}
    wholes = [one for one in reading.sessions if one.kind.value in HOLD and not one.parent]
    return context | {
        "start": told(session.start.value) or "",
        "end": told(session.end.value) or "",
        "parent": by_order[session.parent].key if session.parent else "",
        "wholes": [one for one in wholes if one is not session],
        "people": [
            (one, len(places_of_name(one.name, reading, session))) for one in session.people
        ],
        "rooms": reading.rooms,
    }
