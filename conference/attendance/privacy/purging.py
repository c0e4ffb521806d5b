"""Everybody's data of a conference taken out, in steps that each hold it for a moment.

Each step is one transaction; what was done before stays done when a later one breaks off, and the
next purge goes on from there. Done twice it finds nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conference.acts.writing import act
from conference.attendance.answer_files import remove
from conference.attendance.models import (
    AnswerFile,
    CheckIn,
    DataAccess,
    GroupLetter,
    GuestInvitation,
    Registration,
    ReplacedLink,
    Retention,
    SavedView,
    UnitLiaison,
)
from conference.attendance.privacy.erasing import (
    ACT,
    By,
    erase_rows,
    forget_guests,
    forget_histories,
    forget_log,
    forget_undoing,
    history_of,
    note,
)
from conference.attendance.privacy.sensitive import forget_sensitive
from conference.attendance.registering import list_lock
from conference.letters import forgetting
from conference.letters.models import Letter
from conference.models import Conference
from conference.models.acts import forget_acts_of
from conference.program.models import Participation
from conference.work import leases
from conference.work.models import Job

STEP = 500  # rows in one transaction


@dataclass(frozen=True)
class Found:
    """What a purge takes, or took."""

    people: int
    records: int  # of histories of people who were deleted before
    letters: int
    scans: int  # with something typed or read there
    contacts: int  # private ones of the program's people
    liaisons: int  # of units
    guests: int  # who were invited
    sent: int  # files that came with replies
    files: int  # made in the background

    def __bool__(self) -> bool:
        return any(vars(self).values())


def due_on(conference: Conference) -> date | None:
    """From which day on the data should be gone; None where nobody said. One query."""
    kept = Retention.objects.filter(conference=conference).first()
    if kept is None:
        return None
    kept.conference = conference
    return kept.due_on


def may_begin_on(conference: Conference) -> date:
    """The first day of a purge that nobody has to insist on: that of the retention, else the one
    after the conference. One query.
    """
    after = conference.ends_on
    return due_on(conference) or date.fromordinal(min(after.toordinal() + 1, date.max.toordinal()))


def what_is_kept(conference: Conference) -> Found:
    """What a purge would take now. Nine queries."""
    return Found(
        people=_people(conference).count(),
        records=_left_records(conference).count(),
        letters=_letters(conference).count(),
        scans=_scans(conference).count(),
        contacts=_contacts(conference).count(),
        liaisons=_liaisons(conference).count(),
        guests=_guests(conference).count(),
        sent=AnswerFile.objects.filter(conference=conference).count(),
        files=Job.objects.filter(conference=conference, state=Job.State.DONE).count(),
    )


def purge(conference: Conference, *, by: By = None, at: datetime | None = None) -> Found:
    """Take everybody's data out; what was found. Some twenty queries for each 500 people."""
    at = at or timezone.now()
    found = what_is_kept(conference)
    forget_sensitive(conference, by=by, at=at)  # first, should the rest break off
    while _erase_some(conference, by=by, at=at):
        pass
    while _forget_some_who_were_deleted(conference):
        pass
    while _forget_some_letters(conference):
        pass
    while _forget_some_scans(conference):
        pass
    with list_lock(conference):
        remove(AnswerFile.objects.filter(conference=conference))  # of nobody, or nobody's yet
        # No history has these columns.
        _contacts(conference).update(contact_phone="", contact_email="", contact_note="")
        forget_log(UnitLiaison, list(_liaisons(conference).values_list("pk", flat=True)))
        forget_guests(_guests(conference), at=at)
        # Which unit might send how many stays; its link opens nothing any more.
        _liaisons(conference).update(
            liaison="", phone="", email="", token_hash=None, link_seed="", revoked_at=at
        )
        ReplacedLink.objects.filter(conference=conference).delete()
        # What was searched for may be somebody's name: when a group was chosen, in a saved view.
        GroupLetter.objects.filter(conference=conference).exclude(chosen_by="").update(chosen_by="")
        SavedView.objects.filter(conference=conference).delete()
        forget_acts_of(conference)
        forget_undoing(conference)
        leases.forget_files(conference, at)
        if found:
            row = note(conference, DataAccess.Kind.PURGED, [], by=by, at=at)
            row.many = found.people
            row.save(update_fields=["many"])
    return found


def _people(conference: Conference) -> "QuerySet[Registration]":
    return Registration.objects.filter(conference=conference).known()


def _erase_some(conference: Conference, *, by: By, at: datetime) -> bool:
    with list_lock(conference), act(by=by, conference=conference, words=ACT, can_be_undone=False):
        rows = list(_people(conference).order_by("pk")[:STEP])
        for row in rows:
            row.conference = conference
        if rows:
            erase_rows(conference, rows, by=by, at=at)
    return len(rows) == STEP


def _left_records(conference: Conference) -> QuerySet:
    """History of registrations that are there no more."""
    there = Registration.objects.filter(conference=conference).values("pk")
    return (
        history_of(Registration)
        ._default_manager.filter(conference_id=conference.pk)
        .exclude(id__in=there)
    )


def _forget_some_who_were_deleted(conference: Conference) -> bool:
    with transaction.atomic():
        keys = set(_left_records(conference).values_list("id", flat=True).distinct()[:STEP])
        if keys:
            forget_histories(keys)
            forget_log(Registration, keys)
    return bool(keys)


def _letters(conference: Conference) -> "QuerySet[Letter]":
    return forgetting.remembering(Letter.objects.filter(conference=conference))


def _forget_some_letters(conference: Conference) -> bool:
    with transaction.atomic():
        keys = list(_letters(conference).order_by("pk").values_list("pk", flat=True)[:STEP])
        forgetting.forget(Letter.objects.filter(pk__in=keys))
        forget_log(Letter, keys)
    return len(keys) == STEP


def _scans(conference: Conference) -> "QuerySet[CheckIn]":
    rows = CheckIn.objects.filter(conference=conference)
    return rows.exclude(code="", note="", typed_by="")


def _forget_some_scans(conference: Conference) -> bool:
    with transaction.atomic():
        keys = list(_scans(conference).order_by("pk").values_list("pk", flat=True)[:STEP])
        CheckIn.objects.filter(pk__in=keys).update(code="", note="", typed_by="")
        forget_log(CheckIn, keys)
    return len(keys) == STEP


def _contacts(conference: Conference) -> "QuerySet[Participation]":
    rows = Participation.objects.filter(conference=conference)
    return rows.exclude(Q(contact_phone="") & Q(contact_email="") & Q(contact_note=""))


def _liaisons(conference: Conference) -> "QuerySet[UnitLiaison]":
    rows = UnitLiaison.objects.filter(conference=conference)
    return rows.exclude(liaison="", phone="", email="", token_hash=None)


def _guests(conference: Conference) -> "QuerySet[GuestInvitation]":
    return GuestInvitation.objects.filter(conference=conference).known()
