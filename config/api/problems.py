"""Refusals of the API as problem details (RFC 9457): in English, with a code that stays."""

import json
from http import HTTPStatus

from django.http import HttpResponse

from conference.open_data import METHODS, opened

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"

# What is said where nothing more is known: {status: (code, sentence)}.
COMMON = {
    400: ("bad-request", "The address or a header of this request cannot be read."),
    403: ("forbidden", "This is not open to you."),
    404: ("not-found", "There is nothing at this address. /api/v1/ lists what there is."),
    405: ("method-not-allowed", f"The API is for reading: {METHODS}."),
    413: ("too-large", "This request is too large. The API is for reading and takes no body."),
    414: ("too-long", "This address is too long."),
    429: ("too-many-requests", "These are too many requests. Try again later."),
    503: ("unavailable", "The database cannot be reached at the moment. Try again shortly."),
    500: ("server-error", "This failed here, and not by your doing. Try again later."),
}


class Problem(Exception):
    """A refusal: the HTTP status, a code that stays the same, a sentence for the programmer."""

    def __init__(self, status: int, code: str, detail: str):
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def is_api(request) -> bool:
    return request.path_info.startswith(PREFIX)


def problem_response(status: int, code: str = "", detail: str = "") -> HttpResponse:
    usual_code, usual_detail = COMMON.get(status, ("error", ""))
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code or usual_code,
        "detail": detail or usual_detail or HTTPStatus(status).description,
    }
    response = HttpResponse(json.dumps(said), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = "en"
    if status == 405:
        response["Allow"] = METHODS
    return opened(response)
