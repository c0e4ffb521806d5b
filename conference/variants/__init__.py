"""One character for all its writings: 论 for 論, 崎 for 﨑 and 嵜, 滨 for 濱, 濵 and 浜.

For comparing what people type (`conference.folding`), never for showing: of some signs that are
written alike in simplified Chinese, more than one meaning stands in the table (后 for 後). The
table is made of Unicode's data by `making.py`: a line a character, behind it the others.
"""

from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "characters.txt"


@cache
def variants() -> dict[int, str]:
    """{ord("論"): "论"}, for `str.translate`; about 7,500 of them, read once a process."""
    with TABLE.open(encoding="utf-8") as lines:
        return {ord(sign): line[0] for line in lines for sign in line[1:].rstrip("\n")}
