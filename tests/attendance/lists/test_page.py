"""The page that shows a list before it leaves, and what it keeps."""

import pytest

from conference.attendance.models import ExportLog, HoursRule, ListPreset
from tests.factories import make_member, make_registration, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="a page says the same on both")]
PAGE = "/en/desk/spring/lists/"


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, "organizer", sees_contacts=True)
    client.force_login(user)
    return user


def test_the_sheet_is_shown_as_its_file_will_be_and_nothing_is_logged(
    client, conference, exporter, scan
):
    make_session(conference, kind="sub-forum", title_en="Forum A")
    scan(make_registration(conference, name="曾志伟"), "09:01")
    page = client.get(f"{PAGE}?list=sheet&day=2026-05-20&masked=1&columns=name,phone,signed_in_at")

    text = page.content.decode()
    assert page.status_code == 200
    assert "曾志伟</span></td><td>+44********0123</td><td>2026-05-20 09:01:00</td>" in text
    assert "<tfoot><tr><td>1</td><td>Total</td><td>1</td></tr></tfoot>" in text
    query = "day=2026-05-20&amp;columns=name%2Cphone%2Csigned_in_at&amp;masked=1"
    assert f"/en/desk/spring/export/sheet.xlsx?{query}" in text
    assert "no-store" in page["Cache-Control"]
    assert not ExportLog.objects.exists()
    assert (
        client.get(f"{PAGE}?list=registrations&day=2026-05-20&columns=minutes").status_code == 200
    )


@pytest.mark.parametrize("query", ["list=shoe", "day=x", "of=shoe", "session=NOPE", "order=shoe"])
def test_what_is_part_of_no_list_is_not_found(client, exporter, query):
    assert client.get(f"{PAGE}?{query}").status_code == 404


def test_a_preset_is_kept_under_its_name_without_its_day_and_deleted(client, conference, exporter):
    asked = "list=days&day=2026-05-20&order=unit&columns=name,minutes&masked=1"
    kept = client.post(PAGE, {"query": asked, "name": " Finance office "})
    again = client.post(PAGE, {"query": asked, "name": "Finance office"})
    blank = client.post(PAGE, {"query": asked, "name": "  "})

    row = ListPreset.objects.get()
    assert kept.status_code == 302
    assert (row.name, row.list_name) == ("Finance office", "days")
    assert row.wish == {"order": "unit", "columns": ["name", "minutes"], "masked": True}
    assert (again.status_code, blank.status_code) == (400, 400)
    assert "There is a preset of this name already." in again.content.decode()
    assert "list=days&amp;order=unit" in client.get(PAGE).content.decode()

    client.post(PAGE, {"query": asked, "delete": row.pk})
    assert not ListPreset.objects.exists()


def test_organizers_alone_set_the_rule_for_hours(client, conference, exporter):
    values = {"rule": "set", "counts": "minutes", "hours": "1", "minutes": "60", "least": "0"}
    assert client.post(PAGE, values).status_code == 403

    client.force_login(make_member(conference, "organizer"))
    assert client.post(PAGE, values | {"hours": "0"}).status_code == 400
    assert client.post(PAGE, values).status_code == 302
    assert client.post(PAGE, values | {"most": "8"}).status_code == 302
    row = HoursRule.objects.get()
    assert (row.counts, row.minutes, row.most) == ("minutes", 60, 8)
    text = client.get(PAGE).content.decode()
    assert ("4.0" in text, "8.0" in text, "1.0" in text) == (False, False, False)


def test_who_is_of_the_desk_alone_may_not(client, conference):
    client.force_login(make_member(conference, "desk"))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"name": "x"}).status_code == 403
