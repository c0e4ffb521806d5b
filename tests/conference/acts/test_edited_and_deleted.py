"""A row deleted in the very save in which something else was written over it."""

import pytest

from conference.acts.undoing import take_back
from conference.models import Act
from conference.permissions import Role
from tests.conference.acts.back import anew
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_role,
    make_session,
)
from tests.pages import form_data

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="forms and history do the same on both databases"),
]


def test_undo_brings_back_what_stood_before_and_not_what_was_written_over_it(client):
    conference = make_conference()
    user = make_member(conference, Role.ORGANIZER)
    session = make_session(conference, "09:00")
    speaker, other = make_participation(conference), make_participation(conference)
    make_role(session, speaker)
    client.force_login(user)
    address = f"/admin/program/session/{session.pk}/change/"
    written = {
        "roles-0-role": "chair", "roles-0-participation": str(other.pk), "roles-0-DELETE": "on",
    }  # fmt: skip

    client.post(address, form_data(client.get(address), **written))
    gone = not session.roles.exists()
    take_back(Act.objects.latest("pk"), by=anew(user))

    assert gone
    [role] = session.roles.all()
    assert (role.participation, role.role) == (speaker, "speaker")
