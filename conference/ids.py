"""Ids as addresses and forms bring them."""

# The largest id either database can compare with; beyond it a look-up fails instead of missing.
MAX_ID = 2**63 - 1


def possible_id(value) -> int | None:
    """The value as an id that can be looked up, None for anything else."""
    text = str(value)
    if text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= MAX_ID:
        return int(text)
    return None
