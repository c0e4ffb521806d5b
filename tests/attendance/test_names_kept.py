"""What a name keeps of its spaces."""

import pytest

from conference.attendance.cleaning import clean_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王　泉", "王泉"),
        ("王 小 明", "王小明"),
        ("王 小明", "王小明"),
        ("欧阳 样例", "欧阳样例"),
        ("爱新觉罗 · 样例", "爱新觉罗·样例"),
        ("山﨑 賢人", "山﨑 賢人"),
        ("佐藤　花子", "佐藤 花子"),
        ("山田 たろう", "山田 たろう"),
        ("José  Muñoz", "José Muñoz"),
    ],
)
def test_a_name_spaced_out_for_the_eye_is_one_and_a_japanese_one_keeps_its_space(typed, kept):
    assert clean_name(typed) == kept
