import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference import page_cache, stamps
from conference.attendance.models import Registration
from conference.program.models import ExpectedTotal, Session
from conference.program.release import published
from conference.program.release.publishing import publish, withdraw
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db

HOME = "/en/conferences/ai-2026/"
PAGES = ["", "schedule/", "speakers/", "venue/", "changes/", "releases/1/"]
FEEDS = ["changes/feed.xml", "schedule.ics", "schedule.xml", "schedule.json"]


def publish_now(conference, **options):
    """Publish, and let the next request see it: a test's transaction never commits."""
    release = publish(conference, **options)
    stamps.forget()
    return release


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026", short_name_zh="研讨会", short_name_en="AI 2026")


@pytest.fixture
def hall(conference):
    return make_room(conference, slug="hall", name_zh="主会场", name_en="Main hall")


@pytest.fixture
def program(conference, hall):
    """One published day: a keynote, a break, and two sub-forums side by side, one with talks."""
    side_room = make_room(conference, slug="room-201", name_zh="201 会议室", name_en="Room 201")
    track = make_track(conference, slug="teaching", name_zh="教学", name_en="Teaching")
    speaker = make_participation(
        conference,
        make_person(
            position_zh="东北大学副校长",
            position_en="Vice President",
            organization=make_organization(),
        ),
        contact_phone="+44 7700 900999",
        contact_email="private@example.org",
    )
    keynote = make_session(conference, "09:00", "09:45", room=hall, is_plenary=True)
    make_role(keynote, speaker)
    make_session(conference, "09:45", "10:00", kind="break", title_zh="茶歇", title_en="Tea break")
    forum = make_session(
        conference,
        "10:00",
        "11:00",
        kind="sub-forum",
        title_zh="分论坛一",
        title_en="First sub-forum",
        room=hall,
        track=track,
    )
    make_session(
        conference,
        "10:00",
        "10:30",
        kind="talk",
        title_zh="课程建设",
        title_en="Building courses",
        parent=forum,
        language="en",
    )
    make_session(
        conference,
        "10:00",
        "11:00",
        kind="sub-forum",
        title_zh="分论坛二",
        title_en="Second sub-forum",
        room=side_room,
        language="both",
    )
    publish_now(conference)
    return published.published_program(conference.slug)


def code_of(program, title_en):
    return next(s.code for s in program.every_session() if s.title.en == title_en)


# --- Who sees what ---


@pytest.mark.parametrize("tail", PAGES + FEEDS)
def test_every_address_answers_in_both_languages(client, program, tail):
    for language in ("en", "zh-hans"):
        response = client.get(f"/{language}/conferences/ai-2026/{tail}")

        assert response.status_code == 200
        assert response["Content-Language"] == language


@pytest.mark.parametrize("tail", [*PAGES, *FEEDS, "sessions/ABC123/", "speakers/ABC123/", "my.ics"])
def test_nothing_is_public_without_a_release(client, conference, tail):
    make_session(conference, "09:00")

    assert client.get(f"{HOME}{tail}").status_code == 404
    assert client.get(f"/en/conferences/no-such/{tail}").status_code == 404


def test_a_withdrawn_release_is_gone(client, conference, program):
    assert client.get(f"{HOME}schedule/").status_code == 200

    withdraw(conference.releases.get())
    stamps.forget()

    assert client.get(f"{HOME}schedule/").status_code == 404
    assert client.get(f"{HOME}schedule.ics").status_code == 404
    assert client.get(f"{HOME}releases/1/").status_code == 404


