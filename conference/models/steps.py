"""StepAside: what a team decided that its conference does not need."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.frame import InConference
from conference.permissions import ConferenceScopedQuerySet, Right


class StepAsideQuerySet(ConferenceScopedQuerySet):
    edit_right = Right.EDIT_DRAFT


class StepAside(InConference):
    """A step of preparing a conference (`config.office.steps`) that its team has set aside."""

    step = models.SlugField(_("step"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    set_aside_at = models.DateTimeField(_("set aside"), auto_now_add=True)

    objects = StepAsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("step set aside")
        verbose_name_plural = _("steps set aside")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "step"],
                name="step_is_set_aside_once",
                violation_error_message=_("This step is set aside already."),
            ),
        ]

    def __str__(self):
        return self.step
