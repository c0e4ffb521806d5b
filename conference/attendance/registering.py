"""How people get onto the list of a conference and off it: replies, imports, walk-ins.

Whoever adds a person or frees a seat holds the conference's lock first, so that numbers have no
race and each seat is given once, in the order of the line (`seats`), on every database.
"""

import json
import re
from collections import Counter
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance import letters, links
from conference.attendance.choices import choose
from conference.attendance.doubles import twins_of
from conference.attendance.models import (
    Admission,
    Registration,
    ReplyForm,
    UnitMember,
    last_in_line,
    next_number,
)
from conference.attendance.seats import (
    fill_seats,
    full_sessions,
    next_waits,
    take_up_choices,
    wait_for,
)
from conference.codes import token_hash
from conference.folding import organization_key, searched
from conference.history import update_rows
from conference.models import Conference
from conference.people.models import Organization
from conference.stamps import raise_stamps, seats_scope

Status = Registration.Status
FORM_ID = re.compile(r"[0-9a-f]{32}")


class RegistrationRefused(Exception):
    """The list does not take this. Codes: changed, closed, signed_in."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


@contextmanager
def list_lock(conference):
    """A transaction in which nobody else adds people to this conference."""
    with transaction.atomic():
        Conference.objects.lock(conference.pk)
        yield


def register(conference, *, sessions=(), **fields) -> Registration:
    """Add one person; call it inside `list_lock`. Three queries, three more with sessions, and one
    for the pages that tell the seats left.
    """
    return _add(Registration(conference=conference, **fields), sessions)


def _add(person: Registration, sessions=()) -> Registration:
    person.number = next_number(person.conference_id)
    person.save(force_insert=True)
    if sessions:
        choose((person.pk, session.pk) for session in sessions)
    if person.is_seated:
        raise_stamps(seats_scope(person.conference.slug))
    return person


NAME_COLUMNS = ("name_zh", "name_en", "short_name_zh", "short_name_en")


def linked_organization(name: str) -> Organization | None:
    """The directory's row that has this name in any writing, if there is exactly one. One query."""
    if not name:
        return None
    near = Organization.objects.matching(" ".join(searched(name)))
    return organizations_by_name([name], among=near).get(organization_key(name))


def organizations_by_name(names, *, among=None) -> dict[str, Organization]:
    """{folded key of a name: organization} for the names that the directory knows. One query.

    Full and short names count in both languages; a name that two rows share is left out.
    """
    wanted = {organization_key(name) for name in names} - {""}
    rows = Organization.objects.all() if among is None else among
    found, seen = {}, Counter()
    for organization in rows.only("pk", *NAME_COLUMNS).iterator():
        keys = {organization_key(getattr(organization, column)) for column in NAME_COLUMNS}
        for name in keys & wanted:
            seen[name] += 1
            found[name] = organization
    return {name: row for name, row in found.items() if seen[name] == 1}


# --- Replies ---------------------------------------------------------------------------------


def reply_token(conference, form_id: str) -> str:
    """The personal link's secret for one filled-in form, always the same for the same form.

    `form_id` is a random value that only that copy of the form holds, so a form sent twice leads
    to the same registration, and nothing has to be remembered. 192 bits, keyed by the site.
    """
    return links.token_of_form(conference, form_id)


def kept_of(conference, form_id: str) -> tuple[Registration | None, str]:
    """What this very form registered, with the token of its link: that which it will get, where it
    registered nobody. A link of older versions counts too. One query.
    """
    token = reply_token(conference, form_id)
    former = links.former_token_of_form(conference, form_id)
    both = [token_hash(token), token_hash(former)]
    rows = Registration.objects.filter(token_hash__in=both).select_related("conference")
    kept = rows.first()
    return kept, former if kept and kept.token_hash == both[1] else token


def reply_digest(form_id: str, said: dict[str, list[str]]) -> str:
    """What a form says, {name of a box: values}, as 32 hexadecimal digits.

    Keyed by the site and by the form's own id, which is kept nowhere: nobody can try names or
    phones against it. Blanks around a value, empty boxes and the order of choices say nothing.
    """
    texts = {name: sorted(filter(None, map(str.strip, each))) for name, each in said.items()}
    told = sorted((name, each) for name, each in texts.items() if each)
    return links.keyed(f"said:{form_id}:{json.dumps(told)}")[:16].hex()


