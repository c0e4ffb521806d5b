"""What a process of the site holds in memory, and how little of it the allocator keeps."""

import ctypes
import gc
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


# New objects until the collector looks through the youngest; looks at these until it looks at the
# next older, and at these until it looks at all. Python's own are 700, 10, 10, and it waits with
# the last until a quarter as much is new as had lasted: a page of the admin leaves 20,000 objects
# in cycles, and what came of several in four threads took 8 MB for good, in pieces between others.
LOOKS = (500, 5, 2)


def collect_early() -> None:
    """Call when all is loaded. What is here now is looked at no more, so that looking costs little
    and what a request leaves goes before the next ones have taken more.
    """
    gc.collect()
    gc.freeze()
    gc.collect()  # by which it learns that nothing has lasted yet
    gc.set_threshold(*LOOKS)


def held() -> float:
    """MB that this process holds in memory; 0 where the system does not tell."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0
