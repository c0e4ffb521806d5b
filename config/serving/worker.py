"""A worker of gunicorn that lets waitress speak HTTP.

gunicorn keeps the processes: it starts, reloads, stops and replaces them. Inside one, waitress
reads and writes in a single loop and gives a request to a thread once the whole of it is here, so
that whoever sends half of one, or reads slowly, holds a connection and no thread.
"""

import fcntl
import os
import re
import socket
import termios
import time
from array import array
from contextlib import suppress

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask
from waitress.utilities import RequestEntityTooLarge

from config.serving import memory, permissions_policy
from config.serving.access import log, with_access_log
from config.serving.loading import load_for_requests

# Bytes of a request's first line and headers. Longer than any address of ours, so that whoever
# sends too many stars is told so by the site, in the language of the address (public.errors).
MAX_HEAD = 160 * 1024
# Bytes of a body that is read to its end, so that the site can say what is too much (32 MB,
# public.errors); what is said to be larger is answered at once.
MAX_BODY = 64 * 1024 * 1024
# Connections a worker holds at once, half of the files a process may usually open; further ones
# wait in the system's queue.
MAX_CONNECTIONS = 500
# Seconds without a byte after which a connection is closed: kept alive or half sent.
SILENCE = 10
# Seconds a refused sender may go on before the connection is closed, and after the last byte of it:
# closed at once, what is still on its way would take the answer with it.
LINGERING = 30
LINGERING_SILENCE = 5
# Seconds a request may take to come in, however steadily it drips, and the bytes a second of its
# body that lengthen them: what a phone sends at the edge of a network is ten times as fast.
LONGEST = 20
SLOWEST = 500
# Seconds over which a reader must take as many bytes a second of what waits, so that nobody holds
# a connection by taking a long answer byte by byte. A proxy beside us that passes 2 kB a second on
# to a phone asks for 128 kB at once, and then for nothing for a minute.
STALLED = 90
# Seconds a stopping worker still takes requests on kept-alive connections: one may be on its way.
LAST_CALL = 1
# Seconds between two looks at the clock and at what the worker holds.
PULSE = 1


class Request(HTTPRequestParser):
    """A request as it comes in."""

    def __init__(self, adj):
        super().__init__(adj)
        self.began = time.time()

    def parse_header(self, header_plus):
        """Take an address in plain UTF-8, as scripts write it (`curl "…?q=人"`), as if escaped."""
        line, end, rest = header_plus.partition(b"\r\n")
        line = re.sub(rb"[\x80-\xff]", lambda found: b"%%%02X" % found[0][0], line)
        super().parse_header(line + end + rest)


class Refusal(ErrorTask):
    """Our page for what is refused before Django: an endless address, a bad header."""

    def execute(self):
        error = self.request.error
        status = 414 if error.code == 431 else error.code  # what is too long is the address
        name = "500.html" if status >= 500 else "400.html"
        page = (settings.BASE_DIR / "templates" / name).read_text("utf-8")
        body = page.replace('"status">400<', f'"status">{status}<').encode()
        self.status = f"{status} {REASONS.get(status, error.reason)}"
        self.response_headers += [
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'self'"),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Permissions-Policy", permissions_policy.POLICY),
            ("X-Content-Type-Options", "nosniff"),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
        log.info("request", extra={"facts": {"status": status, "bytes": len(body)}})


REASONS = {414: "URI Too Long"}


class TooLarge(WSGITask):
    """A body beyond all measure: the site says so by its length, without having read it."""

    def get_environment(self):
        environ = super().get_environment()
        received = max(self.request.content_length, self.request.body_bytes_received)
        environ["CONTENT_LENGTH"] = str(received)
        return environ

    def execute(self):
        self.set_close_on_finish()
        super().execute()


def refusing(channel, request):
    channel.lingers = True
    kind = TooLarge if isinstance(request.error, RequestEntityTooLarge) else Refusal
    return kind(channel, request)


