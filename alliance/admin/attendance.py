"""The secretary's own lists: how their members attend, at conferences that let them see it."""

from django.db.models import Count, Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from alliance.member_lists import members_registered
from alliance.models import AttendanceGrant
from conference.attendance.lists.listing import CONTRACT_LISTS
from conference.attendance.models import Checkpoint, Registration
from conference.ids import possible_id
from conference.people.models import Organization
from conference.program.release.published import published_facts, title_in


def public_name(conference) -> str:
    """As the public knows it, by the annotation `facts`: the row is its organizers' draft."""
    return str(title_in(conference.facts)) if conference.facts else conference.slug


class AttendancePages:
    """Mixed into the admin of alliances: which conferences let it see, and one of them."""

    def get_urls(self):
        own = [
            ("<path:object_id>/attendance/", self.attendance_view, "attendance"),
            (
                "<path:object_id>/attendance/<int:conference_id>/",
                self.attendance_at_view,
                "attendance_at",
            ),
        ]
        return [
            path(route, self.admin_site.admin_view(view), name=f"alliance_alliance_{name}")
            for route, view, name in own
        ] + super().get_urls()

    def grants(self, alliance):
        return (
            AttendanceGrant.objects.filter(alliance=alliance)
            .select_related("conference")
            .annotate(facts=published_facts("conference_id"))
            .order_by("-conference__starts_on", "pk")
        )

    def attendance_view(self, request, object_id):
        alliance = self.get_object(request, object_id)
        conferences = []
        for grant in self.grants(alliance):
            grant.conference.facts = grant.facts
            conferences.append((grant.conference, public_name(grant.conference)))
        context = {"title": _("Attendance of members"), "conferences": conferences}
        return self.attendance_page(request, alliance, "attendance", context)

    def attendance_at_view(self, request, object_id, conference_id):
        alliance = self.get_object(request, object_id)
        grant = self.grants(alliance).filter(conference=possible_id(conference_id)).first()
        if grant is None:
            raise Http404
        conference = grant.conference
        conference.facts = grant.facts
        rows = members_attending(conference, [alliance.pk])
        context = {
            "title": public_name(conference),
            "conference": conference,
            "rows": rows,
            "registered": sum(row[1] for row in rows),
            "signed_in": sum(row[2] for row in rows),
            "lists": CONTRACT_LISTS,
        }
        return self.attendance_page(request, alliance, "attendance_at", context)

    def attendance_page(self, request, alliance, name, context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "alliance": alliance,
            **context,
        }
        return TemplateResponse(request, f"admin/alliance/alliance/{name}.html", context)


def members_attending(conference, alliances) -> list[tuple[Organization, int, int]]:
    """[(member, registered, signed in)] of those that have anybody there, by name. Two queries."""
    arrived = Q(admissions__checkpoint__kind=Checkpoint.Kind.ARRIVAL)
    counts = (
        Registration.objects.filter(members_registered(conference, alliances))
        .filter(conference=conference)
        .values("organization")
        .annotate(registered=Count("pk", distinct=True))
        .annotate(signed_in=Count("admissions", filter=arrived, distinct=True))
        .order_by("organization__sort_name", "organization")
    )
    counts = list(counts)
    members = Organization.objects.in_bulk([row["organization"] for row in counts])
    return [(members[row["organization"]], row["registered"], row["signed_in"]) for row in counts]
