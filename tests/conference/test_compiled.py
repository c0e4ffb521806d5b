"""Queries whose SQL is compiled once."""

import pytest
from django.db.models import F

from conference.compiled import Compiled, part_of
from conference.models import Conference, Room
from tests.factories import make_conference


def rooms_of(slug, at_least):
    return Room.objects.filter(conference__slug=slug, capacity__gte=at_least).annotate(
        its_id=F("conference_id"), begins=F("conference__starts_on"), has=F("conference__slug")
    )


def test_each_question_has_its_own_values(db, django_assert_num_queries):
    compiled = Compiled(rooms_of, slug="?slug", at_least=987_654_321)
    for slug in ("spring", "autumn"):
        conference = make_conference(slug=slug)
        for capacity in (10, 200):
            Room.objects.create(
                conference=conference, slug=f"r{capacity}", name_en="Hall", capacity=capacity
            )

    with django_assert_num_queries(2):
        [room] = compiled.rows(at_least=100, slug="spring")
        assert [row.capacity for row in compiled.rows(slug="autumn", at_least=5)] == [10, 200]

    columns = {"id": "its_id", "starts_on": "begins", "slug": "has"}
    with django_assert_num_queries(0):
        found = part_of(room, Conference, columns)
        assert (found.slug, found.pk) == ("spring", room.conference_id)
    whole = Conference.objects.get(slug="spring")
    assert (found.starts_on, found.name_en) == (whole.starts_on, whole.name_en)


def test_a_mark_that_the_query_does_not_ask_for_is_told(db):
    compiled = Compiled(lambda slug: Room.objects.filter(name_en="a"), slug="?slug")
    with pytest.raises(ValueError, match="slug"):
        compiled.rows(slug="spring")
