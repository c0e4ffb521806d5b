"""The organizer's quick act on the day: push what is to come and publish it, in one step."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from conference.admin import zone_label
from conference.permissions import Right
from conference.program.admin.notes import NoteForm
from conference.program.draft.clashes import span
from conference.program.release.publishing import PublishRefused
from conference.program.release.pushing import (
    LARGEST_PUSH,
    moved_alone,
    planned_push,
    push,
    take_back,
)
from conference.wording.clocks import clock

SHOWN_CLASHES = 5


class PushForm(NoteForm):
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=-LARGEST_PUSH,
        max_value=LARGEST_PUSH,
        initial=15,
        help_text=gettext_lazy("15 is later, -15 is earlier."),
        widget=forms.NumberInput(attrs={"step": 5, "class": "vIntegerField", "autofocus": True}),
    )
    field_order = ("minutes", "note_zh", "note_en")
    reviewed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes == 0:
            raise forms.ValidationError(gettext_lazy("Enter a number of minutes other than 0."))
        return minutes


def push_view(pages, conference_for):
    """The view of one admin site's ProgramPages; `?room=<slug>` is one room, none all of them."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request, conference_id):
        conference = conference_for(request, conference_id, Right.PUBLISH)
        slug = request.GET.get("room", "")[:100]
        room = get_object_or_404(conference.rooms, slug=slug) if slug else None
        if "take_back" in request.POST:
            return taken_back(request, conference)
        form = PushForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                release = push(conference, room=room, by=request.user, **form.act)
            except PublishRefused as refused:
                tell(request, refused)
            else:
                messages.success(request, told(release, form.cleaned_data["minutes"]))
                return HttpResponseRedirect(request.get_full_path())
        current = conference.releases.standing().defer("document").first()
        number = current.number if current else 0
        # What was reviewed is what this page shows now.
        if form.is_bound and form.is_valid():
            form = PushForm(initial=form.cleaned_data | {"reviewed": number})
        elif form.is_bound:
            form = PushForm(request.POST.dict() | {"reviewed": number})
        else:
            form.fields["reviewed"].initial = number
        found = planned_push(conference, at=timezone.now(), room=room)
        context = {
            "title": _("Push and publish"),
            "form": form,
            "room": room,
            "rooms": list(conference.rooms.all()),
            "later": [(s, span(s)) for s in found.later],
            "running": [(s, span(s)) for s in found.running],
            "previous": current,
            "pushed_at": clock(current.published_at.astimezone(conference.zone)) if current else "",
            "pushed": len(moved_alone(current, at=timezone.now())) if number > 1 else 0,
            "zone_label": zone_label(conference),
        }
        return pages.answer(request, "push", conference, context)

    return view


def tell(request, refused):
    """Why nothing was moved; of clashes each, as a publish would refuse them."""
    messages.error(request, refused.message)
    if refused.clashes:
        for clash in refused.clashes[:SHOWN_CLASHES]:
            messages.error(request, clash.message)
        messages.error(request, _("Nothing was moved and nothing was published."))


def told(release, minutes):
    count = len({change["code"] for change in release.changes if change["subject"] == "session"})
    text = ngettext(
        "%(count)d session was pushed by %(minutes)d minutes; %(release)s is public.",
        "%(count)d sessions were pushed by %(minutes)d minutes; %(release)s is public.",
        count,
    ) % {"count": count, "minutes": minutes, "release": release}
    return with_changes(text, release)


def taken_back(request, conference):
    """The answer to the button that takes the last push back."""
    number = request.POST["take_back"]
    try:
        reviewed = int(number) if number.isdecimal() and len(number) < 10 else 0
        release = take_back(conference, reviewed=reviewed, by=request.user)
    except PublishRefused as refused:
        tell(request, refused)
    else:
        text = _("The times of before are set again; %(release)s is public.")
        messages.success(request, with_changes(text % {"release": release}, release))
    return HttpResponseRedirect(request.get_full_path())


def with_changes(text, release):
    return format_html(
        '{} <a href="{}">{}</a>',
        text,
        reverse("admin:program_release_change", args=[release.pk]),
        _("See what changed"),
    )
