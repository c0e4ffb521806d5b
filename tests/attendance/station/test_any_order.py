"""Devices that scan, undo and overrule without a network and send later, in pieces, again and in
any order: each act is kept once, answered always alike, and what counts is what the log says.

The machine knows the door's promises in its own few words (`Door`), not by the product's rules.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conference.attendance import checkin
from conference.attendance.board import Board
from conference.attendance.choices import set_choices
from conference.attendance.models import Admission, CheckIn, Checkpoint, Registration
from conference.attendance.station.links import make_station
from conference.models import Conference
from tests.factories import make_checkpoint, make_conference, make_registration, make_session

pytestmark = pytest.mark.django_db

PEOPLE = ("li", "wang", "anna")
PLACES = ("arrival", "forum", "lunch")
# Mostly confirmed: a door that refuses shows little of what is behind it.
STATUSES = (*["confirmed"] * 6, "pending", "cancelled", "declined", "waitlisted")
SKEWS = (timedelta(0), timedelta(days=-1100))  # the clock of the second device is years behind


@dataclass
class Way:
    """One coming or going that was let pass, in the order of arriving at the server."""

    at: object
    is_out: bool
    counts: bool  # a leave that can be taken back


@dataclass
class Door:
    """One person at one place: None outside, else what happened since the person was let in."""

    inside: list[Way] | None = None

    def left_beside(self, at):
        """Whether the neighbour of a moment, before or after it, is a leave."""
        ways = sorted(self.inside, key=lambda way: way.at)  # stable: who arrived later stands later
        before = [way for way in ways if way.at <= at]
        after = [way for way in ways if way.at > at]
        return bool(before and before[-1].is_out) or bool(after and after[0].is_out)

    def come(self, at):
        if self.inside is None:
            self.inside = [Way(at, False, False)]
            return "admitted"
        self.inside.append(Way(at, False, False))
        return "already"

    def go(self, at):
        was_out = self.left_beside(at)
        self.inside.append(Way(at, True, not was_out))
        return "already" if was_out else "admitted"

    def take_back(self, direction):
        if self.inside is None:
            return "refused", "not_signed_in"
        if direction == "in":
            self.inside = None
            return "undone", ""
        leaves = [way for way in self.inside if way.counts]
        if not leaves:
            return "refused", "counts_no_more"
        # A later arrival is the later one of two at the same moment.
        self.inside.remove(max(reversed(leaves), key=lambda way: way.at))
        return "undone", ""


@dataclass
class Device:
    """What waits on it, what was answered, and how wrong its clock is."""

    skew: timedelta
    waiting: list[dict] = field(default_factory=list)
    answered: dict[str, tuple[dict, dict]] = field(default_factory=dict)


class DoorInAnyOrder(RuleBasedStateMachine):
    @initialize()
    def opened(self):
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.now = self.began = timezone.now()
        self.clock = mock.patch.object(timezone, "now", lambda: self.now)
        self.clock.start()
        self.conference = conference = make_conference()
        self.forum = make_session(conference, "09:00", "11:00", kind="sub-forum")
        self.other = make_session(conference, "09:00", "11:00", kind="sub-forum")
        places = {
            "arrival": make_checkpoint(conference),
            "forum": make_checkpoint(conference, "session", session=self.forum),
            "lunch": make_checkpoint(
                *(conference, "own"),
                name_en="Lunch",
                opens_at=self.now + timedelta(minutes=6),
                closes_at=self.now + timedelta(minutes=30),
                categories=["speaker", "guest"],
            ),
        }
        self.tokens = {name: place.token for name, place in places.items()}
        self.rows = {name: place.pk for name, place in places.items()}
        self.person = {
            name: make_registration(conference, name=name, category=category)
            for name, category in zip(PEOPLE, ("delegate", "speaker", "guest"), strict=True)
        }
        self.chosen = {name: set() for name in PEOPLE}
        self.stranger = make_registration(make_conference(), name="Bea").code
        self.doors = {(name, place): Door() for name in PEOPLE for place in PLACES}
        _station, token = make_station(
            conference, name="Gate", ends_at=self.now + timedelta(days=9)
        )
        self.address = f"/en/station/{token}/scans/"
        self.client = Client()
        self.devices = [Device(skew) for skew in SKEWS]
        self.seen = {}  # id -> when it was, by a right clock
        self.kept = 0  # rows that the log should have
        self.unknown = 0  # of them codes that nobody has

    def teardown(self):
        if not hasattr(self, "sandbox"):
            return
        try:
            for device in self.devices:
                while device.waiting:
                    self.send(device, 7, arrives=True)
            self.all_is_in_the_log()
            moments = CheckIn.objects.filter(client_id__in=self.seen)
            assert dict(moments.values_list("client_id", "scanned_at")) == self.seen
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)

    # --- What happens at the desks ---

    @rule(
        number=st.sampled_from([0, 1]),
        who=st.sampled_from([*PEOPLE, "stranger", "nobody"]),
        place=st.sampled_from(PLACES),
        direction=st.sampled_from(["in", "in", "out"]),
        undo=st.sampled_from([False, False, True]),
        override=st.booleans(),
    )
    def scan(self, number, who, place, direction, undo, override):
        self.now += timedelta(minutes=1)
        device = self.devices[number]
        client_id = f"device-{number}-{len(self.seen)}"
        self.seen[client_id] = self.now
        device.waiting.append(
            {
                "client_id": client_id,
                "code": {"stranger": self.stranger, "nobody": "ZZZZZ99999"}.get(who)
                or self.person[who].code,
                "who": who,
                "place": place,
                "checkpoint": self.tokens[place],
                "direction": direction,
                "scanned_at": (self.now + device.skew).isoformat(),
                "override": override,
                "undo": undo,
            }
        )

    @rule(
        number=st.sampled_from([0, 1]),
        steps=st.lists(
            st.sampled_from([("in", False), ("out", False), ("out", True)]), min_size=1, max_size=4
        ),
    )
    def comes_and_goes(self, number, steps):
        """The same person at the same door, where what came before decides most."""
        for direction, undo in steps:
            self.scan(number, "li", "arrival", direction, undo, False)

    @rule(
        directions=st.tuples(*[st.sampled_from(["in", "out"])] * 2),
        order=st.permutations([0, 1]),
    )
    def seen_by_two_doors(self, directions, order):
        """One after the other, and the one who saw it later may be heard of first."""
        for number, direction in enumerate(directions):
            self.scan(number, "li", "arrival", direction, False, False)
        for number in order:
            self.send(self.devices[number], 99, arrives=True)

    @precondition(lambda self: any(device.waiting for device in self.devices))
    @rule(number=st.sampled_from([0, 1]), many=st.integers(1, 6), arrives=st.booleans())
    def sync(self, number, many, arrives):
        """Some of what waits is sent; the answer may be lost, then it is sent again later."""
        self.send(self.devices[number], many, arrives=arrives)

    @precondition(lambda self: any(device.answered for device in self.devices))
    @rule(data=st.data())
    def sent_once_more(self, data):
        """The same act again has the same answer, whatever happened since; another one has none."""
        device = data.draw(st.sampled_from([d for d in self.devices if d.answered]))
        client_id = data.draw(st.sampled_from(sorted(device.answered)))
        scan, answer = device.answered[client_id]
        assert self.post(device, [scan]) == [answer]
        [taken] = self.post(device, [scan | {"undo": not scan["undo"]}])
        assert (taken["result"], taken["reason"]) == ("refused", "id_taken")

    # --- What happens in the office meanwhile ---

    @rule(name=st.sampled_from(PEOPLE), status=st.sampled_from(STATUSES))
    def becomes(self, name, status):
        self.person[name].status = status
        self.person[name].save()

    @rule(name=st.sampled_from(PEOPLE), forums=st.sets(st.sampled_from(["forum", "other"])))
    def chooses(self, name, forums):
        set_choices(self.person[name], [getattr(self, forum) for forum in sorted(forums)])
        self.chosen[name] = forums

    @rule(name=st.sampled_from(PEOPLE), place=st.sampled_from(PLACES))
    def taken_back_at_the_desk(self, name, place):
        self.now += timedelta(minutes=1)
        self.kept += 1
        kept = checkin.undo(
            Registration.objects.get(pk=self.person[name].pk),
            conference=self.conference,
            checkpoint=Checkpoint.objects.get(pk=self.rows[place]),
            by=None,
            client_id=f"desk-{self.kept}-{len(self.seen)}",
        )
        assert (kept.result, kept.reason) == self.doors[name, place].take_back("in")

    # --- What must be true ---

    @invariant()
    def all_is_in_the_log(self):
        if not hasattr(self, "doors"):
            return
        inside = {
            (self.person[name].pk, self.rows[place])
            for (name, place), door in self.doors.items()
            if door.inside is not None
        }
        rows = Admission.objects.values_list("registration", "checkpoint")
        assert sorted(rows) == sorted(inside)
        assert CheckIn.objects.filter(conference=self.conference).count() == self.kept

    @rule()
    def the_board_agrees(self):
        board = Board(Conference.objects.get(pk=self.conference.pk), at=self.now)
        here = {name for name in PEOPLE if self.doors[name, "arrival"].inside is not None}
        confirmed = {name for name in PEOPLE if self.person[name].status == "confirmed"}
        assert (board.total.expected, board.total.here) == (len(confirmed | here), len(here))
        assert board.to_judge == self.unknown

    # --- The wire ---

    def send(self, device, many, *, arrives):
        volley = device.waiting[:many]
        if not volley:
            return
        expected = [self.expected(scan) for scan in volley]
        results = self.post(device, volley)
        assert [(r["client_id"], r["result"], r["reason"]) for r in results] == [
            (scan["client_id"], *outcome) for scan, outcome in zip(volley, expected, strict=True)
        ]
        if arrives:
            del device.waiting[:many]
            for scan, result in zip(volley, results, strict=True):
                device.answered[scan["client_id"]] = (scan, result)

    def post(self, device, volley):
        body = {"scans": volley, "sent_at": (self.now + device.skew).isoformat(), "by": "Min"}
        response = self.client.post(self.address, json.dumps(body), content_type="application/json")
        assert response.status_code == 200
        return response.json()["results"]

    def expected(self, scan):
        """(result, reason), once for each act."""
        if "outcome" not in scan:
            scan["outcome"] = self.decided(scan)
            self.kept += 1
        return scan["outcome"]

    def decided(self, scan):
        who, place = scan["who"], scan["place"]
        if who == "nobody":
            self.unknown += 1
            return "refused", "unknown_code"
        if who == "stranger":
            return "refused", "other_conference"
        door, at = self.doors[who, place], self.seen[scan["client_id"]]
        if scan["undo"]:
            return door.take_back(scan["direction"])
        status = self.person[who].status
        if status in ("cancelled", "declined"):
            return "refused", status
        if status in ("pending", "waitlisted"):
            return "refused", "not_confirmed"
        if scan["direction"] == "out":
            return (door.go(at), "") if door.inside is not None else ("refused", "not_signed_in")
        doubt = self.doubt(who, place, at) if door.inside is None else ""
        if doubt and not scan["override"]:
            return "question", doubt
        return door.come(at), doubt

    def doubt(self, who, place, at):
        minute = (at - self.began) / timedelta(minutes=1)
        if place == "lunch" and not 6 <= minute < 30:
            return "not_open"
        if place == "lunch" and who == "li":
            return "other_category"
        if place == "forum" and any(self.chosen.values()) and "forum" not in self.chosen[who]:
            return "other_sub_forum" if self.chosen[who] else "no_sub_forum"
        return ""


def test_each_act_counts_once_in_whatever_order_it_comes():
    run_state_machine_as_test(
        DoorInAnyOrder, settings=settings(max_examples=12, stateful_step_count=30)
    )
