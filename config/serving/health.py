"""Two questions of load balancers: is the process alive, can it do its work?"""

import logging
from threading import Event, Lock, Thread

from django.db import connection
from django.http import HttpResponseNotAllowed, JsonResponse

from conference import stamps
from conference.models import Stamp
from config.serving import trouble

logger = logging.getLogger(__name__)

ANSWERED_WITHIN = 1.7  # seconds, also where the database takes a question and never answers


class HealthMiddleware:
    """Answers /health/live and /health/ready before hosts, languages, sessions and redirects.

    A load balancer asks by plain http and by the machine's address, so none of these may
    stand in its way.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = {"/health/live": live, "/health/ready": ready}

    def __call__(self, request):
        answer = self.answers.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def live():
    return JsonResponse({"status": "ok"})


def ready():
    """503 while the database cannot be reached, does not answer or is not prepared; 200 with
    `read-only` where pages are read and nothing is saved. Recovers by itself.
    """
    question = Question.asked(within=ANSWERED_WITHIN)
    reason = {"reason": question.reason} if question and question.reason else {}
    if question and question.is_answered:
        status = "read-only" if reason else "ok"
        return JsonResponse({"status": status, "database": connection.vendor} | reason)
    found = {"status": "unavailable", "database": "unreachable"}
    return JsonResponse(found | reason, status=503)


class Question:
    """One small query in a thread of its own, since no driver gives up on a database that hangs.

    One at a time: while an earlier one still waits, there is no answer to expect.
    """

    _asking = Lock()

    def __init__(self):
        self.done, self.is_answered, self.reason = Event(), False, ""

    @classmethod
    def asked(cls, *, within: float) -> "Question | None":
        if not cls._asking.acquire(timeout=within):
            return None
        question = cls()
        Thread(target=question.ask, daemon=True).start()
        question.done.wait(within)
        return question

    def ask(self):
        try:
            look()
            stamps.database_was_heard()
            self.is_answered = trouble.Preparation.is_done()
            found = trouble.of_files() if self.is_answered else trouble.NOT_PREPARED
            self.reason = trouble.in_english(found)
            if self.reason:
                logger.warning("Not all is well: %s.", self.reason)
        except Exception as error:  # whatever a driver raises, the answer is the same: not ready
            self.is_answered, self.reason = False, trouble.in_english(trouble.of_error(error))
            logger.warning("The database cannot be used.", exc_info=True)
        finally:
            connection.close()  # this thread's own
            self._asking.release()
            self.done.set()


def look():
    """Of a table: an empty file, or a database without tables, does no work either."""
    Stamp.objects.exists()
