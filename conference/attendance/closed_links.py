"""What a personal link says that opens nothing any more: taken back, or replaced by a newer one.

The same to whoever holds it: whose it was stands on no page, and what was typed is given back.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from conference.attendance import links
from conference.attendance.own.page import private
from conference.models import Conference
from conference.program.release.document import Program
from conference.program.release.published import published_program


def taken_back(request: HttpRequest, conference: Conference, *, typed: str = "") -> HttpResponse:
    return _page(request, "attendance/link_revoked.html", conference, typed)


def replaced(
    request: HttpRequest, token: str, *, typed: Callable[[], str] = lambda: ""
) -> HttpResponse:
    """Of a token that is no row's (any more). Raises Http404 where it never was one's. One query,
    one more for the conference.
    """
    conference = links.replaced_at(token)
    if conference is None:
        raise Http404
    return _page(request, "attendance/link_replaced.html", conference, typed())


def _page(request: HttpRequest, name: str, conference: Conference, typed: str) -> HttpResponse:
    program: Program | None = None
    with suppress(Http404):
        program = published_program(conference.slug)
    context = {"program": program, "typed": typed}
    return private(render(request, name, context, status=410))


# --- What was typed -------------------------------------------------------------------------------


def typed_in(form: forms.Form) -> str:
    """A line for each box that holds something, as the person sees it; of what the form does not
    ask (any more) the bare text.
    """
    lines = []
    for bound in form:
        said = "" if bound.is_hidden else _said(bound)
        if said:
            lines.append(f"{bound.label}: {said}")
    return "\n".join(lines)


def typed_by(people: Iterable[forms.Form]) -> str:
    """The same of several, one under another."""
    return "\n\n".join(filter(None, map(typed_in, people)))


def _said(bound: forms.BoundField) -> str:
    value = bound.data
    if isinstance(bound.field, forms.BooleanField) or value in (None, "", []):
        return ""
    if isinstance(bound.field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in bound.field.choices}
        values = value if isinstance(value, list) else [value]
        if not bound.field.required and values == [bound.field.initial]:
            return ""
        return "; ".join(labels.get(str(each), str(each)) for each in values)
    return str(value).strip()[:2_000]
