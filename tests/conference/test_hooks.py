"""The one shape by which an app asks those above it."""

import importlib
import pkgutil

import pytest

import conference as house
from conference.hooks import Hook


def test_each_that_joined_is_asked_in_turn_and_once():
    hook: Hook[[int], str] = Hook("What is it?")
    hook.join(lambda number: f"first {number}")

    def second(number):
        return None if number > 1 else "second"

    hook.join(second)
    hook.join(second)

    assert hook.ask(1) == ["first 1", "second"]
    assert hook.ask(2) == ["first 2"]


def test_a_hook_that_nobody_joined_has_no_answers():
    assert Hook("Is anybody there?").ask() == []


def test_no_is_an_answer_and_nothing_is_none():
    hook: Hook[[], bool | None] = Hook("May they?")
    hook.join(lambda: False)
    hook.join(lambda: None)

    assert hook.ask() == [False]


def hooks():
    """{name: hook} of every hook of our modules."""
    found = {}
    for module in pkgutil.walk_packages(house.__path__, "conference."):
        if ".migrations" in module.name or ".management" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Hook) and value not in found.values():
                found[name] = value
    return found


@pytest.mark.once(reason="reads the source alone")
def test_every_hook_was_joined_by_an_app_above():
    found = hooks()

    assert sorted(found) == [
        *(
            "AFTERWARDS",
            "ALLIANCES",
            "CHORES",
            "DIRECTORY_USERS",
            "DRAFT",
            "EXPECTING",
            "GAPS",
            "GUESTS",
            "HOME",
        ),
        *("KINDS", "LEFT", "LIST_READERS", "MEMBERS", "MERGING"),
        *("NAMELESS", "NOTICES", "OCCASIONS", "OFFERS"),
        *("PARTICIPANTS", "REGISTRATIONS", "ROLES", "SHOWN", "SHOWN_IN_FULL", "STOP", "SWEEPS"),
        *("WAITING", "WRITTEN"),
    ]
    assert [name for name, hook in found.items() if not hook.joined] == []
