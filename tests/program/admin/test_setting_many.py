"""Many sessions set alike in one act: asked, shown with what clashes then, and done."""

import pytest

from conference.permissions import Role
from conference.program.models import Session, SessionRole
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.pages import errors, form_data, messages, of_class, words
from tests.program.admin.addresses import SESSIONS
from tests.queries import costs

pytestmark = pytest.mark.django_db


EVERYWHERE = f"{SESSIONS}?conference__id__exact=all"


def mark(rows, **wishes):
    return {"action": "set_fields", "_selected_action": [row.pk for row in rows], **wishes}


def named(conference, name, **others):
    person = make_person(name_zh="", family_name_en=name, given_name_en="")
    return make_participation(conference, person, **others)


@pytest.fixture
def talks(conference):
    return [
        make_session(conference, f"{hour:02}:00", kind="talk", title_en=f"Talk {hour}")
        for hour in (9, 10, 11)
    ]


def people_of(session):
    return [(str(role.participation), role.role) for role in session.roles.order_by("position")]


def shown(page):
    return [words(line) for line in of_class(page, "rows")[-1].xpath("li")]


def test_what_is_set_is_shown_first_and_then_done_in_one_act(client, organizer, conference, talks):
    hall, track = make_room(conference, name_en="Hall"), make_track(conference, name_en="AI")
    old, chair, expert = (named(conference, name) for name in ("Old", "Chair", "Expert"))
    make_role(talks[0], old, role="chair")
    make_role(talks[0], expert)
    wishes = {
        "kind": "keynote", "room": hall.pk, "track": track.pk, "is_plenary": "yes",
        "language": "both", "chair": chair.pk, "people": [expert.pk], "role": "speaker",
    }  # fmt: skip

    empty = client.post(SESSIONS, mark(talks[:2]))
    page = client.post(SESSIONS, mark(talks[:2], preview="1", **wishes))
    untouched = Session.objects.filter(room=hall).count()
    done = client.post(SESSIONS, form_data(page, apply="1"), follow=True)

    assert shown(empty) == ["Talk 9", "Talk 10"]
    assert untouched == 0
    assert shown(page)[0] == (
        "Talk 9 kind: talk → keynote; room: – → Hall; track: – → AI; spoken language: – → Chinese "
        "and English; plenary: no → yes; people: Old (chair), Expert → Expert, Chair (chair)"
    )
    assert messages(done)[0] == "2 sessions were changed."
    first, second, third = conference.sessions.in_order()
    for row in (first, second):
        assert (row.kind, row.room, row.track, row.language, row.is_plenary) == (
            "keynote", hall, track, "both", True,
        )  # fmt: skip
    assert people_of(first) == [("Chair", "chair"), ("Expert", "speaker")]
    assert people_of(second) == [("Chair", "chair"), ("Expert", "speaker")]
    assert (third.kind, people_of(third)) == ("talk", [])
    acts = {row.history.first().history_change_reason for row in (first, second)}
    acts |= set(
        SessionRole.history.filter(history_type="-").values_list("history_change_reason", flat=True)
    )
    assert len(acts) == 1


def test_what_is_emptied_is_empty_and_what_is_left_is_left(client, organizer, conference, talks):
    for row in talks:
        row.room, row.language, row.is_plenary = make_room(conference), "en", True
        row.save()
    page = client.post(
        SESSIONS, mark(talks, preview="1", room="none", language="none", is_plenary="no")
    )

    client.post(SESSIONS, form_data(page, apply="1"))

    rows = conference.sessions.values_list("kind", "room", "language", "is_plenary")
    assert set(rows) == {("talk", None, "", False)}


def test_clashes_that_would_come_are_told_before(client, organizer, conference, talks):
    hall = make_room(conference, name_en="Hall")
    make_session(conference, "09:10", room=hall, title_en="There already")

    page = client.post(SESSIONS, mark(talks, preview="1", room=hall.pk, kind="break"))

    assert [words(line) for line in of_class(page, "clashes")[0].xpath("li")] == [
        "Hall has “Talk 9” 2026-05-20 09:00–09:30 and “There already” at the same time."
    ]


