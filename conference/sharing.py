"""What a page says of itself to those who pass it on: search engines, messengers, feed readers.

A view puts a `Shared` into its context as `shared`; `includes/_shared_tags.html` prints it. A page
without one (an error, a draft, a personal page) tells nobody its address.
"""

import json
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from conference.bilingual import Text, marked, on_side_of
from conference.plain import plain

LONGEST_DESCRIPTION = 200  # characters; search engines show fewer
CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels, what every messenger crops least

CONTEXT = "https://schema.org"

_SPACE = re.compile(r"\s+")

# JSON inside a <script>: no character may end the element, open a comment, or end a line for an
# old parser.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Picture:
    """What a messenger shows beside the link; `path` is an address of this site."""

    path: str
    alt: str
    width: int = CARD_WIDTH
    height: int = CARD_HEIGHT
    media_type: str = "image/png"

    @property
    def absolute(self) -> str:
        return settings.PUBLIC_URL + self.path


@dataclass(frozen=True)
class Shared:
    """`title` and `description` are plain text in the page's language; `names_place` adds the
    conference to a title as bare as "News"; `kind` is Open Graph's (website, article, profile).
    Without a `picture` the card of the conference is shown, where the page stands in one. `query`
    is the part of the query that makes a page of its own ("page=2"), everything else of it does not
    count. `nodes` are schema.org objects.
    """

    title: str
    description: str = ""
    kind: str = "website"
    picture: Picture | None = None
    published_at: object = None  # aware, of an article
    updated_at: object = None
    names_place: bool = False
    query: str = ""
    address: str = ""  # the whole one, of a page that people pass on
    qr: str = ""  # path of the QR code of that address
    is_listed: bool = True  # False: search engines follow its links and forget the page
    nodes: tuple = field(default=(), repr=False)

    @property
    def json_ld(self) -> SafeString | str:
        return script_json({"@context": CONTEXT, "@graph": list(self.nodes)}) if self.nodes else ""


def script_json(value) -> SafeString:
    """`value` as JSON that may stand inside a script element, whatever its texts say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))


def known(**members) -> dict:
    """A schema.org object of what is known: empty members are left out, `type` is `@type`, `id`
    is `@id`.
    """
    names = {"type": "@type", "id": "@id"}
    return {
        names.get(name, name): value
        for name, value in members.items()
        if value is not None and value != "" and value != [] and value != {}
    }


def conference_id(slug: str) -> str:
    """The identity of a conference in every object of the site, whatever the page's language."""
    with override(settings.LANGUAGE_CODE):
        return f"{settings.PUBLIC_URL}{reverse('conference:home', args=[slug])}#conference"


def breadcrumbs(*steps: tuple[str, str]) -> dict:
    """The way to a page: (name, path), from the top to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": settings.PUBLIC_URL + path,
            }
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def organization(name, *, short_name=None, website="", logo="") -> dict:
    """An Organization by its Text; `logo` is a path of this site."""
    return known(
        type="Organization",
        name=str(name),
        alternateName=alternates(name, short_name),
        url=website,
        logo=settings.PUBLIC_URL + logo if logo else "",
    )


def alternates(*texts) -> list[str] | str:
    """The other names of a thing: the other language's, then short ones; one alone is no list."""
    first, *more = texts
    names = [first.other]
    for text in filter(None, more):
        names += [str(text), text.other]
    found = list(dict.fromkeys(n for n in names if n and n != str(first)))
    return found[0] if len(found) == 1 else found


def words(html_text: Text) -> Text:
    """The plain form of HTML made by `conference.markdown`, in one line and in its language."""
    return on_side_of(html_text, _SPACE.sub(" ", plain(html_text)).strip())


def excerpt(text: str | Text, limit: int = LONGEST_DESCRIPTION) -> str:
    """The beginning of a text in one line; cut between words where it has any, and so marked."""
    text = _SPACE.sub(" ", marked(text)).strip()
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, _space, tail = cut.rpartition(" ")
    if head and len(tail) <= 20 and text[limit - 1] != " ":
        cut = head
    return cut.rstrip(" ,;:，；：、·") + "…"
