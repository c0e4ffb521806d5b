"""A site with a bit of everything that a backup must carry."""

import pytest

from conference.images import kept
from tests.factories import (
    PDF,
    make_alliance,
    make_conference,
    make_link,
    make_membership,
    make_organization,
    make_participation,
    make_registration,
    make_role,
    make_room,
    make_session,
    make_user,
)


@pytest.fixture
def site(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    conference = make_conference(slug="spring", name_zh="春季研讨会", name_en="Spring “symposium”")
    room = make_room(conference, name_zh="𠮷野厅", floor_en="line\nbreak\tand 'quotes' \\")
    session = make_session(conference, "09:00", "09:30", room=room)
    make_role(session, make_participation(conference))
    make_link(session, is_released=True, url="", file=kept(PDF, "pdf"))
    make_membership(make_alliance(), make_organization(name_en="Member"))
    registration = make_registration(conference, answers={"1": ["a", "b"], "2": None})
    registration.sessions.add(make_session(conference, kind="sub-forum"))
    make_user("keeper", is_superuser=True)
    return conference
