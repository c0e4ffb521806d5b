"""On which day the items of a file are: asked once, and not where the conference has one alone."""

from datetime import date

import pytest

from conference.permissions import Role
from conference.program.models import Session
from tests.factories import make_conference, make_member
from tests.pages import of_class, parsed, words
from tests.program.admin.test_office_door import sent
from tests.program.office.making import csv_file

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="pages over a file and a cache")]

ROWS = [
    ["时间", "内容", "主讲人"],
    ["9:00-9:20", "开幕致辞", ""],
    ["9:20-10:00", "图谱的建设", ""],
]


def begun(client, **values):
    conference = make_conference(name_en="Symposium", name_zh="", **values)
    client.force_login(make_member(conference, Role.ORGANIZER))
    return conference


def test_the_only_day_of_the_conference_is_not_asked_again(client):
    conference = begun(client)

    page, address = sent(client, conference, csv_file(ROWS))

    assert not parsed(page).xpath("//*[@id='questions']")
    assert "2 items" in words(of_class(page, "office-day")[0])
    assert "Wednesday 20 May" in words(of_class(page, "office-day")[0])
    [taken] = of_class(page, "office-corrections")
    assert "1 correction of yours" in words(taken)
    asked = client.post(f"{address}correct/", {"undo": "0"}, follow=True)
    assert "On which day are these items?" in words(parsed(asked).xpath("//*[@id='questions']")[0])


def test_a_day_is_asked_with_one_field_and_holds_for_the_whole_file(client):
    conference = begun(client, starts_on=date(2026, 5, 20), ends_on=date(2026, 5, 21))
    page, address = sent(client, conference, csv_file(ROWS))
    [question] = parsed(page).xpath("//*[@class='office-questions']/li")

    assert len(question.xpath(".//input[@type='date']")) == 1
    offered = question.xpath(".//button[@name='answer']/@value")
    assert offered == ["2026-05-20", "2026-05-21"]
    [key] = question.xpath(".//input[@name='ask']/@value")
    said = {"ask": key, "answer": offered[1]}
    page = client.post(f"{address}correct/", said, follow=True)

    assert not parsed(page).xpath("//*[@id='questions']")
    assert "Thursday 21 May" in words(of_class(page, "office-day")[0])
    [reviewed] = parsed(page).xpath("//input[@name='reviewed']/@value")
    client.post(f"{address}confirm/", {"reviewed": reviewed})
    starts = Session.objects.in_order().values_list("starts_at", flat=True)
    assert {conference.day_of(at) for at in starts} == {date(2026, 5, 21)} and len(starts) == 2
