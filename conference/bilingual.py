"""Chinese and English are equal: the zh/en pair, fallback both ways, the list of gaps.

A bilingual attribute `title` is two ordinary columns, `title_zh` and `title_en`, and one descriptor
that reads them together. Nothing is looked up by language in SQL, so every query stays the same in
both languages.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from conference.chinese import has_chinese

# Django's language code to ours, and to the HTML `lang` attribute.
HTML_LANG = {"zh": "zh-Hans", "en": "en"}

# Behind a Chinese text of ours where no markup can stand: on a card, in a feed, in a title.
RENDERING = "（译名）"


def active_side() -> str:
    """'zh' or 'en', from the active translation; English when none is active."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


def html_lang_of(code: str) -> str:
    """The `lang` attribute of a Django language code."""
    return HTML_LANG["zh"] if code.startswith("zh") else code


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; prints itself in the active one, else in the other.

    `zh_is_rendering`: the Chinese is ours and not official, so that pages mark it with 译名
    wherever it stands. It says nothing of the words: two texts that differ in it alone are equal.
    """

    zh: str = ""
    en: str = ""
    zh_is_rendering: bool = field(default=False, compare=False, kw_only=True)

    def __str__(self):
        return self.in_side(active_side())

    def __bool__(self):
        return bool(self.zh or self.en)

    def in_side(self, side: str) -> str:
        """The text in 'zh' or 'en', falling back to the other side; '' when both are empty."""
        return (self.zh or self.en) if side == "zh" else (self.en or self.zh)

    @property
    def lang(self) -> str:
        """HTML language of what `str()` prints, so that a fallback is marked in the page."""
        side = active_side()
        return HTML_LANG[side if getattr(self, side) or not self else _other(side)]

    @property
    def is_fallback(self) -> bool:
        """True when `str()` prints the other language because the active one is missing."""
        return bool(self) and not getattr(self, active_side())

    @property
    def is_rendering(self) -> bool:
        """True when `str()` prints a Chinese text that is ours."""
        return self.zh_is_rendering and bool(self.zh) and self.lang == HTML_LANG["zh"]

    @property
    def marked(self) -> str:
        """What `str()` prints, with RENDERING where that is ours: for whatever is plain text."""
        return self.marked_in(active_side())

    def marked_in(self, side: str) -> str:
        """`in_side`, marked in the same way."""
        is_ours = self.zh_is_rendering and self.zh and (side == "zh" or not self.en)
        return self.in_side(side) + (RENDERING if is_ours else "")

    @property
    def as_value(self) -> "str | dict[str, str]":
        """What scripts are told: `marked`; as {"text", "lang"} where it is a fallback."""
        return {"text": self.marked, "lang": self.lang} if self.is_fallback else self.marked

    @property
    def other(self) -> str:
        """The text in the language that is not active, '' when it is missing or the same."""
        text = getattr(self, _other(active_side()))
        return "" if text == str(self) else text

    @property
    def both(self) -> str:
        """'茶歇 / Tea break', for those who work in both languages; one where one says it all."""
        return " / ".join(dict.fromkeys(filter(None, self.as_list())))

    def as_list(self) -> list[str]:
        """[zh, en]: the shape inside a release document."""
        return [self.zh, self.en]


def in_one_language(texts) -> list[str]:
    """The texts that exist in the active language; where none does, all as they are, in the other.

    What joins texts where no mark of a language can stand, a description say, joins these. A plain
    string counts as written in the active language. Renderings of ours are marked.
    """
    return [marked(text) for text in _of_one_side(texts)]


def joined(texts, separator: str) -> Text:
    """What `in_one_language` leaves of the texts as one Text, on the side of its language."""
    found = _of_one_side(texts)
    said = separator.join(map(marked, found))
    return on_side_of(found[0], said) if found else Text()


def best_of(*texts: Text) -> Text:
    """The first text that exists in the active language, else the first that exists."""
    return next(iter(_of_one_side(texts)), Text())


def quoting(sentence: str, name: Text) -> "str | Text":
    """A sentence of the interface with `%(name)s` in it; the name alone where that exists in the
    other language only.
    """
    return name if name.is_fallback else sentence % {"name": marked(name)}


def marked(text: "str | Text") -> str:
    return text.marked if isinstance(text, Text) else str(text)


def on_side_of(text: "str | Text", said: str) -> Text:
    """`said` as a text in the language in which `text` is printed; a string's is the active one."""
    side = active_side()
    if isinstance(text, Text) and text.is_fallback:
        side = _other(side)
    return Text(**{side: said})