def test_rows_that_cannot_follow_are_named_and_left_alone(client, organizer, conference, talks):
    forum = make_session(conference, "13:00", "15:00", kind="sub-forum", title_en="Forum")
    item = make_session(conference, "13:00", kind="talk", title_en="Item", parent=forum)
    hall = make_room(conference)
    page = client.post(
        SESSIONS, mark([talks[0], forum, item], preview="1", room=hall.pk, kind="talk")
    )

    done = client.post(SESSIONS, form_data(page, apply="1"), follow=True)

    refused = [
        "Forum It has items. Move them before changing its kind to this.",
        "Item It takes the room of “Forum”, which it is part of.",
    ]
    assert [words(line) for line in of_class(page, "rows")[0].xpath("li")] == refused
    assert [said for said in messages(done) if "“Item”" in said or "“Forum”:" in said] == [
        "“Forum”: It has items. Move them before changing its kind to this.",
        "“Item”: It takes the room of “Forum”, which it is part of.",
    ]
    assert set(conference.sessions.filter(room=hall)) == {talks[0]}
    forum.refresh_from_db()
    assert (forum.kind, forum.room) == ("sub-forum", None)


def test_a_draft_that_changed_since_is_shown_anew(client, organizer, conference, talks):
    page = client.post(SESSIONS, mark(talks[:1], preview="1", kind="panel"))
    data = form_data(page, apply="1")
    Session.objects.filter(pk=talks[0].pk).update(kind="address")

    again = client.post(SESSIONS, data)

    assert "Nothing has been changed yet" in messages(again)[0]
    assert shown(again) == ["Talk 9 kind: address → panel"]
    talks[0].refresh_from_db()
    assert talks[0].kind == "address"


@pytest.mark.once(reason="what a form refuses is the same on both databases")
@pytest.mark.parametrize(
    ("wishes", "complaint"),
    [
        ({}, "Choose at least one thing to set."),
        ({"kind": "x"}, "Select a valid choice. x is not one of the available choices."),
        ({"room": "elsewhere"}, "is not one of the available choices."),
        ({"chair": "elsewhere"}, "is not one of the available choices."),
        ({"chair": "9" * 40}, "is not one of the available choices."),
        ({"people": ["x"]}, "is not a valid value."),
        ({"language": "klingon"}, "is not one of the available choices."),
    ],
)
def test_what_is_not_of_this_conference_is_refused(
    client, organizer, conference, talks, wishes, complaint
):
    other = make_conference()
    make_member(other, Role.ORGANIZER, user=organizer)
    foreign = {"room": make_room(other).pk, "chair": make_participation(other).pk}
    sent = {k: foreign[k] if v == "elsewhere" else v for k, v in wishes.items()}
    both = [talks[0], make_session(other)]

    here = f"{SESSIONS}?conference__id__exact={conference.pk}"
    page = client.post(here, mark(talks, apply="1", **sent))
    mixed = client.post(EVERYWHERE, mark(both, apply="1", kind="panel"), follow=True)

    assert any(complaint in said for said in errors(page))
    assert "choose sessions of one" in messages(mixed)[0]
    assert set(Session.objects.values_list("kind", flat=True)) == {"talk", "keynote"}


@pytest.mark.once(reason="who may do what is the same on both databases")
@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_who_may_edit_the_draft_may_set_many(client, conference, talks, role):
    client.force_login(make_member(conference, role))

    client.post(SESSIONS, mark(talks, apply="1", kind="panel"))
    page = client.post(SESSIONS, mark(talks, preview="1", kind="panel"))
    if role == Role.EDITOR:
        client.post(SESSIONS, form_data(page, apply="1"))

    kinds = set(conference.sessions.values_list("kind", flat=True))
    assert kinds == ({"panel"} if role == Role.EDITOR else {"talk"})


@pytest.mark.once(reason="both databases are asked the same")
@pytest.mark.parametrize("count", [1, 3, 400])
def test_setting_many_costs_the_same_for_any_number(
    client, organizer, conference, count, django_assert_num_queries
):
    hall, expert = (
        make_room(conference, holds_several=True),
        named(conference, "Expert", may_overlap=True),
    )
    rows = Session.objects.bulk_create(
        Session(conference=conference, kind="talk", number=n, code=f"{n:06}", title_en=f"Talk {n}")
        for n in range(1, count + 1)
    )
    wishes = {"kind": "panel", "room": hall.pk, "chair": expert.pk}
    page = client.post(SESSIONS, mark(rows, preview="1", **wishes))
    data = form_data(page, apply="1")
    data["reviewed"] = data["reviewed"][0]

    with django_assert_num_queries(31):
        client.post(SESSIONS, mark(rows, preview="1", **wishes))
    with costs(39, rows=count):
        assert client.post(SESSIONS, data).status_code == 302

    assert conference.sessions.filter(kind="panel", room=hall, roles__role="chair").count() == count
