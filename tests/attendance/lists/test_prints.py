"""The sign-in sheet on paper."""

import pytest
from django.utils import translation

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint, session_checkpoint
from conference.attendance.lists import prints
from conference.attendance.lists.exporting import export
from conference.attendance.lists.listing import listing_of
from conference.attendance.lists.scopes import Scope
from tests.factories import (
    at,
    make_conference,
    make_host,
    make_organization,
    make_registration,
    make_room,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    conference = make_conference(
        venue_zh="国际学术交流中心", venue_en="Exchange Center", city_zh="沈阳", city_en="Shenyang"
    )
    make_host(conference, "sponsor", organization=make_organization(name_zh="省教育厅"), position=1)
    make_host(conference, "undertaker", organization=make_organization(name_zh="东北大学"))
    make_host(conference, "undertaker", organization=make_organization(name_zh="西电"), position=2)
    return conference


@pytest.fixture
def printed(monkeypatch):
    """What the last sheet was made from."""
    seen = {}

    def typeset(template, data, *, at, notes):
        seen.clear()
        seen.update(data)
        return prints.typeset.real(template, data, at=at, notes=notes)

    typeset.real = prints.typeset
    monkeypatch.setattr(prints, "typeset", typeset)
    return seen


def sheet(conference, *, session=None, by=None, language="zh-hans"):
    with translation.override(language):
        return export(
            conference,
            "sign-in",
            "pdf",
            scope=Scope(unmasked=True),
            by=by,
            via="desk",
            session=session,
            at=at("08:30"),
        )


def sign_in(conference, person, checkpoint, when="09:01"):
    check_in(
        person,
        conference=conference,
        checkpoint=checkpoint,
        by=None,
        client_id=f"{person.pk}-{checkpoint.pk}",
        at=at(when),
    )


def test_the_title_block_says_what_when_where_and_whose(conference, printed):
    person = make_registration(conference, name="曾志伟")
    make_registration(conference, name="李明")
    sign_in(conference, person, arrival_checkpoint(conference))

    with sheet(conference, by=make_user("volunteer")).file as file:
        assert file.read(4) == b"%PDF"

    assert printed["title"] == "人工智能与高等教育研讨会"
    assert printed["facts"] == [
        ["日期", "2026年5月20日"],
        ["地点", "国际学术交流中心 · 沈阳"],
        ["主办", "省教育厅"],
        ["承办", "东北大学、西电"],
    ]
    assert printed["totals"] == [["应到", "2"], ["实到", "1"], ["未到", "1"]]
    assert printed["headers"] == [
        "序号",
        "姓名",
        "单位",
        "职务",
        "电话",
        "签到时间",
        "签名",
        "备注",
    ]
    assert printed["rows"][1] == [
        *("2", "曾志伟", "大连理工大学", "教授", "+44 7700 900123", "09:01:00", "", ""),
    ]
    assert printed["spare"] >= 8
    assert printed["stamp"].startswith("打印于 2026-05-20 08:30:00（Asia/Shanghai） · 版本 ")
    assert printed["stamp"].endswith(" · volunteer")


def test_a_session_has_its_own_sheet_with_room_and_time(conference, printed):
    room = make_room(conference, name_en="Room 201")
    forum = make_session(
        conference, "14:00", "15:30", kind="sub-forum", room=room, title_en="AI literacy"
    )
    person = make_registration(conference)
    sign_in(conference, person, session_checkpoint(forum), "14:02")

    sheet(conference, session=forum, language="en").file.close()

    assert printed["session"] == "AI literacy"
    assert printed["facts"][:2] == [
        ["Date", "20 May 2026 14:00-15:30"],
        ["Place", "Room 201 · Exchange Center · Shenyang"],
    ]
    assert printed["rows"][0][5] == "14:02:00"


def test_the_version_stamp_changes_with_the_list_and_only_with_it(conference, printed):
    def version():
        sheet(conference).file.close()
        return printed["stamp"].partition("版本 ")[2]

    make_registration(conference)
    first, again = version(), version()
    make_registration(conference, name="李明")

    assert first == again != version()


def test_a_name_that_cannot_be_printed_is_named(conference):
    make_registration(conference, name="\U00020000田一郎")

    done = sheet(conference, language="en")

    done.file.close()
    assert done.missing == ["No. 1 \U00020000田一郎"]


def test_days_are_shown_where_people_came_on_several(conference, printed):
    conference.ends_on = conference.starts_on.replace(day=21)
    conference.save()
    arrival = arrival_checkpoint(conference)
    for n, day in enumerate((20, 21)):
        person = make_registration(conference, name=f"李{n}")
        check_in(
            person,
            conference=conference,
            checkpoint=arrival,
            by=None,
            client_id=str(n),
            at=at("09:00", day=conference.starts_on.replace(day=day)),
        )

    sheet(conference).file.close()

    assert [row[5] for row in printed["rows"]] == ["05-20 09:00:00", "05-21 09:00:00"]
    assert printed["facts"][0] == ["日期", "2026年5月20日 - 2026年5月21日"]


def test_the_day_is_shown_where_the_title_does_not_say_which(conference, printed):
    """On the first evening of two days every sign-in is of one day, and the sheet names two."""
    person = make_registration(conference)
    sign_in(conference, person, arrival_checkpoint(conference))
    conference.ends_on = conference.starts_on.replace(day=21)
    conference.save()

    sheet(conference).file.close()

    assert printed["rows"][0][5] == "05-20 09:01:00"


def test_a_listing_is_not_read_twice(conference):
    make_registration(conference)
    listing = listing_of(conference, "sign-in", scope=Scope())

    prints.sign_in_sheet(listing, at=at("08:30"), by=None)

    assert list(listing.rows) == []
