"""Pages for what went wrong: what happened, and what to do next, in the reader's language.

They use neither session nor user nor database. An address under a language is answered in that
language; elsewhere the page speaks both, the likelier one first.
"""

import codecs
import errno
import re
import sys
from contextlib import suppress
from copy import copy
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import (
    get_language_from_path,
    get_language_from_request,
    override,
)
from django.utils.translation import gettext_lazy as _

from conference.site_identity import site_name
from config.api.problems import is_api, problem_response

MAX_BODY = 32 * 1024 * 1024  # bytes; the largest file anyone may send is far below
MAX_ADDRESS = 8_000  # bytes, as proxies take; an agenda of 200 sessions fits five times

PAGES = {
    400: (
        _("We cannot read this address or form"),
        _("Something in it is damaged or missing. Go back, check what you entered and try again."),
    ),
    403: (
        _("This is not open to you"),
        _(
            "Your account does not have the right to do this. "
            "An organizer of the conference can give it to you."
        ),
    ),
    404: (
        _("There is nothing at this address"),
        _("The link may be incomplete or out of date, or the page is not public."),
    ),
    405: (
        _("Nothing can be done here this way"),
        _(
            "This address takes a form that is sent to it, or it is a page to read. "
            "Go back to the page you came from and use its buttons."
        ),
    ),
    413: (
        _("This is too large to send"),
        _("Send at most 32 MB at once: choose a smaller file, or send the files one by one."),
    ),
    414: (
        _("This address is too long"),
        _(
            "A link holds at most 200 sessions of a personal agenda. Choose fewer, or subscribe "
            "to the whole schedule."
        ),
    ),
    429: (
        _("Too many attempts"),
        _(
            "The password was wrong several times. Wait 15 minutes and try again. If you forgot "
            "it, ask an organizer to let you in."
        ),
    ),
    503: (
        _("The site cannot reach its data at the moment"),
        _(
            "It is not your doing. What you have just sent was not saved: wait a minute, go back "
            "and send it again. Pages that were read a moment ago can still be read."
        ),
    ),
}
BROKEN_TEXT = _(
    "A text in this form arrived damaged: it was not sent as UTF-8. Nothing has been saved."
)
CSRF_PAGE = (
    _("This form could not be checked"),
    _(
        "It was open for too long, or your browser keeps no cookies for this site. Allow cookies, "
        "go back, reload the page and send it again. Nothing has been saved."
    ),
)


