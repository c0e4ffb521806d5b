"""Two at work on one row: what of it is written, when another changed it since the page was made.

Three values of a field decide: `seen` (what the page was made with), `mine` (what it sends) and
`now` (what the row holds). Rules over plain values, without a database or a form.
"""

import hashlib
import json
import re
from enum import Enum


class Outcome(Enum):
    KEEP = "keep"  # the row has the right value already
    WRITE = "write"
    CONFLICT = "conflict"  # both changed it, to different values: a person decides


def outcome(seen, mine, now) -> Outcome:
    if mine in (seen, now):
        return Outcome.KEEP
    return Outcome.WRITE if now == seen else Outcome.CONFLICT


def merged_set(seen, mine, now) -> set:
    """What one added or took away, applied to what is there now; it cannot conflict."""
    seen, mine, now = set(seen), set(mine), set(now)
    return (now | (mine - seen)) - (seen - mine)


def merged_order(seen, mine, now) -> list | None:
    """The order of all rows of `now`; None where both changed the order, each differently.

    Lists of keys without doubles. Rows that only `now` has, of a colleague, stay behind the row
    they stand behind; rows that are gone are left out.
    """
    common = set(seen) & set(mine) & set(now)
    before, here, there = ([key for key in keys if key in common] for keys in (seen, mine, now))
    decided = outcome(before, here, there)
    if decided is Outcome.CONFLICT:
        return None
    return list(now) if decided is Outcome.KEEP else in_order_of(mine, now)


def in_order_of(chosen, now) -> list:
    """The keys of `now`, those that `chosen` names in its order."""
    there = set(now)
    return woven([key for key in chosen if key in there], now)


def woven(order, others) -> list:
    """`order` with the further keys of `others`, each behind the one it stands behind there."""
    found, placed, previous = list(order), set(order), None
    for key in others:
        if key not in placed:
            found.insert(0 if previous is None else found.index(previous) + 1, key)
        previous = key
    return found


def token(value) -> str:
    """A short name of a plain value: a choice about it holds while the value is the same."""
    written = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


# --- Plain values of rows ------------------------------------------------------------------------


def plain(field, instance):
    """The value of a column as JSON has it; of rows on the other side, their sorted ids."""
    value = field.value_from_object(instance)
    if field.many_to_many:
        return sorted(row.pk for row in value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return field.value_to_string(instance)


def restored(field, value):
    """The value that `plain` made, as a form's initial; ValueError, TypeError or ValidationError
    for what it did not make.
    """
    if field.many_to_many:
        return [int(key) for key in value]
    return (field.target_field if field.is_relation else field).to_python(value)


def without_forms(data, prefix, dropped):
    """A copy of a formset's data or files without the forms of the given numbers."""
    found, dropped = data.copy(), set(dropped)
    numbered = re.compile(rf"{re.escape(prefix)}-(\d{{1,6}})(-.*)", re.ASCII)
    for name in list(found):
        if match := numbered.fullmatch(name):
            number, values = int(match[1]), found.getlist(name)
            del found[name]
            if number not in dropped:
                moved = number - sum(other < number for other in dropped)
                found.setlist(f"{prefix}-{moved}{match[2]}", values)
    return found
