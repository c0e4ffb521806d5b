"""The page of a session: its facts, what stands before, after and beside it."""

import pytest

from tests.factories import make_conference, make_link, make_role, make_room, make_session
from tests.program.public.reading import HOME, publish_now, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026", venue_zh="学术交流中心", venue_en="Academic Center")


def session_page(client, session, language="en"):
    return tree(client, f"sessions/{session.code}/", language)


def neighbors(page):
    """([titles before], [titles after])."""
    return tuple(
        [
            words(a)
            for a in page.xpath(f"//nav[@class='neighbors no-print']/div[@class='{side}']//a")
        ]
        for side in ("is-prev", "is-next")
    )


def elsewhere(page):
    return [words(a) for a in page.xpath("//section[@aria-labelledby='elsewhere']//a")]


def timed(conference, starts, ends, title, room=None, **overrides):
    return make_session(
        conference, starts, ends, title_en=title, title_zh="", room=room, **overrides
    )


# --- Around a session ----------------------------------------------------------------------------


@pytest.fixture
def afternoon(conference):
    """{title: session}: two rooms, a break for all, and a sub-forum with two talks."""
    hall, side = (
        make_room(conference, name_zh="", name_en=name, floor_zh="", floor_en=floor)
        for name, floor in (("Hall", "Ground floor"), ("Room 2", "Second floor"))
    )
    opening = timed(conference, "09:00", "10:00", "Opening", hall, is_plenary=True)
    first = timed(conference, "10:00", "11:00", "First in the hall", hall)
    other = timed(conference, "10:00", "11:00", "First in room 2", side)
    tea = timed(conference, "11:00", "11:20", "Tea", kind="break")
    forum = timed(conference, "11:20", "12:20", "Sub-forum", side, kind="sub-forum")
    talks = [
        timed(conference, *times, title, kind="talk", parent=forum)
        for *times, title in (("11:20", "11:50", "Talk one"), ("11:50", "12:20", "Talk two"))
    ]
    panel = timed(conference, "11:20", "12:20", "Panel", hall, kind="panel")
    lunch = timed(conference, "12:20", "13:00", "Lunch", kind="meal")
    publish_now(conference)
    rows = (opening, first, other, tea, forum, *talks, panel, lunch)
    return {row.title_en: row for row in rows}


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        ("Opening", [], ["First in the hall", "First in room 2"]),
        ("First in room 2", ["Opening"], ["Tea"]),
        ("Tea", ["First in the hall", "First in room 2"], ["Sub-forum", "Panel"]),
        ("Sub-forum", ["Tea"], ["Lunch"]),
        ("Talk one", ["Tea"], ["Talk two"]),
        ("Talk two", ["Talk one"], ["Lunch"]),
        ("Lunch", ["Sub-forum", "Panel"], []),
    ],
)
def test_before_and_after_are_what_its_listeners_can_attend(
    client, afternoon, title, before, after
):
    page = session_page(client, afternoon[title])

    assert neighbors(page) == (before, after)


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("Opening", []),
        ("First in the hall", ["First in room 2"]),
        ("Tea", []),
        ("Sub-forum", ["Panel"]),
        ("Panel", ["Sub-forum"]),
        ("Talk two", ["Panel"]),
        ("Lunch", []),
    ],
)
def test_what_runs_at_the_same_time_elsewhere(client, afternoon, title, others):
    assert elsewhere(session_page(client, afternoon[title])) == others


def test_from_a_talk_one_sees_the_talks_of_other_sub_forums(client, conference, afternoon):
    third = make_room(conference)
    other = timed(conference, "11:20", "12:20", "Other", third, kind="sub-forum")
    for starts, ends, title in (("11:20", "11:40", "Early"), ("11:40", "12:20", "Late")):
        timed(conference, starts, ends, title, kind="talk", parent=other)
    publish_now(conference)

    assert elsewhere(session_page(client, afternoon["Talk one"])) == ["Panel", "Early"]
    assert elsewhere(session_page(client, afternoon["Talk two"])) == ["Panel", "Late"]
    assert elsewhere(session_page(client, afternoon["Sub-forum"])) == ["Panel", "Other"]


def test_many_side_by_side_are_one_link_to_the_schedule(client, conference, afternoon):
    for number in range(13):
        timed(conference, "10:00", "11:00", f"Parallel {number}", make_room(conference))
    publish_now(conference)

    page = session_page(client, afternoon["Opening"])
    first = afternoon["First in the hall"]

    assert neighbors(page) == ([], ["15 side by side"])
    (link,) = page.xpath("//div[@class='is-next']//a/@href")
    assert link == f"{HOME}schedule/#{first.code}"
    assert elsewhere(session_page(client, first)) == ["14 sessions on the schedule"]


