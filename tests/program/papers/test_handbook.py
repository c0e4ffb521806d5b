"""The handbook: its chapters as chosen, what each says, and how it is drawn."""

import io
import re
import zipfile
from datetime import date, timedelta

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from conference.images import checked_image
from conference.program.models import Handbook
from conference.program.papers.document import Card, Contents, Cover, NotePages, Part, Picture
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import draft_source, with_book
from conference.program.papers.words import LANGUAGES
from tests.factories import (
    make_article,
    make_committee,
    make_conference,
    make_contact,
    make_host,
    make_hotel,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_picture,
    make_role,
    make_session,
    today_there,
)
from tests.program.papers.conftest import texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]


@pytest.fixture
def conference():
    conference = make_conference(
        slug="ai-2026",
        venue_zh="学术交流中心",
        directions_zh="地铁2号线",
        description_zh="欢迎各位。",
    )
    make_host(conference, organization=make_organization(name_zh="样例大学", name_en=""))
    speaker = make_participation(
        conference,
        make_person(
            name_zh="王样例",
            position_zh="院长",
            biography_zh="研究**人工智能**。",
            portrait=checked_image(make_picture()),
        ),
    )
    forum = make_session(conference, "09:00", "12:00", kind="sub-forum", title_zh="课程论坛")
    make_role(forum, speaker, "chair")
    make_hotel(conference, name_zh="样例宾馆", phone="+44 7700 900123")
    make_contact(conference, name_zh="会务组")
    make_committee(conference, (speaker.person, {"role": "chair"}), kind="academic")
    return conference


def order_for(conference, language="zh-hans", **choices):
    source = with_book(draft_source(conference, at=timezone.now()), conference)
    return Order(source, LANGUAGES[language], choices)


def chapters(document):
    """[(chapter, the lines in it)], the cover, contents and notes by their blocks."""
    found = []
    for block in document.blocks:
        if isinstance(block, Part):
            found.append((block.text, []))
        elif isinstance(block, Cover | Contents | NotePages):
            found.append((type(block).__name__, []))
        elif isinstance(block, Card):
            found[-1][1].extend("".join(s.text for s in line) for line in block.lines)
        elif not isinstance(block, Picture):
            found[-1][1].extend(texts_of(block))
    return found


def test_a_handbook_says_who_when_where_and_leaves_out_what_is_not_known(conference):
    document = PAPERS["handbook"].document(order_for(conference))

    told = dict(chapters(document))
    assert [name for name in told if name in ("Cover", "Contents", "NotePages")] == [
        *("Cover", "Contents", "NotePages"),
    ]
    everything = " ".join(line for lines in told.values() for line in lines)
    for words in ("样例大学", "欢迎各位。", "课程论坛", "王样例", "研究人工智能。", "学术交流中心"):
        assert words in everything
    for words in ("地铁2号线", "样例宾馆", "+44 7700 900123", "会务组", "主任: 王样例　院长"):
        assert words in everything
    bare = PAPERS["handbook"].document(order_for(make_conference(name_zh="空会议")))
    assert [name for name, _lines in chapters(bare)] == ["Cover", "NotePages"]


def test_chapters_are_those_of_the_address_else_those_kept_in_their_order(conference):
    kept = Handbook.objects.create(conference=conference, notice_zh="请准时。")
    kept.parts.create(kind="notice")
    kept.parts.create(kind="cover")

    of_the_draft = PAPERS["handbook"].document(order_for(conference))
    named = PAPERS["handbook"].document(
        order_for(conference, parts=["contacts,nothing,cover"], size=["a4"])
    )

    (_notice, words), (cover, _nothing) = chapters(of_the_draft)
    assert (words, cover) == (["请准时。"], "Cover")
    assert of_the_draft.page.size == "a5" and named.page.size == "a4"
    assert [len(lines) for _name, lines in chapters(named)] == [1, 0]


