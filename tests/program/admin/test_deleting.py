"""Deleting in the admin: what goes with a row, and what keeps it."""

import pytest

from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.factories import at, make_role, make_room, make_session, make_track
from tests.pages import form_data, links, messages, parsed, words
from tests.program.admin.addresses import PEOPLE, SESSIONS

pytestmark = pytest.mark.django_db


def test_deleting_a_room_in_use_says_what_uses_it(client, conference, organizer):
    room = make_room(conference)
    make_session(conference, title_en="Keynote", title_zh="", room=room)
    publish(conference)

    page = client.get(f"/admin/conference/room/{room.pk}/delete/")

    text = words(parsed(page))
    assert "is in use and stays" in text and "permission" not in text
    assert links(page)["Keynote"].startswith(SESSIONS)


@pytest.mark.parametrize(("count", "told"), [(1, "1 session"), (3, "3 sessions")])
def test_deleting_a_track_says_which_sessions_lose_it(client, conference, organizer, count, told):
    track = make_track(conference)
    for _n in range(count):
        make_session(conference, track=track)

    page = client.get(f"/admin/conference/track/{track.pk}/delete/")
    marked = {"action": "delete_selected", "_selected_action": [track.pk]}
    several = client.post("/admin/conference/track/", marked)

    for shown in (page, several):
        assert "All of this goes:" in words(parsed(shown))
        [heading] = parsed(shown).xpath("//ul[@id='staying']/preceding-sibling::h2[1]")
        assert words(heading) == "This stays, without it"
        assert words(parsed(shown).xpath("//ul[@id='staying']")[0]) == told
    assert not parsed(client.get(f"{SESSIONS}{make_session(conference).pk}/delete/")).xpath(
        "//ul[@id='staying']"
    )


def test_deleting_a_participant_in_use_leads_to_the_session(client, conference, organizer):
    session = make_session(conference, title_en="Keynote", title_zh="")
    person = make_role(session).participation

    page = client.get(f"{PEOPLE}{person.pk}/delete/")

    assert links(page)["Keynote"] == f"{SESSIONS}{session.pk}/change/"


def test_the_page_that_deletes_a_sub_forum_lists_its_talks(client, conference, organizer):
    forum = make_session(conference, kind="sub-forum", title_en="Forum")
    make_session(conference, kind="talk", title_zh="", title_en="A talk of it", parent=forum)
    address = f"{SESSIONS}{forum.pk}/delete/"

    assert "A talk of it" in words(parsed(client.get(address)))
    client.post(address, {"post": "yes"})
    assert not Session.objects.exists()


def test_a_sub_forum_with_a_published_talk_is_not_deleted_but_told_to_be_cancelled(
    client, conference, organizer
):
    forum = make_session(conference, kind="sub-forum", title_en="Forum")
    make_session(conference, kind="talk", parent=forum, first_published_at=at("08:00"))

    page = client.post(f"{SESSIONS}{forum.pk}/delete/", {"post": "yes"}, follow=True)

    assert "Cancel it instead of deleting it." in messages(page)[0]
    assert Session.objects.count() == 2


def test_what_was_published_is_cancelled_instead_by_one_button(client, conference, organizer):
    session = make_session(conference, title_en="Keynote", title_zh="")
    publish(conference)

    page = client.get(f"{SESSIONS}{session.pk}/delete/")
    form = next(form for form in page_forms(page) if form.get("action") == SESSIONS)
    client.post(SESSIONS, form_data(page))

    assert form.get("method") == "post"
    assert form.xpath(".//input[@type='submit']/@value") == ["Cancel instead"]
    session.refresh_from_db()
    assert session.status == "cancelled"
    again = client.get(f"{SESSIONS}{session.pk}/delete/")
    assert "It is cancelled already." in words(parsed(again))


def page_forms(page):
    return parsed(page).iter("form")


def test_a_list_with_published_sessions_offers_to_cancel_those(client, conference, organizer):
    published = make_session(conference, title_en="Keynote", title_zh="")
    publish(conference)
    draft = make_session(conference, title_en="Idea", title_zh="")
    chosen = [published.pk, draft.pk]

    page = client.post(SESSIONS, {"action": "delete_selected", "_selected_action": chosen})

    text = words(next(f for f in page_forms(page) if f.get("action") == SESSIONS))
    assert "Keynote" in text and "Idea" not in text
    assert Session.objects.count() == 2