def test_a_cancelled_session_is_passed_over(client, conference, afternoon):
    for title in ("First in room 2", "Tea"):
        afternoon[title].status = "cancelled"
        afternoon[title].save()
    publish_now(conference)

    assert neighbors(session_page(client, afternoon["Opening"]))[1] == ["First in the hall"]
    assert elsewhere(session_page(client, afternoon["First in the hall"])) == []
    cancelled = session_page(client, afternoon["Tea"])
    assert cancelled.xpath("//article[contains(@class, 'is-cancelled')]")
    assert "This is cancelled and will not take place." in words(cancelled)


def test_a_talk_goes_with_its_cancelled_sub_forum(client, conference, afternoon):
    afternoon["Sub-forum"].status = "cancelled"
    afternoon["Sub-forum"].save()
    publish_now(conference)

    page = session_page(client, afternoon["Talk one"])

    assert "The sub-forum is cancelled, and this with it." in words(page)
    assert words(page.xpath("//span[@class='tag is-alert']")[0]) == "Cancelled"


def test_without_times_the_order_decides(client, conference):
    rows = [
        make_session(conference, title_en=title, position=n, kind=kind, parallel_group=group)
        for n, (title, kind, group) in enumerate(
            [
                ("Welcome", "address", ""),
                ("Courses", "sub-forum", "forums"),
                ("Literacy", "sub-forum", "forums"),
                ("Exchange", "discussion", ""),
            ]
        )
    ]
    publish_now(conference)

    pages = [session_page(client, row) for row in rows]

    assert [neighbors(page) for page in pages] == [
        ([], ["Courses", "Literacy"]),
        (["Welcome"], ["Exchange"]),
        (["Welcome"], ["Exchange"]),
        (["Courses", "Literacy"], []),
    ]
    assert [elsewhere(page) for page in pages] == [[], ["Literacy"], ["Courses"], []]
    facts = words(pages[0].xpath("//div[@class='session-facts']")[0])
    assert facts == (
        "When Wednesday 20 May 2026 Time to be announced Where Academic Center Room to be announced"
    )


# --- A session's own facts -----------------------------------------------------------------------


def test_a_session_tells_when_where_who_and_how_to_find_it(client, conference):
    room = make_room(
        conference,
        slug="room-2",
        name_zh="二号会议室",
        name_en="Room 2",
        floor_en="Second floor",
        directions_en="Left of the stairs",
    )
    session = make_session(conference, "13:00", "14:00", room=room, language="both")
    make_role(session, role="chair")
    publish_now(conference)

    page = session_page(client, session)

    assert words(page.xpath("//div[@class='session-facts']")[0]) == (
        "When Wednesday 20 May 2026 13:00–14:00 Asia/Shanghai, UTC+8 "
        "Where Room 2 Second floor Left of the stairs "
        "Spoken language Chinese and English Add to my calendar"
    )
    assert page.xpath(f"//a[@href='{HOME}venue/#room-2']")
    assert page.xpath(f"//a[@href='{HOME}sessions/{session.code}.ics']")
    assert page.xpath(f"//p[@class='crumbs']/a[@href='{HOME}schedule/#{session.code}']")
    card = page.xpath("//ul[contains(@class, 'people-list')]/li")[0]
    assert words(card) == "WX Chair Wang Xingwei 王兴伟"
    (article,) = page.xpath("//article")
    assert dict(article.items()) == {
        "class": "session is-page is-keynote",
        "id": session.code,
        "data-code": session.code,
        "data-starts": str(int(session.starts_at.timestamp())),
        "data-ends": str(int(session.ends_at.timestamp())),
    }


def test_slides_are_shown_once_they_are_released(client, conference):
    session = make_session(conference, "13:00")
    link = make_link(session, title_en="The slides", is_released=False)
    publish_now(conference)
    assert "Slides and links" not in words(session_page(client, session))

    link.is_released = True
    link.save()
    publish_now(conference)

    (shown,) = session_page(client, session).xpath("//section[@aria-labelledby='links']//li")
    assert words(shown) == "Slides The slides"
    assert shown.xpath("a/@href") == ["https://slides.example.org/1"]


def test_a_changed_session_says_since_when(client, conference):
    session = make_session(conference, "13:00")
    publish_now(conference)
    assert "Last changed" not in words(session_page(client, session))

    session.title_en = "Another title"
    session.save()
    publish_now(conference)

    assert "Last changed 1 May 2026, 12:00 · What changed" in words(session_page(client, session))
