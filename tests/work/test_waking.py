"""How a worker hears that something waits, spoken to a server that knows three words of Redis."""

import socketserver
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from conference.work import waking


class Handler(socketserver.StreamRequestHandler):
    """Lists by LPUSH, LTRIM and BRPOP; an empty list answers nil at once, as after its timeout."""

    def handle(self):
        while line := self.rfile.readline():
            words = []
            for _ in range(int(line[1:])):
                size = int(self.rfile.readline()[1:])
                words.append(self.rfile.read(size + 2)[:-2].decode())
            self.wfile.write(self.answer(*words))

    def answer(self, word, *rest):
        kept = self.server.kept
        self.server.heard.append(word)
        if word == "HELLO":
            return b"%1\r\n$5\r\nproto\r\n:3\r\n"
        if word == "LPUSH":
            kept.insert(0, rest[1])
            return b":%d\r\n" % len(kept)
        if word == "LTRIM":
            del kept[int(rest[2]) + 1 :]
            return b"+OK\r\n"
        if word == "BRPOP":
            if not kept:
                return b"*-1\r\n"
            value = kept.pop().encode()
            key = rest[0].encode()
            return b"*2\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n" % (len(key), key, len(value), value)
        return b"+OK\r\n" if word in ("CLIENT", "QUIT") else b"-ERR unknown command\r\n"


@contextmanager
def called():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.kept, server.heard = [], []
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_a_call_reaches_a_worker_on_another_machine(settings):
    with called() as server:
        settings.TASKS_URL = f"redis://127.0.0.1:{server.server_address[1]}/0"
        waking.wake()
        assert server.kept == ["1"]
        waking.wait(Event())
        assert server.kept == []
        waking.wait(Event())  # nothing called: it looks by itself after a while

    assert server.heard.count("BRPOP") == 2


def test_calls_that_nobody_hears_do_not_pile_up(settings, monkeypatch):
    monkeypatch.setattr(waking, "UNHEARD", 2)
    with called() as server:
        settings.TASKS_URL = f"redis://127.0.0.1:{server.server_address[1]}/0"
        for _call in range(4):
            waking.wake()
        assert server.kept == ["1", "1"]


def test_a_server_that_is_away_keeps_nobody_from_asking_or_working(settings, monkeypatch, caplog):
    with called() as server:
        port = server.server_address[1]
    settings.TASKS_URL = f"redis://127.0.0.1:{port}/0"
    monkeypatch.setattr(waking, "LOOK", 0)

    waking.wake()
    waking.wait(Event())

    assert ["cannot be reached" in record.getMessage() for record in caplog.records] == [True]


@pytest.mark.parametrize("is_stopping", [True, False])
def test_without_one_it_looks_each_moment_and_ends_when_told(monkeypatch, is_stopping):
    monkeypatch.setattr(waking, "LOOK", 3_600 if is_stopping else 0)
    stopping = Event()
    if is_stopping:
        stopping.set()

    waking.wait(stopping)

    assert stopping.is_set() == is_stopping
