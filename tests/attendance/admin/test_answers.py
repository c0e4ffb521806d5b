"""An organizer corrects what somebody answered: the questions of the person's category."""

import pytest

from conference.attendance.models import Registration
from tests.factories import make_conference, make_member, make_registration, make_reply_form
from tests.pages import parsed, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="the same rows are written by the same code on both"),
]


@pytest.fixture
def asked():
    form = make_reply_form(make_conference(slug="spring"))
    make = form.questions.create
    return {
        "topic": make(label_en="Topic", is_required=True),
        "plate": make(label_en="Car plate", categories=["guest"]),
        "hours": make(label_en="Teaching hours", categories=["delegate"]),
        "diet": make(label_en="Diet", kind="diet"),
    }


@pytest.fixture
def guest(asked):
    conference = asked["topic"].form.conference
    answers = {
        str(asked["topic"].pk): "AI",
        str(asked["hours"].pk): "12",
        str(asked["diet"].pk): {"kind": "diet", "diet": "halal"},
    }
    return make_registration(conference, category="guest", answers=answers)


@pytest.fixture
def page(client, guest):
    client.force_login(make_member(guest.conference, "organizer"))
    return f"/admin/attendance/registration/{guest.pk}/answers/"


def names(response):
    boxes = parsed(response).xpath("//form[@method='post']//*[@name]/@name")
    return {name for name in boxes if name.startswith("question_")}


def form_data(response):
    """What a browser would send of the page's own form, unchanged."""
    (form,) = parsed(response).xpath("//main//form")
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    del data["csrfmiddlewaretoken"]
    return data


def test_the_questions_of_the_category_are_asked_but_for_the_sensitive_ones(client, asked, page):
    shown = client.get(page)
    change = client.get(page.replace("answers/", "change/"))

    assert names(shown) == {f"question_{asked[name].pk}" for name in ("topic", "plate")}
    assert "everybody gives them" in words(parsed(shown).xpath("//main")[0])
    assert parsed(change).xpath(f'//a[@href="{page}"]')


@pytest.mark.parametrize(
    ("kind", "answer"), [("choice", "Both days"), ("choices", ["Bus", "Both days"])]
)
def test_an_option_worded_otherwise_since_stays_the_answer(
    client, asked, guest, page, kind, answer
):
    ways = {"options_zh": "全程\n班车", "options_en": "Both days\nBus"}
    form = asked["topic"].form
    question = form.questions.create(label_en="How", kind=kind, is_required=True, **ways)
    key = str(question.pk)
    guest.answers |= {key: answer}
    guest.save(update_fields=["answers"])
    type(question).objects.filter(pk=key).update(options_en="The whole time\nBus")
    shown = client.get(page)
    topic = f"question_{asked['topic'].pk}"

    done = client.post(page, form_data(shown) | {topic: "Maps"}, follow=True)

    assert "Both days (not offered any more)" in shown.content.decode()
    guest.refresh_from_db()
    assert done.status_code == 200
    assert (guest.answers[key], guest.answers[topic.removeprefix("question_")]) == (answer, "Maps")


def test_what_is_saved_leaves_the_rest_and_is_in_the_history(client, asked, guest, page):
    data = form_data(client.get(page))
    plate, topic = (f"question_{asked[name].pk}" for name in ("plate", "topic"))

    done = client.post(page, data | {plate: "辽B·12345", topic: ""}, follow=True)

    guest.refresh_from_db()
    assert guest.answers == {
        str(asked["plate"].pk): "辽B·12345",
        str(asked["hours"].pk): "12",
        str(asked["diet"].pk): {"kind": "diet", "diet": "halal"},
    }
    assert guest.history.first().history_user.team_memberships.exists()
    assert "are saved" in words(parsed(done).xpath("//main")[0])
    assert "Undo" in done.content.decode()


def test_what_was_changed_meanwhile_is_told_and_saved_by_the_next_press(client, asked, guest, page):
    data = form_data(client.get(page))
    topic = f"question_{asked['topic'].pk}"
    Registration.objects.filter(pk=guest.pk).update(answers={str(asked["topic"].pk): "Robots"})

    refused = client.post(page, data | {topic: "AI in class"})
    again = client.post(page, form_data(refused))

    assert refused.status_code == 409
    assert "Topic: Robots" in words(parsed(refused).xpath("//main")[0])
    assert again.status_code == 302
    guest.refresh_from_db()
    assert guest.answers == {str(asked["topic"].pk): "AI in class"}


def test_a_wrong_answer_is_told(client, asked, guest, page):
    form = asked["topic"].form
    day = form.questions.create(label_en="Day", kind="date")

    wrong = client.post(page, form_data(client.get(page)) | {f"question_{day.pk}": "soon"})

    assert wrong.status_code == 422
    assert "Nothing has been changed yet" in words(parsed(wrong).xpath("//main")[0])


@pytest.mark.parametrize(("role", "status"), [("exporter", 403), ("editor", 403)])
def test_who_may_only_read_corrects_nothing(client, guest, role, status):
    client.force_login(make_member(guest.conference, role))
    there = f"/admin/attendance/registration/{guest.pk}/"

    assert client.get(f"{there}answers/").status_code == status
    assert f"{there}answers/" not in client.get(f"{there}change/").content.decode()
