"""Background workers beside the server: one that dies is replaced, all end with it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.config.serving.sites import environment

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="children are found in /proc"
)


def until(holds):
    deadline = time.monotonic() + 300  # a slow machine is not a wrong answer
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def children(pid):
    try:
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    except OSError:
        return set()


def is_gone(pid):
    """Also one that nobody has buried yet."""
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


@pytest.mark.parametrize("end", ["told", "left alone"])
def test_a_worker_that_dies_is_replaced_and_all_end_with_the_server(tmp_path, end):
    with (tmp_path / "logged").open("w") as logged:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.serving.background", "1"],
            cwd=settings.BASE_DIR,
            env=environment(tmp_path, 8000),
            stdin=subprocess.PIPE,
            stderr=logged,
        )
    (first,) = until(lambda: children(keeper.pid))

    os.kill(int(first), 9)

    (second,) = until(lambda: children(keeper.pid) - {first})
    if end == "told":
        keeper.terminate()
    keeper.stdin.close()  # by which it also hears that the server was killed
    assert keeper.wait(timeout=120) == 0
    until(lambda: is_gone(second))
    assert "ended (-9) and is begun anew" in (tmp_path / "logged").read_text()
