"""Stored images as papers hold them: small, and of a kind that Word and the typesetter know."""

import io

from django.core.files.storage import default_storage
from PIL import Image

from conference.images import FORMATS, smaller
from conference.program.papers.document import Card, Cover, Document, Picture

PORTRAIT, WIDE = 160, 640  # pixels; a portrait is printed 18 mm wide, a picture as wide as the text


def pictures_of(document: Document) -> dict[tuple[str, int], bytes]:
    """{(stored name, side): JPEG or PNG} of all pictures of a paper; one that is gone is left out.

    Each is read once, from the small copy that pages show too.
    """
    wanted: dict[tuple[str, int], None] = {}
    for block in document.blocks:
        if isinstance(block, Card):
            wanted[block.portrait, PORTRAIT] = None
        elif isinstance(block, Picture):
            wanted[block.image, WIDE] = None
        elif isinstance(block, Cover):
            wanted[block.picture, WIDE] = None
    found = {}
    for name, side in wanted:
        if name and (made := _printable(name, side)):
            found[name, side] = made
    return found


def _printable(name: str, side: int) -> bytes | None:
    try:
        with (
            default_storage.open(smaller(name, side)) as file,
            Image.open(file, formats=FORMATS) as picture,
        ):
            out = io.BytesIO()
            if picture.mode == "RGBA":
                picture.save(out, "PNG")
            else:
                picture.convert("RGB").save(out, "JPEG", quality=85)
            return out.getvalue()
    except (OSError, ValueError):
        return None
