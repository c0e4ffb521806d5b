"""Scans at a door, told apart by their ids, and what became of them."""

import itertools

_ids = itertools.count(1)


def new_id():
    return f"device-1:{next(_ids)}"