class Served(NamedTuple):
    """A form that was kept before."""

    token: str  # of the personal link
    says_the_same: bool


def served(slug: str, form_id: str, digest: str) -> Served | None:
    """Whether this very form was kept before, and said the same then. Two queries.

    Asked before anything else: a form that is sent again is answered with its first answer, also
    when the last seat, the last day or the last sub-forum is gone meanwhile.
    """
    conference = FORM_ID.fullmatch(form_id) and Conference.objects.filter(slug=slug).first()
    if not conference:
        return None
    kept, token = kept_of(conference, form_id)
    return Served(token, _says_the_same(kept, digest)) if kept else None


def _says_the_same(kept: Registration, digest: str) -> bool:
    # Rows of older versions hold no digest.
    return kept.reply_digest in ("", digest)


def reply(
    form: ReplyForm,
    *,
    form_id: str,
    digest="",
    sessions=(),
    agrees_to_sensitive=False,
    at=None,
    **fields,
) -> tuple:
    """Keep a reply of the public form: (registration, token of its personal link).

    `digest`: what was sent, by `reply_digest`. A form that was kept before gives its first answer.
    `agrees_to_sensitive`: to its answers about diet and health being kept.

    Without a free seat, or while others wait for one, the reply waits in line; so does its choice
    of a sub-forum that is full (`sessions` carry their published seats). A person who is on the
    list already (`doubles`) is held for an organizer and takes neither seat nor place in line.
    Raises RegistrationRefused (closed; changed: kept before, and says something else now).
    """
    at = at or timezone.now()
    conference = form.conference
    with list_lock(conference):
        before, token = kept_of(conference, form_id)
        if before is not None:
            if not _says_the_same(before, digest):
                raise RegistrationRefused("changed", _("This form has been sent before."))
            return before, token
        # As it is now: seats may have been raised while somebody filled the form in.
        form = ReplyForm.objects.filter(pk=form.pk).select_related("conference").first()
        if form is None or not form.is_open(at=at):
            raise RegistrationRefused("closed", _("Registration is closed."))
        person = Registration(
            conference=conference,
            source=Registration.Source.SELF,
            token_hash=token_hash(token),
            link_seed=links.seed_of_form(conference, form_id),
            reply_digest=digest,
            consent_version=form.notice_version,
            consented_at=at,
            sensitive_version=form.notice_version if agrees_to_sensitive else "",
            sensitive_consented_at=at if agrees_to_sensitive else None,
            registered_at=at,
            organization=linked_organization(fields.get("organization_name", "")),
            **fields,
        )
        person.prepare()
        if twins_of(person):
            person.status, person.held_as_double = Status.PENDING, True
            _add(person, sessions)
            letters.tell(conference, "received", [person], is_on_screen=True, once="")
            return person, token
        fill_seats(conference)
        if next_waits(form):
            person.status = Status.WAITLISTED
        else:
            person.status = Status.CONFIRMED if form.confirms_at_once else Status.PENDING
        full = full_sessions(sessions)
        _add(person, [session for session in sessions if session.pk not in full])
        wait_for(conference, [(person.pk, s.pk) for s in sessions if s.pk in full])
        occasion = "waiting" if person.status == Status.WAITLISTED else "received"
        letters.tell(conference, occasion, [person], is_on_screen=True, once="")
    return person, token


def withdraw(registration: Registration) -> Registration:
    """Take a registration back at its owner's wish; its seat goes to the first in line.

    Raises RegistrationRefused (signed_in): who has come cannot have stayed away.
    """
    with list_lock(registration.conference):
        registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if registration.status in Registration.GONE:
            return registration
        if registration.admissions.exists():
            raise RegistrationRefused(
                "signed_in",
                _("You are signed in already, so this cannot be withdrawn. Speak to the desk."),
            )
        registration.status = Status.CANCELLED
        registration.save(update_fields=["status"])
        letters.tell(registration.conference, "withdrawn", [registration], is_on_screen=True)
        fill_seats(registration.conference)
        raise_stamps(seats_scope(registration.conference.slug))
    return registration


