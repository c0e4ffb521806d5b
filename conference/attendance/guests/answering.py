"""What a guest answers, and what becomes of it: their registration, a deputy's, or none.

Guests were asked by name, so yes is a confirmed seat whatever the line; whom a guest names as a
deputy and may be on the list already is held for an organizer, as replies are.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance import letters, links
from conference.attendance.doubles import twins_of
from conference.attendance.models import GuestInvitation, Registration, ReplyForm, next_number
from conference.attendance.models.linked import new_seed
from conference.attendance.registering import (
    RegistrationRefused,
    linked_organization,
    list_lock,
)
from conference.attendance.seats import fill_seats
from conference.codes import link_token_of, token_hash
from conference.stamps import raise_stamps, seats_scope

Answer = GuestInvitation.Answer
Status = Registration.Status


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who comes instead of a guest."""

    name: str
    organization_name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""


def mark_of(guest: GuestInvitation) -> str:
    """What a guest's page showed: another answer has another mark."""
    at = guest.answered_at.isoformat() if guest.answered_at else ""
    said = [guest.answer, at, guest.registration_id, guest.deputy_id]
    return links.keyed(f"guest:{guest.pk}:{json.dumps(said)}")[:16].hex()


def answer(
    guest: GuestInvitation,
    said: str,
    *,
    mark: str,
    word: str = "",
    deputy: Deputy | None = None,
    language: str = "zh-hans",
    at: datetime | None = None,
) -> GuestInvitation:
    """Keep what a guest answers; what an earlier answer made is taken back. The same once more
    changes nothing. Raises RegistrationRefused (revoked, closed, stale, signed_in). Some twenty
    queries.
    """
    at = at or timezone.now()
    conference = guest.conference
    with (
        list_lock(conference),
        act(conference=conference, words=gettext_noop("A guest answered the invitation")),
    ):
        row = _as_it_is(guest)
        if _says_the_same(row, said, word, deputy):
            return row
        if not row.is_open(at=at):
            raise RegistrationRefused(
                "closed", _("The time to answer is over. Please speak to the organizers.")
            )
        if mark != mark_of(row):
            raise RegistrationRefused(
                "stale",
                _(
                    "Another answer was given meanwhile, in another window perhaps. Nothing of "
                    "this page was kept: look at what stands now, and answer again."
                ),
            )
        form = ReplyForm.objects.filter(conference=conference).first()
        if said != Answer.YES:
            _give_back(row.registration)
        if said != Answer.DEPUTY or not _is(row.deputy, deputy):
            _give_back(row.deputy)
        if said == Answer.YES:
            row.registration = _come(row, form, language, at)
            letters.tell(conference, "confirmed", [row.registration], is_on_screen=True)
        elif said == Answer.DEPUTY:
            assert deputy is not None
            row.deputy = _send(row, deputy, form, language, at)
            held = row.deputy.held_as_double
            occasion = "received" if held else "confirmed"
            letters.tell(conference, occasion, [row.deputy], is_on_screen=True)
        row.answer, row.answered_at, row.word = said, at, word
        row.save(update_fields=["answer", "answered_at", "word", "registration", "deputy"])
        fill_seats(conference)
        raise_stamps(seats_scope(conference.slug))
    return row


def _as_it_is(guest: GuestInvitation) -> GuestInvitation:
    rows = GuestInvitation.objects.select_for_update(of=("self",))
    rows = rows.select_related("conference", "registration", "deputy", "participation")
    row = rows.filter(pk=guest.pk).first()
    if row is None or row.revoked_at is not None:
        raise RegistrationRefused("revoked", _("This link was taken back. Ask the organizers."))
    return row


def _says_the_same(row: GuestInvitation, said: str, word: str, deputy: Deputy | None) -> bool:
    if row.answer != said or row.word != word:
        return False
    if said == Answer.YES:
        return row.registration is not None and row.registration.status == Status.CONFIRMED
    return said != Answer.DEPUTY or _is(row.deputy, deputy)


def _is(row: Registration | None, deputy: Deputy | None) -> bool:
    """Whether a registration is that of a deputy, as named now, and holds."""
    if row is None or deputy is None or row.status in Registration.GONE:
        return False
    return all(
        getattr(row, name) == getattr(deputy, name)
        for name in ("name", "organization_name", "title", "phone", "email")
    )


def _give_back(row: Registration | None) -> None:
    """The registration of an answer that holds no more. Three queries at most."""
    if row is None or row.status in Registration.GONE:
        return
    if row.admissions.exists():
        raise RegistrationRefused(
            "signed_in",
            _("%(name)s is signed in already, so the answer stands. Speak to the desk.")
            % {"name": row.name},
        )
    row.status, row.held_as_double = Status.CANCELLED, False
    row.save(update_fields=["status"])


def _come(
    guest: GuestInvitation, form: ReplyForm | None, language: str, at: datetime
) -> Registration:
    """The guest's own registration: that of an earlier yes, that of the program, or a new one."""
    row = guest.registration or _listed(guest)
    if row is None:
        values = {
            name: getattr(guest, name)
            for name in ("name", "name_en", "organization_name", "title", "phone", "email")
        }
        row = _new(guest, form, language, at, participation=guest.participation, **values)
        row.save(force_insert=True)
        return row
    if row.status != Status.CONFIRMED or row.held_as_double:
        row.status, row.held_as_double = Status.CONFIRMED, False
        row.save(update_fields=["status"])
    return row


def _listed(guest: GuestInvitation) -> Registration | None:
    """Who of the list the guest is already: by the program, else by name and what agrees."""
    if guest.participation_id is not None:
        rows = Registration.objects.filter(
            conference=guest.conference_id, participation=guest.participation_id
        )
        if row := rows.order_by("number").first():
            return row
    wanted = Registration(
        conference=guest.conference,
        name=guest.name,
        organization_name=guest.organization_name,
        phone=guest.phone,
        email=guest.email,
    )
    wanted.prepare()
    return next(iter(twins_of(wanted)), None)


def _send(
    guest: GuestInvitation,
    deputy: Deputy,
    form: ReplyForm | None,
    language: str,
    at: datetime,
) -> Registration:
    if _is(guest.deputy, deputy):
        assert guest.deputy is not None
        return guest.deputy
    row = _new(
        guest,
        form,
        language,
        at,
        name=deputy.name,
        organization_name=deputy.organization_name or guest.organization_name,
        title=deputy.title,
        phone=deputy.phone,
        email=deputy.email,
    )
    row.prepare()
    if twins_of(row):
        row.status, row.held_as_double = Status.PENDING, True
    row.save(force_insert=True)
    return row


def _new(guest, form: ReplyForm | None, language: str, at: datetime, **values) -> Registration:
    seed = new_seed()
    return Registration(
        conference=guest.conference,
        number=next_number(guest.conference_id),
        source=Registration.Source.INVITED,
        status=Status.CONFIRMED,
        category=guest.category,
        language=language,
        organization=linked_organization(values["organization_name"]),
        consent_version=form.notice_version if form else "",
        consented_at=at if form else None,
        registered_at=at,
        link_seed=seed,
        token_hash=token_hash(link_token_of(seed)),
        **values,
    )
