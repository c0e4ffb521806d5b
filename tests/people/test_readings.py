"""How Chinese is read: as pypinyin reads it, for all that it knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

from conference.people.readings import FOLDER, LONGEST_PHRASE, making, syllables

pytestmark = pytest.mark.once(reason="asks no database")

PHRASES = sorted(phrases_dict)
# Whole phrases, the beginnings of some, single characters, and what stands between in titles.
PIECES = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from(PHRASES).flatmap(
        lambda phrase: st.integers(1, len(phrase)).map(lambda length: phrase[:length])
    ),
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.sampled_from([" ", "2025", "AI ", "，", "·", "（", "〇", "é", "\n"]),
)


def of_the_library(text):
    return [part.strip() for part in lazy_pinyin(text) if part.strip()]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("重庆大学", ["chong", "qing", "da", "xue"]),
        ("银行行长", ["yin", "hang", "hang", "zhang"]),
        ("音乐厅", ["yin", "yue", "ting"]),
        ("绿色发展论坛", ["lv", "se", "fa", "zhan", "lun", "tan"]),
        ("朝阳区 2025 年会", ["chao", "yang", "qu", "2025", "nian", "hui"]),
        ("龍門石窟", ["long", "men", "shi", "ku"]),
        ("𠀀", ["he"]),
        ("㐃", ["㐃"]),
        ("", []),
    ],
)
def test_characters_are_read_as_their_phrase_is(text, parts):
    assert syllables(text) == parts


def test_every_phrase_is_read_as_the_library_reads_it():
    different = [phrase for phrase in PHRASES if syllables(phrase) != of_the_library(phrase)]

    assert different == []
    assert max(map(len, PHRASES)) == LONGEST_PHRASE


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_text_is_read_as_the_library_reads_it(text):
    assert syllables(text) == of_the_library(text)


@pytest.mark.parametrize("name", making.TABLES)
def test_the_tables_are_those_of_the_library_in_use(name):
    assert (FOLDER / name).read_text("utf-8") == making.TABLES[name]()
