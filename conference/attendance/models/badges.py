"""BadgeStyle: how the badges of a conference look where nothing else is asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right

SIZES = ("a6", "90x55", "cr80", "a4")
OWN, A4 = "own", "a4"
PAPERS = (OWN, A4)


class BadgeStyleQuerySet(ConferenceScopedQuerySet):
    view_right = Right.BADGES
    edit_right = Right.EDIT_SETTINGS


class BadgeStyle(InConference):
    """Size, paper, what stands on it, the color of each category; without a row the usual ones."""

    size = models.CharField(
        pgettext_lazy("of a badge", "size"),
        max_length=5,
        choices=[(size, size) for size in SIZES],
        default=SIZES[0],
    )
    paper = models.CharField(
        pgettext_lazy("of a printer", "paper"),
        max_length=3,
        choices=[(paper, paper) for paper in PAPERS],
        default=OWN,
    )
    shows_forums = models.BooleanField(
        _("chosen sub-forum with its room on the badge"), default=False
    )
    colors = models.JSONField(_("colors"), default=dict, blank=True)

    objects = BadgeStyleQuerySet.as_manager()

    class Meta:
        verbose_name = _("style of badges")
        verbose_name_plural = _("styles of badges")
        constraints = [
            one_of("size", list(SIZES), constraint="badge_style_size_is_known"),
            one_of("paper", list(PAPERS), constraint="badge_style_paper_is_known"),
            models.UniqueConstraint(
                fields=["conference"],
                name="conference_has_one_style_of_badges",
                violation_error_message=_("The conference has its style of badges already."),
            ),
        ]

    def __str__(self):
        return self.size
