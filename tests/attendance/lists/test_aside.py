"""Rows that wait for their order: given back in it, and not held in memory."""

import tracemalloc

from conference.attendance.lists.aside import Aside

ROWS = 4_000


def test_they_come_back_in_order_and_as_they_came_where_it_says_nothing():
    aside = Aside()
    for name, day in (("A", "21"), ("B", "20"), ("C", "21"), ("D", "20")):
        aside.add((day, False), {"name": name, "day": day, "wants": None})

    found = list(aside)

    assert [row["name"] for row in found] == ["B", "D", "A", "C"]
    assert found[0] == {"name": "B", "day": "20", "wants": None}
    assert list(Aside()) == []


def test_what_they_say_is_not_kept_in_memory():
    tracemalloc.start()
    aside = Aside()
    for number in range(ROWS):
        aside.add((f"2026-05-{number % 3}", "Inn"), {"name": f"{number}" * 100, "no": number})
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most / ROWS < 250  # bytes each; a row itself takes 600
    assert sum(1 for _row in aside) == ROWS
