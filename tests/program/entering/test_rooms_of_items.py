"""An item is in the room of what it is part of; what a file says else is told, with the item."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.permissions import Role
from conference.program.office import read_office_file
from tests.factories import make_conference, make_member
from tests.pages import parsed, words
from tests.program.entering.entered import enter, plan
from tests.program.office.making import csv_file

pytestmark = pytest.mark.django_db

HEAD = ["日期", "时间", "内容", "主讲人", "地点"]


def file_of(heading, *rooms):
    rows = [
        ["2026年5月20日", f"14:{n}0-14:{n + 1}0", f"第{'一二三'[n]}个目录", "张样例", room]
        for n, room in enumerate(rooms)
    ]
    return csv_file([[heading], HEAD, *rows])


def read(*said):
    return read_office_file(file_of(*said), "议程.csv")


def told(found):
    return [(one.text, one.address, one.reason) for one in found.not_entered]


def test_items_in_two_rooms_of_a_sub_forum_without_one_are_named_with_their_rooms():
    conference = make_conference()
    found = enter(read("分论坛一：目录", "101教室", "102教室"), conference)

    assert told(found) == [
        (room, cell, f"“{title}” is part of something without a room, and has none of its own")
        for room, cell, title in (("101教室", "E3", "第一个目录"), ("102教室", "E4", "第二个目录"))
    ]
    assert {item.room for item in conference.sessions.all()} == {None}


def test_an_item_in_another_room_than_its_sub_forum_is_named_and_the_others_are_not():
    conference = make_conference()
    reading = read("分论坛一：目录　地点：101教室", "101教室", "102教室")
    enter(reading, conference)

    again = plan(reading, conference)  # rooms and sub-forum are rows by now

    assert told(again) == [
        ("102教室", "E4", "“第二个目录” is in the room of what it is part of: 101教室")
    ]
    assert again.changes_nothing


def test_the_preview_tells_it(client):
    conference = make_conference()
    client.force_login(make_member(conference, Role.ORGANIZER))
    raw = file_of("分论坛一：目录", "101教室", "102教室")

    page = client.post(
        f"/admin/program/import/{conference.pk}/",
        {"schedule": SimpleUploadedFile("议程.csv", raw)},
        follow=True,
    )

    told = words(parsed(page).get_element_by_id("import"))
    assert "2 values of the file do not enter the draft" in told
    assert "102教室 E4 · “第二个目录” is part of something without a room" in told
