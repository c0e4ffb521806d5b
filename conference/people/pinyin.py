"""Pinyin for sorting and search: computed once on save, never at query time.

A surname's reading often differs from the character's common one (曾 is Zeng, not Ceng), and the
readings do not know which character is a surname. The table below does; the sort name stays
editable for what it cannot know.
"""

import re
import unicodedata
from functools import lru_cache

from conference.folding import fold, respelled, spelled_out
from conference.people.readings import syllables

# Surname -> reading, its syllables apart. Compound surnames come first because the longest match
# wins; those are left out that are as often a surname and a given name (梁丘, 左丘, 乐正, 段干, and
# of clans 佟佳, 马佳, 乌雅). A dot decides nothing: in 买买提·样例 a given name stands before it.
# Source: 《现代汉语词典》, readings marked 姓; of the Manchu clans 《八旗满洲氏族通谱》.
SURNAMES = {
    "爱新觉罗": "ai xin jue luo", "叶赫那拉": "ye he na la", "乌拉那拉": "wu la na la",
    "辉发那拉": "hui fa na la", "哈达那拉": "ha da na la", "那拉": "na la",
    "钮祜禄": "niu hu lu", "瓜尔佳": "gua er jia", "富察": "fu cha", "赫舍里": "he she li",
    "舒穆禄": "shu mu lu", "他塔喇": "ta ta la", "索绰罗": "suo chuo luo", "董鄂": "dong e",
    "喜塔腊": "xi ta la", "萨克达": "sa ke da", "西林觉罗": "xi lin jue luo",
    "伊尔根觉罗": "yi er gen jue luo", "博尔济吉特": "bo er ji ji te", "阿鲁特": "a lu te",
    "阿史那": "a shi na", "侯莫陈": "hou mo chen",
    "万俟": "mo qi", "尉迟": "yu chi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai",
    "令狐": "ling hu", "宰父": "zai fu", "呼延": "hu yan", "欧阳": "ou yang", "司马": "si ma",
    "上官": "shang guan", "诸葛": "zhu ge", "夏侯": "xia hou", "皇甫": "huang fu",
    "公孙": "gong sun", "慕容": "mu rong", "司徒": "si tu", "东方": "dong fang", "独孤": "du gu",
    "南宫": "nan gong", "宇文": "yu wen", "轩辕": "xuan yuan", "端木": "duan mu",
    "申屠": "shen tu", "公冶": "gong ye", "闻人": "wen ren", "钟离": "zhong li", "太史": "tai shi",
    "淳于": "chun yu", "濮阳": "pu yang", "赫连": "he lian", "拓跋": "tuo ba", "百里": "bai li",
    "东郭": "dong guo", "西门": "xi men", "南门": "nan men", "第五": "di wu", "司空": "si kong",
    "司寇": "si kou", "公羊": "gong yang", "谷梁": "gu liang", "纳兰": "na lan", "完颜": "wan yan",
    "闾丘": "lv qiu", "鲜于": "xian yu", "亓官": "qi guan", "仲孙": "zhong sun", "漆雕": "qi diao",
    "夹谷": "jia gu", "羊舌": "yang she", "微生": "wei sheng", "巫马": "wu ma", "太叔": "tai shu",
    "公西": "gong xi",
    # As Hong Kong and Taiwan write them.
    "愛新覺羅": "ai xin jue luo", "葉赫那拉": "ye he na la", "鈕祜祿": "niu hu lu",
    "瓜爾佳": "gua er jia", "舒穆祿": "shu mu lu", "博爾濟吉特": "bo er ji ji te",
    "歐陽": "ou yang", "司馬": "si ma", "諸葛": "zhu ge", "尉遲": "yu chi", "萬俟": "mo qi",
    "單于": "chan yu", "長孫": "zhang sun", "澹臺": "tan tai", "東方": "dong fang",
    "獨孤": "du gu", "南宮": "nan gong", "公孫": "gong sun", "軒轅": "xuan yuan",
    "聞人": "wen ren", "鍾離": "zhong li", "濮陽": "pu yang", "赫連": "he lian",
    "納蘭": "na lan", "完顏": "wan yan", "閭丘": "lv qiu", "鮮于": "xian yu",
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
_INSIDE_CAMEL_CASE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_LU = re.compile(r"\b([ln])(?:v|yu|u)")
_SHORT = 120  # characters: names and titles, and no text
MOST_PARTS = 6  # of a name in Latin letters
_INSIDE_A_WORD = re.compile(rf"(?<=[^\W\d_])[{_HYPHENS}'’‘ʼʻ`´](?=[^\W\d_])")


def is_chinese(character: str) -> bool:
    return "CJK" in unicodedata.name(character, "")


def has_chinese(text: str) -> bool:
    return any(map(is_chinese, text))


def surname_of(name: str) -> str:
    """'欧阳' of 欧阳修: the surname of one to five characters that a name begins with, or ''."""
    name = "".join(name.split())
    for length in range(min(LONGEST_SURNAME, len(name) - 1 or 1), 0, -1):
        if name[:length] in SURNAMES:
            return name[:length]
    return ""


def compound_surname(name: str) -> list[str]:
    """['ou', 'yang'] of 欧阳修, [] of a name with a surname of one character."""
    spelled = SURNAMES.get(surname_of(name), "").split()
    return spelled if len(spelled) > 1 else []


def name_syllables(name: str) -> list[str]:
    """Like `syllables`, but reading the first characters of a Chinese name as a surname, which is
    one part: ['ouyang', 'xiu'].
    """
    name = "".join(name.split())
    if surname := surname_of(name):
        return [SURNAMES[surname].replace(" ", ""), *syllables(name[len(surname) :])]
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


def unit_sort_name(name: str) -> str:
    """'da lian li gong da xue': what lists sort organizations by; at most 200 letters."""
    spelled = syllables(fold(name)) if has_chinese(name) else fold(name).split()
    return " ".join(" ".join(spelled).split())[:200]


def name_letters(name: str) -> str:
    """'aagnnquw' of 王泉, Wang Quan and Quan Wang: letters by the alphabet, to look twins up by."""
    return letters(spellings(name)[0])


def all_name_letters(name: str) -> set[str]:
    """By which those are looked up who may have the same name: what their `name_letters` can be."""
    ways = spellings(name)
    return set(map(letters, ways if has_chinese(name) else (*ways, *respelled(name))))


def letters(spelled: str) -> str:
    return "".join(sorted(filter(str.isalnum, spelled)))[:200]


def spellings(name: str) -> list[str]:
    """How a name is written in Latin letters, folded, parts apart, the usual way first: 吕伟 as
    'lv wei', 'lu wei', 'lyu wei', Müller as 'muller', 'mueller'.
    """
    plain = fold(name)
    if has_chinese(plain):
        family, *given = name_syllables(plain)
        parts = [family, "".join(given)]
        ways = [" ".join(spelled) for spelled in (parts, *_other_spellings(parts))]
    else:
        ways = [plain, spelled_out(name)]
        ways += [_LU.sub(rf"\1{vowel}", plain) for vowel in ("v", "u", "yu")]
    return list(dict.fromkeys(" ".join(way.split()) for way in ways))


def search_text(*texts: str, names: tuple = ()) -> str:
    """What is searched with `folding.words`: the texts, their pinyin and its initials, folded.

    `names` are read as personal names (surname readings); each part is set apart by a newline so
    that a search never matches across two of them. ('O’Brien-Smith' is also found as one word and
    as three, Müller as Mueller, 吕 as lü, lv, lu and lyu, 欧阳修 by oyx and by ox.)
    """
    is_short = sum(map(len, (*texts, *names))) <= _SHORT
    return (_search_text_again if is_short else _search_text)(texts, tuple(names))


def _search_text(texts, names):
    found = []
    for text, is_name in [(t, True) for t in names] + [(t, False) for t in texts]:
        plain = " ".join(fold(text).split())
        if not plain:
            continue
        found.append(plain)
        if has_chinese(plain):
            parts = name_syllables(plain) if is_name else syllables(plain)
            compound = compound_surname(plain) if is_name else []
            apart = [*compound, *parts[1:]] if compound else parts
            for spelled in (apart, *_other_spellings(apart)):
                found += ["".join(spelled), " ".join(spelled)]
            found += [initials(apart), initials(parts)]
        elif " " in plain:
            found.append("".join(word[0] for word in plain.split()))
        found += other_writings(text, is_name=is_name)
    return "\n".join(dict.fromkeys(" ".join(part.split()) for part in found))


# An office's file is planned anew for each look at it, and its people and titles are the same.
_search_text_again = lru_cache(maxsize=2048)(_search_text)


def other_writings(text: str, *, is_name: bool = False) -> list[str]:
    """What else the Latin words of a text are found by, folded: 'd’Alembert' by 'd alembert',
    'Jean-Luc' by 'jeanluc', 'Größe' by 'groesse'; of a name 'MacDonald' by 'mac donald', and
    'Ó Súilleabháin' by 'osuilleabhain'.
    """
    ways = [text]
    if marks := _INSIDE_A_WORD.findall(text):
        ways.append(_INSIDE_A_WORD.sub(" ", text))
        if set(marks) & set(_HYPHENS):
            ways.append(_INSIDE_A_WORD.sub("", text))
    if is_name and not has_chinese(text):
        ways.append(_INSIDE_CAMEL_CASE.sub(" ", text))
        ways += _from_each_word_on(text.split()[:MOST_PARTS])
    found = [" ".join(folded.split()) for way in ways for folded in (fold(way), *respelled(way))]
    return [way for way in dict.fromkeys(found) if way and way != " ".join(fold(text).split())]


def _from_each_word_on(words):
    """'vanderBerg', 'derBerg' of 'van der Berg': written together, from each of its words on."""
    return ["".join(words[n:]) for n in range(len(words) - 1)]


def initials(parts: list[str]) -> str:
    return "".join(part[0] for part in parts)


def _other_spellings(parts):
    """The syllables lü and nü as v-typed pinyin has them (lv), as passports do (lyu), and as lu."""
    if any(part.startswith(("lv", "nv")) for part in parts):
        for vowel in ("u", "yu"):
            yield [
                part[0] + vowel + part[2:] if part.startswith(("lv", "nv")) else part
                for part in parts
            ]
