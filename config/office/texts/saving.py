"""What somebody wrote beside a text, and what becomes of it: saved, refused, or somebody else's."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from conference.forms import LinesField, TypedField
from config.office.texts.units import Unit

MEANWHILE, REFUSED, NOT_YOURS = "meanwhile", "refused", "not yours"


@dataclass(frozen=True)
class Given:
    """One side of a text as somebody wrote it; `stamp` is that of what they saw."""

    unit: Unit
    side: str
    values: tuple[str, ...]
    stamp: str

    @property
    def now(self) -> str:
        """What stands there."""
        return self.unit.text(self.side)


@dataclass(frozen=True)
class Left:
    """One side that was not saved, and why; what was written stays theirs."""

    given: Given
    reason: str
    message: str


@dataclass
class Outcome:
    """`same` says what stands there already: sent again after an answer was lost, say."""

    saved: list[Given] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    same: list[Given] = field(default_factory=list)


def judged(given: list[Given]) -> Outcome:
    """What would be saved, with the values as they are kept, and what would not. What says the same
    as stands there is nothing. A query for each text of a row that must have one.
    """
    outcome = Outcome()
    for one in given:
        if one.values == one.unit.values(one.side):
            outcome.same.append(one)
            continue
        if not one.unit.may_edit:
            outcome.left.append(Left(one, NOT_YOURS, _not_yours()))
            continue
        try:
            values = tuple(
                _cleaned(one.unit.row._meta.get_field(column), value)
                for column, value in zip(one.unit.columns[one.side], one.values, strict=True)
            )
        except ValidationError as error:
            outcome.left.append(Left(one, REFUSED, " ".join(error.messages)))
            continue
        if values == one.unit.values(one.side):
            outcome.same.append(one)
            continue
        if one.stamp != one.unit.stamp(one.side):
            outcome.left.append(Left(one, MEANWHILE, _meanwhile()))
            continue
        outcome.saved.append(Given(one.unit, one.side, values, one.stamp))
    return _by_the_rules(outcome)


def save(given: list[Given], *, by) -> Outcome:
    """Judge, and write what passes: each row is saved once, with its history. The units have to be
    read in the transaction of this call.
    """
    with transaction.atomic():
        outcome = judged(given)
        rows: dict[models.Model, set[str]] = defaultdict(set)
        for one in outcome.saved:
            rows[one.unit.row] |= _write(one)
        for row, columns in rows.items():
            row._history_user = by
            row.save(update_fields=columns)
    return outcome


def _write(given) -> set[str]:
    columns = given.unit.columns[given.side]
    for column, value in zip(columns, given.values, strict=True):
        setattr(given.unit.row, column, value)
    return set(columns)


def _cleaned(column: models.Field, value: str) -> str:
    """As the admin's form reads it."""
    kind = LinesField if isinstance(column, models.TextField) else TypedField
    text = kind(required=False, max_length=column.max_length).clean(value)
    column.run_validators(text)
    return text


def _by_the_rules(outcome: Outcome) -> Outcome:
    """Without what a rule of the row forbids: no text in either language, say."""
    by_row = defaultdict(list)
    for one in outcome.saved:
        by_row[one.unit.row].append(one)
    for row, changes in by_row.items():
        before = {c: getattr(row, c) for one in changes for c in one.unit.columns[one.side]}
        for one in changes:
            _write(one)
        touched = {c for one in changes for side in one.unit.columns.values() for c in side}
        left_out = {f.name for f in row._meta.get_fields() if f.name not in touched}
        try:
            row.validate_constraints(exclude=left_out)
        except ValidationError as error:
            message = " ".join(error.messages)
            outcome.saved = [one for one in outcome.saved if one.unit.row is not row]
            outcome.left += [Left(one, REFUSED, message) for one in changes]
        for column, value in before.items():
            setattr(row, column, value)
    return outcome


def _meanwhile():
    return _("Somebody changed this text meanwhile. Compare, and write yours again.")


def _not_yours():
    return _("You may not change this one: other conferences use it too, or it is a setting.")
