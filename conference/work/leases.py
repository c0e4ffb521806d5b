"""How a row goes from one state to the next. Each step is one conditional write, so that of several
who try it at once one succeeds.
"""

from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.work.kinds import Broken, Made, kinds
from conference.work.models import ATTEMPTS, KEPT, LEASE, REMEMBERED, Job, results
from conference.work.taking import FREE, take_first

PAUSE = timedelta(seconds=10)  # before the next attempt, times those made
STRAY = timedelta(hours=1)  # a file that no row names is kept as long: its row may be coming


def take(at: datetime | None = None) -> Job | None:
    """The next row that waits, leased to the caller; None where none does. One query when idle."""
    at = at or timezone.now()
    waiting = Job.objects.waiting(at).filter(kind__in=kinds())
    return take_first(waiting, state=Job.State.RUNNING, until=at + LEASE, done=0, total=0)


def renew(job: Job, *, done: int, total: int, at: datetime | None = None) -> bool:
    """Hold it longer, and say how far it is; False: it is not the caller's any more."""
    until = (at or timezone.now()) + LEASE
    done = min(done, total) if total else done
    return bool(job.held().update(leased_until=until, done=done, total=total))


def finish(job: Job, made: Made, at: datetime | None = None) -> None:
    """Keep the file and end the row, with what its kind writes about that. Raises Broken.

    The file is stored first: a row never promises one that is not there, and a file without a row
    is purged.
    """
    at = at or timezone.now()
    name = results().save(f"{job.pk}-{job.lease}", File(made.file))
    try:
        with transaction.atomic():
            ended = job.held().update(
                **FREE,
                state=Job.State.DONE,
                ended_at=at,
                expires_at=at + KEPT,
                file=name,
                filename=made.filename,
                content_type=made.content_type,
                facts=made.facts,
            )
            if not ended:
                raise Broken
            job.rules.told(job, made)
    except BaseException:
        results().delete(name)
        raise


def fail(job: Job, sentence: str, at: datetime | None = None) -> bool:
    """End it for good: it cannot be made."""
    at = at or timezone.now()
    ended = {"state": Job.State.FAILED, "ended_at": at, "error": sentence}
    return bool(job.held().update(**FREE, **ended))


def try_again_later(job: Job, at: datetime | None = None) -> None:
    """After an error that may pass: it waits again, or has failed after its last attempt."""
    at = at or timezone.now()
    if job.attempts >= ATTEMPTS:
        fail(job, _exhausted(job), at)
    else:
        due = at + PAUSE * job.attempts
        job.held().update(**FREE, state=Job.State.WAITING, due_at=due, done=0, total=0)


def give_back(job: Job) -> None:
    """A worker that is told to stop leaves its row to the next; the attempt does not count."""
    attempts = max(job.attempts - 1, 0)
    job.held().update(**FREE, state=Job.State.WAITING, attempts=attempts, done=0, total=0)


def sweep(at: datetime | None = None) -> int:
    """What dead workers held waits again, or has failed after its last attempt; the number.

    One query when there are none.
    """
    at = at or timezone.now()
    lost = Job.objects.filter(state=Job.State.RUNNING, leased_until__lt=at)
    for job in lost:
        still = job.held().filter(leased_until__lt=at)
        if job.attempts >= ATTEMPTS:
            ended = {"state": Job.State.FAILED, "ended_at": at, "error": _exhausted(job)}
            still.update(**FREE, **ended)
        else:
            still.update(**FREE, state=Job.State.WAITING, due_at=at, done=0, total=0)
    return len(lost)


def cancel(job: Job, at: datetime | None = None) -> bool:
    """Whether it could still be cancelled. Who works on it notices when it renews its lease."""
    open_ = Job.objects.open().filter(pk=job.pk)
    ended_at = at or timezone.now()
    return bool(open_.update(**FREE, state=Job.State.CANCELLED, ended_at=ended_at))


def purge(at: datetime | None = None) -> int:
    """Remove the files whose time is over, then rows that ended long ago. How many files went.

    Two queries when there is nothing to do, and a look into the folder.
    """
    at = at or timezone.now()
    gone = 0
    for job in Job.objects.filter(state=Job.State.DONE, expires_at__lte=at):
        expired = Job.objects.filter(pk=job.pk, state=Job.State.DONE, file=job.file)
        if expired.update(state=Job.State.EXPIRED, file="", facts={}):
            results().delete(job.file)
            gone += 1
    old = Job.objects.filter(ended_at__lt=at - REMEMBERED).exclude(state=Job.State.DONE)
    if old.exists():
        old.delete()
    return gone + _purge_strays(at)


def _purge_strays(at: datetime) -> int:
    """Files of rows that were deleted with their conference or account, or never came to be."""
    try:
        names = results().listdir("")[1]
    except FileNotFoundError:
        return 0
    if not names:
        return 0
    known = set(Job.objects.exclude(file="").values_list("file", flat=True))
    gone = 0
    for name in set(names) - known:
        try:
            if results().get_modified_time(name) < at - STRAY:
                results().delete(name)
                gone += 1
        except FileNotFoundError:  # another worker's purge
            continue
    return gone


def _exhausted(job: Job) -> str:
    with translation.override(job.language):
        return _(
            "It broke off three times, by an error of the site or of its machine. Begin it again; "
            "if that does not help, tell those who run the site."
        )


def forget_files(conference: Conference, at: datetime | None = None) -> int:
    """What was made of a conference's rows is over at once, and what is being made is broken off;
    how many. Files go with the end of the transaction. Two queries, one more for each file.
    """
    at = at or timezone.now()
    ready = list(Job.objects.filter(conference=conference, state=Job.State.DONE))
    ended = {"state": Job.State.EXPIRED, "file": "", "facts": {}}
    Job.objects.filter(pk__in=[job.pk for job in ready]).update(**ended)
    for job in ready:
        transaction.on_commit(partial(results().delete, job.file))
    running = Job.objects.open().filter(conference=conference)
    return len(ready) + running.update(**FREE, state=Job.State.CANCELLED, ended_at=at)
