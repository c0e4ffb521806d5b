"""When a scan happened, told by a clock that may be wrong."""

from datetime import UTC, datetime, timedelta

LONGEST_WAIT = timedelta(days=3)  # of a desk's page, between a scan and its sending
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def seen_at(
    scanned: datetime | None,
    *,
    sent: datetime | None,
    received: datetime,
    longest: timedelta = LONGEST_WAIT,
) -> datetime:
    """When it was; aware, never after `received`.

    With `sent`, what the device's clock said when it sent the scan, only the time between the two
    counts. A moment that cannot be (to come, or longer ago than `longest`) is that of receiving.
    """
    if scanned is None:
        return received
    waited = (sent or received) - scanned
    return received - waited if timedelta(0) <= waited <= longest else received


def in_bounds(moment: datetime | None) -> datetime | None:
    """What a clock said, where any database can keep it; else None."""
    return moment if moment is not None and EARLIEST <= moment <= LATEST else None
