"""One document of each format that was ever published, as it was kept."""

import json
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def golden(number):
    return json.loads((GOLDEN / f"format-{number}.json").read_text(encoding="utf-8"))
