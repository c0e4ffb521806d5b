"""Rows with a place: one mixin for those ordered by hand, one for those that may have a rank."""

import pytest
from django.apps import apps

from conference.ordering import Ordered, PositionField, Ranked
from tests.factories import (
    make_alliance,
    make_conference,
    make_membership,
    make_participation,
    make_reply_form,
    make_room,
    make_session,
)

MODELS = [model for model in apps.get_models() if not model.__name__.startswith("Historical")]


@pytest.mark.django_db
def test_a_new_row_stands_last_among_those_of_its_owner():
    conference, other = make_conference(slug="one"), make_conference(slug="two")
    session = make_session(conference)
    for given in (None, 7, None):
        make_room(conference, position=given)
        session.roles.create(participation=make_participation(conference), position=given)

    assert [room.position for room in conference.rooms.all()] == [1, 7, 8]
    assert [role.position for role in session.roles.all()] == [1, 7, 8]
    assert make_room(other, position=None).position == 1


@pytest.mark.django_db
def test_what_is_added_to_a_form_or_an_alliance_stands_last():
    """Also beside rows of before, which all had a 0."""
    form, alliance = make_reply_form(make_conference()), make_alliance()
    for rows, name in (
        (form.questions, "label_en"),
        (form.conference.checkpoints, "name_en"),
        (alliance.tasks, "name_en"),
        (alliance.tiers, "name_en"),
    ):
        for text, given in (("old", 0), ("older", 0), ("placed", 3), ("new", None)):
            rows.create(position=given, **{name: text})

        assert [str(row) for row in rows.all()] == ["old", "older", "placed", "new"]


@pytest.mark.django_db
def test_who_has_no_rank_stands_after_those_who_have():
    alliance = make_alliance()
    new, second, first = (make_membership(alliance, position=n) for n in (None, 2, 1))

    assert list(alliance.memberships.all()) == [first, second, new]


@pytest.mark.once(reason="reads the models alone")
def test_every_row_with_a_place_has_it_from_the_mixin():
    placed = {
        model
        for model in MODELS
        for field in model._meta.concrete_fields
        if field.name == "position"
    }
    own = {model.__name__ for model in placed if not issubclass(model, Ordered | Ranked)}

    # A session's order counts only while it has no time; PublishedRole copies a release's.
    assert own == {"Session", "PublishedRole"}
    assert {model.__name__ for model in placed if issubclass(model, Ranked)} == {"Membership"}


@pytest.mark.once(reason="reads the models alone")
def test_every_ordered_row_says_among_which():
    fields = {
        model.__name__: model._meta.get_field("position")
        for model in MODELS
        if issubclass(model, Ordered)
    }

    assert {name for name, field in fields.items() if not isinstance(field, PositionField)} == set()
    assert {name for name, field in fields.items() if field.among != "conference"} == {
        "AllianceRole",
        "ArticlePicture",
        "CommitteeMember",
        "HandbookPart",
        "Question",
        "Representative",
        "SessionLink",
        "SessionRole",
        "Task",
        "Tier",
    }
