"""What the draft is after a restore: as the release was, also one made long ago."""

import pytest

from conference.images import kept
from conference.program.models import Session
from conference.program.release.diff import compare
from conference.program.release.document import upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import restore
from tests.factories import (
    PDF,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_participation,
    make_person,
    make_photo,
    make_plan,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db


def test_restore_makes_the_draft_what_the_release_was(conference):
    make_host(conference)
    room, track = make_room(conference), make_track(conference)
    forum = make_session(
        conference, "09:00", "12:00", kind="sub-forum", room=room, track=track, seats=30
    )
    talk = make_session(conference, "09:00", kind="talk", parent=forum, summary_en="Why")
    person = make_participation(conference, printed_title_en="Dean")
    make_role(talk, person)
    release = publish(conference)
    talk.title_en, talk.starts_at, talk.ends_at = "Other", None, None
    talk.save()
    talk.roles.get().delete()
    room.name_en = "Renamed"
    room.save()
    person.printed_title_en = ""
    person.save()
    published_later = make_session(conference, title_en="Later")
    publish(conference)
    never = make_session(conference, title_en="Never published")

    restore(release)

    later_cancelled = Session.objects.get(pk=published_later.pk)
    assert later_cancelled.is_cancelled
    assert not Session.objects.filter(pk=never.pk).exists()
    left = compare(release.document, draft_document(conference))
    assert [(c.kind, c.code) for c in left] == [("cancelled", published_later.code)]


def test_restore_brings_back_venue_photos_and_links(conference):
    session, room = make_session(conference), make_room(conference, directions_en="Left")
    link = make_link(session, file=kept(PDF, "pdf"))
    hotel, contact = make_hotel(conference, note_en="Near"), make_contact(conference)
    plan, photo = make_plan(conference), make_photo(conference)
    conference.report_en = "It went **well**."
    conference.save()
    release = publish(conference)
    conference.report_en = ""
    conference.save()
    for row in (link, hotel, contact, photo):
        row.delete()
    plan.caption_en = "Other"
    plan.save()
    room.directions_en = ""
    room.save()
    make_hotel(conference, name_en="Later")
    later = make_link(session, title_en="Later")

    restore(release)

    conference.refresh_from_db()
    later.refresh_from_db()
    assert compare(release.document, draft_document(conference)) == []
    assert [h.name_en for h in conference.hotels.all()] == ["Hunnan Hotel"]
    assert not later.is_released  # kept, and not published


def test_an_older_release_without_all_that_can_be_restored(conference):
    make_session(conference)
    release = publish(conference)
    document = release.document
    for section in ("plans", "hotels", "contacts", "photos"):
        del document[section]
    for row in document["sessions"]:
        del row["links"]
    del document["conference"]["report"], document["conference"]["report_html"]
    document["format"] = 1
    release.save()
    make_hotel(conference)

    restore(release)

    assert not conference.hotels.exists()
    assert compare(upgraded(release.document), draft_document(conference)) == []


def test_restore_keeps_printed_fields_that_the_person_no_longer_says(conference):
    person = make_person(position_en="Dean")
    participation = make_participation(conference, person)
    release = publish(conference)
    person.position_en = "President"
    person.save()

    restore(release)

    participation.refresh_from_db()
    assert participation.printed_title_en == "Dean"
    assert participation.printed_name_en == ""