def test_news_on_show_are_its_notice_and_gone_ones_leave_its_own_text(conference):
    kept = Handbook.objects.create(
        conference=conference, notice_zh="请准时。", notice_article="notice"
    )
    kept.parts.create(kind="notice")
    today = today_there()
    news = make_article(
        conference,
        slug="notice",
        title_zh="会议通知",
        lead_zh="各单位：",
        body_zh="请报到。",
        published_on=today + timedelta(days=2),
    )

    def notice():
        return chapters(PAPERS["handbook"].document(order_for(conference)))[0][1]

    assert notice() == ["请准时。"]  # its day has not come
    news.published_on = today - timedelta(days=2)
    news.save()
    assert notice() == ["会议通知", "各单位：", "请报到。"]
    news.is_public = False
    news.save()
    assert notice() == ["请准时。"]


def test_its_notice_is_chosen_among_the_news_on_show(client, conference):
    make_article(conference, slug="notice", title_en="Notice", published_on=date(2020, 5, 1))
    make_article(conference, slug="secret", title_en="Secret", is_public=False)
    make_article(make_conference(), slug="elsewhere", published_on=date(2020, 5, 1))
    client.force_login(make_member(conference, "editor"))
    page = reverse("admin:program_handbook_add") + f"?conference={conference.pk}"
    sent = {"notice_zh": "", "notice_en": "", "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0}

    for gone in ("secret", "elsewhere", "x\x00"):
        answer = client.post(page, sent | {"notice_article": gone})
        assert answer.status_code == 200 and not Handbook.objects.exists(), gone
    client.post(page, sent | {"notice_article": "notice"})

    handbook = Handbook.objects.get()
    assert handbook.notice_article == "notice"
    conference.articles.all().delete()
    own = reverse("admin:program_handbook_change", args=[handbook.pk])
    assert "notice (not on show: the text below is printed)" in client.get(own).content.decode()


def test_words_contents_lead_to_their_chapters_and_ask_word_for_their_pages(conference):
    raw = PAPERS["handbook"].made("docx", order_for(conference))

    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        text, settings = (package.read(f"word/{n}.xml").decode() for n in ("document", "settings"))
        other = PAPERS["agenda"].made("docx", order_for(conference))
    assert settings.count('<w:updateFields w:val="true"/>') == 1
    assert settings.index("updateFields") < settings.index("<w:compat>")  # in the schema's order
    assert b"updateFields" not in zipfile.ZipFile(io.BytesIO(other)).read("word/settings.xml")
    anchors = re.findall(r'w:anchor="([^"]+)".*?<w:t[^>]*>([^<]+)<', text)
    marks = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)".*?<w:t[^>]*>([^<]+)<', text)
    assert re.findall(r"PAGEREF (\S+) \\h", text) == [name for name, _words in anchors]
    assert anchors == marks and "组织单位" in [words for _name, words in marks]
    assert len({name for name, _words in marks}) == len(marks) > 5


def test_the_list_of_participants_is_empty_unless_somebody_may_have_it(conference):
    order = order_for(conference, parts=["cover,participants"])

    assert [name for name, _lines in chapters(PAPERS["handbook"].document(order))] == ["Cover"]


@pytest.mark.parametrize("language", ["zh-hans", "en", "both"])
def test_it_is_set_as_pdf_and_word_with_its_pictures(conference, language):
    order = order_for(conference, language)

    pdf = PAPERS["handbook"].made("pdf", order)
    raw = PAPERS["handbook"].made("docx", order)

    assert pdf.startswith(b"%PDF-")
    made = docx.Document(io.BytesIO(raw))
    cells = [row.cells[1].text for table in made.tables for row in table.rows]
    assert any("研究人工智能。" in cell for cell in cells)
    assert made.sections[0].different_first_page_header_footer
    media = [n for n in zipfile.ZipFile(io.BytesIO(raw)).namelist() if "media/" in n]
    assert len(media) == 1


def test_it_costs_the_same_for_any_number_of_people(client, conference, django_assert_num_queries):
    client.force_login(make_member(conference, "viewer"))
    counts = []
    for _round in range(2):
        with django_assert_num_queries(21):
            answer = client.get("/zh-hans/papers/ai-2026/handbook.docx?parts=cover,people")
        counts.append(len(answer.content))
        for n in range(20):
            make_participation(conference, make_person(name_zh=f"吴样例{n}"))

    assert counts[1] > counts[0]
