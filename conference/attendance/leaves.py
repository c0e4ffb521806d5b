"""Who has left: the leave beside which another scan comes, and the last one that counts."""

from itertools import takewhile

from django.db.models import Subquery

from conference.attendance.models import Admission, CheckIn

Result, Direction = CheckIn.Result, CheckIn.Direction


def leave_beside(scan: CheckIn) -> CheckIn | None:
    """The leave that is in the log when this one comes: no coming in lies between their moments.

    In whichever order two devices send theirs, the log has one leave and one that came on top of
    it. One query, under the lock of the person's row: of two who scan at once the second sees the
    first. Asked again for a kept scan, it says what was there when that one came.
    """
    here = {"registration": scan.registration, "checkpoint": scan.checkpoint}
    if scan.pk:  # from the log alone, which an undo since then does not change
        came = CheckIn.objects.filter(
            **here, pk__lt=scan.pk, result=Result.ADMITTED, direction=Direction.IN
        )
        signed_in = came.order_by("-pk").values("pk")[:1]
        rows = CheckIn.objects.ways(before=scan.pk).filter(pk__lt=scan.pk)
    else:
        signed_in = Admission.objects.filter(**here).values("check_in")
        rows = CheckIn.objects.ways()
    rows = rows.filter(**here, pk__gte=Subquery(signed_in))
    ways = list(rows.select_related("by").order_by("scanned_at", "pk"))
    before = [way for way in reversed(ways) if way.scanned_at <= scan.scanned_at]
    after = [way for way in ways if way.scanned_at > scan.scanned_at]
    leaves = [*takewhile(_is_out, before), *takewhile(_is_out, after)]
    counted = (way for way in leaves if way.result == Result.ADMITTED)
    return next(counted, leaves[0] if leaves else None)


def _is_out(scan: CheckIn) -> bool:
    return scan.direction == Direction.OUT


def last_leave(scan: CheckIn) -> CheckIn | None:
    """The leave that an undo of leaving means: the last that counts."""
    if scan.direction == Direction.IN:
        return None
    rows = CheckIn.objects.filter(
        registration=scan.registration, checkpoint=scan.checkpoint, direction=Direction.OUT
    )
    return rows.with_counting().filter(counts=True).order_by("-scanned_at", "-pk").first()
