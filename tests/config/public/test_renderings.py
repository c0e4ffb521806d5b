"""A Chinese text that is ours says so wherever a reader meets it: 译名 behind it, on every page and
in every feed.
"""

import re
from html import unescape

import pytest
import time_machine
from django.utils.translation import override
from lxml import html

from alliance.models import Representative, Task
from conference.bilingual import Text
from conference.models import Conference, Highlight
from conference.people.models import Person
from conference.program.feeds.interchange import schedule_json, schedule_xml
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Participation, PublishedRole, Session
from conference.program.release import published
from conference.program.release.addresses import public_addresses
from conference.program.release.publishing import publish
from conference.program.sharing import cards
from tests.factories import (
    DAY,
    at,
    make_alliance,
    make_article,
    make_conference,
    make_host,
    make_membership,
    make_participation,
    make_person,
    make_reply_form,
    make_role,
    make_room,
    make_session,
)
from tests.forgetting import forget_everything
from tests.pages import crawl

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="pages are drawn from the same rows on both"),
]

OURS = "译样文"  # ends every text that is a rendering, and no other
UNMARKED = re.compile(f".{{0,30}}{OURS}(?!\u2060?译名|（译名）).{{0,30}}", re.DOTALL)

# What is read by programs, which learn of it beside the text or need the bare name.
DATA = {
    "/api/v1/": "zh_is_rendering and name_is_rendering stand beside the texts",
    "/offline.json": "what a device searches by, shown to nobody",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at("09:10"), tick=False):
        yield


def pair(name, zh, en=""):
    return {f"{name}_zh": f"{zh}{OURS}", f"{name}_en": en}


@pytest.fixture
def conference():
    """Every text that can be a rendering is one, some beside an English text, some alone."""
    conference = make_conference(
        slug="ai-2026",
        **pair("name", "会议", "The conference"),
        **pair("short_name", "简称"),
        name_zh_is_rendering=True,
    )
    make_host(conference)
    make_reply_form(conference)
    Highlight.objects.create(
        conference=conference, kind="policy", **pair("name", "政策"), name_zh_is_rendering=True
    )
    Highlight.objects.create(
        conference=conference,
        kind="practice",
        **pair("name", "做法", "Practice"),
        name_zh_is_rendering=True,
    )
    hall, other = make_room(conference, slug="hall"), make_room(conference, slug="other")
    alone = make_person(**pair_of_person("独名"), name_zh_is_rendering=True)
    both = make_person(
        name_zh=f"双名{OURS}",
        given_name_en="Ada",
        family_name_en="Smith",
        name_zh_is_rendering=True,
    )
    people = [make_participation(conference, person) for person in (alone, both)]
    forum = make_session(
        conference,
        "09:00",
        "10:00",
        kind="sub-forum",
        room=hall,
        zh_is_rendering=True,
        **pair("title", "论坛"),
        **pair("summary", "论坛摘要"),
    )
    make_role(forum, people[0], role="chair")
    for number, person in enumerate(people):
        talk = make_session(
            conference,
            f"09:{number}0",
            f"09:{number + 1}0",
            kind="talk",
            parent=forum,
            zh_is_rendering=True,
            **pair("title", f"报告{number}", f"Talk {number}" if number else ""),
            **pair("summary", f"报告摘要{number}", "Why" if number else ""),
        )
        make_role(talk, person)
    for number, starts in enumerate(("11:00", "12:00")):
        keynote = make_session(
            conference,
            starts,
            room=other,
            zh_is_rendering=True,
            **pair("title", f"主旨{number}", "Keynote" if number else ""),
        )
        make_role(keynote, people[number])
    elsewhere = make_conference(
        slug="other", name_zh=f"另会{OURS}", name_en="", name_zh_is_rendering=True
    )
    again = make_session(
        elsewhere, "09:00", "10:00", zh_is_rendering=True, title_zh=f"另场{OURS}", title_en=""
    )
    make_role(again, make_participation(elsewhere, alone))
    make_article(conference, slug="held", published_on=DAY)
    alliance = make_alliance(
        slug="reform",
        **pair("name", "联盟"),
        founded_at=conference,
        name_zh_is_rendering=True,
        zh_is_rendering=True,
        **pair("founding_act", "成立"),
        **pair("initiators", "发起"),
        **pair("yearly_work", "工作"),
    )
    Task.objects.create(alliance=alliance, **pair("name", "任务"), name_zh_is_rendering=True)
    member = make_membership(alliance)
    Representative.objects.create(membership=member, person=alone, since=DAY)
    publish(elsewhere)
    publish(conference)
    for session in Session.objects.filter(conference=conference):
        session.title_zh = f"新{session.title_zh}"
        session.save()
    forum.refresh_from_db()
    conference.name_zh = f"新{conference.name_zh}"
    conference.save()
    alone.name_zh = f"新{alone.name_zh}"
    alone.save()
    publish(conference, note=Text("改", "Changed"))
    forget_everything()
    return conference


