"""Every column with choices is held to them by the database, and refused in words by forms."""

import pytest
from django.apps import apps
from django.db import models

from tests.factories import make_conference, make_participation

OURS = ("conference", "people", "program", "attendance", "news", "alliance")


def columns_with_choices():
    """[(model, field)] of our own tables; those of history keep what there was."""
    return [
        (model, field)
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if "history_id" not in {f.name for f in model._meta.fields}
        for field in model._meta.concrete_fields
        if field.choices
    ]


def held_to(model, field):
    """The values that a constraint of its own allows the column; None without one."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            parts = constraint.condition.children
            if len(parts) == 1 and parts[0][0] == f"{field.name}__in":
                return set(parts[0][1])
    return None


@pytest.mark.parametrize(
    ("model", "field"),
    columns_with_choices(),
    ids=lambda value: getattr(value, "__name__", None) or value.name,
)
def test_a_column_holds_nothing_but_its_choices(model, field):
    values = {value for value, _label in field.flatchoices}

    assert held_to(model, field) == values | ({""} if field.blank else set())


@pytest.mark.django_db
def test_the_database_refuses_an_unknown_category():
    participation = make_participation(make_conference())

    with pytest.raises(Exception, match="participation_category_is_known"):
        type(participation).objects.filter(pk=participation.pk).update(category="vip")
