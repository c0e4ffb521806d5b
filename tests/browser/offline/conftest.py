"""A published day of two sessions."""

import pytest

from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_session,
)


@pytest.fixture
def conference():
    conference = make_conference(slug="here")
    first = make_session(conference, "09:00", "10:00", title_en="First", title_zh="第一场")
    make_role(first, make_participation(conference, make_person()))
    make_session(conference, "10:00", "11:00", title_en="Second", title_zh="第二场")
    publish(conference)
    return conference
