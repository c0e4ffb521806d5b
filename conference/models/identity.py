"""SiteIdentity: what the site calls itself, where somebody has set it in the admin."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, pair
from conference.images import CheckedImageField
from conference.models.stamped import Stamped
from conference.permissions import is_all_powerful
from conference.stamps import IDENTITY

ONLY = 1


class SiteIdentityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if is_all_powerful(user) else self.none()


class SiteIdentity(Stamped):
    """The one row of the site's own name and logo. What is empty is as whoever runs it has set.

    Read through `conference.site_identity`.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, editable=False)
    name_zh, name_en = pair(
        models.CharField,
        pgettext_lazy("of the site", "name"),
        max_length=60,
        help_text=_("In titles, the header, feeds and letters. One language stands for both."),
    )
    logo = CheckedImageField(
        _("logo"),
        blank=True,
        help_text=_("Before the name in the header. JPEG, PNG or WebP, 8 MB at most."),
    )

    name = Bilingual()

    objects = SiteIdentityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("name and logo of the site")
        verbose_name_plural = _("name and logo of the site")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=ONLY),
                name="site_has_one_identity",
                violation_error_message=_("The site has its name and logo already. Change those."),
            ),
        ]

    def __str__(self):
        return str(self.name or _("name and logo of the site"))

    def save(self, *args, **kwargs):
        self.id = ONLY  # whoever sets them at the same time sets the same row
        super().save(*args, **kwargs)

    def stamp_scopes(self):
        return (IDENTITY,)
