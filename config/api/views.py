"""The addresses of the API: get the release, ask `shapes`, answer JSON.

Kept by the page cache like every public page, so nothing here may depend on more than the address:
not on Accept, which JSON answers whatever it says, nor on the reader's language.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from math import ceil
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.translation import override

from conference.open_data import RELEASE_HEADER, open_data
from conference.page_cache import public_page
from conference.program.models import Release
from conference.program.public.changes import public_release
from conference.program.release.published import current_facts, published_program
from conference.stamps import SITE, of_conference
from config.api.openapi import document
from config.api.problems import Problem, problem_response
from config.api.shapes import Links, ProgramShapes, api_url, conference_shape

USUAL_LIMIT, MOST_LIMIT = 100, 500
PAGING = ("page", "limit")


def _of_site(**_kwargs):
    return (SITE,)


def _of_code(**_kwargs):
    return ()


def api(scopes: Callable, *parameters: str):
    """A view of the API that returns (a JSON value, its version or "") and knows `parameters`.

    Problems and unknown rows become problem details; anything else but GET, HEAD and OPTIONS is
    refused.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, **kwargs):
            try:
                query = _query(request, parameters)
                value, version = view(request, query, **kwargs)
            except Problem as problem:
                return problem_response(problem.status, problem.code, problem.detail)
            except Http404:
                return problem_response(404)
            body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            response = HttpResponse(body, content_type="application/json")
            response["Content-Language"] = "zh-Hans, en"
            if version:
                response[RELEASE_HEADER] = version
            return response

        kept = public_page(scopes)(answer)

        @open_data
        @wraps(view)
        def wrapped(request, **kwargs):
            if request.method not in ("GET", "HEAD"):
                return problem_response(405)
            # The answer is the same whatever language its reader asks for.
            with override("en"):
                return kept(request, **kwargs)

        return wrapped

    return decorate


# --- Parameters ---


def _query(request, known) -> dict[str, str]:
    """The parameters, each once; a misspelled one is refused, since it would ask for everything."""
    for name in request.GET:
        if name not in known:
            takes = " and ".join(known) if known else "no parameters"
            raise Problem(
                400, "unknown-parameter", f"“{name[:40]}” is not known here; this takes {takes}."
            )
        if len(request.GET.getlist(name)) > 1:
            raise Problem(400, "repeated-parameter", f"“{name}” may be given once.")
    return dict(request.GET.items())


def _number(query, name, usual, most):
    value = query.get(name)
    if value is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", value, re.ASCII) or not 1 <= int(value) <= most:
        raise Problem(400, "bad-number", f"“{name}” must be a whole number from 1 to {most}.")
    return int(value)


def _page(tail: str, rows: list, shape: Callable, query: dict, head: dict) -> dict:
    """One page of a list. Only the rows on it are given their shape."""
    limit = _number(query, "limit", USUAL_LIMIT, MOST_LIMIT)
    page = _number(query, "page", 1, 999_999_999)
    pages = max(ceil(len(rows) / limit), 1)
    if page > pages:
        raise Problem(404, "no-such-page", f"The last page is {pages}.")

    def address(number):
        if not 1 <= number <= pages:
            return None
        return f"{api_url(tail)}?{urlencode(query | {'page': number})}"

    return {
        **head,
        "count": len(rows),
        "page": page,
        "pages": pages,
        "limit": limit,
        "next": address(page + 1),
        "previous": address(page - 1),
        "results": [shape(row) for row in rows[(page - 1) * limit : page * limit]],
    }


def _changed_since(query, slug) -> datetime | None:
    """The moment that `changed_since` means: itself, or when the release of that number came."""
    value = query.get("changed_since")
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        rows = Release.objects.filter(conference__slug=slug, number=min(int(value), 2**31 - 1))
        published_at = rows.values_list("published_at", flat=True).first()
        if published_at is None:
            raise Problem(404, "no-such-release", f"There is no release {value}.")
        return published_at
    try:
        # A plus sign that was not escaped in the address arrives as a space.
        found = datetime.fromisoformat(value.upper().replace(" ", "+"))
        if found.tzinfo is None or "T" not in value.upper():
            raise ValueError
        return found
    except ValueError:
        raise Problem(
            400,
            "bad-changed-since",
            "“changed_since” must be the number of a release, or a time with its offset such as "
            "2026-05-20T09:00:00+08:00 or 2026-05-20T01:00:00Z.",
        ) from None


