"""Codes that nobody has wait until an organizer says whose they were; each is settled once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance import judging
from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Admission, CheckIn
from tests.factories import make_conference, make_member, make_registration

pytestmark = pytest.mark.django_db
JUDGE = "/en/desk/spring/judge/"


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def organizer(client, conference):
    account = make_member(conference, "organizer")
    client.force_login(account)
    return account


@pytest.fixture
def unknown(conference):
    """`unknown(code)`: a scan of it, half an hour ago."""

    def scanned(code):
        return check_in(
            code,
            conference=conference,
            checkpoint=arrival_checkpoint(conference),
            by=None,
            client_id=f"c-{code}",
            at=timezone.now() - timedelta(minutes=30),
            station="Gate 1",
        )

    return scanned


def test_who_it_was_is_signed_in_at_the_moment_of_the_scan(client, conference, organizer, unknown):
    scan = unknown("A2B3C4D5E7")
    person = make_registration(conference, name="李红", code="A2B3C4D5E6")
    make_registration(conference, name="Anna", code="ZZZZZ22222")

    page = client.get(f"{JUDGE}?scan={scan.pk}")
    done = client.post(JUDGE, {"scan": scan.pk, "person": person.pk}, follow=True)
    again = client.post(JUDGE, {"scan": scan.pk, "person": person.pk})

    assert [found.name for found in page.context["people"]] == ["李红"]
    made = CheckIn.objects.get(judges=scan)
    assert (made.registration, made.result, made.by, made.method) == (
        *(person, "admitted", organizer),
        "late",
    )
    assert Admission.objects.get().signed_in_at == scan.scanned_at
    assert done.context["done"] == made
    assert (again.status_code, CheckIn.objects.count()) == (409, 2)
    assert not CheckIn.objects.to_be_judged().exists()
    log = client.get(f"/admin/attendance/checkin/{scan.pk}/change/").content.decode()
    assert "李红" in log


def test_a_code_of_nobody_is_refused_with_a_reason(client, conference, organizer, unknown):
    scan = unknown("ZZZZZ99999")

    silent = client.post(JUDGE, {"scan": scan.pk, "nobody": "yes", "note": " "})
    done = client.post(JUDGE, {"scan": scan.pk, "nobody": "yes", "note": "of last year"})

    said = CheckIn.objects.get(judges=scan)
    assert (silent.status_code, done.status_code) == (409, 302)
    assert (said.result, said.reason, said.note, said.registration) == (
        *("refused", "unknown_code", "of last year"),
        None,
    )
    assert not CheckIn.objects.to_be_judged().exists()


def test_what_cannot_be_settled_so_is_said_and_waits_on(client, conference, organizer, unknown):
    scan = unknown("ZZZZZ99999")
    gone = make_registration(conference, name="Anna", status="cancelled")
    other = make_registration(make_conference(slug="autumn"), name="Bea")

    answers = [
        client.post(JUDGE, {"scan": scan.pk, "person": person})
        for person in (gone.pk, other.pk, "x", "9" * 30)
    ]
    found = client.get(f"{JUDGE}?scan={scan.pk}&q=anna")

    assert {answer.status_code for answer in answers} == {409}
    assert "cancelled" in answers[0].content.decode()
    assert [person.name for person in found.context["people"]] == ["Anna"]
    assert client.post(JUDGE, {"scan": "nothing"}).status_code == 404
    assert CheckIn.objects.to_be_judged().get() == scan


def test_what_one_device_sent_wrongly_is_refused_in_one_act(client, conference, organizer, unknown):
    """A device that sent thousands: those that were seen, of that station alone, and once."""
    first, kept = unknown("ZZZZZ99998"), unknown("ZZZZZ99999")
    CheckIn.objects.filter(pk=kept.pk).update(station="Gate 2")
    CheckIn.objects.bulk_create(
        CheckIn(
            conference=conference,
            checkpoint=first.checkpoint,
            client_id=f"many-{number}",
            result="refused",
            reason="unknown_code",
            code=f"WRONG{number:05}",
            scanned_at=first.scanned_at,
            station="Gate 1",
        )
        for number in range(1000)
    )
    page = client.get(JUDGE).content.decode()
    newest = CheckIn.objects.filter(station="Gate 1").latest("pk").pk
    later = unknown("ZZZZZ99997")
    told = {"station": "Gate 1", "up_to": newest}

    silent = client.post(JUDGE, told | {"note": " "})
    done = client.post(JUDGE, told | {"note": "badges of the fair next door"})
    again = client.post(JUDGE, told | {"note": "again"}, follow=True)

    assert "The newest 50 of 1002." in page
    assert "Refuse all 1001" in page
    assert (silent.status_code, done.status_code) == (409, 302)
    assert set(CheckIn.objects.to_be_judged()) == {kept, later}
    said = CheckIn.objects.filter(judges__isnull=False)
    assert (said.count(), said.filter(note="badges of the fair next door").count()) == (1001, 1001)
    assert "Settled: 1001 codes were nobody of ours" in again.content.decode()


@pytest.mark.parametrize(
    ("read", "wrong"), [("A2B3C4D5E6", 0), ("A2B3C4D5E", 1), ("A2B3C4D5F6", 1), ("ZZ", 4)]
)
def test_a_code_that_was_read_wrongly_is_near_the_right_one(read, wrong):
    assert judging.distance(read, "A2B3C4D5E6") == wrong
