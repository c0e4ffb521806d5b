"""The admin in a real browser: its comforts work, and no page breaks the content security policy.

`open_page` fails a test for every error in the console, a refusal of the policy among them.
"""

import pytest
from playwright.sync_api import expect

from conference.attendance.group_letters import begin
from conference.models import Room
from conference.permissions import Role
from conference.program.models import Release, Session
from conference.program.release.publishing import publish
from tests.browser.waits import follow
from tests.factories import (
    at,
    make_conference,
    make_host,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(conference):
    room, track = make_room(conference, name_en="Hall"), make_track(conference)
    make_room(conference, name_en="Annex")
    session = make_session(conference, "09:00", title_en="Keynote", room=room, track=track)
    for number, family in enumerate(("Wang", "Chen", "Zhao"), start=1):
        person = make_person(name_zh="", family_name_en=family, organization=make_organization())
        make_role(session, make_participation(conference, person), position=number)
    make_host(conference)
    make_registration(conference)
    return session


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 360)])
def test_no_page_breaks_the_policy_or_the_width(signed_in, conference, session, language, width):
    release = publish(conference)
    page = signed_in("/admin/", language=language, width=width)
    pk = conference.pk
    for path in (
        "",
        "program/",
        "program/session/",
        f"program/session/?conference__id__exact={pk}",
        f"program/session/{session.pk}/change/",
        f"program/session/{session.pk}/history/",
        f"program/session/{session.pk}/history/{session.history.first().pk}/",
        f"program/session/add/?conference={pk}",
        "program/participation/",
        f"program/participation/{session.roles.first().participation_id}/change/",
        f"program/publish/{pk}/",
        f"program/clashes/{pk}/",
        f"program/preview/{pk}/",
        f"program/release/{release.pk}/change/",
        f"program/release/{release.pk}/restore/",
        f"program/release/{release.pk}/withdraw/",
        f"translations/{pk}/",
        "people/person/",
        "people/person/add/",
        "people/organization/",
        "conference/conference/",
        f"conference/conference/{pk}/change/",
        f"conference/room/{session.room_id}/delete/",
        "conference/teaminvitation/add/",
        "attendance/registration/",
        "password_change/",
    ):
        page.goto(f"/admin/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/admin/program/session/?day=unknown")
    page.goto("/en/conferences/symposium/")


def test_an_organizer_moves_a_keynote_and_publishes(signed_in, conference, session):
    publish(conference)
    page = signed_in(f"/admin/program/session/{session.pk}/change/")

    page.fill("#id_starts_at_1", "10:00")
    page.locator("#id_starts_at_1").blur()
    expect(page.locator("#id_ends_at_1")).to_have_value("10:30")  # its length stays
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    page.goto("/admin/")
    follow(page.locator("text=Review and publish 1 change"))
    assert "2026-05-20 09:00 → 2026-05-20 10:00" in page.inner_text(".changes").replace("\n", " ")
    page.fill("[name=note_en]", "The keynote is later.")
    follow(page.locator("text=Publish these changes"))
    follow(page.locator("text=Look at it as attendees do"))

    assert page.url.endswith("/en/conferences/symposium/")
    assert Release.objects.first().note_en == "The keynote is later."
    session.refresh_from_db()
    assert session.starts_at == at("10:00")


def test_a_jump_to_a_folded_part_of_the_conference_opens_it(signed_in, conference):
    page = signed_in(f"/admin/conference/conference/{conference.pk}/change/")

    page.click(".jump a[href='#hotels-group']")
    page.click("#hotels-group .add-row a")
    page.fill("#id_hotels-0-name_en", "Station Hotel")
    page.click("[name=_continue]")

    page.wait_for_selector("#hotels-group .has_original")
    assert conference.hotels.get().name_en == "Station Hotel"


def test_a_day_is_chosen_from_the_calendar(signed_in, conference, session):
    page = signed_in(f"/admin/program/session/{session.pk}/change/")

    page.click("#calendarlink0")
    page.click("#calendarbox0 .calendar >> text=/^21$/")

    expect(page.locator("#id_starts_at_0")).to_have_value("2026-05-21")
    expect(page.locator("#id_ends_at_0")).to_have_value("2026-05-21")
    assert page.locator(".timezonewarning:visible").count() == 0