class Channel(HTTPChannel):
    """A connection."""

    parser_class = Request
    error_task_class = staticmethod(refusing)

    # Whether what still comes is read and dropped after the answer: closed with something unread,
    # the answer would go with it.
    lingers = False
    ended = None  # when the last byte of such an answer was sent, as time.time()
    sent = 0  # bytes handed to the system
    waited = None  # (since when an answer waits to be taken, how much had been taken then)

    def send(self, data, do_close=True):
        sent = super().send(data, do_close)
        self.sent += sent
        return sent

    def service(self):
        """Answer the first request, and no other that came with it: a reader who asks for much
        ahead and takes little would hold a thread. The others are asked again elsewhere, as
        RFC 9112 section 9.6 has it after `Connection: close`.
        """
        with self.requests_lock:  # held until all that came at once is told apart
            asks_ahead = len(self.requests) > 1
        if asks_ahead:
            self.requests[0].headers["CONNECTION"] = "close"
            self.lingers = True
        super().service()

    def handle_close(self):
        if self.lingers and self.connected and self.ended is None:
            self.ended = time.time()
            self.will_close = self.close_when_flushed = False
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                return
        super().handle_close()

    def handle_read(self):
        if self.ended is None:
            super().handle_read()
        elif self.recv(self.adj.recv_bytes):  # closes by itself where the other end has
            self.last_activity = time.time()

    def is_idle(self):
        return not (self.requests or self.request or self.total_outbufs_len)

    def is_given_up(self, now):
        """Whether it holds this end without getting on; `now` as time.time()."""
        silent = now - self.last_activity
        if self.ended is not None:
            heard = max(self.ended, self.last_activity)
            return now - heard > LINGERING_SILENCE or now - self.ended > LINGERING
        if self.is_taking_too_little(now):
            return True
        if self.requests or self.total_outbufs_len:  # being answered
            return False
        if silent > SILENCE or not self.request:
            return silent > SILENCE
        allowed = LONGEST + self.request.body_bytes_received / SLOWEST
        return now - self.request.began > allowed

    def is_taking_too_little(self, now):
        """Whether less than SLOWEST was taken of what waited all the time for STALLED seconds.

        An answer whose next part is still being made keeps nobody waiting but its reader.
        """
        if not self.total_outbufs_len:
            self.waited = None
            return False
        taken = self.sent - unacknowledged(self.socket)
        since, before = self.waited = self.waited or (now, taken)
        if now - since < STALLED:
            return False
        self.waited = now, taken
        return taken - before < SLOWEST * STALLED


def unacknowledged(connection):
    """Bytes that the system keeps for the other end: up to some megabytes, of which it takes more
    only when a third has gone. On a slow line that is minutes.
    """
    found = array("i", [0])
    with suppress(OSError):  # where a system does not tell
        fcntl.ioctl(connection, termios.TIOCOUTQ, found)
    return found[0]


class Server(TcpWSGIServer):
    channel_class = Channel

    def maintenance(self, now):
        """Nothing here: waitress calls it while it asks which connections to wait for. One closed
        then is still waited for, by its number; a newcomer who gets that number is closed for it.
        """

    def let_go(self, now):
        """Close the connections that do not get on; between two turns of the loop."""
        for channel in list(self.active_channels.values()):
            if channel.is_given_up(now):
                # At once: `will_close` waits until more can be sent, which is what does not happen.
                channel.handle_close()


class Alarm(wasyncore.file_dispatcher):
    """The pipe that a signal writes to: the loop wakes at once."""

    def writable(self):
        return False

    def handle_read(self):
        self.recv(4096)


class WaitressWorker(Worker):
    """One process of the site: a loop over its connections, and `threads` that answer."""

    def run(self):
        load_for_requests()
        memory.collect_early()
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(self.cfg.threads)
        connections = {}
        Alarm(self.PIPE[0], map=connections)
        server = self.server(threads, connections)
        while self.alive:
            self.turn(connections)
            server.let_go(time.time())
            if (held := memory.held()) > settings.WORKER_MEMORY:
                self.log.warning("A worker holds %d MB and makes room for another.", held)
                self.alive = False
        self.drain(server, connections)

    def server(self, threads, connections):
        [listener] = self.sockets
        sock = listener.sock
        return Server(
            with_access_log(self.wsgi),
            connections,
            _sock=sock,
            dispatcher=threads,
            bind_socket=False,
            sockinfo=(sock.family, sock.type, sock.proto, sock.getsockname()),
            ident="",
            backlog=self.cfg.backlog,
            # Whose proxy may be believed is config.serving.proxies' to say.
            clear_untrusted_proxy_headers=False,
            max_request_header_size=MAX_HEAD,
            max_request_body_size=MAX_BODY,
            connection_limit=MAX_CONNECTIONS,
            # Readers that leave in the middle are no errors.
            log_socket_errors=False,
        )

    def turn(self, connections):
        """Serve for a PULSE."""
        self.notify()
        if self.ppid != os.getppid():  # whoever would stop and replace it is gone
            self.alive = False
        ends = time.monotonic() + PULSE
        while self.alive and time.monotonic() < ends:
            wasyncore.loop(timeout=PULSE, use_poll=True, map=connections, count=1)

    def drain(self, server, connections):
        """Answer what came before the stop, then let go."""
        began = time.monotonic()
        take_all(server)
        server.del_channel()
        server.socket.close()  # with the last worker's the system refuses newcomers
        while server.active_channels and time.monotonic() - began < self.cfg.graceful_timeout:
            self.notify()
            if time.monotonic() - began > LAST_CALL:
                for channel in server.active_channels.values():
                    channel.will_close |= channel.is_idle()
            wasyncore.loop(timeout=0.1, use_poll=True, map=connections, count=1)


def take_all(server):
    """Accept what waits in the system's queue, which is lost with the last process that has it."""
    while True:
        before = len(server.active_channels)
        with suppress(OSError):
            server.handle_accept()
        if len(server.active_channels) == before:
            return
