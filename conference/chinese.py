"""Which characters are Chinese: Unicode's ideographs with their extensions, and 〇. Which are taken
for one another.

`static/js/kept/matching.js` has the same ranges for a reader's device (tests/test_chinese.py).
"""

import re
from itertools import combinations

# For the inside of a character class. The private ones are older encodings' way to a few rare
# characters (GBK to GB 18030), which files and names of people still hold.
HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\ue815-\ue864\uf900-\ufaff"
    "\U00020000-\U0002ebef\U0002f800-\U0002fa1f\U00030000-\U000323af"
)
_HAN = re.compile(f"[{HAN}]")


def has_chinese(text: str) -> bool:
    """Whether one of its characters is Chinese."""
    return _HAN.search(text) is not None


# Characters that are taken for one another though they sound apart; each group looks alike.
LOOK_ALIKE = (
    "己已巳", "戊戌戍戎", "末未", "王玉主", "士土", "日曰", "天夭夫", "干千于", "人入", "治冶",
    "冷泠", "折析拆", "宣宜", "钧钓", "场扬杨汤", "陈阵", "李季", "晨辰", "傅博搏", "辛幸", "刘刚",
    "朱米", "田由甲申", "文丈", "丁了", "元无", "万方", "今令", "司可", "左右", "白百", "名各",
    "孟盂", "洪供", "柳抑", "栗粟", "宏宠", "昊吴", "旻旲", "萧肃", "雨两", "明朋", "欣欢", "琳淋",
    "伟纬", "侯候", "候俟", "徐除", "余佘", "毛手", "午牛", "郎朗", "遂逐", "恒桓", "泽译", "茂芪",
)  # fmt: skip
ALIKE = {frozenset(pair) for group in LOOK_ALIKE for pair in combinations(group, 2)}


def looks_alike(one: str, other: str) -> bool:
    """Whether one character alone tells two Chinese names apart, and looks like the other's: 侯永峰
    and 候永峰.
    """
    apart = [pair for pair in zip(one, other, strict=False) if len(set(pair)) == 2]
    return len(one) == len(other) and len(apart) == 1 and frozenset(apart[0]) in ALIKE
