"""A conference of few seats, and who has them, who waits."""

import uuid

from django.urls import reverse

from conference import stamps
from conference.attendance.registering import reply
from conference.program.release.publishing import publish
from tests.factories import make_conference, make_reply_form, make_session


def make_full(seats=2, **changes):
    """(conference, its form) with one sub-forum of one seat, public."""
    conference = make_conference(slug="spring")
    make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy", seats=1)
    publish(conference)
    stamps.forget()
    return conference, make_reply_form(conference, seats=seats, **changes)


def send(form, who, *sessions, **fields):
    """A reply whose organization is the person's own, so that nobody is anybody's double."""
    for session in sessions:
        session.seats = 1  # as the form gives them: published
    values = {"name": who, "organization_name": f"{who}大学", "title": "教授", "email": ""}
    form_id = uuid.uuid5(uuid.NAMESPACE_OID, who).hex
    return reply(form, form_id=form_id, sessions=sessions, **values | fields)[0]


def line(conference):
    rows = conference.registrations.filter(status="waitlisted").order_by("waits_as")
    return list(rows.values_list("name", flat=True))


def act(client, action, *people, **more):
    fields = {"action": action, "_selected_action": [person.pk for person in people]} | more
    address = reverse("admin:attendance_registration_changelist")
    return client.post(address, fields, follow=True).content.decode()
