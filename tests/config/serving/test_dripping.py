"""How long a request may take to come in, and an answer to be taken: the longer, the more of it."""

import time
from types import SimpleNamespace

import pytest

from config.serving import worker
from config.serving.worker import Channel


@pytest.mark.parametrize(
    ("seconds", "received", "is_given_up"),
    [
        (19, 0, False),
        (21, 0, True),
        (21, 2, True),
        (70, 30_000, False),  # 430 bytes a second, after the first twenty
        (90, 30_000, True),
        (600, 8_000_000, False),
    ],
)
def test_a_request_may_be_slow_and_may_not_drip(seconds, received, is_given_up):
    now = time.time()
    channel = Channel.__new__(Channel)
    channel.last_activity, channel.total_outbufs_len, channel.requests = now, 0, []
    channel.request = SimpleNamespace(began=now - seconds, body_bytes_received=received)

    assert channel.is_given_up(now) is is_given_up


def given_up_after(monkeypatch, taken, *, seconds=600, waiting=lambda second: True):
    """The second in which somebody is let go of who has taken so many bytes by then, or None."""
    monkeypatch.setattr(worker, "unacknowledged", lambda _: held)
    channel = Channel.__new__(Channel)
    channel.requests = []
    channel.socket = None
    channel.request = None
    for second in range(seconds):
        channel.last_activity = second
        channel.total_outbufs_len = int(waiting(second))
        # What the system took ahead is not taken by the reader.
        held = 3_000_000
        channel.sent = held + taken(second)
        if channel.is_given_up(second):
            return second
    return None


@pytest.mark.parametrize(
    ("taken", "second"),
    [
        (lambda second: 0, 90),
        (lambda second: second, 90),  # byte by byte
        (lambda second: second * 400, 90),
        (lambda second: second * 600, None),
        (lambda second: second * 2000, None),  # a phone at the edge of a network
        (lambda second: second // 64 * 128_000, None),  # the same by way of a proxy
        # Much at first is no credit for holding on.
        (lambda second: min(second, 100) * 100_000 + second, 270),
    ],
)
def test_a_reader_may_be_slow_and_may_not_take_byte_by_byte(monkeypatch, taken, second):
    assert given_up_after(monkeypatch, taken) == second


def test_who_waits_for_what_is_still_written_is_not_slow(monkeypatch):
    """A long export comes a little at a time, and each part of it is taken as it comes."""
    trickle = given_up_after(
        monkeypatch, lambda second: second // 30 * 1000, waiting=lambda second: second % 30 == 0
    )

    assert trickle is None
