"""Which characters are Chinese: one rule on the server and on a reader's device."""

from pathlib import Path

import pytest

from conference.chinese import HAN, has_chinese

MATCHING = Path(__file__).parents[1] / "static/js/kept/matching.js"


@pytest.mark.parametrize("text", ["王", "〇", "㐀", "𠮷野", "﨑", "\ue816", "A 组", "Prof. 样例"])
def test_chinese_is_found(text):
    assert has_chinese(text)


@pytest.mark.parametrize("text", ["", "Wang", "，。", "ひらがな", "한글", "①", "Ａ", "🎓", "é"])
def test_other_writing_is_not_chinese(text):
    assert not has_chinese(text)


def test_a_device_has_the_same_ranges():
    told = "".join(
        f"\\\\u{{{ord(sign):x}}}" if ord(sign) > 0xFFFF else f"\\\\u{ord(sign):04x}"
        for sign in HAN.replace("-", "")
    )

    script = MATCHING.read_text("utf-8")
    constant = script[script.index("const CHINESE") : script.index("const INSIDE_CHINESE")]

    assert "".join(constant.split('"')[1::2]).strip("[]").replace("-", "") == told
