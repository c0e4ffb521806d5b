"""Who saw, took along or erased the data of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from conference.attendance.letters import ABOUT
from conference.attendance.lists.listing import LISTS
from conference.attendance.models import DataAccess, ExportLog, Registration
from conference.attendance.privacy.erasing import note
from conference.attendance.whose import holds
from conference.attendance.wording import full_name
from conference.letters.models import Letter
from conference.models import Conference

MOST = 200  # of each kind on a page, the newest


@dataclass(frozen=True)
class Seen:
    """One line: `in_full` with phone and e-mail; `is_sure` False where it is not known whose rows
    a list held, because it left before that was kept.
    """

    at: datetime
    who: str
    what: str
    in_full: bool
    is_sure: bool = True


def saw(
    conference: Conference, kind: str, people: Iterable[int], *, by: User | AnonymousUser
) -> None:
    """That the account was shown these people's phone and e-mail. One query, none for nobody."""
    if keys := list(people):
        note(conference, kind, keys, by=by)


def seen_of(person: Registration) -> list[Seen]:
    """The newest first. Two queries."""
    of_conference = {"conference": person.conference_id, "at__gte": person.registered_at}
    found = []
    for access in DataAccess.objects.filter(**of_conference).select_related("by"):
        kind = DataAccess.Kind
        if access.kind in (kind.PURGED, kind.SENSITIVE) or holds(access.people, person.pk):
            in_full = access.kind not in (kind.ERASED, kind.PURGED, kind.SENSITIVE)
            found.append(Seen(access.at, _name(access.by), str(access.get_kind_display()), in_full))
    for left in ExportLog.objects.filter(**of_conference).select_related("by"):
        if left.people and not holds(left.people, person.pk):
            continue
        if not left.people and not left.rows:
            continue
        name = LISTS.get(left.list_name, left.list_name)
        what = _("list taken along: %(list)s (%(format)s)") % {
            "list": name,
            "format": left.format.upper(),
        }
        sure = bool(left.people)
        found.append(Seen(left.at, _name(left.by), what, left.unmasked, is_sure=sure))
    found.sort(key=lambda seen: seen.at, reverse=True)
    return found[:MOST]


def _name(by: User | None) -> str:
    return full_name(by.first_name, by.last_name, by.get_username()) if by else "–"


def what_happened(conference: Conference) -> list[DataAccess]:
    """The last acts about people's data at a conference, without who looked at whom. One query."""
    kind = DataAccess.Kind
    rows = DataAccess.objects.filter(
        conference=conference, kind__in=[kind.DOWNLOADED, kind.ERASED, kind.PURGED, kind.SENSITIVE]
    )
    return list(rows.select_related("by")[:20])


def letters_shown(letters: Iterable[Letter], by: User) -> None:
    """For `letters.reading.SHOWN_IN_FULL`: the addresses are those of registrations. One query for
    each conference.
    """
    people: dict[Conference, list[int]] = {}
    for letter in letters:
        key = letter.about.removeprefix(ABOUT)
        if letter.to_address and letter.about.startswith(ABOUT) and key.isdecimal():
            people.setdefault(letter.conference, []).append(int(key))
    for conference, keys in people.items():
        saw(conference, DataAccess.Kind.LETTER, keys, by=by)
