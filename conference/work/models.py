"""Job: something to be done in the background, for one account. Sign: that somebody does it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.codes import link_token
from conference.models import Conference, one_of
from conference.permissions import conferences_with, is_all_powerful
from conference.work.kinds import Kind, kinds

LEASE = timedelta(seconds=90)  # of a worker that does not renew it
ATTEMPTS = 3
KEPT = timedelta(hours=24)  # a finished file
REMEMBERED = timedelta(days=7)  # a row that has ended


class JobQuerySet(models.QuerySet):
    def waiting(self, at: datetime | None = None) -> "JobQuerySet":
        """Those that a worker may take, the longest waiting first."""
        due = self.filter(state=Job.State.WAITING, due_at__lte=at or timezone.now())
        return due.order_by("due_at", "pk")

    def open(self) -> "JobQuerySet":
        return self.filter(state__in=Job.OPEN)

    def visible_to(self, user: User | AnonymousUser) -> "JobQuerySet":
        """One's own, and those of others where one has the right to the thing itself."""
        if is_all_powerful(user):
            return self
        seen = Q(by=user)
        for name, kind in kinds().items():
            seen |= Q(kind=name, conference__in=conferences_with(user, kind.right))
        return self.filter(seen)


class Job(models.Model):
    """One thing to be done: what, for whom, how far it is, who holds it, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("work", "waiting")
        RUNNING = "running", pgettext_lazy("work", "in the making")
        DONE = "done", pgettext_lazy("work", "ready")
        FAILED = "failed", pgettext_lazy("work", "failed")
        CANCELLED = "cancelled", pgettext_lazy("work", "cancelled")
        EXPIRED = "expired", pgettext_lazy("work", "expired")

    OPEN = (State.WAITING, State.RUNNING)

    token = models.CharField(max_length=32, unique=True, default=link_token, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=10)
    wants = models.JSONField(default=dict)  # what exactly, as its kind reads it
    key = models.CharField(max_length=64)  # the same for the same wish
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=16, blank=True, default="")
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known yet
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)  # not before
    ended_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")  # a sentence in its asker's language
    file = models.CharField(max_length=80, blank=True, default="")  # in the storage `results`
    filename = models.CharField(max_length=200, blank=True, default="")
    content_type = models.CharField(max_length=100, blank=True, default="")
    facts = models.JSONField(default=dict)
    expires_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("background work")
        verbose_name_plural = _("background work")
        indexes = [models.Index(fields=["state", "due_at"], name="work_by_state")]
        constraints = [
            one_of(
                "state",
                ["waiting", "running", "done", "failed", "cancelled", "expired"],
                constraint="work_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="running", leased_until__isnull=False) & ~Q(lease="")
                | ~Q(state="running") & Q(lease="", leased_until__isnull=True),
                name="work_is_leased_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(state="done", expires_at__isnull=False) & ~Q(file="")
                | ~Q(state="done") & Q(file=""),
                name="work_has_its_file_while_it_is_ready",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(error="") | ~Q(state="failed") & Q(error=""),
                name="work_that_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at__isnull=True)
                | ~Q(state__in=["waiting", "running"]) & Q(ended_at__isnull=False),
                name="work_has_ended_or_is_open",
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="work_is_done_within_its_total"
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=ATTEMPTS), name="work_has_few_attempts"
            ),
            # Asked twice, by two taps or two pages, it is one.
            models.UniqueConstraint(
                fields=["by", "kind", "key"],
                condition=Q(state__in=["waiting", "running"]),
                name="work_is_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rules(self) -> Kind:
        return kinds()[self.kind]

    @property
    def title(self) -> str:
        return self.rules.title(self)

    @property
    def progress(self) -> str:
        """How far it is while it runs, in words."""
        return self.rules.progress(self)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_ready(self) -> bool:
        until = self.expires_at
        return self.state == self.State.DONE and until is not None and until > timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether it was made and its file is gone, or about to be."""
        return self.state == self.State.EXPIRED or (
            self.state == self.State.DONE and not self.is_ready
        )

    @property
    def has_all_rows(self) -> bool:
        """Whether nothing is left but what cannot be measured: setting pages, closing the file."""
        return bool(self.total) and self.done >= self.total

    def held(self) -> JobQuerySet:
        """This row while the lease with which it was taken stands: for what is written at work."""
        running = Job.objects.filter(pk=self.pk, state=self.State.RUNNING)
        return running.filter(lease=self.lease)


class Sign(models.Model):
    """The last sign of life of any worker, one row in all."""

    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="work_has_one_sign_of_life")]

    def __str__(self) -> str:
        return self.seen_at.isoformat()


def results() -> Storage:
    """Where finished files lie: never public, in no backup."""
    return storages["results"]
