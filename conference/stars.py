"""One star around several words: it stresses nothing, and readers see it (`conference.emphasis`).

Whether `*several words*` was meant to stress them or is a note's own signs nobody can tell but its
writer, who is asked; two stars stress as many words as one likes.
"""

import re

from conference.markdown import plain, render

# Two letters or more in several words: with a space between them, or what parts a sentence.
_SEVERAL_WORDS = re.compile(
    r"(?<![A-Za-z0-9*\\/])\*(?=[^*`]*[\s,;:!?，。；：、！？…][^*`])(?=[^*`]*[^\W\d_][^*`]*[^\W\d_])"
    r"(?![\s*])((?:[^*`\n]|\n(?!\s*\n))+)(?<![\s\\])\*(?![A-Za-z0-9*])"
)
_CODE = re.compile(r"(`+[^`]*`+)")
_BESIDE = 3  # characters on each side that decide whether stars may stress


def shown_stars(text: str) -> list[str]:
    """The words, without their stars, that `with_two_stars` would stress; mostly none."""
    return _judged(text)[0]


def with_two_stars(text: str) -> str:
    """Markdown in which they are stressed; all else stands as it was."""
    return _judged(text)[1]


def _judged(text) -> tuple[list[str], str]:
    """Two renderings of a text that has such stars, and two of each place; else none."""
    words: list[str] = []

    def doubled(found):
        start, end = found.span()
        before, after = found.string[max(0, start - _BESIDE) : start], found.string[end:][:_BESIDE]
        bold = f"**{found[1]}**"
        if not _is_bold(f"{before}{found[0]}{after}", f"{before}{bold}{after}", 1):
            return found[0]
        words.append(found[1])
        return bold

    if text.count("*") < 2:
        return [], text
    parts = _CODE.split(text)
    parts[::2] = [_SEVERAL_WORDS.sub(doubled, part) for part in parts[::2]]
    result = "".join(parts)
    return (words, result) if words and _is_bold(text, result, len(words)) else ([], text)


def _is_bold(text, result, count) -> bool:
    """Whether `count` more pieces are bold, and nothing is gone but their stars."""
    old, new = render(text), render(result)
    return (
        new.count("<strong>") == old.count("<strong>") + count
        and len(plain(new)) == len(plain(old)) - 2 * count
        and plain(new).replace("*", "") == plain(old).replace("*", "")
    )
