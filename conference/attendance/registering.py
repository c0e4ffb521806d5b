"""How people get onto the list of a conference and off it: replies, imports, walk-ins.

Whoever adds a person holds the conference's lock first, so that numbers have no race and the last
seat is given once, on every database.
"""

import base64
import hashlib
import hmac
from collections import Counter
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance.models import Registration, ReplyForm, next_number
from conference.codes import link_token, token_hash
from conference.folding import name_key, searched
from conference.models import Conference
from conference.people.models import Organization
from conference.stamps import raise_stamps, seats_scope

Status = Registration.Status

# Who holds a seat: those who come, and those of whom an organizer has not decided yet.
SEATED = (Status.CONFIRMED, Status.PENDING)


class RegistrationRefused(Exception):
    """The list does not take this. Codes: closed, sub_forum_full, signed_in, not_open_to_change."""

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
    """Add one person; call it inside `list_lock`. Three queries, one more with sessions, and one
    for the pages that tell the seats left.
    """
    registration = Registration(conference=conference, **fields)
    registration.number = next_number(conference.pk)
    registration.save(force_insert=True)
    if sessions:
        registration.sessions.set(sessions)
    if registration.status in SEATED:
        raise_stamps(seats_scope(conference.slug))
    return registration


NAME_COLUMNS = ("name_zh", "name_en", "short_name_zh", "short_name_en")


def linked_organization(name: str) -> Organization | None:
    """The directory's row that has this name in any writing, if there is exactly one. One query."""
    if not name:
        return None
    near = Organization.objects.matching(" ".join(searched(name)))
    return organizations_by_name([name], among=near).get(name_key(name))


def organizations_by_name(names, *, among=None) -> dict[str, Organization]:
    """{folded key of a name: organization} for the names that the directory knows. One query.

    Full and short names count in both languages; a name that two rows share is left out.
    """
    wanted = {name_key(name) for name in names} - {""}
    rows = Organization.objects.all() if among is None else among
    found, seen = {}, Counter()
    for organization in rows.only("pk", *NAME_COLUMNS).iterator():
        for name in {name_key(getattr(organization, column)) for column in NAME_COLUMNS} & wanted:
            seen[name] += 1
            found[name] = organization
    return {name: row for name, row in found.items() if seen[name] == 1}


# --- Seats -----------------------------------------------------------------------------------


def seats_taken(conference) -> int:
    return Registration.objects.filter(conference=conference, status__in=SEATED).count()


def seats_left(form: ReplyForm) -> int | None:
    """How many more replies get a seat; None without a limit. At most one query."""
    if form.seats is None:
        return None
    return max(0, form.seats - seats_taken(form.conference))


def full_sessions(sessions) -> set[int]:
    """Ids of those sessions whose seats are all chosen. One query, none without limits."""
    limited = {session.pk: session.seats for session in sessions if session.seats}
    if not limited:
        return set()
    chosen = Counter(
        Registration.sessions.through.objects.filter(
            session__in=limited, registration__status__in=SEATED
        ).values_list("session_id", flat=True)
    )
    return {pk for pk, seats in limited.items() if chosen[pk] >= seats}


# --- Replies ---------------------------------------------------------------------------------


def reply_token(conference, form_id: str) -> str:
    """The personal link's secret for one filled-in form, always the same for the same form.

    `form_id` is a random value that only that copy of the form holds, so a form sent twice leads
    to the same registration, and nothing has to be remembered. 192 bits, keyed by the site.
    """
    message = f"reply:{conference.pk}:{form_id}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), message, hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:24]).decode()


def reply(form: ReplyForm, *, form_id: str, sessions=(), at=None, **fields) -> tuple:
    """Keep a reply of the public form: (registration, token of its personal link).

    Without a free seat the reply waits. Whether someone with this name is on the list already is
    neither checked nor told here: organizers see doubles in the admin.
    Raises RegistrationRefused (closed, sub_forum_full).
    """
    at = at or timezone.now()
    conference = form.conference
    token = reply_token(conference, form_id)
    with list_lock(conference):
        before = Registration.objects.filter(token_hash=token_hash(token)).first()
        if before is not None:
            return before, token
        if not form.is_open(at=at):
            raise RegistrationRefused("closed", _("Registration is closed."))
        full = full_sessions(sessions)
        for session in sessions:
            if session.pk in full:
                raise RegistrationRefused(
                    "sub_forum_full",
                    _("“%(title)s” has no seat left. Choose another sub-forum.")
                    % {"title": session.title},
                )
        left = seats_left(form)
        if left == 0:
            status = Status.WAITLISTED
        else:
            status = Status.CONFIRMED if form.confirms_at_once else Status.PENDING
        registration = register(
            conference,
            sessions=sessions,
            status=status,
            source=Registration.Source.SELF,
            token_hash=token_hash(token),
            consent_version=form.notice_version,
            consented_at=at,
            registered_at=at,
            organization=linked_organization(fields.get("organization_name", "")),
            **fields,
        )
    return registration, token


def withdraw(registration: Registration) -> Registration:
    """Take a registration back at its owner's wish; its seat is free again.

    Raises RegistrationRefused (signed_in): who has come cannot have stayed away.
    """
    with list_lock(registration.conference):
        registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if registration.status in (Status.CANCELLED, Status.DECLINED):
            return registration
        if registration.admissions.exists():
            raise RegistrationRefused(
                "signed_in",
                _("You are signed in already, so this cannot be withdrawn. Speak to the desk."),
            )
        was_seated = registration.status in SEATED
        registration.status = Status.CANCELLED
        registration.save(update_fields=["status"])
        if was_seated:
            raise_stamps(seats_scope(registration.conference.slug))
    return registration


def issue_link(registration: Registration) -> str:
    """A new personal link token for a registration; the one before stops working."""
    token = link_token()
    registration.token_hash = token_hash(token)
    registration.save(update_fields=["token_hash"])
    return token


def of_token(token: str) -> Registration | None:
    """The registration behind a personal link, with its conference; one query."""
    return (
        Registration.objects.filter(token_hash=token_hash(token))
        .select_related("conference")
        .first()
    )
