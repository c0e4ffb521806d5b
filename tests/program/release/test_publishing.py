"""Publish and withdraw: what the public sees is a release, whole or not at all."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from conference.models import Stamp
from conference.program.models import PublishedRole, Release, Session
from conference.program.release.diff import Change
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import PublishRefused, fingerprint, publish, withdraw
from tests.factories import (
    at,
    make_committee,
    make_conference,
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
    make_user,
)

pytestmark = pytest.mark.django_db


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


def test_only_links_that_their_speaker_allowed_are_published(conference):
    session = make_session(conference)
    make_link(session, url="https://slides.example.org/allowed")
    make_link(session, url="https://slides.example.org/secret", is_released=False)

    document = publish(conference).document

    assert [link["url"] for link in document["sessions"][0]["links"]] == [
        "https://slides.example.org/allowed"
    ]
    assert "secret" not in str(document)


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
        make_committee(conference, make_person(), make_person())

    with django_assert_num_queries(16):
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


def test_an_older_copy_of_the_conference_cannot_hide_it_by_saving_itself(conference):
    stale = type(conference).objects.get(pk=conference.pk)
    make_session(conference)
    publish(conference)

    stale.city_en = "Shenyang"
    stale.save()

    conference.refresh_from_db()
    assert (conference.is_public, conference.city_en) == (True, "Shenyang")
