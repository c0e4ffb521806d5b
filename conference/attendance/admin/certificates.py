"""Certificates in the admin: who gets one, each that was issued, its print and its end."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from conference.admin import ConferenceScopedAdmin
from conference.attendance.certificates import in_background
from conference.attendance.certificates.issuing import issue, reissue, revoke
from conference.attendance.certificates.numbers import folded, typed_prefix, without_beginning
from conference.attendance.certificates.printing import Unprintable, printed
from conference.attendance.certificates.qualifying import candidates, rule_in_words
from conference.attendance.certificates.sample import sample_of
from conference.attendance.hours import number
from conference.attendance.models import Certificate, CertificateDesign
from conference.codes import TELLING
from conference.forms import TypedField
from conference.ids import possible_id
from conference.models import Conference
from conference.permissions import Right, may

SHOWN = 500  # people of each kind on the page
State = Certificate.State
TAGS = {State.VALID: "tag-good", State.REPLACED: "tag-off", State.REVOKED: "tag-error"}


class ReasonForm(forms.Form):
    reason = TypedField(
        label=gettext_lazy("Reason, for the team"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": gettext_lazy("Say why it is revoked.")},
    )


@admin.register(Certificate)
class CertificateAdmin(ConferenceScopedAdmin, admin.ModelAdmin):
    """Issued on a page of their own; here they are looked up, printed, replaced and revoked."""

    shows_times = True
    change_list_template = "admin/attendance/certificate/change_list.html"
    change_form_template = "admin/attendance/certificate/change_form.html"
    list_display = ("number", "name", "organization", "hours_told", "issued_at", "state_told")
    list_display_links = ("number",)
    list_filter = ("state",)
    list_select_related = ("conference", "issued_by")
    list_per_page = 100
    search_fields = ("number", "name", "name_en", "organization")
    ordering = ("-issued_at", "-pk")
    actions = ("print_marked", "issue_again", "revoke_marked")
    fields = (
        ("number", "state_told"),
        ("name", "name_en"),
        "organization",
        ("days", "sessions", "minutes", "hours_told"),
        ("issued_at", "issuer"),
        ("ended_at", "ender"),
        ("newer", "reason"),
        "person",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).defer("said")

    def object_rows(self, request):
        related = ("conference", "issued_by", "ended_by", "replaced_by", "registration")
        return super().object_rows(request).select_related(*related)

    def get_search_results(self, request, queryset, search_term):
        """By names in any part; by a number whole, or from the beginning of a group of it."""
        rows, _distinct = super().get_search_results(request, queryset, "")
        said, names = Q(), ("name", "name_en", "organization")
        for word in search_term[:200].split()[:8]:
            found = Q(*((f"{name}__icontains", word) for name in names), _connector=Q.OR)
            if len(group := typed_prefix(word)) >= TELLING:
                found |= Q(number__startswith=group) | Q(number__contains=f"-{group}")
            said &= found
        if whole := folded(search_term) or without_beginning(search_term):
            said |= Q(number__endswith=whole)
        return rows.filter(said), False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_told(self, row):
        return format_html(
            '<span class="tag {}">{}</span>', TAGS[row.state], row.get_state_display()
        )

    @admin.display(description=gettext_lazy("hours"), ordering="hours")
    def hours_told(self, row):
        return number(row.hours)

    @admin.display(description=gettext_lazy("issued by"))
    def issuer(self, row):
        return str(row.issued_by) if row.issued_by else "-"

    @admin.display(description=gettext_lazy("replaced or revoked by"))
    def ender(self, row):
        return str(row.ended_by) if row.ended_by else "-"

    @admin.display(description=gettext_lazy("replaced by"))
    def newer(self, row):
        return self.link_to(row.replaced_by, "certificate") if row.replaced_by else "-"

    @admin.display(description=gettext_lazy("registration"))
    def person(self, row):
        return self.link_to(row.registration, "registration")

    def link_to(self, row, name):
        address = reverse(f"admin:attendance_{name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row)

    # --- Lists and rights -------------------------------------------------------------------------

    def get_actions(self, request):
        found = super().get_actions(request)
        wanted = {"print_marked": Right.EXPORT}
        return {
            name: action
            for name, action in found.items()
            if may(request.user, wanted.get(name, Right.EDIT_REGISTRATIONS))
        }

    def allowed(self, request, queryset, right):
        """The rows of an action; 403 where one is of a conference without the right."""
        rows = list(queryset.select_related("conference"))
        if not all(may(request.user, right, row.conference) for row in rows):
            raise PermissionDenied
        return rows

    def changelist_view(self, request, extra_context=None):
        conferences = self.list_conferences(request)
        one = conferences[0] if len(conferences) == 1 else None
        context = {
            "may_issue": one is not None and may(request.user, Right.EDIT_REGISTRATIONS, one),
            "may_print": one is not None and may(request.user, Right.EXPORT, one),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"may_print": may(request.user, Right.EXPORT, obj.conference)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Acts on those that are marked -----------------------------------------------------------

    @admin.action(description=gettext_lazy("Print as one PDF"))
    def print_marked(self, request, queryset):
        rows = self.allowed(request, queryset.defer(None), Right.EXPORT)
        conferences = {row.conference for row in rows}
        if len(conferences) != 1 or len(rows) > in_background.IN_ONE_FILE:
            said = _("Mark certificates of one conference, 800 at most.")
            self.message_user(request, said, messages.WARNING)
            return None
        return self.pdf(request, rows, is_page=True)

    @admin.action(description=gettext_lazy("Issue again under a new number"))
    def issue_again(self, request, queryset):
        rows = self.allowed(request, queryset, Right.EDIT_REGISTRATIONS)
        valid = [row for row in rows if row.is_valid]
        made = without = 0
        for conference in {row.conference for row in valid}:
            design = CertificateDesign.objects.filter(conference=conference).first()
            if design is None:
                continue
            design.conference = conference
            people = [row.registration_id for row in valid if row.conference == conference]
            try:
                done = reissue(design, people=people, by=request.user)
            except Unprintable as refused:
                self.message_user(request, lacking_told(refused), messages.WARNING)
                continue
            made, without = made + len(done.made), without + done.without
        self.tell_reissued(request, made, without)

    @admin.action(description=pgettext_lazy("a certificate", "Revoke"))
    def revoke_marked(self, request, queryset):
        rows = self.allowed(request, queryset, Right.EDIT_REGISTRATIONS)
        valid = [row for row in rows if row.is_valid]
        is_told = "told" in request.POST
        form = ReasonForm(request.POST if is_told else None, label_suffix="")
        if valid and not (is_told and form.is_valid()):
            context = {
                **self.admin_site.each_context(request),
                "title": _("Revoke certificates"),
                "opts": self.opts,
                "form": form,
                "rows": valid[:20],
                "more": max(0, len(valid) - 20),
                "count": len(valid),
                "ticked": request.POST.getlist(ACTION_CHECKBOX_NAME),
                "select_across": request.POST.get("select_across", "0"),
            }
            template = "admin/attendance/certificate/revoke.html"
            return TemplateResponse(request, template, context, status=422 if is_told else 200)
        reason = form.cleaned_data["reason"] if valid else ""
        done = revoke(valid, reason=reason, by=request.user) if valid else 0
        if not done:
            said = _("None of these is valid: nothing changed.")
            self.message_user(request, said, messages.WARNING)
            return None
        said = ngettext(
            "%(n)d certificate is revoked: whoever checks it is told so.",
            "%(n)d certificates are revoked: whoever checks them is told so.",
            done,
        )
        self.message_user(request, said % {"n": done}, messages.SUCCESS)
        return None

    # --- Who gets one -----------------------------------------------------------------------------

    def conference_for(self, request, conference_id, right) -> Conference:
        """404 outside the user's scope, 403 inside it without the right."""
        rows = Conference.objects.visible_to(request.user)
        conference = rows.filter(pk=conference_id).first()
        if conference is None:
            raise Http404
        if not may(request.user, right, conference):
            raise PermissionDenied
        return conference

    def issue_view(self, request, conference_id):
        """Who gets one by the rule and who does not; issued on POST."""
        conference = self.conference_for(request, conference_id, Right.EDIT_REGISTRATIONS)
        design = CertificateDesign.objects.filter(conference=conference).first()
        if design is None:
            return self.issue_page(request, conference, None)
        design.conference = conference
        if request.method != "POST":
            return self.issue_page(request, conference, design)
        people = None
        if "all" not in request.POST:
            people = [key for key in map(possible_id, request.POST.getlist("person")) if key]
        if people == []:
            self.message_user(request, _("Mark somebody first."), messages.WARNING)
            return HttpResponseRedirect(request.path)
        act = "reissue" if "reissue" in request.POST else "issue"
        try:
            if act == "reissue":
                done = reissue(
                    design, people=people or [], by=request.user, anyway="anyway" in request.POST
                )
                self.tell_reissued(request, len(done.made), done.without)
            else:
                done = issue(
                    design, people=people, by=request.user, anyway="anyway" in request.POST
                )
                self.tell_issued(request, done)
        except Unprintable as refused:
            more = {"lacking": refused.texts.items(), "marked": people, "act": act}
            return self.issue_page(request, conference, design, status=422, **more)
        return HttpResponseRedirect(request.path)

    def issue_page(self, request, conference, design, *, status=200, **more):
        found = candidates(design) if design else []
        new = [one for one in found if not one.why_not and one.has is None]
        others = [one for one in found if one.why_not and one.has is None]
        has = [one for one in found if one.has is not None]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Issue certificates"),
            "opts": self.opts,
            "conference": conference,
            "design": design,
            "rule": rule_in_words(design) if design else "",
            "may_design": may(request.user, Right.EDIT_SETTINGS, conference),
            "new": new[:SHOWN],
            "others": others[:SHOWN],
            "differing": [one for one in has if one.differs][:SHOWN],
            "counts": {"new": len(new), "others": len(others), "has": len(has)},
            **more,
        }
        template = "admin/attendance/certificate/issue.html"
        response = TemplateResponse(request, template, context, status=status)
        response["Cache-Control"] = "private, no-store"
        return response

    def tell_issued(self, request, done):
        if not done.made:
            said = _("Nobody was without one: nothing was issued.")
            self.message_user(request, said, messages.WARNING)
            return
        many = len(done.made)
        said = ngettext("%(n)d certificate is issued.", "%(n)d certificates are issued.", many)
        self.message_user(request, said % {"n": many}, messages.SUCCESS)

    def tell_reissued(self, request, made, without):
        if made:
            said = ngettext(
                "%(n)d certificate has a new number; the one before is told as replaced.",
                "%(n)d certificates have new numbers; those before are told as replaced.",
                made,
            )
            self.message_user(request, said % {"n": made}, messages.SUCCESS)
        else:
            said = _("Nothing was issued again.")
            self.message_user(request, said, messages.WARNING)
        if without:
            said = ngettext(
                "%(n)d person gets none by the rule any more: that certificate stands until you "
                "revoke it.",
                "%(n)d people get none by the rule any more: their certificates stand until you "
                "revoke them.",
                without,
            )
            self.message_user(request, said % {"n": without}, messages.WARNING)

    # --- Printed ----------------------------------------------------------------------------------

    def preview_view(self, request, conference_id):
        """One as it would be printed, marked as a sample; of the person who is asked for."""
        conference = self.conference_for(request, conference_id, Right.EDIT_REGISTRATIONS)
        design = CertificateDesign.objects.filter(conference=conference).first()
        if design is None:
            raise Http404
        design.conference = conference
        row = sample_of(design, person=possible_id(request.GET.get("person", "")))
        return self.answer(printed([row], at=timezone.now(), is_sample=True), "sample.pdf")

    def all_view(self, request, conference_id):
        """Every valid one, as one file; many are made in the background."""
        conference = self.conference_for(request, conference_id, Right.EXPORT)
        rows = in_background.printable(conference)
        if not rows:
            said = _("There is no valid certificate.")
            self.message_user(request, said, messages.WARNING)
            address = reverse("admin:attendance_certificate_changelist")
            return HttpResponseRedirect(f"{address}?conference__id__exact={conference.pk}")
        if len(rows) > in_background.AT_ONCE:
            job = in_background.ask_for(conference, by=request.user)
            return redirect("work:job", conference.slug, job.token)
        return self.pdf(request, rows)

    def file_view(self, request, certificate_id):
        row = self.get_object(request, str(certificate_id))
        if not may(request.user, Right.EXPORT, row.conference):
            raise PermissionDenied
        return self.pdf(request, [row])

    def pdf(self, request, rows, *, is_page=False):
        conference = rows[0].conference
        made = printed(rows, at=rows[0].issued_at if len(rows) == 1 else timezone.now())
        in_background.log(conference, rows, by_id=request.user.pk)
        name = rows[0].number if len(rows) == 1 else f"{conference.slug}-certificates"
        return self.answer(made, f"{name}.pdf", is_download=True)

    def answer(self, content, name, *, is_download=False):
        response = HttpResponse(content, content_type="application/pdf")
        kind = "attachment" if is_download else "inline"
        response["Content-Disposition"] = f'{kind}; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def get_urls(self):
        asked = require_http_methods(["GET", "HEAD", "POST"])
        own = [
            ("issue", "<int:conference_id>/issue/", asked(self.issue_view)),
            ("preview", "<int:conference_id>/preview.pdf", require_safe(self.preview_view)),
            ("all", "<int:conference_id>/all.pdf", require_safe(self.all_view)),
            ("file", "<int:certificate_id>/certificate.pdf", require_safe(self.file_view)),
        ]
        return [
            *(
                path(
                    route,
                    self.admin_site.admin_view(view),
                    name=f"attendance_certificate_{name}",
                )
                for name, route, view in own
            ),
            *super().get_urls(),
        ]


def lacking_told(refused: Unprintable) -> str:
    """Whose names the font cannot print, in one sentence."""
    names = ", ".join(f"{name} ({characters})" for name, characters in refused.texts.items())
    return _("The font lacks characters of: %(names)s.") % {"names": names}
