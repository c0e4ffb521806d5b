"""The day on the admin's first page: today's sessions while the conference lasts, or its first."""

from datetime import UTC, datetime, timedelta

import pytest

from conference.permissions import Role
from config.office.day import day_shown
from tests.factories import DAY, at, make_conference, make_member, make_room, make_session
from tests.pages import of_class, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a page shows is the same on both databases"),
]

NEXT = DAY + timedelta(days=1)


@pytest.fixture
def conference():
    conference = make_conference(starts_on=DAY, ends_on=NEXT)
    hall = make_room(conference, name_en="Hall")
    make_session(conference, "08:00", kind="break", title_en="Coffee")
    forum = make_session(
        conference, "09:00", "12:00", kind="sub-forum", title_en="Forum", room=hall
    )
    make_session(conference, "09:00", title_en="Talk in it", parent=forum)
    make_session(conference, "10:00", title_en="Cancelled", status="cancelled")
    make_session(conference, at("23:30"), at("23:50"), title_en="Late")
    make_session(conference, at("09:00", day=NEXT), at("10:00", day=NEXT), title_en="Second day")
    make_session(conference, title_en="Without a time")
    return conference


def told(day):
    return [(str(line.session.title_en), line.is_now) for line in day.lines]


def test_today_is_shown_with_what_is_on_and_before_it_the_first_day(conference):
    user = make_member(conference, Role.VIEWER)

    before = day_shown(user, conference, at=datetime(2026, 5, 1, tzinfo=UTC))
    today = day_shown(user, conference, at=at("09:30"))
    # Shortly before midnight in Shenyang, the afternoon before in UTC.
    late = day_shown(user, conference, at=at("23:40"))
    second = day_shown(user, conference, at=at("00:10", day=NEXT))
    over = day_shown(user, conference, at=at("00:10", day=NEXT + timedelta(days=1)))

    assert told(before) == [("Coffee", False), ("Forum", False), ("Late", False)]
    assert (before.on, before.is_today) == (DAY, False)
    assert told(today) == [("Coffee", False), ("Forum", True), ("Late", False)]
    assert told(late)[-1] == ("Late", True) and late.is_today
    assert (second.on, told(second)) == (NEXT, [("Second day", False)])
    assert over is None
    assert day_shown(make_member(conference, Role.DESK), conference, at=at("09:30")) is None


def test_the_first_page_lists_the_day_and_leads_to_it(client, conference, monkeypatch):
    monkeypatch.setattr("config.office.day.timezone.now", lambda: at("09:30"))
    client.force_login(make_member(conference, Role.ORGANIZER))

    [shown] = of_class(client.get("/admin/"), "of-day")

    assert [words(line) for line in shown.xpath(".//li")] == [
        "08:00–08:30 Coffee", "09:00–12:00 Forum now Hall 1 item", "23:30–23:50 Late",
    ]  # fmt: skip
    [address] = shown.xpath(".//h2/a/@href")
    assert address.endswith(f"day={DAY.isoformat()}")
    assert client.get(address).status_code == 200
