"""The history of a row in the admin, as people read it."""

import pytest

from conference.permissions import Role
from tests.factories import at, make_conference, make_member, make_session
from tests.pages import parsed, words

pytestmark = pytest.mark.django_db


def test_values_are_told_on_the_conferences_clock_and_in_words(client):
    conference = make_conference(time_zone="Asia/Shanghai")
    client.force_login(make_member(conference, Role.ORGANIZER))
    session = make_session(conference, "09:00", "09:30", kind="keynote")
    session.starts_at, session.ends_at = at("10:00"), at("10:30")
    session.kind, session.is_plenary = "sub-forum", True
    session.save()

    page = client.get(f"/admin/program/session/{session.pk}/history/")

    text = words(parsed(page))
    assert "2026-05-20 09:00 → 2026-05-20 10:00" in text
    assert "keynote → sub-forum" in text
    assert "no → yes" in text
