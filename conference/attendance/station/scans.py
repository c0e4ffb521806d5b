"""What a station sends: read one by one, each with an answer of its own.

`checkin` is the one door; here is what stands between it and a device that may have been without a
network for days, or send anything.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from conference.attendance import checkin
from conference.attendance.answers import answer
from conference.attendance.cleaning import line_of
from conference.attendance.models import AtStation, CheckIn, Station
from conference.attendance.seen import in_bounds, seen_at
from conference.attendance.station.opening import Opened, Place

MOST_AT_ONCE = 500
LONGEST_WAIT = timedelta(days=60)  # a device may lie in a drawer before it comes home
LONGEST_CODE = 200  # letters that are looked at; what is longer is no code

CLIENT_ID = re.compile(r"[A-Za-z0-9._:\-]{1,64}")
METHODS = {
    *(CheckIn.Method.SEARCH, CheckIn.Method.CODE, CheckIn.Method.CAMERA, CheckIn.Method.SCANNER),
    *(CheckIn.Method.SELF, CheckIn.Method.KIOSK, CheckIn.Method.LATE, CheckIn.Method.PAPER),
}


class NoScan(ValueError):
    """What was sent cannot be kept as a scan. The message is for people."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One scan as a device sent it, in values that can be kept."""

    client_id: str
    code: str
    checkpoint: str
    direction: str
    method: str
    override: bool
    undo: bool
    typed_by: str
    note: str
    device_at: datetime | None
    scanned_at: datetime


def read(
    scan: dict[str, Any], *, sent_at: datetime | None, received_at: datetime, typed_by: str
) -> Sent:
    """Raises NoScan."""
    client_id, code, checkpoint = (scan.get(name) for name in ("client_id", "code", "checkpoint"))
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise NoScan(_("Send a client_id of 1 to 64 letters, digits or . _ : -"))
    if isinstance(code, int) and not isinstance(code, bool):
        code = str(code)[:LONGEST_CODE]
    if not isinstance(code, str):
        raise NoScan(_("Send the code of the registration."))
    if not isinstance(checkpoint, str) or not checkpoint or len(checkpoint) > 30:
        raise NoScan(_("Send the checkpoint: arrival or a session."))
    direction = scan.get("direction") or CheckIn.Direction.IN
    if direction not in CheckIn.Direction.values:
        raise NoScan(_("A direction is “in” or “out”: nothing was done."))
    method = scan.get("method") or CheckIn.Method.CODE
    if not isinstance(method, str) or method not in METHODS:
        raise NoScan(_("This way of signing in is not known: nothing was done."))
    device_at = moment(scan.get("scanned_at"))
    sent_at = moment(scan.get("sent_at")) or sent_at
    return Sent(
        client_id=client_id,
        code=code if len(code) <= LONGEST_CODE else code[:LONGEST_CODE],
        checkpoint=checkpoint,
        direction=direction,
        method=method,
        override=flag(scan.get("override")),
        undo=flag(scan.get("undo")),
        typed_by=line_of(scan.get("by"), 60) or typed_by,
        note=line_of(scan.get("note"), 200),
        device_at=in_bounds(device_at),
        scanned_at=seen_at(device_at, sent=sent_at, received=received_at, longest=LONGEST_WAIT),
    )


def flag(value: object) -> bool:
    """A yes or no; a text too, as form fields and scripts write it. Nothing else is a yes."""
    if isinstance(value, str):
        return value.strip().lower() in ("1", "true", "yes", "on")
    return value is True or value == 1


def moment(value: object) -> datetime | None:
    """An aware moment; None for what is none, for a scan is not lost to its clock."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = parse_datetime(value)
        found and found.utctimetuple()  # the first and last day of the calendar have no UTC
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.tzinfo is not None else None


class Volley:
    """The scans of one request, answered in order."""

    def __init__(
        self, opened: Opened, *, sent_at: datetime | None, received_at: datetime, typed_by: str
    ):
        self.opened = opened
        self.sent_at, self.received_at, self.typed_by = sent_at, received_at, typed_by
        self.results: list[dict[str, Any]] = []
        self.last_scan = 0

    def answer_each(self, scans: list[object]) -> bool:
        """Answers go into `results`; False where the station closed in between, and the rest was
        not looked at. Four queries for somebody who is admitted, one of them for that.
        """
        for number, scan in enumerate(scans):
            if number and not Station.objects.open().filter(pk=self.opened.station.pk).exists():
                return False
            self.results.append(self.answer_one(scan if isinstance(scan, dict) else {}))
        return True

    def answer_one(self, scan: dict[str, Any]) -> dict[str, Any]:
        client_id = scan.get("client_id")
        client_id = client_id[:64] if isinstance(client_id, str) else ""
        try:
            sent = read(
                scan,
                sent_at=self.sent_at,
                received_at=self.received_at,
                typed_by=self.typed_by,
            )
        except NoScan as refusal:
            return refused(client_id, "invalid", str(refusal))
        place = self.opened.place(sent.checkpoint)
        if place is None:
            message = _("There is no such place to sign in. Choose arrival or one of the sessions.")
            return refused(client_id, "unknown_checkpoint", message)
        try:
            kept = self.keep(sent, place)
        except checkin.ClientIdTaken as taken:
            return refused(client_id, "id_taken", str(taken))
        self.last_scan = max(self.last_scan, kept.pk)
        return as_result(kept)

    def keep(self, sent: Sent, place: Place) -> CheckIn:
        station = self.opened.station
        at_station = AtStation(
            row=station,
            typed_by=sent.typed_by,
            device_at=sent.device_at,
            may_sign_in=place.is_given,
        )
        if sent.undo:
            return checkin.undo_of(
                sent.code,
                conference=station.conference,
                checkpoint=place.checkpoint,
                client_id=sent.client_id,
                at=sent.scanned_at,
                direction=sent.direction,
                at_station=at_station,
            )
        return checkin.check_in(
            sent.code,
            conference=station.conference,
            checkpoint=place.checkpoint,
            by=None,
            client_id=sent.client_id,
            at=sent.scanned_at,
            method=sent.method,
            direction=sent.direction,
            override=sent.override,
            note=sent.note,
            at_station=at_station,
        )


def refused(client_id: str, reason: str, message: str) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "result": CheckIn.Result.REFUSED,
        "reason": reason,
        "message": message,
        "first_at": None,
        "station": "",
    }


def as_result(scan: CheckIn) -> dict[str, Any]:
    """`first_at` and `station` are those of the scan that counts. One query for who came before."""
    said = answer(scan)
    first = said.first
    zone = scan.conference.zone
    return {
        "client_id": scan.client_id,
        "result": scan.result,
        "reason": scan.reason,
        "message": said.message,
        "first_at": first.scanned_at.astimezone(zone).isoformat(timespec="seconds")
        if first
        else None,
        "station": first.station if first else scan.station,
    }
