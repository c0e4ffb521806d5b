"""How long a request may take to come in: the longer, the more of it has come."""

import time
from types import SimpleNamespace

import pytest

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
