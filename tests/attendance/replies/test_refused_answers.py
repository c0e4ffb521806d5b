"""Answers to what was never offered, or is no longer: told at their field."""

import re

import pytest

from conference.attendance.models import Question, Registration
from tests.attendance.replies.filling import FORM, given, make_public
from tests.factories import make_conference, make_session
from tests.pages import parsed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


def errors_beside(response, name):
    """The sentences beside a box of the form."""
    found = parsed(response).xpath(
        f"//*[@id='div_id_{name}']//*[contains(@class, 'invalid-feedback')]"
    )
    return [words(item) for item in found]


def typed(response):
    return dict(parsed(response).forms[-1].form_values())


def wrong_answers(form, client):
    """{name: what is sent to it, that its page never offered}"""
    conference = form.conference
    forums = [make_session(conference, "10:00", kind="sub-forum") for _ in range(2)]
    other = make_session(make_conference(), "10:00", kind="sub-forum")
    make_public(conference)
    meal = Question.objects.create(form=form, kind="yes-no", label_en="Meal")
    how = Question.objects.create(form=form, kind="choice", label_en="How", options_en="On site")
    return [
        ("sessions", other.code, "not offered here"),
        ("sessions", "NOSUCH", "not offered here"),
        ("sessions", str(forums[0].pk), "not offered here"),
        ("sessions", [forum.code for forum in forums], "at the same time. Choose one."),
        (f"question_{meal.pk}", "perhaps", "Answer yes or no."),
        (f"question_{how.pk}", "By <b>boat</b>", "“By <b>boat</b>” is not offered here"),
        (f"question_{how.pk}", "x" * 100_000, "is not offered here"),
        ("title", ["Professor", "Dean"], "came twice"),
        ("email", ["a@example.org", "b@example.org"], "came twice"),
        ("consent", ["", "on"], "came twice"),
    ]


@pytest.mark.parametrize("n", range(10))
def test_what_the_page_never_offered_is_told_at_its_field(client, form, n):
    name, value, said = wrong_answers(form, client)[n]
    fields = given(client) | {name: value}

    answer = client.post(FORM, fields)
    chinese = client.post(FORM.replace("/en/", "/zh-hans/"), fields)

    assert (answer.status_code, chinese.status_code) == (422, 422)
    assert any(said in error for error in errors_beside(answer, name))
    assert re.search("[\u4e00-\u9fff]", "".join(errors_beside(chinese, name)))
    assert typed(answer)["name"] == "曾志伟"
    assert len(answer.content) < 60_000
    assert not Registration.objects.exists()


def test_the_same_twice_over_is_said_once(client, form):
    response = client.post(FORM, given(client, title=["教授", "教授"]))

    assert response.status_code == 302


@pytest.mark.parametrize("name", ["sessions", "question_7"])
def test_an_answer_to_what_is_no_longer_asked_is_told_and_then_let_go(client, form, name):
    answer = client.post(FORM, given(client) | {name: "Reading"})

    told = words(parsed(answer).xpath("//*[@role='alert']")[0])
    assert answer.status_code == 422
    assert "send it again" in told
    assert ("Reading" in told) == (name != "sessions")
    assert not Registration.objects.exists()
    assert client.post(FORM, typed(answer) | {"consent": "on"}).status_code == 302


def test_an_option_taken_away_meanwhile_is_named(client, form):
    how = Question.objects.create(
        form=form, kind="choice", label_en="How", options_en="Online\nOn site"
    )
    fields = given(client, **{f"question_{how.pk}": "Online"})
    Question.objects.update(options_en="On site")

    answer = client.post(FORM, fields)

    (said,) = errors_beside(answer, f"question_{how.pk}")
    assert said == "“Online” is not offered here, or no longer. Choose again."


def test_a_sub_forum_cancelled_meanwhile_is_told_and_the_others_stay_chosen(
    client, form, conference
):
    first, second = (
        make_session(conference, clock, kind="sub-forum") for clock in ("10:00", "16:00")
    )
    make_public(conference)
    fields = given(client, sessions=[first.code, second.code])
    first.status = "cancelled"
    first.save()
    make_public(conference)

    answer = client.post(FORM, fields)

    # The one that is left runs beside nothing, so it may be chosen alone.
    assert "not offered here, or no longer" in " ".join(errors_beside(answer, "sessions"))
    assert parsed(answer).xpath(f"//input[@value='{second.code}']/@checked")
