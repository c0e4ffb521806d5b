"""The only maker of PDF and of drawn pictures: typst with our own fonts, so that prints and share
cards look alike everywhere.

Letters that the Chinese font lacks (Ł, ố, Cyrillic) are taken from the engine's own text font, rare
characters of names (𠮷) and Uyghur ones from two more of ours.

A template is a file in templates/typst/; its data reaches it as JSON and never as source, so a name
like `#read("x")` prints as text. No network, no fonts of the system, no files outside the folder.

The engine keeps what it has laid out for the next time, 25 MB for 300 rows. It therefore works in a
process of its own (this module run as a program) that ends with the print: a server's memory does
not grow, and a print that takes too long is stopped.
"""

import base64
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conference.scratch import scratch_folder

HOUSE = Path(__file__).resolve().parent.parent
FONTS = HOUSE / "conference" / "fonts"
TEMPLATES = HOUSE / "templates" / "typst"
PARTS = TEMPLATES / "parts"
TIMEOUT = 60  # seconds; 2,000 rows take two

# The printer's mark for a character that is not in the case.
GETA = "〓"
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
_ROUNDS = 4


class TypesettingFailed(RuntimeError):
    """The engine gave up: a fault of a template or of the machine, never of a name in the data."""


@dataclass(frozen=True, slots=True)
class Print:
    """A finished PDF and the pieces of text that our font lacks, printed as 〓."""

    pdf: bytes
    missing: frozenset[str]


def typeset(
    template: str,
    data: dict,
    *,
    at: datetime,
    notes=None,
    pictures: dict[str, bytes] | None = None,
) -> Print:
    """The PDF/A of a template with `data`; the same input gives the same bytes. `pictures` are
    files that the template reads by their names.

    PDF/A is what makes a missing glyph an error instead of a silent gap. Such characters are
    replaced by 〓 and named: `notes(missing)` returns the entries of `data` that say so, in words.
    """
    pdf, missing = _in_rounds(
        lambda shown: _run(
            {"template": template, "at": int(at.timestamp()), "pictures": _encoded(pictures)}, shown
        ),
        data,
        notes,
    )
    return Print(pdf, missing)


def draw(
    template: str, data: dict, *, pictures: dict[str, bytes] | None = None, ppi: int = 72
) -> bytes:
    """The first page of a template with `data` as PNG, one pixel a point unless `ppi` says more;
    the same input gives the same bytes. A character without a glyph is drawn as 〓.

    `pictures` are files that the template reads by their names. About 0.2 s.
    """
    files = _encoded(pictures)
    png, _missing = _in_rounds(
        lambda shown: _run({"template": template, "files": files, "ppi": ppi}, shown), data, None
    )
    return png


def _encoded(pictures):
    return {name: base64.b64encode(raw).decode() for name, raw in (pictures or {}).items()}


def _in_rounds(run, data, notes):
    """(what `run` makes, pieces of text without a glyph): again and again until none is left."""
    missing: set[str] = set()
    for _round in range(_ROUNDS):
        shown = data
        if missing:
            told = notes(frozenset(missing)) if notes else {}
            shown = _replaced(data | told, missing)
        made, found = run(shown)
        if made:
            return made, frozenset(missing)
        missing |= found
    raise TypesettingFailed(f"characters without a glyph after {_ROUNDS} rounds")


def _run(order, data):
    """(PDF or PNG, set()) or (b"", pieces of text without a glyph)."""
    template = order["template"]
    order = order | {"data": json.dumps(data, ensure_ascii=False)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "conference.typesetting"],
            input=json.dumps(order).encode(),
            capture_output=True,
            cwd=HOUSE,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TypesettingFailed(f"{template}: no print after {TIMEOUT} s") from None
    if done.returncode == 0:
        return done.stdout, set()
    diagnostic = done.stderr.decode("utf-8", "replace")
    found = {_unquoted(text) for text in _MISSING.findall(diagnostic)}
    if not found:
        # The first line names the fault; the rest may quote what the print holds.
        raise TypesettingFailed(f"{template}: {diagnostic.strip().splitlines()[-1:]}")
    return b"", found


def _unquoted(text):
    """Text as the engine quotes it in a diagnostic: `\\u{200d}` is a zero width joiner."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], text)


def _replaced(value, missing):
    """`value` with every missing piece of text as 〓, in all its strings, however deep."""
    if isinstance(value, str):
        for text in sorted(missing, key=len, reverse=True):
            value = value.replace(text, GETA)
        return value
    if isinstance(value, dict):
        return {key: _replaced(inner, missing) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(inner, missing) for inner in value]
    return value


def _laid_out(template, files, folder):
    """The template beside its files and the parts of all, in a folder of their own."""
    shutil.copytree(PARTS, folder / PARTS.name)
    source = folder / template.name
    source.write_bytes(template.read_bytes())
    for name, raw in files.items():
        (folder / name).write_bytes(base64.b64decode(raw))
    return source


def _picture(typst, template, order, folder, pdf, common):
    source = _laid_out(template, order["files"], folder)
    # A picture has no error of its own for a missing glyph: the PDF/A finds it.
    typst.compile(str(source), root=str(folder), timestamp=0, **pdf, **common)
    return typst.compile(str(source), root=str(folder), format="png", ppi=order["ppi"], **common)


def main():
    """The process of its own: an order as JSON on standard input, the PDF or PNG on standard
    output. An order with `files` is a picture's.
    """
    import typst

    order = json.load(sys.stdin.buffer)
    template = TEMPLATES / order["template"]
    common = {
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": order["data"]},
    }
    pdf = {"format": "pdf", "pdf_standards": ["a-2b"], "pdf_tags": False}
    try:
        with scratch_folder() as folder:
            if "files" in order:
                made = _picture(typst, template, order, Path(folder), pdf, common)
            else:
                source = _laid_out(template, order["pictures"], Path(folder))
                made = typst.compile(
                    str(source), root=folder, timestamp=order["at"], **pdf, **common
                )
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    sys.stdout.buffer.write(made[0] if isinstance(made, list) else made)


if __name__ == "__main__":
    main()
