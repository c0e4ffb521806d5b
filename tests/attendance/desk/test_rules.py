"""What the door decides, case by case; the cases are written for every place that decides."""

import json
from pathlib import Path

import pytest

from conference.attendance import rules
from conference.attendance.models import DOUBTS, REFUSALS, CheckIn, Registration

CASES = json.loads((Path(__file__).parent / "door.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_the_door_decides(case):
    assert rules.decide(**case["asked"]) == tuple(case["answer"])


def test_every_status_result_and_reason_of_the_rules_is_one_of_the_log():
    statuses = {case["asked"]["status"] for case in CASES} - {None}
    results = {case["answer"][0] for case in CASES}
    reasons = {case["answer"][1] for case in CASES} - {""}

    assert statuses == set(Registration.Status)
    assert results == set(CheckIn.Result) - {"undone"}
    assert {*REFUSALS, *DOUBTS} == set(CheckIn.Reason) - {""}
    assert reasons == {*REFUSALS, *DOUBTS} - {"counts_no_more"}  # what an undo alone is told
