"""The page of changes: who did what when, old and new, and what can be taken back."""

from copy import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.acts import act
from conference.acts.undoing import take_back
from conference.attendance.certificates.issuing import issue, reissue, revoke
from conference.attendance.checkin import check_in
from conference.attendance.models import Certificate, CertificateDesign, DataAccess
from conference.attendance.privacy.erasing import erase_person
from conference.models import Act
from conference.program.draft.moving import move
from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.factories import (
    make_checkpoint,
    make_conference,
    make_member,
    make_registration,
    make_room,
    make_session,
    make_user,
)
from tests.pages import of_class, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def told(page):
    """What the page says of each act and event."""
    return [words(item) for item in of_class(page, "act")]


def page_of(client, conference, user, query=""):
    client.force_login(user)
    return client.get(f"/admin/changes/of/{conference.pk}/{query}")


def test_the_page_says_who_changed_what_from_what_to_what(client, conference):
    organizer = make_member(
        conference, "organizer", user=make_user("wang", last_name="王", first_name="老师")
    )
    room = make_room(conference, name_en="Great hall")
    session = make_session(conference, "09:00", title_en="Opening", title_zh="")
    with act(by=organizer):
        session.room, session.title_en = room, "Grand opening"
        session.save()
    with act(by=organizer):
        move([session], minutes=15)

    page = page_of(client, conference, organizer)

    first, second = told(page)
    assert ("Moved by minutes · 1 session" in first, "Undo" in first) == (True, True)
    assert ("Changed · 1 session" in second, "Changed since" in second) == (True, True)
    changes = [words(item) for item in parsed(page).xpath("//dl/div")]
    assert "Title (English)Opening → Grand opening" in changes
    assert "Room– → Great hall" in changes
    assert "Starts2026-05-20 09:00 → 2026-05-20 09:15" in changes


def test_each_sees_what_they_may_and_a_stranger_nothing(client, conference):
    organizer, editor = (make_member(conference, role) for role in ("organizer", "editor"))
    exporter = make_member(conference, "exporter")
    guest = make_registration(conference, name="王泉", phone="+44 7700 900123")
    session = make_session(conference, "09:00", title_en="Opening")
    with act(by=organizer):
        guest.phone = "+44 7700 900999"
        guest.save()
    with act(by=organizer):
        session.delete()

    by_editor = page_of(client, conference, editor)
    by_exporter = page_of(client, conference, exporter)
    pages = [by_editor, by_exporter, page_of(client, conference, organizer)]

    assert ["王泉" in page.text for page in pages] == [False, True, True]
    assert ["Opening" in page.text for page in pages] == [True, False, True]
    assert not any("7700" in page.text for page in pages)
    assert page_of(client, conference, make_user()).status_code in (403, 404)
    other = make_member(make_conference(), "organizer")
    assert page_of(client, conference, other).status_code == 404
    taken = Act.objects.last()
    assert client.post(f"/admin/changes/{taken.name}/undo/").status_code == 404
    client.force_login(exporter)
    assert client.post(f"/admin/changes/{taken.name}/undo/").status_code == 403


def test_a_look_at_contacts_in_full_is_noted_as_on_other_pages(client, conference):
    organizer = make_member(conference, "organizer", sees_contacts=True)
    guest, erased, other = (
        make_registration(conference, email=f"{name}@example.org") for name in ("a", "b", "c")
    )
    with act(by=organizer):
        guest.email, erased.email, other.title = "new@example.org", "x@example.org", "Dean"
        for row in (guest, erased, other):
            row.save()
    erase_person(erased, by=None)
    DataAccess.objects.all().delete()

    masked = page_of(client, conference, make_member(conference, "organizer")).text
    assert not DataAccess.objects.exists()
    full = page_of(client, conference, organizer).text

    assert ("new@example.org" in masked, "new@example.org" in full) == (False, True)
    (seen,) = DataAccess.objects.all()
    assert (seen.by, seen.kind, seen.people) == (organizer, "listed", str(guest.pk))


def test_certificates_that_were_issued_replaced_and_revoked_stand_on_the_page(client, conference):
    organizer = make_member(conference, "organizer", user=make_user("wang", first_name="Wang"))
    design = CertificateDesign.objects.create(conference=conference)
    people = [make_registration(conference, status="confirmed") for _n in range(2)]
    door = make_checkpoint(conference)
    for person in people:
        check_in(person, conference=conference, checkpoint=door, by=None, client_id=person.code)
    issue(design, by=organizer, anyway=True)
    reissue(design, people=[people[0].pk], by=organizer, anyway=True)
    valid = Certificate.objects.filter(registration=people[1])
    revoke(valid, reason="Left at ten", by=organizer)

    entries = told(page_of(client, conference, organizer))

    revoked, replaced, issued = [text for text in entries if "certificate" in text]
    assert "1 certificate was revoked: Left at ten" in revoked
    assert "1 certificate was replaced by a new one" in replaced
    assert "2 certificates were issued" in issued
    assert all("Wang" in text for text in (revoked, replaced, issued))


def test_what_cannot_be_taken_back_says_why(client, conference):
    organizer = make_member(conference, "organizer")
    session = make_session(conference, "09:00")
    with act(by=organizer) as old:
        move([session], minutes=5)
    Act.objects.update(undo_until=timezone.now() - timedelta(minutes=1))
    with act(by=organizer) as undone:
        make_room(conference)
    take_back(undone.saved, by=organizer)
    publish(conference, by=organizer)

    entries = told(page_of(client, conference, organizer))

    assert [("Undo" in text) for text in entries] == [False, True, False, False]
    assert "Release 1 was published" in entries[0]
    assert "Taken back: " in entries[2]
    assert old.saved is not None


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_page_costs_the_same_whatever_was_changed(
    client, conference, count, django_assert_num_queries
):
    organizer = make_member(conference, "organizer")
    sessions = [make_session(conference, "09:00")]
    client.force_login(organizer)
    with act(by=organizer) as done:
        move(sessions, minutes=5)
    like = done.saved
    record = Session.history.filter(history_change_reason=like.name).get()
    Act.objects.bulk_create(
        Act(name=f"act-{n}", conference=conference, by=organizer, began_at=like.began_at,
            at=like.at - timedelta(seconds=n), counts=like.counts, undo_until=like.undo_until)
        for n in range(1, count)
    )  # fmt: skip
    records = [copy(record) for _n in range(1, count)]
    for n, other in enumerate(records, start=1):
        other.pk, other.history_change_reason = None, f"act-{n}"
        other.history_date -= timedelta(seconds=n)
    Session.history.bulk_create(records)

    for address, queries in ((f"/admin/changes/of/{conference.pk}/", 24), ("/admin/changes/", 15)):
        with django_assert_num_queries(queries):
            page = client.get(address)
        assert len(told(page)) == min(count, 30)


def test_the_page_is_asked_by_person_day_and_kind(client, conference):
    organizer, editor = (make_member(conference, role) for role in ("organizer", "editor"))
    with act(by=organizer):
        make_room(conference)
    with act(by=editor):
        make_session(conference, "09:00")

    def entries(query):
        return len(told(page_of(client, conference, organizer, query)))

    assert entries("") == 2
    assert entries(f"?by={editor.pk}") == 1
    assert entries("?kind=conference.room") == 1
    assert entries("?day=2020-01-01") == 0
    assert entries("?day=nonsense&by=x&kind=y&page=z") == 2