def page(request, status, texts=None, detail=""):
    """An HttpResponse with `status` and its texts; JSON for a program that asks for that alone,
    problem details below /api/.

    `detail` is one more sentence; it is shown when it is lazy, so that it can be translated.
    """
    if is_api(request):
        return problem_response(status)
    title, text = texts or PAGES[status]
    detail = detail if isinstance(detail, Promise) else ""
    accept = request.headers.get("Accept", "")
    languages = languages_for(request)
    # Some answers are given before the request's language is known to the rest of the site.
    with override(languages[0]):
        if "application/json" in accept and "text/html" not in accept:
            said = {"status": status, "title": title, "text": detail or text}
            response = JsonResponse({"error": said}, status=status)
        else:
            context = {
                "status": status,
                "title": title,
                "text": text,
                "detail": detail,
                "languages": languages,  # switched in the template
                "stylesheet": stylesheet(),
                "site_name": site_name(),
            }
            response = HttpResponse(render_to_string("error.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def languages_for(request):
    """The codes to answer in: one under a language's own address, else all, best guess first."""
    known = get_language_from_path(request.path_info)
    if known:
        return [known.lower()]  # as it was typed, 'EN' too
    likely = get_language_from_request(request)
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(codes, key=lambda code: code != likely)


def stylesheet():
    """The address of the style sheet, also when the static files were never collected."""
    with suppress(Exception):
        return static("css/errors.css")
    return f"{settings.STATIC_URL}css/errors.css"


def bad_request(request, exception):
    return page(request, 400, detail=exception.args[0] if exception.args else "")


def permission_denied(request, exception):
    return page(request, 403, detail=exception.args[0] if exception.args else "")


def page_not_found(request, exception):
    return page(request, 404)


def csrf_failure(request, reason=""):
    """Also met by whoever sends a form to a page to read: they are told that it takes none."""
    allowed = methods_of(request)
    if allowed and request.method not in allowed:
        return not_allowed(request, ", ".join(allowed))
    return page(request, 403, CSRF_PAGE)


def not_allowed(request, allowed):
    response = page(request, 405)
    response["Allow"] = allowed
    return response


def methods_of(request) -> list[str]:
    """The methods that an address takes, as its view answers OPTIONS; [] where it does not say.

    Not asked of the admin, whose views take OPTIONS for a look at the page.
    """
    found = request.resolver_match
    if found is None or found.app_name == "admin":
        return []
    asked = copy(request)
    asked.method = "OPTIONS"
    allow = found.func(asked, *found.args, **found.kwargs).get("Allow", "")
    return [name.strip() for name in allow.split(",") if name.strip()]


def locked_out(request, original_response=None, credentials=None):
    """For django-axes: the answer to one wrong password too many."""
    return page(request, 429)


# Read once: when this page is needed, nothing else may be relied on.
_SERVER_ERROR = (settings.BASE_DIR / "templates/500.html").read_text("utf-8")


# A table, a column: of PostgreSQL, whose driver is not always loaded.
UNDEFINED = ("42P01", "42703")
# A picture, or a long form on its way, needs the disk as the database does.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES}


def is_away(error) -> bool:
    """Whether the database cannot be used at all: out of reach, locked, full, or no database;
    or the disk takes no file.

    A rule that the database keeps is another kind of its errors; a damaged file is of no kind.
    One without the tables of this version is of no use either.
    """
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if getattr(getattr(error, "__cause__", None), "sqlstate", "") in UNDEFINED:
        return True
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def server_error(request):
    if is_away(sys.exception()):
        response = page(request, 503)
        response["Retry-After"] = "10"  # seconds
        return response
    if is_api(request):
        return problem_response(500)
    html = _SERVER_ERROR.replace("/static/css/errors.css", stylesheet())
    return HttpResponse(html, status=500, headers={"Cache-Control": "no-store"})


# Django has decoded the path already and left percent signs before what is not UTF-8; no
# address of ours holds a percent sign by right.
UNREADABLE_PATH = re.compile(r"\0|%[89a-fA-F][0-9a-fA-F]")


class UnreadableRequestMiddleware:
    """Refuses, before any view, what no page of ours can mean.

    NUL characters and bytes that are not UTF-8 (lone surrogates among them) in the address
    would fail only in the database; a body of gigabytes would fill the disk; an Accept header of
    odd parts fails inside Django; an endless address is a mistake. An answer of 405, which Django
    leaves empty, gets its words here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raw = request.META.get("QUERY_STRING", "")
        if len(request.path_info) + len(raw) > MAX_ADDRESS:
            return page(request, 414)
        query = unquote_to_bytes(raw)
        if UNREADABLE_PATH.search(request.path_info) or not is_readable(query):
            return page(request, 400)
        try:
            _ = request.accepted_types
        except ValueError:
            return page(request, 400)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and (len(length) > 18 or int(length) > MAX_BODY):
            return page(request, 413)
        if request.method == "POST" and not has_readable_form(request):
            return page(request, 400, detail=BROKEN_TEXT)
        drop_unreadable_cookies(request)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return not_allowed(request, response["Allow"])
        return response


def is_readable(raw: bytes) -> bool:
    return b"\0" not in raw and is_text(raw)


def is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


# UTF-8 that cannot be asked to put something in place of what it cannot read.
STRICT = "strict-utf-8"


@codecs.register
def _strict_utf_8(name):
    if name != STRICT.replace("-", "_"):
        return None
    return codecs.CodecInfo(
        name=STRICT,
        encode=codecs.utf_8_encode,
        decode=lambda raw, errors="strict": codecs.utf_8_decode(raw, "strict", True),
    )


HEAD_OF_PART = re.compile(rb"^content-disposition:[^\r\n]*", re.IGNORECASE | re.MULTILINE)


def has_readable_form(request) -> bool:
    """Whether the texts of a form and the names of its files are UTF-8.

    Django would put U+FFFD in place of what is not and keep that, and leave out a file without a
    word. JSON is read strictly by whoever takes it.
    """
    if request.content_type == "application/x-www-form-urlencoded":
        return is_text(unquote_to_bytes(request.body))
    if request.content_type != "multipart/form-data":
        return True
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_small = length.isdecimal() and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if is_small and not all(map(is_text, HEAD_OF_PART.findall(request.body))):
        return False
    request.encoding = STRICT
    try:
        return not any("\ufffd" in file.name for file in request.FILES.values())
    except (UnicodeDecodeError, UnreadablePostError):
        return False


def drop_unreadable_cookies(request):
    """A cookie may hold NUL as `"\\000"`, which PostgreSQL does not look up. It counts as absent:
    whoever planted it in a browser must not lock its owner out."""
    for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
        del request.COOKIES[name]


# What browsers write behind the type of a body.
BODY_PARAMETER = re.compile(
    r"""boundary="?[^"\\\s\0]+"?|charset="?utf-?8"?|""", re.ASCII | re.IGNORECASE
)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def with_readable_body_type(application):
    """A WSGI application that does not ask Django to read a body in an encoding of its sender's.

    Django hands the encoding's name to Python before its own error handling begins, and for some
    (`hex`, `idna`, `charset*=x''%00`) that fails. A form so written counts as plain bytes, any
    other body as what its type alone says.
    """

    def readable(environ, start_response):
        kind, _semicolon, parameters = (environ.get("CONTENT_TYPE") or "").partition(";")
        if not all(BODY_PARAMETER.fullmatch(part.strip()) for part in parameters.split(";")):
            is_form = kind.strip().lower() in FORMS
            environ["CONTENT_TYPE"] = "application/octet-stream" if is_form else kind
        return application(environ, start_response)

    return readable
