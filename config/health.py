"""Two questions of load balancers: is the process alive, can it do its work?"""

import logging

from django.db import connection
from django.http import HttpResponseNotAllowed, JsonResponse

logger = logging.getLogger(__name__)


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
    """503 while the database cannot be reached; recovers by itself."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever a driver raises, the answer is the same: not ready
        logger.warning("The database cannot be reached.", exc_info=True)
        connection.close()
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": connection.vendor})
