"""Linked: rows behind a personal link, of which a hash and a seed are kept (`attendance.links`);
ReplacedLink: that a link was one once.
"""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.codes import link_token_of, token_hash
from conference.models import InConference
from conference.permissions import ConferenceScopedQuerySet, Right


def new_seed() -> str:
    return secrets.token_hex(16)


class Linked(models.Model):
    """Found by the hash of its token; made again from the seed and the site's key."""

    # Null, not empty, for those without a link: it is unique.
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    link_seed = models.CharField(max_length=32, blank=True, default=new_seed, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.prepare_link()
        super().save(*args, **kwargs)

    def prepare_link(self) -> None:
        """For a new row that is written past `save`."""
        if self.link_seed and self.token_hash is None:
            self.token_hash = token_hash(link_token_of(self.link_seed))


class ReplacedLinkQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS


class ReplacedLink(InConference):
    """The hash of a token that a newer one replaced. Whose it was is not kept."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    replaced_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReplacedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("replaced link")
        verbose_name_plural = _("replaced links")

    def __str__(self) -> str:
        return f"{self.conference} {self.replaced_at:%Y-%m-%d}"
