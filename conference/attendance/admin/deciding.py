"""What organizers decide of many registrations: asked first where somebody is written to, beside
the letter that they would get.
"""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.signing import BadSignature, Signer
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from conference.attendance.letters import OF_STATUS, sample_letter
from conference.attendance.models import Registration
from conference.forms import LinesField
from conference.letters.admin.texts import on_page

Status = Registration.Status
SHOWN = 20  # names on the page that asks
SIGNER = Signer(salt="deciding")


@dataclass(frozen=True)
class Decision:
    """`status` is what those get whom it concerns: all `of` these statuses, any where empty."""

    action: str
    title: str
    status: str
    of: tuple = ()
    asks_reason: bool = False

    def concerns(self, row) -> bool:
        if self.of:
            return row.status in self.of
        return row.status != self.status or row.held_as_double


CONFIRM = Decision("confirm", gettext_lazy("Confirm registrations"), Status.CONFIRMED)
WAIT = Decision("put_on_waiting_list", gettext_lazy("Put on the waiting list"), Status.WAITLISTED)
CANCEL = Decision("cancel", gettext_lazy("Cancel registrations"), Status.CANCELLED)
DECLINE = Decision("decline", gettext_lazy("Decline registrations"), Status.DECLINED)
DECLINE_WITH_REASON = Decision(
    *("decline_with_reason", gettext_lazy("Decline with a reason"), Status.DECLINED),
    asks_reason=True,
)
RESTORE = Decision(
    "restore", gettext_lazy("Restore registrations"), Status.CONFIRMED, of=Registration.GONE
)


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


class Deciding:
    """For the list's model admin: `decide` asks, or does it."""

    def decide(self, request, queryset, decision: Decision):
        """A page that asks first; None when it is done. What somebody else changed since the page
        was drawn is left as it is, and told.
        """
        rows = self.changeable(request, queryset.select_related("conference"))
        concerned = [row for row in rows if decision.concerns(row)]
        written = [row for row in concerned if row.email and decision.status in OF_STATUS]
        is_told = "told" in request.POST
        form = ReasonForm(request.POST if is_told else None, label_suffix="")
        may_go = is_told and form.is_valid()
        if not may_go and (is_told or decision.asks_reason or written):
            return self.asking_page(request, decision, rows, concerned, written, form)
        if is_told:
            rows = self.without_changed_since(request, rows)
        reason = form.cleaned_data["reason"] if is_told and decision.asks_reason else ""
        self.carry_out(request, rows, decision, reason=reason)
        return None

    def without_changed_since(self, request, rows):
        shown_at = _moment(request.POST.get("shown", ""))
        if shown_at is None:
            return rows
        ids = Registration.objects.filter(pk__in=[row.pk for row in rows]).values("pk")
        since = Registration.history.filter(id__in=ids, history_date__gt=shown_at)
        changed = set(since.values_list("id", flat=True))
        if changed:
            names = [row.name for row in rows if row.pk in changed]
            self.message_user(
                request,
                ngettext(
                    "%(count)d registration was changed by somebody else after this page was "
                    "opened, and is left as it is: %(names)s. Look at it and decide again.",
                    "%(count)d registrations were changed by somebody else after this page was "
                    "opened, and are left as they are: %(names)s. Look at them and decide again.",
                    len(names),
                )
                % {"count": len(names), "names": ", ".join(names[:SHOWN])},
                messages.WARNING,
            )
        return [row for row in rows if row.pk not in changed]

    def asking_page(self, request, decision, rows, concerned, written, form):
        reason = "{reason}" if decision.asks_reason else ""
        sample = sample_letter(concerned, decision.status, reason=reason)
        stays = len(rows) - len(concerned)
        context = {
            **self.admin_site.each_context(request),
            "title": decision.title,
            "opts": self.opts,
            "form": form if decision.asks_reason else None,
            "rows": concerned[:SHOWN],
            "more": max(0, len(concerned) - SHOWN),
            "count": len(concerned),
            "stays": stays,
            "written": len(written),
            "may_wait": decision is RESTORE,
            "given": {
                "action": decision.action,
                "told": "1",
                "shown": SIGNER.sign(timezone.now().isoformat()),
                "select_across": request.POST.get("select_across", "0"),
            },
            "ticked": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "language": sample[0] if sample else "",
            "words": on_page(sample[1]) if sample else None,
        }
        return TemplateResponse(request, "admin/attendance/registration/reason.html", context)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(SIGNER.unsign(text))
    except (BadSignature, ValueError):
        return None
