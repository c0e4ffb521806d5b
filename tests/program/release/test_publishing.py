"""Publish, withdraw and restore: what the public sees is a release, whole or not at all."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from conference.images import checked_image, kept
from conference.models import Highlight, Stamp
from conference.program.models import PublishedRole, Release, Session
from conference.program.public.changes import public_release
from conference.program.release.diff import Change, compare
from conference.program.release.document import read, upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import (
    PublishRefused,
    fingerprint,
    publish,
    withdraw,
)
from conference.program.release.restoring import restore
from conference.wording.labels import is_shown
from tests.factories import (
    PDF,
    at,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_participation,
    make_person,
    make_photo,
    make_picture,
    make_plan,
    make_role,
    make_room,
    make_session,
    make_track,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026")


def test_publish_makes_the_conference_public_and_freezes_what_was_printed(conference):
    user = make_user()
    person = make_person(position_en="Dean")
    session = make_session(conference, "09:00")
    make_role(session, make_participation(conference, person))

    release = publish(conference, by=user, note="First program")
    person.position_en = "President"
    person.save()

    conference.refresh_from_db()
    session.refresh_from_db()
    program = read(release.document, number=release.number)
    assert conference.is_public
    assert (release.number, release.by, str(release.note)) == (1, user, "First program")
    assert session.first_published_at == release.published_at
    assert program.people[0].title.en == "Dean"
    assert PublishedRole.objects.get().session_code == session.code
    assert Stamp.objects.get(scope="conference:ai-2026").value == 1


def test_somebody_taken_out_while_the_draft_is_read_is_left_out(conference):
    role = make_role(make_session(conference, "09:00"))
    participation = role.participation

    def take_out(execute, sql, params, many, context):
        if 'FROM "program_participation"' in sql and role.pk:
            role.delete()
            participation.delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(take_out):
        document = draft_document(conference)

    assert document["people"] == []
    assert [session["roles"] for session in document["sessions"]] == [[]]


def test_publish_refuses_errors_and_lets_warnings_pass(conference):
    room = make_room(conference)
    make_session(conference, "09:00", room=room)
    second = make_session(conference, "09:10", room=room)

    with pytest.raises(PublishRefused) as refused:
        publish(conference)
    assert refused.value.code == "clashes"
    assert [c.code for c in refused.value.clashes] == ["room"]
    assert not Release.objects.exists()

    second.room = None
    second.save()
    assert publish(conference).number == 1  # "no people yet" is a warning


def test_publish_refuses_a_draft_that_nobody_reviewed(conference):
    session = make_session(conference)
    reviewed = fingerprint(draft_document(conference))
    session.title_en = "Changed meanwhile"
    session.save()

    with pytest.raises(PublishRefused) as refused:
        publish(conference, reviewed=reviewed)
    assert refused.value.code == "stale"


def test_publish_refuses_to_repeat_itself(conference):
    make_session(conference)
    publish(conference)

    with pytest.raises(PublishRefused) as refused:
        publish(conference)
    assert refused.value.code == "unchanged"


def test_only_the_session_that_changed_gets_a_new_sequence(conference):
    moved, kept = make_session(conference, "09:00"), make_session(conference, "10:00")
    first = publish(conference, at=at("08:00"))
    moved.starts_at, moved.ends_at = at("11:00"), at("11:30")
    moved.save()

    second = publish(conference, at=at("08:30"))

    counted = {
        row["code"]: (row["sequence"], row["changed_at"]) for row in second.document["sessions"]
    }
    assert counted == {
        moved.code: (1, "2026-05-20T00:30:00+00:00"),
        kept.code: (0, "2026-05-20T00:00:00+00:00"),
    }
    assert first.document["sessions"][0]["sequence"] == 0


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


def test_a_published_session_is_cancelled_not_deleted(conference):
    session = make_session(conference)
    publish(conference)
    session.refresh_from_db()

    with pytest.raises(ValidationError, match="Cancel it instead"):
        session.delete()


def test_withdrawing_shows_the_release_before_and_the_last_one_hides_the_conference(conference):
    session = make_session(conference)
    first = publish(conference)
    session.title_en = "Second title"
    session.save()
    second = publish(conference)

    withdraw(second)
    assert Release.objects.current("ai-2026") == first
    withdraw(first)
    conference.refresh_from_db()
    assert Release.objects.current("ai-2026") is None
    assert not conference.is_public
    assert not PublishedRole.objects.exists()


def test_what_was_withdrawn_is_not_told_by_the_release_after_it(conference):
    session = make_session(conference, title_en="Opening")
    publish(conference)
    session.title_en = "Opening, call 900999"
    session.save()
    wrong = publish(conference)
    session.title_en = "Welcome"
    session.save()
    right = publish(conference)

    withdraw(wrong)

    right.refresh_from_db()
    (change,) = map(Change.from_dict, right.changes)
    (field,) = change.fields
    assert (field.old.en, field.new.en) == ("Opening", "Welcome")
    assert "900999" not in str(right.changes)


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


# --- Venue, photos, links -----------------------------------------------------------------------


def test_only_links_that_their_speaker_allowed_are_published(conference):
    session = make_session(conference)
    make_link(session, url="https://slides.example.org/allowed")
    make_link(session, url="https://slides.example.org/secret", is_released=False)

    document = publish(conference).document

    assert [link["url"] for link in document["sessions"][0]["links"]] == [
        "https://slides.example.org/allowed"
    ]
    assert "secret" not in str(document)


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


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"url": ""}, "session_link_leads_to_one_place"),
        ({"file": "public/1.pdf"}, "session_link_leads_to_one_place"),
        ({"kind": "song"}, "session_link_kind_is_known"),
    ],
)
def test_the_database_refuses_a_link_that_leads_nowhere_or_to_two_places(
    conference, broken, constraint
):
    link = make_link(make_session(conference))
    for name, value in broken.items():
        setattr(link, name, value)

    with pytest.raises(ValidationError):
        link.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        link.save()


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


@pytest.mark.parametrize("rows", [1, 3])
def test_drafting_costs_the_same_for_any_number_of_rows(rows, django_assert_num_queries):
    conference = make_conference()
    room, track = make_room(conference), make_track(conference)
    for _n in range(rows):
        make_role(make_session(conference, "09:00", room=room, track=track))
        make_host(conference)
        make_link(Session.objects.first())
        make_link(Session.objects.last())
        make_plan(conference)
        make_photo(conference)
        make_hotel(conference)
        make_contact(conference)

    with django_assert_num_queries(13):
        draft_document(conference)


def test_private_contacts_never_enter_a_release(conference):
    make_participation(
        conference,
        contact_phone="+44 7700 900001",
        contact_email="private@example.org",
        contact_note="Diabetic",
    )

    text = str(publish(conference).document)

    assert "900001" not in text
    assert "private@example.org" not in text
    assert "Diabetic" not in text


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"ends_at": None}, "session_has_both_times_or_neither"),
        ({"ends_at": at("08:00")}, "session_ends_after_it_starts"),
        ({"title_zh": "", "title_en": ""}, "session_has_a_title"),
        ({"kind": "lecture"}, "session_kind_is_known"),
        ({"status": "lost"}, "session_status_is_known"),
    ],
)
def test_the_database_refuses_what_must_never_be(conference, broken, constraint):
    session = make_session(conference, "09:00")
    for name, value in broken.items():
        setattr(session, name, value)

    with pytest.raises(ValidationError):
        session.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        session.save()


def test_a_talk_stores_no_room(conference):
    forum = make_session(conference, kind="sub-forum", room=make_room(conference))
    talk = make_session(conference, kind="talk", parent=forum)

    assert talk.effective_room == forum.room
    talk.room = forum.room
    with (
        pytest.raises(IntegrityError, match="talk_of_a_sub_forum_stores_no_room"),
        transaction.atomic(),
    ):
        talk.save()


def test_an_older_copy_of_the_conference_cannot_hide_it_by_saving_itself(conference):
    stale = type(conference).objects.get(pk=conference.pk)
    make_session(conference)
    publish(conference)

    stale.city_en = "Shenyang"
    stale.save()

    conference.refresh_from_db()
    assert (conference.is_public, conference.city_en) == (True, "Shenyang")


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
