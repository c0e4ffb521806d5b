"""Pages that change by themselves when a day begins: in some zone, on every quarter hour."""

from datetime import timedelta


def turning_each_quarter_hour(response, now):
    """The response, kept by the page cache until the next quarter hour after `now`."""
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    response.changed_at, response.fresh_until = quarter, quarter + timedelta(minutes=15)
    return response
