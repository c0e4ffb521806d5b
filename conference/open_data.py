"""Public data for pages and programs of other sites: CORS for reading, and nothing else.

What is marked here is the same for everybody and carries no cookie, so any origin may read it.
"""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

RELEASE_HEADER = "X-Lectern-Release"  # the version stamp that every output of one release carries

METHODS = "GET, HEAD, OPTIONS"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"ETag, Last-Modified, {RELEASE_HEADER}",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "no-store",
}


def open_data(view):
    """Let scripts of any site read what `view` answers; answer their question first (OPTIONS)."""

    # Exempt, so that a POST is told that this is for reading, and not that a form was too old.
    @csrf_exempt
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            response = view(request, *args, **kwargs)
        return opened(response)

    return wrapped


def opened(response):
    for name, value in HEADERS.items():
        response[name] = value
    if response.status_code == 405:
        response["Allow"] = METHODS
    return response
