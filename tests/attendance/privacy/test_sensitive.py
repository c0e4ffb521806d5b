"""Answers about diet and health: masked unless asked for in full, and erased before the rest."""

import pytest
import time_machine
from django.core.management import CommandError, call_command

from conference.attendance.lists.listing import listing_of
from conference.attendance.lists.scopes import Scope
from conference.attendance.lists.wishes import Wish
from conference.attendance.models import DataAccess, Question
from conference.attendance.privacy.sensitive import forget_sensitive, with_sensitive
from tests.factories import at, make_conference, make_registration, make_reply_form

pytestmark = pytest.mark.django_db
DIET = {"kind": "diet", "diet": "halal"}


@pytest.fixture
def asked():
    form = make_reply_form(make_conference(slug="spring"))
    return [
        Question.objects.create(form=form, label_en="Topic"),
        Question.objects.create(form=form, kind="diet", label_en="Diet"),
        Question.objects.create(form=form, label_en="Health", is_sensitive=True),
    ]


def person(asked, **values):
    topic, diet, health = (str(question.pk) for question in asked)
    answers = {topic: "AI", diet: DIET, health: "asthma"}
    return make_registration(asked[0].form.conference, answers=answers, **values)


def column(asked, scope, wish, part):
    conference = asked[0].form.conference
    rows = listing_of(conference, "registrations", scope=scope, wish=wish)
    keys = [each.key for each in rows.columns]
    return [row[keys.index(part)] for row in rows.rows]


FULL = Scope(unmasked=True)


@pytest.mark.parametrize(
    ("scope", "wish", "shown"),
    [
        (FULL, Wish(), ["***", "***"]),
        (FULL, Wish(sensitive=True), ["halal", "asthma"]),
        (Scope(), Wish(sensitive=True), ["***", "***"]),
    ],
)
def test_a_list_shows_them_to_who_may_and_asks(asked, scope, wish, shown):
    person(asked)
    _topic, diet, health = asked

    said = [
        *column(asked, scope, wish, f"question_{diet.pk}_diet"),
        *column(asked, scope, wish, f"question_{health.pk}"),
    ]

    assert said == shown
    assert column(asked, scope, wish, f"question_{asked[0].pk}") == ["AI"]


@pytest.mark.parametrize("many", [1, 3])
def test_they_are_erased_alone_with_their_older_states(asked, many, django_assert_num_queries):
    people = [person(asked) for _n in range(many)]
    asked[2].delete()  # an answer to it is as sensitive as before
    for row in people:
        row.title = "Dean"
        row.save()
    conference = asked[0].form.conference

    with django_assert_num_queries(26):
        assert forget_sensitive(conference) == many

    topic = str(asked[0].pk)
    assert forget_sensitive(conference) == 0
    for row in people:
        row.refresh_from_db()
        assert row.answers == {topic: "AI"}
        assert {tuple(state.answers) for state in row.history.all()} == {(topic,)}
    assert DataAccess.objects.get().many == many


def test_the_command_erases_them_from_the_day_after_on(asked, capsys):
    assert with_sensitive(make_conference()).count() == 0  # which asks nothing
    person(asked)

    with time_machine.travel(at("12:00")), pytest.raises((CommandError, SystemExit)):
        call_command("purge_personal_data", "spring", "--sensitive")
    assert with_sensitive(asked[0].form.conference).count() == 1
    with time_machine.travel(at("12:00").replace(year=2027)):
        call_command("purge_personal_data", "spring", "--sensitive")

    assert "1 person: answers about diet and health" in capsys.readouterr().out
    assert with_sensitive(asked[0].form.conference).count() == 0
