"""What a workbook hides or strikes out, which the values alone do not tell."""

import posixpath
import re
from dataclasses import dataclass, field

from conference.program.office.sources.package import part

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Marks:
    """Of one sheet, rows and columns from 0. `kept`: what is left of a cell whose text is struck
    out in part.
    """

    hidden_rows: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    kept: dict[tuple[int, int], str] = field(default_factory=dict)


NONE = Marks()


def read(package, name) -> dict[str, Marks]:
    """{sheet: its marks}."""
    book = part(package, "xl/workbook.xml", name)
    links = part(package, "xl/_rels/workbook.xml.rels", name)
    if book is None or links is None:
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    struck_styles = _struck_styles(part(package, "xl/styles.xml", name))
    shared = _shared(part(package, "xl/sharedStrings.xml", name))
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_LINK), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        root = part(package, posixpath.normpath(path), name)
        if root is not None:
            found[sheet.get("name", "")] = _marks(root, struck_styles, shared)
    return found


def _struck_styles(styles):
    """The numbers of the cell formats whose font is struck out."""
    if styles is None:
        return set()
    fonts = styles.find(f"{_MAIN}fonts")
    formats = styles.find(f"{_MAIN}cellXfs")
    if fonts is None or formats is None:
        return set()
    struck = {str(n) for n, font in enumerate(fonts) if _is_struck(font)}
    return {str(n) for n, style in enumerate(formats) if style.get("fontId") in struck}


def _is_struck(properties):
    mark = properties.find(f"{_MAIN}strike") if properties is not None else None
    return mark is not None and mark.get("val", "1") not in ("0", "false")


def _runs(item):
    """(what is not struck out, whether anything is) of a text in runs."""
    runs = item.findall(f"{_MAIN}r")
    struck = [run for run in runs if _is_struck(run.find(f"{_MAIN}rPr"))]
    kept = "".join(
        text.text or "" for run in runs if run not in struck for text in run.iter(f"{_MAIN}t")
    )
    return kept.strip(), bool(struck)


def _shared(strings):
    """{number of a shared text: what of it is not struck out} of those struck out in part."""
    found = {}
    for number, item in enumerate(strings if strings is not None else ()):
        kept, has_struck = _runs(item)
        if has_struck:
            found[str(number)] = kept
    return found


def _marks(root, struck_styles, shared):
    marks = Marks()
    for number, row in enumerate(root.iter(f"{_MAIN}row")):
        told = row.get("r", "")
        r = int(told) - 1 if re.fullmatch(r"[0-9]{1,8}", told) else number
        if row.get("hidden") in ("1", "true"):
            marks.hidden_rows.add(r)
        for c, cell in enumerate(row):
            place = (r, _column(cell.get("r", ""), c))
            if cell.get("s", "0") in struck_styles:
                marks.struck.add(place)
            elif cell.get("t") == "s" and shared:
                kept = shared.get(cell.findtext(f"{_MAIN}v", ""))
                if kept is not None:
                    _note(marks, place, kept)
            elif cell.get("t") == "inlineStr":
                kept, has_struck = _runs(cell.find(f"{_MAIN}is"))
                if has_struck:
                    _note(marks, place, kept)
    return marks


def _note(marks, place, kept):
    if kept:
        marks.kept[place] = kept
    else:
        marks.struck.add(place)


def _column(reference, otherwise):
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        return otherwise
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - 64
    return column - 1
