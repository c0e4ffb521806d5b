"""What a review names: what moved, is new, was cancelled, was renamed."""

import pytest

from conference.images import checked_image, kept
from conference.models import Highlight
from conference.program.public.changes import public_release
from conference.program.release.diff import compare
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.wording.labels import is_shown
from tests.factories import (
    PDF,
    at,
    make_conference,
    make_contact,
    make_hotel,
    make_link,
    make_participation,
    make_photo,
    make_picture,
    make_plan,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


def test_the_diff_says_what_moved_from_where_to_where(conference):
    room = make_room(conference, name_en="Hall", name_zh="大厅")
    session = make_session(conference, "09:00", "09:30", title_en="Keynote")
    old = publish(conference).document
    session.starts_at, session.ends_at, session.room = at("10:00"), at("10:30"), room
    session.save()

    (change,) = compare(old, draft_document(conference))

    assert (change.kind, change.subject, change.what.en) == ("moved", "session", "Keynote")
    assert [(f.name, f.old.en, f.new.en) for f in change.fields] == [
        ("starts_at", "2026-05-20 09:00", "2026-05-20 10:00"),
        ("ends_at", "2026-05-20 09:30", "2026-05-20 10:30"),
        ("room", "", "Hall"),
    ]


def test_the_diff_knows_new_cancelled_and_removed(conference):
    kept = make_session(conference, title_en="Kept")
    person = make_participation(conference)
    old = publish(conference).document
    kept.status = "cancelled"
    kept.save()
    person.delete()
    make_session(conference, title_en="Added")

    changes = compare(old, draft_document(conference))

    assert [(c.kind, c.subject, c.what.en) for c in changes] == [
        ("cancelled", "session", "Kept"),
        ("new", "session", "Added"),
        ("removed", "person", "Wang Xingwei"),
    ]


def test_the_review_names_what_changed_of_venue_and_links(conference):
    session = make_session(conference, title_en="Keynote")
    hotel, contact = make_hotel(conference), make_contact(conference)
    plan = make_plan(conference, image=checked_image(make_picture(color="red")))
    room = make_room(conference, name_en="Hall")
    old = publish(conference).document
    hotel.phone = "+44 7700 900555"
    hotel.save()
    contact.delete()
    plan.image = checked_image(make_picture(color="blue"))
    plan.save()
    room.directions_en = "Up the stairs"
    room.save()
    make_photo(conference)
    make_link(session, kind="recording", url="https://video.example.org/1")

    changes = compare(old, draft_document(conference))

    def told(change):
        return [(str(f.label), f.old.en, f.new.en) for f in change.fields]

    by_subject = {change.subject: change for change in changes}
    assert {(c.kind, c.subject, c.what.en) for c in changes} == {
        ("changed", "session", "Keynote"),
        ("changed", "room", "Hall"),
        ("changed", "plan", "Ground floor"),
        ("changed", "hotel", "Hunnan Hotel"),
        ("removed", "contact", "Conference office"),
        ("new", "photo", "Opening"),
    }
    assert told(by_subject["session"]) == [
        ("slides and links", "", "recording (https://video.example.org/1)")
    ]
    assert told(by_subject["room"]) == [("how to find it", "", "Up the stairs")]
    assert told(by_subject["hotel"]) == [("phone", "", "+44 7700 900555")]
    ((label, before, after),) = told(by_subject["plan"])
    assert label == "image" and before.startswith("WebP ") and before != after
    assert [str(c.subject_label) for c in changes if c.subject in ("plan", "photo")] == [
        *("plan of the venue", "photo"),
    ]


def test_another_file_under_the_same_title_is_a_change_that_can_be_seen(conference):
    link = make_link(make_session(conference), file=kept(PDF, "pdf"))
    old = publish(conference).document
    link.file = kept(PDF + b"\n", "pdf")
    link.save()

    (change,) = compare(old, draft_document(conference))

    (field,) = change.fields
    assert field.old.en.startswith("slides (PDF ") and field.new.en != field.old.en


def test_attendees_are_not_told_of_photos_nor_what_an_image_is_called(conference):
    plan = make_plan(conference)
    publish(conference)
    make_photo(conference)
    plan.image = checked_image(make_picture(color="blue"))
    plan.save()

    release = publish(conference)

    (change,) = public_release(release, conference.zone).changes
    assert (change.subject, [f.name for f in change.fields]) == ("plan", ["image"])
    assert not is_shown(change.fields[0])


def test_a_renamed_policy_is_changed_and_not_another_one():
    conference = make_conference()
    rows = [
        Highlight.objects.create(conference=conference, kind=kind, name_en=name)
        for kind, name in (("policy", "First"), ("policy", "Second"), ("practice", "Third"))
    ]
    old = draft_document(conference)
    rows[1].name_en = "Second, as decided"
    rows[1].save()
    rows[2].delete()
    Highlight.objects.create(conference=conference, kind="policy", name_en="Fourth")

    changes = compare(old, draft_document(conference))

    assert [
        (c.kind, c.what.en, [(f.name, f.old.en, f.new.en) for f in c.fields]) for c in changes
    ] == [
        ("changed", "Second, as decided", [("name", "Second", "Second, as decided")]),
        ("new", "Fourth", []),
        ("removed", "Third", []),
    ]
