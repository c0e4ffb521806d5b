"""A job that is said in Chinese and again in English: each part by itself, never one glued text."""

import re

from conference.program.office.meanings import jobs, names, words
from conference.program.office.meanings.texts import HAN, has_chinese, has_latin, split

SIGN = " / "  # how the parts stand beside each other where one text has to hold both
# 示例大学教授 / Professor, …; 示例大学教授 Professor, …
_BEHIND = re.compile(
    rf"(?P<sign>\s*[/|／｜\n]\s*|(?<=[{HAN}\d)）])(?:\s*[,，;；]\s*|\s+))(?=[A-Z][^{HAN}]*$)"
)
_IN_BRACKET = re.compile(rf"\s*[(（]\s*([A-Z][^{HAN}()（）]*)[)）]\s*$")
_MIDDLE = re.compile(
    rf"^(.*?[{HAN}].*?)\s*[,，]\s*([A-Z][^{HAN}]*?)\s*[/|／｜\n]\s*([^/|／｜\n]*[{HAN}][^/|／｜\n]*)$"
)
_HONOR = re.compile(rf"^(?:(?:{words.HONORIFICS})(?:\s+|(?<=\.)))+", re.I)
_FIRST = re.compile(rf"^([^{HAN}]+?)\s*[/|／｜\n]\s*(?=\S*[{HAN}])")


def parts(text: str) -> tuple[str, str, bool]:
    """(in Chinese, in English, whether that is a guess); English is '' where it says no job twice."""
    text = text.strip()
    if not (has_chinese(text) and has_latin(text)):
        return text, "", False
    if (found := _FIRST.match(text)) and _is_job(found[1]):
        zh = text[found.end() :].strip()
        if not _latin_job_in(zh) and jobs.is_job(zh):
            return zh, found[1].strip(), not _are_alike(zh, found[1])
    found = _MIDDLE.match(text)
    if found and _is_whole(found[1]) and _is_job(found[2]) and _are_alike(found[3], found[2]):
        return f"{found[1]}，{found[3]}", found[2], False
    for found in (*_BEHIND.finditer(text), _IN_BRACKET.search(text)):
        if not found:
            continue
        zh = text[: found.start()].strip()
        en = found[1].strip() if found.re is _IN_BRACKET else text[found.end() :].strip()
        if not (has_chinese(zh) and _is_whole(zh) and _is_job(en)):
            continue
        is_alike = _are_alike(zh, en)
        is_said = found.re is _BEHIND and found["sign"].strip() in ("/", "|", "／", "｜")
        if is_alike or (is_said and jobs.is_job(zh)):
            return zh, en, not is_alike
    return text, "", False


def is_again(organization: str, title: str, text: str) -> bool:
    """Whether an English text says a Chinese job of somebody again."""
    return has_chinese(organization + title) and not has_chinese(text) and _is_job(text)


def is_guess(organization: str, title: str, text: str) -> bool:
    return not _are_alike(f"{organization}{title}", text)


def paired(text: str) -> list[str]:
    """The lines of a text; an English line with the Chinese one that it says again."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    han = [line for line in lines if has_chinese(line)]
    latin = [line for line in lines if not has_chinese(line) and has_latin(line)]
    if not han or len(han) != len(latin) or len(lines) != 2 * len(han):
        return lines
    return [SIGN.join(pair) for pair in zip(han, latin, strict=True)]


def _latin_job_in(text):
    return bool(re.search(rf"[/|／｜\n]\s*[A-Z][^{HAN}]*$", text))


def _is_whole(text):
    return len(re.findall(r"[(（]", text)) == len(re.findall(r"[)）]", text))


def _is_job(text):
    """An English unit or office that begins with no name: then it is somebody else's."""
    first = split(text, ",，;；")
    if not first or not jobs.is_job(text):
        return False
    begin = first[0][0]
    bare = _HONOR.sub("", begin)
    # Prof. Li
    is_called = bool(bare) and bare != begin and len(first) == 1 and not jobs.is_job(bare)
    return names.likeness(bare) < (names.LIKELY if is_called else names.SURE)


def _are_alike(zh, en):
    return (jobs.has_unit(zh), jobs.has_office(zh)) == (jobs.has_unit(en), jobs.has_office(en))
