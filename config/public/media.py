"""Public files, under names made from their content; nothing else uploaded is ever served here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from conference.documents import CONTENT_TYPES
from conference.images import FOLDER, smaller


@require_safe
def public_image(request, name):
    """A checked image, made from its pixels by us."""
    return _public_file(name, "image/webp")


@require_safe
def smaller_image(request, name, side):
    """A smaller copy of a checked image, made when it is first asked for, in few sizes alone."""
    try:
        copy = smaller(f"{FOLDER}/{name}.webp", int(side))
    except FileNotFoundError:
        raise Http404 from None
    return _public_file(copy.removeprefix(f"{FOLDER}/"), "image/webp")


@require_safe
def public_document(request, name):
    """A PDF or an office's document as somebody uploaded it.

    It is handed out for saving, so that no viewer runs what may hide in it as a page of this site.
    The link to it says under which name (`download`).
    """
    response = _public_file(name, CONTENT_TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _public_file(name, content_type):
    """The file. Its name is its content's hash, so a browser may keep it for good."""
    try:
        file = default_storage.open(f"{FOLDER}/{name}")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type=content_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
