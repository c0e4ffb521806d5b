"""What is said of people of the program who were put on the list of registrations."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.expecting import Plan, expect
from conference.filters import CONFERENCE
from conference.permissions import Right, may


def page_of(conference, keys=None) -> str:
    """The page that shows what putting people on the list will do, and asks."""
    address = reverse("admin:attendance_registration_expect", args=[conference.pk])
    people = ",".join(map(str, keys)) if keys is not None else ""
    return f"{address}?{urlencode({'people': people})}" if people else address


def list_of(conference) -> str:
    address = reverse("admin:attendance_registration_changelist")
    return f"{address}?{urlencode({CONFERENCE: conference.pk, 'program': 'yes'})}"


def put_on_the_list(request, conference, keys=None):
    """For `joining.EXPECTING`: done at once; where something is to be asked, the page asks it."""
    if not may(request.user, Right.EDIT_REGISTRATIONS, conference):
        return None
    done = expect(conference, keys, by=request.user)
    tell(request, done)
    return HttpResponseRedirect(page_of(conference, keys) if done.asked else list_of(conference))


def tell(request, done: Plan) -> None:
    for said, level in sentences(done):
        messages.add_message(request, level, said)


def sentences(done: Plan):
    if done.new:
        said = ngettext(
            "%(n)d person of the program was put on the list of registrations.",
            "%(n)d people of the program were put on the list of registrations.",
            len(done.new),
        )
        yield said % {"n": len(done.new)}, messages.SUCCESS
    if done.known:
        said = ngettext(
            "%(n)d was on the list already and is marked as of the program.",
            "%(n)d were on the list already and are marked as of the program.",
            len(done.known),
        )
        yield said % {"n": len(done.known)}, messages.SUCCESS
    if done.asked:
        said = ngettext(
            "%(n)d may be on the list under another name: say who it is.",
            "%(n)d may be on the list under other names: say who they are.",
            len(done.asked),
        )
        yield said % {"n": len(done.asked)}, messages.WARNING
    if not (done.new or done.known or done.asked):
        yield _("All of them are on the list already."), messages.INFO
