"""Names that a print can show whole: what our font lacks is told before anything is printed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from conference.typesetting import typeset

TEMPLATE = "characters.typ"
_known: set[str] = set()  # characters that the font has; of this process


class Unprintable(Exception):
    """Texts with characters that the font lacks: {text: characters}."""

    def __init__(self, texts: dict[str, str]):
        super().__init__(", ".join(texts))
        self.texts = texts


def printed(
    template: str,
    data: dict[str, Any],
    said_of: Iterable[tuple[str, str]],
    *,
    at: datetime,
    anyway: bool = False,
) -> bytes:
    """The PDF; `anyway` with the printer's mark for what the font lacks. Raises Unprintable.

    `said_of` is what each card or sheet is of and all that it says: a room has one for each day,
    and two people may have one name.
    """
    made = typeset(template, data, at=at)
    if made.missing and not anyway:
        lacks = {character for text in made.missing for character in text}
        raise Unprintable(_found(said_of, lacks))
    return made.pdf


def lacking(said_of: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{of what it is: the characters in it that the font lacks}, known without a print: the engine
    is asked once a process for each character.
    """
    said = list(said_of)
    asked = {character for _of, text in said for character in text} - _known
    if not asked:
        return {}
    alone = _missing(asked)
    _known.update(asked - alone)
    if not alone:
        return {}
    # A mark that has no letter of its own may have one together with the letter before it.
    texts = {text for _of, text in said if alone & set(text)}
    return _found(said, _missing(texts))


def _missing(texts: set[str]) -> set[str]:
    made = typeset(TEMPLATE, {"texts": sorted(texts)}, at=datetime(2000, 1, 1, tzinfo=UTC))
    return {character for text in made.missing for character in text}


def _found(said_of: Iterable[tuple[str, str]], lacks: set[str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, said_there in said_of:
        if here := lacks & set(said_there):
            found.setdefault(name, set()).update(here)
    return {name: "".join(sorted(here)) for name, here in found.items()}
