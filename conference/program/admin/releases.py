"""Releases in the admin: what was published, taking it back, making it the draft again."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceScopedAdmin
from conference.permissions import Right, may
from conference.program.admin.pages import shown_changes
from conference.program.models import Release
from conference.program.release.diff import Change
from conference.program.release.publishing import withdraw
from conference.program.release.restoring import RestoreRefused, plan_restore, restore


@admin.register(Release)
class ReleaseAdmin(ConferenceScopedAdmin, admin.ModelAdmin):
    shows_times = True
    list_display = ("title", "published_at", "by", "note_shown", "change_count", "state")
    list_display_links = ("title",)
    list_select_related = ("by",)
    ordering = ("-conference__starts_on", "conference", "-number")
    actions = None

    def get_queryset(self, request):
        # The document of a large conference is megabytes; no list needs it.
        rows = super().get_queryset(request).defer("document")
        later = Release.objects.standing().filter(
            conference=OuterRef("conference"), number__gt=OuterRef("number")
        )
        return rows.annotate(is_current=Q(withdrawn_at__isnull=True) & ~Exists(later))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        acts = [("withdraw", self.withdraw_view), ("restore", self.restore_view)]
        return [
            path(
                f"<int:release_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"program_release_{name}",
            )
            for name, view in acts
        ] + super().get_urls()

    @admin.display(description=gettext_lazy("release"), ordering="number")
    def title(self, release):
        return str(release)

    @admin.display(description=gettext_lazy("note"), empty_value="")
    def note_shown(self, release):
        return str(release.note) or None

    @admin.display(description=gettext_lazy("changes"))
    def change_count(self, release):
        return _("first publication") if release.number == 1 else len(release.changes)

    @admin.display(description=gettext_lazy("state"))
    def state(self, release):
        if release.withdrawn_at:
            return format_html('<span class="tag tag-off">{}</span>', _("withdrawn"))
        if release.is_current:
            return format_html('<span class="tag tag-good">{}</span>', _("public now"))
        return ""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        release = self.get_object(request, object_id)
        conference = release.conference
        current = conference.releases.standing().defer("document").first()
        context = {
            "title": str(release),
            "release": release,
            "is_current": current is not None and current.pk == release.pk,
            "is_first": release.number == 1,
            "changes": shown_changes([Change.from_dict(row) for row in release.changes]),
            "may_publish": may(request.user, Right.PUBLISH, conference),
        }
        return self.page(request, release, "view", context)

    def page(self, request, release, name, context, status=200):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "conference": release.conference,
            "published_at": release.published_at.astimezone(release.conference.zone),
            **context,
        }
        template = f"admin/program/release/{name}.html"
        return TemplateResponse(request, template, context, status=status)

    def release_to_act_on(self, request, release_id):
        release = self.get_object(request, str(release_id))
        if not may(request.user, Right.PUBLISH, release.conference):
            raise PermissionDenied
        return release

    def withdraw_view(self, request, release_id):
        release = self.release_to_act_on(request, release_id)
        standing = list(release.conference.releases.standing().defer("document")[:2])
        if release.withdrawn_at:
            self.message_user(request, _("This release is withdrawn already."), messages.WARNING)
            return self.back_to(release)
        if request.method == "POST":
            withdraw(release)
            self.message_user(
                request,
                _("%(release)s of %(conference)s is withdrawn.")
                % {"release": release, "conference": release.conference},
                messages.SUCCESS,
            )
            return self.back_to(release)
        is_current = standing[0].pk == release.pk
        context = {
            "title": _("Withdraw %(release)s?") % {"release": release},
            "release": release,
            "is_current": is_current,
            "next": standing[1] if is_current and len(standing) > 1 else None,
        }
        return self.page(request, release, "withdraw", context)

    def restore_view(self, request, release_id):
        release = self.release_to_act_on(request, release_id)
        if request.method == "POST":
            try:
                restore(release, reviewed=request.POST.get("reviewed"))
            except RestoreRefused as refused:
                self.message_user(request, refused.message, messages.ERROR)
            else:
                self.message_user(
                    request,
                    _("%(release)s is restored into the draft, as listed before.")
                    % {"release": release},
                    messages.SUCCESS,
                )
                return HttpResponseRedirect(
                    reverse("admin:program_publish", args=[release.conference_id])
                )
        plan = plan_restore(release)
        context = {
            "title": _("Restore %(release)s into the draft?") % {"release": release},
            "release": release,
            "changes": shown_changes(plan.changes),
            "remains": shown_changes(plan.remains),
            "forgotten": plan.forgotten,
            "reviewed": plan.reviewed,
        }
        return self.page(request, release, "restore", context)

    def back_to(self, release):
        return HttpResponseRedirect(reverse("admin:program_release_change", args=[release.pk]))
