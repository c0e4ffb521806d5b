"""Deleting rows of the admin: what goes with them, and what keeps them."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import ngettext, pgettext

from conference.models import Conference
from conference.uses import kept_by, left_by, without_ties

SHOWN_USES = 20


def _related(row, field):
    """What a row points to, but not the conference: everything does."""
    return None if field.related_model is Conference else getattr(row, field.name)


class ScopedDeleting:
    """The deletes of a `ScopedAdmin`."""

    def get_deleted_objects(self, objs, request):
        """What goes with the rows; what stays without them the page finds in `request.staying`.
        Where other rows need them, that is said, and not that rights are missing: whoever may not
        delete those others need not.
        """
        deleted, counts, lacking, used_by = super().get_deleted_objects(objs, request)
        if used_by:
            lacking, used_by = set(), self.shown_uses(objs) or used_by
        deleted, counts = without_ties(deleted, counts)
        request.staying = left_by(objs, user=request.user)
        return deleted, counts, lacking, used_by

    def shown_uses(self, objs):
        """The rows that need these, each with a link to where it can be changed; the first few."""
        uses = [user for users in kept_by(objs).values() for user in users]
        shown = [self.shown_use(user) for user in uses[:SHOWN_USES]]
        if len(uses) > SHOWN_USES:
            rest = len(uses) - SHOWN_USES
            shown.append(ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest})
        return shown

    def shown_use(self, user):
        colon = pgettext("between a role and a name", ": ")
        rows = [user, *(_related(user, f) for f in user._meta.fields if f.many_to_one)]
        for row in filter(None, rows):
            if not isinstance(row, self.model) and self.admin_site.is_registered(type(row)):
                name = f"{self.admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
                address = reverse(name, args=[row.pk])
                label = capfirst(row._meta.verbose_name)
                return format_html('{}{}<a href="{}">{}</a>', label, colon, address, row)
        return f"{capfirst(user._meta.verbose_name)}{colon}{user}"

    def delete_queryset(self, request, queryset):
        # One by one: a row's own delete() keeps stamps and history.
        for row in queryset:
            row.delete()
