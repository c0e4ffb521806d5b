"""The languages that sessions are held in: tags of BCP 47, and what people call them.

A tag stands as it is recommended to be written: `de`, `pt-BR`, `zh-Hant`. A session in both
languages of this site has `both`, which is no tag; '' is one of which nobody said it.
"""

import re
from functools import cache

from django.utils.translation import (
    get_language_info,
    gettext_lazy,
    pgettext,
    pgettext_lazy,
)
from django.utils.translation import gettext as _

from conference.bilingual import in_both_languages

BOTH = "both"
SEVERAL = "mul"  # ISO 639: several languages, not said which
LONGEST_TAG = 35  # characters, as BCP 47 advises
# What the database holds the column to; PostgreSQL and Python read it alike.
TAG_OR_BOTH = r"^(both|[a-z]{2,3}(-[A-Za-z0-9]{1,8})*)?\Z"
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?"
)

OURS = {"zh": gettext_lazy("Chinese"), "en": gettext_lazy("English")}
COMMON = {**OURS, BOTH: gettext_lazy("Chinese and English")}
OTHERS = {
    "af": pgettext_lazy("language", "Afrikaans"),
    "sq": pgettext_lazy("language", "Albanian"),
    "am": pgettext_lazy("language", "Amharic"),
    "ar": pgettext_lazy("language", "Arabic"),
    "hy": pgettext_lazy("language", "Armenian"),
    "az": pgettext_lazy("language", "Azerbaijani"),
    "eu": pgettext_lazy("language", "Basque"),
    "be": pgettext_lazy("language", "Belarusian"),
    "bn": pgettext_lazy("language", "Bengali"),
    "bs": pgettext_lazy("language", "Bosnian"),
    "pt-BR": pgettext_lazy("language", "Brazilian Portuguese"),
    "bg": pgettext_lazy("language", "Bulgarian"),
    "my": pgettext_lazy("language", "Burmese"),
    "yue": pgettext_lazy("language", "Cantonese"),
    "ca": pgettext_lazy("language", "Catalan"),
    "csl": pgettext_lazy("language", "Chinese Sign Language"),
    "hr": pgettext_lazy("language", "Croatian"),
    "cs": pgettext_lazy("language", "Czech"),
    "da": pgettext_lazy("language", "Danish"),
    "nl": pgettext_lazy("language", "Dutch"),
    "eo": pgettext_lazy("language", "Esperanto"),
    "et": pgettext_lazy("language", "Estonian"),
    "fil": pgettext_lazy("language", "Filipino"),
    "fi": pgettext_lazy("language", "Finnish"),
    "fr": pgettext_lazy("language", "French"),
    "gl": pgettext_lazy("language", "Galician"),
    "ka": pgettext_lazy("language", "Georgian"),
    "de": pgettext_lazy("language", "German"),
    "el": pgettext_lazy("language", "Greek"),
    "gu": pgettext_lazy("language", "Gujarati"),
    "ha": pgettext_lazy("language", "Hausa"),
    "he": pgettext_lazy("language", "Hebrew"),
    "hi": pgettext_lazy("language", "Hindi"),
    "hu": pgettext_lazy("language", "Hungarian"),
    "is": pgettext_lazy("language", "Icelandic"),
    "id": pgettext_lazy("language", "Indonesian"),
    "ga": pgettext_lazy("language", "Irish"),
    "it": pgettext_lazy("language", "Italian"),
    "ja": pgettext_lazy("language", "Japanese"),
    "kk": pgettext_lazy("language", "Kazakh"),
    "km": pgettext_lazy("language", "Khmer"),
    "ko": pgettext_lazy("language", "Korean"),
    "ku": pgettext_lazy("language", "Kurdish"),
    "ky": pgettext_lazy("language", "Kyrgyz"),
    "lo": pgettext_lazy("language", "Lao"),
    "la": pgettext_lazy("language", "Latin"),
    "lv": pgettext_lazy("language", "Latvian"),
    "lt": pgettext_lazy("language", "Lithuanian"),
    "lb": pgettext_lazy("language", "Luxembourgish"),
    "mk": pgettext_lazy("language", "Macedonian"),
    "ms": pgettext_lazy("language", "Malay"),
    "mt": pgettext_lazy("language", "Maltese"),
    "mr": pgettext_lazy("language", "Marathi"),
    "mn": pgettext_lazy("language", "Mongolian"),
    "ne": pgettext_lazy("language", "Nepali"),
    "no": pgettext_lazy("language", "Norwegian"),
    "ps": pgettext_lazy("language", "Pashto"),
    "fa": pgettext_lazy("language", "Persian"),
    "pl": pgettext_lazy("language", "Polish"),
    "pt": pgettext_lazy("language", "Portuguese"),
    "pa": pgettext_lazy("language", "Punjabi"),
    "ro": pgettext_lazy("language", "Romanian"),
    "ru": pgettext_lazy("language", "Russian"),
    "gd": pgettext_lazy("language", "Scottish Gaelic"),
    "sr": pgettext_lazy("language", "Serbian"),
    "si": pgettext_lazy("language", "Sinhala"),
    "sk": pgettext_lazy("language", "Slovak"),
    "sl": pgettext_lazy("language", "Slovenian"),
    "so": pgettext_lazy("language", "Somali"),
    "es": pgettext_lazy("language", "Spanish"),
    "sw": pgettext_lazy("language", "Swahili"),
    "sv": pgettext_lazy("language", "Swedish"),
    "gsw": pgettext_lazy("language", "Swiss German"),
    "tg": pgettext_lazy("language", "Tajik"),
    "ta": pgettext_lazy("language", "Tamil"),
    "te": pgettext_lazy("language", "Telugu"),
    "th": pgettext_lazy("language", "Thai"),
    "bo": pgettext_lazy("language", "Tibetan"),
    "tr": pgettext_lazy("language", "Turkish"),
    "tk": pgettext_lazy("language", "Turkmen"),
    "uk": pgettext_lazy("language", "Ukrainian"),
    "ur": pgettext_lazy("language", "Urdu"),
    "ug": pgettext_lazy("language", "Uyghur"),
    "uz": pgettext_lazy("language", "Uzbek"),
    "vi": pgettext_lazy("language", "Vietnamese"),
    "cy": pgettext_lazy("language", "Welsh"),
    "yo": pgettext_lazy("language", "Yoruba"),
    "za": pgettext_lazy("language", "Zhuang"),
    "zu": pgettext_lazy("language", "Zulu"),
    "mul": pgettext_lazy("language", "several languages"),
}

