"""What is done to sessions chosen in the list: moved, copied, cancelled, deleted while unseen."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.program.admin.session_forms import MoveForm
from conference.program.draft.clashes import span
from conference.program.draft.moving import duplicate, move, set_status
from conference.program.models import Session
from conference.scoped_admin.one_at_a_time import ALL, CONFERENCE


class ActsOnSessions:
    """Mixed into the admin of sessions; it says with `tell_of_rows` what clashes then."""

    actions = (
        "set_fields",
        "move_by_minutes",
        "duplicate_sessions",
        "cancel_sessions",
        "reinstate_sessions",
        "delete_selected",
    )

    @admin.action(description=gettext_lazy("Move by minutes …"), permissions=["change"])
    def move_by_minutes(self, request, queryset):
        rows = self.changeable(request, queryset)
        form = MoveForm(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            moved = move(rows, minutes=form.cleaned_data["minutes"])
            self.message_user(
                request,
                ngettext(
                    "%(count)d session was moved.", "%(count)d sessions were moved.", len(moved)
                )
                % {"count": len(moved)},
                messages.SUCCESS if moved else messages.WARNING,
            )
            self.tell_of_rows(request, rows)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Move by minutes"),
            "opts": self.opts,
            "form": form,
            "rows": [(row, span(row) if row.starts_at else "") for row in rows],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/program/session/move.html", context)

    @admin.action(description=gettext_lazy("Duplicate"), permissions=["add"])
    def duplicate_sessions(self, request, queryset):
        copies = [duplicate(row) for row in self.changeable(request, queryset)]
        if copies:
            told = told_of_copy(*copies) if len(copies) == 1 else told_of_copies(copies)
            self.message_user(request, told, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Cancel"), permissions=["change"])
    def cancel_sessions(self, request, queryset):
        self.change_status(request, queryset, Session.Status.CANCELLED)

    @admin.action(description=gettext_lazy("Reinstate"), permissions=["change"])
    def reinstate_sessions(self, request, queryset):
        self.change_status(request, queryset, Session.Status.PLANNED)

    def change_status(self, request, queryset, status):
        changed = set_status(self.changeable(request, queryset), status)
        text = (
            ngettext("%(count)d session is cancelled.", "%(count)d sessions are cancelled.",
                     len(changed))
            if status == Session.Status.CANCELLED
            else ngettext("%(count)d session is planned again.",
                          "%(count)d sessions are planned again.", len(changed))
        )  # fmt: skip
        text %= {"count": len(changed)}
        hint = _("Attendees see it after the next publish.")
        self.message_user(request, f"{text} {hint}", messages.SUCCESS)
        self.tell_of_rows(request, changed)

    @admin.action(description=gettext_lazy("Delete (never published only)"), permissions=["delete"])
    def delete_selected(self, request, queryset):
        published = [row for row in queryset if row.was_published]
        if published:
            return self.cancel_instead(request, published)
        return django_delete_selected(self, request, queryset)

    def delete_queryset(self, request, queryset):
        # A talk that was chosen beside its sub-forum goes with it.
        rows = list(queryset)
        chosen = {row.pk for row in rows}
        for row in rows:
            if row.parent_id not in chosen:
                row.delete()

    # --- Deleting: only what nobody has seen ------------------------------------------------

    def has_delete_permission(self, request, obj=None):
        published = obj is not None and obj.was_published
        return not published and super().has_delete_permission(request, obj)

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row.was_published and self.has_change_permission(request, row):
            return self.cancel_instead(request, [row])
        return super().delete_view(request, object_id, extra_context)

    def cancel_instead(self, request, rows):
        """Why these rows are not deleted, and a button that cancels those that are not yet."""
        for row in rows:
            self.tell_to_cancel(request, row)
        back = reverse("admin:program_session_changelist")
        if len(rows) == 1:
            back = reverse("admin:program_session_change", args=[rows[0].pk])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Cancel instead"),
            "opts": self.opts,
            "conference": rows[0].conference,
            "rows": [row for row in rows if not row.is_cancelled],
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": back,
        }
        return TemplateResponse(request, "admin/program/session/cancel_instead.html", context)

    def tell_to_cancel(self, request, row):
        self.message_user(
            request,
            _("“%(title)s” or a talk of it has been published: attendees have it in their "
              "calendars. Cancel it instead of deleting it.") % {"title": row.title}
            if row.first_published_at is None else
            _("“%(title)s” has been published: attendees have it in their calendars. Cancel it "
              "instead of deleting it.") % {"title": row.title},
            messages.ERROR,
        )  # fmt: skip


def told_of_copy(copy):
    address = reverse("admin:program_session_change", args=[copy.pk])
    link = format_html('<a href="{}">{}</a>', address, copy.title)
    if copy.starts_at:
        text = _(
            "A copy with its talks, their people and times was made, without a room: {link}. Move "
            "it to its place."
        )
    else:
        text = _("A copy without a time was made: {link}. Give it a title and a time.")
    return format_html(text, link=link)


def told_of_copies(copies):
    """In one message, with the way to those that lack a time, and to those that lack a room."""
    said = ngettext("%(count)d copy was made.", "%(count)d copies were made.", len(copies))
    parts = []
    untimed = [copy for copy in copies if not copy.starts_at]
    if n := len(untimed):
        text = ngettext("%(count)d has no time yet.", "%(count)d have no time yet.", n)
        told = text % {"count": n}
        parts.append(_linked(told, "time", _("See the sessions without a time"), untimed))
    timed = [copy for copy in copies if copy.starts_at]
    if n := len(timed):
        text = ngettext(
            "%(count)d has the times of its talks and no room.",
            "%(count)d have the times of their talks and no room.",
            n,
        )
        told = text % {"count": n}
        parts.append(_linked(told, "room", _("See the sessions without a room"), timed))
    lacking = format_html_join(" · ", "{}", ((part,) for part in parts))
    return format_html("{} {}", said % {"count": len(copies)}, lacking)


def _linked(told, needs, label, rows):
    """A sentence, and a link to the list of what needs this, in the only conference of the rows."""
    found = {row.conference_id for row in rows}
    query = {CONFERENCE: found.pop() if len(found) == 1 else ALL, "needs": needs}
    address = f"{reverse('admin:program_session_changelist')}?{urlencode(query)}"
    return format_html('{} <a href="{}">{}</a>', told, address, label)
