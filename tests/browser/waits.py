"""Waiting for what only an asynchronous call can tell."""

import time


def until(page, expression, arg=None, *, seconds=20):
    """Wait until `expression`, a JavaScript function that may be async, returns something true.

    `page.wait_for_function` does not await: to it any promise is true at once.
    """
    ends = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < ends, f"still not true: {expression}"
        page.wait_for_timeout(100)
