"""Kinds are searched as texts are; a search that is too long is told calmly."""

import pytest

from conference.program.public.searching import found_sessions, words_of
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from tests.factories import make_conference, make_session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("q", ["keynote", "Keynote", "主旨报告", "zhuzhi"])
def test_the_word_of_a_kind_finds_its_sessions_after_those_whose_titles_say_it(q):
    conference = make_conference()
    make_session(conference, "09:00", "10:00", kind="keynote", title_zh="甲", title_en="One")
    titled = make_session(
        conference,
        "10:00",
        "11:00",
        kind="talk",
        title_zh="主旨报告说明",
        title_en="About keynotes",
    )
    make_session(conference, "11:00", "12:00", kind="break", title_zh="茶歇", title_en="Tea")
    program = read(draft_document(conference))

    found = found_sessions(program, words_of(q))

    assert [found[titled.code], sorted(found.values())] == [0, [0, 2]]


@pytest.mark.parametrize("page", ["schedule", "speakers"])
def test_a_search_that_is_too_long_is_told_with_a_way_back(client, program, page):
    response = client.get(f"/zh-hans/conferences/ai-2026/{page}/?q={'a' * 101}")

    assert response.status_code == 400
    assert "搜索内容过长，请不要超过100个字。" in response.content.decode()
    assert f'href="/zh-hans/conferences/ai-2026/{page}/"' in response.content.decode()
