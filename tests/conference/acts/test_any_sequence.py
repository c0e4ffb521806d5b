"""Whatever an office does one after another, taken back from the last to the first each leaves the
rows just as they stood before it; and nothing is taken back from under a colleague's change.
"""

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conference.acts import act
from conference.acts.refusal import UndoRefused
from conference.acts.undoing import take_back
from conference.history import update_rows
from conference.people.models import HostRole
from conference.program.draft.moving import duplicate, move, move_days
from conference.program.draft.setting import Wish, set_for
from conference.program.models import Committee, CommitteeMember, Session, SessionRole
from tests.conference.acts.back import anew
from tests.factories import (
    make_committee,
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what comes back is said by the same histories on both"),
]

KINDS = (Session, SessionRole, HostRole, Committee, CommitteeMember)
# What a colleague may write into a row of each kind.
THEIRS = {
    Session: "private_note",
    HostRole: "called_en",
    CommitteeMember: "own_role_en",
    Committee: "own_name_en",
}


def make_world():
    """A sub-forum with two talks, two keynotes, people, hosts and a committee."""
    conference = make_conference()
    hall = make_room(conference, holds_several=True)
    forum = make_session(conference, "09:00", "11:00", kind="sub-forum", room=hall)
    talks = [make_session(conference, clock, parent=forum) for clock in ("09:00", "09:30")]
    keynotes = [make_session(conference, clock, room=hall) for clock in ("14:00", "15:00")]
    for session in (*talks, *keynotes):
        make_role(session, make_participation(conference, make_person()))
    make_room(conference, holds_several=True)
    make_track(conference)
    for role in ("sponsor", "undertaker"):
        make_host(conference, role, organization=make_organization())
    make_committee(conference, make_person(), make_person(), kind="academic")
    return conference


def some(rows, chance):
    """A few rows, as chance has it; none where none are left."""
    rows = list(rows.order_by("pk"))
    return chance.sample(rows, chance.randint(1, len(rows))) if rows else []


def moved(conference, chance):
    move(some(conference.sessions.all(), chance), minutes=chance.choice([-45, 5, 700]))


def set_alike(conference, chance):
    values = chance.choice(
        [
            {"room": chance.choice([None, *conference.rooms.all()])},
            {"track": conference.tracks.get(), "is_plenary": True},
            {"kind": "panel"},
        ]
    )
    chair = chance.choice([None, *conference.participations.all()])
    keys = [session.pk for session in some(conference.sessions.all(), chance)]
    set_for(conference, keys, Wish(values, chair=chair))


def reordered(conference, chance):
    rows = list(chance.choice([conference.sessions, conference.hostroles]).order_by("position"))
    chance.shuffle(rows)
    places = [(row, n) for n, row in enumerate(rows, start=1) if row.position != n]
    for row, place in places:
        row.position = place
    update_rows([row for row, _place in places], "position")


def deleted(conference, chance):
    for session in conference.sessions.filter(kind="sub-forum"):
        session.delete()


def doubled(conference, chance):
    for session in some(conference.sessions.filter(parent=None), chance)[:1]:
        duplicate(session)


def hosts(conference, chance):
    for host in some(conference.hostroles.all(), chance):
        if chance.random() < 0.5:
            host.delete()
        else:
            host.called_en = f"Partner {chance.randint(1, 9)}"
            host.save()
    make_host(conference, "media", organization=make_organization())


def committees(conference, chance):
    for committee in conference.committees.all():
        if chance.random() < 0.3:
            committee.delete()
            continue
        for member in some(committee.members.all(), chance):
            if chance.random() < 0.4:
                member.delete()
            else:
                member.role = chance.choice(["chair", "member"])
                member.save()
        CommitteeMember.objects.create(committee=committee, person=make_person())


def on_other_days(conference, chance):
    move_days(conference, days=chance.choice([-7, 1, 364]))


ACTS = (moved, set_alike, reordered, deleted, doubled, hosts, committees, on_other_days)


def standing():
    return {kind: sorted(map(repr, kind._base_manager.values())) for kind in KINDS}


@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.sampled_from(ACTS), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_acts_are_taken_back_one_by_one_and_never_from_under_a_colleague(plan, chance):
    with transaction.atomic():
        conference = make_world()
        by, colleague = make_member(conference, "organizer"), make_member(conference, "editor")
        first, done = standing(), []
        for do in plan:
            before = standing()
            with act(by=by) as writing:
                do(conference, chance)
            if writing.saved is not None:
                done.append((writing, before))

        theirs = change_one_of(done[-1][0], colleague) if done else None
        if theirs is not None:
            kept = standing()
            with pytest.raises(UndoRefused) as refused:
                take_back(done[-1][0].saved, by=anew(by))
            assert refused.value.code == "changed"
            assert standing() == kept
            take_back(theirs, by=anew(colleague))

        for writing, before in reversed(done):
            take_back(writing.saved, by=anew(by))
            assert standing() == before
        assert standing() == first
        transaction.set_rollback(True)


def change_one_of(writing, colleague):
    """A colleague's change of a row that the act wrote; None where none of them is left."""
    for kind, keys in writing.rows.items():
        row = kind._base_manager.filter(pk__in=keys).first() if kind in THEIRS else None
        if row is not None:
            with act(by=colleague) as theirs:
                setattr(row, THEIRS[kind], "Somebody else was here")
                row.save()
            return theirs.saved
    return None
