"""What is made for one person is kept by no cache."""

from django.utils.cache import cc_delim_re


class PrivateAnswersMiddleware:
    """Forbids caches to keep an answer that depends on who asked and does not say so itself.

    Stands outside the sessions, whose middleware marks such answers with `Vary: Cookie`: the pages
    of passwords, redirects to the sign-in page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            varies = cc_delim_re.split(response.get("Vary", "").lower())
            if "cookie" in varies or response.cookies:
                response["Cache-Control"] = "private, no-store"
        return response
