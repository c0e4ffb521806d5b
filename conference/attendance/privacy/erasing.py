"""Somebody's data, taken out of every place that holds them. That they registered, of which
organization and category, what they chose and when they came stays, under a number alone.

`tests/attendance/privacy/columns.py` names every column: emptied here, or kept, and why.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop
from simple_history.utils import get_history_model_for_model

from conference.acts.writing import act
from conference.attendance.answer_files import forget_files_of
from conference.attendance.guests.letters import ABOUT as GUEST
from conference.attendance.letters import ABOUT
from conference.attendance.models import (
    ERASED,
    Certificate,
    CheckIn,
    Choice,
    DataAccess,
    GuestInvitation,
    Registration,
    SessionWait,
    UnitMember,
)
from conference.attendance.registering import list_lock
from conference.attendance.seats import fill_seats
from conference.attendance.whose import Whose
from conference.codes import badge_code
from conference.history import update_rows
from conference.letters import forgetting
from conference.letters.models import Letter
from conference.models import Act, Conference
from conference.stamps import raise_stamps, seats_scope
from conference.work import leases

ACT = gettext_noop("Personal data were erased")
By = User | AnonymousUser | None

# {column: what it holds from then on}; the sign-in code is made anew: a badge opens nothing.
EMPTIED: dict[str, object] = {
    "name": ERASED,
    "name_en": "",
    "title": "",
    "phone": "",
    "email": "",
    "remarks": "",
    "answers": {},
    "token_hash": None,
    "link_seed": "",
    "reply_digest": "",
    "participation": None,
    "follows_program": False,
    "wants_letters": False,
}


def erase_person(person: Registration, *, by: By, at: datetime | None = None) -> None:
    """Take one person's data out; whoever has not come yet gives their place up with it.

    Raises Registration.DoesNotExist where somebody deleted the row meanwhile; what is erased
    already stays so. One transaction; some thirty queries.
    """
    at = at or timezone.now()
    conference = person.conference
    with list_lock(conference), act(by=by, conference=conference, words=ACT, can_be_undone=False):
        row = Registration.objects.get(pk=person.pk)
        if row.erased_at is not None:
            return
        over = conference.ends_on < conference.day_of(at)
        if not over and row.status not in row.GONE and not row.check_ins.exists():
            row.status = row.Status.CANCELLED
        erase_rows(conference, [row], by=by, at=at)
        forget_undoing(conference)
        leases.forget_files(conference)
        note(conference, DataAccess.Kind.ERASED, [row.pk], by=by, at=at)
        if row.status in row.GONE:
            fill_seats(conference)
            raise_stamps(seats_scope(conference.slug))


def erase_rows(
    conference: Conference, rows: Sequence[Registration], *, by: By, at: datetime
) -> None:
    """A batch of people, inside the caller's lock and act. About eighteen queries."""
    keys = [row.pk for row in rows]
    forget_histories(keys)
    forget_files_of(keys)
    for row in rows:
        for name, value in EMPTIED.items():
            setattr(row, name, value.copy() if isinstance(value, dict) else value)
        row.code, row.erased_at = badge_code(), at
        row.waits_as = row.waits_as if row.status == row.Status.WAITLISTED else None
        row.held_as_double = row.held_as_double and row.status == row.Status.PENDING
        row.prepare()
    # With a record of history, which says that they were erased and tells the doors' devices.
    columns = (*EMPTIED, *Registration.prepared, "code", "erased_at", "status", "waits_as")
    update_rows(rows, *columns, "held_as_double", by=by if getattr(by, "pk", None) else None)
    scans = CheckIn.objects.filter(Q(registration__in=keys) | Q(judged_by__registration__in=keys))
    forget_scans(list(scans.values_list("pk", flat=True)))
    forget_certificates(keys)
    UnitMember.objects.filter(registration__in=keys).update(reason="")
    forget_guests(GuestInvitation.objects.filter(registration__in=keys), at=at)
    # Of a deputy the invitation holds nothing but what the guest wrote beside.
    GuestInvitation.objects.filter(deputy__in=keys).update(word="")
    about = [f"{ABOUT}{key}" for key in keys]
    forgetting.forget(Letter.objects.filter(conference=conference, about__in=about))
    forget_log(Registration, keys)


def forget_guests(guests: "QuerySet[GuestInvitation]", *, at: datetime) -> None:
    """Whom an invitation was for, and its link; that somebody was asked and answered stays. Five
    queries, one for nobody.
    """
    keys = list(guests.filter(erased_at=None).values_list("pk", flat=True))
    if not keys:
        return
    about = [f"{GUEST}{key}" for key in keys]
    forgetting.forget(Letter.objects.filter(about__in=about))
    forget_log(GuestInvitation, keys)
    GuestInvitation.objects.filter(pk__in=keys).update(
        **dict.fromkeys(("name_en", "title", "phone", "email", "word", "link_seed"), ""),
        name=ERASED,
        token_hash=None,
        participation=None,
        erased_at=at,
        revoked_at=at,
    )


def forget_histories(keys: Iterable[int]) -> None:
    """Every older state of these people, of what they chose and waited for. Three queries."""
    keys = list(keys)
    for model, column in ((Registration, "id"), (Choice, "registration_id")):
        history_of(model)._default_manager.filter(**{f"{column}__in": keys}).delete()
    history_of(SessionWait)._default_manager.filter(registration_id__in=keys).delete()


def history_of(model: type[Model]) -> type[Model]:
    """The table of a model's history."""
    found: type[Model] = get_history_model_for_model(model)
    return found


def forget_scans(keys: Sequence[int]) -> None:
    """What somebody typed at the door, and what was read there; who came when stays. One query."""
    CheckIn.objects.filter(pk__in=keys).update(code="", note="")


def forget_certificates(keys: Iterable[int]) -> None:
    """The names on them, and why one was revoked. Its number still tells that it was issued, for
    how many hours and whether it is valid. Two queries.
    """
    rows = Certificate.objects.filter(registration__in=list(keys))
    rows.update(name=ERASED, name_en="")
    rows.exclude(reason="").update(reason=ERASED)


def forget_log(model: type[Model], keys: Iterable[int]) -> None:
    """Names in the admin's own log of saves. Two queries."""
    kind = ContentType.objects.get_for_model(model)
    rows = LogEntry.objects.filter(content_type=kind, object_id__in=list(map(str, keys)))
    rows.exclude(object_repr=ERASED).update(object_repr=ERASED)


def forget_undoing(conference: Conference) -> None:
    """No act that wrote registrations is taken back any more, and none keeps anything of them.
    One query; acts of no conference, such as two people made one, are among them.
    """
    acts = Act.objects.filter(Q(conference=conference) | Q(conference=None))
    acts = acts.filter(counts__has_any_keys=OF_PEOPLE)
    acts.exclude(kept=None, undo_until=None, file="").update(kept=None, undo_until=None, file="")


OF_PEOPLE = [model._meta.label_lower for model in (Registration, Choice, SessionWait)]


def note(
    conference: Conference, kind: str, keys: Sequence[int], *, by: By, at: datetime | None = None
) -> DataAccess:
    """That somebody had to do with these people's data. One query."""
    return DataAccess.objects.create(
        conference=conference,
        at=at or timezone.now(),
        by=by if isinstance(by, User) else None,
        kind=kind,
        people=str(Whose(keys)),
        many=len(keys),
    )
