"""The agenda's file begins a conference: it answers the first questions, and is imported next."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.models import Conference
from conference.people.models import HostRole
from conference.program.entering.hosts import hosts_of
from conference.program.entering.naming import venue_of
from conference.program.office.reading import Reading
from tests.factories import make_user
from tests.pages import errors, form_data, messages, of_class, parsed

BEGIN = "/admin/conference/conference/begin/"
FILE = f"{BEGIN}file/"
AGENDA = """第二届样例研讨会议程,,
主办单位：样例大学、样例学会；承办单位：样例学院,,
时间：2027年5月15日　　地点：样例楼报告厅,,
时间,内容,报告人
9:00-9:10,致辞,张大山
9:10-10:00,目录的用途,李小河
"""


def upload(text=AGENDA, name="议程.csv"):
    return {"schedule": SimpleUploadedFile(name, text.encode())}


@pytest.mark.django_db
@pytest.mark.once(reason="one row after the other on both")
def test_a_file_answers_the_questions_and_its_agenda_comes_next(client):
    client.force_login(make_user(is_superuser=True))
    asked = client.get("/admin/")
    assert parsed(asked).xpath("//form[@id='import-form']/@action") == [FILE]

    shown = client.post(FILE, upload(), follow=True)

    said = form_data(shown)
    assert said["name_zh"] == ["第二届样例研讨会"] and said["starts_on"] == ["2027-05-15"]
    assert (said["venue_zh"], said["organization_zh"]) == (["样例楼报告厅"], ["样例大学"])
    begun = client.post(BEGIN, said, follow=True)
    conference = Conference.objects.get()
    assert conference.starts_on == conference.ends_on == date(2027, 5, 15)
    hosts = HostRole.objects.order_by("position")
    assert [(host.role, host.organization.name_zh) for host in hosts] == [
        ("sponsor", "样例大学"),
        ("sponsor", "样例学会"),
        ("undertaker", "样例学院"),
    ]
    [(address, _status)] = begun.redirect_chain
    assert address.startswith(f"/admin/program/import/{conference.pk}/office/")
    assert "not taken" not in of_class(begun, "office-counts")[0]  # they are its hosts by now
    assert "目录的用途" in begun.text and "has begun" in messages(begun)[0]
    again = client.post(BEGIN, said)  # pressed twice
    assert again["Location"] == address and Conference.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.once(reason="nothing is written")
def test_what_a_file_does_not_say_is_asked_and_what_is_no_agenda_is_refused(client):
    client.force_login(make_user(is_superuser=True))

    bare = client.post(FILE, upload("时间,内容\n9:00-10:00,目录的用途\n"), follow=True)
    assert bare.status_code == 200
    assert "The file does not answer: What is it called? When is it? Who organizes it?" in " ".join(
        parsed(bare).text_content().split()
    )
    other = client.post(FILE, upload('{"schedule": {}}', "schedule.json"))
    nothing = client.post(FILE, {})
    assert [page.status_code for page in (other, nothing)] == [422, 422]
    assert errors(nothing) == ["Choose a file, or paste a table."]
    assert "expired" in messages(client.get(f"{BEGIN}?file={'x' * 32}"))[0]
    assert client.get(FILE)["Location"] == BEGIN
    client.force_login(make_user(is_staff=True))
    assert client.post(FILE, upload()).status_code == 403


@pytest.mark.parametrize(
    ("lines", "hosts"),
    [
        (["主 办 单 位：甲大学", "承办：乙学院；丙学院"],
         [("sponsor", "甲大学"), ("undertaker", "乙学院"), ("undertaker", "丙学院")]),
        (["由甲大学、丁大学联合主办，乙学院承办的论坛定于5月召开"],
         [("sponsor", "甲大学"), ("sponsor", "丁大学"), ("undertaker", "乙学院")]),
        (["Organised by Sample University", "Co-organizer: Sample Institute"],
         [("sponsor", "Sample University"), ("co-organizer", "Sample Institute")]),
        (["Organized by: A University", "Undertaken by: B College", "Sponsored by C Ltd"],
         [("sponsor", "A University"), ("undertaker", "B College"), ("funder", "C Ltd")]),
        (["Sponsors: A University", "Undertaken by B College"],
         [("sponsor", "A University"), ("undertaker", "B College")]),
        (["指导单位：甲厅", "媒体支持：乙报", "赞助：丙公司", "支持单位：丁会"],
         [("guide", "甲厅"), ("supporter", "丁会"), ("media", "乙报"), ("funder", "丙公司")]),
        (["由会务组安排住宿", "主办单位致辞"], []),
    ],
    ids=["lines", "a sentence", "English", "a sponsor with money", "a sponsor", "others", "none"],
)  # fmt: skip
def test_hosts_are_read_from_the_lines_above_an_agenda(lines, hosts):
    assert hosts_of(Reading("议程.docx", heading=tuple(lines))) == hosts


def test_a_place_is_read_beside_other_facts_and_in_a_sentence():
    lines = [("时间：5月15日　　地点：样例楼",), ("论坛定于5月15日在样例大学举行。",)]

    assert [venue_of(Reading("a", heading=line)) for line in lines] == ["样例楼", "样例大学"]
