"""Asking for something to be done, and asking again."""

import json
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from conference.models import Conference
from conference.work import leases, waking
from conference.work.models import Job


def ask(kind: str, *, conference: Conference, by: User, wants: dict) -> Job:
    """The row that waits for a worker. What is asked a second time while it waits is the same row.

    Two queries, three where it is there.
    """
    language = get_language()
    wish = json.dumps([conference.pk, language, wants], sort_keys=True)
    same = {"by": by, "kind": kind, "key": sha256(wish.encode()).hexdigest()}
    while (job := Job.objects.open().filter(**same).first()) is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    **same, conference=conference, language=language, wants=wants
                )
        except IntegrityError:  # somebody's other tap was faster
            continue
        transaction.on_commit(waking.wake)
        break
    return job


def again(job: Job) -> Job:
    """From its beginning, for the account that asked; the same row, unless it was asked anew."""
    ended = (Job.State.FAILED, Job.State.CANCELLED, Job.State.EXPIRED)
    now = timezone.now()
    leases.purge(now)  # its file may have expired since the last time
    fresh = {
        "state": Job.State.WAITING,
        "ended_at": None,
        "expires_at": None,
        "error": "",
        "attempts": 0,
        "done": 0,
        "total": 0,
        "asked_at": now,
        "due_at": now,
    }
    try:
        with transaction.atomic():
            Job.objects.filter(pk=job.pk, state__in=ended).update(**fresh)
    except IntegrityError:
        same = Job.objects.open().filter(by=job.by_id, kind=job.kind, key=job.key)
        return same.first() or job
    transaction.on_commit(waking.wake)
    job.refresh_from_db()
    return job
