"""People of the program put on the list of registrations, near ones asked about."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.attendance.expected_people import list_of, page_of, tell
from conference.attendance.expecting import expect, plan
from conference.ids import possible_id
from conference.models import Conference
from conference.permissions import Right, may


class ExpectPages:
    """Before the admin of registrations."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.expect_view))
        own = path("expect/<int:conference_id>/", view, name="attendance_registration_expect")
        return [own, *super().get_urls()]

    def expect_view(self, request, conference_id):
        known = Conference.objects.visible_to(request.user)
        conference = known.filter(pk=possible_id(conference_id)).first()
        if conference is None:
            raise Http404
        if not may(request.user, Right.EDIT_REGISTRATIONS, conference):
            raise PermissionDenied
        named = request.GET.get("people", "")
        keys = [key for key in map(possible_id, named.split(",")) if key] if named else None
        if request.method == "POST":
            answers = {
                possible_id(name.removeprefix("is-")): value
                for name, value in request.POST.items()
                if name.startswith("is-")
            }
            done = expect(conference, keys, answers=answers, by=request.user)
            tell(request, done)
            to = page_of(conference, keys) if done.asked else list_of(conference)
            return HttpResponseRedirect(to)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Expect the people of the program"),
            "conference": conference,
            "plan": plan(conference, keys),
        }
        return TemplateResponse(request, "admin/attendance/registration/expect.html", context)
