"""ExportLog: which list left the house."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.program.models import Session


class ExportLogQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EXPORT
    edit_right = Right.EXPORT


class ExportLog(InConference):
    """That a list left the house: who, when, which, how many rows. Append-only."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    via = models.CharField(
        _("via"),
        max_length=8,
        choices=[("desk", _("desk")), ("admin", _("admin")), ("command", _("command"))],
    )
    list_name = models.CharField(_("list"), max_length=20)
    format = models.CharField(_("format"), max_length=5)
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, related_name="+", verbose_name=_("session")
    )
    columns = models.JSONField(_("columns"), default=list)
    rows = models.PositiveIntegerField(_("rows"))
    unmasked = models.BooleanField(_("full contacts"), default=False)
    sensitive = models.BooleanField(_("sensitive answers in full"), default=False)
    # Whose rows, as `whose.Whose` writes keys of registrations; '' of older rows: not known.
    people = models.TextField(blank=True, default="", editable=False)

    objects = ExportLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            one_of("via", ["desk", "admin", "command"], constraint="export_way_is_known"),
        ]

    def __str__(self):
        return f"{self.list_name}.{self.format}"
