"""The home of a conference: what it shows, and when."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html as lxml_html

from conference.models import Highlight
from tests.config.public.homes import BEFORE, main_of, publish_now
from tests.factories import (
    at,
    make_alliance,
    make_article,
    make_host,
    make_organization,
    make_participation,
    make_photo,
    make_reply_form,
    make_role,
    make_session,
)
from tests.forgetting import forget_everything

pytestmark = pytest.mark.django_db


def home(client, when=BEFORE, language="en"):
    with time_machine.travel(when, tick=False):
        response = client.get(f"/{language}/conferences/ai-2026/")
        assert response.status_code == 200
        return main_of(response)


def test_a_conference_presents_itself(client, conference):
    make_host(conference, "undertaker", organization=make_organization(name_en="NEU"))
    make_host(conference, "sponsor", organization=make_organization(name_en="Department"))
    Highlight.objects.create(
        conference=conference, kind="policy", name_en="Several Measures", name_zh="若干措施"
    )
    Highlight.objects.create(conference=conference, kind="practice", name_en="A model")
    make_role(make_session(conference, "09:00"), make_participation(conference))
    make_article(conference, title_en="The program is out", published_on=date(2026, 4, 1))
    make_article(conference, title_en="An article for later", published_on=date(2026, 6, 1))
    make_alliance(name_en="Alliance for Teaching Reform", founded_at=conference)
    make_alliance(name_en="Unpublished alliance", founded_at=conference, is_public=False)
    publish_now(conference)

    page = home(client)

    assert page.index("Organized by") < page.index("Department") < page.index("Undertaken by")
    assert page.index("Undertaken by") < page.index("NEU")
    for shown in (
        "20 May 2026",
        "Academic Center",
        "Shenyang",
        "Several Measures",
        "若干措施",
        "A model",
        "Keynotes",
        "The future of educational big data",
        "Wang Xingwei",
        "The program is out",
        "Alliance for Teaching Reform",
    ):
        assert shown in page
    for hidden in ("Register", "Now and next", "Unpublished", "for later"):
        assert hidden not in page


def test_the_register_button_follows_the_form(client, conference):
    make_reply_form(
        conference,
        opens_at=at("08:00", day=date(2026, 5, 2)),
        closes_at=at("18:00", day=date(2026, 5, 10)),
    )
    publish_now(conference)

    # The same process, its cache warm: the page turns by itself.
    assert ">Register</a>" not in home(client, at("07:59", day=date(2026, 5, 2)))
    opened = home(client, at("08:00", day=date(2026, 5, 2)))
    assert '<a class="btn btn-primary" href="/en/conferences/ai-2026/register/">' in opened
    assert "Register by 10 May 2026, 18:00" in opened
    assert ">Register</a>" in home(client, at("17:59", day=date(2026, 5, 10)))
    assert ">Register</a>" not in home(client, at("18:00", day=date(2026, 5, 10)))


def test_days_are_counted_until_it_begins(client, conference):
    conference.ends_on = date(2026, 5, 21)
    conference.save()
    publish_now(conference)
    long_before, eve = date(2026, 5, 8), date(2026, 5, 19)

    # The same process, its cache warm: the page turns at midnight where the conference is.
    assert ">In 12 days</span>" in home(client, at("00:00", day=long_before))
    assert ">In 12 days</span>" in home(client, at("23:59", day=long_before))
    assert ">In 11 days</span>" in home(client, at("00:00", day=date(2026, 5, 9)))
    assert ">Tomorrow</span>" in home(client, at("23:59", day=eve))
    assert "<span>Day 1 of 2</span>" in home(client, at("00:00"))
    assert "<span>Day 2 of 2</span>" in home(client, at("23:59", day=date(2026, 5, 21)))
    held = home(client, at("00:00", day=date(2026, 5, 22)))
    assert ">Held</span>" in held
    assert "Day 2" not in held


def test_the_home_says_when_registration_opens_and_that_it_closed(client, conference):
    make_reply_form(
        conference,
        opens_at=at("08:00", day=date(2026, 5, 2)),
        closes_at=at("18:00", day=date(2026, 5, 10)),
    )
    publish_now(conference)

    assert "Registration opens on 2 May 2026, 08:00" in home(client)
    closed = home(client, at("18:00", day=date(2026, 5, 10)))
    assert "Registration closed on 10 May 2026, 18:00" in closed
    assert "Registration" not in home(client, at("00:00", day=date(2026, 5, 21)))


def test_what_is_on_now_comes_before_the_hosts(client, conference):
    make_host(conference)
    make_session(conference, "09:00", title_en="Opening address")
    publish_now(conference)

    running, before = home(client, at("09:10")), home(client)

    assert running.count('<dl class="host-roles">') == before.count('<dl class="host-roles">') == 1
    assert running.index("Now and next") < running.index('<dl class="host-roles">')
    assert before.index('<dl class="host-roles">') < before.index("The program at a glance")


def test_the_program_at_a_glance_joins_what_belongs_together(client, conference):
    for clock, title, kind in (
        ("09:00", "Welcome", "address"),
        ("10:00", "First sub-forum", "sub-forum"),
        ("10:00", "Second sub-forum", "sub-forum"),
        ("12:00", "Lunch", "meal"),
    ):
        make_session(conference, clock, title_en=title, kind=kind)
    publish_now(conference)

    root = lxml_html.fromstring(client.get("/en/conferences/ai-2026/").content.decode())
    lines = [
        " ".join(li.text_content().split()) for li in root.xpath("//*[@class='plain glance']/li")
    ]

    assert lines == [
        "09:00Address Welcome",
        "10:00Sub-forum 2 side by side First sub-forumSecond sub-forum",
    ]


def glance_of(client):
    with time_machine.travel(BEFORE, tick=False):
        page = client.get("/en/conferences/ai-2026/").content.decode()
    return lxml_html.fromstring(page).xpath("//section[@aria-labelledby='glance']")[0]


def test_the_glance_lists_what_it_counts_and_leaves_nothing_out(client, conference):
    forum = make_session(conference, "09:00", "11:00", title_en="Forum", kind="sub-forum")
    for clock in ("09:00", "10:00"):
        make_session(conference, clock, kind="talk", parent=forum)
    for title, kind in (("Panel", "panel"), ("Exchange", "discussion"), ("Talk", "talk")):
        make_session(conference, "13:00", "14:00", title_en=title, kind=kind)
    make_session(conference, "12:00", "13:00", title_en="Lunch", kind="meal")
    make_session(conference, "15:00", title_en="Off", status="cancelled")
    make_session(conference, title_en="Some time")
    publish_now(conference)

    glance = glance_of(client)

    (day,) = glance.xpath(".//section")
    assert " ".join(day.xpath("./p")[0].text_content().split()) == "09:00–14:00 · 4 sessions"
    assert day.xpath(".//li//a/text()") == ["Forum", "Panel", "Exchange", "Talk"]
    assert glance.xpath("./h3/text()") == ["Times to be announced"]
    assert glance.xpath("./ol//a/text()") == ["Some time"]


def test_a_day_too_long_for_a_glance_says_how_much_more_there_is(client, conference):
    for hour in range(4, 24):
        make_session(conference, f"{hour:02}:00", f"{hour:02}:30", title_en=f"At {hour}")
    publish_now(conference)

    (day,) = glance_of(client).xpath(".//section")

    assert "· 20 sessions" in day.text_content()
    assert day.xpath(".//li//a/text()") == [*(f"At {hour}" for hour in range(4, 18)), "6 more"]


def test_a_glance_without_times_goes_by_kind_and_leaves_the_rest_to_the_schedule(
    client, conference
):
    for number in range(8):
        make_session(conference, title_en=f"Keynote {number}", position=number)
    publish_now(conference)

    root = lxml_html.fromstring(client.get("/en/conferences/ai-2026/").content.decode())
    (line,) = root.xpath("//ol[@class='plain glance is-ordered']/li")

    assert [a.text for a in line.iter("a")] == [*(f"Keynote {n}" for n in range(6)), "2 more"]


def test_photos_of_the_event_stay_light(client, conference):
    for _number in range(5):
        make_photo(conference)
    publish_now(conference)

    page = home(client, at("12:00", day=date(2026, 5, 22)))

    shown, _summary, folded = page.partition("All 5 photos")
    assert (shown.count('<img src="/media/public/'), folded.count('<img src="/media/public/')) == (
        4,
        1,
    )
    assert page.count('-320.webp" alt="" width="8" height="8" loading="lazy"') == 5


def test_now_and_next_turn_at_each_boundary(client, conference):
    make_session(conference, "09:00", "09:30", title_en="Opening address")
    make_session(conference, "09:30", "10:00", title_en="Cancelled talk", status="cancelled")
    make_session(conference, "10:00", "10:30", title_en="Tea break", kind="break")
    publish_now(conference)

    def now_and_next(clock):
        page = home(client, at(clock))
        panel = page.partition('aria-label="Now and next">')[2].partition("</section>")[0]
        now, _next, following = panel.partition("Next")
        return [
            next((t for t in ("Opening address", "Tea break") if t in part), None)
            for part in (now, following)
        ]

    assert now_and_next("08:00") == [None, "Opening address"]
    assert now_and_next("09:00") == ["Opening address", "Tea break"]
    assert now_and_next("09:29") == ["Opening address", "Tea break"]
    assert now_and_next("09:30") == [None, "Tea break"]
    assert now_and_next("10:00") == ["Tea break", None]
    assert now_and_next("10:30") == [None, None]
    assert "Running now" in home(client, at("23:59"))
    assert ">Held</span>" in home(client, at("00:00", day=date(2026, 5, 21)))


def test_an_untimed_conference_shows_its_order(client, conference):
    make_session(conference, title_en="Opening", position=1)
    for title in ("Forum A", "Forum B"):
        make_session(
            conference, title_en=title, kind="sub-forum", position=2, parallel_group="forums"
        )
    publish_now(conference)

    page = home(client, at("10:00"))

    assert "Times are to be announced." in page
    assert "Times are not stated." in home(client, at("10:00", day=date(2026, 6, 1)))
    assert page.index("Opening") < page.index("2 side by side") < page.index("Forum A")
    assert "Now and next" not in page


def test_a_conference_home_costs_three_queries_for_any_number_of_rows(client, conference):
    make_reply_form(conference)
    for number in (1, 3):
        for _row in range(number):
            make_article(conference, published_on=date(2026, 4, 1))
            make_alliance(founded_at=conference)
            make_role(make_session(conference), make_participation(conference, person=None))
            make_host(conference)
        publish_now(conference)
        forget_everything()

        with time_machine.travel(BEFORE, tick=False):
            with CaptureQueriesContext(connection) as queries:
                client.get("/en/conferences/ai-2026/")
            assert len(queries) == 3
            with CaptureQueriesContext(connection) as queries:
                client.get("/en/conferences/ai-2026/")
            assert len(queries) == 0


def test_a_very_long_name_breaks_where_its_parts_meet(client, conference):
    conference.name_zh = "辽宁省人工智能赋能高等教育高质量发展研讨会暨现代产业学院建设推进会"
    conference.name_zh_is_rendering = True
    conference.save()
    publish_now(conference)

    page = home(client, language="zh-hans")

    shown = re.search(r'<h1 class="is-long">(.*?)</h1>', page)[1]
    words = re.sub(r'<span class="word">(.+?)</span>', r"[\1]", shown)
    assert words.startswith(
        '<span class="phrase">辽宁省[人工智能][赋能][高等教育][高质量][发展][研讨会]</span>'
        '<span class="phrase">暨[现代][产业学院][建设][推进会]<span class="rendering"'
    )
