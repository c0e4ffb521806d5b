"""Where badges are chosen: what is missing, how they look, the ways from the list and the desk."""

import pytest

from conference.attendance.badges.colors import USUAL
from conference.attendance.models import BadgeStyle, ExportLog
from tests.attendance.admin.pages import LIST
from tests.factories import make_member, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="a page says the same on both")]
PRINT = "/en/desk/spring/print/"


def test_the_page_tells_how_many_and_who_lacks_an_english_name(
    client, desk, conference, people, given
):
    make_registration(conference, name="李样例", name_en="")
    text = client.get(f"{PRINT}?size=90x55&sheet=a4").content.decode()

    assert "3 badges" in text
    assert "1 person has no English name" in text
    assert "李样例" in text
    assert "badges.pdf?size=90x55&amp;sheet=a4" in text
    assert "badges.png?size=90x55&amp;sheet=a4" in text
    assert "How badges look" not in text
    assert client.get(f"{PRINT}badges.png?size=90x55&sheet=a4").content == b"\x89PNG"
    assert not ExportLog.objects.exists()
    assert "3 table cards" in client.get(f"{PRINT}?paper=table-cards").content.decode()


def test_nobody_is_no_empty_print(client, desk):
    page = client.get(PRINT)

    assert (page.status_code, "Nobody is expected yet" in page.content.decode()) == (200, True)
    assert "badges.png" not in page.content.decode()
    assert client.get(f"{PRINT}badges.pdf")["Content-Type"].startswith("text/html")


def test_a_slip_in_the_numbers_costs_nothing_else_that_was_chosen(client, desk):
    page = client.get(f"{PRINT}?size=cr80&sheet=a4&category=guest&order=unit&new=1&numbers=1-x,2")
    text = page.content.decode()

    assert page.status_code == 422
    assert "“1-x” is no number of a registration" in text
    assert 'value="1-x,2"' in text
    for option in ("cr80", "a4", "guest", "unit"):
        assert f'<option value="{option}" selected>' in text
    assert 'name="new" value="1" checked' in text
    assert "Nobody" not in text
    assert "badges.pdf" not in text


def test_organizers_alone_say_how_badges_look(client, desk, conference):
    colors = {f"color-{category}": color for category, color in USUAL.items()}
    colors["color-expert"] = "#112233"
    values = {"size": "cr80", "paper": "own", **colors}
    assert client.post(PRINT, values).status_code == 403

    client.force_login(make_member(conference, "organizer"))
    assert client.post(PRINT, values | {"color-staff": "red"}).status_code == 400
    assert client.post(PRINT, values | {"size": "a0"}).status_code == 400
    assert not BadgeStyle.objects.exists()
    assert client.post(PRINT, values).status_code == 302
    assert client.post(PRINT, values | {"paper": "a4"}).status_code == 302
    row = BadgeStyle.objects.get()
    assert (row.size, row.paper, row.colors) == ("cr80", "a4", {"expert": "#112233"})


def test_marked_rows_of_the_list_lead_to_their_badges(client, conference, people):
    client.force_login(make_member(conference, "organizer"))
    answer = client.post(
        LIST, {"action": "print_badges", "_selected_action": [row.pk for row in people]}
    )

    assert answer["Location"] == "/en/desk/spring/print/?numbers=1-2&via=admin"


def test_exporters_have_no_such_action(client, conference, people):
    client.force_login(make_member(conference, "exporter"))

    assert "print_badges" not in client.get(LIST).content.decode()


def test_a_walk_in_is_one_press_from_their_badge(client, desk, conference):
    address = "/en/desk/spring/walk-in/"
    values = {"name": "新来者", "checkpoint": "arrival", "client_id": "walk-in-1"}
    answer = client.post(address, values | {"category": "delegate"}, follow=True)
    text = answer.content.decode()

    person = conference.registrations.get()
    assert f'href="{PRINT}badges.pdf?numbers={person.number}"' in text
    assert 'class="answer-qr"' in text
    assert person.code in text
    client.force_login(make_member(conference, "exporter"))
    assert "answer-qr" not in client.get(answer.redirect_chain[-1][0]).content.decode()
