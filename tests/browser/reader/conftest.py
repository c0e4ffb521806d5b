"""A published day."""

import pytest

from conference.program.release.publishing import publish
from tests.browser.reader.entries import NEXT_DAY
from tests.factories import at, make_conference, make_room, make_session


@pytest.fixture
def conference():
    conference = make_conference(slug="here", ends_on=NEXT_DAY)
    hall = make_room(conference, slug="hall", name_en="Great Hall")
    side = make_room(conference, slug="side", name_en="Side Room")
    make_session(conference, "09:00", "10:00", room=hall, title_en="First", title_zh="第一场")
    make_session(conference, "10:00", "11:00", room=hall, title_en="Second", title_zh="第二场")
    forum = make_session(
        conference, "13:30", "15:30", kind="sub-forum", room=side, title_en="Forum"
    )
    make_session(conference, "13:30", "14:30", kind="talk", parent=forum, title_en="Talk one")
    make_session(conference, "14:30", "15:30", kind="talk", parent=forum, title_en="Talk two")
    make_session(conference, "14:00", "15:00", room=hall, title_en="Across")
    make_session(conference, at("09:00", day=NEXT_DAY), room=hall, title_en="Last")
    publish(conference)
    return conference
