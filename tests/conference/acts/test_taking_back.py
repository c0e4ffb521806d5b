"""Taking an act back: everything stands as it stood, or it is said why not."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from conference.acts import act
from conference.acts.refusal import UndoRefused
from conference.acts.undoing import pointing_to, take_back
from conference.attendance.choices import choose
from conference.attendance.registering import set_status
from conference.history import create_rows, update_rows
from conference.models import Act, Room, TeamMember
from conference.models.acts import forget_what_was_kept
from conference.people.models import Organization, Person
from conference.program.draft.moving import change_time_zone, move
from conference.program.models import Kind, Participation, Session, SessionRole
from conference.program.release.publishing import publish
from tests.conference.acts.back import everything, there_and_back
from tests.factories import (
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_reply_form,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.pages import form_data
from tests.queries import costs

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def organizer(conference):
    return make_member(conference, "organizer")


# --- Exactly as it was ----------------------------------------------------------------------------


def test_a_deleted_sub_forum_stands_again_with_talks_people_and_choices(conference, organizer):
    forum = make_session(conference, "09:00", kind="sub-forum", room=make_room(conference))
    make_role(make_session(conference, "09:00", parent=forum), make_participation(conference))
    choose([(make_registration(conference).pk, forum.pk)])

    there_and_back(lambda: Session.objects.get(pk=forum.pk).delete(), organizer)


def test_a_participant_comes_back_with_the_private_contact(conference, organizer):
    person = make_participation(conference, contact_phone="+44 7700 900123", contact_note="late")

    def take_off():
        Participation.objects.get(pk=person.pk).delete()

    def change():
        row = Participation.objects.get(pk=person.pk)
        row.contact_phone, row.printed_title_en = "+44 7700 900999", "Dean"
        row.save()

    there_and_back(take_off, organizer)
    there_and_back(change, organizer)


def test_a_deleted_track_comes_back_to_its_sessions(conference, organizer):
    track = make_track(conference)
    make_session(conference, "09:00", track=track)

    there_and_back(lambda: type(track).objects.get(pk=track.pk).delete(), organizer)


def test_a_changed_title_is_found_by_its_old_words(conference, organizer):
    session = make_session(conference, "09:00", title_en="Opening")
    person = make_person(name_zh="王泉")

    def rename():
        session.title_en, person.name_zh = "Closing", "李明"
        session.save()
        person.sort_name = ""
        person.save()

    there_and_back(rename, organizer)


def test_rooms_that_exchanged_their_addresses_exchange_them_back(conference, organizer):
    rooms = [make_room(conference, slug=slug) for slug in ("one", "two")]

    def exchange():
        rows = list(Room.objects.filter(pk__in=[r.pk for r in rooms]).order_by("pk"))
        rows[0].slug, rows[1].slug = rows[1].slug, rows[0].slug
        update_rows(rows, "slug")

    there_and_back(exchange, organizer)


def test_a_new_time_zone_gives_the_old_times_back(conference, organizer):
    make_session(conference, "09:00")

    def elsewhere():
        conference.refresh_from_db()
        old, conference.time_zone = conference.time_zone, "Europe/Berlin"
        conference.save()
        change_time_zone(conference, old_zone=old)

    there_and_back(elsewhere, organizer)


def test_a_whole_conference_comes_back_with_its_team(conference, organizer):
    make_track(conference)
    make_room(conference)
    make_host(conference)
    row = type(conference).objects.get(pk=conference.pk)

    there_and_back(lambda: type(conference).objects.get(pk=row.pk).delete(), organizer)


def test_who_moved_up_goes_back_into_the_line(conference, organizer):
    make_reply_form(conference, seats=1)
    seated = make_registration(conference)
    waiting = make_registration(conference, status="waitlisted")
    before = everything()
    with act(by=organizer) as done:
        set_status(conference, [seated], "cancelled")
    waiting.refresh_from_db()
    assert waiting.status == "confirmed"

    take_back(done.saved, by=organizer)

    assert everything() == before


# --- Who and when ---------------------------------------------------------------------------------


def refusal_of(done, by, **how):
    before = everything()
    with pytest.raises(UndoRefused) as refused:
        take_back(done.saved if hasattr(done, "saved") else done, by=by, **how)
    assert everything() == before
    return refused.value.code, refused.value.message


def test_a_row_that_somebody_changed_since_is_named_with_its_time(conference, organizer):
    session = make_session(conference, "09:00", title_en="Opening")
    with act(by=organizer) as done:
        move([session], minutes=5)
    colleague = make_member(conference, "editor")
    with act(by=colleague):
        session.title_en = "Welcome"
        session.save()

    code, said = refusal_of(done, organizer)

    assert code == "changed"
    since = localtime(session.history.first().history_date, conference.zone)
    assert re.fullmatch(
        rf"{colleague.username} \((.* )?{since:%H:%M}\) has changed “Welcome” since\. Nothing was "
        r"taken back\.",
        said,
    )


def test_an_hour_later_it_stays(conference, organizer):
    with act(by=organizer) as done:
        make_room(conference)

    assert refusal_of(done, organizer, at=timezone.now() + timedelta(hours=2))[0] == "late"


def test_what_is_used_by_now_stays(conference, organizer):
    with act(by=organizer) as done:
        room = make_room(conference, name_en="Great hall")
    make_session(conference, "09:00", room=room, title_en="Opening")

    code, said = refusal_of(done, organizer)

    assert (code, "“Great hall” would go, but “Opening” (session)" in said) == ("used", True)


def test_what_was_published_since_stays(conference, organizer):
    with act(by=organizer) as done:
        make_session(conference, "09:00")
    publish(conference)

    assert refusal_of(done, organizer)[0] == "published"


def test_an_address_that_another_took_is_told_by_its_rule(conference, organizer):
    room = make_room(conference, slug="hall", name_en="Great hall")
    with act(by=organizer) as done:
        room.delete()
    make_room(conference, slug="hall")

    code, said = refusal_of(done, organizer)

    assert (code, "“Great hall”" in said, "Another room has this short address." in said) == (
        *("taken", True, True),
    )


def test_a_talk_does_not_come_back_into_what_is_no_sub_forum_any_more(conference, organizer):
    forum = make_session(conference, "09:00", kind="sub-forum")
    talk = make_session(conference, "09:00", parent=forum)
    with act(by=organizer) as done:
        talk.parent = None
        talk.save()
    forum.kind = Kind.BREAK
    forum.save()

    code, said = refusal_of(done, organizer)

    assert (code, "cannot be as it was" in said) == ("taken", True)


def test_only_who_may_change_the_rows_takes_them_back(conference, organizer):
    editor = make_member(conference, "editor")
    demoted = make_member(conference, "viewer")
    TeamMember.objects.create(conference=conference, user=demoted, role="organizer")
    with act(by=organizer) as registered:
        make_registration(conference)
    with act(by=organizer) as taken_away:
        TeamMember.objects.get(user=demoted, role="organizer").delete()

    assert refusal_of(registered, editor)[0] == "rights"
    assert refusal_of(taken_away, type(demoted).objects.get(pk=demoted.pk))[0] == "rights"


def test_what_was_kept_aside_is_forgotten_after_an_hour(conference, organizer):
    person = make_participation(conference, contact_phone="+44 7700 900123")
    with act(by=organizer) as done:
        person.delete()
    assert "7700" in str(Act.objects.get(pk=done.saved.pk).kept)

    forget_what_was_kept(at=timezone.now() + timedelta(hours=2))

    assert Act.objects.get(pk=done.saved.pk).kept is None


# Each kind of row that could point to these is asked once. Of 600 rows a second batch of four kinds
# is deleted, each with its history.
@pytest.mark.parametrize(("count", "statements"), [(3, 50), (600, 58)])
def test_an_import_of_any_size_is_taken_back_at_one_cost(conference, organizer, count, statements):
    room = make_room(conference)
    with act(by=organizer) as done:
        people = create_rows(
            Person, [Person(name_zh=f"王{n}", sort_name="w") for n in range(count)]
        )
        joined = create_rows(
            Participation,
            [
                Participation(conference=conference, person=p, position=n, code=f"{n:06}")
                for n, p in enumerate(people)
            ],
        )
        sessions = create_rows(
            Session,
            [
                Session(conference=conference, number=n, code=f"{n:06}", title_en="Talk",
                        room=room, position=n)
                for n in range(1, count + 1)
            ],
        )  # fmt: skip
        create_rows(
            SessionRole,
            [
                SessionRole(session=s, participation=p, position=1)
                for s, p in zip(sessions, joined, strict=True)
            ],
        )

    asked = sum(len(pointing_to(kind)) for kind in (Person, Participation, Session, SessionRole))
    with costs(statements + asked, rows=count):
        take_back(done.saved, by=organizer)

    assert not (Session.objects.exists() or Person.objects.exists())
    assert Organization.objects.count() == 0


# --- By the button --------------------------------------------------------------------------------


def test_the_message_of_a_save_takes_it_back_and_again(client, conference, organizer):
    make_organization()
    session = make_session(conference, "09:00", title_en="Opening")
    client.force_login(organizer)
    address = f"/admin/program/session/{session.pk}/change/"
    form = form_data(client.get(address)) | {"title_en": "Closing"}
    page = client.post(address, form, follow=True)
    undo = re.search(r'action="(/admin/changes/act-\w+/undo/)"', page.text)[1]

    page = client.post(undo, {"next": address}, follow=True)
    assert page.redirect_chain == [(address, 302)]
    session.refresh_from_db()
    assert (session.title_en, "Taken back: 1 session." in page.text) == ("Opening", True)

    again = re.search(r'action="(/admin/changes/act-\w+/undo/)"', page.text)[1]
    page = client.post(again, {"next": address}, follow=True)
    session.refresh_from_db()
    assert (session.title_en, "Done again: 1 session." in page.text) == ("Closing", True)
    page = client.post(undo, {"next": address}, follow=True)
    assert "has taken this back already" in page.text


def test_undoing_a_new_row_leads_from_its_page_to_the_list(client, conference, organizer):
    with act(by=organizer) as done:
        room = make_session(conference, "09:00")
    client.force_login(organizer)

    back = client.post(
        f"/admin/changes/{done.saved.name}/undo/",
        {"next": f"/admin/program/session/{room.pk}/change/"},
    )

    assert back["Location"] == "/admin/program/session/"
    elsewhere = client.post(
        f"/admin/changes/{done.saved.name}/undo/", {"next": "https://example.org/"}
    )
    assert elsewhere["Location"] == "/admin/"