def _of_one_side(texts):
    texts = [text for text in texts if text]
    own = [text for text in texts if not (isinstance(text, Text) and text.is_fallback)]
    return own or texts


def in_its_language(text: "str | Text") -> Text:
    """A text on the side of its language: Chinese where it has a Chinese character. One that says
    the same in both, '一个报告取消 / One talk is cancelled', stands on both.
    """
    if isinstance(text, Text):
        return text
    parts = [part.strip() for part in _BETWEEN_LANGUAGES.split(text)]
    if len(parts) == 2 and all(parts) and len({has_chinese(part) for part in parts}) == 2:
        zh, en = sorted(parts, key=has_chinese, reverse=True)
        return Text(zh, en)
    return Text(zh=text) if has_chinese(text) else Text(en=text)


_BETWEEN_LANGUAGES = re.compile(r"\s+[/|]\s+|\n+")


def _other(side):
    return "en" if side == "zh" else "zh"


def in_both_languages(words: Callable[[], str]) -> Text:
    """What `words` gives in Chinese and in English."""
    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(words())
    return Text(*found)


def label_in_both_languages(label) -> Text:
    """A label of the interface, which is translated when it is printed."""
    return in_both_languages(lambda: str(label))


class Bilingual:
    """Descriptor over `<name>_zh` and `<name>_en`; reading gives a Text, assigning takes one.

    `rendering` names the column that says whether the Chinese is our rendering.
    """

    def __init__(self, *, rendering: str = ""):
        self.rendering = rendering

    def __set_name__(self, owner, name):
        self.owner, self.name = owner, name

    @property
    def short_description(self):
        """What Django's lists print above a column of it."""
        return self.owner._meta.get_field(f"{self.name}_zh").label_of_pair

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return Text(
            getattr(instance, f"{self.name}_zh"),
            getattr(instance, f"{self.name}_en"),
            zh_is_rendering=bool(self.rendering) and getattr(instance, self.rendering),
        )

    def __set__(self, instance, text):
        setattr(instance, f"{self.name}_zh", text.zh)
        setattr(instance, f"{self.name}_en", text.en)


def bilingual_names(model) -> list[str]:
    """Names of a model's bilingual attributes, in the order they are declared."""
    names = []
    for klass in reversed(model.__mro__):
        names += [n for n, value in vars(klass).items() if isinstance(value, Bilingual)]
    return names


def gaps(instance) -> list[tuple[str, str]]:
    """[(attribute, missing side)] where exactly one side is filled: the translations to add."""
    found = []
    for name in bilingual_names(type(instance)):
        text = getattr(instance, name)
        if text and not (text.zh and text.en):
            found.append((name, "zh" if text.en else "en"))
    return found


def gaps_condition(model) -> Q:
    """The rows of `model` that have at least one gap, as a query condition."""
    condition = Q(pk__in=[])
    for name in bilingual_names(model):
        for empty, filled in (("zh", "en"), ("en", "zh")):
            condition |= Q(**{f"{name}_{empty}": ""}) & ~Q(**{f"{name}_{filled}": ""})
    return condition


def pair(field: type[models.Field], label, **options):
    """Two blank columns for one bilingual attribute: `title_zh, title_en = pair(CharField, ...)`.

    The label stays one msgid ("Title"); the admin adds the language from the verbose name.
    """
    columns = tuple(
        field(_labelled(label, side), blank=True, default="", **options) for side in ("zh", "en")
    )
    for column in columns:
        column.label_of_pair = label
    return columns


def _labelled(label, side):
    return format_lazy("{}{}", label, _(" (Chinese)") if side == "zh" else _(" (English)"))


def either_language(name: str, *, constraint: str, message) -> models.CheckConstraint:
    """The constraint that a bilingual attribute is filled in at least one language."""
    return models.CheckConstraint(
        condition=~Q(**{f"{name}_zh": "", f"{name}_en": ""}),
        name=constraint,
        violation_error_message=message,
    )
