"""Stored images as papers hold them: small, and of a kind that Word and the typesetter know."""

import io
from collections.abc import Callable

from django.core.files.storage import default_storage
from PIL import Image

from conference.images import FORMATS, smaller
from conference.program.papers.document import Card, Cover, Document, Picture, Signed

PORTRAIT, WIDE = 160, 640  # pixels; a portrait is printed 18 mm wide, a picture as wide as the text
SEAL = 900  # sharp on paper; no copy is kept that pages could show


Tell = Callable[[int, int], None]  # how far it is: (done, of so many)


def told_nobody(_done: int, _total: int) -> None:
    """For whoever waits with an open page."""


def pictures_of(document: Document, tell: Tell = told_nobody) -> dict[tuple[str, int], bytes]:
    """{(stored name, side): JPEG or PNG} of all pictures of a paper; one that is gone is left out.

    Each is read once, from the small copy that pages show too, and told before it is read.
    """
    wanted = wanted_pictures(document)
    found = {}
    for number, (name, side) in enumerate(wanted):
        tell(number, len(wanted))
        if made := printable(name, side):
            found[name, side] = made
    tell(len(wanted), len(wanted))
    return found


def wanted_pictures(document: Document) -> list[tuple[str, int]]:
    """[(stored name, side)], each once."""
    wanted: dict[tuple[str, int], None] = {}
    for block in document.blocks:
        if isinstance(block, Card):
            wanted[block.portrait, PORTRAIT] = None
        elif isinstance(block, Picture):
            wanted[block.image, WIDE] = None
        elif isinstance(block, Cover):
            wanted[block.picture, WIDE] = None
        elif isinstance(block, Signed):
            wanted[block.seal, SEAL] = None
    return [(name, side) for name, side in wanted if name]


def printable(name: str, side: int) -> bytes | None:
    """JPEG or PNG; None of an image that is gone."""
    try:
        with (
            default_storage.open(name if side == SEAL else smaller(name, side)) as file,
            Image.open(file, formats=FORMATS) as picture,
        ):
            picture.thumbnail((side, side))
            out = io.BytesIO()
            if picture.mode == "RGBA":
                picture.save(out, "PNG")
            else:
                picture.convert("RGB").save(out, "JPEG", quality=85)
            return out.getvalue()
    except (OSError, ValueError):
        return None
