"""The server among clients that hold on, drip, stop half way, lie about lengths or go away.

One worker of four threads: whoever took a thread from the others would be noticed at once.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from waitress.adjustments import Adjustments

from config.serving import worker
from tests.config.serving.sites import ask, environment, free_port, wait_for_port

pytestmark = [
    pytest.mark.served,
    pytest.mark.once(reason="no page asked for here needs the database"),
]

HEAD = b"Host: 127.0.0.1\r\n"
FORM = b"POST /admin/login/ HTTP/1.1\r\n" + HEAD + b"Content-Type: text/plain\r\n"


LONG = 8 * 1024 * 1024  # bytes: far more than the system takes ahead of a reader
NAME = f"{'0' * 64}.pdf"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "media" / "public").mkdir(parents=True)
    (folder / "media" / "public" / NAME).write_bytes(b"x" * LONG)
    return folder


@contextmanager
def running(folder, **more):
    """(port, process) of a server on that folder, stopped at the end without a complaint."""
    port = free_port()
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env=environment(folder, port, **more),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for_port(port, process)
            yield port, process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0, (folder / "said").read_text()
    assert "Traceback" not in (folder / "said").read_text()


@pytest.fixture(scope="module")
def site(folder):
    with running(folder) as (port, _process):
        yield port


def said(port, sent):
    """All that is answered to some bytes, until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


HALVES = {
    "half a head": b"GET /en/ HTTP/1.1\r\n" + HEAD + b"X-Never-",
    "half a body": FORM + b"Content-Length: 99\r\n\r\na=",
    "half a chunk": FORM + b"Transfer-Encoding: chunked\r\n\r\n63\r\na=",
    "nothing": b"",
    "the start of TLS": b"\x16\x03\x01",
}


ANSWER = f"GET /media/public/{NAME} HTTP/1.1\r\n".encode() + HEAD + b"\r\n"


class Reader(threading.Thread):
    """Takes so many bytes of a long answer every half second, until it is let go of or hurries."""

    def __init__(self, port, share):
        super().__init__(daemon=True)
        self.connection = connected(port, ANSWER)
        self.share = share
        self.hurries = threading.Event()
        self.taken = 0

    def run(self):
        while self.is_held() and not self.hurries.wait(0.5):
            self.taken += len(self.connection.recv(self.share)) if self.share else 0

    def is_held(self):
        """Whether the server has the other end open: with no word of its own it may close it."""
        ours, theirs = (
            f"{port:04X}"
            for _, port in (self.connection.getsockname(), self.connection.getpeername())
        )
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        found = [row[3] for row in rows if (row[1][-4:], row[2][-4:]) == (theirs, ours)]
        # A list that changes while it is read may leave one out, or have it twice.
        return set(found) <= {"01"}

    def rest(self):
        self.hurries.set()
        self.join()
        with self.connection as connection:
            while self.taken < LONG and (part := connection.recv(65536)):
                self.taken += len(part)
        return self.taken


@pytest.fixture(scope="module")
def slow(site):
    """Of one who takes nothing, a byte at a time, and what a phone does on a bad line, from the
    first test to the last, so that no test waits for them alone."""
    readers = {share: Reader(site, share) for share in (0, 1, 1000)}
    for reader in readers.values():
        reader.start()
    return readers


def test_who_stops_half_way_or_does_not_read_holds_no_reader(site, slow):
    with ExitStack() as stack:
        held = {
            kind: [stack.enter_context(connected(site, sent)) for _ in range(12)]
            for kind, sent in HALVES.items()
        }
        for _ in range(16):
            stack.enter_context(connected(site, ANSWER * 40))
        threads = stack.enter_context(ThreadPoolExecutor())
        dripping = [
            threads.submit(is_cut_off, stack.enter_context(connected(site, sent)))
            for sent in (b"GET /en/ HTTP/1.1\r\nX-Drip: ", FORM + b"Content-Length: 9999\r\n\r\na=")
        ]

        for _ in range(8):
            assert ask(site, "/health/live")[0] == 200

        for kind, connections in held.items():
            for one in connections:
                assert one.recv(1) == b"", kind  # let go of in the end
        assert [one.result() for one in dripping] == [True, True]
        assert ask(site, "/health/live")[0] == 200


def connected(port, sent):
    one = socket.socket()
    one.settimeout(600)  # patience, no measure
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.connect(("127.0.0.1", port))
    one.sendall(sent)
    return one


