"""What people change about their own registration: their data, their sub-forums.

Each change names the mark of what its page showed. Where something else stands by now (another tab,
an organizer), nothing is written, and the page says what stands; who sends again knows it.
"""

import json
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance import links
from conference.attendance.choices import set_choices
from conference.attendance.following import says_the_same
from conference.attendance.models import AnswerFile, Choice, Registration, ReplyForm, SessionWait
from conference.attendance.registering import RegistrationRefused, linked_organization, list_lock
from conference.attendance.seats import fill_seats, full_sessions, wait_for
from conference.history import delete_rows
from conference.people.pinyin import sort_name
from conference.program.models import Session
from conference.stamps import raise_stamps, seats_scope
from conference.wording.labels import listed

DATA = ("name", "name_en", "organization_name", "title", "phone", "email", "answers")


def closes_at(person: Registration) -> datetime | None:
    """Until when its owner may change a registration; None where nobody may. One query."""
    if person.status in Registration.GONE:
        return None
    rows = ReplyForm.objects.filter(conference=person.conference_id)
    return rows.values_list("closes_at", flat=True).first()


def mark_of_data(person: Registration) -> str:
    """What stands for the data of a person on their page: other data have another mark."""
    return _mark(person, [getattr(person, name) for name in DATA])


def mark_of_forums(person: Registration) -> str:
    """The same of their sub-forums and of those they wait for. Two queries."""
    return _mark(person, [sorted(_held(person)), sorted(_awaited(person))])


def correct(
    person: Registration,
    *,
    mark: str,
    agrees_to_sensitive: bool | None = False,
    until: datetime | None = None,
    at=None,
    **said,
) -> Registration:
    """Write what somebody says of themselves now: `said` of the names in `DATA`.

    `agrees_to_sensitive`: to the answers about diet and health among them; without such answers
    nothing is agreed to any more. None where others speak, who agree to nothing. `until` is for
    those who may longer than the form is open.
    What stands already is no change, so a second tap is harmless. Raises RegistrationRefused
    (closed, gone, stale). About eight queries.
    """
    conference = person.conference
    with (
        list_lock(conference),
        act(conference=conference, words=gettext_noop("Somebody corrected their own registration")),
    ):
        row = _as_it_is(person)
        changed = {name: value for name, value in said.items() if getattr(row, name) != value}
        agreed = bool(row.sensitive_consented_at)
        if agrees_to_sensitive is not None and (
            "answers" in changed or agrees_to_sensitive != agreed
        ):
            changed |= _consent(row, agrees_to_sensitive, at)
        if not changed:
            return row
        _refuse_what_is_over(row, at, until=until)
        if mark != mark_of_data(row):
            raise stale()
        if "name" in changed and row.sort_name == sort_name(row.name)[:200]:
            row.sort_name = ""  # nobody set it by hand
        before = row.answers
        for name, value in changed.items():
            setattr(row, name, value)
        fields = [*changed, "follows_program"]
        if "organization_name" in changed:
            row.organization = linked_organization(row.organization_name)
            fields.append("organization")
        if row.follows_program and not says_the_same(row):
            row.follows_program = False
        row.save(update_fields=fields)
        AnswerFile.objects.let_go(row, before)
    return row


def stale() -> RegistrationRefused:
    return RegistrationRefused(
        "stale",
        _(
            "Your data were changed meanwhile, in another window perhaps. Nothing of this "
            "page has been kept yet: look through it and send it again, and it counts."
        ),
    )


def change_forums(
    person: Registration, *, wanted, offered, known_full=frozenset(), mark: str, at=None
) -> Registration:
    """Take other sub-forums: `wanted` of those `offered`, sessions with their published seats.

    Who wants one that is full waits for it, and gives up what they do not want any more; but only
    where their page said that it is full (`known_full`, ids). Who finds it full now keeps what
    they have. A seat given up goes to the first who waits for it, in this transaction. Choices
    that are not on offer stay. Raises RegistrationRefused (closed, gone, stale, full).
    """
    conference = person.conference
    with (
        list_lock(conference),
        act(conference=conference, words=gettext_noop("Somebody changed their own sub-forum")),
    ):
        row = _as_it_is(person)
        held, awaited = _held(row), _awaited(row)
        ids, on_offer = {s.pk for s in wanted}, {s.pk for s in offered}
        if (held | awaited) & on_offer == ids:
            return row
        _refuse_what_is_over(row, at)
        if mark != mark_of_forums(row):
            raise RegistrationRefused(
                "stale",
                _(
                    "Your sub-forum was changed meanwhile, in another window perhaps. Nothing of "
                    "this page has been kept yet: look at what stands now and choose again."
                ),
            )
        new = [session for session in wanted if session.pk not in held | awaited]
        full = full_sessions(new)
        if full - set(known_full):
            titles = listed(str(s.title) for s in new if s.pk in full - set(known_full))
            raise RegistrationRefused(
                "full",
                _(
                    "The last seat of “%(session)s” has just been taken. Nothing has changed: you "
                    "keep what you had. Choose again; who chooses what is full waits for it."
                )
                % {"session": titles},
            )
        keeps = (held - on_offer) | (held & ids) | ({s.pk for s in new} - full)
        set_choices(row, Session.objects.filter(pk__in=keeps))
        waits = SessionWait.objects.filter(registration=row, session__in=on_offer - ids)
        delete_rows(list(waits))
        wait_for(conference, [(row.pk, session.pk) for session in new if session.pk in full])
        fill_seats(conference)
        raise_stamps(seats_scope(conference.slug))
    return row


def _consent(row, agrees: bool, at) -> dict:
    """What changes about the consent to sensitive answers. One query where it is given."""
    if not agrees:
        return {"sensitive_version": "", "sensitive_consented_at": None}
    if row.sensitive_consented_at:
        return {}
    forms = ReplyForm.objects.filter(conference=row.conference_id)
    version = forms.values_list("notice_version", flat=True).first() or ""
    return {"sensitive_version": version, "sensitive_consented_at": at or timezone.now()}


def _as_it_is(person) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",)).select_related("conference")
    row = rows.filter(pk=person.pk).first()
    if row is None:
        raise RegistrationRefused("gone", _("This registration does not exist any more."))
    return row


def _refuse_what_is_over(row, at, *, until=None):
    if row.status in Registration.GONE:
        raise RegistrationRefused(
            "gone", _("This registration holds no seat any more, so nothing of it can be changed.")
        )
    end = until or closes_at(row)
    if end is None or end <= (at or timezone.now()):
        raise RegistrationRefused(
            "closed",
            _(
                "Registration is closed, so nothing can be changed here any more. Tell the "
                "organizers, or the desk when you come."
            ),
        )


def _held(person) -> set[int]:
    return set(Choice.objects.filter(registration=person.pk).values_list("session_id", flat=True))


def _awaited(person) -> set[int]:
    return set(person.waits.values_list("session_id", flat=True))


def _mark(person, said) -> str:
    told = json.dumps(said, sort_keys=True)
    return links.keyed(f"own:{person.pk}:{told}")[:16].hex()
