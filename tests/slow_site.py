"""A site on a slow line, for finding browser tests that do not wait for what they look at.

    SLOW_SITE=0.4 python -m pytest -m browser

Each answer comes that many seconds late, and the second half of a page as late again: whoever
looks at a page before it is there is wrong each time, not once in fifty runs of a busy machine.
"""

import os
import time

from django.http import StreamingHttpResponse

DELAY = float(os.environ["SLOW_SITE"])


def slow(get_response):
    def middleware(request):
        time.sleep(DELAY)
        answer = get_response(request)
        if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
            return answer
        late = StreamingHttpResponse(
            in_halves(answer.content), status=answer.status_code, headers=answer.headers
        )
        late.cookies = answer.cookies
        return late

    return middleware


def in_halves(page):
    yield page[: len(page) // 2]
    time.sleep(DELAY)
    yield page[len(page) // 2 :]
