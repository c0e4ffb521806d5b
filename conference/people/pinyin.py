"""Pinyin for sorting and search: computed once on save, never at query time.

A surname's reading often differs from the character's common one (曾 is Zeng, not Ceng), and the
library does not know which character is a surname. The table below does; the sort name stays
editable for what it cannot know.
"""

import re
import unicodedata
from functools import cache

from conference.folding import fold

# Surname -> reading. Compound surnames come first because the longest match wins.
# Source: 《现代汉语词典》, surname readings marked 姓.
SURNAMES = {
    "万俟": "moqi", "尉迟": "yuchi", "单于": "chanyu", "长孙": "zhangsun", "澹台": "tantai",
    "令狐": "linghu", "宰父": "zaifu", "呼延": "huyan", "欧阳": "ouyang", "司马": "sima",
    "上官": "shangguan", "诸葛": "zhuge", "夏侯": "xiahou", "皇甫": "huangfu", "公孙": "gongsun",
    "慕容": "murong", "司徒": "situ", "东方": "dongfang", "独孤": "dugu", "南宫": "nangong",
    "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "单": "shan",
    "朴": "piao", "尉": "yu", "任": "ren", "华": "hua", "翟": "zhai", "乐": "yue", "覃": "qin",
    "缪": "miao", "纪": "ji", "葛": "ge", "哈": "ha", "洗": "xian", "冼": "xian", "员": "yun",
    "贠": "yun", "俞": "yu", "召": "shao", "折": "she", "种": "chong", "重": "chong", "秘": "bi",
    "逄": "pang", "隗": "wei", "祭": "zhai", "能": "nai", "黑": "he", "繁": "po", "教": "jiao",
    "佘": "she", "么": "yao", "牟": "mu", "卜": "bu", "那": "na", "燕": "yan", "应": "ying",
    "宁": "ning", "曲": "qu", "车": "che", "桑": "sang", "钭": "tou", "干": "gan", "郗": "xi",
    "甄": "zhen", "臧": "zang", "适": "kuo", "撒": "sa", "晟": "cheng", "晁": "chao", "柏": "bai",
    "乜": "nie", "都": "du", "藏": "zang", "石": "shi", "盛": "sheng", "句": "gou", "瞿": "qu",
}  # fmt: skip
LONGEST_SURNAME = max(map(len, SURNAMES))

_HYPHENS = "-\u2010\u2011"
_INSIDE_A_WORD = re.compile(rf"(?<=[^\W\d_])[{_HYPHENS}'’‘ʼʻ`´](?=[^\W\d_])")


def is_chinese(character: str) -> bool:
    return "CJK" in unicodedata.name(character, "")


def has_chinese(text: str) -> bool:
    return any(map(is_chinese, text))


@cache
def _pinyin():
    # Imported when first needed: its tables take 0.1 s to load.
    import pypinyin

    return pypinyin


def syllables(text: str) -> list[str]:
    """['liao', 'ning', '2025']: one syllable a Chinese character, other runs of text whole."""
    return [s for s in (part.strip() for part in _pinyin().lazy_pinyin(text)) if s]


def name_syllables(name: str) -> list[str]:
    """Like `syllables`, but reading the first characters of a Chinese name as a surname."""
    name = "".join(name.split())
    if not name or not is_chinese(name[0]):
        return syllables(name)
    for length in range(min(LONGEST_SURNAME, len(name) - 1 or 1), 0, -1):
        if surname := SURNAMES.get(name[:length]):
            return [surname, *syllables(name[length:])]
    return syllables(name)


def sort_name(name_zh: str, family_en: str = "", given_en: str = "") -> str:
    """'zeng zhiwei': what lists sort by, folded, family name first.

    An English spelling given by the person wins over computed pinyin, because it is theirs.
    """
    if family_en or given_en:
        return " ".join(fold(f"{family_en} {given_en}").split())
    if not has_chinese(name_zh):
        return " ".join(fold(name_zh).split())
    parts = name_syllables(fold(name_zh))
    return " ".join([parts[0], "".join(parts[1:])]).strip() if parts else ""


def name_letters(name: str) -> str:
    """'aagnnquw' of 王泉, Wang Quan and Quan Wang: letters by the alphabet, to look twins up by."""
    plain = fold(name)
    spelled = "".join(name_syllables(plain)) if has_chinese(plain) else plain
    return "".join(sorted(filter(str.isalnum, spelled)))[:200]


def search_text(*texts: str, names: tuple = ()) -> str:
    """What is searched with `folding.words`: the texts, their pinyin and its initials, folded.

    `names` are read as personal names (surname readings); each part is set apart by a newline so
    that a search never matches across two of them. ('O’Brien-Smith' is also found as one word and
    as three, 吕 as lü, lv, lu and lyu.)
    """
    found = []
    for text, split in [(t, name_syllables) for t in names] + [(t, syllables) for t in texts]:
        plain = " ".join(fold(text).split())
        if not plain:
            continue
        found += [plain, *_apart_and_together(text)]
        if has_chinese(plain):
            parts = split(plain)
            for spelled in (parts, *_other_spellings(parts)):
                found += ["".join(spelled), " ".join(spelled)]
            found.append("".join(p[0] for p in parts))
        elif " " in plain:
            found.append("".join(word[0] for word in plain.split()))
    return "\n".join(dict.fromkeys(" ".join(part.split()) for part in found))


def _apart_and_together(text):
    """'d’Alembert' as 'd alembert', 'Jean-Luc' as 'jeanluc': each where it differs."""
    if marks := _INSIDE_A_WORD.findall(text):
        if "".join(marks).strip(_HYPHENS):
            yield fold(_INSIDE_A_WORD.sub(" ", text))
        if set(marks) & set(_HYPHENS):
            yield fold(_INSIDE_A_WORD.sub("", text))


def _other_spellings(parts):
    """The syllables lü and nü as v-typed pinyin has them (lv), as passports do (lyu), and as lu."""
    if any(part.startswith(("lv", "nv")) for part in parts):
        for vowel in ("u", "yu"):
            yield [
                part[0] + vowel + part[2:] if part.startswith(("lv", "nv")) else part
                for part in parts
            ]
