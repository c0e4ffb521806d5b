"""The access log: one line of JSON for each answer, without its reader and what was asked for."""

import logging
import time

from waitress.buffers import ReadOnlyFileBasedBuffer

from config.serving.logs import without_secrets

log = logging.getLogger("lectern.access")


def with_access_log(application):
    """The WSGI application, its answers told when the last of each has been handed on."""

    def logged(environ, start_response):
        began = time.perf_counter()
        facts = {
            "method": environ["REQUEST_METHOD"],
            "path": without_secrets(environ["REQUEST_URI"]),
        }

        def started(status, headers, exc_info=None):
            facts["status"] = int(status[:3])
            facts["bytes"] = next(
                (int(value) for name, value in headers if name.lower() == "content-length"), None
            )
            return start_response(status, headers, exc_info)

        answer = application(environ, started)
        if isinstance(answer, ReadOnlyFileBasedBuffer):  # the server sends the file by itself
            tell(facts, began)
            return answer
        return Told(answer, facts, began)

    return logged


class Told:
    """An answer that is logged when the server closes it: its bytes are counted as they pass."""

    def __init__(self, answer, facts, began):
        self.answer = answer
        self.facts = facts
        self.began = began
        self.sent = 0

    def __iter__(self):
        for part in self.answer:
            self.sent += len(part)
            yield part

    def close(self):
        if hasattr(self.answer, "close"):
            self.answer.close()
        if self.facts["bytes"] is None:
            self.facts["bytes"] = self.sent
        tell(self.facts, self.began)


def tell(facts, began):
    facts["ms"] = round((time.perf_counter() - began) * 1000, 1)
    log.info("request", extra={"facts": facts})
