"""Where the pages of one program live: under its public address, or inside the draft's preview.

Templates take every link from `place.urls`, so that the same page stays inside the preview.
`urls.py` names the same addresses; a test compares the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from conference.bilingual import Text
from conference.program.release.document import Program

# What follows the conference's own address, by the name of the address.
TAILS = {
    "home": "",
    "card": "card.png",
    "qr": "qr.svg",
    "schedule": "schedule/",
    "session": "sessions/{}/",
    "session_ics": "sessions/{}.ics",
    "session_card": "sessions/{}/card.png",
    "session_qr": "sessions/{}/qr.svg",
    "speakers": "speakers/",
    "speaker": "speakers/{}/",
    "speaker_ics": "speakers/{}.ics",
    "speaker_card": "speakers/{}/card.png",
    "speaker_qr": "speakers/{}/qr.svg",
    "venue": "venue/",
    "changes": "changes/",
    "changes_feed": "changes/feed.xml",
    "changes_since": "changes/since/{}.json",
    "release": "releases/{}/",
    "schedule_ics": "schedule.ics",
    "schedule_xml": "schedule.xml",
    "schedule_json": "schedule.json",
    "track_ics": "tracks/{}.ics",
    "room_ics": "rooms/{}.ics",
    "agenda_pdf": "agenda.pdf",
    "my": "my/",
    "my_ics": "my.ics",
    "embed": "embed/",
    "embed_data": "embed/program.json",
    "news": "news/",
    "register": "register/",
}

# The preview shows these; of what stands live beside the program it links the public pages, once
# there are any, and leaves out links to anything else: feeds and the like are made of a release.
IN_PREVIEW = ("home", "schedule", "session", "speakers", "speaker", "venue")
BESIDE_PREVIEW = ("news", "register")


class Addresses:
    """Addresses below one base. `place.urls.schedule` in a template; `to("session", code)` here.

    `bases` is {language code: path with a slash at its end}. An address that does not exist here
    (a feed of a draft) is "", unless `beside` has it, the addresses of another base.
    """

    def __init__(
        self,
        bases: dict[str, str],
        *,
        names: Iterable[str] = tuple(TAILS),
        beside: "Addresses | None" = None,
    ):
        self.bases, self.names, self.beside = bases, frozenset(names), beside

    def to(self, name: str, *args: object) -> str:
        if name not in self.names:
            return self.beside.to(name, *args) if self.beside else ""
        return self.bases[_active()] + TAILS[name].format(*args)

    def __getitem__(self, name: str) -> str:
        if name not in TAILS:
            raise KeyError(name)
        return self.to(name)

    def twin_of(self, path: str, language: str) -> str:
        """`path`, an address below the active base, in `language`."""
        return self.bases[language] + path.removeprefix(self.bases[_active()])


def _active() -> str:
    return get_language() or "en"


def public_addresses(slug: str, *, names: Iterable[str] = tuple(TAILS)) -> Addresses:
    bases = {}
    for language in ("zh-hans", "en"):
        with override(language):
            bases[language] = reverse("conference:home", args=[slug])
    return Addresses(bases, names=names)


@dataclass(frozen=True)
class Place:
    """The conference that a page stands in: what the header and footer print."""

    slug: str
    program: Program
    title: Text  # the short name where there is one
    name: Text
    urls: Addresses
    number: int = 0
    published_at: datetime | None = None  # in the conference's zone
    over_at: datetime | None = None  # when the conference becomes a past one
    is_past: bool = False
    is_preview: bool = False


def place_of(
    program: Program, urls: Addresses | None = None, *, at: datetime | None = None
) -> Place:
    """Once the conference is past, what it left open is no longer "to be announced"."""
    facts = program.conference
    published_at = program.published_at
    return Place(
        slug=facts.slug,
        program=program,
        title=facts.title,
        name=facts.name,
        urls=urls or public_addresses(facts.slug),
        number=program.number,
        published_at=published_at and published_at.astimezone(facts.zone),
        over_at=program.over_at,
        is_past=(at or timezone.now()) >= program.over_at,
        is_preview=program.is_preview,
    )
