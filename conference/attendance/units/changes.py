"""What a liaison does with the list of their unit: name people, take one out, swap one, tick who
was told.

Each act holds the conference's list, so that the last place of a quota is given once, also to a
liaison with two windows; and a form that is sent twice names its people once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from conference.acts import act
from conference.attendance import letters, links
from conference.attendance.choices import choose, unchoose
from conference.attendance.models import (
    Choice,
    Registration,
    ReplyForm,
    SessionWait,
    UnitLiaison,
    UnitMember,
    last_in_line,
    next_number,
)
from conference.attendance.registering import RegistrationRefused, list_lock
from conference.attendance.seats import fill_seats, seats_left, take_up_choices, waiting
from conference.attendance.units.named import Named, as_registrations, known_among, twice_among
from conference.history import create_rows, update_rows
from conference.stamps import raise_stamps, seats_scope
from conference.wording.labels import listed

Status = Registration.Status


def places_left(unit: UnitLiaison) -> int:
    """How many more people the unit may name; a quota may have been lowered. One query."""
    return max(0, unit.quota - unit.members.counted().count())


def notice_of(unit: UnitLiaison) -> ReplyForm | None:
    """The reply form, whose privacy notice the liaison passes on; None: nobody can be named yet.
    One query.
    """
    rows = ReplyForm.objects.filter(conference=unit.conference_id).select_related("conference")
    return rows.first()


def mark_of_form(unit: UnitLiaison, form_id: str) -> str:
    """What a row keeps of the form that named it: the form's own id cannot be read out."""
    return links.keyed(f"unit:{unit.pk}:{form_id}")[:16].hex()


def was_kept(unit: UnitLiaison, form_id: str, digest: str) -> bool | None:
    """Whether this very form was kept before, and said the same then; None: it was not. One query.

    Asked before anything else: a form that is sent again gets its first answer, also when the last
    place or the last day is gone meanwhile.
    """
    rows = UnitMember.objects.filter(unit=unit.pk, form_mark=mark_of_form(unit, form_id))
    said = rows.values_list("form_digest", flat=True).first()
    return None if said is None else said == digest


def name_people(
    unit: UnitLiaison,
    people: Sequence[Named],
    *,
    form_id: str,
    digest: str,
    language: str,
    at: datetime | None = None,
) -> list[UnitMember]:
    """Put people on the list, all of them or nobody; seats and lines by the rules of replies.

    Who may be on the list already is held for an organizer, and takes neither seat nor place in
    line. Raises RegistrationRefused (revoked, closed, changed, nobody, twice, quota). Some
    twenty-five queries, whatever the number.
    """
    at = at or timezone.now()
    conference = unit.conference
    with (
        list_lock(conference),
        act(conference=conference, words=gettext_noop("A liaison put people on the list")),
    ):
        mark = mark_of_form(unit, form_id)
        same = was_kept(unit, form_id, digest)
        if same:
            return list(UnitMember.objects.filter(unit=unit.pk, form_mark=mark))
        if same is False:
            raise RegistrationRefused("changed", _("This form has been sent before."))
        unit, form = opened(unit, at)
        if not people:
            raise RegistrationRefused("nobody", _("Name somebody: nobody was written yet."))
        _refuse_too_many(unit, len(people))
        rows = as_registrations(unit, people, form=form, language=language, at=at)
        if names := twice_among(rows):
            raise RegistrationRefused(
                "twice",
                _("%(names)s: named twice. Nobody was added; leave one of the two out.")
                % {"names": listed(names)},
            )
        _give_seats(form, rows, held=known_among(rows))
        create_rows(Registration, rows)
        choose(
            (row.pk, session.pk)
            for row, one in zip(rows, people, strict=True)
            for session in one.sessions
        )
        take_up_choices(conference, [row for row in rows if row.is_seated])
        members = UnitMember.objects.bulk_create(
            UnitMember(
                unit=unit,
                registration=row,
                form_mark=mark,
                form_line=line,
                form_digest=digest,
                added_at=at,
            )
            for line, row in enumerate(rows)
        )
        _write_to(conference, rows)
        raise_stamps(seats_scope(conference.slug))
    return members


