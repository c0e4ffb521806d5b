"""Many doors at the same moment: one person, one scan, one number."""

import pytest

from conference.attendance.checkin import ClientIdTaken, check_in, undo, walk_in
from conference.attendance.checkpoints import (
    arrival_checkpoint,
    find_checkpoint,
    session_checkpoint,
)
from conference.attendance.models import Admission, CheckIn, Checkpoint
from tests.factories import make_conference, make_registration, make_session, make_user
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_eight_doors_at_once_admit_one_person_once():
    conference = make_conference()
    person, by = make_registration(conference), make_user()
    checkpoint = arrival_checkpoint(conference)

    def scan(n):
        return check_in(
            person, conference=conference, checkpoint=checkpoint, by=by, client_id=f"d{n}"
        ).result

    results = at_once(*(lambda n=n: scan(n) for n in range(8)))

    assert sorted(results) == ["admitted"] + ["already"] * 7
    assert CheckIn.objects.count() == 8
    assert Admission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_scan_sent_eight_times_at_once_is_one_row():
    conference = make_conference()
    person, by = make_registration(conference), make_user()
    checkpoint = arrival_checkpoint(conference)

    def scan():
        return check_in(
            person, conference=conference, checkpoint=checkpoint, by=by, client_id="same"
        ).pk

    results = at_once(*[scan] * 8)

    assert len(set(results)) == 1
    assert CheckIn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_id_with_two_contents_at_once_is_one_act():
    conference, by = make_conference(), make_user()
    person, checkpoint = make_registration(conference), arrival_checkpoint(conference)

    def scan(code):
        return check_in(
            code, conference=conference, checkpoint=checkpoint, by=by, client_id="same"
        ).pk

    results = at_once(*(lambda c=c: scan(c) for c in [person.code, "A2B3C4D5E6"] * 3))

    kept = [result for result in results if isinstance(result, int)]
    refused = [result for result in results if isinstance(result, ClientIdTaken)]
    assert (len(set(kept)), len(kept), len(refused)) == (1, 3, 3)
    assert CheckIn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_doors_overrule_undo_and_repeat_at_once():
    conference, by = make_conference(), make_user()
    one, two, three = (make_session(conference, kind="sub-forum") for _n in range(3))
    person = make_registration(conference)
    person.sessions.set([three])
    doors = [session_checkpoint(one), session_checkpoint(two)]

    def let_in(door, client_id):
        return check_in(
            person.code,
            conference=conference,
            checkpoint=door,
            by=by,
            client_id=client_id,
            override=True,
        )

    first = [let_in(door, f"first-{n}") for n, door in enumerate(doors)]
    results = at_once(
        *(lambda d=d, n=n: let_in(d, f"again-{n}").result for n, d in enumerate(doors)),
        *(lambda d=d, n=n: let_in(d, f"again-{n}").result for n, d in enumerate(doors)),
        *(
            lambda s=s, n=n: undo(s, conference=conference, by=by, client_id=f"undo-{n}").result
            for n, s in enumerate(first)
        ),
    )

    assert results[4:] == ["undone"] * 2
    assert results[:2] == results[2:4]
    for door, result in zip(doors, results[:2], strict=True):
        # Either order is true, and the log and the admissions agree about it.
        assert result in ("admitted", "already")
        is_in = Admission.objects.filter(checkpoint=door).exists()
        assert is_in is (result == "admitted")
        assert CheckIn.objects.filter(checkpoint=door).count() == 3


@pytest.mark.django_db(transaction=True)
def test_walk_ins_at_eight_desks_get_eight_numbers():
    conference, by = make_conference(), make_user()

    def add(n):
        return walk_in(
            conference,
            name=f"李明{n}",
            by=by,
            checkpoint=find_checkpoint(conference, "arrival"),
            client_id=f"w{n}",
        ).registration.number

    results = at_once(*(lambda n=n: add(n) for n in range(8)))

    assert sorted(results) == list(range(1, 9))
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_undos_at_once_undo_once():
    conference = make_conference()
    person, by = make_registration(conference), make_user()
    scan = check_in(
        person,
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=by,
        client_id="in",
    )

    def take_back(n):
        return undo(scan, conference=conference, by=by, client_id=f"u{n}").result

    results = at_once(*(lambda n=n: take_back(n) for n in range(4)))

    assert sorted(results) == ["refused"] * 3 + ["undone"]
    assert not Admission.objects.exists()
