"""CheckIn, Admission: what happened at the door, and who is in."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.attendance.models.checkpoints import Checkpoint, CheckpointQuerySet
from conference.attendance.models.registrations import Registration
from conference.attendance.models.stations import Station
from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right

DOUBTS = ["other_sub_forum", "no_sub_forum", "not_open", "other_category"]

# Why a scan is refused, and why it is asked about: what an override answers.
REFUSALS = [
    *("unknown_code", "other_conference", "cancelled", "declined", "not_confirmed"),
    *("not_signed_in", "counts_no_more", "other_checkpoint"),
]


class CheckInQuerySet(CheckpointQuerySet):
    def to_be_judged(self):
        """Codes that nobody on the list has, until an organizer has said whose they were
        (`judging`).
        """
        unknown = self.filter(reason=CheckIn.Reason.UNKNOWN_CODE).exclude(code="")
        return unknown.filter(judged_by=None)

    def ways(self, *, before: int | None = None):
        """The scans that let somebody in (again) or out and were not taken back (`before` that
        row came, where it is given).
        """
        undone = CheckIn.objects.filter(undoes=OuterRef("pk"))
        return self.filter(
            ~Exists(undone.filter(pk__lt=before) if before else undone),
            result__in=[CheckIn.Result.ADMITTED, CheckIn.Result.ALREADY],
        )

    def with_counting(self):
        """Adds `counts`: whether the scan can be taken back, because it is what signed somebody in,
        or let them out of that.
        """
        signed_in = Admission.objects.filter(
            registration=OuterRef("registration"), checkpoint=OuterRef("checkpoint")
        )
        comes = Exists(signed_in.filter(check_in=OuterRef("pk")))
        leaves = Q(
            Exists(signed_in.filter(check_in__lt=OuterRef("pk"))),
            ~Exists(CheckIn.objects.filter(undoes=OuterRef("pk"))),
            result=CheckIn.Result.ADMITTED,
            direction=CheckIn.Direction.OUT,
        )
        return self.annotate(
            counts=Case(When(Q(comes) | leaves, then=Value(True)), default=Value(False))
        )


class CheckIn(InConference):
    """The append-only log of every scan with its result. Never changed, never deleted."""

    class Result(models.TextChoices):
        ADMITTED = "admitted", _("admitted")
        ALREADY = "already", _("already signed in")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("undone")
        QUESTION = "question", _("asked back")

    class Reason(models.TextChoices):
        NONE = "", ""
        UNKNOWN_CODE = "unknown_code", _("unknown code")
        OTHER_CONFERENCE = "other_conference", _("registered for another conference")
        CANCELLED = "cancelled", _("registration cancelled")
        DECLINED = "declined", _("registration declined")
        NOT_CONFIRMED = "not_confirmed", _("registration not confirmed")
        NOT_SIGNED_IN = "not_signed_in", _("not signed in")
        COUNTS_NO_MORE = "counts_no_more", _("that scan does not count any more")
        OTHER_SUB_FORUM = "other_sub_forum", _("chose another sub-forum")
        NO_SUB_FORUM = "no_sub_forum", _("chose no sub-forum")
        NOT_OPEN = "not_open", _("not open at that time")
        OTHER_CATEGORY = "other_category", _("not for this category")
        OTHER_CHECKPOINT = "other_checkpoint", _("not a checkpoint of this station")

    class Method(models.TextChoices):
        SEARCH = "search", _("search")
        CODE = "code", pgettext_lazy("way of signing in", "code")
        WALK_IN = "walk-in", _("walk-in")
        COMMAND = "command", _("command")
        CAMERA = "camera", _("camera")
        SCANNER = "scanner", _("scanner")
        SELF = "self", _("by themselves")
        KIOSK = "kiosk", _("kiosk")
        LATE = "late", _("entered later")
        PAPER = "paper", _("from paper")

    class Direction(models.TextChoices):
        IN = "in", _("in")
        OUT = "out", _("out")

    checkpoint = models.ForeignKey(
        Checkpoint,
        models.PROTECT,
        related_name="check_ins",
        verbose_name=_("checkpoint"),
    )
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        null=True,
        related_name="check_ins",
        verbose_name=_("registration"),
    )
    client_id = models.CharField(
        max_length=64,
        unique=True,
        help_text=_("Made by the device: a repeated send is one scan."),
    )
    content = models.CharField(
        max_length=16,
        blank=True,
        editable=False,
        help_text=_("A digest of what was sent: one id is one act."),
    )
    result = models.CharField(_("result"), max_length=8, choices=Result)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    code = models.CharField(
        _("code as read"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Of an unknown code alone, so that somebody can judge it."),
    )
    scanned_at = models.DateTimeField(_("scanned"))
    device_at = models.DateTimeField(
        _("by the clock of the device"),
        null=True,
        editable=False,
        help_text=_("As it was sent; “scanned” is what became of it, measured by our clock."),
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    station = models.CharField(_("station"), max_length=60, blank=True)
    station_row = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="check_ins",
        verbose_name=_("station without an account"),
    )
    typed_by = models.CharField(
        _("name typed at the station"), max_length=60, blank=True, editable=False
    )
    method = models.CharField(_("method"), max_length=8, choices=Method, default=Method.SEARCH)
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction, default=Direction.IN
    )

    note = models.CharField(
        _("why"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("Why somebody was let in anyway, or is entered later: as it was typed."),
    )

    undoes = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        editable=False,
        related_name="undone_by",
        verbose_name=_("takes back"),
    )

    judges = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="judged_by",
        verbose_name=_("settles"),
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            one_of(
                "reason",
                [
                    *("", "unknown_code", "other_conference", "cancelled", "declined"),
                    *("not_confirmed", "not_signed_in", "other_sub_forum", "no_sub_forum"),
                    *("counts_no_more", "not_open", "other_category", "other_checkpoint"),
                ],
                constraint="check_in_reason_is_known",
            ),
            one_of(
                "method",
                [
                    *("search", "code", "walk-in", "command", "camera", "scanner"),
                    *("self", "kiosk", "late", "paper"),
                ],
                constraint="check_in_method_is_known",
            ),
            one_of("direction", ["in", "out"], constraint="check_in_direction_is_known"),
            models.CheckConstraint(
                condition=Q(result__in=["admitted", "already", "refused", "undone", "question"]),
                name="check_in_result_is_known",
                violation_error_message=_("Choose one of the listed results."),
            ),
            models.CheckConstraint(
                condition=Q(result__in=["admitted", "already", "undone"], reason="")
                | Q(result="refused", reason__in=REFUSALS)
                | Q(result__in=["question", "admitted"], direction="in", reason__in=DOUBTS),
                name="a_reason_fits_its_result",
                violation_error_message=_("This reason does not belong to this result."),
            ),
            models.CheckConstraint(
                condition=Q(registration__isnull=False) | Q(reason="unknown_code"),
                name="only_an_unknown_code_has_no_registration",
            ),
            models.CheckConstraint(
                condition=Q(code="") | Q(registration__isnull=True),
                name="only_an_unknown_code_is_kept_as_it_was_read",
            ),
            models.CheckConstraint(
                condition=Q(undoes__isnull=True) | Q(result="undone"),
                name="only_what_is_undone_names_a_scan",
            ),
            models.UniqueConstraint(fields=["undoes"], name="a_scan_is_undone_once"),
            models.UniqueConstraint(fields=["judges"], name="a_scan_is_judged_once"),
        ]
        indexes = [
            models.Index(fields=["conference", "received_at"], name="check_in_by_time"),
        ]

    def __str__(self):
        return f"{self.result_text} · {self.person or '?'}"

    @property
    def person(self) -> "Registration | None":
        """Who it was; None for an unknown code, and for somebody whom this team may not know."""
        return None if self.reason == self.Reason.OTHER_CONFERENCE else self.registration

    @property
    def is_override(self) -> bool:
        """Whether somebody at the door let the person in although the door asked."""
        return self.result == self.Result.ADMITTED and bool(self.reason)

    @property
    def result_text(self) -> str:
        """The result in words, as every log shows it."""
        return result_text(self.result, self.direction)

    @property
    def reason_text(self) -> str:
        """The reason in words, as every log shows it; '' without one."""
        return reason_text(self.result, self.reason)


def result_text(result: str, direction: str) -> str:
    """A result in words; who was let out has left."""
    if direction == CheckIn.Direction.OUT and result == CheckIn.Result.ADMITTED:
        return str(_("left"))
    if direction == CheckIn.Direction.OUT and result == CheckIn.Result.ALREADY:
        return str(_("left before"))
    if direction == CheckIn.Direction.OUT and result == CheckIn.Result.UNDONE:
        return str(_("leave undone"))
    return str(CheckIn.Result(result).label)


def reason_text(result: str, reason: str) -> str:
    """A reason in words; with an admission it is what was overruled."""
    if not reason:
        return ""
    words = CheckIn.Reason(reason).label
    if result == CheckIn.Result.ADMITTED:
        return str(_("override: %(reason)s") % {"reason": words})
    return str(words)


class AdmissionQuerySet(ConferenceScopedQuerySet):
    conference_path = "checkpoint__conference"
    view_right = Right.OPEN_DESK
    edit_right = Right.CHECK_IN


class Admission(models.Model):
    """That a registration is signed in at a checkpoint: once, whatever the number of scans.

    Written and removed in the transaction of its log row (`checkin`).
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="admissions")
    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="admissions")
    check_in = models.OneToOneField(CheckIn, models.PROTECT, related_name="admission")
    signed_in_at = models.DateTimeField(_("signed in"))

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        ordering = ["signed_in_at", "pk"]
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "checkpoint"],
                name="registration_is_admitted_once_at_a_checkpoint",
            ),
        ]
        indexes = [models.Index(fields=["checkpoint", "signed_in_at"], name="admission_by_time")]

    def __str__(self):
        return f"{self.registration} · {self.checkpoint}"
