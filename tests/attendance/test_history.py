"""What is kept of a registration's and a team's changes: old and new value, who and when."""

import pytest

from conference.attendance.models import Registration
from conference.models import TeamMember
from conference.permissions import Role
from tests.factories import make_conference, make_member, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


def test_an_act_on_many_registrations_is_kept_with_old_and_new_value(client, conference):
    organizer = make_member(conference, Role.ORGANIZER)
    client.force_login(organizer)
    row = make_registration(conference, status="pending")

    client.post(
        "/admin/attendance/registration/",
        {"action": "confirm", "_selected_action": [row.pk], "index": "0"},
    )

    latest, first = row.history.all()
    assert (first.status, latest.status) == ("pending", "confirmed")
    assert latest.history_user == organizer
    page = client.get(f"/admin/attendance/registration/{row.pk}/history/")
    assert page.status_code == 200
    assert "confirmed" in page.content.decode()


def test_history_holds_nothing_that_signs_in_or_is_private():
    kept = {field.name for field in Registration.history.model._meta.fields}

    assert not kept & {"code", "token_hash", "phone", "phone_digits", "email", "search"}


def test_a_role_given_and_taken_is_kept(conference):
    make_member(conference, Role.EDITOR)
    TeamMember.objects.get().delete()

    assert [(h.history_type, h.role) for h in TeamMember.history.all()] == [
        ("-", "editor"),
        ("+", "editor"),
    ]
