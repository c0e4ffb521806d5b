"""What the admin of rows behind a personal link shares: the link with its QR, letters that lead to
it, links taken back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.debug import sensitive_variables

from conference.attendance import link_letters, links
from conference.attendance.admin.contacts import ContactsAdmin
from conference.attendance.admin.statuses import by_conference
from conference.ids import possible_id
from conference.letters.admin.texts import on_page
from conference.letters.mail import is_configured
from conference.letters.models import Letter
from conference.models import Conference
from conference.permissions import Right, may
from conference.qr import qr_svg
from conference.scoped_admin.one_at_a_time import CONFERENCE

SHOWN = 20  # names on the page that asks


def deadline_ahead(conference: Conference, *wanted: datetime | None) -> datetime | None:
    """The first of `wanted` that is still to come, else the evening before the conference, else the
    end of its last day; None once it is over.
    """
    first = datetime.combine(conference.starts_on, time(0), conference.zone)
    last = datetime.combine(conference.ends_on, time(23, 59), conference.zone)
    now = timezone.now()
    return next((at for at in (*wanted, first, last) if at is not None and at > now), None)


class DeadlineAhead:
    """Mixin of a form with `closes_at`: what is new is not over when it is made. A row that stands
    may be closed at once.
    """

    def clean_closes_at(self):
        closes_at = self.cleaned_data["closes_at"]
        row = getattr(self, "instance", None)
        if (row is None or row.pk is None) and closes_at and closes_at <= timezone.now():
            raise ValidationError(_("This time is over already. Choose a later one."))
        return closes_at


@dataclass(frozen=True)
class Letters:
    """Letters on one occasion, begun by one action of the list. Who `has_answered` gets them by an
    explicit choice alone.
    """

    action: str
    title: str
    occasion: str
    has_answered: Callable[[Any], bool] | None = None


def apart(rows, has_answered: Callable[[Any], bool] | None) -> tuple[list, list]:
    """(those who get a letter without being asked about, those who have answered)"""
    if has_answered is None:
        return list(rows), []
    return [row for row in rows if not has_answered(row)], [
        row for row in rows if has_answered(row)
    ]


class LinkedAdmin(ContactsAdmin):
    """Before the admin of a `models.Linked` row. `page` is its public address, `about` and
    `values_of` those of its letters. Many are added at once by `many_form`.
    """

    page = ""
    about = ""
    closed: str | Promise = ""  # what a time means that is over
    many_title: str | Promise = ""
    many_button: str | Promise = ""  # of the form that adds them
    change_form_template = "admin/attendance/linked/change_form.html"
    shows_times = True
    readonly_fields = ("shown_phone", "shown_email")

    @staticmethod
    def values_of(conference, rows):
        raise NotImplementedError

    # --- The list ---------------------------------------------------------------------------------

    def get_queryset(self, request):
        about = Concat(Value(self.about), Cast(OuterRef("pk"), CharField()))
        written = Letter.objects.filter(conference=OuterRef("conference"), about=about)
        return super().get_queryset(request).annotate(is_written_to=Exists(written))

    @admin.display(description=pgettext_lazy("list column", "written to"))
    def written(self, row):
        return "✓" if row.is_written_to else "-"

    @admin.display(description=gettext_lazy("link"))
    def link_shown(self, row):
        address = reverse(self.address_name("link"), args=[row.pk])
        if row.revoked_at is not None:
            tag = format_html('<span class="tag tag-off">{}</span>', _("taken back"))
            return format_html('{} <a href="{}">{}</a>', tag, address, _("give a new one"))
        return format_html('<a href="{}">{}</a>', address, _("link and QR"))

    @admin.action(permissions=["change"], description=gettext_lazy("Take the links back at once"))
    def revoke(self, request, queryset):
        rows = self.changeable(request, queryset)
        done = links.revoke(self.model.objects.filter(pk__in=[row.pk for row in rows]))
        said = ngettext(
            "%(n)d link is taken back: it opens nothing any more.",
            "%(n)d links are taken back: they open nothing any more.",
            done,
        )
        self.message_user(request, said % {"n": done}, messages.SUCCESS if done else messages.INFO)

    # --- One row ----------------------------------------------------------------------------------

    def get_fields(self, request, obj=None):
        masked = {("phone", "email"): ("shown_phone", "shown_email")}
        lines = super().get_fields(request, obj)
        if self.shows_contacts(request, obj):
            return lines
        return [masked.get(line, line) for line in lines]

    def get_changeform_initial_data(self, request):
        closes_at = self.usual_deadline(self.form_conference(request))
        return {"closes_at": closes_at} | super().get_changeform_initial_data(request)

    @staticmethod
    def usual_deadline(conference: Conference) -> datetime | None:
        return deadline_ahead(conference)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
        for said in self.what_it_means(obj, {*form.changed_data}):
            self.message_user(request, said, messages.WARNING)

    def what_it_means(self, row, changed: set[str]) -> list[str]:
        """What is easily overlooked in what was just saved."""
        is_over = "closes_at" in changed and row.closes_at <= timezone.now()
        return [str(self.closed)] if is_over else []

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["link_address"] = reverse(self.address_name("link"), args=[obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def address_name(self, what: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}"

    def get_urls(self):
        own = [
            path(
                address,
                self.admin_site.admin_view(view),
                name=self.address_name(what).removeprefix("admin:"),
            )
            for address, view, what in (
                ("<int:row_id>/link/", self.link_view, "link"),
                ("many/<int:conference_id>/", self.many_view, "many"),
            )
        ]
        return [*own, *super().get_urls()]

    @sensitive_variables("token", "link")
    def link_view(self, request, row_id):
        """The link as it works now, with its QR; a new one, or none, on a press."""
        row = self.get_object(request, str(row_id))
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        is_asked = (
            request.method == "POST" and row.revoked_at is None and "sure" not in request.POST
        )
        if is_asked:
            pass  # a press that is asked about changes nothing
        elif request.method == "POST" and "revoke" in request.POST:
            links.revoke(self.model.objects.filter(pk=row.pk))
            row.refresh_from_db(fields=["revoked_at"])
            self.log_change(request, row, "link taken back")
        elif request.method == "POST":
            # The same when the button was pressed twice.
            links.give_again(row, mark=getattr(request, "press", None) or "")
            self.log_change(request, row, "new link")
        link = ""
        if row.revoked_at is None:
            # In the language of who opens it, as in the letters.
            link = links.address_of(row, row.language, page=self.page)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Link and QR"),
            "opts": self.opts,
            "conference": row.conference,
            "row": row,
            "link": link,
            "is_new": request.method == "POST" and not is_asked,
            "asks": ("revoke" if "revoke" in request.POST else "renew") if is_asked else "",
            "qr": mark_safe(qr_svg(link, light="#fff", svgclass="qr")) if link else "",
            "back": reverse(self.address_name("change"), args=[row.pk]),
        }
        response = TemplateResponse(request, "admin/attendance/linked/link.html", context)
        # No "no-referrer": its address is no secret, and its forms have to tell their origin.
        response["Cache-Control"] = "no-store, private"
        return response

    # --- Many at once -----------------------------------------------------------------------------

    def list_context(self, request):
        conferences = self.list_conferences(request)
        one = conferences[0] if len(conferences) == 1 else None
        may_add = one is not None and may(request.user, Right.EDIT_REGISTRATIONS, one)
        return super().list_context(request) | {
            "many_title": self.many_title,
            "many_address": reverse(self.address_name("many"), args=[one.pk]) if may_add else "",
        }

    def many_form(self, conference: Conference, data):
        """The form; what it holds before anybody has typed, too."""
        raise NotImplementedError

    def add_many(self, request, conference: Conference, form) -> None:
        """All of them, or none; and what is said of it."""
        raise NotImplementedError

    def many_view(self, request, conference_id):
        """Pasted as lines, or chosen from what the site knows already: all or none."""
        known = Conference.objects.visible_to(request.user)
        conference = known.filter(pk=possible_id(conference_id)).first()
        if conference is None:
            raise Http404
        if not may(request.user, Right.EDIT_REGISTRATIONS, conference):
            raise PermissionDenied
        back = f"{reverse(self.address_name('changelist'))}?{CONFERENCE}={conference.pk}"
        with timezone.override(conference.zone):
            form = self.many_form(conference, request.POST or None)
            if form.is_bound and form.is_valid():
                self.add_many(request, conference, form)
                return HttpResponseRedirect(back)
            context = {
                **self.admin_site.each_context(request),
                "title": self.many_title,
                "button": self.many_button,
                "opts": self.opts,
                "conference": conference,
                "form": form,
                "back": back,
            }
            status = 422 if form.is_bound else 200
            page = "admin/attendance/linked/many.html"
            return TemplateResponse(request, page, context, status=status).render()

    def tell_of_many(self, request, added: str, there: str, double: Sequence[str]) -> None:
        """`added` says how many are new; `there`, with n and names, who is left as it was."""
        self.message_user(request, added, messages.SUCCESS)
        if double:
            names = ", ".join(dict.fromkeys(double[:20]))
            said = there % {"n": len(double), "names": names}
            self.message_user(request, said, messages.WARNING)

    # --- Letters ----------------------------------------------------------------------------------

    def letters_view(self, request, queryset, letters: Letters):
        """A page that shows whom it would go to; None when it is sent."""
        rows = self.changeable(request, queryset.select_related("conference"))
        about = {"about": self.about, "values": self.values_of}
        wants_answered = "answered" in request.POST
        rows, answered = apart(rows, letters.has_answered)
        if "told" in request.POST:
            rows = [*rows, *answered] if wants_answered else rows
            done = [
                link_letters.send(conference, letters.occasion, people, **about)
                for conference, people in by_conference(rows)
            ]
            self.tell_of_letters(request, sum(len(plan.letters) for plan in done))
            return None

        def planned(people):
            return [
                link_letters.plan(conference, letters.occasion, some, **about)
                for conference, some in by_conference(people)
            ]

        plans, others = planned(rows), planned(answered)
        also = [letter for plan in others for letter in plan.letters]
        written = [letter for plan in plans for letter in plan.letters]
        without = [row for plan in plans for row in plan.without_address]
        samples = {letter.language: letter for letter in reversed([*written, *also])}
        context = {
            **self.admin_site.each_context(request),
            "title": letters.title,
            "opts": self.opts,
            "written": written[:SHOWN],
            "more": max(0, len(written) - SHOWN),
            "count": len(written),
            "without": without[:SHOWN],
            "more_without": max(0, len(without) - SHOWN),
            "without_count": len(without),
            "not_meant": sum(plan.not_meant for plan in plans),
            "had_it": sum(plan.had_it for plan in plans),
            "also": [letter.to_name for letter in also][:SHOWN],
            "also_count": len(also),
            "also_more": max(0, len(also) - SHOWN),
            "answered": [str(row) for row in answered[:SHOWN]],
            "answered_count": len(answered),
            "answered_more": max(0, len(answered) - SHOWN),
            "is_silent": any(plan.is_silent for plan in [*plans, *others]),
            "sends_mail": is_configured(),
            "samples": [
                (language, on_page(link_letters.as_read(letter, letters.occasion)))
                for language, letter in samples.items()
            ],
            "given": {
                "action": letters.action,
                "told": "1",
                "select_across": request.POST.get("select_across", "0"),
            },
            "ticked": request.POST.getlist(ACTION_CHECKBOX_NAME),
        }
        return TemplateResponse(request, "admin/attendance/linked/write.html", context)

    def tell_of_letters(self, request, many):
        if not many:
            said = _("Nobody would get it. Nothing was sent.")
            self.message_user(request, said, messages.WARNING)
        elif is_configured():
            said = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", many)
            self.message_user(request, said % {"n": many}, messages.SUCCESS)
        else:
            said = ngettext(
                "This site sends no e-mail: %(n)d letter is held in the outbox.",
                "This site sends no e-mail: %(n)d letters are held in the outbox.",
                many,
            )
            self.message_user(request, said % {"n": many}, messages.WARNING)
