"""The status of many registrations at once: confirm, let in, put on the waiting list, cancel,
decline, restore.
"""

from itertools import groupby

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.attendance.admin.deciding import (
    CANCEL,
    CONFIRM,
    DECLINE,
    DECLINE_WITH_REASON,
    RESTORE,
    WAIT,
    Deciding,
)
from conference.attendance.joining import make_one
from conference.attendance.models import Registration, ReplyForm
from conference.attendance.registering import let_in, set_status
from conference.attendance.restoring import restore
from conference.attendance.seats import seats_taken
from conference.models import Conference

Status = Registration.Status


class StatusActions(Deciding):
    """The actions of the list of registrations."""

    actions = ("write_to", "list_phones", "print_badges", "confirm", "let_in")
    actions += ("put_on_waiting_list", "cancel", "decline", "decline_with_reason")
    actions += ("restore", "make_one")

    @admin.action(permissions=["change"], description=CONFIRM.title)
    def confirm(self, request, queryset):
        return self.decide(request, queryset, CONFIRM)

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

    @admin.action(permissions=["change"], description=WAIT.title)
    def put_on_waiting_list(self, request, queryset):
        return self.decide(request, queryset, WAIT)

    @admin.action(permissions=["change"], description=CANCEL.title)
    def cancel(self, request, queryset):
        return self.decide(request, queryset, CANCEL)

    @admin.action(permissions=["change"], description=DECLINE.title)
    def decline(self, request, queryset):
        return self.decide(request, queryset, DECLINE)

    @admin.action(permissions=["change"], description=DECLINE_WITH_REASON.title)
    def decline_with_reason(self, request, queryset):
        return self.decide(request, queryset, DECLINE_WITH_REASON)

    @admin.action(permissions=["change"], description=RESTORE.title)
    def restore(self, request, queryset):
        """Back onto the list: a seat where one is free, else the end of the line."""
        return self.decide(request, queryset, RESTORE)

    def carry_out(self, request, rows, decision, *, reason=""):
        if decision is RESTORE:
            self.bring_back(request, rows)
        else:
            self.set_status(request, rows, decision.status, reason=reason)

    def bring_back(self, request, rows):
        done = []
        for conference, people in by_conference(rows):
            done += restore(conference, people)
        waits = sum(row.status == Status.WAITLISTED for row in done)
        said = ngettext(
            "%(count)d registration is restored; %(waits)d of them on the waiting list.",
            "%(count)d registrations are restored; %(waits)d of them on the waiting list.",
            len(done),
        )
        self.message_user(request, said % {"count": len(done), "waits": waits})
        if len(done) < len(rows):
            said = _("The others are neither cancelled nor declined, and stay as they are.")
            self.message_user(request, said, messages.WARNING)

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

    def set_status(self, request, rows, status, *, reason=""):
        """Give the rows a status; those who are signed in stay as they are."""
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
