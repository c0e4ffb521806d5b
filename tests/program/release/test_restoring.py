"""Restoring a release: what its page lists, what it does, and what was published are the same."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.ordering import placed
from conference.program.models import Committee, Participation, Session, SessionRole
from conference.program.release.diff import compare
from conference.program.release.document import upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import RestoreRefused, plan_restore, restore
from tests.factories import (
    make_checkpoint,
    make_committee,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.program.release.everything import NAMES, make_everything, stored_files

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files():
    return stored_files()


# What people do to a draft between two releases. Each takes a list of rows and a number to choose.
SECTIONS = (
    *("rooms", "tracks", "hostroles", "highlights", "venueplans", "photos", "hotels"),
    *("contacts", "participations", "committees", "expectedtotals", "sessions"),
)


def edit_text(row, number):
    names = ("name_en", "caption_en", "printed_title_en", "label_en", "title_en", "own_name_en")
    for name in names:
        if hasattr(row, name) and not callable(getattr(type(row), name, None)):
            if isinstance(getattr(type(row), name, None), property):
                continue
            setattr(row, name, f"Other {number}")
            row.save()


def to_the_front(row, number):
    if hasattr(row, "position"):
        row.position = 0
        row.save()


def remove(row, number):
    if isinstance(row, Session):
        row.roles.all().delete()
        row.links.all().delete()
        return
    if isinstance(row, Participation):
        row.roles.all().delete()
    row.sessions.update(room=None) if hasattr(row, "capacity") else None
    row.delete()


def add_like(row, number):
    conference = row.conference
    if isinstance(row, Participation):
        make_participation(conference, make_person(name_zh=f"新人{number}"), position=number % 3)
    elif isinstance(row, Session):
        make_role(make_session(conference, kind="talk", position=number))
    elif hasattr(row, "capacity"):
        make_session(conference, room=make_room(conference, position=0))
    elif hasattr(row, "color"):
        make_session(conference, track=make_track(conference, position=0))


def replace_person(row, number):
    """Taken out and made anew: another row for the same person."""
    if isinstance(row, Participation):
        person = row.person
        row.roles.all().delete()
        row.delete()
        make_participation(row.conference, person)
    elif isinstance(row, Committee):
        person = row.members.first().person
        row.members.all().delete()
        row.members.create(person=person, role="secretary", printed_name_en="Other")


def shift(row, number):
    if isinstance(row, Session) and row.starts_at:
        row.starts_at += timedelta(minutes=number)
        row.ends_at += timedelta(minutes=number)
        row.is_plenary, row.seats, row.parallel_group = not row.is_plenary, 3, "other"
        row.save()


ACTS = (edit_text, to_the_front, remove, add_like, replace_person, shift)
edits = st.lists(
    st.tuples(st.sampled_from(SECTIONS), st.sampled_from(ACTS), st.integers(0, 60)),
    min_size=1,
    max_size=8,
)


@pytest.mark.once(reason="what is restored is compared as documents")
@settings(max_examples=12, deadline=None, derandomize=True)
@given(edits=edits)
def test_what_is_restored_is_what_was_published(files, edits):
    with transaction.atomic():
        conference = make_everything(files)
        before = draft_document(conference)
        release = publish(conference)
        for section, act, number in edits:
            rows = list(getattr(conference, section).all())
            if rows:
                act(rows[number % len(rows)], number)

        told = restore(release)

        assert draft_document(conference) == told.target
        assert compare(release.document, draft_document(conference)) == told.remains == []
        assert draft_document(conference) == before
        transaction.set_rollback(True)


def test_what_was_published_between_is_cancelled_and_told(files):
    conference = make_everything(files)
    release = publish(conference)
    later = make_session(conference, title_en="Later", room=make_room(conference, slug="annex"))
    newcomer = make_participation(conference, make_person(name_zh="新人"))
    make_role(later, newcomer)
    publish(conference)

    plan = plan_restore(release)
    restore(release)

    later.refresh_from_db()
    assert later.is_cancelled and not later.roles.exists()
    assert not Participation.objects.filter(pk=newcomer.pk).exists()
    assert draft_document(conference) == plan.target
    assert compare(draft_document(conference), plan.target) == []
    assert {(c.kind, c.subject, c.what.zh) for c in plan.changes} == {
        ("cancelled", "session", later.title_zh),
        ("removed", "person", "新人"),
    }
    assert [(c.kind, c.subject) for c in plan.remains] == [
        ("cancelled", "session"),
        ("new", "room"),
    ]
    public = publish(conference)
    assert [p["code"] for p in public.document["people"]] == [
        p["code"] for p in release.document["people"]
    ]


def test_rows_that_say_the_same_are_not_written(files):
    conference = make_everything(files)
    release = publish(conference)
    session = conference.sessions.get(kind="address")
    session.title_en = "Changed since"
    session.save()
    written = {model: model.history.count() for model in (Session, Participation, SessionRole)}

    with CaptureQueriesContext(
        connection,
    ) as queries:
        restore(release)

    changes = [q["sql"] for q in queries if q["sql"].startswith(("UPDATE", "DELETE"))]
    assert [sql.split()[1] for sql in changes] == ['"program_session"', '"conference_act"']
    assert Session.history.count() == written[Session] + 1
    assert Participation.history.count() == written[Participation]
    assert SessionRole.history.count() == written[SessionRole]


def test_the_one_who_should_be_gone_is_gone_and_who_was_there_stands_first(files):
    conference = make_everything(files)
    release = publish(conference)
    newcomer = make_participation(
        conference, make_person(name_zh="新人"), contact_phone="+44 7700 900126", position=0
    )

    plan = plan_restore(release)
    restore(release)

    assert plan.forgotten == [newcomer]
    assert [p.person.name_zh for p in conference.participations.all()] == list(NAMES)


def test_who_was_erased_from_the_directory_does_not_come_back_and_is_told():
    conference = make_conference()
    gone, stays = make_person(name_zh="已删除"), make_person(name_zh="还在")
    session = make_session(conference)
    for person in (gone, stays):
        make_role(session, make_participation(conference, person), "speaker")
    release = publish(conference)
    session.roles.all().delete()
    conference.participations.all().delete()
    gone.delete()

    plan = plan_restore(release)
    restore(release)

    assert [p.person for p in conference.participations.all()] == [stays]
    assert [(c.kind, c.subject, c.what.zh) for c in plan.remains] == [
        ("changed", "session", session.title_zh),
        ("removed", "person", "已删除"),
    ]
    assert draft_document(conference) == plan.target


def test_a_session_that_people_sign_in_to_is_cancelled_although_never_published():
    conference = make_conference()
    make_session(conference, title_en="Keynote")
    release = publish(conference)
    added = make_session(conference, title_en="Added")
    make_checkpoint(conference, kind="session", session=added)

    restore(release)

    added.refresh_from_db()
    assert added.is_cancelled


def test_a_draft_that_changed_since_the_page_was_made_is_left_alone():
    conference = make_conference()
    session = make_session(conference, title_en="Keynote")
    release = publish(conference)
    reviewed = plan_restore(release).reviewed
    session.title_en = "A colleague's title"
    session.save()

    with pytest.raises(RestoreRefused):
        restore(release, reviewed=reviewed)

    session.refresh_from_db()
    assert session.title_en == "A colleague's title"


def test_short_addresses_that_were_exchanged_come_back():
    conference = make_conference()
    first, second = make_room(conference, slug="east"), make_room(conference, slug="west")
    release = publish(conference)
    for room, slug in ((first, "tmp"), (second, "east"), (first, "west")):
        room.slug = slug
        room.save()

    restore(release)

    assert compare(upgraded(release.document), draft_document(conference)) == []


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_plan_costs_the_same_for_any_number_of_rows(count, django_assert_num_queries):
    conference = make_conference()
    make_session(conference)
    make_committee(conference, *(make_person() for _n in range(min(count, 30))))
    release = publish(conference)
    Session.objects.bulk_create(
        Session(conference=conference, number=n, code=f"C{n:05}", title_en="More", position=n)
        for n in range(2, count + 2)
    )

    with django_assert_num_queries(23):
        plan_restore(release)


# --- New rows go to the end ----------------------------------------------------------------------


def test_a_new_participant_goes_to_the_end():
    conference = make_conference()
    people = [make_participation(conference, make_person(name_zh=name)) for name in NAMES]

    assert [p.position for p in people] == [1, 2, 3, 4]
    assert list(conference.participations.all()) == people


def test_every_list_set_by_hand_puts_new_rows_last():
    from django.apps import apps

    by_hand = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ("conference", "people", "program")
        and not model.__name__.startswith("Historical")
        and model.__name__ != "PublishedRole"
        and any(field.name == "position" for field in model._meta.concrete_fields)
        and not hasattr(model._meta.get_field("position"), "among")
    ]

    assert by_hand == []


class Row:
    def __init__(self, pk, position):
        self.pk, self.position = pk, position


@pytest.mark.parametrize(
    ("rows", "positions"),
    [
        ([(1, 1), (2, 2), (3, 3)], [1, 2, 3]),  # all stand right
        ([(1, 0), (2, 0)], [0, 0]),  # also where nobody gave them a number
        ([(2, 2), (1, 1)], [2, 3]),
        ([(1, 1), (None, None), (2, 2)], [1, 1, 2]),  # a new one moves none
        ([(1, 1), (None, None)], [1, 2]),
        ([(None, None), (1, 1)], [1, 2]),
    ],
)
def test_only_who_stands_wrong_is_moved(rows, positions):
    found = placed([Row(*row) for row in rows])

    assert [position for _row, position in found] == positions


def test_what_rows_exchanged_since_is_exchanged_back():
    """Two rooms their addresses, two people their roles, two sub-forums their places."""
    conference = make_conference()
    rooms = [make_room(conference, slug=slug) for slug in ("hall", "attic")]
    session = make_session(conference, "09:00", room=rooms[0])
    people = [make_participation(conference) for _ in range(2)]
    roles = [
        make_role(session, person, role)
        for person, role in zip(people, ("speaker", "chair"), strict=True)
    ]
    release = publish(conference)
    with transaction.atomic():
        for row, slug in ((rooms[0], "moving"), (rooms[1], "hall"), (rooms[0], "attic")):
            row.slug = slug
            row.save()
        for role, other in zip(roles, ("chair", "speaker"), strict=True):
            role.role = other
            role.save()
    changed = draft_document(conference)
    assert compare(release.document, changed)

    restore(release)

    assert compare(release.document, draft_document(conference)) == []
    again = publish_changed(conference, changed)
    restore(again)
    assert compare(changed, draft_document(conference)) == []


def publish_changed(conference, document):
    """A release of a document that the draft had."""
    release = conference.releases.first()
    release.pk, release.number, release.document = None, 99, document
    release.save()
    return release
