"""A file that waits for its confirmation: whose it is, for how long, how large, and once."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from conference import waiting_file
from conference.waiting_file import KEPT_FOR, WaitingFiles
from tests.factories import make_conference, make_member
from tests.test_tabular import workbook

pytestmark = pytest.mark.django_db

FILES, OTHERS = WaitingFiles("one"), WaitingFiles("another")


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def user(conference):
    return make_member(conference, "organizer")


def test_a_file_waits_for_its_sender(user, conference):
    token = FILES.keep(user, conference, b"content")

    assert FILES.fetch(user, conference, token) == b"content"


def test_nobody_else_and_no_other_place_gets_it(user, conference):
    token = FILES.keep(user, conference, b"content")

    assert FILES.fetch(make_member(conference, "organizer"), conference, token) is None
    assert FILES.fetch(user, make_conference(), token) is None
    assert OTHERS.fetch(user, conference, token) is None


@pytest.mark.parametrize("token", ["", "../../etc", "x" * 32, "x" * 32 + "\n"])
def test_a_token_that_is_none_finds_nothing(user, conference, token):
    assert FILES.fetch(user, conference, token) is None
    assert FILES.answer_of(user, conference, token) is None


def test_it_waits_for_an_hour(user, conference, monkeypatch):
    times = []
    monkeypatch.setattr(cache, "set", lambda key, value, timeout: times.append(timeout))

    token = FILES.keep(user, conference, b"content")
    FILES.finish(user, conference, token, True)

    assert times == [KEPT_FOR, KEPT_FOR] == [3600, 3600]


def test_too_much_is_not_kept(user, conference, monkeypatch):
    monkeypatch.setattr(waiting_file, "MAX_PACKED", 10)

    assert FILES.keep(user, conference, b"longer than ten bytes") == ""


@pytest.mark.parametrize("answer", [True, 0, 12])
def test_its_answer_stays_when_it_was_taken(user, conference, answer):
    token = FILES.keep(user, conference, b"content")
    before = FILES.answer_of(user, conference, token)

    FILES.finish(user, conference, token, answer)

    assert before is None
    assert FILES.answer_of(user, conference, token) == answer
    assert FILES.fetch(user, conference, token) is None


def test_a_sheet_of_too_much_text_is_refused(client, user, conference, monkeypatch):
    monkeypatch.setattr(waiting_file, "MAX_PACKED", 10)
    client.force_login(user)
    sheet = workbook([["姓名", "单位"], ["王泉", "A"]]).getvalue()

    page = client.post(
        f"/admin/attendance/registration/import/{conference.pk}/",
        {"sheet": SimpleUploadedFile("replies.xlsx", sheet)},
    )

    assert page.status_code == 422
    assert "The sheet holds too much text." in page.content.decode()