# --- What organizers decide -------------------------------------------------------------------


def set_status(conference, people, status: str, *, reason="") -> list[Registration]:
    """Give people a status, in the order of their places and numbers; returns who has changed.

    Who is signed in stays confirmed. Organizers may confirm more people than there are seats; a
    seat that comes free goes to the first in line. Whom it concerns is written to, with the
    `reason` of a refusal. About fifteen queries, whatever the number.
    """
    with list_lock(conference), act(words=gettext_noop("Registrations got another status")):
        rows = Registration.objects.filter(conference=conference, pk__in=[p.pk for p in people])
        rows = rows.order_by(F("waits_as").asc(nulls_last=True), "number")
        here = Admission.objects.filter(registration__in=rows).values("registration")
        stays = {pk for (pk,) in here.values_list("registration") if status != Status.CONFIRMED}
        changed = [row for row in rows if row.pk not in stays and _differs(row, status)]
        new = [row for row in changed if not row.is_seated]
        for place, row in enumerate(changed, last_in_line(conference.pk)):
            row.status, row.held_as_double = status, False
            row.waits_as = place if status == Status.WAITLISTED else None
        update_rows(changed, "status", "held_as_double", "waits_as")
        if status in Registration.GONE and changed:
            # The liaison who named somebody reads it on the unit's page.
            UnitMember.objects.filter(registration__in=changed).update(reason=reason[:1_000])
        if status in (Status.CONFIRMED, Status.PENDING):
            take_up_choices(conference, new)
        moved = fill_seats(conference)
        letters.tell_status(conference, status, _still(changed, moved), reason=reason)
        raise_stamps(seats_scope(conference.slug))
    return changed


def _still(changed, moved) -> list[Registration]:
    """Of those who got a status those who have it: who waited no moment was told so already."""
    seated = {row.pk for row in moved}
    return [row for row in changed if row.pk not in seated]


def _differs(row, status):
    return row.status != status or row.held_as_double


def let_in(conference, people) -> list[Registration]:
    """Treat held doubles as people of their own: a seat, or the end of the line; returns them."""
    form = ReplyForm.objects.filter(conference=conference).first()
    with list_lock(conference), act(words=gettext_noop("Replies were taken for other people")):
        rows = Registration.objects.filter(conference=conference, held_as_double=True)
        rows = list(rows.filter(pk__in=[person.pk for person in people]).order_by("number"))
        fill_seats(conference)
        for row in rows:
            waits = form is not None and next_waits(form)
            row.held_as_double = False
            row.status = Status.WAITLISTED if waits else Status.CONFIRMED
            row.save(update_fields=["status"])
        take_up_choices(conference, [row for row in rows if row.is_seated])
        for status in (Status.CONFIRMED, Status.WAITLISTED):
            letters.tell_status(conference, status, [r for r in rows if r.status == status])
        raise_stamps(seats_scope(conference.slug))
    return rows


def settle(person: Registration, *, was_seated: bool, chose: bool, was="") -> None:
    """After an organizer changed somebody by hand, inside `list_lock`: free seats go to the line.

    `chose`: the organizer set the sub-forums too, which may be more than there are seats. `was`:
    the status before, '' of somebody new; whoever got another one is written to.
    """
    person.waits.filter(session__in=person.sessions.all()).delete()
    if person.is_seated and not was_seated and not chose:
        take_up_choices(person.conference, [person])
    moved = fill_seats(person.conference)
    if was and was != person.status:
        letters.tell_status(person.conference, person.status, _still([person], moved))
    raise_stamps(seats_scope(person.conference.slug))


# --- Personal links ---------------------------------------------------------------------------


def issue_link(registration: Registration, *, mark: str = "") -> str:
    """A new token of somebody's personal link; the one before stops working (`links.renew`)."""
    return links.renew(registration, mark=mark)


def of_token(token: str) -> Registration | None:
    """The registration behind a personal link, with its conference; one query."""
    return (
        Registration.objects.filter(token_hash=token_hash(token))
        .select_related("conference")
        .first()
    )
