"""Taking a scan back takes back that scan alone, while it still counts."""

import itertools
import json
import re

import pytest
from django.db import IntegrityError, transaction

from conference.attendance.answers import answer
from conference.attendance.checkin import check_in, undo
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Admission, CheckIn
from tests.factories import at, make_conference, make_member, make_registration, make_user
from tests.threads import at_once

pytestmark = pytest.mark.django_db

DESK = "/en/desk/ai-2026/"
_ids = itertools.count(1)


class Door:
    """The arrival of one conference, and one volunteer who makes each scan a new act."""

    def __init__(self):
        self.conference = make_conference(slug="ai-2026")
        self.person = make_registration(self.conference, name="曾志伟")
        self.by = make_user()

    def act(self, act, subject, **more):
        values = {"conference": self.conference, "by": self.by, "client_id": f"act-{next(_ids)}"}
        return act(subject, **values | more)

    def comes(self, clock="09:00", **more):
        arrival = arrival_checkpoint(self.conference)
        return self.act(check_in, self.person, checkpoint=arrival, at=at(clock), **more)

    def leaves(self, clock="12:00"):
        return self.comes(clock, direction="out")

    def undoes(self, scan):
        return self.act(undo, scan)


@pytest.fixture
def door():
    return Door()


@pytest.fixture
def volunteer(client, door):
    user = make_member(door.conference, "desk")
    client.force_login(user)
    return user


def told(scan):
    return scan.result, scan.reason


def test_an_old_undo_leaves_a_newer_sign_in_alone(door):
    old = door.comes("09:00")
    door.undoes(old)
    new = door.comes("09:10")

    late = door.undoes(old)

    assert told(late) == ("refused", "counts_no_more")
    assert answer(late).message == (
        "Nothing was undone: that scan does not count any more. 曾志伟 is signed in."
    )
    assert Admission.objects.get().check_in == new


def test_a_second_scan_of_somebody_who_is_in_takes_nobody_out(door):
    first = door.comes("09:00")
    second = door.comes("09:05")

    assert told(door.undoes(second)) == ("refused", "counts_no_more")
    assert Admission.objects.get().check_in == first


def test_a_leave_is_taken_back_alone(door):
    came, left = door.comes(), door.leaves()

    back = door.undoes(left)

    assert told(back) == ("undone", "")
    assert (back.direction, back.undoes) == ("out", left)
    assert answer(back).message == "Taken back: 曾志伟 has not left."
    assert back.result_text == "leave undone"
    assert Admission.objects.get().check_in == came
    assert told(door.undoes(left)) == ("refused", "counts_no_more")


def test_after_a_leave_was_taken_back_the_next_one_is_the_leave(door):
    door.comes()
    door.undoes(door.leaves("10:00"))

    assert told(door.leaves("17:00")) == ("admitted", "")
    assert told(door.leaves("17:05")) == ("already", "")


def test_a_leave_of_an_earlier_sign_in_is_not_taken_back(door):
    came, left = door.comes("09:00"), door.leaves("10:00")
    door.undoes(came)

    assert told(door.undoes(left)) == ("refused", "not_signed_in")
    door.comes("11:00")
    assert told(door.undoes(left)) == ("refused", "counts_no_more")


def test_the_sign_in_is_taken_back_with_the_leave_behind_it(door):
    came = door.comes()
    door.leaves()

    assert told(door.undoes(came)) == ("undone", "")
    assert not Admission.objects.exists()


def test_a_sign_in_names_what_took_it_back(door):
    came = door.comes()
    arrival = arrival_checkpoint(door.conference)

    by_scan = door.undoes(came)
    again = door.comes("09:30")
    by_person = door.act(undo, door.person, checkpoint=arrival)

    assert (by_scan.undoes, by_person.undoes) == (came, again)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=by_person.pk).update(undoes=came)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=again.pk).update(undoes=by_scan)


def test_who_comes_after_a_leave_is_here_again(door):
    door.comes("09:00")
    door.leaves("12:00")

    said = answer(door.comes("13:00"))

    assert (said.tone, said.scan.result) == ("good", "already")
    assert said.message == "曾志伟 is here again. First signed in: 2026-05-20 09:00:00."
    assert answer(door.comes("13:01")).tone == "note"


def test_whose_leave_was_taken_back_is_not_here_again(door):
    door.comes("09:00")
    door.undoes(door.leaves("12:00"))

    assert answer(door.comes("13:00")).tone == "note"


# --- At the desk ------------------------------------------------------------------------------


def page(response):
    """What a page says, without the marks around Chinese names in it."""
    said = re.sub(r'<span lang="zh-Hans">([^<]*)</span>', r"\1", response.content.decode())
    return " ".join(said.split())


def test_the_desk_asks_before_a_leave_is_taken_back(client, door, volunteer):
    came, left = door.comes(), door.leaves()

    recent = page(client.get(DESK))
    found = page(client.post(DESK, {"q": "zeng"}))
    step = page(client.get(f"{DESK}?undo={left.pk}"))
    done = page(client.post(f"{DESK}undo/", {"scan": left.pk, "client_id": "u"}, follow=True))
    after = page(client.post(DESK, {"q": "zeng"}))

    assert all(f"undo={scan.pk}" in recent for scan in (came, left))
    assert f"undo={left.pk}" in found and "Left <span" in found
    assert "Take back that 曾志伟 has left?" in step and "Undo the leave" in step
    assert "Taken back: 曾志伟 has not left." in done
    assert f"undo={left.pk}" not in after and "Left <span" not in after
    assert "There is nothing to undo" in page(client.get(f"{DESK}?undo={left.pk}"))


def test_a_question_left_open_takes_out_nobody_who_was_signed_in_anew(client, door, volunteer):
    old = door.comes()
    question = page(client.get(f"{DESK}?undo={old.pk}"))
    door.undoes(old)
    door.comes("09:10")

    pressed = page(client.post(f"{DESK}undo/", {"scan": old.pk, "client_id": "u"}, follow=True))

    assert "Undo the sign-in" in question
    assert "Nothing was undone" in pressed
    assert Admission.objects.count() == 1


def test_the_sheet_knows_no_leave_that_was_taken_back(client, door):
    exporter = make_member(door.conference, "exporter")
    client.force_login(exporter)
    door.comes("09:00")
    door.undoes(door.leaves("12:00"))

    def row():
        exported = client.get(f"{DESK}export/attendance.json")
        (row,) = json.loads(b"".join(exported.streaming_content))["rows"]
        return row["first_in"], row["last_out"], row["minutes"]

    assert row() == ("2026-05-20 09:00:00", "", "")
    door.leaves("17:00")
    assert row() == ("2026-05-20 09:00:00", "2026-05-20 17:00:00", 480)


@pytest.mark.django_db(transaction=True)
def test_a_leave_taken_back_by_several_at_once_is_taken_back_once():
    door = Door()
    came, left = door.comes(), door.leaves()

    results = at_once(*(lambda: door.undoes(left).result for _n in range(4)))

    assert sorted(results) == ["refused"] * 3 + ["undone"]
    assert Admission.objects.get().check_in == came
