"""Who was put on the list and replies: one press of an organizer makes both one registration."""

import pytest

from conference.attendance.models import Registration
from conference.permissions import Role
from tests.attendance.replies.full import make_full, send
from tests.factories import make_member, make_registration
from tests.pages import messages, parsed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]

LIST = "/admin/attendance/registration/"


def held(conference, *, phone="", typed=""):
    """(who was put on the list, the reply of the same name and organization)."""
    same = {"name": "王泉", "organization_name": "东北大学", "email": ""}
    listed = make_registration(conference, phone=phone, status="confirmed", **same)
    reply = send(conference.reply_form, "王泉", phone=typed, **same)
    return listed, reply


def press(client, reply):
    page = client.get(f"{LIST}{reply.pk}/change/")
    [button] = parsed(page).xpath("//button[contains(@formaction, '/join/')]")
    return page, client.post(button.get("formaction"), follow=True)


@pytest.mark.parametrize(
    ("phone", "typed", "told", "is_opened"),
    [
        ("13800138000", "138 0013 8000", "e-mail or phone agree", True),
        ("", "13800138000", "only name and organization agree", True),
        ("13800138000", "13900139000", "only name and organization agree", False),
        ("13800138000", "", "only name and organization agree", False),
    ],
)
def test_one_press_keeps_the_seat_and_opens_nothing_to_who_knows_a_name_alone(
    client, phone, typed, told, is_opened
):
    conference, _form = make_full(seats=2)
    client.force_login(make_member(conference, Role.ORGANIZER))
    listed, reply = held(conference, phone=phone, typed=typed)
    token = reply.token_hash

    page, done = press(client, reply)

    assert told in words(parsed(page))
    [row] = Registration.objects.all()
    assert (row.pk, row.number, row.code, row.status) == (
        listed.pk, listed.number, listed.code, "confirmed",
    )  # fmt: skip
    assert not row.held_as_double and row.consented_at
    assert (row.token_hash == token) == is_opened
    assert (row.phone or typed) == (phone or typed)
    assert "王泉 is on the list once now" in messages(done)[0]


def test_what_is_no_double_is_not_joined_and_who_may_not(client):
    conference, _form = make_full(seats=2)
    listed, reply = held(conference)
    other = make_registration(conference, name="李明")
    client.force_login(make_member(conference, Role.EXPORTER))
    refused = client.post(f"{LIST}{reply.pk}/join/{listed.pk}/")
    client.force_login(make_member(conference, Role.ORGANIZER))

    page = client.post(f"{LIST}{reply.pk}/join/{other.pk}/", follow=True)

    assert refused.status_code == 403
    assert "Nothing was joined" in messages(page)[0]
    assert client.get(f"{LIST}{reply.pk}/join/{listed.pk}/").status_code == 302
    assert Registration.objects.count() == 3
