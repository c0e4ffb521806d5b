"""Questions in the public form and on one's own page: asked, hidden, agreed to, kept."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.attendance.models import Question, Registration
from conference.attendance.questions.presets import PRESETS, USUAL, add_preset
from tests.attendance.replies.filling import FORM, NOW, given, page
from tests.pages import form_data, parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("early"),
    pytest.mark.once(reason="the same rows are written by the same code on both"),
]


@pytest.fixture
def asked(form):
    """The usual questions by their kind."""
    return {question.kind: question for question in add_preset(form, *USUAL)}


def sent(asked, client, **parts):
    """A reply with the parts of its questions: hotel__from=..., diet__diet=..."""
    names = {}
    for name, value in parts.items():
        kind, _sep, part = name.partition("__")
        key = f"question_{asked[kind.replace('_', '-')].pk}"
        names[f"{key}_{part}" if part else key] = value
    return given(client) | names


def errors(response):
    return {
        box.get("id").removeprefix("div_id_"): words(said)
        for box in parsed(response).xpath("//*[starts-with(@id, 'div_id_')]")
        for said in box.xpath(".//*[contains(@class, 'invalid-feedback')]")
    }


def test_what_hangs_on_a_no_is_neither_required_nor_kept(client, asked):
    reply = sent(asked, client, yes_no="no", hotel__from="2026-05-19", hotel__to="nonsense")

    assert client.post(FORM, reply).status_code == 302

    assert Registration.objects.get().answers == {str(asked["yes-no"].pk): False}


def test_what_hangs_on_a_yes_is_required_and_told_at_its_box(client, asked):
    hotel = f"question_{asked['hotel'].pk}"

    refused = client.post(FORM, sent(asked, client, yes_no="yes", hotel__from="2026-05-19"))
    unanswered = client.post(FORM, sent(asked, client))

    assert set(errors(refused)) == {f"{hotel}_to", f"{hotel}_share"}
    assert set(errors(unanswered)) == {f"question_{asked['yes-no'].pk}"}
    assert not Registration.objects.exists()


def test_a_number_is_asked_for_within_its_limits(client, form):
    cars = form.questions.create(kind="number", label_en="Cars", least=1, greatest=20)
    name = f"question_{cars.pk}"

    refused = client.post(FORM, given(client) | {name: "21"})
    kept = client.post(FORM, given(client) | {name: "２０"})

    assert "From 1 to 20." in page(client.get(FORM))
    assert errors(refused) == {name: "Write a number from 1 to 20."}
    assert kept.status_code == 302
    assert Registration.objects.get().answers == {str(cars.pk): 20}


def test_without_a_script_the_page_says_when_something_is_asked(client, asked):
    html = page(client.get(FORM))

    (group,) = parsed(client.get(FORM)).xpath("//*[@data-only-if]")
    assert group.get("data-only-if") == f"question_{asked['yes-no'].pk}"
    assert group.get("data-only-if-any") == '["yes"]'
    assert "Only if “Do you need a hotel room?” is answered with: Yes" in html
    legends = [words(each) for each in parsed(client.get(FORM)).xpath("//legend")]
    assert [each for each in legends if "?" not in each] == [
        *("You", "Travel", "Arrival", "Departure", "Hotel", "Nights", "Meals", "Diet")
    ]


def test_a_legend_of_an_organizer_is_text(client, form):
    form.questions.create(kind="section", label_en="{% now 'Y' %} {{ form }} <b>")
    form.questions.create(kind="arrival", label_en="{{ offer }} <i>", hint_en="{% nothing %}")

    html = page(client.get(FORM))

    assert "{% now &#x27;Y&#x27; %} {{ form }} &lt;b&gt;" in html
    assert "{{ offer }} &lt;i&gt;" in html


def test_sensitive_answers_need_a_consent_of_their_own(client, asked):
    reply = sent(asked, client, yes_no="no", diet__diet="halal")

    refused = client.post(FORM, reply)
    taken = client.post(FORM, reply | {"sensitive": "on"})

    assert "Tick this, or leave" in errors(refused)["sensitive"]
    assert taken.status_code == 302
    person = Registration.objects.get()
    assert person.answers[str(asked["diet"].pk)] == {"kind": "diet", "diet": "halal"}
    assert (person.sensitive_version, person.sensitive_consented_at) == ("7", NOW)


def test_nobody_consents_to_what_they_did_not_say(client, asked):
    client.post(FORM, sent(asked, client, yes_no="no") | {"sensitive": "on"})

    person = Registration.objects.get()
    assert (person.sensitive_version, person.sensitive_consented_at) == ("", None)


def test_on_ones_own_page_everything_stands_and_is_changed(client, asked):
    reply = sent(
        asked,
        client,
        yes_no="yes",
        hotel__from="2026-05-19",
        hotel__to="2026-05-21",
        hotel__share="any",
        arrival__day="2026-05-19",
        arrival__number="g1",
        meals=["2026-05-20 Lunch"],
        diet__diet="vegetarian",
    )
    own = client.post(FORM, reply | {"sensitive": "on"})["Location"]
    hotel, diet = (f"question_{asked[kind].pk}" for kind in ("hotel", "diet"))

    said = words(parsed(client.get(own)).xpath("//dl")[0])
    data = form_data(client.get(f"{own}correct/"))
    again = client.post(f"{own}correct/", data)
    assert Registration.objects.get().history.count() == 1
    with time_machine.travel(NOW, tick=False):
        data = data | {f"{hotel}_to": "2026-05-22", f"{diet}_diet": ""}
        changed = client.post(f"{own}correct/", data)

    assert "2026-05-19 - 2026-05-21 · shared, with anybody" in said
    assert "vegetarian" in said
    assert (again.status_code, changed.status_code) == (302, 302)
    person = Registration.objects.get()
    assert person.answers[str(asked["hotel"].pk)]["to"] == "2026-05-22"
    assert str(asked["diet"].pk) not in person.answers
    assert person.sensitive_consented_at is None


def test_an_answer_to_a_deleted_question_stays_readable(client, form):
    gone = form.questions.create(kind="choice", label_en="Tea?", options_en="Green\nBlack")
    reply = given(client) | {f"question_{gone.pk}": "Green"}
    own = client.post(FORM, reply)["Location"]
    Question.objects.get(pk=gone.pk).delete()

    said = words(parsed(client.get(own)).xpath("//dl")[0])

    assert "Tea?Green" in said
    assert "Tea?" in client.get(f"{own}data.json").content.decode()


def test_an_answer_stands_under_the_words_that_were_answered(client, form, organizer):
    asked = form.questions.create(label_en="Do you come by car?")
    with time_machine.travel(NOW, tick=False):
        own = client.post(FORM, given(client) | {f"question_{asked.pk}": "No"})["Location"]
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        asked.label_en = "Do you need a place to park?"
        asked.save()

    (shown,) = parsed(client.get(own)).xpath("//dl//dt[contains(., 'by car')]")
    told = client.get(f"{own}data.json").json()["answers"]
    correct = page(client.get(f"{own}correct/"))
    person = Registration.objects.get()
    change = f"/admin/attendance/registration/{person.pk}/change/"
    in_admin = page(organizer(form.conference).get(change))

    assert words(shown) == "Do you come by car?reads now: Do you need a place to park?"
    assert told == [{"question": "Do you come by car?", "answer": "No"}]
    assert ("Do you come by car?" in correct, "Do you need a place" in correct) == (False, True)
    assert "Do you come by car?" in in_admin
    assert "reads now: Do you need a place to park?" in in_admin
    # Answered anew it stands under the words of now.
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        person.answers = {str(asked.pk): "Yes"}
        person.save()
    assert "by car" not in page(client.get(own))


def test_somebody_of_another_category_is_asked_their_own(client, form):
    for_all = form.questions.create(label_en="Topic")
    guests = form.questions.create(label_en="Car plate", categories=["guest"])
    own = client.post(FORM, given(client))["Location"]

    as_delegate = page(client.get(f"{own}correct/"))
    Registration.objects.update(category="guest")
    as_guest = page(client.get(f"{own}correct/"))

    names = [f'name="question_{each.pk}"' for each in (for_all, guests)]
    assert [name in as_delegate for name in names] == [True, False]
    assert [name in as_guest for name in names] == [True, True]


def test_a_preset_pressed_twice_asks_once(form):
    first = add_preset(form, *PRESETS)
    again = add_preset(form, *PRESETS)

    assert (len(first), again) == (13, [])
    hotel = form.questions.get(kind="hotel")
    assert hotel.only_if == form.questions.get(label_zh="是否需要安排住宿？").key
    assert [q.position for q in form.questions.all()] == list(range(1, 14))


def test_a_form_of_many_questions_costs_the_same(client, form):
    client.get(FORM)
    counts = []
    for many in (1, 30):
        Question.objects.bulk_create(
            Question(form=form, kind=kind, label_en=f"{kind} {n}", options_en="A", position=n)
            for n in range(many)
            for kind in ("arrival", "hotel", "meals", "choices")
        )
        with CaptureQueriesContext(connection) as found:
            html = page(client.get(FORM))
        counts.append(len(found))
        assert len(re.findall("question_", html)) > many
    assert counts[0] == counts[1]
