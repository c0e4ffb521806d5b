"""The agenda follows when a conference is put on other days: offered, never done by itself."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.clock import DayField
from conference.models import Conference
from conference.permissions import Right
from conference.program.admin.pages import conference_for
from conference.program.draft.moving import MoveStale, move_days, said_of_days
from conference.wording.days import date_range

LARGEST_MOVE = 3_660  # days; ten years


class DaysForm(forms.Form):
    days = forms.IntegerField(
        min_value=-LARGEST_MOVE, max_value=LARGEST_MOVE, widget=forms.HiddenInput
    )
    first_day = DayField(required=False, widget=forms.HiddenInput)  # that was looked at


def days_to_move(conference: Conference, old_first_day) -> int:
    """By how many days the first day was moved just now, 0 where no session would follow. One
    query, and only after such a move.
    """
    if not isinstance(old_first_day, date) or old_first_day == conference.starts_on:
        return 0
    if not conference.sessions.filter(starts_at__isnull=False).exists():
        return 0
    return (conference.starts_on - old_first_day).days


def offer(conference: Conference, days: int) -> SafeString:
    address = reverse("admin:conference_move_days", args=[conference.pk])
    return format_html(
        '{} <a href="{}?days={}">{}</a>',
        _("The sessions stand on their old days."),
        address,
        days,
        said_of_days(days),
    )


def move_days_view(site):
    """The page that asks, and moves when it is said."""

    def view(request, conference_id):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST" and "days" not in request.GET:
            where = reverse("admin:conference_conference_change", args=[conference.pk])
            return HttpResponseRedirect(where)  # only its message leads here
        form = DaysForm(request.POST if request.method == "POST" else request.GET)
        if not form.is_valid() or not form.cleaned_data["days"]:
            raise BadRequest(_("The number of days is missing. Go back and choose again."))
        days = form.cleaned_data["days"]
        sessions = conference.sessions.filter(starts_at__isnull=False)
        if request.method == "POST":
            try:
                count = len(
                    move_days(conference, days=days, reviewed=form.cleaned_data["first_day"])
                )
            except MoveStale:
                text = _(
                    "Nothing has been moved: the sessions stand on other days than this page "
                    "showed. Look whether they still have to be moved."
                )
                messages.warning(request, text)
            else:
                return moved(request, conference, count)
        first = sessions.order_by("starts_at").first()
        last = sessions.order_by("-starts_at").first()
        context = {
            **site.each_context(request),
            "title": said_of_days(days),
            "conference": conference,
            "opts": Conference._meta,
            "form": DaysForm(
                initial={"days": days, "first_day": first and conference.day_of(first.starts_at)}
            ),
            "count": sessions.count(),
            "now": first and date_range(*map(conference.day_of, (first.starts_at, last.starts_at))),
            "days": date_range(conference.starts_on, conference.ends_on),
        }
        response = TemplateResponse(request, "admin/conference/move_days.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def moved(request, conference, count):
        text = ngettext(
            "%(count)d session was moved. Its clock time is the same.",
            "%(count)d sessions were moved. Their clock times are the same.",
            count,
        ) % {"count": count}
        messages.success(request, text)
        where = reverse("admin:program_session_changelist")
        return HttpResponseRedirect(f"{where}?conference__id__exact={conference.pk}")

    return path(
        "conference/conference/<int:conference_id>/move-days/",
        site.admin_view(view),
        name="conference_move_days",
    )
