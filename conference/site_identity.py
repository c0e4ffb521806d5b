"""What this site calls itself: the name and the logo that whoever runs it has set."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from conference.bilingual import active_side
from conference.images import checked_image, file_address, kept


def site_name() -> str:
    """In the active language."""
    return settings.SITE_NAME[active_side()]


def site_logo(side: int | None = None) -> str:
    """The address of the logo, of a smaller copy with `side`; '' where none is set."""
    return file_address(_kept_logo(settings.SITE_LOGO), side) if settings.SITE_LOGO else ""


@cache
def _kept_logo(path: str) -> str:
    """Its stored name, as that of every other public image; once a process."""
    upload = ContentFile(Path(path).read_bytes(), name="logo")
    return kept(checked_image(upload).read(), "webp")