def swap(
    unit: UnitLiaison,
    member_id: int,
    named: Named,
    *,
    form_id: str,
    digest: str,
    language: str,
    at: datetime | None = None,
) -> UnitMember:
    """Somebody else comes in the place of one who was named: seat, place in line and sub-forums
    pass over, and both stay on record. Raises RegistrationRefused (revoked, closed, changed, gone,
    signed_in, known). Some twenty queries.
    """
    at = at or timezone.now()
    conference = unit.conference
    with (
        list_lock(conference),
        act(conference=conference, words=gettext_noop("A liaison sent somebody else")),
    ):
        same = was_kept(unit, form_id, digest)
        if same:
            return UnitMember.objects.get(unit=unit.pk, form_mark=mark_of_form(unit, form_id))
        if same is False:
            raise RegistrationRefused("changed", _("This form has been sent before."))
        unit, form = opened(unit, at)
        member = _who_can_go(unit, member_id)
        old = member.registration
        (new,) = as_registrations(unit, [named], form=form, language=language, at=at)
        if known_among([new], but=[old.pk]):
            raise RegistrationRefused(
                "known",
                _(
                    "Somebody like this may be on the list already, so nothing was swapped. Ask "
                    "the organizers."
                ),
            )
        if old.held_as_double:  # it held no seat, and the new one is nobody's double
            _give_seats(form, [new], held=set())
        else:
            new.status, new.waits_as = old.status, old.waits_as
            new.number = next_number(conference.pk)
        old.status, old.waits_as, old.held_as_double = Status.CANCELLED, None, False
        update_rows([old], "status", "waits_as", "held_as_double")
        create_rows(Registration, [new])
        _pass_over(old, new)
        now = UnitMember.objects.create(
            unit=unit,
            registration=new,
            form_mark=mark_of_form(unit, form_id),
            form_line=0,
            form_digest=digest,
            added_at=at,
        )
        member.replaced_by, member.taken_out_at = now, at
        member.save(update_fields=["replaced_by", "taken_out_at"])
        letters.tell(conference, "unnamed", [old], is_on_screen=True, once="")
        _write_to(conference, [new])
        raise_stamps(seats_scope(conference.slug))
    return now


def take_out(unit: UnitLiaison, member_id: int, *, at: datetime | None = None) -> UnitMember:
    """Take somebody off the list again; the seat goes to the first in line. Done twice it changes
    nothing. Raises RegistrationRefused (revoked, closed, gone, signed_in). Fifteen queries.
    """
    at = at or timezone.now()
    conference = unit.conference
    with (
        list_lock(conference),
        act(conference=conference, words=gettext_noop("A liaison took somebody off the list")),
    ):
        there = _members(unit).filter(pk=member_id).first()
        if there is not None and there.registration.status in Registration.GONE:
            return there
        unit, _form = opened(unit, at)
        member = _who_can_go(unit, member_id)
        row = member.registration
        row.status = Status.CANCELLED
        row.save(update_fields=["status"])
        member.taken_out_at = at
        member.save(update_fields=["taken_out_at"])
        letters.tell(conference, "unnamed", [row], is_on_screen=True, once="")
        fill_seats(conference)
        raise_stamps(seats_scope(conference.slug))
    return member


def tick_told(
    unit: UnitLiaison, members: Iterable[int] | None, *, told: bool, at: datetime | None = None
) -> int:
    """Keep that the liaison has told people, or has not; `None` means everybody. Who was ticked
    before keeps the time. Also after the deadline. How many changed; one query.
    """
    rows = UnitMember.objects.counted().filter(unit=unit.pk, unit__revoked_at=None)
    if members is not None:
        rows = rows.filter(pk__in=list(members))
    if told:
        return rows.filter(told_at=None).update(told_at=at or timezone.now())
    return rows.filter(told_at__isnull=False).update(told_at=None)


# --- What the acts have in common ---------------------------------------------------------------


