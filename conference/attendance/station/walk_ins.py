"""Who came without being on the list, as a station sends it: added, signed in, and given a code.

With the network or long after it: the same id makes the same person.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance import checkin
from conference.attendance.cleaning import line_of
from conference.attendance.forms import WalkInForm
from conference.attendance.models import AtStation, CheckIn
from conference.attendance.programs import first_error, in_short
from conference.attendance.seen import in_bounds, seen_at
from conference.attendance.station.opening import Opened
from conference.attendance.station.scans import (
    LONGEST_WAIT,
    as_result,
    flag,
    moment,
    refused,
)

MOST_AT_ONCE = 20
TYPED = ("name", "organization", "title", "category")


def answer_each(
    opened: Opened, sent: dict[str, Any], walk_ins: list[object]
) -> list[dict[str, Any]]:
    """The answers in order: those of scans, with the `code` of the badge; a question `on_the_list`
    with the `people` who may be meant.
    """
    received_at = timezone.now()
    typed_by, sent_at = line_of(sent.get("by"), 60), moment(sent.get("sent_at"))
    return [
        _answer(
            opened,
            each if isinstance(each, dict) else {},
            typed_by=typed_by,
            sent_at=sent_at,
            received_at=received_at,
        )
        for each in walk_ins
    ]


def _answer(
    opened: Opened,
    sent: dict[str, Any],
    *,
    typed_by: str,
    sent_at: datetime | None,
    received_at: datetime,
) -> dict[str, Any]:
    texts = {name: sent.get(name) for name in (*TYPED, "client_id", "checkpoint")}
    client_id = texts["client_id"] if isinstance(texts["client_id"], str) else ""
    if not all(isinstance(text, str | None) for text in texts.values()):
        message = _("Send the values of a walk-in as texts: nothing was done.")
        return refused(client_id[:64], "invalid", message)
    form = WalkInForm({name: text or "" for name, text in texts.items()})
    if not form.is_valid():
        return refused(client_id[:64], "invalid", first_error(form))
    person = form.cleaned_data
    place = opened.place(person["checkpoint"])
    if place is None:
        message = _("There is no such place to sign in. Choose arrival or one of the sessions.")
        return refused(client_id, "unknown_checkpoint", message)
    if not place.is_given:
        message = _("This station does not sign anybody in there: nobody was added.")
        return refused(client_id, "other_checkpoint", message)
    device_at = moment(sent.get("scanned_at"))
    try:
        kept = checkin.walk_in(
            opened.station.conference,
            **{name: person[name] for name in TYPED},
            by=None,
            checkpoint=place.checkpoint,
            client_id=person["client_id"],
            at=seen_at(device_at, sent=sent_at, received=received_at, longest=LONGEST_WAIT),
            anyway=flag(sent.get("anyway")),
            at_station=AtStation(
                row=opened.station,
                typed_by=line_of(sent.get("by"), 60) or typed_by,
                device_at=in_bounds(device_at),
            ),
        )
    except checkin.OnTheList as question:
        people = [in_short(each) | {"code": each.code} for each in question.people]
        message = _("Somebody of this name is on the list.")
        asked = {"result": CheckIn.Result.QUESTION, "people": people}
        return refused(person["client_id"], "on_the_list", message) | asked
    except checkin.ClientIdTaken as taken:
        return refused(person["client_id"], "id_taken", str(taken))
    code = kept.registration.code if kept.registration else ""
    return as_result(kept) | {"code": code}
