"""The last place of a quota is given once, and a form sent twice names its people once."""

import uuid

import pytest

from conference.attendance.models import Registration, UnitMember
from conference.attendance.registering import RegistrationRefused
from conference.attendance.units.changes import name_people, swap
from conference.attendance.units.named import Named
from tests.attendance.replies.full import make_full
from tests.factories import make_unit
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("early")]


def press(unit, *names, form_id=None, sessions=()):
    people = [Named(name, sessions=tuple(sessions)) for name in names]
    sent = {"form_id": form_id or uuid.uuid4().hex, "digest": "".join(names)[:32]}
    return lambda: name_people(unit, people, language="en", **sent)


def test_the_last_places_of_a_quota_are_given_once():
    conference, _form = make_full(seats=2)
    unit, form_id = make_unit(conference, quota=3), uuid.uuid4().hex
    press(unit, "李明", "赵强")()

    results = at_once(
        *(press(unit, f"来{n}") for n in range(3)),
        *(press(unit, "孙丽", form_id=form_id) for _tap in range(2)),
    )

    refused = [r.code for r in results if isinstance(r, RegistrationRefused)]
    assert refused in (["quota"] * 4, ["quota"] * 3)
    assert unit.members.counted().count() == 3
    rows = Registration.objects.order_by("number")
    assert [row.status for row in rows] == ["confirmed", "confirmed", "waitlisted"]
    assert [row.number for row in rows] == [1, 2, 3]


def test_one_person_is_swapped_once_and_the_sub_forum_passes_over():
    conference, _form = make_full(seats=5)
    forum = conference.sessions.get()
    forum.seats = 1
    unit = make_unit(conference)
    press(unit, "李明", sessions=[forum])()
    press(unit, "赵强", sessions=[forum])()
    first, second = UnitMember.objects.order_by("pk")
    assert (first.registration.sessions.count(), second.registration.waits.count()) == (1, 1)

    def send(member, name):
        sent = {"form_id": uuid.uuid4().hex, "digest": name, "language": "en"}
        return lambda: swap(unit, member.pk, Named(name), **sent)

    results = at_once(send(first, "孙丽"), send(first, "周涛"), send(second, "吴敏"))

    assert [r.code for r in results if isinstance(r, RegistrationRefused)] == ["gone"]
    came = Registration.objects.filter(status="confirmed").order_by("number")
    assert {(row.sessions.count(), row.waits.count()) for row in came} == {(1, 0), (0, 1)}
    assert unit.members.counted().count() == 2
