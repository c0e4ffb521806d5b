"""The status of many registrations at once: confirm, let in, put on the waiting list, cancel."""

from itertools import groupby

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.attendance.joining import make_one
from conference.attendance.letters import sample_letter
from conference.attendance.models import Registration, ReplyForm
from conference.attendance.registering import let_in, set_status
from conference.attendance.seats import seats_taken
from conference.forms import LinesField
from conference.letters.admin.texts import on_page
from conference.models import Conference

Status = Registration.Status
SHOWN = 20  # names on the page that asks


class ReasonForm(forms.Form):
    reason = LinesField(
        label=gettext_lazy("Reason, for the letter"),
        required=False,
        max_length=1_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "It stands in the letter as you write it here, in whichever language. It may be empty."
        ),
    )


class StatusActions:
    """The actions of the list of registrations."""

    actions = ("write_to", "list_phones", "confirm", "let_in", "put_on_waiting_list", "cancel")
    actions += ("decline", "decline_with_reason", "make_one")

    @admin.action(permissions=["change"], description=gettext_lazy("Confirm registrations"))
    def confirm(self, request, queryset):
        self.set_status(request, queryset, Status.CONFIRMED)

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Not a double: give a seat or a place in line"),
    )
    def let_in(self, request, queryset):
        rows = self.changeable(request, queryset.select_related("conference"))
        done = []
        for conference, people in by_conference(rows):
            done += let_in(conference, people)
        waits = sum(row.status == Status.WAITLISTED for row in done)
        self.message_user(
            request,
            ngettext(
                "%(count)d reply is taken for another person; %(waits)d of them on the waiting "
                "list.",
                "%(count)d replies are taken for other people; %(waits)d of them on the waiting "
                "list.",
                len(done),
            )
            % {"count": len(done), "waits": waits},
        )

    @admin.action(permissions=["change"], description=gettext_lazy("Put on the waiting list"))
    def put_on_waiting_list(self, request, queryset):
        self.set_status(request, queryset, Status.WAITLISTED)

    @admin.action(permissions=["change"], description=gettext_lazy("Cancel registrations"))
    def cancel(self, request, queryset):
        self.set_status(request, queryset, Status.CANCELLED)

    @admin.action(permissions=["change"], description=gettext_lazy("Decline registrations"))
    def decline(self, request, queryset):
        self.set_status(request, queryset, Status.DECLINED)

    @admin.action(permissions=["change"], description=gettext_lazy("Decline with a reason"))
    def decline_with_reason(self, request, queryset):
        """Ask first what to tell them, beside the letter that they would get."""
        rows = self.changeable(request, queryset.select_related("conference"))
        is_told = "told" in request.POST
        form = ReasonForm(request.POST if is_told else None, label_suffix="")
        if is_told and form.is_valid():
            reason = form.cleaned_data["reason"]
            self.set_status(request, queryset, Status.DECLINED, reason=reason)
            return None
        sample = sample_letter(rows, Status.DECLINED)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Decline with a reason"),
            "opts": self.opts,
            "form": form,
            "rows": rows[:SHOWN],
            "more": max(0, len(rows) - SHOWN),
            "count": len(rows),
            "written": sum(bool(row.email) for row in rows),
            "given": {
                "action": "decline_with_reason",
                "told": "1",
                "select_across": request.POST.get("select_across", "0"),
            },
            "ticked": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "language": sample[0] if sample else "",
            "words": on_page(sample[1]) if sample else None,
        }
        return TemplateResponse(request, "admin/attendance/registration/reason.html", context)

    @admin.action(permissions=["change"], description=gettext_lazy("Make one of two registrations"))
    def make_one(self, request, queryset):
        rows = list(self.changeable(request, queryset.select_related("conference"))[:3])
        if len(rows) != 2 or rows[0].conference_id != rows[1].conference_id:
            said = _("Mark two registrations of one conference that are one person’s.")
            self.message_user(request, said, messages.WARNING)
            return
        stays = make_one(*rows, by=request.user)
        said = _(
            "%(name)s is registered once now, as number %(number)d: with the sub-forums, places in "
            "line and scans of both."
        )
        said %= {"name": stays.name, "number": stays.number}
        self.message_user(request, said, messages.SUCCESS)

    def set_status(self, request, queryset, status, *, reason=""):
        """Give the chosen rows a status; those who are signed in stay as they are."""
        rows = self.changeable(request, queryset.select_related("conference"))
        changed, conferences = [], []
        for conference, people in by_conference(rows):
            conferences.append(conference)
            changed += set_status(conference, people, status, reason=reason)
        label = Status(status).label
        self.message_user(
            request,
            ngettext(
                "%(count)d registration is now: %(status)s.",
                "%(count)d registrations are now: %(status)s.",
                len(changed),
            )
            % {"count": len(changed), "status": label},
        )
        if len(changed) < len(rows):
            self.message_user(
                request,
                _("The others had this status already, or are signed in and stay as they are."),
                messages.WARNING,
            )
        if status == Status.CONFIRMED:
            self.warn_of_overbooking(request, conferences)
        if status == Status.WAITLISTED:
            back = Registration.objects.filter(pk__in=[row.pk for row in changed])
            if seated := back.exclude(status=Status.WAITLISTED).count():
                text = ngettext(
                    "%(count)d person got a seat at once, because one is free.",
                    "%(count)d people got a seat at once, because some are free.",
                    seated,
                ) % {"count": seated}
                self.message_user(request, text, messages.WARNING)

    def warn_of_overbooking(self, request, conferences):
        """Organizers may seat more people than there are seats; they are told."""
        for form in ReplyForm.objects.filter(conference__in=conferences, seats__isnull=False):
            over = seats_taken(form.conference) - form.seats
            if over > 0:
                text = ngettext(
                    "%(conference)s: %(over)d person more than there are seats (%(seats)d). "
                    "Raise the seats in the reply form, or put somebody on the waiting list.",
                    "%(conference)s: %(over)d people more than there are seats (%(seats)d). "
                    "Raise the seats in the reply form, or put some on the waiting list.",
                    over,
                ) % {"conference": form.conference, "over": over, "seats": form.seats}
                self.message_user(request, text, messages.WARNING)


def by_conference(rows) -> list[tuple[Conference, list[Registration]]]:
    """Rows with their conference, always in one order: each is locked in its turn."""
    rows = sorted(rows, key=lambda row: row.conference_id)
    return [
        (people[0].conference, people)
        for _key, group in groupby(rows, lambda r: r.conference_id)
        if (people := list(group))
    ]
