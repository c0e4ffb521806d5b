"""The color of each category on a badge, behind the category's word."""

import re
from collections.abc import Mapping

from conference.program.models import Participation

Category = Participation.Category
# Dark and apart in lightness or hue for eyes that take red for green; white stands on each of them.
USUAL: dict[str, str] = {
    Category.LEADER: "#8a1c2b",
    Category.SPEAKER: "#5b3a8c",
    Category.EXPERT: "#0b5d8a",
    Category.CHAIR: "#7a5200",
    Category.GUEST: "#a8480c",
    Category.DELEGATE: "#1f6b4a",
    Category.STAFF: "#4a4f57",
}
COLOR = re.compile(r"#[0-9a-f]{6}")
DARK, LIGHT = "#1a1c20", "#ffffff"


def colors_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """Those that were chosen, else the usual ones; what is no color counts as not chosen."""
    return {
        category: chosen[category] if COLOR.fullmatch(chosen.get(category, "")) else usual
        for category, usual in USUAL.items()
    }


def ink_on(color: str) -> str:
    """White or nearly black, whichever is read better (WCAG 2.2, contrast ratio)."""
    return LIGHT if _contrast(color, LIGHT) >= _contrast(color, DARK) else DARK


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
