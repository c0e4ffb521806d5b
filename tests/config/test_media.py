import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conference.images import checked_image, public_name


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


@pytest.mark.parametrize(
    "address",
    [
        "/media/public/" + "0" * 64 + ".webp",
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
