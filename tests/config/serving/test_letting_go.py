"""A connection that is closed for its silence takes nobody else's with it."""

import socket
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from config.serving.worker import WaitressWorker


def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "4")])
    return [b"here"]


class Hand:
    """A worker's connections, moved on by one turn at a time."""

    def __init__(self, listener):
        worker = WaitressWorker.__new__(WaitressWorker)
        worker.sockets = [SimpleNamespace(sock=listener)]
        worker.wsgi = application
        worker.cfg = SimpleNamespace(backlog=64)
        self.port = listener.getsockname()[1]
        self.threads = ThreadedTaskDispatcher()
        self.threads.set_thread_count(1)
        self.connections = {}
        self.server = worker.server(self.threads, self.connections)

    def come(self):
        return closing(socket.create_connection(("127.0.0.1", self.port), timeout=0.05))

    def turn(self):
        wasyncore.loop(timeout=0.01, use_poll=True, map=self.connections, count=1)


@pytest.fixture
def hand():
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.setblocking(False)
        hand = Hand(listener)
        yield hand
        hand.threads.shutdown()
        wasyncore.close_all(hand.connections)


def test_a_newcomer_is_not_closed_for_the_silent_one_whose_number_it_gets(hand):
    with hand.come():
        while not hand.server.active_channels:
            hand.turn()
        [silent] = hand.server.active_channels.values()
        silent.last_activity = time.time() - 3600
        # The look at the clock is due, and somebody comes in that very turn.
        hand.server.next_channel_cleanup = 0
        with hand.come() as newcomer:
            hand.turn()
            hand.server.let_go(time.time())
            hand.turn()
            newcomer.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            while (answer := taken(newcomer)) is None:
                hand.turn()

            assert silent not in hand.server.active_channels.values()
            assert answer.startswith(b"HTTP/1.1 200 OK")


def taken(connection):
    try:
        return connection.recv(4096)
    except TimeoutError:
        return None
