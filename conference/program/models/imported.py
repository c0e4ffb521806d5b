"""ImportedRow: what a file of an office said last, so that its next version is a difference."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet


class ImportedRow(InConference):
    """One session or person of a file, or one answer to what had to be asked about it.

    What the file says now is held against `said`, and that against the draft: what differs there
    was changed by hand since, and stays. Rows are named by their guid and not by a foreign key: a
    session that was deleted by hand does not come back with the same file. Nothing private is
    kept: of a phone and an e-mail a digest alone.
    """

    class Kind(models.TextChoices):
        SESSION = "session", _("session")
        PERSON = "person", _("person")
        ANSWER = "answer", _("answer")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    # Of a session its guid, of a person a digest of name and organization, of an answer that of
    # its question.
    key = models.CharField(max_length=64)
    guid = models.UUIDField(null=True, blank=True)
    source = models.CharField(_("file"), max_length=200, blank=True)
    said = models.JSONField(default=dict)

    is_told = False  # where changes are listed: people edit what these rows speak of
    objects = ConferenceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("row of an imported file")
        verbose_name_plural = _("rows of imported files")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind", "key"],
                name="imported_row_is_kept_once",
            ),
            one_of(
                "kind", ["session", "person", "answer"], constraint="imported_row_kind_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.source or self.key}"
