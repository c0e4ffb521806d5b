"""Registrations that were cancelled or declined, back onto the list."""

from django.utils.translation import gettext_noop

from conference.acts import act
from conference.attendance import letters
from conference.attendance.models import Registration, ReplyForm, last_in_line
from conference.attendance.registering import list_lock
from conference.attendance.seats import fill_seats, seats_left, take_up_choices, waiting
from conference.history import update_rows
from conference.stamps import raise_stamps, seats_scope

Status = Registration.Status


def restore(conference, people) -> list[Registration]:
    """Bring back those of `people` who hold no seat any more; returns them, with their new status.

    As if they replied now: a seat while seats last, else the end of the line, in the order of their
    numbers. Whom it concerns is written to. About fifteen queries, whatever the number.
    """
    form = ReplyForm.objects.filter(conference=conference).select_related("conference").first()
    with list_lock(conference), act(words=gettext_noop("Registrations were restored")):
        rows = Registration.objects.filter(conference=conference, status__in=Registration.GONE)
        rows = list(rows.filter(pk__in=[person.pk for person in people]).order_by("number"))
        fill_seats(conference)
        left = seats_left(form) if form else None
        if left and waiting(conference).exists():
            left = 0
        most = len(rows) if left is None else left
        seated = Status.CONFIRMED if form is None or form.confirms_at_once else Status.PENDING
        for row in rows[:most]:
            row.status = seated
        for place, row in enumerate(rows[most:], last_in_line(conference.pk)):
            row.status, row.waits_as = Status.WAITLISTED, place
        update_rows(rows, "status", "waits_as")
        take_up_choices(conference, rows[:most])
        for status in (seated, Status.WAITLISTED):
            letters.tell_status(conference, status, [r for r in rows if r.status == status])
        raise_stamps(seats_scope(conference.slug))
    return rows
