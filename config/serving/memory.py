"""What a process of the site holds in memory, and how little of it the allocator keeps."""

import ctypes
import os
from contextlib import suppress
from pathlib import Path

# glibc would keep an arena of freed memory for each thread, and large freed blocks in it: about
# 20 MB a worker after use. {its name of the setting, whoever runs the site may set it: (its number
# in <malloc.h>, ours)}
SETTINGS = {
    "MALLOC_ARENA_MAX": (-8, 1),
    "MALLOC_MMAP_THRESHOLD_": (-3, 65_536),  # bytes
    "MALLOC_TRIM_THRESHOLD_": (-1, 65_536),  # bytes
}


def give_back_what_is_freed() -> None:
    """For this process and those that it forks; does nothing where the C library is another."""
    with suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        for name, (number, value) in SETTINGS.items():
            if name not in os.environ:
                mallopt(number, value)


def held() -> float:
    """MB that this process holds in memory; 0 where the system does not tell."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0
