"""What the desk page shows: where one stands, who was found, how many came, what just happened."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.answers import (
    Answer,
    answer,
    begins_another_day,
    forum_and_room,
    local_time,
    tone,
)
from conference.attendance.checkpoints import checkpoint_choices, find_checkpoint
from conference.attendance.cleaning import same_person_key
from conference.attendance.models import (
    Admission,
    CheckIn,
    Checkpoint,
    DataAccess,
    Registration,
)
from conference.attendance.privacy.looking import saw
from conference.attendance.wording import full_name, missing_label
from conference.codes import is_badge_code, normal_code
from conference.folding import fold
from conference.models import Conference
from conference.permissions import Right, may, sees_contacts
from conference.wording.clocks import short_moment

MOST_FOUND = 20
MOST_RECENT = 8


@dataclass
class Found:
    """One line of the search results: a person, and the scan that signed them in here."""

    registration: Registration
    first: CheckIn | None
    is_expected: bool  # at this checkpoint; somebody who chose another sub-forum is not
    phone: str
    has_twin: bool = False  # somebody else here has this name
    comes_again: bool = False  # was signed in, and went out or came on an earlier day
    left: CheckIn | None = None  # the leave after which they did not come back
    client_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def is_confirmed(self):
        return self.registration.status == Registration.Status.CONFIRMED

    @property
    def what_to_do(self) -> str:
        """Why this person cannot be signed in, and whom to ask; '' for who can."""
        return {
            Registration.Status.CONFIRMED: "",
            Registration.Status.CANCELLED: _("Withdrawn: ask an organizer."),
            Registration.Status.DECLINED: _("Declined: ask an organizer."),
        }.get(self.registration.status, _("Not confirmed yet: ask an organizer."))

    @property
    def doubt(self) -> str:
        """What the door will ask about before it signs this person in; '' for nothing."""
        if self.is_expected or not self.is_confirmed:
            return ""
        if not self.registration.chosen:
            return _("Chose no sub-forum")
        forums = "; ".join(map(forum_and_room, self.registration.chosen))
        return _("Chose another sub-forum: %(forum)s") % {"forum": forums}

    @property
    def since(self):
        """'09:01:07 · Desk 1 · Li Hong': when, where and by whom."""
        return trace(self.first)

    @property
    def left_at(self):
        return trace(self.left)


@dataclass
class Recent:
    """One line of the log; `can_be_undone` while it says where the person is."""

    scan: CheckIn
    can_be_undone: bool
    waits_for_answer: bool  # a question, and the person is still not signed in

    @property
    def trace(self):
        return trace(self.scan)

    @property
    def label(self):
        if self.scan.result in (CheckIn.Result.REFUSED, CheckIn.Result.QUESTION):
            return self.scan.reason_text
        if self.scan.is_override:
            return f"{self.scan.result_text} · {self.scan.reason_text}"
        return self.scan.result_text

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
        self.may_print = may(user, Right.BADGES, conference)

    @property
    def is_out(self):
        return self.direction == CheckIn.Direction.OUT

    @property
    def address(self):
        """The page's own address, with where one stands."""
        return desk_address(self.conference, self.checkpoint, self.direction)

    @property
    def missing_label(self) -> str:
        return missing_label(self.conference)

    @cached_property
    def places(self) -> list[tuple[str, list[tuple[Checkpoint, str]]]]:
        """`groups`, each checkpoint with what tells it from others; what is over at the end."""
        now, past, groups = timezone.now(), [], []
        for label, checkpoints in self.groups:
            to_come = []
            for checkpoint in checkpoints:
                over = is_over(checkpoint, at=now)
                (past if over else to_come).append((checkpoint, place_of(checkpoint)))
            groups.append((label, to_come))
        groups.append((pgettext("sessions that are over", "Past"), past))
        return [(label, found) for label, found in groups if found]

    @property
    def place_of_checkpoint(self) -> str:
        return place_of(self.checkpoint)

    @cached_property
    def may_decide(self):
        """Whether this account can confirm somebody itself, in the admin."""
        return may(self.user, Right.EDIT_REGISTRATIONS, self.conference)

    @cached_property
    def _is_full(self):
        return sees_contacts(self.user, self.conference)

    @property
    def _phone(self):
        return (lambda r: r.phone) if self._is_full else (lambda r: r.masked_phone)

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
        signed_in = Admission.objects.filter(
            registration=OuterRef("registration"), checkpoint=OuterRef("checkpoint")
        )
        scans = (
            CheckIn.objects.filter(conference=self.conference, checkpoint_id=self.checkpoint.pk)
            .select_related("registration", "by")
            .annotate(is_in=Exists(signed_in))
            .with_counting()
            .order_by("-received_at", "-pk")[:MOST_RECENT]
        )
        return [
            Recent(
                self._own(scan),
                can_be_undone=scan.counts,
                waits_for_answer=scan.result == CheckIn.Result.QUESTION and not scan.is_in,
            )
            for scan in scans
        ]

    def search(self, text: str) -> tuple[list[Found], bool]:
        """(who matches, whether there are more); names that begin so come first. Three queries, one
        more where phones are shown in full, to note that."""
        expected = Registration.objects.expected_at(self.checkpoint).filter(pk=OuterRef("pk"))
        begins = Q(name__startswith=text) | Q(sort_name__startswith=fold(text))
        rows = list(
            Registration.objects.filter(conference=self.conference)
            .matching(text)
            .annotate(is_expected=Exists(expected))
            .with_chosen()
            .order_by(Case(When(begins, then=0), default=1), "sort_name", "number")[
                : MOST_FOUND + 1
            ]
        )
        shown = rows[:MOST_FOUND]
        if self._is_full:
            keys = [row.pk for row in shown if row.phone]
            saw(self.conference, DataAccess.Kind.LISTED, keys, by=self.user)
        return self.found(shown), len(rows) > MOST_FOUND

    def found(self, rows) -> list[Found]:
        """Registrations as lines of results, with who signed them in and out here. Two queries."""
        seen = (
            CheckIn.objects.ways()
            .filter(
                registration=OuterRef("registration"),
                checkpoint=OuterRef("checkpoint"),
                pk__gte=OuterRef("check_in"),
            )
            .order_by("-scanned_at", "-pk")
        )
        leaves = seen.filter(direction=CheckIn.Direction.OUT, result=CheckIn.Result.ADMITTED)
        admissions = (
            Admission.objects.filter(
                checkpoint_id=self.checkpoint.pk, registration__in=[row.pk for row in rows]
            )
            .select_related("check_in__by")
            .annotate(
                last_way=Subquery(seen.values("direction")[:1]),
                last_seen=Subquery(seen.values("scanned_at")[:1]),
                last_leave=Subquery(leaves.values("pk")[:1]),
            )
        )
        gone = [row.last_leave for row in admissions if row.last_way == CheckIn.Direction.OUT]
        left = {
            scan.registration_id: self._own(scan)
            for scan in CheckIn.objects.filter(pk__in=filter(None, gone)).select_related("by")
        }
        first = {row.registration_id: self._own(row.check_in) for row in admissions}
        again = {row.registration_id for row in admissions if self._comes_again(row)}
        names = Counter(same_person_key(row.name, "") for row in rows)
        return [
            Found(
                registration=row,
                first=first.get(row.pk),
                is_expected=getattr(row, "is_expected", True),
                phone=self._phone(row),
                has_twin=names[same_person_key(row.name, "")] > 1,
                comes_again=row.pk in again,
                left=left.get(row.pk),
            )
            for row in rows
        ]

    def _comes_again(self, admission):
        """Whether a further coming in is news: after a leave, and on each day."""
        return admission.last_way == CheckIn.Direction.OUT or begins_another_day(
            self.conference, self.checkpoint, before=admission.last_seen, at=timezone.now()
        )

    def may_be(self, rows) -> list[Found]:
        """Those whom a walk-in may be, as lines of results."""
        found = self.found(rows)
        for person in found:
            person.has_twin = True
        return found

    def to_undo(self, scan_id: int) -> CheckIn | None:
        """The scan that signed somebody in or let them out, and can be taken back; one query."""
        scan = (
            CheckIn.objects.with_counting()
            .filter(conference=self.conference, pk=scan_id, counts=True)
            .select_related("registration", "checkpoint__session", "by")
            .first()
        )
        return self._own(scan) if scan and self.may_check_in else None

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
        """Whether what was typed or scanned is a badge code: made like one, or known here."""
        code = normal_code(text)
        return len(code) == 10 and (is_badge_code(code) or is_known(self.conference, code))


