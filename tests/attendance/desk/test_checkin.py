"""The door: each person once, each scan kept, every refusal in words."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conference.attendance.answers import answer
from conference.attendance.checkin import ClientIdTaken, check_in, undo, walk_in
from conference.attendance.checkpoints import arrival_checkpoint, session_checkpoint
from conference.attendance.models import Admission, CheckIn, Registration
from tests.attendance.desk.doors import new_id
from tests.factories import (
    at,
    make_checkpoint,
    make_conference,
    make_registration,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


def outcomes():
    return list(CheckIn.objects.order_by("pk").values_list("result", "reason"))


# --- Sign in -------------------------------------------------------------------------------------


def test_a_person_is_admitted_once_and_every_scan_is_kept(conference, door):
    person = make_registration(conference, name="曾志伟")

    first = door(person, at=at("09:01"))
    second = door(person, at=at("09:05"), station="Desk 2")

    assert outcomes() == [("admitted", ""), ("already", "")]
    admission = Admission.objects.get()
    assert (admission.check_in, admission.signed_in_at) == (first, at("09:01"))
    assert answer(first).message == "曾志伟 is signed in."
    said = answer(second)
    assert said.message.startswith("曾志伟 was signed in before: at ")
    assert said.message.endswith("09:01:00, station Desk 1.")
    assert said.first == first


def test_signing_in_costs_three_queries(conference, door, django_assert_num_queries):
    person = make_registration(conference)

    with django_assert_num_queries(5):  # with the two ends of the transaction
        door(person)


def test_a_code_is_read_as_people_and_scanners_write_it(conference, door):
    person = make_registration(conference)
    spaced = f" {person.code[:5].lower()}-{person.code[5:]} "

    scan = door(spaced)

    assert (scan.registration, scan.result, scan.method) == (person, "admitted", "code")


def test_a_repeated_client_id_gives_back_the_first_row(conference, door):
    person = make_registration(conference)

    first = door(person, client_id="again")
    second = door(person, client_id="again", station="Desk 2")

    assert second.pk == first.pk
    assert (second.result, second.station) == ("admitted", "Desk 1")
    assert CheckIn.objects.count() == 1


def test_a_client_id_of_somebody_else_is_not_swallowed(conference, door):
    door(make_registration(conference), client_id="again")

    with pytest.raises(ClientIdTaken):
        door(make_registration(conference, name="李明"), client_id="again")
    with pytest.raises(ClientIdTaken):
        other = make_conference()
        check_in(
            make_registration(other),
            conference=other,
            checkpoint=arrival_checkpoint(other),
            by=None,
            client_id="again",
        )
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"direction": "out"},
        {"override": True},
        {"checkpoint": "own"},
    ],
)
def test_an_id_sent_again_with_another_content_is_refused(conference, door, other):
    person = make_registration(conference)
    door(person, client_id="again")
    if "checkpoint" in other:
        other = {"checkpoint": make_checkpoint(conference, kind="own", name_en="Lunch")}

    with pytest.raises(ClientIdTaken, match="nothing was done"):
        door(person, client_id="again", **other)
    with pytest.raises(ClientIdTaken):
        undo(
            person,
            conference=conference,
            by=door.by,
            client_id="again",
            checkpoint=door.checkpoint,
        )
    with pytest.raises(ClientIdTaken):
        walk_in(conference, name="李明", by=door.by, checkpoint=door.checkpoint, client_id="again")
    assert outcomes() == [("admitted", "")]


def test_two_unknown_codes_do_not_share_an_id(conference, door):
    first = door("A2B3C4D5E6", client_id="again")

    assert door("a2b3c-4d5e6", client_id="again") == first
    with pytest.raises(ClientIdTaken):
        door("Z2B3C4D5E6", client_id="again")


def test_every_new_scan_is_judged_anew(conference, door):
    person = make_registration(conference, status="pending")

    refused = door(person.code)
    person.status = "confirmed"
    person.save()
    admitted = door(person.code)
    undone = undo(admitted, conference=conference, by=door.by, client_id=new_id())
    again = door(person.code)

    results = [scan.result for scan in (refused, admitted, undone, again)]
    assert results == ["refused", "admitted", "undone", "admitted"]
    assert Admission.objects.get().check_in == again


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("cancelled", "cancelled"),
        ("declined", "declined"),
        ("pending", "not_confirmed"),
        ("waitlisted", "not_confirmed"),
    ],
)
def test_who_is_not_confirmed_is_refused_and_the_scan_is_kept(conference, door, status, reason):
    person = make_registration(conference, status=status, name="曾志伟")

    scan = door(person)

    assert outcomes() == [("refused", reason)]
    assert not Admission.objects.exists()
    assert "曾志伟" in answer(scan).message
    assert answer(scan).tone == "alert"


def test_an_unknown_code_and_another_conferences_are_refused(conference, door):
    stranger = make_registration(make_conference(), name="李明")

    unknown, other = door("NOSUCHCODE"), door(stranger.code)

    assert outcomes() == [("refused", "unknown_code"), ("refused", "other_conference")]
    assert unknown.registration is None
    assert "李明" not in answer(other).message


def test_leaving_needs_a_sign_in_and_keeps_it(conference, door):
    person = make_registration(conference)

    early = door(person, direction="out")
    door(person)
    late = door(person, direction="out")

    assert outcomes() == [("refused", "not_signed_in"), ("admitted", ""), ("admitted", "")]
    assert answer(early).message == "曾志伟 is not signed in here."
    assert answer(late).message == "曾志伟 has left."
    assert Admission.objects.count() == 1


def test_leaving_twice_is_leaving_once(conference, door):
    person = make_registration(conference)
    door(person, at=at("09:00"))

    left = door(person, direction="out", at=at("12:00"))
    again = door(person, direction="out", at=at("12:00"), station="Desk 2")

    assert (left.result, again.result) == ("admitted", "already")
    said = answer(again)
    assert said.message.startswith("曾志伟 left before: at ")
    assert said.message.endswith("12:00:00, station Desk 1.")
    assert (said.first, said.tone) == (left, "note")
    assert not said.next_steps
    assert Admission.objects.count() == 1


@pytest.mark.parametrize("order", [("12:00", "12:10"), ("12:10", "12:00"), ("12:00", "12:00")])
def test_two_leaves_are_one_in_whichever_order_they_come(conference, door, order):
    person = make_registration(conference)
    door(person, at=at("09:00"))

    first, second = (door(person, direction="out", at=at(moment)) for moment in order)

    assert (first.result, second.result) == ("admitted", "already")
    said, again = answer(second), answer(second)
    assert (said.first, said.message) == (first, again.message)
    is_late = order[1] < order[0]
    assert f"曾志伟 {'is scanned out already' if is_late else 'left before'}: at " in said.message
    assert f"{order[0]}:00, station Desk 1." in said.message
    assert str(first).startswith("left · ")
    assert str(second).startswith("left before · ")


def test_a_late_leave_before_a_coming_is_a_leave_of_its_own(conference, door):
    person = make_registration(conference)
    for moment, direction in [("09:00", "in"), ("13:00", "in"), ("17:00", "out")]:
        door(person, direction=direction, at=at(moment))

    late, later = (door(person, direction="out", at=at(m)) for m in ("12:00", "16:50"))

    assert (late.result, later.result) == ("admitted", "already")
    assert "17:00:00" in answer(later).message


def test_who_came_back_leaves_again(conference, door):
    person = make_registration(conference)
    for moment, direction in [("09:00", "in"), ("12:00", "out"), ("13:00", "in")]:
        door(person, direction=direction, at=at(moment))

    late, last = (door(person, direction="out", at=at(m)) for m in ("12:30", "17:00"))

    assert (late.result, last.result) == ("already", "admitted")


def test_leaves_before_a_sign_in_was_undone_do_not_count(conference, door):
    person = make_registration(conference)
    first = door(person, at=at("09:00"))
    door(person, direction="out", at=at("09:01"))
    undo(first, conference=conference, by=None, client_id="undo", at=at("09:02"))
    door(person, at=at("09:03"))

    assert door(person, direction="out", at=at("12:00")).result == "admitted"


def test_leaving_a_day_later_is_never_a_coming(conference, door):
    person = make_registration(conference)
    door(person, at=at("09:00"))
    door(person, direction="out", at=at("12:00"))

    said = answer(door(person, direction="out", at=at("12:00", day=date(2026, 5, 21))))

    assert (said.scan.result, said.tone) == ("already", "note")
    assert "left before" in said.message


def test_a_leave_and_its_answer_cost_four_queries(
    conference, door, forums, django_assert_num_queries
):
    person = make_registration(conference)
    person.sessions.set([forums[1]])
    at_second = session_checkpoint(forums[1])
    for checkpoint in (door.checkpoint, at_second):
        door(person, checkpoint=checkpoint)
        with django_assert_num_queries(5):  # with the two ends of the transaction
            assert answer(door(person, checkpoint=checkpoint, direction="out")).tone == "good"
        with django_assert_num_queries(6):
            assert answer(door(person, checkpoint=checkpoint, direction="out")).tone == "note"


# --- The door of a sub-forum ---------------------------------------------------------------------


@pytest.fixture
def forums(conference):
    """Two sub-forums in their rooms; somebody has chosen the first."""
    forums = [
        make_session(
            conference,
            kind="sub-forum",
            title_zh=f"分论坛{n}",
            title_en=f"Sub-forum {n}",
            room=make_room(conference, name_zh=f"20{n} 会议室", name_en=f"Room 20{n}"),
        )
        for n in (1, 2)
    ]
    make_registration(conference, name="李明").sessions.set([forums[0]])
    return forums


def test_who_chose_another_sub_forum_is_asked_about_and_let_in_by_an_override(
    conference, door, forums
):
    person = make_registration(conference, name="曾志伟")
    person.sessions.set([forums[0]])
    at_second = session_checkpoint(forums[1])

    asked = door(person, checkpoint=at_second)
    said = answer(asked)
    present = Admission.objects.count()
    override = door(person, checkpoint=at_second, override=True)
    again = door(person, checkpoint=at_second)

    assert outcomes() == [
        ("question", "other_sub_forum"),
        ("admitted", "other_sub_forum"),
        ("already", ""),
    ]
    assert said.message == "曾志伟 chose Sub-forum 1, Room 201. Admit anyway?"
    assert (said.tone, present) == ("question", 0)
    assert override.is_override and not asked.is_override and not again.is_override
    assert override.reason_text == "override: chose another sub-forum"
    assert Admission.objects.get().check_in == override


def test_who_chose_none_is_asked_about_only_where_others_chose(conference, door, forums):
    person = make_registration(conference, name="曾志伟")
    at_second = session_checkpoint(forums[1])

    asked = door(person, checkpoint=at_second)
    Registration.sessions.through.objects.all().delete()
    free = door(person, checkpoint=at_second)

    assert (asked.result, asked.reason) == ("question", "no_sub_forum")
    assert answer(asked).message == "曾志伟 chose no sub-forum. Admit anyway?"
    assert free.result == "admitted"


def test_arrival_asks_nothing_and_says_where_to_go(conference, door, forums):
    person = make_registration(conference, category="guest")
    person.sessions.set([forums[0]])

    assert answer(door(person)).next_steps == ["Guest", "Sub-forum 1, Room 201"]


def test_no_override_lets_in_who_is_not_confirmed(conference, door, forums):
    person = make_registration(conference, status="cancelled")
    person.sessions.set([forums[0]])

    scan = door(person, checkpoint=session_checkpoint(forums[1]), override=True)

    assert (scan.result, scan.reason) == ("refused", "cancelled")


def test_a_scan_and_its_answer_cost_four_queries(
    conference, door, forums, django_assert_num_queries
):
    person = make_registration(conference)
    person.sessions.set([forums[1]])
    at_second = session_checkpoint(forums[1])

    for checkpoint in (door.checkpoint, at_second):
        for _again in range(2):
            with django_assert_num_queries(6):  # with the two ends of the transaction
                said = answer(door(person, checkpoint=checkpoint))
                assert said.next_steps


@pytest.mark.parametrize(
    "row",
    [
        {"result": "admitted", "reason": "cancelled"},
        {"result": "question", "reason": ""},
        {"result": "question", "reason": "unknown_code"},
        {"result": "refused", "reason": "other_sub_forum"},
        {"result": "undone", "reason": "no_sub_forum"},
        {"result": "admitted", "reason": "other_sub_forum", "direction": "out"},
        {"result": "asked", "reason": ""},
    ],
)
def test_a_row_whose_reason_does_not_fit_is_no_row_of_the_log(conference, door, row):
    scan = door(make_registration(conference))
    scan.pk, scan.client_id = None, new_id()
    for name, value in row.items():
        setattr(scan, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        scan.save(force_insert=True)


# --- Undo ----------------------------------------------------------------------------------------


def test_undo_takes_the_admission_back_and_keeps_both_rows(conference, door):
    person = make_registration(conference)
    scan = door(person)

    undone = undo(scan, conference=conference, by=door.by, client_id=new_id())
    again = undo(
        person, conference=conference, by=door.by, client_id=new_id(), checkpoint=door.checkpoint
    )
    back = door(person)

    assert [undone.result, again.result, again.reason, back.result] == [
        "undone",
        "refused",
        "not_signed_in",
        "admitted",
    ]
    assert Admission.objects.get().check_in == back
    assert CheckIn.objects.count() == 4


def test_an_undo_sent_twice_is_one(conference, door):
    person = make_registration(conference)
    scan = door(person)

    first = undo(scan, conference=conference, by=door.by, client_id="undo")
    door(person)
    second = undo(scan, conference=conference, by=door.by, client_id="undo")

    assert first == second
    assert Admission.objects.count() == 1
