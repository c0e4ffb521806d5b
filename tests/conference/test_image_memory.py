"""What a large picture takes while it is unpacked."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conference.images import MAX_PIXELS, checked_image

STATUS = Path("/proc/self/status")
FORGET_THE_PEAK = Path("/proc/self/clear_refs")


def megabytes(name):
    return int(re.search(rf"^{name}:\s+(\d+)", STATUS.read_text(), re.MULTILINE)[1]) / 1024


@pytest.mark.skipif(not FORGET_THE_PEAK.exists(), reason="the peak is read from /proc")
def test_the_largest_photo_is_unpacked_near_the_size_it_is_kept_in():
    drawn = io.BytesIO()
    Image.new("RGB", (8000, 5000), "teal").save(drawn, "JPEG")
    upload = SimpleUploadedFile("photo.jpg", drawn.getvalue())
    FORGET_THE_PEAK.write_text("5")
    before = megabytes("VmRSS")

    kept = checked_image(upload)

    whole = MAX_PIXELS * 3 / 2**20
    assert megabytes("VmHWM") - before < whole, "not even once in its whole size"
    assert Image.open(kept).size == (1600, 1000)