def opened(unit: UnitLiaison, at: datetime) -> tuple[UnitLiaison, ReplyForm]:
    """The unit as it is now, and the form whose notice was passed on. Two queries."""
    rows = UnitLiaison.objects.select_for_update(of=("self",)).select_related("conference")
    now = rows.filter(pk=unit.pk).first()
    if now is None or now.revoked_at is not None:
        raise RegistrationRefused("revoked", _("This link was taken back. Ask the organizers."))
    form = notice_of(now)
    if not now.is_open(at=at) or form is None:
        raise RegistrationRefused(
            "closed",
            _("The deadline is over, so nothing was changed. Ask the organizers."),
        )
    return now, form


def _refuse_too_many(unit: UnitLiaison, many: int) -> None:
    left = places_left(unit)
    if many > left:
        said = ngettext(
            "Nobody was added: %(n)d place of the quota is left, and %(many)d are named.",
            "Nobody was added: %(n)d places of the quota are left, and %(many)d are named.",
            left,
        )
        raise RegistrationRefused("quota", said % {"n": left, "many": many})


def _members(unit: UnitLiaison):
    return UnitMember.objects.filter(unit=unit.pk).select_related("registration__conference")


def on_the_list(unit: UnitLiaison, member_id: int) -> UnitMember:
    """Somebody who was named and is not gone, locked; else RegistrationRefused. One query."""
    rows = _members(unit).select_for_update(of=("self", "registration"))
    member = rows.filter(pk=member_id).first()
    if member is None or member.registration.status in Registration.GONE:
        raise RegistrationRefused(
            "gone", _("This person is not on your list any more. Look at it as it stands now.")
        )
    return member


def _who_can_go(unit: UnitLiaison, member_id: int) -> UnitMember:
    """Two queries."""
    member = on_the_list(unit, member_id)
    if member.registration.admissions.exists():
        raise RegistrationRefused(
            "signed_in", _("This person is signed in already. Speak to the desk.")
        )
    return member


def _give_seats(form: ReplyForm, rows: Sequence[Registration], *, held: set[int]) -> None:
    """Status, place in line and number of new rows, as replies get them: those in `held` (their
    places) wait for an organizer. Six queries at most.
    """
    conference = form.conference
    fill_seats(conference)
    left = seats_left(form)
    if left and waiting(conference.pk).exists():
        left = 0
    seated = Status.CONFIRMED if form.confirms_at_once else Status.PENDING
    place, number = last_in_line(conference.pk), next_number(conference.pk)
    for n, row in enumerate(rows):
        row.number = number + n
        if n in held:
            row.status, row.held_as_double = Status.PENDING, True
        elif left == 0:
            row.status, row.waits_as = Status.WAITLISTED, place
            place += 1
        else:
            row.status = seated
            left = None if left is None else left - 1


def _pass_over(old: Registration, new: Registration) -> None:
    """Sub-forums, and places in their lines. Seven queries."""
    chosen = dict(Choice.objects.filter(registration=old.pk).values_list("pk", "session_id"))
    unchoose(chosen)
    choose((new.pk, session) for session in chosen.values())
    waits = list(SessionWait.objects.filter(registration=old.pk))
    for wait in waits:
        wait.registration = new
    update_rows(waits, "registration")


def _write_to(conference, rows: Sequence[Registration]) -> None:
    """Each who has an address gets their own link; who waits is told the place."""
    waits = [row for row in rows if row.status == Status.WAITLISTED]
    named = [row for row in rows if row.status != Status.WAITLISTED]
    letters.tell(conference, "named", named, is_on_screen=True, once="")
    letters.tell(conference, "waiting", waits, is_on_screen=True, once="")


def members_of(unit: UnitLiaison) -> list[UnitMember]:
    """Everybody who was named, with registrations, in the order of naming; erased people are left
    out. One query.
    """
    rows = UnitMember.objects.filter(unit=unit.pk, registration__erased_at=None)
    rows = rows.select_related("registration", "replaced_by__registration")
    return list(rows.order_by("pk"))
