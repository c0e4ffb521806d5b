"""Images from people: checked, re-encoded, named by their content.

What comes in is JPEG, PNG or WebP; what is kept is made by us from its pixels, so nothing else that
hid in the file (EXIF, a script, a second format) survives.
"""

import hashlib
import io
import warnings
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.forms import ImageField as ImageFormField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 1_600  # pixels kept; more is never shown
PREVIEW_SIDE = 640  # pixels of the smaller copy that a page of many pictures shows
SMALLER_SIDES = (160, 320, 640)  # pixels; copies of portraits and logos, made when first asked for
# Of a format that it does not hold yet, Pillow would load all the sixty that it knows: 4 MB.
FORMATS = (JpegImageFile.format, PngImageFile.format, WebPImageFile.format)
FOLDER = "public"
PRIVATE_FOLDER = "private"  # at no address: what is printed, and handed to nobody as a file

_turn = Lock()


def checked_image(upload) -> ContentFile:
    """The upload as a WebP made from its pixels, named `<sha256>.webp`.

    Raises ValidationError with a sentence when it is too large or not such an image.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("The image is larger than 8 MB. Save a smaller copy and choose that."),
            code="too_large",
        )
    upload.seek(0)
    raw = upload.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # The header tells the size before any pixel is unpacked.
            with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                encoded = _webp(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("The image has more than 40 million pixels. Scale it down first."),
            code="too_many_pixels",
        ) from error
    except Exception as error:  # Pillow's decoders raise almost anything on hostile bytes
        raise ValidationError(
            _("This file is not a JPEG, PNG or WebP image. Save the picture as one of these."),
            code="not_an_image",
        ) from error
    return ContentFile(encoded, name=f"{hashlib.sha256(encoded).hexdigest()}.webp")


def measure(image) -> tuple[int, int, str]:
    """(width, height, stored name of its preview) of a checked image, in pixels.

    The preview is written to storage; a small image is its own. A file that is not there any more
    has no size and is its own preview too.
    """
    own_name = image.name if image._committed else public_name(None, image.name)
    try:
        image.open()
        raw = image.read()
    except FileNotFoundError:
        return 0, 0, own_name
    if image._committed:
        image.close()
    else:
        image.seek(0)  # it is stored after this
    with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
        width, height = picture.size
        if max(width, height) <= PREVIEW_SIDE:
            return width, height, own_name
        return width, height, kept(_webp(picture, side=PREVIEW_SIDE, quality=80), "webp")


def preview_size(width: int, height: int) -> tuple[int, int]:
    """The size of the preview of an image of this size; it has no other way to be told."""
    scale = min(1, PREVIEW_SIDE / max(width, height, 1))
    return round(width * scale), round(height * scale)


def kept(content: bytes, suffix: str) -> str:
    """The stored name of public content; equal content is one file."""
    name = public_name(None, f"{hashlib.sha256(content).hexdigest()}.{suffix}")
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name


def smaller(name: str, side: int) -> str:
    """The stored name of a copy of a checked image that is at most `side` pixels wide and high.

    It is written when it is first asked for. Raises FileNotFoundError without the image.
    """
    if side not in SMALLER_SIDES:
        raise ValueError(f"{side} is none of {SMALLER_SIDES}")
    own = f"{name.removesuffix('.webp')}-{side}.webp"
    if not default_storage.exists(own):
        with default_storage.open(name) as file, Image.open(file, formats=FORMATS) as picture:
            content = _webp(picture, side=side, quality=80)
        saved = default_storage.save(own, ContentFile(content))
        if saved != own:  # another request was quicker
            default_storage.delete(saved)
    return own


def _webp(image, *, side=MAX_SIDE, quality=86) -> bytes:
    """Its pixels anew. Unpacked, the largest picture takes 160 MB: a JPEG is unpacked near the size
    it is kept in, nothing is copied before it is small, and the threads of a process take turns.
    """
    with _turn:
        image.draft(None, (side, side))
        image.load()
        has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        mode = "RGBA" if has_alpha else "RGB"
        if image.mode != mode:
            image = image.convert(mode)
        image.thumbnail((side, side))
        image = ImageOps.exif_transpose(image)
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=None, xmp=b"")
        return out.getvalue()


def public_name(instance, filename):
    """Storage path of a checked image. Equal content is one file; it is kept for old releases."""
    return f"{FOLDER}/{filename}"


def private_name(instance, filename):
    """Storage path of a checked image that no page shows."""
    return f"{PRIVATE_FOLDER}/{filename}"


def file_address(name: str, side: int | None = None) -> str:
    """The address of a public file by its stored name ('public/<sha256>.webp', '.pdf', '.docx');
    with `side`, of the smaller copy of an image.
    """
    if not name:
        return ""
    if side:
        return reverse("smaller_image", args=[name.rpartition("/")[2].removesuffix(".webp"), side])
    route = "public_image" if name.endswith(".webp") else "public_document"
    return reverse(route, args=[name.rpartition("/")[2]])


class CheckedImageFormField(ImageFormField):
    default_validators = ()  # Django's asks Pillow for the endings of all its formats; ours has one

    def to_python(self, data):
        # Not ImageField.to_python: it would open every format Pillow knows.
        upload = super(ImageFormField, self).to_python(data)
        if upload is None:
            return None
        return checked_image(upload)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"accept": "image/jpeg,image/png,image/webp"}


class OneOfEach:
    """For a file field whose uploads are named by their content: equal content is one file."""

    def pre_save(self, model_instance, add):
        file = getattr(model_instance, self.attname)
        name = self.upload_to(None, file.name) if file and not file._committed else ""
        if name and self.storage.exists(name):
            # Same content, same name: keep the one file instead of a renamed copy.
            setattr(model_instance, self.attname, name)
            getattr(model_instance, self.attname)._committed = True
            return getattr(model_instance, self.attname)
        return super().pre_save(model_instance, add)


class CheckedImageField(OneOfEach, models.ImageField):
    """An ImageField whose form field checks and re-encodes what is uploaded."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("upload_to", public_name)
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        # The name that the file came with is not kept, so it may be of any length.
        own = {
            "form_class": CheckedImageFormField,
            "max_length": None,
            "help_text": self.help_text or _("JPEG, PNG or WebP, 8 MB at most."),
        }
        return super().formfield(**own | kwargs)
