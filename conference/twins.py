"""A page in each of the site's languages: where its twins are."""

from django.conf import settings
from django.urls import get_script_prefix
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.translation import get_language

from conference.bilingual import html_lang_of

LOCALES = {"zh-hans": "zh_CN", "en": "en_US"}  # Open Graph's names of our languages


def twins(request, place=None) -> list[dict]:
    """This page in each language: [{lang, name, href, is_current, ...}].

    `place` is that of a page of a conference, whose preview has addresses of its own.
    `href` keeps the query, for the reader who switches; `canonical` is the whole address without
    it, for those who pass the page on, `neutral` the one to offer who reads neither language.
    Empty for an address without a language. Absolute addresses come from PUBLIC_URL alone.
    """
    active = get_language()
    prefix = get_script_prefix()
    own = f"{prefix}{active}/"
    if not (place and place.is_preview) and not request.path.startswith(own):
        return []
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    found = []
    for code, name in settings.LANGUAGES:
        if place and place.is_preview:
            path = place.urls.twin_of(request.path, code)
        else:
            path = f"{prefix}{code}/{request.path.removeprefix(own)}"
        href = escape_uri_path(path) + (f"?{query}" if query else "")
        found.append(
            {
                "lang": html_lang_of(code),
                "name": name,
                "href": href,
                "canonical": settings.PUBLIC_URL + escape_uri_path(path),
                # The site's home alone has an address that chooses the language itself.
                "neutral": settings.PUBLIC_URL
                + (escape_uri_path(path) if request.path != own else prefix),
                "is_default": code == settings.LANGUAGE_CODE,
                "locale": LOCALES[code],
                "is_current": code == active,
            }
        )
    return found
