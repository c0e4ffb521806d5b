"""Two registrations of one person at one conference become one.

By itself, when two people of the directory become one, where nothing is lost by it; else when
somebody marks the two. Who was scanned keeps number and code, which stand on a badge. Chosen
sub-forums, places in line, scans and certificates of both are those of the one that stays.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from conference.acts.writing import act
from conference.attendance import letters
from conference.attendance.certificates.issuing import hand_over
from conference.attendance.choices import choose
from conference.attendance.doubles import same_contact
from conference.attendance.models import (
    Admission,
    AnswerFile,
    CheckIn,
    Choice,
    Registration,
    SessionWait,
    UnitMember,
)
from conference.attendance.phones import same_phone
from conference.attendance.registering import list_lock
from conference.attendance.seats import fill_seats
from conference.history import update_rows
from conference.models import Conference
from conference.people.models import Person
from conference.scoped_admin.one_at_a_time import CONFERENCE
from conference.stamps import raise_stamps, seats_scope

Status = Registration.Status
RANKS = (Status.CONFIRMED, Status.WAITLISTED, Status.PENDING, Status.CANCELLED, Status.DECLINED)
LINK = ("token_hash", "link_seed", "reply_digest")
FILLED = (
    *("name_en", "organization", "organization_name", "title", "phone", "email", "remarks"),
    *("consent_version", "consented_at", "participation"),
    *LINK,
)
JOINED = gettext_noop("Two registrations were made one")


@contextmanager
def registrations_merged(kept, other) -> Iterator[None]:
    """For `people.merging.MERGING`. One query; about fifteen more for each pair that is joined."""
    yield
    if isinstance(kept, Person):
        for rows in doubles_of(kept).values():
            if len(rows) == 2 and not standing_apart(*rows):
                join(*rows)


def doubles_of(person: Person) -> dict[int, list[Registration]]:
    """{conference: registrations} where somebody of the program has several. One query."""
    found = defaultdict(list)
    rows = Registration.objects.filter(participation__person=person.pk).order_by("number")
    for row in rows.select_related("conference"):
        found[row.conference_id].append(row)
    return {conference: rows for conference, rows in found.items() if len(rows) > 1}


def standing_apart(one: Registration, other: Registration) -> list[str]:
    """Why the two are not made one unasked: what of them would be lost. One query."""
    found = []
    scanned = set(
        CheckIn.objects.filter(registration__in=[one.pk, other.pk]).values_list(
            "registration_id", flat=True
        )
    )
    if len(scanned) == 2:
        found.append(_("both were scanned at the door"))
    if (one.status in Registration.GONE) != (other.status in Registration.GONE):
        found.append(_("one of the two was withdrawn"))
    if one.token_hash and other.token_hash:
        found.append(_("both have a personal link"))
    if one.answers and other.answers and one.answers != other.answers:
        found.append(_("they answered differently"))
    phones = one.phone_digits, other.phone_digits
    if all(phones) and not same_phone(*phones):
        found.append(_("their telephones differ"))
    if one.email and other.email and one.email.casefold() != other.email.casefold():
        found.append(_("their e-mail addresses differ"))
    return found


def make_one(one: Registration, other: Registration, *, by=None) -> Registration:
    """The press: whatever stands between them; what the one that stays says holds. The scans of the
    other one, if there are any, cannot be given back: then the act is not taken back.
    """
    with list_lock(one.conference), act(by=by, conference=one.conference, words=JOINED):
        rows = Registration.objects.filter(pk__in=[one.pk, other.pk]).order_by("number")
        return join(*rows.select_related("conference"))


def join_reply(reply: Registration, listed: Registration, *, by=None) -> Registration:
    """The press on a reply that was held as a double: it is the person who is `listed`.

    Number, code and seat are those of the one who is listed; answers, consent and choices come
    along. Nobody gets to see or withdraw what is on file by knowing a name and an organization
    alone: the reply's link opens it only where e-mail or phone agree, or where neither is on file.
    Whoever is confirmed by it is written to, at the address on file.
    """
    with list_lock(reply.conference), act(by=by, conference=reply.conference, words=JOINED):
        rows = Registration.objects.select_related("conference")
        reply, listed = rows.get(pk=reply.pk), rows.get(pk=listed.pk)
        knows = same_contact(reply, listed) or not (listed.phone or listed.email)
        stays = join(listed, reply, but=() if knows else LINK, stays=listed)
        letters.tell_status(stays.conference, stays.status, [stays])
        return stays


def join(one: Registration, other: Registration, *, but=(), stays=None) -> Registration:
    """Call it while the conference is held; returns the one that stays, which may be named. `but`
    are columns that are not taken over from the other one.
    """
    order = sorted((one, other), key=lambda row: (row is not stays, *_weight(row)))
    stays, goes = order
    conference: Conference = stays.conference
    filled = {
        name
        for name in FILLED
        if name not in but and not getattr(stays, name) and getattr(goes, name)
    }
    if stays.held_as_double:
        stays.held_as_double = False
        filled.add("held_as_double")
    for name in filled:
        setattr(stays, name, getattr(goes, name))
    if goes.answers and stays.answers != (both := goes.answers | stays.answers):
        stays.answers = both
        filled.add("answers")
    move_scans(stays, goes)
    hand_over(goes, stays)
    if not UnitMember.objects.filter(registration=stays.pk).exists():
        # Whom a liaison named is on the list: they go on reading how it stands.
        UnitMember.objects.filter(registration=goes.pk).update(registration=stays.pk)
    chosen = chosen_by(goes)
    waits = SessionWait.objects.filter(registration=goes.pk).exclude(
        Q(session__in=[*chosen, *chosen_by(stays)]) | Q(session__in=waited_for_by(stays))
    )
    moved = list(waits)
    for wait in moved:
        wait.registration = stays
    update_rows(moved, "registration")
    goes.delete()  # first: what it has of its own is unique
    choose((stays.pk, key) for key in chosen)
    stays.prepare()
    if filled:
        update_rows([stays], *sorted(filled), *stays.prepared)
        AnswerFile.objects.taken_by(stays)
    fill_seats(conference)
    raise_stamps(seats_scope(conference.slug))
    return stays


def _weight(row: Registration):
    """The lowest stays: who was scanned, has a seat, wrote it themselves, came first."""
    is_scanned = CheckIn.objects.filter(registration=row.pk).exists()
    return not is_scanned, RANKS.index(row.status), not row.token_hash, row.number


def chosen_by(row: Registration) -> list[int]:
    return list(Choice.objects.filter(registration=row.pk).values_list("session_id", flat=True))


def waited_for_by(row: Registration) -> list[int]:
    return list(
        SessionWait.objects.filter(registration=row.pk).values_list("session_id", flat=True)
    )


def move_scans(stays: Registration, goes: Registration) -> None:
    """The log goes on under the one that stays; who was let in twice is in since the first time."""
    scans = CheckIn.objects.filter(registration=goes.pk)
    if not scans.exists():
        return
    with act(can_be_undone=False):
        there = {row.checkpoint_id: row for row in Admission.objects.filter(registration=stays.pk)}
        for admission in Admission.objects.filter(registration=goes.pk):
            known = there.get(admission.checkpoint_id)
            if known is not None and known.signed_in_at <= admission.signed_in_at:
                admission.delete()
                continue
            if known is not None:
                known.delete()
            admission.registration = stays
            admission.save(update_fields=["registration"])
        scans.update(registration=stays.pk)


def what_is_left(kept, user) -> str:
    """For `people.merging.LEFT`: how many registrations of somebody stand beside each other still,
    with the way to them at each conference; '' for none that the account may make one.
    """
    if not isinstance(kept, Person):
        return ""
    found = doubles_of(kept)
    allowed = Registration.objects.filter(conference__in=found).editable_by(user).order_by()
    mine = set(allowed.values_list("conference", flat=True)) if found else set()
    if not mine:
        return ""
    said = ngettext(
        "At %(n)d conference they are registered twice, in ways that do not agree: mark both and "
        "choose “Make one of two registrations”.",
        "At %(n)d conferences they are registered twice, in ways that do not agree: mark both and "
        "choose “Make one of two registrations”.",
        len(mine),
    ) % {"n": len(mine)}
    listed = reverse("admin:attendance_registration_changelist")
    there = (
        (f"{listed}?{CONFERENCE}={key}&doubles=yes", rows[0].conference)
        for key, rows in found.items()
        if key in mine
    )
    links = format_html_join(" · ", '<a href="{}">{}</a>', there)
    return format_html("{} {}", said, links)
