"""The history of a row in the admin: what each act changed, and an older version brought back.

Rows of `history_parts` stand on the same page, and come back with their owner. Bringing back is
one transaction under the conference's lock; what it will do is told before, and refused when the
row is not any more what it was told of.
"""

from contextlib import nullcontext
from datetime import UTC

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.faster import tried_again
from conference.history import ReadableChanges
from conference.ids import possible_id
from conference.meanwhile.authors import shown
from conference.merging import plain, token
from conference.parts import Told, tell_acts


class Revert:
    """An older version of a row, with what stood beside it at the end of `until`."""

    def __init__(self, row, version, until, parts):
        self.row, self.version, self.until, self.parts = row, version, until, parts

    @cached_property
    def reviewed(self) -> str:
        """The name of the row and its parts as they are now."""
        own = {field.name: plain(field, self.row) for field in self.row._meta.concrete_fields}
        beside = [[part.told(row) for row in part.rows] for part in self.parts]
        return token([own, beside])

    def changes(self, names) -> list[Told]:
        """What bringing it back changes now: of the fields named, and beside the row."""
        found, then = [], self.version.instance
        for field in self.row._meta.concrete_fields:
            old, new = plain(field, self.row), plain(field, then)
            if field.name in names and old != new:
                label = capfirst(field.verbose_name)
                found.append(Told(label, shown(field, old), shown(field, new)))
        for part in self.parts:
            found += part.compare(part.rows, part.target(self.until))
        return found

    def lost(self) -> list[str]:
        return [told for part in self.parts for told in part.lost(self.until)]


class HistoryPages:
    """Before a SimpleHistoryAdmin."""

    history_parts = ()  # kinds of `conference.parts.Parts` of this model's rows
    object_history_form_template = "admin/history_form.html"

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        request.history_of = row
        return self.answered(
            self.zone_of(request, row), super().history_view, request, object_id, extra_context
        )

    def parts_of(self, request, row) -> list:
        """What stands beside the row, as far as the user may see its history."""
        return [kind(row) for kind in self.history_parts]

    def get_historical_record_context_helper(self, request, historical_record):
        return ReadableChanges(self.model, historical_record)

    def set_history_delta_changes(self, request, historical_records, **kwargs):
        """Of the oldest version on a page, too, and of what stands beside the row."""
        versions = list(historical_records)
        if not versions:
            return
        older = versions[-1].prev_record
        compared = [*versions, older] if older else versions
        super().set_history_delta_changes(request, compared, **kwargs)
        newer = versions[0].next_record
        parts = self.parts_of(request, request.history_of)
        tell_acts(versions, newer=newer and newer.history_date, parts=parts)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        view = self.history_form_view_once
        return tried_again(view, request, object_id, version_id, extra_context)

    def history_form_view_once(self, request, object_id, version_id, extra_context):
        posted = request.method == "POST"
        with transaction.atomic() if posted else nullcontext():
            if posted:
                self.lock_for_revert(unquote(object_id))
            row = self.get_object(request, unquote(object_id))
            if possible_id(version_id) is None:
                raise Http404
            if posted and not self.has_change_permission(request, row):
                raise PermissionDenied
            revert = self.revert_to(request, row, version_id)
            if posted and request.POST.get("reviewed", revert.reviewed) != revert.reviewed:
                return self.tell_to_look_again(request)
            request.reverted_from, request.revert = row, revert
            answer = self.answered(
                self.zone_of(request, row),
                super().history_form_view,
                *(request, object_id, version_id, extra_context),
            )
            if hasattr(revert, "form"):  # it was saved
                self.save_related(request, revert.form, [], True)
            return answer

    def lock_for_revert(self, key):
        """Hold what all who write beside the row hold first."""

    def revert_to(self, request, row, version_id) -> Revert:
        version = self.model.history.filter(id=row.pk, history_id=version_id).first()
        if version is None:
            raise Http404
        parts = [part for part in self.parts_of(request, row) if part.comes_back]
        named = request.GET.get("until", "")
        try:
            until = parse_datetime(named) if named else None
        except ValueError:
            raise Http404 from None
        if named and (until is None or until.tzinfo is None or until < version.history_date):
            raise Http404
        if until is None:
            newer = version.next_record
            tell_acts([version], newer=newer and newer.history_date, parts=parts)
            until = version.act_ends
        return Revert(row, version, until.astimezone(UTC), parts)

    def tell_to_look_again(self, request):
        self.message_user(
            request,
            _("This was changed after the page was made. Look at what will change again."),
            messages.WARNING,
        )
        return HttpResponseRedirect(request.get_full_path())

    def render_history_view(self, request, template, context, **kwargs):
        if revert := getattr(request, "revert", None):
            form = context["adminform"].form
            context |= {
                "revert": revert,
                "changes": revert.changes(form.fields),
                "lost": revert.lost(),
            }
        return super().render_history_view(request, template, context, **kwargs)

    def save_model(self, request, obj, form, change):
        current = getattr(request, "reverted_from", None)
        if current is not None:
            # An older version brings back what people edit, not what the system keeps: codes,
            # the first publish, the conference.
            for field in self.opts.concrete_fields:
                if field.name not in form.fields:
                    setattr(obj, field.attname, getattr(current, field.attname))
        super().save_model(request, obj, form, change)
        if current is not None:
            request.revert.form = form
            for part in request.revert.parts:
                part.bring_back(request.revert.until)
