"""What a column's header says of its cells."""

import re
from functools import lru_cache

from conference.program.office.meanings import texts, words

_ROLES: dict[str, list[str]] = {}
for _role, _written in words.HEADERS.items():
    for _word in _written.split():
        _ROLES.setdefault(_word, []).append(_role)
_NOISE = re.compile(r"[\s*.:：\"'“”]+")
_WHOSE = re.compile(r"(?:报告|主讲|演讲|发言|嘉宾|讲者|专家)(?:人|者|嘉宾|专家)?(?:所在)?的?(?=\S)")
_JOIN = re.compile(r"[/、及和与,，&+|·]|(?<=[a-z)])and(?=[a-z])")
MAX_LENGTH = 40  # characters; a longer text is no header


@lru_cache(maxsize=2048)
def roles(text: str) -> tuple[str, ...]:
    """The roles that a header may name, the usual one first; () for a text that is no header."""
    if not text or len(text) > MAX_LENGTH:
        return ()
    clean = texts.plain(text).lower()
    for form in _forms(clean):
        if form in _ROLES:
            return tuple(_ROLES[form])
    return ()


def _forms(clean):
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", clean)
    for written in (clean, bare):
        yield _NOISE.sub("", written)
        joined = _NOISE.sub("", _JOIN.sub("", written))
        yield joined
        if len(set(joined)) > 1:
            yield joined.removesuffix("信息").removesuffix("名单")
    # Two languages: 时间 Time, or one line each.
    han = re.sub(f"[^{texts.HAN}/、及和与]+", "", bare)
    latin = re.sub(r"[^a-z/&]+", "", bare)
    if han and latin:
        yield han
        yield _JOIN.sub("", han)
        yield latin
    whole = _NOISE.sub("", bare)
    if (whose := _WHOSE.match(whole)) and not _JOIN.search(whole):
        yield whole[whose.end() :]  # 报告人单位
    # 报告人及单位: the first of several things.
    for part in _JOIN.split(_NOISE.sub("", bare))[:2]:
        if part:
            yield part


def is_job(role: str) -> bool:
    return role in ("unit", "job", "both")
