"""How often one network or one address may do something on a public page. Kept as a hash, for
minutes, so that the cache holds nobody's address.
"""

import hashlib

from django.core.cache import cache


def too_many(what: str, whose: str, *, most: int, seconds: int) -> bool:
    """Whether `whose` (an address of the network, of the post) did `what` more than `most` times.

    Each asking counts.
    """
    mark = hashlib.sha256(f"{what} {whose}".encode()).hexdigest()[:32]
    key = f"done-by:{mark}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # it expired in between
        return False