def test_a_person_is_found_and_added_to_a_session(signed_in, conference, session):
    make_participation(conference, make_person(name_zh="曾志伟", family_name_en="Zeng"))
    make_participation(make_conference(), make_person(name_zh="曾志强", family_name_en="Zeng"))
    page = signed_in(f"/admin/program/session/{session.pk}/change/")

    page.click("#roles-group .add-row a")
    page.click("#roles-3 .select2-selection")
    page.keyboard.type("zeng")
    page.wait_for_selector(".select2-results__option--highlighted:has-text('Zeng')")
    assert page.locator(".select2-results__option").all_inner_texts() == [
        "Zeng Xingwei",
        "Zeng Xingwei (from the directory)",
        "New: “zeng” …",
    ]
    page.keyboard.press("Enter")
    page.click("[name=_save]")
    page.wait_for_url("**/program/session/")

    assert session.roles.filter(participation__person__name_zh="曾志伟").count() == 1


def test_people_are_put_in_order_by_dragging(signed_in, conference, session):
    page = signed_in(f"/admin/program/session/{session.pk}/change/")
    names = "#roles-group tr.has_original td.original p"
    assert "Chen" in page.locator(names).nth(1).inner_text()

    page.locator(names).nth(2).drag_to(page.locator(names).nth(0))
    page.click("[name=_save]")
    page.wait_for_url("**/program/session/")

    families = [role.participation.person.family_name_en for role in session.roles.all()]
    assert families == ["Zhao", "Wang", "Chen"]


def test_rooms_are_put_in_order_without_a_mouse_button_held(signed_in, conference, session):
    page = signed_in(f"/admin/conference/conference/{conference.pk}/change/")

    page.locator("#rooms-group tr.has_original .move-begin").nth(1).click()
    page.click("[name=_save]")
    page.wait_for_url("**/conference/conference/")

    assert [room.name_en for room in Room.objects.all()] == ["Annex", "Hall"]


def test_the_language_is_switched_in_place(signed_in, conference, session):
    page = signed_in("/admin/program/session/?q=Keynote")

    follow(page.locator(".language-switch button"))

    assert page.url.endswith("/admin/program/session/?q=Keynote")
    assert page.inner_text("h1") == "议程项"


def test_times_are_changed_in_the_list(signed_in, conference, session):
    page = signed_in("/admin/program/session/")

    page.fill("[name=form-0-starts_at]", "1015")
    page.fill("[name=form-0-ends_at]", "10：45")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (at("10:15"), at("10:45"))


@pytest.mark.parametrize("width", [360, 1280])
def test_filters_stand_folded_until_somebody_opens_them(signed_in, conference, session, width):
    address = f"/admin/program/session/?conference__id__exact={conference.pk}&needs=publish"
    page = signed_in(address, width=width)
    head, line = page.locator("#changelist-filter > summary"), page.locator(".filter").first
    expect(head).to_contain_text("to do: never published")
    expect(line).to_be_hidden()

    head.click()
    follow(line.get_by_role("link", name="All", exact=True))

    expect(head).to_have_text("Filter")
    expect(line).to_be_visible()


def test_the_act_stands_out_from_what_is_offered_beside_it(signed_in, conference, session):
    letter = begin(conference, conference.registrations.all(), by=None)
    letter.text_zh = letter.text_en = "The hall has changed."
    letter.save()
    page = signed_in(f"/admin/attendance/groupletter/{letter.pk}/preview/")

    fills = page.locator(".button").evaluate_all(
        "all => all.map(e => [e.name, getComputedStyle(e).backgroundColor])"
    )

    filled = fills[0][1]
    assert fills[0][0] == "send"
    assert len(fills) > 2
    assert filled not in [fill for _name, fill in fills[1:]]


def test_sessions_are_deleted_after_asking(signed_in, conference, session):
    page = signed_in("/admin/program/session/")

    page.check(".action-select >> nth=0")
    page.select_option("[name=action]", "delete_selected")
    page.click("button[name=index]")
    page.click("#content [type=submit]")
    page.wait_for_selector(".messagelist")

    assert Session.objects.count() == 0


def test_an_invited_person_joins_in_the_browser(open_page, conference, session):
    from conference.models import TeamInvitation

    _row, token = TeamInvitation.issue(
        by=None, conference=conference, email="chen@example.org", role=Role.EDITOR
    )
    page = open_page(f"/en/invitations/{token}/", width=360)

    page.fill("#id_username", "chen")
    page.fill("#id_password1", "correct horse battery")
    page.fill("#id_password2", "correct horse battery")
    page.click("main button[type=submit]")
    page.wait_for_url("**/admin/")

    assert "Symposium" in page.inner_text("h1")


def test_a_thumb_finds_what_signs_in(open_page):
    page = open_page("/admin/login/", width=360)

    boxes = [page.locator(f"#login-form {name}").bounding_box() for name in SIGN_IN]

    assert all(box["height"] >= 44 for box in boxes)


SIGN_IN = ("[name=username]", "[name=password]", "[type=submit]")