def test_the_draft_never_shows(client, conference, program, hall):
    addresses = [f"{HOME}{tail}" for tail in PAGES + FEEDS]
    addresses += [f"{HOME}sessions/{s.code}/" for s in program.every_session()]
    addresses += [f"{HOME}sessions/{s.code}.ics" for s in program.every_session()]
    addresses += [f"{HOME}speakers/{p.code}/" for p in program.people]
    addresses += [f"{HOME}rooms/hall.ics", f"{HOME}tracks/teaching.ics", "/en/", "/sitemap.xml"]
    before = {address: client.get(address).content for address in addresses}

    conference.refresh_from_db()
    conference.name_en = "Secret name"
    conference.short_name_en = "Secret short name"
    conference.venue_en = "Secret venue"
    conference.save()
    hall.name_en = "Secret room"
    hall.save()
    for session in conference.sessions.all():
        session.title_en = f"Secret {session.pk}"
        session.save()
    newcomer = make_person(name_zh="秘密", family_name_en="Secret", given_name_en="Person")
    make_role(make_session(conference, "14:00", title_en="Secret talk"), None)
    make_participation(conference, newcomer)
    person = conference.participations.first().person
    person.position_en = "Secret position"
    person.save()
    page_cache.store.clear()
    stamps.forget()
    published.forget_programs()

    for address in addresses:
        after = client.get(address).content
        assert b"ecret" not in after, address
        assert after == before[address], address


def test_private_contacts_and_registrations_are_in_no_answer(client, conference, program):
    registration = make_registration(conference, name="曾志伟")

    for tail in [*PAGES, *FEEDS, *[f"speakers/{p.code}/" for p in program.people]]:
        body = client.get(f"{HOME}{tail}").content.decode()
        for secret in ("900999", "private@example.org", registration.name, registration.code):
            assert secret not in body
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("tail", PAGES + FEEDS)
def test_public_answers_set_no_cookie_and_depend_on_none(client, program, tail):
    client.cookies["sessionid"] = "x" * 32

    response = client.get(f"{HOME}{tail}")

    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert response["Cache-Control"].startswith("public")
    assert b"csrfmiddlewaretoken" not in response.content


def test_only_reading_is_allowed(client, program):
    for tail in [*PAGES, *FEEDS]:
        assert client.post(f"{HOME}{tail}").status_code == 405
        assert client.head(f"{HOME}{tail}").status_code == 200


# --- What it costs ---


def forget_everything():
    page_cache.store.clear()
    stamps.forget()
    published.forget_programs()


@pytest.mark.parametrize(
    ("tail", "queries"),
    [
        ("schedule/", 2),
        ("speakers/", 2),
        ("venue/", 2),
        ("changes/", 3),
        ("releases/1/", 3),
        ("changes/feed.xml", 3),
        ("schedule.ics", 2),
        ("schedule.xml", 2),
        ("schedule.json", 2),
        ("", 3),
    ],
)
def test_queries_are_few_and_do_not_grow(client, conference, tail, queries):
    for number in (1, 3):
        while conference.sessions.count() < number:
            start = at("09:00") + timedelta(hours=conference.sessions.count())
            make_role(make_session(conference, start), make_participation(conference))
        publish_now(conference)

        for _again in range(2):
            forget_everything()
            with CaptureQueriesContext(connection) as cold:
                assert client.get(f"{HOME}{tail}").status_code == 200
            assert len(cold) == queries
        with CaptureQueriesContext(connection) as hit:
            assert client.get(f"{HOME}{tail}").status_code == 200
        assert len(hit) == 0


def test_a_session_costs_two_queries_and_a_speaker_three(
    client, program, django_assert_num_queries
):
    forget_everything()
    with django_assert_num_queries(2):
        client.get(f"{HOME}sessions/{program.sessions[0].code}/")
    forget_everything()
    with django_assert_num_queries(3):
        client.get(f"{HOME}speakers/{program.people[0].code}/")


