"""Rows stay ticked where an action of a list was refused, and on the way back from its page."""

import pytest

from conference.permissions import Role
from tests.factories import make_conference, make_member, make_session
from tests.pages import messages, parsed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a page shows is the same on both databases"),
]
LIST = "/admin/program/session/?conference__id__exact=all"


@pytest.fixture
def sessions(client):
    user = None
    rows = []
    for _n in range(2):
        conference = make_conference()
        user = make_member(conference, Role.ORGANIZER, user=user)
        rows += [make_session(conference, f"{hour:02}:00") for hour in (9, 10)]
    client.force_login(user)
    return rows


def act(client, rows, **said):
    data = {"_selected_action": [row.pk for row in rows], **said}
    return client.post(LIST, data, follow=True)


def ticked(page):
    return {
        int(box) for box in parsed(page).xpath("//input[@name='_selected_action'][@checked]/@value")
    }


@pytest.mark.parametrize("action", ["set_fields", ""])
def test_a_refused_action_leaves_its_rows_ticked_once(client, sessions, action):
    chosen = sessions[1:3]  # of two conferences

    page = act(client, chosen, action=action)

    assert messages(page) and ticked(page) == {row.pk for row in chosen}
    assert ticked(client.get(LIST)) == set()


def test_the_way_back_from_a_page_that_asks_leaves_them_ticked_until_it_is_done(client, sessions):
    chosen = sessions[:2]

    act(client, chosen, action="move_by_minutes")
    back = client.get(LIST)
    act(client, chosen, action="move_by_minutes")
    done = act(client, chosen, action="move_by_minutes", apply="1", minutes="5")

    assert ticked(back) == {row.pk for row in chosen}
    assert "2 sessions were moved." in messages(done) and ticked(done) == set()


@pytest.mark.parametrize("cookie", ["x", "1.x", "-1", "9" * 40, "1." * 5000])
def test_a_made_up_cookie_ticks_nothing_and_breaks_nothing(client, sessions, cookie):
    client.cookies["ticked"] = cookie

    assert client.get(LIST).status_code == 200
