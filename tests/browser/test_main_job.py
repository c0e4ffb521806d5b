"""The main job, by the people who do it: organizer, reader, staff, and the sheet for accounting."""

import io

import pytest
from python_calamine import CalamineWorkbook

from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_room,
    make_session,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long password 1"
NAMES = ("曾志伟", "欧阳修", "Anna Müller")


@pytest.fixture
def conference():
    conference = make_conference(slug="ai-2026")
    hall = make_room(conference, slug="hall", name_zh="主会场", name_en="Main Hall")
    keynote = make_session(
        conference,
        "09:00",
        "09:45",
        title_zh="教育大数据深度应用的未来趋势",
        title_en="Future trends of educational big data",
        room=hall,
        is_plenary=True,
    )
    speaker = make_person(name_zh="王泉", family_name_en="Wang", given_name_en="Quan")
    make_role(keynote, make_participation(conference, speaker))
    publish(conference)
    for name in NAMES:
        make_registration(conference, name=name, email="")
    return conference


def signed_in(open_page, conference, role, **options):
    """A page of a new account that has signed in with `role`."""
    user = make_member(conference, role)
    page = open_page("/admin/login/", **options)
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    return page


def sign_in_at_the_desk(page, typed, name):
    page.fill("#q", typed)
    page.press("#q", "Enter")
    page.get_by_role("button", name=f"Sign in · {name}").click()
    page.locator("#answer", has_text=name).wait_for()


def test_a_keynote_is_moved_read_and_the_people_who_came_are_exported(open_page, conference):
    organizer = signed_in(open_page, conference, "organizer")

    # The organizer moves the keynote by a quarter of an hour.
    organizer.goto("/admin/program/session/")
    organizer.get_by_role("link", name="Future trends of educational big data").first.click()
    organizer.fill("[name=starts_at_1]", "09:15")
    organizer.fill("[name=ends_at_1]", "10:00")
    organizer.click("[name=_save]")
    organizer.locator(".messagelist .success").wait_for()

    # The draft shows it, the public page does not yet.
    organizer.goto(f"/admin/program/preview/{conference.pk}/en/schedule/")
    assert "09:15" in organizer.locator("main").inner_text()
    reader = open_page("/en/conferences/ai-2026/schedule/", width=360)
    assert "09:15" not in reader.locator("main").inner_text()

    # The review says exactly what moves, and is confirmed with a note.
    organizer.goto(f"/admin/program/publish/{conference.pk}/")
    review = organizer.locator("#content-main").inner_text()
    assert "2026-05-20 09:00" in review
    assert "2026-05-20 09:15" in review
    organizer.fill("[name=note_en]", "The keynote begins later")
    organizer.click("form.publish [type=submit]")
    organizer.locator(".messagelist .success").wait_for()

    # A reader on a phone sees it, in both languages, on the twin page.
    reader.reload()
    english = reader.locator("main").inner_text()
    assert "09:15" in english
    assert "Future trends of educational big data" in english
    reader.get_by_role("link", name="简体中文").click()
    reader.wait_for_url("**/zh-hans/conferences/ai-2026/schedule/")
    chinese = reader.locator("main").inner_text()
    assert "09:15" in chinese
    assert "教育大数据深度应用的未来趋势" in chinese
    assert "王泉" in chinese

    # Staff find three people by initials, a part of the name and the organization.
    staff = signed_in(open_page, conference, "desk", width=360)
    staff.goto("/en/desk/ai-2026/")
    sign_in_at_the_desk(staff, "zzw", "曾志伟")
    sign_in_at_the_desk(staff, "欧阳", "欧阳修")
    sign_in_at_the_desk(staff, "anna", "Anna Müller")
    # One was a mistake.
    staff.get_by_role("link", name="Undo … · Anna Müller").click()
    staff.get_by_role("button", name="Undo the sign-in").click()
    staff.locator("#answer", has_text="Anna Müller is no longer signed in.").wait_for()
    staff.locator("#counts", has_text="2").wait_for()

    # The sheet for accounting, opened again, shows exactly two.
    exporter = signed_in(open_page, conference, "exporter")
    exporter.goto("/zh-hans/desk/ai-2026/")
    with exporter.expect_download() as download:
        exporter.locator("a[href*='export/sign-in.xlsx']").first.click()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes()))
    header, *rows = workbook.get_sheet_by_index(0).to_python()
    assert header == ["序号", "姓名", "单位", "职务", "电话", "签到时间", "签名", "备注"]
    assert sorted(row[1] for row in rows) == sorted(NAMES)
    assert sorted(row[1] for row in rows if row[5]) == ["曾志伟", "欧阳修"]
