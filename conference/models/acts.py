"""Act: what one person did in one go, as one group of history that can be taken back."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models.frame import Conference

UNDO_FOR = timedelta(hours=1)


class Act(models.Model):
    """A save, a bulk action, an import, a move, a delete. The rows' own history carries its name
    (`history_change_reason`) and holds what it wrote; here stand who, when, and what in words.

    `words` is a sentence of the source, translated where it is shown: no name of a person stands
    here, so that whoever purges history has purged this.
    """

    name = models.CharField(max_length=24, unique=True, editable=False)
    conference = models.ForeignKey(
        Conference,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="acts",
        verbose_name=_("conference"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    began_at = models.DateTimeField(editable=False)
    at = models.DateTimeField(_("when"), editable=False)
    words = models.CharField(_("what"), max_length=200, blank=True, editable=False)
    # The name of the file that an import took, as it was uploaded; "" for everything else.
    file = models.CharField(_("file"), max_length=120, blank=True, editable=False)
    # {"program.session": [added, changed, deleted]}: how many rows of which kind.
    counts = models.JSONField(default=dict, editable=False)
    # None: it is not taken back (it went to the public, or it is not known what stood before).
    undo_until = models.DateTimeField(null=True, editable=False)
    undoes = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="undone_by",
        verbose_name=_("takes back"),
    )
    # What history leaves out (private contacts, codes) and what it does not know of, for as long as
    # the act can be taken back: see `conference.acts.aside`.
    kept = models.JSONField(null=True, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["conference", "-at"], name="acts_of_a_conference"),
            models.Index(
                fields=["at"], condition=Q(kept__isnull=False), name="acts_that_keep_something"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")

    def is_fresh(self, *, at=None) -> bool:
        return self.undo_until is not None and (at or timezone.now()) < self.undo_until


def forget_acts_of(conference) -> None:
    """No act at the conference is taken back any more, and none keeps anything. One query."""
    Act.objects.filter(conference=conference).update(kept=None, undo_until=None)


def forget_what_was_kept(*, at=None) -> None:
    """Empty what old acts kept for being taken back. One query."""
    until = (at or timezone.now()) - UNDO_FOR
    Act.objects.filter(kept__isnull=False, at__lt=until).update(kept=None)
