"""Public images, under names made from their content; nothing else uploaded is ever served here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from conference.images import FOLDER


@require_safe
def public_image(request, name):
    """A checked image. Its name is its content's hash, so a browser may keep it for good."""
    try:
        image = default_storage.open(f"{FOLDER}/{name}")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        image,
        content_type="image/webp",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