def pair_of_person(zh):
    return {"name_zh": f"{zh}{OURS}", "given_name_en": "", "family_name_en": ""}


def shown_by(response):
    """All that the answer says: of a page its words, and its attributes each on its own."""
    if response["Content-Type"] == "application/pdf":
        return []
    kind, text = response["Content-Type"], response.content.decode()
    if kind.startswith("text/calendar"):
        return [text.replace("\r\n ", "")]
    if not kind.startswith("text/html") or not text:
        return [re.sub("<[^>]*>", "", unescape(text))]  # some hold HTML in a text
    tree = html.document_fromstring(text)
    for data in tree.xpath("//script[@type='application/ld+json']"):
        data.getparent().remove(data)  # what a thing is called, for search engines
    return [tree.text_content(), *map(str, tree.xpath("//@*[not(name()='href' or name()='src')]"))]


def unmarked(response):
    return [found for text in shown_by(response) for found in UNMARKED.findall(text)]


def test_every_page_and_feed_marks_what_is_ours(client, conference):
    home = "/{}/conferences/ai-2026/"
    tails = (
        "my/", "register/", "embed/", "embed/program.json", "changes/since/1.json",
        "schedule.ics", "schedule.xml", "schedule.json", "changes/feed.xml", "news/feed.xml",
        "manifest.webmanifest", "rooms/hall.ics", "schedule/?q=%E8%AF%91",
    )  # fmt: skip
    starts = ["/en/", "/zh-hans/"]
    for language in ("en", "zh-hans"):
        starts += [home.format(language) + tail for tail in tails]
        starts += [
            f"/{language}/display/ai-2026/{tail}" for tail in ("", "hall/", "hall/data.json")
        ]
        starts += [f"/{language}/news/feed.xml"]
        starts += [f"/oembed?format={kind}&url=http://127.0.0.1:8000" + home.format(language)
                   for kind in ("json", "xml")]  # fmt: skip

    answers = crawl(client, *starts)

    told = {
        path: found
        for path, response in answers.items()
        if not any(part in path for part in DATA) and (found := unmarked(response))
    }
    assert told == {}
    assert {p: r.status_code for p, r in answers.items() if r.status_code not in (200, 302)} == {}
    marked = [
        p
        for p, r in answers.items()
        if r["Content-Type"].startswith("text/") and OURS in r.content.decode()
    ]
    assert len(marked) > 60


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_share_cards_mark_what_is_ours(conference, language):
    program = published.published_program("ai-2026")
    with override(language):
        said = [
            cards.conference_card(program),
            *(cards.session_card(program, session) for session in program.every_session()),
            *(cards.speaker_card(program, person) for person in program.people),
        ]

    assert UNMARKED.findall(str(said)) == []
    assert OURS in str(said)


def test_a_speakers_page_knows_which_titles_elsewhere_are_ours(conference):
    assert {row.session_title.zh_is_rendering for row in PublishedRole.objects.all()} == {True}


@pytest.mark.parametrize("write", [schedule_xml, schedule_json])
def test_our_own_files_bring_a_rendering_back_as_one(conference, write):
    program = published.published_program("ai-2026")
    with override("zh-hans"):
        file = read_schedule(write(program, public_addresses("ai-2026")))
    assert import_schedule(file, slug="ai-2026").changes_nothing

    for model in (Session, Participation, Representative, Person):
        model.objects.all().delete()
    import_schedule(file, slug="again", create=True)

    again = Conference.objects.get(slug="again")
    sessions = again.sessions.exclude(kind="sub-forum")
    names = [again.name, *(s.title for s in sessions), *(p.name for p in Person.objects.all())]
    assert {name.zh[-3:] for name in names} == {OURS}
    assert {name.zh_is_rendering for name in names} == {True}
    assert len(names) == 7
