"""A file is read once for the press and the page that follows, and anew where that would differ."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.permissions import Role
from conference.program.admin.office import waiting
from conference.program.office import sources
from tests.factories import make_conference, make_member
from tests.program.office.making import csv_file

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="a file is read without the database"),
]

ROWS = [
    ["日期", "时间", "内容", "主讲人", "备注"],
    ["2026年5月20日", "9:00-9:20", "图谱的建设", "李示", ""],
    ["2026年5月20日", "上午晚些", "合作的展望", "张样", "？"],
]


@pytest.fixture
def reads(monkeypatch):
    """The names of the files that were read."""
    monkeypatch.setattr(waiting, "_last_read", (None, None))
    names, read = [], sources.read
    monkeypatch.setattr(sources, "read", lambda raw, name: names.append(name) or read(raw, name))
    return names


@pytest.fixture
def address(client):
    conference = make_conference(starts_on="2026-05-20", ends_on="2026-05-20")
    client.force_login(make_member(conference, Role.ORGANIZER))
    return f"/admin/program/import/{conference.pk}/"


def sent(client, address, rows):
    upload = SimpleUploadedFile("议程.csv", csv_file(rows))
    return client.post(address, {"schedule": upload}, follow=True)


def test_the_page_after_the_upload_does_not_read_the_file_again(client, address, reads):
    page = sent(client, address, ROWS)

    assert page.status_code == 200
    assert "图谱的建设" in page.content.decode()
    assert len(reads) == 1


def test_another_file_and_another_language_are_read_for_themselves(client, address, reads):
    first = sent(client, address, ROWS).redirect_chain[-1][0]
    later = [*ROWS[:1], ["2026年5月20日", "9:00-9:20", "别的主题", "李示", ""]]
    page = sent(client, address, later).content.decode()
    assert "别的主题" in page
    assert "图谱的建设" not in page

    for language in ("en", "en", "zh-hans"):
        client.cookies["django_language"] = language
        page = client.get(first).content.decode()
        assert "图谱的建设" in page
        assert f'<html lang="{language}"' in page
    assert len(reads) == 4
