"""What other systems call their kinds of sessions."""

import re

from conference import spoken
from conference.program.models import Kind

KINDS = {
    "address": Kind.ADDRESS,
    "arrival": Kind.SIGN_IN,
    "break": Kind.BREAK,
    "ceremony": Kind.CEREMONY,
    "check-in": Kind.SIGN_IN,
    "closing": Kind.CEREMONY,
    "coffee": Kind.BREAK,
    "dinner": Kind.MEAL,
    "discussion": Kind.DISCUSSION,
    "excursion": Kind.VISIT,
    "keynote": Kind.KEYNOTE,
    "lecture": Kind.TALK,
    "lightning": Kind.TALK,
    "lunch": Kind.MEAL,
    "meal": Kind.MEAL,
    "opening": Kind.CEREMONY,
    "other": Kind.OTHER,
    "panel": Kind.PANEL,
    "pause": Kind.BREAK,
    "photo": Kind.PHOTO,
    "podium": Kind.PANEL,
    "presentation": Kind.TALK,
    "registration": Kind.SIGN_IN,
    "sign-in": Kind.SIGN_IN,
    "sub-forum": Kind.SUB_FORUM,
    "talk": Kind.TALK,
    "tour": Kind.VISIT,
    "training": Kind.TRAINING,
    "tutorial": Kind.TALK,
    "visit": Kind.VISIT,
    "workshop": Kind.TALK,
    "致辞": Kind.ADDRESS,
    "开幕式": Kind.CEREMONY,
    "闭幕式": Kind.CEREMONY,
    "主旨报告": Kind.KEYNOTE,
    "主旨演讲": Kind.KEYNOTE,
    "分论坛": Kind.SUB_FORUM,
    "报告": Kind.TALK,
    "圆桌": Kind.PANEL,
    "圆桌论坛": Kind.PANEL,
    "交流": Kind.DISCUSSION,
    "茶歇": Kind.BREAK,
    "午餐": Kind.MEAL,
    "晚餐": Kind.MEAL,
    "用餐": Kind.MEAL,
    "合影": Kind.PHOTO,
    "签到": Kind.SIGN_IN,
    "报到": Kind.SIGN_IN,
    "参观": Kind.VISIT,
    "培训": Kind.TRAINING,
    "其他": Kind.OTHER,
}  # fmt: skip


def kind_of(name: str) -> str:
    """Our kind for a name like 'Keynote' or 'Lightning talk (10 minutes)'; '' when unknown."""
    name = name.lower()
    if name in KINDS:
        return KINDS[name]
    words = re.findall(r"[a-z-]+", name)
    known = {KINDS[word] for word in words if word in KINDS}
    # 'Panel discussion' is a panel, 'keynote talk' a keynote: the general words give way.
    for general in (Kind.TALK, Kind.DISCUSSION):
        if len(known) > 1:
            known.discard(general)
    return known.pop() if len(known) == 1 else ""


def language_of(written: str, *, is_ours: bool = False) -> str | None:
    """The spoken language: 'zh-CN' and 'en-US' are this site's two; None for one that we cannot
    name. Our own files write `mul` for both of them.
    """
    if not written or written.lower() == "und":  # ISO 639: not determined
        return ""
    pair = written.lower().replace("_", "-").replace("/", "-").replace(", ", "-")
    if pair in ("zh-en", "en-zh", spoken.BOTH) or (is_ours and pair == spoken.SEVERAL):
        return spoken.BOTH
    tag = spoken.tag_of(written)
    first = tag.partition("-")[0]
    return first if first in spoken.OURS else tag or None
