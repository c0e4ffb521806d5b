"""What no session and no link can ever be, by the database and by forms."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import at, make_conference, make_link, make_room, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"url": ""}, "session_link_leads_to_one_place"),
        ({"file": "public/1.pdf"}, "session_link_leads_to_one_place"),
        ({"kind": "song"}, "session_link_kind_is_known"),
    ],
)
def test_the_database_refuses_a_link_that_leads_nowhere_or_to_two_places(
    conference, broken, constraint
):
    link = make_link(make_session(conference))
    for name, value in broken.items():
        setattr(link, name, value)

    with pytest.raises(ValidationError):
        link.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        link.save()


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"ends_at": None}, "session_has_both_times_or_neither"),
        ({"ends_at": at("08:00")}, "session_ends_after_it_starts"),
        ({"title_zh": "", "title_en": ""}, "session_has_a_title"),
        ({"kind": "lecture"}, "session_kind_is_known"),
        ({"status": "lost"}, "session_status_is_known"),
    ],
)
def test_the_database_refuses_what_must_never_be(conference, broken, constraint):
    session = make_session(conference, "09:00")
    for name, value in broken.items():
        setattr(session, name, value)

    with pytest.raises(ValidationError):
        session.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        session.save()


def test_a_talk_stores_no_room(conference):
    forum = make_session(conference, kind="sub-forum", room=make_room(conference))
    talk = make_session(conference, kind="talk", parent=forum)

    assert talk.effective_room == forum.room
    talk.room = forum.room
    with (
        pytest.raises(IntegrityError, match="talk_of_a_sub_forum_stores_no_room"),
        transaction.atomic(),
    ):
        talk.save()
