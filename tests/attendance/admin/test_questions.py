"""The questions of a reply form in the admin: order, conditions, the usual ones, the preview."""

import pytest

from conference.attendance.models import Question
from tests.attendance.admin.pages import ADMIN
from tests.attendance.pages import page
from tests.factories import make_member, make_registration, make_reply_form
from tests.pages import form_data, messages

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="forms are judged by the same code on both"),
]


@pytest.fixture
def form(conference):
    return make_reply_form(conference)


@pytest.fixture
def change(form):
    return f"{ADMIN}replyform/{form.pk}/change/"


def ask(form):
    room = form.questions.create(kind="yes-no", label_en="A room?")
    nights = form.questions.create(kind="hotel", label_en="Nights", only_if=room.key)
    return room, nights


def test_a_condition_is_kept_and_the_order_is_dragged(client, organizer, form, change):
    room, nights = ask(form)
    topic = form.questions.create(label_en="Topic")
    data = form_data(client.get(change))
    row = [data[f"questions-{n}-id"] for n in range(3)].index([str(topic.pk)])
    data |= {f"questions-{row}-only_if": room.key, f"questions-{row}-only_if_answer": "no"}
    data |= {f"questions-{row}-categories": ["guest"], f"questions-{row}-position": "2"}
    data |= {f"questions-{1}-position": "3"}

    assert client.post(change, data).status_code == 302

    topic.refresh_from_db()
    assert (topic.only_if, topic.only_if_answer, topic.categories) == (room.key, "no", ["guest"])
    assert list(form.questions.values_list("pk", flat=True)) == [room.pk, topic.pk, nights.pk]


WRONG = [
    ({"questions-1-only_if_answer": "maybe"}, "has no such answer: maybe"),
    ({"questions-0-position": "9"}, "has to stand above this one"),
    ({"questions-0-DELETE": "on"}, "is gone. Choose another"),
    ({"questions-0-kind": "text"}, "has no such answer"),
    ({"questions-1-only_if": "", "questions-1-only_if_answer": "no"}, "Choose the question that"),
    ({"questions-0-kind": "choice"}, "Write what can be chosen"),
    (
        {"questions-1-options_zh": "甲\n乙", "questions-1-options_en": "A"},
        "In Chinese these are 2 options, in English 1.",
    ),
    ({"questions-1-only_if": "NOSUCH"}, "Select a valid choice"),
    ({"questions-1-greatest": "3"}, "Only a number has limits."),
    (
        {"questions-0-kind": "number", "questions-0-greatest": "-1", "questions-1-only_if": ""},
        "The greatest number is below the least one",
    ),
]


@pytest.mark.parametrize(("change_of", "said"), WRONG)
def test_what_no_condition_can_mean_is_told_beside_it(
    client, organizer, form, change, change_of, said
):
    ask(form)
    before = list(Question.objects.values())
    data = form_data(client.get(change)) | change_of

    html = page(client.post(change, data))

    assert said in html
    assert list(Question.objects.values()) == before


def test_a_kind_changes_only_where_its_answers_are_read_on(
    client, conference, organizer, form, change
):
    photo, way, _free = (
        form.questions.create(kind=kind, label_en="What?") for kind in ("file", "text", "text")
    )
    sent = {"kind": "file", "file": "f" * 32, "name": "me.png", "size": 1}
    make_registration(conference, answers={str(photo.pk): sent, str(way.pk): "Tram 4"})
    make_registration(conference, answers={str(way.pk): "6"})
    data = form_data(client.get(change))

    wrong = {"questions-0-kind": "text", "questions-1-kind": "number", "questions-2-kind": "date"}
    html = page(client.post(change, data | wrong))
    before = list(form.questions.values_list("kind", flat=True))
    right = {"questions-1-kind": "long-text", "questions-2-kind": "date"}
    answer = client.post(change, data | right)

    assert "1 person has answered this as “file (image or PDF)”" in html
    assert "1 person has answered this as “short text”" in html
    assert html.count("add a new question for what") == 2
    assert before == ["file", "text", "text"]
    assert answer.status_code == 302
    assert list(form.questions.values_list("kind", flat=True)) == ["file", "long-text", "date"]


def test_the_usual_questions_are_added_with_one_press(client, organizer, form, change):
    answers = [
        client.post(f"{ADMIN}replyform/{form.pk}/usual/", {"preset": "usual"}, follow=True)
        for _press in range(2)
    ]

    assert "9 questions were added at the end." in messages(answers[0])[0]
    assert messages(answers[1]) == ["These questions stand on the form already."]
    assert form.questions.count() == 9
    assert client.post(f"{ADMIN}replyform/{form.pk}/usual/", {"preset": "x"}).status_code == 404
    # What was added is judged right.
    assert client.post(change, form_data(client.get(change))).status_code == 302


def test_the_preview_shows_both_languages_and_a_category(client, organizer, form):
    form.questions.create(kind="arrival", label_zh="抵达", label_en="Arrival")
    form.questions.create(label_en="Car plate", categories=["guest"])

    html = page(client.get(f"{ADMIN}replyform/{form.pk}/preview/"))
    guest = page(client.get(f"{ADMIN}replyform/{form.pk}/preview/?category=guest"))

    assert "抵达" in html
    assert "Arrival" in html
    assert ("Car plate" in html, "Car plate" in guest) == (False, True)
    assert client.get(f"{ADMIN}replyform/{form.pk}/preview/?category=x").status_code == 404


@pytest.mark.parametrize("role", ["editor", "viewer", "exporter"])
def test_others_of_the_team_neither_see_nor_add(client, conference, form, role):
    client.force_login(make_member(conference, role))

    assert client.get(f"{ADMIN}replyform/{form.pk}/preview/").status_code in (403, 404)
    usual = client.post(f"{ADMIN}replyform/{form.pk}/usual/", {"preset": "usual"})
    assert usual.status_code in (403, 404)
    assert not form.questions.exists()
