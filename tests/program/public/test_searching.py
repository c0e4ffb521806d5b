"""Search: Chinese anywhere in a word, English, pinyin and initials; people and organizations."""

import pytest

from conference.bilingual import Text
from conference.models import Conference
from conference.program.public.matching import Said
from conference.program.public.searching import (
    found_organizations,
    found_people,
    found_sessions,
    words_of,
)
from conference.program.release import prepared
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from conference.program.release.published import read_release
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    """(a program, its session in the main hall)"""
    conference = make_conference()
    zeng = make_participation(
        conference,
        make_person(name_zh="曾志伟", family_name_en="", given_name_en=""),
        printed_organization_zh="东北大学",
        printed_organization_en="Northeastern University",
    )
    first = make_session(
        conference,
        "09:00",
        "10:00",
        title_zh="大语言模型如何改变课堂",
        title_en="Large Language Models in the Classroom",
        room=make_room(conference, name_zh="主会场", name_en="Main Hall"),
    )
    make_role(first, zeng)
    forum = make_session(
        conference, "10:00", "12:00", title_zh="", title_en="Forum", kind="sub-forum"
    )
    make_session(
        conference,
        "10:00",
        "11:00",
        kind="talk",
        title_zh="",
        title_en="Talk inside",
        parent=forum,
        abstract_en="On *ethics*",
    )
    return read(draft_document(conference)), first


@pytest.mark.parametrize(
    "q",
    [
        "语言模型",
        "LANGUAGE models",
        "dayuyanmoxing",
        "dyymx",
        "课堂 主会场",
        "曾志",
        "zeng",
        "zzw",
        "东北大学",
        "dbdx",
        "northeastern classroom",
        "zhuhuichang",
    ],
)
def test_a_session_is_found_by_what_it_people_and_place_are_called(program, q):
    program, first = program

    assert set(found_sessions(program, words_of(q))) == {first.code}


@pytest.mark.parametrize("q", ["语言 模型 物理", "ceng zhiwei", "zzww", "classroom forum"])
def test_every_word_must_be_said(program, q):
    program, _first = program

    assert set(found_sessions(program, words_of(q))) == set()


@pytest.fixture
def abroad():
    """A program whose texts have accents, full-width letters and abbreviations."""
    conference = make_conference()
    lausanne = make_organization(
        name_zh="", name_en="École polytechnique fédérale de Lausanne", short_name_en="EPFL"
    )
    harbin = make_organization(
        name_zh="哈尔滨工业大学", name_en="Harbin Institute of Technology", short_name_zh="哈工大"
    )
    talks = (
        ("ＡＩ＋教育：ＣｈａｔＧＰＴ", "A naïve façade", "", "Müller", "José María", lausanne),
        ("校企合作", "Co‑operation", "吕思瑶", "Lü", "Siyao", harbin),
    )
    for title_zh, title_en, name_zh, family, given, organization in talks:
        session = make_session(conference, "09:00", title_zh=title_zh, title_en=title_en)
        person = make_person(
            name_zh=name_zh,
            family_name_en=family,
            given_name_en=given,
            organization=organization,
        )
        make_role(session, make_participation(conference, person))
    return read(draft_document(conference))


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("ChatGPT", "A naïve façade"),
        ("ｃｈａｔｇｐｔ", "A naïve façade"),
        ("ai+教育", "A naïve façade"),
        ("naive FACADE", "A naïve façade"),
        ("muller jose", "A naïve façade"),
        ("MÜLLER", "A naïve façade"),
        ("Müller, José", "A naïve façade"),
        ("ecole polytechnique", "A naïve façade"),
        ("epfl", "A naïve façade"),
        ("Siyao Lu", "Co‑operation"),
        ("Lü Siyao", "Co‑operation"),
        ("siyaolu", "Co‑operation"),
        ("哈工大", "Co‑operation"),
        ("hgd", "Co‑operation"),
        ("“校企合作”", "Co‑operation"),
        ("校企合作！", "Co‑operation"),
        ("校企、合作", "Co‑operation"),
        ("co-operation", "Co‑operation"),
    ],
)
def test_accents_widths_marks_and_orders_do_not_matter(abroad, q, title):
    found = found_sessions(abroad, words_of(q))

    assert [abroad.session(code).title.en for code in found] == [title]


@pytest.mark.parametrize("q", ["%", "，", "“”", "...", "_"])
def test_marks_alone_are_looked_for_as_they_are(abroad, q):
    assert words_of(q) != []
    assert set(found_sessions(abroad, words_of(q))) == set()


def test_a_person_is_found_without_accents(abroad):
    assert [p.name.en for p in found_people(abroad, words_of("lu siyao"))] == ["Lü Siyao"]
    ((name, _people),) = found_organizations(abroad, words_of("ÉPFL"))
    assert name.en == "École polytechnique fédérale de Lausanne"


def test_a_talk_is_found_by_its_abstract(program):
    program, _first = program

    (code,) = found_sessions(program, words_of("ethics"))

    assert program.session(code).title.en == "Talk inside"


