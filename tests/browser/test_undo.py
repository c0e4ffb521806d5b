"""A sub-forum deleted by mistake, and Undo pressed in the message: everything stands again."""

import pytest
from playwright.sync_api import expect

from conference.program.models import Session, SessionRole
from tests.browser.waits import follow
from tests.factories import make_participation, make_role, make_room, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_sub_forum_deleted_by_mistake_stands_again(signed_in, conference):
    forum = make_session(
        conference, "09:00", kind="sub-forum", title_en="Smart teaching", room=make_room(conference)
    )
    for title in ("Courses", "Libraries"):
        talk = make_session(conference, "09:00", parent=forum, title_en=title)
        make_role(talk, make_participation(conference))
    before = [sorted(map(str, m.objects.values())) for m in (Session, SessionRole)]

    page = signed_in(f"/admin/program/session/{forum.pk}/delete/")
    follow(page.locator("#content form [type=submit]"))
    message = page.locator(".messagelist li", has=page.locator("form.undo"))
    expect(message).to_contain_text("was deleted")
    expect(page.get_by_text("Smart teaching", exact=True)).to_have_count(0)
    assert not Session.objects.exists()

    follow(message.get_by_role("button", name="Undo"))

    expect(page.locator(".messagelist")).to_contain_text(
        "Taken back: 3 sessions, 2 people in sessions."
    )
    expect(page.locator("#result_list")).to_contain_text("Smart teaching")
    assert [sorted(map(str, m.objects.values())) for m in (Session, SessionRole)] == before
