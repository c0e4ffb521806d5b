"""The pages of people's data: who has seen whose, one person's copy and erasure, the end of all."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.checkin import check_in
from conference.attendance.models import DataAccess, ExportLog, Registration, Retention
from conference.attendance.station.links import make_station
from conference.attendance.station.people import people_and_places
from conference.tabular import read_table
from tests.factories import (
    make_checkpoint,
    make_conference,
    make_letter,
    make_member,
    make_registration,
    make_user,
    today_there,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what pages show and write is the same on both"),
]
Kind = DataAccess.Kind


@pytest.fixture
def conference():
    today = today_there()
    return make_conference(starts_on=today, ends_on=today + timedelta(days=1))


@pytest.fixture
def organizer(conference, client):
    account = make_member(conference, "organizer", sees_contacts=True)
    client.force_login(account)
    return account


def page_of(person):
    return f"/admin/attendance/registration/{person.pk}/privacy/"


def keeping(conference):
    return f"/admin/attendance/registration/privacy/{conference.pk}/"


def test_who_opened_a_person_and_who_took_them_along_stands_on_their_page(
    conference, organizer, client
):
    person = make_registration(conference, name="Lin Mo")
    other = make_registration(conference, name="He Ming")
    older = ExportLog.objects.create(
        conference=conference, via="desk", list_name="scans", format="csv", rows=3
    )

    client.get(f"/admin/attendance/registration/{person.pk}/change/")
    client.get(f"/admin/attendance/registration/{other.pk}/change/")
    client.get("/admin/attendance/registration/")
    letter = make_letter(conference, about=f"registration:{person.pk}")
    client.get(f"/admin/letters/letter/{letter.pk}/change/")
    client.post(f"/en/desk/{conference.slug}/", {"q": "Lin"})
    taken = client.get(f"/en/desk/{conference.slug}/export/registrations.csv")
    assert b"Lin Mo" in b"".join(taken.streaming_content)
    page = client.get(page_of(person))

    told = [(seen.what, seen.in_full, seen.is_sure) for seen in page.context["seen"]]
    assert told == [
        ("list taken along: Registrations (CSV)", True, True),
        ("list shown", True, True),  # at the desk
        ("letter opened", True, True),
        ("list shown", True, True),
        ("page opened", True, True),
        ("list taken along: Scans (CSV)", False, False),
    ]
    left = ExportLog.objects.exclude(pk=older.pk).get()
    assert left.people == f"{person.pk}-{other.pk}"


def test_what_is_shown_masked_is_not_noted_as_seen(conference, client):
    person = make_registration(conference)
    client.force_login(make_member(conference, "organizer"))

    client.get(f"/admin/attendance/registration/{person.pk}/change/")
    client.get("/admin/attendance/registration/")

    assert not DataAccess.objects.exists()


def test_a_person_s_copy_holds_what_is_kept_and_is_noted(conference, organizer, client):
    person = make_registration(conference, name="Lin Mo", remarks="speaks at noon")
    make_letter(conference, about=f"registration:{person.pk}", text="Dear Lin Mo")

    answer = client.post(page_of(person), {"download": "1"})

    table = read_table(io.BytesIO(b"".join(answer.streaming_content)))
    said = {cells[2] for cells in table if len(cells) > 2}
    assert {"Lin Mo", "+44 7700 900123", "zeng@example.org", "speaks at noon"} <= said
    assert any("Dear Lin Mo" in text for text in said)
    assert DataAccess.objects.get(kind=Kind.DOWNLOADED).people == str(person.pk)


def test_a_copy_is_for_who_may_see_contacts_and_the_page_for_organizers(conference, client):
    person = make_registration(conference)
    client.force_login(make_member(conference, "organizer"))
    assert client.post(page_of(person), {"download": "1"}).status_code == 403
    assert b'name="download"' not in client.get(page_of(person)).content
    client.force_login(make_member(conference, "exporter", sees_contacts=True))
    assert client.get(page_of(person)).status_code == 403
    client.force_login(make_member(make_conference(), "organizer", sees_contacts=True))
    assert client.get(page_of(person)).status_code == 404


def test_erasure_is_asked_first_and_keeps_that_somebody_came(conference, organizer, client):
    person = make_registration(conference, name="Lin Mo")
    check_in(
        person,
        conference=conference,
        checkpoint=make_checkpoint(conference),
        by=organizer,
        client_id="one",
    )

    asked = client.post(page_of(person), {"erase": "1"})
    assert asked.status_code == 422
    assert Registration.objects.get().name == "Lin Mo"
    done = client.post(page_of(person), {"erase": "1", "sure": "on"}, follow=True)

    row = Registration.objects.get()
    assert (row.name, row.phone, row.email, row.status) == ("***", "", "", "confirmed")
    assert row.admissions.count() == 1
    assert "Lin Mo" not in done.content.decode()
    assert DataAccess.objects.get(kind=Kind.ERASED).by == organizer
    # It is not taken back, and nobody writes another name there.
    assert b"undo" not in done.content
    change = client.get(f"/admin/attendance/registration/{row.pk}/change/")
    assert 'name="name"' not in change.content.decode()
    assert client.post(page_of(person), {"erase": "1", "sure": "on"}).status_code == 302
    assert DataAccess.objects.filter(kind=Kind.ERASED).count() == 1


def test_who_has_not_come_gives_the_seat_up(conference, organizer, client):
    person = make_registration(conference)

    client.post(page_of(person), {"erase": "1", "sure": "on"})

    assert Registration.objects.get(pk=person.pk).status == "cancelled"


def test_an_erased_person_leaves_the_devices_lists(conference, organizer, client):
    person = make_registration(conference, name="Lin Mo")
    make_registration(conference, name="He Ming")
    station, token = make_station(
        conference, name="Gate", ends_at=timezone.now() + timedelta(hours=1)
    )
    version = client.get(f"/en/station/{token}/list/").json()["version"]

    client.post(page_of(person), {"erase": "1", "sure": "on"})

    names = [row["name"] for row in people_and_places(station)["people"]]
    assert names == ["He Ming"]
    assert client.get(f"/en/station/{token}/list/").json()["version"] != version


# --- Everybody of a conference --------------------------------------------------------------------


def test_how_long_data_are_kept_is_a_number_of_days_or_a_day(conference, organizer, client):
    address = keeping(conference)
    assert client.post(address, {"keep": "1", "days": "3", "on_day": "2027-01-01"}).status_code == (
        422
    )
    assert client.post(address, {"keep": "1", "days": "99999"}).status_code == 422
    client.post(address, {"keep": "1", "days": "30"})
    assert Retention.objects.get().due_on == conference.ends_on + timedelta(days=31)
    client.post(address, {"keep": "1"})
    assert not Retention.objects.exists()


def test_the_first_page_reminds_when_the_day_has_come_and_the_page_erases(
    conference, organizer, client
):
    make_registration(conference, name="Lin Mo")
    kept = Retention.objects.create(conference=conference, days=30)
    assert "Erase the data of" not in client.get("/admin/").content.decode()
    refused = client.post(keeping(conference), {"erase": "1", "sure": "on"})
    assert refused.status_code == 403
    Retention.objects.filter(pk=kept.pk).update(days=None, on_day=today_there())

    reminded = client.get("/admin/").content.decode()
    assert "Erase the data of 1 person" in reminded
    assert keeping(conference) in reminded
    done = client.post(keeping(conference), {"erase": "1", "sure": "on"}, follow=True)

    assert "Nothing of anybody’s is kept." in done.content.decode()
    assert Registration.objects.get().name == "***"
    assert "Erase the data of" not in client.get("/admin/").content.decode()


def test_the_page_of_a_conference_is_for_its_organizers(conference, client):
    client.force_login(make_member(conference, "editor"))
    assert client.get(keeping(conference)).status_code == 403
    client.force_login(make_user())
    assert client.get(keeping(conference)).status_code == 404
