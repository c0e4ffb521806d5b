"""Corrections of one version of a file, for the next one: each is about the text at its place.

    noted = note(corrections, grids)         kept beside the corrections of an imported file
    carried(noted, grids)                    those whose text stands in another version, once

Texts are kept as keyed digests, since a row of a guest list may hold a telephone number.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.crypto import salted_hmac

from conference.program.office.corrections import Correction, is_sound
from conference.program.office.meanings import texts

_PLACE = re.compile(r"(\d+(?:\.\d+){0,2})(.*)", re.S)
_ANYWHERE = ("day:", "room:")  # they name what they are about
MOST_ROWS = 400  # that tell one file from another
_SHARE = 3  # one row in so many is the same in a later version


def note(corrections: Iterable[Correction], grids) -> dict:
    """As JSON: what each correction is about, and what tells the file itself."""
    known = dict(_texts_of(grids))
    rows = [_noted(one, known) for one in corrections]
    return {"rows": _rows_of(grids), "said": [row for row in rows if row]}


def is_a_version(noted: dict, grids) -> bool:
    """Whether another file is a version of the one that was noted: they share a third of rows."""
    before, now = set(noted.get("rows", ())), set(_rows_of(grids))
    return bool(before & now) and len(before & now) * _SHARE >= min(len(before), len(now))


def carried(noted: dict, grids) -> tuple[list[Correction], int]:
    """(corrections at their places in this file, how many found none)."""
    places: dict[str, list[str]] = {}
    for place, text in _texts_of(grids):
        places.setdefault(text, []).append(place)
    found, lost = [], 0
    for row in noted.get("said", ()):
        what, abouts, value = row
        here = [_place(about, places) for about in abouts]
        if what == "parent" and value:
            value = _place(value, places)
        one = Correction(what, tuple(filter(None, here)), value)
        if all(here) and value is not None and is_sound(one):
            found.append(one)
        else:
            lost += 1
    return found, lost


def _noted(one: Correction, known) -> list | None:
    abouts = [_about(place, known) for place in one.places]
    value = _about(one.value, known) if one.what == "parent" and one.value else one.value
    return None if None in abouts or value is None else [one.what, abouts, value]


def _about(place: str, known: dict[str, str]) -> list | None:
    """[digest of the text, what follows the place]; None where nothing stands."""
    if place.startswith(_ANYWHERE):
        return ["", place]
    found = _PLACE.fullmatch(place)
    return [known[found[1]], found[2]] if found and found[1] in known else None


def _place(about: list, places: dict[str, list[str]]) -> str | None:
    text, tail = about
    if not text:
        return tail
    found = places.get(text, ())
    return found[0] + tail if len(found) == 1 else None


def _texts_of(grids) -> Iterator[tuple[str, str]]:
    """(place, digest) of each sheet, row and cell that holds something."""
    for g, grid in enumerate(grids):
        yield str(g), _digest("sheet", grid.name)
        for r, row in enumerate(grid.rows):
            own = row.own()
            if own:
                yield f"{g}.{r}", _digest("row", *(cell.text for cell in own))
            for cell in own:
                yield f"{g}.{r}.{cell.column}", _digest("cell", cell.text)


def _rows_of(grids) -> list[str]:
    found = [text for place, text in _texts_of(grids) if place.count(".") == 1]
    return found[:MOST_ROWS]


def _digest(*parts: str) -> str:
    told = "\n".join(texts.key(part) for part in parts)
    return salted_hmac("carrying corrections", told).hexdigest()[:12]
