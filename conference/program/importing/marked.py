"""Whether a text of a file is Markdown or plain words, and either as the Markdown that we keep."""

import re

from conference.markdown import as_markdown, plain, render
from conference.program.importing.html import is_built_of_blocks, is_html, to_markdown

# Systems whose texts are Markdown, by the generator that they name.
WRITE_MARKDOWN = {"frab", "hub", "pretalx", "wafer"}
OURS = "lectern"  # whose files carry plain forms

# What nobody writes in plain words.
_SURE_MARK = re.compile(r"<(?:strong|pre|h[2-6])>")
_LINK = re.compile(r"\]\((?:https?://|mailto:)", re.IGNORECASE)


# Words between two low lines or two stars, which in our texts are characters (`conference.marks`).
_EMPHASIZED = re.compile(r"(?<![\w*\\/])([_*])(?![\s_*])([^_*\[\]()<>\n]+)(?<!\s)\1(?![\w*])")
_CODE = re.compile(r"(`+[^`]*`+)")


def with_our_emphasis(text: str) -> str:
    """Markdown in which `_very important_` is `*very* *important*`, as we write it."""
    parts = _CODE.split(text)
    parts[::2] = [_EMPHASIZED.sub(_word_by_word, part) for part in parts[::2]]
    return "".join(parts)


def _word_by_word(found):
    emphasized = " ".join(f"*{word}*" for word in found[2].split())
    return emphasized if plain(render(emphasized)) == plain(render(found[2])) else found[2]


class MarkedTexts:
    """Reads the texts of one file. `guessed` counts those that were taken for Markdown by their
    marks, because the file does not say what wrote it.
    """

    def __init__(self, generator: str):
        name = generator.lower()
        self.is_ours, self.are_markdown = name == OURS, name in WRITE_MARKDOWN
        self.guessed: list[str] = []

    def to_markdown(self, text: str, place: str = "") -> str:
        if self.is_ours:
            return as_markdown(text)
        if is_built_of_blocks(text):
            return to_markdown(text)
        is_markdown = self.are_markdown or self._has_sure_marks(text, place)
        if is_html(text):
            return to_markdown(text, is_plain=not is_markdown)
        return with_our_emphasis(text) if is_markdown else as_markdown(text)

    def _has_sure_marks(self, text, place) -> bool:
        found = bool(_LINK.search(text) or _SURE_MARK.search(render(text)))
        if found and place not in self.guessed:
            self.guessed.append(place)
        return found
