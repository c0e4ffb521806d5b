"""SavedView: a way to look at the list of registrations, under a name, for the whole team."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import InConference
from conference.permissions import ConferenceScopedQuerySet, Right


class SavedViewQuerySet(ConferenceScopedQuerySet):
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS


class SavedView(InConference):
    """Filters, search, order and columns of the list. `query` is what its address says of them."""

    name = models.CharField(pgettext_lazy("of a view of a list", "name"), max_length=60)
    query = models.CharField(max_length=1_000, blank=True)
    columns = models.JSONField(_("columns"), default=list)  # names; those of the list where empty
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("at"), default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="a_view_of_a_list_has_a_name_of_its_own",
                violation_error_message=_("There is a view with this name already."),
            ),
        ]

    def __str__(self):
        return self.name
