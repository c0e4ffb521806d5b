"""How large badges and table cards are, and how many stand on a sheet."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from conference.imposing import A4, Sheet, alone, on_a4


@dataclass(frozen=True, slots=True)
class Size:
    """`alone` is on paper of its own, `on_a4` several to be cut out of one sheet."""

    label: str | Promise
    alone: Sheet
    on_a4: Sheet
    is_folded: bool = False  # of a badge: front and back, from one piece


def _size(label: Promise, width: float, height: float) -> Size:
    return Size(label, alone(width, height), on_a4(width, height))


_TWO = Sheet(A4, (A4[0], A4[1] / 2), rows=2)

BADGES = {
    "a6": _size(gettext_lazy("A6, 105 × 148 mm"), 105, 148),
    "90x55": _size(gettext_lazy("90 × 55 mm"), 90, 55),
    "cr80": _size(gettext_lazy("plastic card CR80, 85.6 × 54 mm"), 85.6, 53.98),
    "a4": Size(gettext_lazy("two on A4, each folded to A6"), _TWO, _TWO, is_folded=True),
}
# Twice as high as what is seen of them: they are folded.
TABLE_CARDS = {
    "a4": Size(gettext_lazy("A4, folded"), alone(*A4), _TWO),
    "a6": _size(gettext_lazy("A5, folded to A6"), 148, 210),
    "90x55": _size(gettext_lazy("90 × 110 mm, folded to 90 × 55 mm"), 90, 110),
    "cr80": _size(gettext_lazy("86 × 108 mm, folded to the size of a plastic card"), 85.6, 107.96),
}
SIZES = {"badges": BADGES, "table-cards": TABLE_CARDS}