def is_cut_off(dripping):
    """Whether one who sends a byte now and then is let go of, however long it goes on."""
    dripping.settimeout(0.1)
    for _ in range(6000):
        try:
            dripping.sendall(b"x")
            return dripping.recv(1) == b""
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x00\x01\x02\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"get / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nNo colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", 400),
        (FORM + b"Content-Length: -1\r\n\r\n", 400),
        (FORM + b"Content-Length: 5, 6\r\n\r\n", 400),
        (FORM + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (FORM + b"Transfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET /?q=" + b"x" * 300_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n", 414),
        (b"GET / HTTP/1.1\r\nCookie: " + b"x" * 300_000 + b"\r\n\r\n", 414),
    ],
)
def test_what_is_no_request_is_refused_with_our_page(site, sent, status):
    answer = said(site, sent)

    assert answer.startswith(b"HTTP/1.") and answer[9:12] == str(status).encode()
    assert b"Content-Security-Policy: default-src 'self'\r\n" in answer
    assert ("返回首页" if status < 500 else "html").encode() in answer
    assert b"waitress" not in answer.lower()


def test_who_asks_ahead_gets_one_answer_and_asks_the_rest_again(site):
    """Also where more was sent than the server read: it closes without losing the answer."""
    answer = said(site, (b"GET /health/live HTTP/1.1\r\n" + HEAD + b"\r\n") * 400)

    assert answer.count(b"HTTP/1.1 200 ") == 1 and b"\r\nConnection: close\r\n" in answer
    assert answer.endswith(b'{"status": "ok"}\r\n0\r\n\r\n')


def test_a_body_beyond_measure_is_refused_by_its_length_alone(site):
    """The answer is there although none of the 5 GB has been sent."""
    answer = said(site, FORM + b"Accept-Language: zh-CN\r\nContent-Length: 5000000000\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "32 MB" in answer.decode()


def test_an_underscore_makes_nobody_a_proxy():
    """Some proxies pass `X_Forwarded_For` on, which WSGI could not tell from the real one."""
    request = worker.Request(Adjustments())

    request.received(
        b"GET / HTTP/1.1\r\nX-Forwarded-For: 192.0.2.1\r\nX_Forwarded_For: 192.0.2.9\r\n\r\n"
    )

    assert request.completed
    assert request.headers == {"X_FORWARDED_FOR": "192.0.2.1"}


def test_a_crash_is_mended_and_a_reload_and_a_stop_cut_no_answer(folder):
    found, stopping = [], threading.Event()

    def browse(port):
        while True:
            try:
                status, headers, body = ask(port, "/admin/login/")
            except ConnectionError:
                # Who comes while the door closes is turned away, before a word was said.
                assert stopping.is_set()
                return
            found.append(status if len(body.encode()) == int(headers["Content-Length"]) else "cut")

    with running(folder, WORKERS="2") as (port, process):
        until(lambda: len(children(process)) == 2)
        before = set(children(process))
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(children(process)) == 2 and set(children(process)) != before)
        readers = [threading.Thread(target=browse, args=[port]) for _ in range(12)]
        for reader in readers:
            reader.start()
        before = set(children(process))
        process.send_signal(signal.SIGHUP)
        until(lambda: len(children(process)) == 2 and not set(children(process)) & before)
        answered = len(found)
        until(lambda: len(found) > answered + 50)
        stopping.set()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        for reader in readers:
            reader.join()
    assert set(found) == {200}


def test_a_worker_that_holds_much_makes_room(folder):
    with running(folder, WORKER_MEMORY="1") as (port, process):
        first = children(process)
        while children(process) == first:
            assert ask(port, "/health/live")[0] == 200
    assert "makes room for another" in (folder / "said").read_text()


def test_a_long_answer_is_taken_by_a_phone_and_not_byte_by_byte(slow):
    for share in (0, 1):
        slow[share].join(600)  # patience, no measure
        assert not slow[share].is_alive(), "nobody lets go of it"
        slow[share].connection.close()

    assert slow[1000].is_held()
    assert slow[1000].rest() >= LONG


def children(process):
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in found.split()]


def until(is_true):
    ends = time.monotonic() + 600
    while not is_true():
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("heard", "now", "is_given_up"),
    [(0, 4, False), (0, 6, True), (24, 25, False), (24, 31, True)],
)
def test_a_refused_sender_on_a_slow_line_is_read_to_its_end(heard, now, is_given_up):
    """Closed sooner, the answer would go with what is unread; never held for ever."""
    channel = SimpleNamespace(ended=0, last_activity=heard)
    assert worker.Channel.is_given_up(channel, now) is is_given_up
