"""Who writes what, when two changed one row: laws that hold for any values."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from conference.merging import (
    Outcome,
    in_order_of,
    merged_order,
    merged_set,
    outcome,
    token,
    without_forms,
)

VALUES = st.sampled_from(["a", "b", "c"])
SETS = st.sets(st.integers(1, 6))
ORDERS = st.permutations([1, 2, 3, 4])


@given(seen=VALUES, now=VALUES)
def test_who_changed_nothing_writes_nothing(seen, now):
    assert outcome(seen, seen, now) is Outcome.KEEP


@given(seen=VALUES, mine=VALUES)
def test_who_alone_changed_it_writes_it(seen, mine):
    assert outcome(seen, mine, seen) is (Outcome.KEEP if mine == seen else Outcome.WRITE)


@given(seen=VALUES, mine=VALUES, now=VALUES)
def test_a_person_decides_exactly_where_all_three_differ(seen, mine, now):
    assert (outcome(seen, mine, now) is Outcome.CONFLICT) == (len({seen, mine, now}) == 3)


@given(seen=SETS, mine=SETS, now=SETS)
def test_what_either_added_or_took_away_holds_for_a_set(seen, mine, now):
    merged = merged_set(seen, mine, now)

    assert merged >= (mine - seen) | (now & mine)
    assert not merged & (seen - mine)
    assert merged <= mine | now


@given(seen=SETS, mine=SETS, now=SETS)
def test_it_does_not_matter_who_saves_a_set_first(seen, mine, now):
    assert merged_set(seen, mine, now) == merged_set(seen, now, mine)


@given(seen=ORDERS, mine=ORDERS)
def test_a_row_that_a_colleague_added_stays_behind_its_neighbor(seen, mine):
    now = [*seen, 9]

    merged = merged_order(seen, mine, now)

    assert [key for key in merged if key != 9] == (mine if mine != seen else seen)
    assert merged[merged.index(9) - 1] == seen[-1]


@given(seen=ORDERS, mine=ORDERS, now=ORDERS)
def test_two_orders_that_differ_are_decided_by_a_person(seen, mine, now):
    merged = merged_order(seen, mine, now)

    assert (merged is None) == (mine not in (seen, now) and now != seen)
    assert merged is None or merged == (now if mine == seen else mine)


def test_rows_that_are_gone_are_left_out_of_the_order():
    assert merged_order([1, 2, 3], [3, 2, 1], [1, 3]) == [3, 1]
    assert in_order_of([3, 2, 1], [1, 3, 4]) == [3, 4, 1]


def test_a_choice_holds_for_one_value_alone():
    assert token("Hall") != token("Great hall")
    assert token(["a", 1]) == token(["a", 1])


def test_forms_are_taken_out_of_a_set_and_the_others_numbered_anew():
    data = QueryDict(
        "r-0-id=7&r-1-id=8&r-2-id=9&r-2-name=C&r-2-name=D&r-__prefix__-id=&other-1-id=5"
    )

    kept = without_forms(data, "r", [1])

    assert kept.getlist("r-1-name") == ["C", "D"]
    assert {name: kept[name] for name in kept} == {
        "r-0-id": "7",
        "r-1-id": "9",
        "r-1-name": "D",
        "r-__prefix__-id": "",
        "other-1-id": "5",
    }
