"""The only maker of PDF: typst with our one Chinese font, so prints look alike everywhere.

Letters that font lacks (Ł, ố, Cyrillic) are taken from the engine's own text font.

A template is a file in templates/typst/; its data reaches it as JSON and never as source, so a name
like `#read("x")` prints as text. No network, no fonts of the system, no files outside the folder.

The engine keeps what it has laid out for the next time, 25 MB for 300 rows. It therefore works in a
process of its own (this module run as a program) that ends with the print: a server's memory does
not grow, and a print that takes too long is stopped.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
FONTS = HOUSE / "conference" / "fonts"
TEMPLATES = HOUSE / "templates" / "typst"
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


def typeset(template: str, data: dict, *, at: datetime, notes=None) -> Print:
    """The PDF/A of a template with `data`; the same input gives the same bytes.

    PDF/A is what makes a missing glyph an error instead of a silent gap. Such characters are
    replaced by 〓 and named: `notes(missing)` returns the entries of `data` that say so, in words.
    """
    missing: set[str] = set()
    for _round in range(_ROUNDS):
        shown = data
        if missing:
            told = notes(frozenset(missing)) if notes else {}
            shown = _replaced(data | told, missing)
        pdf, found = _run(template, shown, at)
        if pdf:
            return Print(pdf, frozenset(missing))
        missing |= found
    raise TypesettingFailed(f"{template}: characters without a glyph after {_ROUNDS} rounds")


def _run(template, data, at):
    """(PDF, set()) or (b"", pieces of text without a glyph)."""
    order = {"template": template, "at": int(at.timestamp()), "data": json.dumps(data)}
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


def main():
    """The process of its own: an order as JSON on standard input, the PDF on standard output."""
    import typst

    order = json.load(sys.stdin.buffer)
    try:
        pdf = typst.compile(
            str(TEMPLATES / order["template"]),
            root=str(TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": order["data"]},
            format="pdf",
            pdf_standards=["a-2b"],
            pdf_tags=False,
            timestamp=order["at"],
        )
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
