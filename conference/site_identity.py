"""What this site calls itself: the name and the logo that stand in the admin, else those that
whoever runs it has set.

Every page shows them, so a process keeps them with the stamp of their row and asks the database
again only when that has risen: at once in the process that changed them, within a minute elsewhere,
and with the next public page.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, InterfaceError

from conference import stamps
from conference.bilingual import Text, active_side
from conference.images import checked_image, file_address, kept

LATELY = 60.0  # seconds


@dataclass(frozen=True)
class Identity:
    name: Text
    logo: str  # its stored name


NONE = Identity(Text(), "")
_known: tuple[object, Identity] = (None, NONE)


def site_name() -> str:
    """In the active language. No query, but for one after it was changed."""
    name = _identity().name
    return name.in_side(active_side()) if name else settings.SITE_NAME[active_side()]


def site_logo(side: int | None = None) -> str:
    """The address of the logo, of a smaller copy with `side`; '' where none is set."""
    stored = _identity().logo or (settings.SITE_LOGO and _kept_logo(settings.SITE_LOGO))
    return file_address(stored, side) if stored else ""


def _identity() -> Identity:
    """While the database is away, that of before."""
    global _known
    try:
        reading = stamps.lately(LATELY)
        key = reading.stamps.get(stamps.IDENTITY), reading.source
        if key != _known[0]:
            _known = key, _read() if key[0] else NONE
    except (DatabaseError, InterfaceError):
        pass
    return _known[1]


def _read() -> Identity:
    row = apps.get_model("conference", "SiteIdentity").objects.first()
    return Identity(row.name, row.logo.name) if row else NONE


@cache
def _kept_logo(path: str) -> str:
    """Its stored name, as that of every other public image; once a process."""
    upload = ContentFile(Path(path).read_bytes(), name="logo")
    return kept(checked_image(upload).read(), "webp")
