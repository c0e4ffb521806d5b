"""The clash rules, case by case and against a reading of them that takes every two things."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.program.draft.placed import (
    ERROR,
    WARNING,
    Frame,
    Person,
    Placed,
    Room,
    findings,
    overlapping_pairs,
)

CASES = json.loads((Path(__file__).parent / "clashes.json").read_text("utf-8"))
ROOMS = {"201": Room(), "202": Room(capacity=40), "foyer": Room(holds_several=True)}
PEOPLE = {"wang": Person(), "qin": Person(), "team": Person(may_overlap=True)}


def frame(people):
    return Frame("2026-05-20", "2026-05-21", "2026-05-22", rooms=ROOMS, people=people)


def placed(starts=None, ends=None, day="2026-05-20", people=(), wants_people=False, **others):
    when = {} if starts is None else {"starts": starts, "ends": ends, "day": day}
    when |= {"last_day": others.pop("last_day", day)} if when else {}
    return Placed(people=tuple(people), wants_people=wants_people, **when, **others)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_the_rules_find(case):
    sessions = [placed(**session) for session in case["sessions"]]
    on_stage = {person for session in sessions for person in session.people}
    people = {key: PEOPLE[key] for key in on_stage}
    people |= {key: Person(**facts) for key, facts in case.get("people", {}).items()}

    found = findings(sessions, frame(people))

    assert [[f.code, f.level, list(f.sessions), f.person, f.room] for f in found] == (
        case["findings"]
    )


minutes = st.integers(0, 40)
sessions = st.lists(
    st.builds(
        dict,
        times=st.none() | st.tuples(minutes, st.integers(1, 20)),
        room=st.sampled_from(["", *ROOMS]),
        people=st.lists(st.sampled_from(sorted(PEOPLE)), max_size=2),
        parent=st.none() | st.integers(0, 3),
    ),
    max_size=14,
)


def program(drawn):
    """Four sub-forums at most, the first ones drawn; a talk is in its sub-forum's room."""
    made = []
    for n, row in enumerate(drawn):
        forum = made[row["parent"]] if row["parent"] is not None and n > 3 else None
        starts, ends = (row["times"][0], sum(row["times"])) if row["times"] else (None, None)
        room = forum.room if forum else row["room"]
        parent = forum.key if forum else ""
        made.append(
            placed(starts, ends, key=str(n), room=room, parent=parent, people=row["people"])
        )
    return made


@given(sessions)
def test_the_sweep_finds_what_a_look_at_every_two_finds(drawn):
    made = program(drawn)
    expected = set()
    for a, b in combinations(made, 2):
        if a.starts is None or b.starts is None or a.key == b.parent or b.key == a.parent:
            continue
        if max(a.starts, b.starts) >= min(a.ends, b.ends):
            continue
        both = frozenset((a.key, b.key))
        if a.room and a.room == b.room and a.room != "foyer":
            expected.add(("room", ERROR, both, "", a.room))
        for person in set(a.people) & set(b.people):
            expected.add(("person", WARNING if person == "team" else ERROR, both, person, ""))

    found = findings(made, frame(PEOPLE))

    assert {
        (f.code, f.level, frozenset(f.sessions), f.person, f.room)
        for f in found
        if f.code in ("room", "person")
    } == expected


@given(sessions)
def test_a_pair_is_told_once_the_earlier_one_first(drawn):
    pairs = list(overlapping_pairs(program(drawn)))

    assert all(first.starts <= second.starts for first, second in pairs)
    assert len({frozenset((a.key, b.key)) for a, b in pairs}) == len(pairs)