# The three letters of ISO 639-2, where BCP 47 has two.
_SHORT = dict(
    re.findall(
        r"([a-z]+) ([a-z]+)",
        """
    afr af, alb sq, amh am, ara ar, arm hy, aze az, baq eu, bel be, ben bn, bod bo,
    bos bs, bul bg, bur my, cat ca, ces cs, chi zh, cmn zh, cym cy, cze cs, dan da,
    deu de, dut nl, ell el, eng en, epo eo, est et, eus eu, fas fa, fin fi, fra fr,
    fre fr, geo ka, ger de, gla gd, gle ga, glg gl, gre el, guj gu, hau ha, heb he,
    hin hi, hrv hr, hun hu, hye hy, ice is, ind id, isl is, ita it, jpn ja, kat ka,
    kaz kk, khm km, kir ky, kor ko, kur ku, lao lo, lat la, lav lv, lit lt, ltz lb,
    mac mk, mar mr, may ms, mkd mk, mlt mt, mon mn, msa ms, mya my, nep ne, nld nl,
    nor no, pan pa, per fa, pol pl, por pt, pus ps, ron ro, rum ro, rus ru, sin si,
    slk sk, slo sk, slv sl, som so, spa es, sqi sq, srp sr, swa sw, swe sv, tam ta,
    tel te, tgk tg, tha th, tib bo, tuk tk, tur tr, uig ug, ukr uk, urd ur, uzb uz,
    vie vi, wel cy, yor yo, zha za, zho zh, zul zu
        """,
    )
)


def canonical(tag: str) -> str:
    """'PT_br' as 'pt-BR', 'deu' as 'de'; '' for what is no tag."""
    tag = tag.strip().lower().replace("_", "-")
    if not _TAG.fullmatch(tag) or len(tag) > LONGEST_TAG:
        return ""
    first, *rest = tag.split("-")
    parts, is_extension = [_SHORT.get(first, first)], False
    for part in rest:
        is_extension = is_extension or len(part) == 1
        if not is_extension and part.isalpha() and len(part) in (2, 4):
            part = part.upper() if len(part) == 2 else part.title()
        parts.append(part)
    return "-".join(parts)


def name_of(tag: str) -> str:
    """'German', 'Brazilian Portuguese', 'German (AT)', in the reader's language; a tag that has no
    name here is shown as it is, and '' as ''.
    """
    name = COMMON.get(tag) or OTHERS.get(tag)
    if name:
        return str(name)
    first, _hyphen, rest = tag.partition("-")
    base = OURS.get(first) or OTHERS.get(first)
    if not (base and rest):
        return tag
    words = pgettext("language, region", "%(language)s (%(region)s)")
    return words % {"language": base, "region": rest}


def in_language(tag: str) -> str:
    """'in German', 'in Chinese and English'."""
    told = {"zh": _("in Chinese"), "en": _("in English"), BOTH: _("in Chinese and English")}
    return told.get(tag) or (tag and _("in %(language)s") % {"language": name_of(tag)})


def tag_of(text: str) -> str:
    """The tag of what somebody wrote: a tag, or a name ('German', '德语', 'Deutsch'); '' for what
    is neither.
    """
    return _named().get(text.strip().casefold()) or canonical(text)


@cache
def _named() -> dict[str, str]:
    """{name in English, in Chinese or its own: tag}."""
    found = {}
    for tag in (*COMMON, *OTHERS):
        for name in in_both_languages(lambda tag=tag: name_of(tag)).as_list():
            found[name.casefold()] = tag
        try:
            found[get_language_info(tag.lower())["name_local"].casefold()] = tag
        except KeyError:
            continue
    return found | {"中文": "zh", "汉语": "zh", "mandarin": "zh", "英语": "en"}


def tags_of(spoken: str) -> list[str]:
    """What a session's language says: ['zh', 'en'] for both, [] for none."""
    return list(OURS) if spoken == BOTH else [spoken] if spoken else []


def is_spoken(wanted: str, spoken: str) -> bool:
    """Whether a session is for readers who asked for a language; 'pt' finds 'pt-BR' (RFC 4647)."""
    return wanted == spoken or any(
        tag == wanted or tag.startswith(f"{wanted}-") for tag in tags_of(spoken)
    )
