"""Files that people uploaded: which are served, in which sizes, and how."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conference.images import checked_image, file_address, kept, public_name
from tests.factories import PDF


@pytest.fixture
def name():
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    checked = checked_image(SimpleUploadedFile("logo.png", picture.getvalue()))
    path = public_name(None, checked.name)
    if not default_storage.exists(path):
        default_storage.save(path, checked)
    return checked.name


def test_a_public_image_is_served_for_good(client, name):
    response = client.get(default_storage.url(public_name(None, name)))

    assert response.status_code == 200
    assert Image.open(io.BytesIO(b"".join(response))).size == (8, 8)
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_a_pdf_is_handed_out_for_saving_and_never_drawn_here(client):
    name = kept(PDF, "pdf")

    response = client.get(file_address(name))

    assert response.status_code == 200
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies


@pytest.mark.parametrize(
    "address",
    [
        "/media/public/" + "0" * 64 + ".webp",
        "/media/public/" + "0" * 64 + ".pdf",
        "/media/public/" + "0" * 64 + ".html",
        "/media/public/" + "0" * 64 + "-160.webp",
        "/media/public/../../secret-key",
        "/media/public/%2e%2e%2fsecret-key",
        "/media/private/replies.xlsx",
        "/media/",
    ],
)
def test_nothing_else_is_served(client, address):
    default_storage.save("private/replies.xlsx", io.BytesIO(b"people"))

    assert client.get(address).status_code == 404


def test_images_are_only_read(client, name):
    assert client.post(default_storage.url(public_name(None, name))).status_code == 405


# --- Smaller copies ---


def large(width, height):
    """The stored name, without its ending, of an image of this size."""
    picture = io.BytesIO()
    Image.effect_noise((width, height), 60).save(picture, "PNG")
    checked = checked_image(SimpleUploadedFile("portrait.png", picture.getvalue()))
    default_storage.save(public_name(None, checked.name), checked)
    return checked.name.removesuffix(".webp")


def test_a_page_takes_a_portrait_no_larger_than_it_shows_it(client):
    name = large(900, 1_200)

    first, again = (client.get(f"/media/public/{name}-160.webp") for _ in range(2))

    body = b"".join(first)
    assert Image.open(io.BytesIO(body)).size == (120, 160)
    assert b"".join(again) == body
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(body) < default_storage.size(f"public/{name}.webp") / 10


def test_a_small_image_is_not_blown_up(client, name):
    response = client.get(f"/media/public/{name.removesuffix('.webp')}-320.webp")

    assert Image.open(io.BytesIO(b"".join(response))).size == (8, 8)


@pytest.mark.parametrize("side", ["1", "161", "1600", "-160", "160.0"])
def test_there_are_few_sizes(client, name, side):
    address = f"/media/public/{name.removesuffix('.webp')}-{side}.webp"

    assert client.get(address).status_code == 404
