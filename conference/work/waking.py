"""How a worker that has nothing to do hears that something waits.

With `TASKS_URL=database:` it looks each second, which is one query that locks nothing. With
`redis://` it is told, on whichever machine it runs. A call is nothing but that: what is to be done
stands in the database, and a worker that heard none looks by itself all the same.
"""

import logging
from threading import Event
from typing import Any

from django.conf import settings

KEY = "lectern:work"
LOOK = 1.0  # seconds between two looks, where nobody calls
HEAR = 5  # seconds that a worker listens before it looks by itself
UNHEARD = 100  # calls that are kept while no worker listens

logger = logging.getLogger(__name__)


def wake() -> None:
    """Call one worker. Never raises: the row is found without it, only later."""
    if not settings.TASKS_URL:
        return
    try:
        with _server() as server:
            server.lpush(KEY, "1")
            server.ltrim(KEY, 0, UNHEARD - 1)
    except _redis().RedisError:
        logger.warning("work: the task server cannot be reached; workers look by themselves")


def wait(stopping: Event) -> None:
    """Return when there may be something to do, or when `stopping` is set."""
    if not settings.TASKS_URL:
        stopping.wait(LOOK)
        return
    try:
        with _server() as server:
            server.brpop([KEY], timeout=HEAR)
    except _redis().RedisError:
        stopping.wait(LOOK)


def _redis() -> Any:
    import redis  # holds 5 MB, of each process that imports it

    return redis


def _server() -> Any:
    return _redis().Redis.from_url(
        settings.TASKS_URL, socket_connect_timeout=2, socket_timeout=HEAR + 5
    )
