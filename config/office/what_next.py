"""After a row was saved: what comes next, as links beside the message that it is saved."""

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from conference.permissions import Right, may
from conference.scoped_admin.one_at_a_time import CONFERENCE, working_in

# What a release holds: a change of it is public with the next publish.
OF_RELEASE = {
    "program.session", "program.participation", "program.expectedtotal", "people.hostrole",
    "people.person", "people.organization", "conference.conference", "conference.room",
    "conference.track", "conference.highlight", "conference.venueplan", "conference.hotel",
    "conference.contact", "conference.photo",
}  # fmt: skip


def tell_what_comes_next(request, response):
    """Says it where a form of one row was saved, and its page is left. No query of its own but, of
    the directory, that for the account's conferences.
    """
    row = getattr(request, "saved_row", None)
    if row is None or response.status_code != 302 or IS_POPUP_VAR in request.POST:
        return
    found = what_comes_next(request, row, is_new=request.saved_row_is_new)
    if found:
        links = format_html_join(" · ", '<a href="{}">{}</a>', found)
        messages.info(request, format_html(_("Next: {}"), links), extra_tags="next")


def what_comes_next(request, row, *, is_new) -> list[tuple[str, str]]:
    """[(address, label)], the nearest first; [] outside a conference."""
    user, label = request.user, row._meta.label_lower
    conference = getattr(request, "form_conference", None)
    if conference is None and row._meta.app_label == "people":  # of the directory
        conference = working_in(request)
    if conference is None:
        return []
    found = []
    here = f"conference={conference.pk}"
    if is_new and "_addanother" not in request.POST:
        if label == "program.session" and "_continue" not in request.POST:
            page = reverse("admin:program_session_change", args=[row.pk])
            found.append((f"{page}#roles-group", _("say who speaks in it")))
        if label == "people.person" and may(user, Right.EDIT_DRAFT, conference):
            page = reverse("admin:program_participation_add")
            found.append((f"{page}?{here}&person={row.pk}", _("put them into the program")))
        if label == "program.participation":
            page = reverse("admin:program_session_changelist")
            query = f"?{CONFERENCE}={conference.pk}&needs=people"
            found.append((page + query, _("give them a session")))
        if label in ("conference.room", "conference.track"):
            page = reverse(f"admin:{label.replace('.', '_')}_add")
            found.append((f"{page}?{here}", _("add another one")))
    if label == "attendance.replyform" and conference.is_public:
        found.append((reverse("attendance:register", args=[conference.slug]), _("see the form")))
    if label in OF_RELEASE and conference.is_public and may(user, Right.PUBLISH, conference):
        page = reverse("admin:program_publish", args=[conference.pk])
        found.append((page, _("review and publish")))
    page = f"{reverse('admin:index')}?{CONFERENCE}={conference.pk}"
    found.append((page, _("what the conference still needs")))
    return found
