"""What the desk page shows: where one stands, who was found, how many came, what just happened."""

import re
import uuid
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.attendance.checkin import (
    Answer,
    answer,
    checkpoint_choices,
    find_checkpoint,
    local_time,
    normal_code,
    tone,
)
from conference.attendance.cleaning import same_person_key
from conference.attendance.models import Admission, CheckIn, Checkpoint, Registration
from conference.attendance.wording import full_name
from conference.codes import BADGE_ALPHABET
from conference.folding import fold
from conference.models import Conference
from conference.permissions import Right, may, sees_contacts

MOST_FOUND = 20
MOST_RECENT = 8
# Ten characters of the badge alphabet, one a digit: a code, and no name in pinyin.
_CODE = re.compile(rf"(?=.*\d)[{BADGE_ALPHABET}]{{10}}")


@dataclass
class Found:
    """One line of the search results: a person, and the scan that signed them in here."""

    registration: Registration
    first: CheckIn | None
    is_expected: bool  # at this checkpoint; somebody who chose another sub-forum is not
    phone: str
    client_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def is_confirmed(self):
        return self.registration.status == Registration.Status.CONFIRMED

    @property
    def since(self):
        """'09:01:07 · Desk 1 · Li Hong': when, where and by whom."""
        return trace(self.first)


@dataclass
class Recent:
    """One line of the log; `can_be_undone` while it is the scan that counts."""

    scan: CheckIn
    can_be_undone: bool
    client_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def trace(self):
        return trace(self.scan)

    @property
    def label(self):
        if self.scan.result == CheckIn.Result.REFUSED:
            return self.scan.get_reason_display()
        if self.scan.result == CheckIn.Result.ADMITTED and self.scan.direction == "out":
            return _("left")
        return self.scan.get_result_display()

    @property
    def tone(self):
        return tone(self.scan)

    @property
    def name(self):
        return self.scan.person.name if self.scan.person else ""

    @property
    def organization(self):
        return self.scan.person.organization_name if self.scan.person else ""


class Desk:
    """One conference's desk as one account sees it at one checkpoint. Each part costs one query."""

    def __init__(self, conference: Conference, user, *, token: str, direction: str, station: str):
        self.conference, self.user = conference, user
        self.direction, self.station = direction, station
        self.groups = checkpoint_choices(conference)
        known = {c.token: c for _label, checkpoints in self.groups for c in checkpoints}
        self.checkpoint: Checkpoint = known.get(token) or find_checkpoint(conference, token)
        self.may_check_in = may(user, Right.CHECK_IN, conference)
        self.may_export = may(user, Right.EXPORT, conference)

    @property
    def is_out(self):
        return self.direction == CheckIn.Direction.OUT

    @property
    def address(self):
        """The page's own address, with where one stands."""
        return desk_address(self.conference, self.checkpoint, self.direction)

    @cached_property
    def _phone(self):
        full = sees_contacts(self.user, self.conference)
        return (lambda r: r.phone) if full else (lambda r: r.masked_phone)

    @cached_property
    def counts(self) -> dict:
        """{'expected', 'present', 'absent'} at the checkpoint; absent is the rest."""
        here = Admission.objects.filter(
            registration=OuterRef("pk"), checkpoint_id=self.checkpoint.pk
        )
        counted = (
            Registration.objects.expected_at(self.checkpoint)
            .order_by()
            .aggregate(
                expected=Count("pk"),
                present=Count("pk", filter=Q(Exists(here))),
            )
        )
        return counted | {"absent": counted["expected"] - counted["present"]}

    def recent(self) -> list[Recent]:
        scans = (
            CheckIn.objects.filter(conference=self.conference, checkpoint_id=self.checkpoint.pk)
            .select_related("registration", "by", "admission")
            .order_by("-received_at", "-pk")[:MOST_RECENT]
        )
        return [Recent(self._own(scan), can_be_undone=hasattr(scan, "admission")) for scan in scans]

    def search(self, text: str) -> tuple[list[Found], bool]:
        """(who matches, whether there are more); names that begin so come first. Two queries."""
        expected = Registration.objects.expected_at(self.checkpoint).filter(pk=OuterRef("pk"))
        begins = Q(name__startswith=text) | Q(sort_name__startswith=fold(text))
        rows = list(
            Registration.objects.filter(conference=self.conference)
            .matching(text)
            .annotate(is_expected=Exists(expected))
            .order_by(Case(When(begins, then=0), default=1), "sort_name", "number")[
                : MOST_FOUND + 1
            ]
        )
        return self.found(rows[:MOST_FOUND]), len(rows) > MOST_FOUND

    def found(self, rows) -> list[Found]:
        """Registrations as lines of results, with who signed them in here. One query."""
        admissions = Admission.objects.filter(
            checkpoint_id=self.checkpoint.pk, registration__in=[row.pk for row in rows]
        ).select_related("check_in__by")
        first = {row.registration_id: self._own(row.check_in) for row in admissions}
        return [
            Found(
                registration=row,
                first=first.get(row.pk),
                is_expected=getattr(row, "is_expected", True),
                phone=self._phone(row),
            )
            for row in rows
        ]

    def same_person(self, name: str, organization: str) -> list[Found]:
        """People on the list with this name and organization: the walk-in may be one of them."""
        wanted = same_person_key(name, organization)
        rows = Registration.objects.filter(conference=self.conference, name__iexact=name)[:10]
        same = [r for r in rows if same_person_key(r.name, r.organization_name) == wanted]
        return self.found(same) if same else []

    def answer_to(self, scan_id: int) -> Answer | None:
        """What the last tap did; at most two queries. None for a scan of elsewhere."""
        scan = (
            CheckIn.objects.filter(conference=self.conference, pk=scan_id)
            .select_related("registration", "checkpoint__session", "by")
            .first()
        )
        return answer(self._own(scan)) if scan else None

    def _own(self, scan):
        """The scan with its conference, which need not be asked for again."""
        scan.conference = self.conference
        return scan

    def is_code(self, text: str) -> bool:
        """Whether what was typed or scanned is a badge code: known here, or made like one."""
        code = normal_code(text)
        if len(code) != 10:
            return False
        if _CODE.fullmatch(code):
            return True
        return Registration.objects.filter(conference=self.conference, code=code).exists()


def desk_address(conference, checkpoint, direction="", scan=None) -> str:
    """The desk page at a checkpoint, showing a scan's answer. No personal data in it."""
    query = f"?checkpoint={checkpoint.token}"
    if direction == CheckIn.Direction.OUT:
        query += "&direction=out"
    if scan is not None:
        query += f"&scan={scan.pk}"
    return reverse("attendance:desk", args=[conference.slug]) + query


def trace(scan: CheckIn) -> str:
    """'09:01:07 · Desk 1 · Li Hong': when, where and by whom."""
    by = scan.by
    name = full_name(by.first_name, by.last_name, by.get_username()) if by else ""
    return " · ".join(filter(None, [local_time(scan), scan.station, name]))
