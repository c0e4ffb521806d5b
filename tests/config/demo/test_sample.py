"""The sample symposium of the demo: full pages, and everything of it says that it is a sample."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage

from conference.attendance.models import (
    Admission,
    CheckIn,
    Checkpoint,
    Registration,
    ReplyForm,
    SessionWait,
)
from conference.attendance.registering import reply
from conference.attendance.seats import fill_seats, full_sessions, seats_left
from conference.bilingual import gaps
from conference.images import file_address
from conference.models import Conference, Contact, Hotel
from conference.pdfs import checked_pdf
from conference.people.models import Organization, Person
from conference.people.pinyin import has_chinese
from conference.program.draft.clashes import find_clashes
from conference.program.models import Participation, Release, Session, SessionLink
from conference.program.release.document import read
from config.demo import sample_files
from config.demo.accounts import load_accounts
from config.demo.sample import load_sample

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what the demo says; test_demo.py loads it on both"),
]

MIDDAY = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # 12:00 in Asia/Shanghai


@pytest.fixture(scope="module", autouse=True)
def _loaded(module_database):
    load_accounts()
    load_sample(at=MIDDAY)


@pytest.fixture
def sample():
    return Conference.objects.get(slug="sample-symposium")


def program_of(conference):
    return read(conference.releases.get(number=1).document, number=1)


def test_the_sample_has_no_clash(sample):
    assert [str(clash.message) for clash in find_clashes(sample)] == []


def test_the_conference_has_seats_and_one_sub_forum_a_line(sample):
    forums = list(Session.objects.filter(conference=sample, kind="sub-forum").order_by("number"))
    waits = SessionWait.objects.filter(session__conference=sample)

    assert not Registration.objects.filter(conference=sample, status="waitlisted").exists()
    assert seats_left(ReplyForm.objects.get(conference=sample)) >= 40
    assert full_sessions(forums) == {forums[0].pk}
    assert set(waits.values_list("session", flat=True)) == {forums[0].pk}
    assert waits.count() == 4
    fill_seats(sample)
    assert waits.count() == 4  # no seat of it is free beside them


def test_somebody_who_tries_the_reply_form_of_the_sample_gets_a_seat(sample):
    forums = Session.objects.filter(conference=sample, kind="sub-forum").order_by("number")
    form = ReplyForm.objects.get(conference=sample)

    person, _token = reply(
        form,
        form_id="a" * 32,
        sessions=[forums[1]],
        at=MIDDAY,
        name="王样例",
        organization_name="样例学院",
        phone="+44 7700 900999",
    )

    assert person.status == "confirmed"
    assert list(person.sessions.all()) == [forums[1]]


def test_the_sample_shows_every_kind_of_session(sample):
    sessions = Session.objects.filter(conference=sample)
    sub_forums = sessions.filter(kind="sub-forum")

    assert sessions.filter(starts_at__isnull=False).count() == sessions.count() >= 20
    assert set(sessions.values_list("kind", flat=True)) == {
        *("address", "ceremony", "keynote", "sub-forum", "talk", "panel", "discussion"),
        *("break", "meal", "photo"),
    }
    assert sample.rooms.count() == 5 and sample.tracks.count() == 4
    assert [(s.talks.count(), s.roles.filter(role="chair").count()) for s in sub_forums] == [
        (4, 1)
    ] * 3
    assert len(program_of(sample).days()) == 2


def test_the_sample_has_releases_with_changes(sample):
    assert [
        (release.number, sorted({change["kind"] for change in release.changes}))
        for release in Release.objects.order_by("number")
    ] == [(1, ["new"]), (2, ["changed", "moved"]), (3, ["cancelled"])]


def test_the_sample_lacks_no_translation(sample):
    rows = [sample, *sample.sessions.all(), *sample.rooms.all(), *sample.tracks.all()]
    rows += [*sample.highlights.all(), *sample.articles.all(), *Organization.objects.all()]
    rows += [*Person.objects.all(), *sample.expectedtotals.all(), sample.reply_form]
    rows += sample.reply_form.questions.all()
    rows += [*sample.venueplans.all(), *sample.photos.all(), *sample.hotels.all()]
    rows += [*sample.contacts.all(), *SessionLink.objects.all()]

    assert [(row, gaps(row)) for row in rows if gaps(row)] == []


def test_everything_of_the_sample_says_so(sample):
    texts = [
        *(text for o in Organization.objects.all() for text in o.name.as_list()),
        *(text for p in Person.objects.all() for text in p.name.as_list()),
        *(text for r in sample.rooms.all() for text in r.name.as_list()),
        *(text for a in sample.articles.all() for text in a.title.as_list()),
        *(text for h in sample.hotels.all() for text in h.name.as_list()),
        *(text for c in sample.contacts.all() for text in c.name.as_list()),
        *(text for p in sample.photos.all() for text in p.caption.as_list()),
        *(text for p in sample.venueplans.all() for text in p.caption.as_list()),
        *(text for link in SessionLink.objects.all() for text in link.title.as_list()),
        *sample.report.as_list(),
        *sample.name.as_list(),
        *sample.venue.as_list(),
        *(
            text
            for s in sample.sessions.exclude(kind__in=("break", "meal", "photo"))
            for text in s.title.as_list()
        ),
        *Registration.objects.values_list("name", flat=True),
    ]

    assert [text for text in texts if "示例" not in text and "ample" not in text] == []


def test_the_sample_shows_all_of_a_venue_and_what_is_left_of_a_conference(client, sample):
    program = program_of(sample)

    assert (len(program.plans), len(program.photos)) == (2, 4)
    assert (len(program.hotels), len(program.contacts)) == (2, 3)
    assert all(room.directions for room in program.rooms)
    assert program.conference.report_html
    links = [link for session in program.sessions_with_links() for link in session.links]
    assert [link.kind for link in links] == ["slides", "recording", "paper"]
    pictures = [*program.plans, *program.photos]
    addresses = {file_address(n) for p in pictures for n in (p.image, p.preview)}
    addresses |= {link.url for link in links if link.is_file}
    assert len(addresses) == 13
    for address in addresses:
        assert b"".join(client.get(address))
    assert all(p.width > p.preview_width == 640 for p in pictures)


def test_the_samples_slides_are_a_pdf_that_organizers_could_have_uploaded():
    name = sample_files.slides()

    with default_storage.open(name) as file:
        assert checked_pdf(file).name == name.removeprefix("public/")


def test_the_sample_has_the_promised_registrations(sample):
    rows = list(Registration.objects.filter(conference=sample))

    assert len(rows) == 200
    assert sum(has_chinese(row.name) for row in rows) * 3 >= len(rows)
    assert {row.phone for row in rows} == {f"+44 7700 900{n:03}" for n in range(200)}
    assert all(row.email.endswith("@example.org") for row in rows)
    assert all(row.search and row.sort_name and row.phone_digits for row in rows)
    shown = {row.status for row in rows}
    assert shown == set(Registration.Status.values) - {"waitlisted"}  # no one beside a free seat
    # Nobody of the program is expected yet: that is one press in the admin.
    assert {row.source for row in rows} == set(Registration.Source.values) - {"program", "invited"}
    assert all(row.consented_at for row in rows if row.source == "self")
    assert sample.reply_form.is_open(at=MIDDAY)


def test_only_phones_kept_for_fiction_are_used(sample):
    phones = {
        *Registration.objects.values_list("phone", flat=True),
        *Participation.objects.values_list("contact_phone", flat=True),
        *Hotel.objects.values_list("phone", flat=True),
        *Contact.objects.exclude(phone="").values_list("phone", flat=True),
    }

    assert [p for p in phones if not re.fullmatch(r"\+44 7700 900\d{3}", p)] == []


def test_the_door_of_the_sample_has_the_promised_numbers(sample):
    arrival = Checkpoint.objects.get(kind="arrival")
    doors = Checkpoint.objects.filter(kind="session")

    assert Counter(CheckIn.objects.filter(checkpoint=arrival).values_list("result", flat=True)) == {
        "admitted": 62,
        "undone": 2,
        "already": 5,
        "refused": 3,
    }
    assert Admission.objects.filter(checkpoint=arrival).count() == 60
    assert [door.admissions.count() for door in doors] == [8, 8, 8]
    assert set(CheckIn.objects.filter(result="refused").values_list("reason", flat=True)) == {
        *("unknown_code", "cancelled", "not_confirmed"),
    }
    signed_in = Registration.objects.filter(admissions__checkpoint=arrival)
    assert sum(has_chinese(row.name) for row in signed_in) * 3 >= 60
    assert not signed_in.exclude(status="confirmed").exists()


def test_each_admission_stands_on_its_scan(sample):
    for admission in Admission.objects.select_related("check_in"):
        scan = admission.check_in
        assert (scan.result, scan.registration_id, scan.checkpoint_id, scan.scanned_at) == (
            "admitted",
            admission.registration_id,
            admission.checkpoint_id,
            admission.signed_in_at,
        )


def test_everybody_registered_before_they_came(sample):
    assert [
        str(admission.registration)
        for admission in Admission.objects.select_related("registration")
        if admission.registration.registered_at > admission.signed_in_at
    ] == []
