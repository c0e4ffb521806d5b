"""A PostgreSQL that takes questions and never answers them: hung, stopped, behind a dead network.

No driver gives up on it, since what was sent counts as received. So whoever waits a while without a
word dials the server anew: a server that is only busy with a long question takes the call, one that
hangs does not, and then the wait ends with the error of a lost connection.
"""

from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic

import psycopg

SILENCE = 0.8  # seconds without a word until somebody asks whether the server lives
TAKES_CALLS_WITHIN = 0.9  # seconds; any word counts, a refusal too
HOLDS = 1.0  # seconds that an answer is good for


class Connection(psycopg.Connection):
    """A connection whose waits end when its server hangs, after about two seconds."""

    def wait(self, gen, *args, **kwargs):
        return super().wait(self._while_it_lives(gen), *args, **kwargs)

    def _while_it_lives(self, gen):
        """The driver's own steps (it wants to read or write, it hears what is ready), watched."""
        try:
            wanted, heard_at = next(gen), monotonic()
            while True:
                ready = yield wanted
                if ready:
                    heard_at = monotonic()
                elif pulse.is_lost(self, heard_at):
                    self.close()
                    raise psycopg.OperationalError("The database server does not answer.")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


class Pulse:
    """Whether the server took the last call. One call at a time; who comes meanwhile shares it."""

    def __init__(self):
        self._lock, self._asked_at, self._is_lost = Lock(), float("-inf"), False

    def is_lost(self, connection, heard_at) -> bool:
        now = monotonic()
        is_known_lost = self._is_lost and now - self._asked_at < HOLDS
        if not is_known_lost and now - max(heard_at, self._asked_at) < SILENCE:
            return False
        with self._lock:
            if monotonic() - self._asked_at >= HOLDS:
                self._is_lost = not takes_calls(connection)
                self._asked_at = monotonic()
            return self._is_lost


def takes_calls(connection) -> bool:
    """Whether a new call to a connection's server is taken or refused within its time."""
    answered, known = Event(), connection.info.get_parameters()
    known |= {"password": connection.info.password, "connect_timeout": 2}

    def call():
        # A refusal is a word too; that the time is over comes too late to count.
        with suppress(psycopg.Error):
            psycopg.connect(**known).close()
        answered.set()

    Thread(target=call, daemon=True).start()
    return answered.wait(TAKES_CALLS_WITHIN)


pulse = Pulse()
