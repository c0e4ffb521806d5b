"""The admin's menu by work: each page has its place, and the one that one is at is marked."""

import pytest
from django.contrib import admin
from django.test.utils import override_script_prefix
from django.urls import reverse

from conference.permissions import Role
from conference.program.release.publishing import publish
from config.office.menu import DECLARED, MENU, Page
from tests.factories import (
    make_alliance,
    make_conference,
    make_member,
    make_room,
    make_secretary,
    make_user,
)
from tests.pages import form_data, parsed, words


def test_each_model_of_the_admin_has_its_place_in_the_menu():
    registered = [model._meta.label_lower for model in admin.site._registry]

    assert sorted(set(registered) - DECLARED) == []
    assert sorted(DECLARED - set(registered)) == []
    assert len(DECLARED) == sum(len(group.models) for group in MENU)  # each once


def test_each_other_page_of_the_menu_is_there():
    pages = [page for group in MENU for page in group.pages if isinstance(page, Page)]

    for page in pages:
        assert reverse(page.name, args=["1" if page.by == "pk" else "slug"])


def menu(page):
    """{group: [(entry, whether one is there)]}"""
    return {
        words(group.xpath("summary")[0]): [
            (words(link), link.get("aria-current")) for link in group.xpath(".//li/a")
        ]
        for group in parsed(page).xpath("//nav[@id='menu']/details")
    }


@pytest.mark.django_db
@pytest.mark.once(reason="the menu is made in Python")
def test_the_menu_leads_to_what_the_account_may_open_and_marks_the_place(client):
    conference = make_conference()
    room = make_room(conference)
    client.force_login(make_member(conference, Role.ORGANIZER))

    found = menu(client.get(f"/admin/conference/room/{room.pk}/change/"))

    assert list(found) == [
        "Agenda", "People", "Registration", "Door", "Publish", "Papers", "News", "Settings",
    ]  # fmt: skip
    current = [entry for entries in found.values() for entry in entries if entry[1]]
    assert current == [("Rooms", "true")]
    assert ("Publish", None) in found["Publish"]
    assert menu(client.get(f"/admin/program/publish/{conference.pk}/"))["Publish"][1] == (
        "Publish",
        "page",
    )
    client.force_login(make_member(conference, Role.VIEWER))
    read = menu(client.get("/admin/"))
    assert "Registration" not in read
    assert "Publish" not in dict(read["Publish"])
    client.force_login(make_secretary(make_alliance()))
    assert [label for label, _here in menu(client.get("/admin/"))["Alliance"]] == [
        "Alliances",
        "Memberships",
        "Secretary invitations",
    ]
    client.force_login(make_user(is_superuser=True))
    assert ("Users", None) in menu(client.get("/admin/"))["Settings"]


@pytest.mark.django_db
@pytest.mark.once(reason="the menu is made in Python")
def test_the_menu_knows_new_rights_and_another_place_of_the_site_at_once(client):
    user = make_member(make_conference(), Role.VIEWER)
    client.force_login(user)
    assert "Registration" not in menu(client.get("/admin/"))

    user.team_memberships.update(role=Role.ORGANIZER)

    assert "Registration" in menu(client.get("/admin/"))
    with override_script_prefix("/below/"):
        links = parsed(client.get("/admin/")).xpath("//nav[@id='menu']//li/a/@href")
        assert len(links) > 20
        assert [link for link in links if not link.startswith("/below/")] == []


@pytest.mark.django_db
@pytest.mark.once(reason="a message is made in Python")
def test_after_a_save_the_page_says_what_comes_next(client):
    conference = make_conference()
    client.force_login(make_member(conference, Role.ORGANIZER))

    def next_of(address, **values):
        page = client.post(address, form_data(client.get(address), **values), follow=True)
        return parsed(page).xpath("//li[@class='next info']/a/@href")

    needs = f"/admin/?conference__id__exact={conference.pk}"
    added = next_of("/admin/program/session/add/", title_en="Opening", kind="talk")
    session = conference.sessions.get()
    change = f"/admin/program/session/{session.pk}/change/"
    assert added == [f"{change}#roles-group", needs]
    room = next_of("/admin/conference/room/add/", name_en="Hall")
    assert room == [f"/admin/conference/room/add/?conference={conference.pk}", needs]
    assert next_of(change, title_en="Opening address") == [needs]
    publish(conference)
    review = f"/admin/program/publish/{conference.pk}/"
    assert next_of(change, title_en="Opening words") == [review, needs]
    popup = client.post(
        "/admin/conference/room/add/?_popup=1", {"name_en": "Foyer", "position": 2, "_popup": 1}
    )
    assert popup.status_code == 200
    assert client.get(needs).status_code == 200
