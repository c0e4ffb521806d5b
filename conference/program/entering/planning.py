"""Holding a reading against the draft: reads, and never writes; what comes out is an OfficePlan.

The cost is about a dozen queries whatever the file holds, and one more for each 500 people who are
found in the directory and do not take part yet.
"""

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.permissions import Right, may
from conference.program.draft.clashes import find_clashes
from conference.program.entering import another, hosts
from conference.program.entering.crowd import Crowd
from conference.program.entering.decisions import Asker, Decisions, digest
from conference.program.entering.doubts import Doubts
from conference.program.entering.guests import GuestPlanner
from conference.program.entering.ledger import OfficeLedger
from conference.program.entering.memory import Memory
from conference.program.entering.people import PeoplePlanner
from conference.program.entering.places import Places
from conference.program.entering.plan import OfficePlan
from conference.program.entering.private import without_identity_numbers
from conference.program.entering.sessions import SessionPlanner
from conference.program.entering.whens import Whens
from conference.program.importing.refusal import ImportRefused
from conference.program.models import Release, Session
from conference.program.office.reading import Reading


def plan_office(
    reading: Reading, conference: Conference, *, decisions: Decisions | None = None, by=None
) -> OfficePlan:
    """What entering `reading` into the draft of `conference` does, as `decisions` stand. `by` None
    is the command, which may do everything. Raises ImportRefused.

    `conference` may be unsaved: the one that `naming.new_conference` made.
    """
    decisions = decisions or Decisions()
    if decisions.registrations and by and not may(by, Right.EDIT_REGISTRATIONS, conference):
        raise ImportRefused(
            _("Only who may edit registrations can put guests onto the list. Untick it.")
        )
    reading = hosts.told(reading, conference)
    told_by_reading = len(reading.leftovers)
    reading = without_identity_numbers(reading)
    plan = OfficePlan(
        conference,
        reading=reading,
        decisions=decisions,
        is_new_conference=conference.pk is None,
        not_taken=list(reading.leftovers),
        told_by_reading=told_by_reading,
        release=release_of(conference),
    )
    ledger, memory = OfficeLedger(plan), Memory(conference, file_of(reading))
    asker = Asker(decisions, memory.answers())
    doubts, whens = Doubts(asker, reading), Whens(ledger, asker, reading, by=by)
    if conference.pk:
        another.ask(asker, reading, conference)
    whens.plan()
    doubts.plan()
    guests = [
        guest
        for guest in reading.people
        if decisions.participants == "all" or guest.gives_talk.value
    ]
    people = PeoplePlanner(ledger, asker, memory, by=by)
    people.plan(Crowd(reading, guests))
    sessions = SessionPlanner(
        ledger,
        memory,
        whens=whens,
        places=Places(ledger, asker, reading),
        people=people,
        doubts=doubts,
    )
    sessions.plan(reading)
    GuestPlanner(
        ledger, asker, memory,
        people=people, sessions=sessions, doubts=doubts, decisions=decisions,
    ).plan(reading, guests)  # fmt: skip
    plan.asks = asker.asks
    finish(plan, memory, sessions)
    return plan


def finish(plan: OfficePlan, memory: Memory, sessions: SessionPlanner) -> None:
    """What is remembered, what is no longer in the file, and what clashes then."""
    for ask in plan.asks:
        if ask.answer:
            memory.answer(ask.key, ask.answer)
    plan.source = memory.source_of(plan.reading.file)
    plan.rows.sort(key=lambda row: row.read.order)
    if plan.reading.sessions:  # a list of guests is no later version of an agenda
        gone = memory.gone(plan.source)
        plan.gone = [sessions.by_guid[guid] for guid in gone if guid in sessions.by_guid]
    plan.memory = memory.changed(plan.source)
    if plan.conference.starts_on is None:
        return
    everything = [*sessions.rows, *plan.new_rows[Session]]
    plan.clashes = find_clashes(
        plan.conference, sessions=everything, roles_of=sessions.taker.roles_of
    )


def file_of(reading: Reading) -> str:
    """What a file is known by: its name; a paste has none, and is what it holds."""
    if "." in reading.file:
        return reading.file[:180]
    cells = [cell.text for grid in reading.grids for row in grid.rows for cell in row.filled()]
    return f"{reading.file[:100]} {digest(*cells)}"


def release_of(conference) -> int:
    if conference.pk is None:
        return 0
    release = Release.objects.standing().filter(conference=conference).order_by("-number")
    return release.values_list("number", flat=True).first() or 0