def test_people_and_organizations_are_found_by_their_own_names(program):
    program, _first = program

    assert [str(p.name.zh) for p in found_people(program, words_of("zengzhi"))] == ["曾志伟"]
    assert found_people(program, words_of("课堂")) == []
    ((name, people),) = found_organizations(program, words_of("dongbei"))
    assert name == Text("东北大学", "Northeastern University")
    assert [p.name.zh for p in people] == ["曾志伟"]


def test_the_index_is_made_once(program):
    program, _first = program
    found_sessions(program, words_of("x"))
    before = program.kept["search"]

    found_sessions(program, words_of("y"))

    assert program.kept["search"] is before


def test_a_release_brings_its_search_prepared(program, monkeypatch):
    conference = Conference.objects.get()
    first = read_release(publish(conference))
    asked = []
    monkeypatch.setattr(prepared, "search_text", lambda *texts, **names: asked.append(texts) or "")

    session = conference.sessions.get(title_en="Forum")
    session.title_zh = "新的题目"
    session.save()
    second = read_release(publish(conference))

    assert asked == [("新的题目", "Forum")]
    assert found_sessions(first, words_of("dyymx")) == found_sessions(second, words_of("dyymx"))
    assert found_sessions(second, words_of("dyymx"))
    assert len(asked) == 1


def test_a_release_of_an_earlier_rule_is_found_by_any_spelling_and_prepared_anew():
    conference = make_conference()
    person = make_person(name_zh="爱新觉罗·样例", family_name_en="O’Brien", given_name_en="Seán")
    make_role(make_session(conference, "09:00"), make_participation(conference, person))
    release = publish(conference)
    document = release.document
    document["people"][0]["search"] = "seán o’brien\n爱新觉罗·样例"
    type(release).objects.filter(pk=release.pk).update(document=document)
    old = read_release(type(release).objects.get())

    for q in ("sean o'brien", "爱新觉罗样例", "爱新觉罗•样例"):
        assert [p.code for p in found_people(old, words_of(q))] == [old.people[0].code]
    conference.sessions.update(title_en="Another title")
    again = publish(Conference.objects.get())
    assert "obrien sean" in again.document["people"][0]["search"].split("\n")


def test_a_release_of_before_finds_a_compound_surname_by_all_its_initials():
    conference = make_conference()
    person = make_person(name_zh="欧阳样例", family_name_en="", given_name_en="")
    make_role(make_session(conference, "09:00"), make_participation(conference, person))
    release = publish(conference)
    document = release.document
    assert "oyyl" in document["people"][0]["search"].split("\n")
    document["people"][0]["search"] = "欧阳样例\nouyangyangli\nouyang yang li\noyl"
    type(release).objects.filter(pk=release.pk).update(document=document)
    old = read_release(type(release).objects.get())

    for q, is_found in {"oyyl": True, "oyl": True, "ou yang": True, "oyxl": False}.items():
        assert bool(found_people(old, words_of(q))) is is_found
    conference.sessions.update(title_en="Another title")
    again = publish(Conference.objects.get())
    assert "oyyl" in again.document["people"][0]["search"].split("\n")


@pytest.mark.parametrize(
    ("text", "q", "is_found"),
    [
        (("主会场", "Main Hall"), "AI", False),
        (("", "AI in teaching"), "ai", True),
        (("", "An Introduction"), "ai", False),
        (("", "Generative-AI tools"), "AI", True),
        (("", "OpenAI"), "ai", False),
        (("生成式AI教学", ""), "ai", True),
        (("", "Teaching"), "teach", True),
        (("", "Teaching"), "each", False),
        (("大语言模型", ""), "语言", True),
        (("大语言模型", ""), "yuyan", True),
        (("大语言模型", ""), "yuya", False),
        (("大语言模型", ""), "day", False),
        (("大语言模型", ""), "dayu", True),
        (("大语言模型", ""), "yymx", True),
        (("大语言模型", ""), "dy", True),
        (("大语言模型", ""), "yy", False),
        (("茶", ""), "cha", True),
        (("茶", ""), "ch", False),
        (("", "O’Brien-Smith"), "obri", True),
        (("", "O’Brien-Smith"), "smith", True),
        (("", "Сессия"), "сес", True),
        (("", "Сессия"), "есс", False),
        (("", "C++ in 2026"), "c++", True),
        (("", "C++ in 2026"), "26", False),
    ],
)
def test_a_word_begins_where_a_word_begins(text, q, is_found):
    assert Said.of(prepared.prepared(*text)).says_all(words_of(q)) is is_found


def test_titles_come_before_people_and_people_before_the_rest():
    conference = make_conference()
    hall = make_room(conference, name_en="Kepler Hall", name_zh="")
    person = make_person(name_zh="", family_name_en="Kepler", given_name_en="Jo")
    make_session(conference, "09:00", title_en="In the hall", room=hall)
    make_role(
        make_session(conference, "10:00", title_en="By her"), make_participation(conference, person)
    )
    make_session(conference, "11:00", title_en="Kepler in orbit")
    program = read(draft_document(conference))

    found = found_sessions(program, words_of("kepler"))

    assert [program.session(code).title.en for code in found] == [
        *("Kepler in orbit", "By her", "In the hall"),
    ]
