"""What is freed goes back to the system, also from between what is kept."""

import os
import platform
import subprocess
import sys

import pytest
from django.conf import settings

from config.serving import memory


def said(script: str) -> str:
    """What a process of its own prints, with the allocator as the site finds it."""
    environment = {k: v for k, v in os.environ.items() if k not in memory.SETTINGS}
    tried = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=settings.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        check=True,
        text=True,
    )
    return tried.stdout


TRIED = """
from config.serving import memory
memory.give_back_what_is_freed()
before = memory.held()
blocks = [bytearray(100_000) for _ in range(400)]
last = blocks.pop()
assert memory.held() - before > 30
blocks.clear()
print(memory.held() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library decides itself")
def test_large_blocks_are_given_back_while_a_later_one_is_kept():
    assert float(said(TRIED)) < 5


CYCLES = """
import weakref
from collections import deque
from config.serving import memory

class Context:
    def __init__(self):
        self.itself = self

loaded = [[] for _ in range(400_000)]
memory.collect_early()
left, most = weakref.WeakSet(), 0
drawing = deque(maxlen=4_000)  # held long enough to have been looked at, and found in use
for _ in range(60_000):
    drawing.append(Context())
    left.add(drawing[-1])
    most = max(most, len(left))
print(most)
"""


def test_what_requests_leave_goes_before_much_has_come_together():
    """Python itself waits until a quarter as much is new as had lasted, here 100,000 objects."""
    assert int(said(CYCLES)) < 20_000


LOADED = """
import sys
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({"docx", "lxml", "python_calamine", "typst", "xlsxwriter", "segno"} & {*sys.modules}))
"""


def test_what_reads_and_writes_files_is_loaded_when_a_file_comes():
    """Of python-docx, lxml and python-calamine alone, 9 MB in every worker."""
    assert said(LOADED).split() == []


PICTURES = """
import io, sys
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from conference.images import CheckedImageFormField
for form in ("JPEG", "PNG", "WEBP"):
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, form)
    CheckedImageFormField().clean(SimpleUploadedFile(f"a.{form}", drawn.getvalue()))
print(*sorted(name for name in sys.modules if name.startswith("PIL.Avif")))
"""


def test_a_picture_that_comes_loads_its_own_format_and_not_all_that_pillow_knows():
    """Those took 4 MB in every worker, AVIF's library the most of it."""
    assert said(PICTURES).split() == []
