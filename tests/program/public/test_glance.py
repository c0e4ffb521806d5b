"""The program at a glance, on a conference's home."""

import pytest

from conference.program.release.publishing import publish
from tests.factories import make_conference, make_session
from tests.forgetting import forget_everything

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a page says comes from Python")]


def test_a_kind_that_says_nothing_is_not_said(client):
    forget_everything()
    conference = make_conference(slug="glance")
    make_session(conference, "09:00", kind="other", title_en="Morning keynotes")
    make_session(conference, "10:00", kind="training", title_en="A course")
    publish(conference)

    home = client.get("/en/conferences/glance/").content.decode()

    assert "Morning keynotes" in home and '<span class="label">Training</span>' in home
    assert '<span class="label">Other</span>' not in home
