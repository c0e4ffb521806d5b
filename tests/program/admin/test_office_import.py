"""An office's file from its preview into the draft: all or nothing, as it was seen, once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.attendance.models import Registration
from conference.people.models import Person
from conference.permissions import Role
from conference.program.admin.office.waiting import FILES
from conference.program.models import Participation, Session
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_member,
    make_organization,
    make_person,
    make_session,
)
from tests.pages import messages, of_class, words
from tests.program.office.making import csv_file

pytestmark = pytest.mark.django_db

ROWS = [
    ["5月20日", "", "", ""],
    ["时间", "内容", "主讲人", "单位"],
    ["9:00-9:20", "开幕致辞", "张样例", "示例大学"],
    ["9:20-10:00", "图谱的建设", "李示", "样本学院"],
]


@pytest.fixture
def conference():
    return make_conference(
        slug="spring", name_en="Symposium", starts_on="2026-05-20", ends_on="2026-05-20"
    )


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


def sent(client, conference, rows=ROWS):
    """The preview, and its address."""
    upload = SimpleUploadedFile("议程.csv", csv_file(rows))
    page = client.post(f"/admin/program/import/{conference.pk}/", {"schedule": upload}, follow=True)
    return page, page.redirect_chain[-1][0]


def reviewed(page):
    found = re.search(r'name="reviewed" value="(\w+)"', page.content.decode())
    return found[1] if found else ""


def confirm(client, page, address):
    return client.post(f"{address}confirm/", {"reviewed": reviewed(page)}, follow=True)


def drafted(conference):
    return [
        (str(s.title_zh), [str(role.participation.person.name_zh) for role in s.roles.all()])
        for s in Session.objects.filter(conference=conference).order_by("starts_at")
    ]


def test_a_file_becomes_the_draft_and_is_gone(client, conference, organizer):
    page, address = sent(client, conference)
    assert "2 new" in words(of_class(page, "cells")[0])

    done = confirm(client, page, address)

    [told] = messages(done)
    assert told.startswith("Imported from “议程.csv” into the draft: 2 sessions are new, ")
    assert told.endswith("2 new people, 2 new organizations.")
    assert "Look through the sessions" in done.content.decode()
    assert drafted(conference) == [("开幕致辞", ["张样例"]), ("图谱的建设", ["李示"])]
    token = address.rstrip("/").rpartition("/")[2]
    assert FILES.fetch(organizer, conference, token) is None
    again = confirm(client, page, address)  # the button once more
    assert again.redirect_chain == done.redirect_chain
    assert Session.objects.count() == 2
    assert client.get(address).status_code == 302


def test_the_same_file_again_has_nothing_to_do_with_its_corrections(client, conference, organizer):
    page, address = sent(client, conference)
    form = {"what": "session", "key": "0.2.1", "title_zh": "欢迎致辞", "p0-name": "章样例"}
    page = client.post(f"{address}correct/", form, follow=True)
    confirm(client, page, address)
    assert drafted(conference)[0] == ("欢迎致辞", ["章样例"])

    page, address = sent(client, conference)

    assert "your corrections of then are applied again" in page.content.decode()
    assert "The draft holds everything of this file already." in page.content.decode()
    assert not reviewed(page)


def test_a_draft_that_changed_meanwhile_is_shown_first(client, conference, organizer):
    page, address = sent(client, conference)
    make_session(conference, "09:00", title_zh="开幕致辞", title_en="", kind="address")

    stale = confirm(client, page, address)

    assert stale.status_code == 409
    assert "The draft was changed after this review." in stale.content.decode()
    assert Session.objects.count() == 1
    done = confirm(client, stale, address)
    assert "into the draft: 1 session is new" in messages(done)[0]


def test_a_publish_meanwhile_is_told(client, conference, organizer):
    make_session(conference, "15:00", title_en="Group photo", title_zh="", kind="photo")
    page, address = sent(client, conference)
    publish(conference)

    assert confirm(client, page, address).status_code == 409
    assert Session.objects.count() == 1


def test_near_people_are_asked_and_the_answer_is_kept_and_taken_back(client, conference, organizer):
    unit = make_organization(name_zh="另一大学", name_en="")
    here = make_person(name_zh="张样例", family_name_en="", given_name_en="", organization=unit)
    page, address = sent(client, conference)
    html = page.content.decode()
    assert not reviewed(page) and "另一大学" in html
    [key] = set(re.findall(r'name="ask" value="(person-\w+)"', html))
    values = re.findall(r'name="answer" value="([^"]+)"', html)
    [option] = [value for value in values if value != "new"]

    page = client.post(f"{address}correct/", {"ask": key, "answer": option}, follow=True)
    assert reviewed(page) and "1 answer of yours" in page.content.decode()
    page = client.post(f"{address}correct/", {"undo": key}, follow=True)
    assert not reviewed(page)
    page = client.post(f"{address}correct/", {"ask": key, "answer": option}, follow=True)
    confirm(client, page, address)

    assert Person.objects.filter(name_zh="张样例").get() == here


def test_only_what_is_sure_is_imported_and_the_rest_told(client, conference, organizer):
    rows = [*ROWS, ["10:00-10:20", "合作的展望", "待定", ""]]
    page, address = sent(client, conference, rows)
    assert "Import into the draft" not in page.content.decode()
    assert "One question is open." in page.content.decode()

    page = client.post(f"{address}correct/", {"what": "ticks", "only_sure": "yes"}, follow=True)
    confirm(client, page, address)

    assert len(drafted(conference)) == 3
    assert drafted(conference)[2] == ("合作的展望", [])


def test_the_suggested_answers_are_taken_together(client, conference, organizer):
    rows = [*ROWS, ["10:00-10:20", "合作的展望", "待定", ""]]
    page, address = sent(client, conference, rows)

    page = client.post(f"{address}correct/", {"what": "suggested"}, follow=True)

    assert reviewed(page)


GUESTS = [
    ["姓名", "单位", "职务", "电话"],
    ["张样例", "示例大学", "校长", "12000000001"],
    ["李示", "样本学院", "处长", "12000000002"],
]


def test_guests_become_participants_and_ticked_registrations(client, conference, organizer):
    page, address = sent(client, conference, GUESTS)
    assert "Also put the guests on the list of registrations" in page.content.decode()
    page = client.post(f"{address}correct/", {"what": "ticks", "registrations": "yes"}, follow=True)

    done = confirm(client, page, address)

    assert "查看报名名单" in done.text or "See who is registered" in done.text
    assert "Look through the sessions" not in done.text
    assert Participation.objects.filter(conference=conference).count() == 2
    assert sorted(Registration.objects.values_list("name", flat=True)) == ["张样例", "李示"]


def test_an_editor_puts_nobody_on_the_list_of_registrations(client, conference):
    client.force_login(make_member(conference, Role.EDITOR))
    page, address = sent(client, conference, GUESTS)
    assert "list of registrations" not in page.content.decode()

    page = client.post(f"{address}correct/", {"what": "ticks", "registrations": "yes"}, follow=True)

    assert not reviewed(page)
    assert "Only who may edit registrations" in page.content.decode()
    assert not Registration.objects.exists()
