"""What a session is part of: what its form offers, and many sessions put into one act's whole."""

import pytest

from conference.program.models import Session
from tests.factories import make_role, make_room, make_session
from tests.pages import form_data, of_class, options, words
from tests.program.admin.addresses import SESSIONS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what forms offer and do is the same on both databases"),
]


@pytest.fixture
def forum(conference):
    return make_session(
        conference, "13:30", "15:30", kind="sub-forum", title_en="Forum",
        room=make_room(conference, name_en="Room 201"),
    )  # fmt: skip


@pytest.fixture
def talks(conference):
    hall = make_room(conference, name_en="Hall")
    return [
        make_session(conference, starts, kind="talk", title_en=title, room=hall)
        for starts, title in (("13:30", "First"), ("14:00", "Second"))
    ]


def offered(page):
    return [words for words in options(page, "parent").values() if words not in ("", "---------")]


def test_only_what_may_hold_a_session_is_offered_as_its_whole(client, organizer, conference, forum):
    talk = make_session(conference, kind="talk", title_en="Talk")
    make_session(conference, kind="break", title_en="Tea")
    make_session(conference, kind="ceremony", title_en="Opening")
    make_session(conference, kind="keynote", title_en="Morning of keynotes")
    make_role(make_session(conference, kind="keynote", title_en="A single keynote"))
    panel = make_session(conference, kind="panel", title_en="Panel")
    make_session(conference, kind="talk", title_en="Word of a panelist", parent=panel)

    pages = {
        row: client.get(f"{SESSIONS}{row.pk}/change/") for row in (talk, forum, panel)
    }  # fmt: skip

    assert offered(pages[talk]) == ["Forum", "Opening", "Morning of keynotes", "Panel"]
    assert (offered(pages[forum]), offered(pages[panel])) == ([], [])
    assert "A sub-forum, and what has items of its own, is part of nothing." in words(
        of_class(pages[panel], "field-parent")[0]
    )
    # What it is part of already stays chosen, and one that was meant is refused in words.
    refused = client.post(
        f"{SESSIONS}{forum.pk}/change/", form_data(pages[forum], parent=str(panel.pk))
    )
    assert "A sub-forum cannot be part of another session." in refused.content.decode()
    assert offered(refused) == ["Panel"]


def put(rows, **wishes):
    return {"action": "set_fields", "_selected_action": [row.pk for row in rows], **wishes}


def test_many_are_put_into_a_sub_forum_and_out_of_it(client, organizer, conference, forum, talks):
    forum.talks.add(make_session(conference, "15:00", kind="talk", title_en="There", parent=forum))
    late = make_session(conference, "16:00", kind="talk", title_en="Late")
    rows = [*talks, late, forum]

    page = client.post(SESSIONS, put(rows, preview="1", parent=forum.pk))
    client.post(SESSIONS, form_data(page, apply="1"))

    left, changed = ([words(line) for line in part.xpath("li")] for part in of_class(page, "rows"))
    assert left == ["Forum A session cannot be part of itself."]
    assert changed == [
        "First part of: – → Forum; room: Hall → –",
        "Second part of: – → Forum; room: Hall → –",
        "Late part of: – → Forum",
    ]
    assert "Late" in words(of_class(page, "clashes")[0])  # it lies outside its whole
    assert [talk.title_en for talk in forum.talks.in_order()] == [
        "First", "Second", "There", "Late",
    ]  # fmt: skip
    assert not Session.objects.filter(parent=forum, room__isnull=False).exists()

    page = client.post(SESSIONS, put(talks, preview="1", parent="none"))
    client.post(SESSIONS, form_data(page, apply="1"))

    assert [talk.title_en for talk in forum.talks.in_order()] == ["There", "Late"]


def test_what_cannot_be_part_of_another_is_left_alone(client, organizer, conference, forum, talks):
    other = make_session(conference, "13:30", "15:30", kind="sub-forum", title_en="Other forum")
    whole = make_session(conference, "09:00", kind="ceremony", title_en="Opening")
    make_session(conference, "09:00", kind="address", title_en="Welcome", parent=whole)
    hall = talks[0].room

    page = client.post(SESSIONS, put([other, whole, *talks], preview="1", parent=forum.pk))
    both = client.post(SESSIONS, put(talks, preview="1", parent=forum.pk, room=hall.pk))

    assert [words(line) for line in of_class(page, "rows")[0].xpath("li")] == [
        "Opening This has items of its own. Move them before it becomes one.",
        "Other forum A sub-forum cannot be part of another session.",
    ]
    assert "An item takes the room of what it is part of: set one of the two." in words(
        of_class(both, "field-room")[0]
    )
