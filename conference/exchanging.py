"""Unique values that rows exchange in one act: judged when all is in, not row by row.

A database refuses the first of two rows that swap their short addresses, and a form that asks it
does too, although the result is right. So the rows of the act are parked for a moment: each stands
under an owner of its own, by a key that no row has (the foreign keys wait for the transaction's
end). Whoever parks rows writes them afterwards, owner included, in the same transaction.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import F, ForeignKey, UniqueConstraint, Value


def unique_rules(model) -> list[UniqueConstraint]:
    return [
        rule
        for rule in model._meta.constraints
        if isinstance(rule, UniqueConstraint) and rule.fields
    ]


def exchanged_names(model) -> set[str]:
    """The fields of the model's unique constraints, without the owner that they have in common."""
    owner = owner_of(model)
    names = {name for rule in unique_rules(model) for name in rule.fields}
    return names - {owner and owner.name}


def owner_of(model) -> ForeignKey | None:
    """The foreign key that all unique constraints of the model name; None where there is none."""
    rules = unique_rules(model)
    for name in rules[0].fields if rules else ():
        field = model._meta.get_field(name)
        if isinstance(field, ForeignKey) and all(name in rule.fields for rule in rules):
            return field
    return None


def park(model, keys) -> None:
    """Take rows out of each other's way. One query; they must be written in this transaction."""
    rows = model._base_manager.filter(pk__in=keys)
    rows.update(**{owner_of(model).attname: -F("pk")})


@contextmanager
def parked(model, keys):
    """While rows are judged that take what these give up; afterwards all stands as before."""
    if not keys:
        yield
        return
    with transaction.atomic():
        park(model, keys)
        yield
        transaction.set_rollback(True)


def said_twice(model, rows, *, changed) -> list[tuple[object, UniqueConstraint]]:
    """[(the later of two rows, the rule they break together)], as they are in memory.

    Rows that are not among the `changed` ones stand as the database has them, and break nothing
    between themselves. What costs queries is asked only of rows that agree with a changed one.
    """
    changed, found = {id(row) for row in changed}, []
    for rule in unique_rules(model):
        names = [model._meta.get_field(name).attname for name in rule.fields]
        alike = {}
        for row in rows:
            alike.setdefault(tuple(getattr(row, name) for name in names), []).append(row)
        for key, group in alike.items():
            if None not in key and len(group) > 1 and any(id(row) in changed for row in group):
                found += [(row, rule) for row in _concerned(rule, group, changed)[1:]]
    return found


def _concerned(rule, rows, changed) -> list:
    """Those of the rows that the rule speaks of; one query, and one for each changed row."""
    if rule.condition is None:
        return rows
    model, kept = type(rows[0]), [row.pk for row in rows if id(row) not in changed]
    there = set()
    if kept:
        standing = model._base_manager.filter(rule.condition, pk__in=kept)
        there.update(standing.values_list("pk", flat=True))
    return [row for row in rows if (_holds(rule, row) if id(row) in changed else row.pk in there)]


def _holds(rule, row) -> bool:
    values = {
        field.name: Value(getattr(row, field.attname), field) for field in row._meta.concrete_fields
    }
    return rule.condition.check(values)
