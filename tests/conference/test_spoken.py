"""Tags of languages and their names."""

import pytest
from django.utils.translation import override

from conference import spoken


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        *(("de", "de"), ("DE", "de"), ("deu", "de"), ("ger", "de"), ("Deutsch", "de")),
        *(("German", "de"), ("德语", "de"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW")),
        *(("tlh", "tlh"), ("de-1996", "de-1996"), ("es-419", "es-419"), ("中文", "zh")),
        *(("en-x-plain", "en-x-plain"), ("elvish", ""), ("d", ""), ("de-", ""), ("", "")),
        *(("de\n", "de"), ("de; drop", ""), ("a" * 40, "")),
    ],
)
def test_a_language_is_known_by_its_tag_and_by_its_name(written, tag):
    assert spoken.tag_of(written) == tag


@pytest.mark.parametrize(
    ("tag", "english", "chinese"),
    [
        ("de", "German", "德语"),
        ("pt-BR", "Brazilian Portuguese", "巴西葡萄牙语"),
        ("de-AT", "German (AT)", "德语（AT）"),
        ("both", "Chinese and English", "中英双语"),
        ("tlh", "tlh", "tlh"),
        ("", "", ""),
    ],
)
def test_a_tag_is_shown_by_its_name(tag, english, chinese):
    with override("en"):
        assert spoken.name_of(tag) == english
    with override("zh-hans"):
        assert spoken.name_of(tag) == chinese


@pytest.mark.parametrize(
    ("wanted", "said", "found"),
    [
        *(("en", "both", True), ("zh", "both", True), ("de", "both", False)),
        *(("pt", "pt-BR", True), ("pt-BR", "pt", False), ("de", "den", False), ("de", "", False)),
        *(("both", "both", True), ("both", "zh", False)),
    ],
)
def test_who_asks_for_a_language_finds_its_regions(wanted, said, found):
    assert spoken.is_spoken(wanted, said) is found


def test_every_tag_of_the_list_is_written_as_recommended():
    assert [tag for tag in spoken.OTHERS if spoken.canonical(tag) != tag] == []
