"""What was said of which rows are one: told apart, or made one of.

Both name rows of the directory by their guid, so that they hold for people and organizations alike.
"""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ToldApartQuerySet(models.QuerySet):
    def tell(self, row, others: Iterable) -> None:
        """Remember that `row` is none of the `others`; one query, none of nobody."""
        pairs = [self.model.of(row, other) for other in others if other.guid != row.guid]
        if pairs:
            self.bulk_create(pairs, ignore_conflicts=True)

    def pairs(self) -> set[frozenset[uuid.UUID]]:
        """All of them; one query."""
        return {frozenset(pair) for pair in self.values_list("one", "other")}


class ToldApart(models.Model):
    """Two rows whose names are near, and of which somebody said that they are two."""

    one = models.UUIDField()
    other = models.UUIDField(db_index=True)

    objects = ToldApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair told apart")
        verbose_name_plural = _("pairs told apart")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_is_told_apart_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="pair_told_apart_has_one_order"
            ),
        ]

    def __str__(self):
        return f"{self.one} · {self.other}"

    @classmethod
    def of(cls, row, other) -> "ToldApart":
        # The order of a database: that of the letters, which is the order of the numbers too.
        one, other = sorted((row.guid, other.guid))
        return cls(one=one, other=other)


class MergedQuerySet(models.QuerySet):
    def kept(self, guids: Iterable) -> dict[uuid.UUID, uuid.UUID]:
        """{guid of a row that was made one with another: the guid of that}; one query."""
        return dict(self.filter(guid__in=list(guids)).values_list("guid", "into"))


class Merged(models.Model):
    """A row of the directory that was made one with another: what it was, and where it went.

    Files of other systems and older releases still know it by its guid.
    """

    guid = models.UUIDField(unique=True)
    into = models.UUIDField(db_index=True)  # always of a row that is there
    was = models.PositiveBigIntegerField()  # its id, by which its history is kept
    name = models.CharField(_("name"), max_length=400)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = MergedQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        verbose_name = _("merged row")
        verbose_name_plural = _("merged rows")
        constraints = [
            models.CheckConstraint(
                condition=~Q(guid=F("into")), name="row_is_not_merged_into_itself"
            ),
        ]

    def __str__(self):
        return self.name
