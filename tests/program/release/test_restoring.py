"""Restoring a release: what its page lists, what it does, and what was published are the same."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.images import checked_image, kept
from conference.models import Highlight
from conference.ordering import placed
from conference.program.models import ExpectedTotal, Participation, Session, SessionRole
from conference.program.release.diff import compare
from conference.program.release.document import upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import RestoreRefused, plan_restore, restore
from tests.factories import (
    PDF,
    make_checkpoint,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_link,
    make_organization,
    make_participation,
    make_person,
    make_photo,
    make_picture,
    make_plan,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db

NAMES = ("王全", "秦波涛", "赵亚琴", "曾志伟")


def pair(name, zh, en):
    return {f"{name}_zh": zh, f"{name}_en": en}


@pytest.fixture(scope="module")
def files():
    """Stored names of two images and a PDF; storage keeps them by their content."""
    images = [checked_image(make_picture(color=color)) for color in ("teal", "navy")]
    return {"images": images, "pdf": kept(PDF, "pdf")}


def make_everything(files):
    """A conference in which every field of every row of a document says something."""
    conference = make_conference(
        **pair("short_name", "研讨会", "Symposium"),
        **pair("description", "**说明**", "**What** it is"),
        **pair("venue", "东北大学", "NEU"),
        **pair("address", "创新路195号", "195 Chuangxin Road"),
        **pair("city", "沈阳", "Shenyang"),
        **pair("directions", "地铁2号线", "Metro line 2"),
        **pair("report", "会议成功", "It went well"),
        name_zh_is_rendering=True,
        contact_email="office@example.org",
        logo=files["images"][0],
    )
    for kind in ("policy", "policy", "practice"):
        Highlight.objects.create(
            conference=conference, kind=kind, name_zh="同一条", name_zh_is_rendering=True
        )
    organizations = [make_organization(name_en=f"University {n}") for n in range(3)]
    for role, organization in zip(("sponsor", "undertaker"), organizations, strict=False):
        make_host(conference, role, organization=organization)
    rooms = [
        make_room(
            conference,
            **pair("floor", "二层", "Second floor"),
            **pair("directions", "左转", "Left"),
            capacity=100 + number,
            holds_several=bool(number),
        )
        for number in range(3)
    ]
    tracks = [make_track(conference, color=color) for color in ("#112233", "#445566")]
    for image in files["images"]:
        make_plan(conference, image=image)
        make_photo(conference, image=image)
    make_hotel(
        conference,
        **pair("address", "路1号", "1 Road"),
        **pair("note", "步行", "On foot"),
        phone="+44 7700 900125",
        website="https://hotel.example.org",
    )
    make_hotel(conference, name_en="Second hotel")
    make_contact(conference, **pair("purpose", "报名", "Replies"), email="desk@example.org")
    make_contact(conference, name_en="Press")
    people = [
        make_participation(
            conference,
            make_person(
                name_zh=name,
                name_zh_is_rendering=number % 2 == 0,
                organization=organizations[number % 3],
                academic_title="professor",
                **pair("position", "院长", "Dean"),
            ),
            category=category,
            **pair("printed_title", "教授", "Professor") if number == 1 else {},
            **pair("printed_name", "印刷名", "Printed Name") if number == 2 else {},
            **pair("printed_organization", "另一单位", "Elsewhere") if number == 3 else {},
        )
        for number, (name, category) in enumerate(
            zip(NAMES, ("leader", "speaker", "expert", "guest"), strict=True)
        )
    ]
    opening = make_session(
        conference,
        "08:30",
        kind="address",
        room=rooms[0],
        track=tracks[0],
        is_plenary=True,
        language="both",
        **pair("summary", "摘要", "Summary"),
        **pair("abstract", "*详细*", "*At length*"),
    )
    forum = make_session(
        conference, "09:00", "12:00", kind="sub-forum", room=rooms[1], track=tracks[1], seats=40
    )
    talks = [
        make_session(conference, clock, kind="talk", parent=forum) for clock in ("09:00", "10:00")
    ]
    untimed = make_session(conference, kind="panel", parallel_group="afternoon")
    cancelled = make_session(conference, "14:00", room=rooms[2], status="cancelled")
    for session, role, person in (
        (opening, "guest-of-honor", people[0]),
        (forum, "chair", people[1]),
        (talks[0], "speaker", people[1]),
        (talks[0], "discussant", people[2]),
        (talks[1], "speaker", people[2]),
        (untimed, "panelist", people[0]),
        (cancelled, "speaker", people[2]),
    ):
        make_role(session, person, role)
    make_link(talks[0], **pair("title", "幻灯片", "Slides"))
    make_link(talks[0], kind="paper", file=files["pdf"])
    make_link(untimed, is_released=False, url="https://secret.example.org")
    for session, category in ((None, "expert"), (None, "guest"), (forum, "speaker")):
        ExpectedTotal.objects.create(
            conference=conference,
            session=session,
            category=category,
            total=16,
            **pair("label", "位专家", "experts"),
        )
    return conference


# What people do to a draft between two releases. Each takes a list of rows and a number to choose.
SECTIONS = (
    *("rooms", "tracks", "hostroles", "highlights", "venueplans", "photos", "hotels"),
    *("contacts", "participations", "expectedtotals", "sessions"),
)


def edit_text(row, number):
    names = ("name_en", "caption_en", "printed_title_en", "label_en", "title_en")
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
    assert [sql.split()[1] for sql in changes] == ['"program_session"']
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
    release = publish(conference)
    Session.objects.bulk_create(
        Session(conference=conference, number=n, code=f"C{n:05}", title_en="More", position=n)
        for n in range(2, count + 2)
    )

    with django_assert_num_queries(17):
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
