"""No more letters, please: one press, or one click in the reader's own mail program (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conference.letters import mail, stopping


@csrf_exempt  # mail programs press it themselves; the signed address is the secret
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, sign: str) -> HttpResponse:
    """A page that asks first: a mail server that follows links to look at them stops nothing."""
    about = mail.stopped_by(sign) if len(sign) <= 300 else None
    if about is None:
        raise Http404
    is_stopped = request.method == "POST" and stopping.stop(about)
    if request.method == "POST" and not is_stopped:
        raise Http404
    response = render(request, "letters/stop.html", {"is_stopped": is_stopped})
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