# --- The site ---


@api(_of_code)
def index(request, query):
    return {
        "name": "Lectern",
        "api": "1",
        "conferences": api_url("conferences/"),
        "openapi": api_url("openapi.json"),
    }, ""


@api(_of_code)
def openapi(request, query):
    return document(), ""


@api(_of_site, *PAGING)
def conferences(request, query):
    """Every public conference, the latest first. One query."""

    def shape(row):
        number, published_at, facts = row
        links = Links(facts["slug"])
        return conference_shape(facts, number=number, published_at=published_at, links=links)

    rows = sorted(current_facts(), key=lambda row: row[2]["slug"])
    rows.sort(key=lambda row: row[2]["starts_on"], reverse=True)
    return _page("conferences/", rows, shape, query, {}), ""


# --- A conference ---


def _stamped(program, value):
    return value, program.version


@api(of_conference)
def conference(request, query, slug):
    program = published_program(slug)
    return _stamped(program, ProgramShapes(program).conference())


@api(of_conference)
def whole_program(request, query, slug):
    program = published_program(slug)
    return _stamped(program, ProgramShapes(program).program_shape())


def _list(slug, query, section, rows_of, shape_of):
    program = published_program(slug)
    shapes = ProgramShapes(program)
    tail = f"conferences/{slug}/{section}/"
    value = _page(tail, rows_of(program), shape_of(shapes), query, shapes.stamp())
    return _stamped(program, value)


def _one(slug, find, shape_of):
    program = published_program(slug)
    row = find(program)
    if row is None:
        raise Problem(404, "not-found", "The current release of this conference has none of these.")
    shapes = ProgramShapes(program)
    return _stamped(program, {**shapes.stamp(), **shape_of(shapes)(row)})


@api(of_conference, *PAGING, "changed_since")
def sessions(request, query, slug):
    """Every session, talks after their sub-forum; with `changed_since`, what changed after that."""
    program = published_program(slug)
    since = _changed_since(query, slug)

    def rows_of(program):
        rows = list(program.every_session())
        if since is not None:
            rows = [s for s in rows if (s.changed_at or program.published_at) > since]
        return rows

    return _list(program.conference.slug, query, "sessions", rows_of, lambda s: s.session)


@api(of_conference)
def session(request, query, slug, code):
    return _one(slug, lambda p: p.session(code), lambda s: s.session)


@api(of_conference, *PAGING)
def people(request, query, slug):
    return _list(slug, query, "people", lambda p: list(p.people), lambda s: s.person)


@api(of_conference)
def person(request, query, slug, code):
    return _one(slug, lambda p: p.person(code), lambda s: s.person)


@api(of_conference, *PAGING)
def rooms(request, query, slug):
    return _list(slug, query, "rooms", lambda p: list(p.rooms), lambda s: s.room)


@api(of_conference)
def room(request, query, slug, room):
    return _one(slug, lambda p: p.room(room), lambda s: s.room)


@api(of_conference, *PAGING)
def tracks(request, query, slug):
    return _list(slug, query, "tracks", lambda p: list(p.tracks), lambda s: s.track)


@api(of_conference)
def track(request, query, slug, track):
    return _one(slug, lambda p: p.track(track), lambda s: s.track)


def _releases(slug):
    rows = Release.objects.standing().filter(conference__slug=slug).defer("document", "by")
    return [public_release(row, UTC) for row in rows.order_by("-number")]


@api(of_conference, *PAGING)
def releases(request, query, slug):
    """Newest first. One query beside the program's."""
    return _list(slug, query, "releases", lambda p: _releases(slug), lambda s: s.release)


@api(of_conference)
def release(request, query, slug, number):
    def find(program):
        return next((r for r in _releases(slug) if r.number == number), None)

    return _one(slug, find, lambda s: s.release_with_changes)
