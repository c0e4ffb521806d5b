"""A page that is refused: no fault is hidden in a fold, and rows stand as they were put."""

import pytest

from conference.models import Hotel
from tests.factories import make_conference, make_member, make_reply_form, make_session
from tests.pages import form_data, parsed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="pages are drawn by the same code on both"),
]

QUESTIONS = "/admin/attendance/replyform/{}/change/"


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def organizer(client, conference):
    client.force_login(make_member(conference, "organizer"))


def hidden_faults(response):
    return parsed(response).xpath("//details[not(@open)]//ul[contains(@class, 'errorlist')]")


def faults(response):
    return parsed(response).xpath("//form//ul[contains(@class, 'errorlist')]")


def drawn_ids(response, prefix):
    name = f"starts-with(@name, '{prefix}-') and not(contains(@name, '__prefix__'))"
    rows = parsed(response).xpath(
        f"//input[{name} and substring(@name, string-length(@name) - 2) = '-id']"
    )
    return [row.get("value") for row in rows]


def test_rows_stand_as_they_were_dragged_and_the_fault_is_in_the_open(
    client, organizer, conference
):
    form = make_reply_form(conference)
    room = form.questions.create(kind="yes-no", label_en="A room?")
    nights = form.questions.create(kind="hotel", label_en="Nights", only_if=room.key)
    topic = form.questions.create(label_en="Topic")
    change = QUESTIONS.format(form.pk)
    data = form_data(client.get(change))
    places = {nights.pk: 1, topic.pk: 2, room.pk: 3}
    by_row = {int(data[f"questions-{n}-id"][0]): n for n in range(3)}
    data |= {f"questions-{by_row[pk]}-position": str(place) for pk, place in places.items()}
    new = {"label_en": "New", "kind": "text", "is_required": "", "position": "", "id": ""}
    data |= {f"questions-3-{name}": value for name, value in new.items()}
    data["questions-TOTAL_FORMS"] = "4"

    refused = client.post(change, data)

    assert "has to stand above this one" in refused.content.decode()
    assert faults(refused)
    assert not hidden_faults(refused)
    assert drawn_ids(refused, "questions") == [*map(str, places), None]
    # The other questions stay folded, and what is seen is what a second Save sends.
    assert len(parsed(refused).xpath("//details[.//*[contains(@name, '-only_if_answer')]]")) == 4
    again = form_data(refused)
    sent = {
        again[f"questions-{by_row[pk]}-id"][0]: again[f"questions-{by_row[pk]}-position"][0]
        for pk in places
    }
    assert sent == {str(pk): str(place) for pk, place in places.items()}
    again[f"questions-{by_row[nights.pk]}-only_if"] = [""]
    assert client.post(change, again).status_code == 302
    saved = list(form.questions.values_list("label_en", flat=True))
    assert saved == ["Nights", "Topic", "A room?", "New"]


def test_a_fault_in_a_fold_of_the_page_itself_is_in_the_open(client, organizer, conference):
    session = make_session(conference, "09:00")
    change = f"/admin/program/session/{session.pk}/change/"
    data = form_data(client.get(change)) | {"position": "many"}

    refused = client.post(change, data)

    assert faults(refused)
    assert not hidden_faults(refused)


def test_a_fault_of_all_rows_of_a_fold_is_in_the_open(client, organizer, conference):
    """A colleague deleted the hotel that one has changed."""
    hotel = Hotel.objects.create(conference=conference, name_en="Inn")
    change = f"/admin/conference/conference/{conference.pk}/change/"
    data = form_data(client.get(change)) | {"hotels-0-name_en": "Grand Inn"}
    hotel.delete()

    refused = client.post(change, data)

    assert "Grand Inn" in refused.content.decode()
    assert faults(refused)
    assert not hidden_faults(refused)
