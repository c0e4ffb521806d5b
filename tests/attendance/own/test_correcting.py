"""People correct their own data: until the form closes, once, and never past somebody else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from conference.attendance.models import Registration
from conference.attendance.registering import issue_link, set_status
from conference.models.acts import Act
from conference.people.models import Organization
from tests.attendance.replies.filling import page
from tests.factories import make_registration
from tests.pages import form_data

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("early"),
    pytest.mark.once(reason="the same rows are written by the same code on both"),
]


def test_corrected_data_are_kept_with_what_they_were(client, form, own):
    Organization.objects.create(name_zh="东北大学")
    arrives = form.questions.create(kind="yes-no", label_en="Will you stay for dinner?")
    sent = form_data(client.get(f"{own}correct/"), name="曾智伟", organization_name="东北大学")

    response = client.post(f"{own}correct/", sent | {f"question_{arrives.pk}": "no"}, follow=True)

    person = Registration.objects.get()
    assert "Your data are changed." in page(response)
    assert (person.name, person.organization.name_zh) == ("曾智伟", "东北大学")
    assert person.answers == {str(arrives.pk): False}
    assert person.sort_name.startswith("zeng zhi")
    assert [version.name for version in person.history.all()] == ["曾智伟", "曾志伟"]
    assert Act.objects.filter(words="Somebody corrected their own registration").count() == 1


def test_a_second_tap_changes_nothing_more_and_is_answered_like_the_first(client, own):
    sent = form_data(client.get(f"{own}correct/"), title="副教授")

    answers = [client.post(f"{own}correct/", sent) for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Registration.objects.get().history.count() == 2


def test_what_another_window_changed_is_told_and_nothing_typed_is_lost(client, own):
    first, second = (form_data(client.get(f"{own}correct/")) for _window in range(2))
    client.post(f"{own}correct/", first | {"title": "副教授"})

    answer = client.post(f"{own}correct/", second | {"phone": "+44 7700 900555"})

    html = page(answer, 409)
    assert "changed meanwhile" in html
    assert "Position or title: 副教授" in html
    assert Registration.objects.get().phone == "+44 7700 900123"
    again = form_data(answer)
    assert again["phone"] == ["+44 7700 900555"]
    client.post(f"{own}correct/", again | {"title": "副教授"})
    person = Registration.objects.get()
    assert (person.phone, person.title) == ("+44 7700 900555", "副教授")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "This field is required."),
        ("phone", "", "Give a phone number or an e-mail address."),
        ("email", "not an address", "Enter a valid email address."),
        ("name", "王\n芳" * 100, "at most 120"),
    ],
)
def test_what_the_reply_form_would_refuse_is_refused_here(client, form, own, field, value, says):
    sent = form_data(client.get(f"{own}correct/"), email="")

    html = page(client.post(f"{own}correct/", sent | {field: value}), 422)

    assert says in html
    assert Registration.objects.get().history.count() == 1


def test_after_the_form_closed_nothing_is_changed_and_the_page_says_so(client, form, own):
    sent = form_data(client.get(f"{own}correct/"), title="副教授")

    with time_machine.travel(form.closes_at + timedelta(seconds=1), tick=False):
        html = page(client.post(f"{own}correct/", sent), 409)
        shown = page(client.get(own))

    assert "Registration is closed" in html
    assert 'value="副教授"' in html
    assert "Correct my data" not in shown
    assert Registration.objects.get().title == "教授"


def test_who_has_withdrawn_changes_nothing_in_a_tab_that_is_still_open(client, form, own):
    sent = form_data(client.get(f"{own}correct/"), title="副教授")
    client.post(f"{own}withdraw/")

    assert "holds no seat any more" in page(client.post(f"{own}correct/", sent), 409)
    assert Registration.objects.get().title == "教授"


def test_the_link_alone_is_the_right_and_leads_to_one_person(client, form, own):
    other = make_registration(form.conference, name="李明", title="院长")
    token = issue_link(other)
    strict = Client(enforce_csrf_checks=True)

    sent = form_data(strict.get(f"/en/r/{token}/correct/"), title="副院长")
    sent |= {"phone": "+44 7700 900777"}
    answer = strict.post(f"/en/r/{token}/correct/", sent, headers={"origin": "null"})

    other.refresh_from_db()
    assert (answer.status_code, other.title) == (302, "副院长")
    assert Registration.objects.exclude(pk=other.pk).get().title == "教授"
    assert strict.get("/en/r/nobody/correct/").status_code == 404
    for address in (own, f"{own}correct/", f"{own}data.json"):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_a_status_that_an_organizer_gives_meanwhile_is_kept(client, form, own):
    sent = form_data(client.get(f"{own}correct/"), title="副教授")
    set_status(form.conference, [Registration.objects.get()], "pending")

    client.post(f"{own}correct/", sent)

    person = Registration.objects.get()
    assert (person.title, person.status) == ("副教授", "pending")
