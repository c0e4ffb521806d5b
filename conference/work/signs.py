"""Whether anybody works in the background: a worker gives a sign of life with each of its sweeps,
and while it makes something the lease is one.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from conference.work.models import Job, Sign

SILENCE = timedelta(seconds=100)  # three sweeps: longer than that, nobody lives
PATIENCE = timedelta(seconds=20)  # that a row waits before anybody asks; a worker starts in a few


def give(at: datetime | None = None) -> None:
    """One write, two the first time."""
    sign = {"seen_at": at or timezone.now()}
    if not Sign.objects.filter(pk=1).update(**sign):
        Sign.objects.bulk_create([Sign(pk=1, **sign)], ignore_conflicts=True)


def is_anybody_there(at: datetime | None = None) -> bool:
    """Whether a worker gave a sign of life a moment ago. One query, two where none did."""
    at = at or timezone.now()
    if Sign.objects.filter(seen_at__gte=at - SILENCE).exists():
        return True
    return Job.objects.filter(state=Job.State.RUNNING, leased_until__gt=at).exists()


def are_left_alone(jobs: list[Job], at: datetime | None = None) -> bool:
    """Whether one of the rows has waited for a while and nobody is there. No query where none has
    waited that long, else those of `is_anybody_there`.
    """
    at = at or timezone.now()
    have_waited = any(
        job.state == Job.State.WAITING and at - max(job.asked_at, job.due_at) >= PATIENCE
        for job in jobs
    )
    return have_waited and not is_anybody_there(at)
