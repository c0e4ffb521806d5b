"""Images from people: only pixels survive."""

import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import ImageFieldFile
from PIL import Image

from conference.images import (
    CheckedImageField,
    CheckedImageFormField,
    checked_image,
    kept,
    measure,
    preview_size,
)


def picture(format="PNG", size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "#336699" if mode == "RGB" else None).save(out, format, **options)
    return out.getvalue()


def upload(raw, name="portrait.png"):
    return SimpleUploadedFile(name, raw)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_the_three_formats_become_one_named_by_its_content(format):
    file = checked_image(upload(picture(format)))

    image = Image.open(file)
    assert (image.format, image.size) == ("WEBP", (40, 30))
    assert len(file.name) == 64 + len(".webp")


def test_equal_pictures_get_equal_names():
    assert checked_image(upload(picture())).name == checked_image(upload(picture())).name


def test_exif_and_its_place_are_dropped_but_its_turn_is_kept():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "taken at home"
    file = checked_image(upload(picture("JPEG", exif=exif)))

    image = Image.open(file)
    assert image.size == (30, 40)
    assert not image.getexif()
    assert b"taken at home" not in file.read()


def test_a_large_picture_is_scaled_down():
    assert max(Image.open(checked_image(upload(picture(size=(3000, 2000))))).size) == 1600


def bomb(width, height):
    """A PNG of 100 bytes that claims any size."""

    def chunk(name, body):
        return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    pixels = zlib.compress(b"\x00" * 1_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "not_an_image",
        ),
        (b"<html><script>alert(1)</script></html>", "not_an_image"),
        (picture("GIF"), "not_an_image"),
        (picture("TIFF"), "not_an_image"),
        (picture()[:60], "not_an_image"),
        (b"\x00" * 100, "not_an_image"),
        (b"x", "not_an_image"),
        (bomb(30_000, 30_000), "too_many_pixels"),
        (bomb(8_000, 8_000), "too_many_pixels"),
        (b"\xff" * (8 * 1024 * 1024 + 1), "too_large"),
    ],
    ids=["svg", "html", "gif", "tiff", "cut", "zeros", "one-byte", "bomb", "small-bomb", "large"],
)
def test_anything_else_is_refused_with_a_sentence(raw, code):
    with pytest.raises(ValidationError) as refused:
        checked_image(upload(raw))

    assert refused.value.code == code
    assert str(refused.value.messages[0]).endswith(".")


def test_a_script_hidden_behind_a_picture_does_not_survive():
    polyglot = picture() + b"<script>alert('xss')</script>"

    assert b"script" not in checked_image(upload(polyglot)).read()


def test_the_form_field_gives_the_same_sentences():
    with pytest.raises(ValidationError, match="not a JPEG, PNG or WebP"):
        CheckedImageFormField().clean(upload(b"<svg/>", "logo.svg"))


def test_the_form_field_says_what_it_takes():
    field = CheckedImageField().formfield()

    assert field.help_text == "JPEG, PNG or WebP, 8 MB at most."
    assert field.widget.attrs["accept"] == "image/jpeg,image/png,image/webp"


def test_a_picture_knows_its_size_and_has_a_smaller_copy():
    file = checked_image(upload(picture(size=(1200, 900))))
    name = kept(file.read(), "webp")

    width, height, preview = measure(ImageFieldFile(None, CheckedImageField(), name))

    assert (width, height) == (1200, 900)
    with default_storage.open(preview) as copy:
        assert Image.open(copy).size == preview_size(1200, 900) == (640, 480)


def test_a_small_picture_is_its_own_preview():
    name = kept(checked_image(upload(picture())).read(), "webp")

    assert measure(ImageFieldFile(None, CheckedImageField(), name)) == (40, 30, name)


def test_a_picture_that_is_gone_has_no_size():
    assert measure(ImageFieldFile(None, CheckedImageField(), "public/gone.webp")) == (
        *(0, 0, "public/gone.webp"),
    )
    assert preview_size(0, 0) == (0, 0)
