"""The ways into a language: the bare address, old habits of writing Chinese, the switch."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

switch = require_POST(set_language)


def preferred_language(header: str) -> str:
    """The first of our languages that an Accept-Language header asks for, else English.

    Every Chinese (zh-CN, zh-TW, zh-HK ...) is answered in zh-hans, the only one we have.
    """
    for code, quality in parse_accept_lang_header(header):
        if not quality:
            continue
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@require_safe
def to_preferred_language(request):
    """`/`: to the site's home in the reader's language."""
    language = preferred_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{language}/")
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def to_chinese(request, rest=""):
    """`/zh/...` and `/zh-cn/...`: the same page under the one Chinese address."""
    query = request.META.get("QUERY_STRING", "")
    address = f"/zh-hans/{escape_uri_path(rest)}"
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