def test_a_publish_shows_at_once_and_an_unchanged_page_is_not_sent_again(
    client, conference, program
):
    first = client.get(f"{HOME}schedule/")
    assert (
        client.get(f"{HOME}schedule/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    )

    Session.objects.filter(title_en="Tea break").update(title_en="Coffee break")
    publish_now(conference)

    second = client.get(f"{HOME}schedule/", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert "Coffee break" in second.content.decode()


def test_a_large_program_stays_small_on_the_wire(client, conference):
    hall = make_room(conference)
    for number in range(100):
        start = at("00:00") + timedelta(minutes=14 * number)
        session = make_session(conference, start, start + timedelta(minutes=14), room=hall)
        person = make_person(name_zh=f"报告人{number}", given_name_en=f"Given {number}")
        make_role(session, make_participation(conference, person))
    publish_now(conference)

    response = client.get(f"{HOME}schedule/", headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 100_000


# --- Languages and heads ---


def test_pages_link_their_twin_with_the_same_query(client, program):
    page = client.get(f"{HOME}schedule/?room=hall&q=%E8%AF%BE%E7%A8%8B").content.decode()

    twin = "/zh-hans/conferences/ai-2026/schedule/?room=hall&amp;q=%E8%AF%BE%E7%A8%8B"
    assert f'<a href="{twin}" hreflang="zh-Hans" lang="zh-Hans"' in page
    whole = f"{settings.PUBLIC_URL}/zh-hans/conferences/ai-2026/schedule/"
    assert f'<link rel="alternate" hreflang="zh-Hans" href="{whole}">' in page
    assert '<html lang="en">' in page
    assert client.get(twin.replace("&amp;", "&")).status_code == 200


def test_absolute_addresses_never_come_from_the_host_header(client, program):
    for tail in ("schedule/", *FEEDS):
        body = client.get(f"{HOME}{tail}", headers={"Host": "localhost"}).content.decode()
        assert "//localhost" not in body
        assert "//testserver" not in body


def test_a_fallback_carries_its_own_language(client, conference):
    make_session(conference, "09:00", title_zh="只有中文", title_en="")
    publish_now(conference)

    page = client.get(f"{HOME}schedule/").content.decode()

    assert '<span lang="zh-Hans">只有中文</span>' in page


def test_a_rendered_name_is_marked(client, conference):
    conference.name_zh_is_rendering = True
    conference.save()
    person = make_person(name_zh="王某", name_zh_is_rendering=True)
    make_role(make_session(conference, "09:00"), make_participation(conference, person))
    publish_now(conference)

    for tail in ("", "schedule/", "speakers/"):
        page = client.get(f"/zh-hans/conferences/ai-2026/{tail}").content.decode()
        assert ">译名</span>" in page
        assert "正式中文名称尚未公布" in page
    assert ">译名</span>" not in client.get(f"{HOME}schedule/").content.decode()


def test_titles_of_pages_are_unique(client, conference, program):
    for clock in ("12:00", "15:00"):
        make_session(
            conference, clock, kind="break", title_zh="茶歇", title_en="Tea break", room=None
        )
    make_session(conference, None, kind="break", title_zh="茶歇", title_en="Tea break")
    for _twin in range(2):
        make_participation(conference, make_person())
    publish_now(conference)
    program = published.published_program("ai-2026")
    tails = [*PAGES]
    tails += [f"sessions/{s.code}/" for s in program.every_session()]
    tails += [f"speakers/{p.code}/" for p in program.people]

    for language in ("en", "zh-hans"):
        titles = []
        for tail in tails:
            page = client.get(f"/{language}/conferences/ai-2026/{tail}").content.decode()
            titles.append(page.partition("<title>")[2].partition("</title>")[0])
        assert len(set(titles)) == len(titles)
    tea = [s for s in program.sessions if s.title.en == "Tea break"]
    page = client.get(f"{HOME}sessions/{tea[0].code}/").content.decode()
    assert "<title>Tea break · Wednesday 20 May 2026 · 09:45 · AI 2026 · Lectern</title>" in page


def test_no_page_carries_style_or_script_inside(client, program):
    tails = [*PAGES, *[f"sessions/{s.code}/" for s in program.every_session()]]
    for tail in tails:
        page = client.get(f"{HOME}{tail}").content.decode()
        for forbidden in (" style=", "<style", " onclick=", " onload="):
            assert forbidden not in page
        # Files of ours, and blocks of data that no browser runs.
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert re.match(r' (src="/static/|type="application/ld\+json")', attributes)


# --- The schedule ---


def shown(client, query, language="en"):
    """English titles on the schedule under a query."""
    response = client.get(f"/{language}/conferences/ai-2026/schedule/?{query}")
    assert response.status_code == 200, query
    start = (
        '<ol class="plain results"'
        if "q=" in query and "q=&" not in query
        else '<section class="day"'
    )
    agenda = response.content.decode().partition(start)[2]
    agenda = agenda.partition('<section class="section')[0]
    return [
        title
        for title in (
            "The future of educational big data",
            "Tea break",
            "First sub-forum",
            "Building courses",
            "Second sub-forum",
        )
        if title in agenda
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("day=2026-05-20&room=room-201", ["Second sub-forum"]),
        ("track=teaching", ["First sub-forum", "Building courses"]),
        ("kind=break", ["Tea break"]),
        ("kind=talk", ["First sub-forum", "Building courses"]),
        (
            "language=en",
            ["First sub-forum", "Building courses", "Second sub-forum"],
        ),
        ("q=big+DATA", ["The future of educational big data"]),
        ("q=wang", ["The future of educational big data"]),
        (f"q={quote('东北大学')}", ["The future of educational big data"]),
        (f"q={quote('课程')}", ["First sub-forum", "Building courses"]),
        ("room=&q=&day=&utm_source=mail&kind=keynote", ["The future of educational big data"]),
    ],
)
def test_the_schedule_is_filtered_on_the_server(client, program, query, titles):
    assert shown(client, query) == titles


def test_an_empty_answer_says_so(client, program):
    page = text_of(client.get(f"{HOME}schedule/?q=nothing-like-this"))

    assert "No session matches." in page
    assert '<a href="/en/conferences/ai-2026/schedule/">Show everything</a>' in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("day=2026-05-21", "本次议程中没有这一天。"),
        ("day=tomorrow", "本次议程中没有这一天。"),
        ("room=no-such", "本次议程中没有这个会场。"),
        ("track=%3Cscript%3E", "本次议程中没有这个专题。"),
        ("kind=party", "没有这种类型的议程项。"),
        ("language=fr", "本次议程中没有这种报告语言。"),
        ("q=" + "a" * 101, "搜索内容过长，请不要超过100个字。"),
    ],
)
def test_an_unknown_filter_is_refused_in_the_readers_language(client, program, query, sentence):
    response = client.get(f"/zh-hans/conferences/ai-2026/schedule/?{query}")

    assert response.status_code == 404
    assert sentence in response.content.decode()
    assert "查看完整议程" in response.content.decode()
    assert b"<script>" not in response.content


@pytest.mark.parametrize(
    "tail",
    [
        "schedule/?q=%00",
        "schedule/?room=%ED%A0%80",
        "my.ics?s=%00",
        "my.ics?s=%FF",
    ],
)
def test_unreadable_parameters_are_refused(client, program, tail):
    assert client.get(f"{HOME}{tail}").status_code == 400


@pytest.mark.parametrize(
    "tail",
    [
        "sessions/ZZZZZZ/",
        "sessions/ZZZZZZ.ics",
        "speakers/ZZZZZZ/",
        "speakers/ZZZZZZ.ics",
        "rooms/no-such.ics",
        "tracks/no-such.ics",
        "releases/2/",
        "releases/0/",
        "releases/99999999999999999999999/",
        "sessions/" + "A" * 5_000 + "/",
        "schedule.pdf",
    ],
)
def test_what_is_not_there_is_404(client, program, tail):
    assert client.get(f"{HOME}{tail}").status_code == 404


def test_an_endless_address_is_refused(client, program):
    assert client.get(f"{HOME}sessions/{'A' * 10_000}/").status_code == 414


def test_a_million_characters_are_refused_or_not_found(client, program):
    for tail in ("schedule/?q=", "schedule/?day=", "my.ics?s="):
        assert 400 <= client.get(f"{HOME}{tail}{'a' * 1_000_000}").status_code < 500


def test_rooms_stand_side_by_side_and_plenaries_across(client, program):
    page = text_of(client.get(f"{HOME}schedule/"))

    assert '<p class="room-head c-2 w-1 r-1 h-1" aria-hidden="true">Main hall</p>' in page
    assert '<p class="room-head c-3 w-1 r-1 h-1" aria-hidden="true">Room 201</p>' in page
    assert '<div class="cell c-2 w-2 r-2 h-1 is-across">' in page
    assert '<div class="cell c-2 w-1 r-4 h-1">' in page
    assert '<div class="cell c-3 w-1 r-4 h-1">' in page
    assert page.count("Asia/Shanghai, UTC+8") == 1


def test_an_agenda_without_times_is_shown_in_its_order(client, conference):
    for position, (title, group) in enumerate(
        [("Opening", ""), ("Forum A", "forums"), ("Forum B", "forums"), ("Closing", "")]
    ):
        make_session(
            conference, title_en=title, title_zh="", position=position, parallel_group=group
        )
    expert = make_participation(
        conference, make_person(name_zh="党跃武", given_name_en="Yuewu"), category="expert"
    )
    ExpectedTotal.objects.create(
        conference=conference, category="expert", total=16, label_en="experts"
    )
    publish_now(conference)

    with time_machine.travel(at("23:00"), tick=False):
        page = text_of(client.get(f"{HOME}schedule/"))
    with time_machine.travel(at("00:00", day=DAY + timedelta(days=1)), tick=False):
        later = text_of(client.get(f"{HOME}schedule/"))

    assert "The program in its order. Times and rooms are to be announced." in page
    places = [page.index(f">{title}</a>") for title in ("Opening", "Forum A", "Forum B", "Closing")]
    assert places == sorted(places)
    assert page.index("2 side by side") < places[1]
    assert page.count('<div class="parallel">') == 1
    assert "16 experts: 1 named, 15 to be announced" in page
    assert "The program in its order. Times and rooms are not stated." in later
    assert "16 experts: 1 named, 15 not named" in later
    assert f"/speakers/{expert.code}/" in page
    assert ">Opening</a>" in text_of(client.get(f"{HOME}schedule/?day=2026-05-20"))
    assert "schedule.ics" in page  # for the day when times are known
    for tail in ("schedule.ics", "schedule.xml", "schedule.json"):
        assert client.get(f"{HOME}{tail}").status_code == 200


def test_a_cancelled_session_stays_and_says_so(client, conference, program):
    Session.objects.filter(title_en="Second sub-forum").update(status="cancelled")
    publish_now(conference)
    code = code_of(program, "Second sub-forum")

    schedule = text_of(client.get(f"{HOME}schedule/"))
    with time_machine.travel(at("08:00"), tick=False):
        page = text_of(client.get(f"{HOME}sessions/{code}/"))

    assert f'<article class="session is-sub-forum is-cancelled" id="{code}"' in schedule
    assert '<span class="tag is-alert">Cancelled</span>' in page
    assert f'<article class="session is-page is-sub-forum is-cancelled" id="{code}"' in page
    assert '<h1 class="session-title">Second sub-forum</h1>' in page
    assert "This is cancelled and will not take place." in page


def test_a_conference_without_sessions_has_sentences(client, conference):
    publish_now(conference)

    assert "The program is being prepared." in text_of(client.get(f"{HOME}schedule/"))
    assert "No speakers have been announced yet." in text_of(client.get(f"{HOME}speakers/"))
    with time_machine.travel(at("08:00"), tick=False):
        assert "The venue is to be announced." in text_of(client.get(f"{HOME}venue/"))


# --- Sessions, speakers, changes ---


def test_a_session_tells_its_place_people_and_talks(client, program):
    keynote = text_of(client.get(f"{HOME}sessions/{program.sessions[0].code}/"))
    forum = text_of(client.get(f"{HOME}sessions/{code_of(program, 'First sub-forum')}/"))
    talk = text_of(client.get(f"{HOME}sessions/{code_of(program, 'Building courses')}/"))

    assert "Wednesday 20 May 2026</time>" in keynote
    assert ">09:00</time>–<time" in keynote
    assert "Main hall" in keynote
    assert "Wang Xingwei</a>" in keynote
    assert "Vice President" in keynote
    assert '<span class="soft"><span lang="zh-Hans">王兴伟</span></span>' in keynote
    assert "Building courses" in forum
    assert f'<a href="{HOME}sessions/{code_of(program, "First sub-forum")}/">' in talk
    assert "Main hall" in talk


def test_a_speakers_page_spans_conferences(client, conference, program):
    person = conference.participations.get().person
    other = make_conference(slug="ai-2025", name_en="Symposium 2025", starts_on=DAY, ends_on=DAY)
    there = make_participation(other, person)
    talk = make_session(other, "09:00", title_en="An earlier talk")
    make_role(talk, there)
    unpublished = make_conference(slug="ai-2027", name_en="Symposium 2027")
    make_participation(unpublished, person)
    publish_now(other)
    other.refresh_from_db()
    other.name_en = "Draft name"
    other.save()

    page = text_of(client.get(f"{HOME}speakers/{program.people[0].code}/"))

    assert f'<a href="/en/conferences/ai-2025/speakers/{there.code}/">Symposium 2025</a>' in page
    assert f'/en/conferences/ai-2025/sessions/{talk.code}/">An earlier talk</a>' in page
    assert "2027" not in page
    assert "Draft" not in page


def test_changes_are_told_without_what_only_organizers_see(client, conference, program):
    session = conference.sessions.get(title_en="Tea break")
    session.title_en, session.position = "Long tea break", 99
    session.starts_at = at("09:50")
    session.save()
    conference.sessions.filter(title_en="First sub-forum").update(position=98)
    publish_now(conference, note="The tea break moves.")

    page = text_of(client.get(f"{HOME}changes/"))
    feed = client.get(f"{HOME}changes/feed.xml").content.decode()

    assert page.index("Version 2") < page.index("Version 1")
    assert "The tea break moves." in page
    assert "<del>2026-05-20 09:45</del> → <ins>2026-05-20 09:50</ins>" in page
    assert "<del>Tea break</del> → <ins>Long tea break</ins>" in page
    assert "First sub-forum" not in page
    assert "osition" not in page.partition("<body")[2]
    assert "The first version of the program." in page
    assert "moved: Long tea break" in feed
    assert feed.count("<entry>") == 2


def test_the_feed_of_changes_has_the_marks_of_its_language(client, conference, program):
    conference.sessions.filter(title_en="Tea break").update(title_zh="午后茶歇")
    publish_now(conference)

    feed = client.get(f"/zh-hans/{HOME.removeprefix('/en/')}changes/feed.xml").content.decode()

    assert "：午后茶歇" in feed


def test_an_earlier_release_stays_readable(client, conference, program):
    conference.sessions.filter(title_en="Tea break").update(title_en="Coffee break")
    publish_now(conference)

    first = text_of(client.get(f"{HOME}releases/1/"))
    second = text_of(client.get(f"{HOME}releases/2/"))

    assert "Tea break</a>" in first
    assert "Coffee" not in first
    assert "This is an earlier version of the program" in first
    assert "Coffee break</a>" in second
    assert "This is an earlier version" not in second


def test_the_atom_feed_is_well_formed(client, conference, program):
    from lxml import etree

    conference.sessions.filter(title_en="Tea break").update(title_en="Tea & \u200bcake <b>")
    publish_now(conference, note="a\x0bb")

    feed = etree.fromstring(client.get(f"{HOME}changes/feed.xml").content)

    space = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.find("a:id", space).text == f"{settings.PUBLIC_URL}{HOME}changes/feed.xml"
    assert len(feed.findall("a:entry", space)) == 2
    assert feed.find("a:entry/a:updated", space).text


# --- A personal agenda ---


def test_a_personal_agenda_is_a_calendar_of_the_chosen(client, program):
    keynote = code_of(program, "The future of educational big data")
    tea = code_of(program, "Tea break")

    for query in (f"s={keynote},{tea}", f"s={keynote}&s={tea}", f"s={tea},{keynote},ZZZZZZ"):
        body = client.get(f"{HOME}my.ics?{query}").content.decode()
        assert body.count("BEGIN:VEVENT") == 2


def test_a_personal_agenda_says_what_it_needs(client, program):
    page = client.get("/zh-hans/conferences/ai-2026/my.ics").content.decode()

    assert "请在议程页选择" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?s=", 400),
        ("?s=abc", 400),
        ("?s=ABC123%0A", 400),
        ("?s=" + ",".join(["ABC123"] * 201), 400),
        ("?s=ZZZZZZ", 404),
    ],
)
def test_a_personal_agenda_of_nothing_is_refused(client, program, query, status):
    assert client.get(f"{HOME}my.ics{query}").status_code == status


def test_a_personal_agenda_is_chosen_without_scripts(client, program):
    assert f'href="{HOME}my/"' in text_of(client.get(f"{HOME}schedule/"))

    page = text_of(client.get(f"{HOME}my/"))

    assert f'<form method="get" action="{HOME}my/">' in page
    assert f'formaction="{HOME}my.ics"' in page
    assert f'name="s" value="{code_of(program, "Building courses")}"' in page
