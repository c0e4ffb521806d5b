"""Older versions in the admin: what comes back, and who changed what."""

import pytest

from conference.permissions import Role
from tests.conference.admin.addresses import ROOMS, SESSIONS
from tests.factories import make_member, make_room, make_session
from tests.pages import form_data

pytestmark = pytest.mark.django_db


def test_an_older_version_comes_back_without_what_the_system_keeps(client, own, other):
    client.force_login(make_member(own, Role.ORGANIZER))
    session = make_session(own, title_en="First title")
    version = session.history.get().pk
    session.title_en = "Second title"
    session.first_published_at = own.history.get().history_date
    session.save()
    address = f"{SESSIONS}{session.pk}/history/{version}/"

    answer = client.post(address, form_data(client.get(address)))

    session.refresh_from_db()
    assert answer.status_code == 302
    assert session.title_en == "First title"
    assert session.first_published_at is not None
    assert session.history.latest().history_user is not None


@pytest.mark.parametrize("version", ["0", "abc", "9" * 30, "-1"])
def test_a_version_that_cannot_be_is_a_404(client, editor, own, version):
    room = make_room(own)

    assert client.get(f"{ROOMS}{room.pk}/history/{version}/").status_code == 404


def test_the_versions_of_one_row_do_not_open_those_of_another(client, editor, own, other):
    mine, theirs = make_room(own), make_room(other)

    answer = client.get(f"{ROOMS}{mine.pk}/history/{theirs.history.get().pk}/")

    assert answer.status_code == 404


def test_history_names_who_changed_what_without_a_link_to_the_account(client, editor, own):
    room = make_room(own, name_en="Hall")
    client.post(
        f"{ROOMS}{room.pk}/change/",
        form_data(client.get(f"{ROOMS}{room.pk}/change/"), name_en="Great hall"),
    )

    page = client.get(f"{ROOMS}{room.pk}/history/")

    content = page.content.decode()
    assert "Hall → Great hall" in " ".join(content.split())
    assert editor.username in content
    assert "/admin/auth/user/" not in content
    assert "style=" not in content
