"""A person made in place: by keyboard alone, and on a phone, without leaving the session's form."""

import pytest
from playwright.sync_api import expect

from conference.people.models import Person
from conference.program.models import Participation, SessionRole
from tests.browser.waits import follow
from tests.factories import make_organization, make_participation, make_person, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_speaker_is_added_by_keys_from_a_sessions_form(signed_in, conference):
    make_organization(name_zh="东北大学", name_en="Northeastern University (China)")
    known = make_person(name_zh="侯永军", family_name_en="", given_name_en="")
    session = make_session(conference, "09:00")
    page = signed_in(f"/admin/program/session/{session.pk}/change/")
    dialog = page.locator(".make-dialog")

    page.locator("#id_title_en").fill("What is not saved yet")
    page.locator("#roles-group .add-row a").click()
    page.locator("#roles-0 .select2-selection").press("Enter")
    page.locator(".select2-search__field").press_sequentially("候永军")
    expect(page.locator(".select2-results__option").last).to_contain_text("New: “候永军”")
    page.keyboard.press("Enter")
    expect(dialog.locator("[name=name]")).to_be_focused()
    expect(dialog.locator("[name=name]")).to_have_value("候永军")
    for _box in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("dbdx")
    expect(dialog.locator("[role=option]")).to_contain_text("东北大学")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog.locator("[name=organization]")).to_have_value("Northeastern University (China)")
    page.keyboard.press("Enter")

    expect(dialog.locator("fieldset")).to_contain_text("Is “候永军” one of these?")
    expect(dialog.locator("[type=radio]").first).to_be_focused()
    page.keyboard.press("ArrowDown")  # a new person
    dialog.locator("[type=submit]").dblclick(no_wait_after=True)

    expect(dialog).to_have_count(0)
    chosen = page.locator("#roles-0 .select2-selection__rendered")
    expect(chosen).to_contain_text("候永军 · Northeastern University (China)")
    assert Person.objects.exclude(pk=known.pk).get().name_zh == "候永军"
    assert Participation.objects.count() == 1
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("What is not saved yet")
    expect(page.locator("form.undo")).to_have_count(1)
    role = SessionRole.objects.get()
    assert (str(role.participation), role.session.title_en) == ("候永军", "What is not saved yet")


def test_on_a_phone_somebody_of_the_directory_joins_by_a_tap_and_a_cut_is_told(
    signed_in, conference
):
    known = make_person(organization=make_organization(name_en="NEU"))
    session = make_session(conference, "09:00")
    page = signed_in(f"/admin/program/session/{session.pk}/change/", width=360, has_touch=True)
    page.locator("#roles-group .add-row a").tap()
    page.locator("#roles-0 .select2-selection").tap()
    page.locator(".select2-search__field").fill("wxw")
    page.locator(".select2-results__option", has_text="from the directory").tap()
    expect(page.locator("#roles-0 .select2-selection__rendered")).to_contain_text("Wang Xingwei")
    assert Participation.objects.get().person == known

    page.locator("#roles-0 .add-related").tap()
    dialog = page.locator(".make-dialog")
    dialog.locator("[name=name]").fill("王泉")
    page.evaluate("() => { window.kept = window.fetch; window.fetch = () => Promise.reject(); }")
    dialog.locator("[type=submit]").tap()
    expect(dialog.locator(".errornote")).to_contain_text("Check the connection")
    page.evaluate("() => { window.fetch = window.kept; }")
    dialog.locator("[type=submit]").tap()

    expect(dialog).to_have_count(0)
    expect(page.locator("#roles-0 .select2-selection__rendered")).to_contain_text("王泉")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


def test_people_are_made_while_many_sessions_are_set(signed_in, conference):
    known = make_person(name_zh="侯永军", family_name_en="", given_name_en="")
    make_participation(conference, known)
    session = make_session(conference, "09:00")
    page = signed_in("/admin/program/session/")
    page.locator(".action-select").check()
    page.locator("select[name=action]").select_option("set_fields")
    follow(page.locator("[name=index]"))

    chosen = page.locator(".field-people .select2-selection__choice")
    for typed, offered in (("侯永军", "侯永军"), ("王泉", "New: “王泉”")):
        page.locator(".field-people .select2-search__field").fill(typed)
        page.locator(".select2-results__option", has_text=offered).first.click()
        if offered != typed:
            page.locator(".make-dialog [type=submit]").click()
            expect(page.locator(".make-dialog")).to_have_count(0)
    expect(chosen).to_have_count(2)  # who was chosen before stays
    follow(page.locator("[name=preview]"))
    follow(page.locator("[name=apply]"))

    expect(page.locator("form.undo")).to_have_count(1)
    assert session.roles.count() == 2
