"""What is made in the background, for the admin's first page: what waits, failed, or is ready."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from conference.attendance.wording import full_name
from conference.work.models import Job

SHOWN = 12


@dataclass(frozen=True)
class Entry:
    """A row of work. `address` opens its page, '' where it is somebody else's; `begin` begins one
    that failed again.
    """

    job: Job
    who: str
    address: str = ""
    begin: str = ""


def waiting(user) -> list[Entry]:
    """The newest of what the account may see; what is ready is its asker's alone. One query."""
    state = Job.State
    own_ready = Q(by=user, state=state.DONE, expires_at__gt=timezone.now())
    rows = Job.objects.visible_to(user).select_related("conference", "by")
    rows = rows.filter(Q(state__in=[*Job.OPEN, state.FAILED]) | own_ready)
    return [_entry(job, user) for job in rows.order_by("-asked_at", "-pk")[:SHOWN]]


def _entry(job, user):
    where = [job.conference.slug, job.token]
    is_own = job.by_id == user.pk
    by = job.by
    return Entry(
        job=job,
        who="" if is_own else full_name(by.first_name, by.last_name, by.get_username()),
        address=reverse("work:job", args=where) if is_own else "",
        begin=reverse("work:again", args=where) if job.state == Job.State.FAILED else "",
    )
