"""The page behind one's personal link: withdrawing, a new link, what it shows."""

import pytest
from django.test import Client

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Registration
from conference.attendance.registering import issue_link
from tests.attendance.replies.filling import FORM, given, make_public, page
from tests.factories import make_registration, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


def test_a_registration_is_withdrawn_by_its_owner(client, form):
    address = client.post(FORM, given(client))["Location"]

    html = page(client.post(f"{address}withdraw/", follow=True))

    assert "This registration is withdrawn." in html
    assert "Withdraw the registration" not in html
    assert Registration.objects.get().status == "cancelled"


def test_withdrawing_works_where_browsers_send_no_origin(form):
    """The page's "no-referrer" makes them send `Origin: null`, which the CSRF check refuses."""
    address = Client().post(FORM, given(Client()))["Location"]
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(f"{address}withdraw/", headers={"origin": "null"})

    assert response.status_code == 302


def test_who_is_signed_in_cannot_withdraw(client, form):
    address = client.post(FORM, given(client))["Location"]
    person = Registration.objects.get()
    check_in(
        person,
        conference=form.conference,
        checkpoint=arrival_checkpoint(form.conference),
        by=None,
        client_id="c",
    )

    html = page(client.post(f"{address}withdraw/"), 409)

    assert "You are signed in already" in html
    assert Registration.objects.get().status == "confirmed"


def test_a_form_whose_own_number_looks_like_an_identity_number_is_taken(client, form):
    response = client.post(FORM, given(client, form_id="7700c0a2c53f491098305030100025ef"))

    assert response.status_code == 302
    assert Registration.objects.count() == 1


def test_a_withdrawn_seat_is_free_again(client, form):
    form.seats = 1
    form.save()
    address = client.post(FORM, given(client))["Location"]
    client.post(f"{address}withdraw/")

    client.post(FORM, given(client, name="李明"))

    assert Registration.objects.get(name="李明").status == "confirmed"


@pytest.mark.parametrize("token", ["x", "x" * 32, "x" * 500, "%00", "..%2f"])
def test_a_link_that_is_nobodys_is_not_found(client, form, token):
    assert client.get(f"/en/r/{token}/").status_code in (400, 404)
    assert client.post(f"/en/r/{token}/withdraw/").status_code in (400, 404)


def test_a_new_link_replaces_the_one_before(client, form):
    address = client.post(FORM, given(client))["Location"]

    token = issue_link(Registration.objects.get())

    assert client.get(address).status_code == 410
    assert client.get(f"/zh-hans/r/{token}/").status_code == 200


def test_ones_own_page_shows_sub_forums_as_published(client, conference):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    make_public(conference)
    forum.title_en = "Changed in the draft"
    forum.save()
    person = make_registration(conference)
    person.sessions.set([forum, make_session(conference, kind="sub-forum", title_en="Secret")])

    html = page(client.get(f"/en/r/{issue_link(person)}/"))

    assert "AI literacy" in html
    assert "Changed in the draft" not in html
    assert "Secret" not in html


def test_ones_own_page_costs_few_queries(client, form, django_assert_max_num_queries):
    address = client.post(FORM, given(client))["Location"]

    with django_assert_max_num_queries(6):
        client.get(address)
