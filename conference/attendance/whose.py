"""Whose rows a list held: many keys as one short text, which can be asked for one of them.

A list of everybody is `1-2000`. Keys are kept as bits until the text is made, so that a list of
a hundred thousand costs some kilobytes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

BLOCK = 4096  # keys in one block of bits


class Whose:
    """The keys of people, each once, in any order."""

    def __init__(self, keys: Iterable[int] = ()):
        self._blocks: dict[int, bytearray] = {}
        for key in keys:
            self.add(key)

    def add(self, key: int) -> None:
        number, place = divmod(key, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = bytearray(BLOCK // 8)
        block[place >> 3] |= 1 << (place & 7)

    def __iter__(self) -> Iterator[int]:
        for number in sorted(self._blocks):
            for at, byte in enumerate(self._blocks[number]):
                if byte:
                    first = number * BLOCK + at * 8
                    yield from (first + bit for bit in range(8) if byte >> bit & 1)

    def __str__(self) -> str:
        """'3-17,20': rising, ranges with both ends."""
        parts: list[str] = []
        first = last = -2
        for key in (*self, None):
            if key is not None and key == last + 1:
                last = key
                continue
            if first >= 0:
                parts.append(str(first) if first == last else f"{first}-{last}")
            first = last = -2 if key is None else key
        return ",".join(parts)


def holds(text: str, key: int) -> bool:
    """Whether the key is one of those that the text tells of."""
    parts = text.split(",") if text else []
    place = bisect_right(parts, key, key=_first) - 1
    return place >= 0 and key <= int(parts[place].rpartition("-")[2])


def keys_of(text: str) -> Iterator[int]:
    """The keys that the text tells of, rising."""
    for part in filter(None, text.split(",")):
        first, _dash, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _first(part: str) -> int:
    return int(part.partition("-")[0])