def is_known(conference, code: str) -> bool:
    """Whether somebody on the conference's list has this code. One query."""
    return Registration.objects.filter(conference=conference, code=normal_code(code)).exists()


def codes_in(text: str) -> list[str]:
    """The badge codes that a scanner wrote one after the other without a break; [] for a name."""
    code = normal_code(text)
    if not code or len(code) % 10:
        return []
    parts = [code[n : n + 10] for n in range(0, len(code), 10)]
    return parts if all(map(is_badge_code, parts)) else []


def is_over(checkpoint: Checkpoint, *, at) -> bool:
    """Whether its session has ended; arrival and what has no times has not."""
    session = checkpoint.session
    return session is not None and session.ends_at is not None and session.ends_at <= at


def place_of(checkpoint: Checkpoint) -> str:
    """'20 May 10:30 · Main Hall': what tells a tea break from the next; '' for no session.

    On the clock of the active time zone, which is the conference's.
    """
    session = checkpoint.session
    if session is None:
        return ""
    when = ""
    if session.starts_at:
        when = short_moment(timezone.localtime(session.starts_at))
    room = session.effective_room
    return " · ".join(filter(None, [when, str(room.name) if room else ""]))


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
    name = full_name(by.first_name, by.last_name, by.get_username()) if by else scan.typed_by
    return " · ".join(filter(None, [local_time(scan), scan.station, name]))
