"""One way to compare what people type: 'José Muñoz', 'JOSE MUNOZ' and full-width letters agree,
論壇 and 论坛 too.

Everything that is looked for, sorted or matched by a name goes through `fold`, on both sides: what
is kept beside a row (`people.pinyin.search_text`) and what somebody types (`words`).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from conference.chinese import HAN
from conference.variants import variants

# Left out: they are written in a dozen ways, or not at all. Accents that stand alone are among
# them, because people type them for an apostrophe.
_LEFT_OUT = (
    "'`´ʹʺʻʼʽʾʿˈˊˋ‘’‚‛′″‴‵‶՚׳ߴꞋꞌ❛❜＇"  # apostrophes
    '"“”„‟«»‹›〝〞〟「」『』《》〈〉﹁﹂﹃﹄'  # quotation marks
    "·•‧∙⋅・･⸱ꞏ᛫⸳●・"  # dots between the parts of a name
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
)
_INVISIBLE = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10))
_VARIATIONS = range(0xE0100, 0xE01F0)
_DASHES = "-‐‑‒–—―⁃−⸺⸻﹘﹣－"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SPACES += "\u202f\u205f\u3000"

# Letters that Unicode does not take apart, beside those with a stroke or a hook (`_plain_letters`).
_LETTERS = {
    "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ŋ": "n", "ı": "i", "ĸ": "k", "ə": "e", "ɛ": "e",
    "ɔ": "o", "ß": "ss", "ſ": "s", "ŉ": "n", "ʒ": "z",
}  # fmt: skip
_LATIN = (*range(0x0080, 0x02B0), *range(0x1D00, 0x1F00), *range(0x2C60, 0x2C80))
_LATIN += (*range(0xA720, 0xA800),)

_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# 王 泉, spaced out for the eye, and 爱新觉罗.样例, whose dot the keyboard did not have.
_INSIDE_CHINESE = re.compile(f"(?<=[{HAN}])(?: +|[.．。])(?=[{HAN}])")
_BETWEEN_WORDS = re.compile(r"[\s,;:!?()\[\]，；：！？、（）【】。]+")  # also 'Zhang, Wei'

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)

_SHORT = 80  # characters: a name or a title, and no text

# The mark is a part of the name: C#, F#.
_SHARP = re.compile(r"\W*([A-Za-zＡ-Ｚａ-ｚ][#＃])\W*")


def _plain_letters():
    """{ø: o, ł: l, đ: d ...}: small letters that bear their base in their Unicode name alone."""
    found = {ord(letter): plain for letter, plain in _LETTERS.items()}
    for point in _LATIN:
        name = unicodedata.name(chr(point), "")
        if letter := re.match(r"LATIN SMALL LETTER ([A-Z]) WITH ", name):
            found.setdefault(point, letter[1].lower())
    return found


_MARKS = dict.fromkeys([*map(ord, _LEFT_OUT), *_INVISIBLE, *_VARIATIONS])
_MARKS |= dict.fromkeys(map(ord, _DASHES + _SPACES), " ")
_PLAIN = _plain_letters()
# How letters are spelled out where there is no key for them, and where they are left out again.
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "ǿ": "oe", "å": "aa", "đ": "dj"}
)
_SPELLED = re.compile("(?<=[aou])e|(?<=a)a|(?<=d)j")
_RESPELLED = re.compile(r"\w*(?:[äöüøǿåđ]|[aou]e|aa|dj)\w*", re.IGNORECASE)
_ASCII = str.maketrans({"'": None, "`": None, '"': None, "-": " ", "\t": " "})


def fold(text: str) -> str:
    """'Ｏ’Brien-Łoś' as 'obrien los', '分論壇' as '分论坛': case, width, accents, quotes, dots,
    hyphens and the writing of a Chinese character do not matter.

    Hyphens become spaces, line breaks stay; spaces between Chinese characters go. What is folded
    already stays as it is.
    """
    if text.isascii():
        return text.lower().translate(_ASCII)
    return _folded_again(text) if len(text) <= _SHORT else _folded(text)


def _folded(text):
    return unmarked(text).translate(variants())


# A file of an office asks for each of its names and titles some dozen times.
_folded_again = lru_cache(maxsize=4096)(_folded)


def unmarked(text: str) -> str:
    """The same with each Chinese character as it is, for what has to stay the same for ever."""
    if text.isascii():
        return text.lower().translate(_ASCII)
    # Before and after, because some marks are only reached by taking a character apart, and some
    # would become an accent by it.
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS).casefold())
    plain = _ACCENTS.sub("", plain).translate(_MARKS).translate(_PLAIN)
    # Together again what are letters of their own in Korean and Japanese.
    plain = unicodedata.normalize("NFC", plain).casefold()
    return _INSIDE_CHINESE.sub("", plain)


def respelled(text: str) -> list[str]:
    """How `text` is written by others, folded, where that differs: 'Größe' as 'groesse', 'Mueller'
    as 'muller', so that both are found by either.
    """
    own = fold(text)
    ways = dict.fromkeys((spelled_out(text), _SPELLED.sub("", own)))
    return [way for way in ways if way != own]


def respelled_words(text: str) -> list[str]:
    """`respelled` of each word that has another writing, of a longer text."""
    return [way for word in set(_RESPELLED.findall(text)) for way in respelled(word)]


def spelled_out(text: str) -> str:
    """'Müller' as 'mueller', folded."""
    if text.isascii():
        return fold(text)
    return fold(unicodedata.normalize("NFC", text).lower().translate(_SPELLED_OUT))


def words(text: str) -> list[str]:
    """What somebody typed into a search, as folded words without the marks around them.

    Marks alone are looked for as they are, so that a search for nothing finds nothing.
    """
    typed = _BETWEEN_WORDS.split(text)
    return [part for word in typed for part in fold(_bare(word)).split()] or text.split()


def searched(text: str, *, most: int = 8) -> list[str]:
    """`words` of a search box: of a long text those that a search can carry."""
    return words(text[:200])[:most]


def name_key(text: str) -> str:
    """Letters and digits alone: two writings of one name or organization have the same."""
    plain = "".join(filter(str.isalnum, fold(text)))
    return plain or "".join(text.split())


def organization_key(name: str) -> str:
    """The same for an organization, whose name may begin with an article."""
    return name_key(_ARTICLE.sub("", fold(name)))


def name_keys(text: str) -> set[str]:
    """Two writings of one name have one of these in common, 'Müller' and 'Mueller' too."""
    return {name_key(text), name_key(spelled_out(text))} - {""}


def organization_keys(name: str) -> set[str]:
    return name_keys(_ARTICLE.sub("", unicodedata.normalize("NFKC", name).strip()))


def tables(texts: Iterable[str] | None = None) -> dict[str, dict[str, str]]:
    """What `fold` writes a sign as, for a script that folds alike: marks, then letters, then
    variants. Of these only what leads to a character of `texts`, which are folded; nothing else
    could be found in them.
    """
    said = None if texts is None else set().union(*texts)
    return {
        "marks": {chr(point): plain or "" for point, plain in _MARKS.items()},
        "letters": {chr(point): plain for point, plain in _PLAIN.items()},
        "variants": {
            chr(point): sign for point, sign in variants().items() if said is None or sign in said
        },
    }


def _bare(word):
    if sharp := _SHARP.fullmatch(word):
        return sharp[1]
    inside = [n for n, sign in enumerate(word) if not unicodedata.category(sign).startswith("P")]
    return word[inside[0] : inside[-1] + 1] if inside else ""
