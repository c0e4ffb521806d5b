"""Which characters are Chinese: Unicode's ideographs with their extensions, and 〇.

`static/js/kept/matching.js` has the same ranges for a reader's device (tests/test_chinese.py).
"""

import re

# For the inside of a character class. The private ones are older encodings' way to a few rare
# characters (GBK to GB 18030), which files and names of people still hold.
HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\ue815-\ue864\uf900-\ufaff"
    "\U00020000-\U0002ebef\U0002f800-\U0002fa1f\U00030000-\U000323af"
)
_HAN = re.compile(f"[{HAN}]")


def has_chinese(text: str) -> bool:
    """Whether one of its characters is Chinese."""
    return _HAN.search(text) is not None
