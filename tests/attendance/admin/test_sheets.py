"""Sheets of replies in the admin: seen before they are added, once, by one account."""

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.attendance.admin import importing
from conference.attendance.models import Question, Registration
from conference.tabular import read_table
from tests.attendance.admin.pages import LIST
from tests.attendance.pages import page
from tests.factories import make_conference, make_member, make_registration, make_reply_form
from tests.test_tabular import workbook

pytestmark = pytest.mark.django_db


def upload(client, conference, rows, name="replies.xlsx"):
    content = rows if isinstance(rows, bytes) else workbook(rows).getvalue()
    return client.post(
        f"{LIST}import/{conference.pk}/", {"sheet": SimpleUploadedFile(name, content)}
    )


def token_of(html):
    return re.search(r'name="token" value="([\w-]{32})"', html)[1]


def confirm(client, conference, token, **more):
    return client.post(
        f"{LIST}import/{conference.pk}/confirm/", {"token": token, "told": "on"} | more, follow=True
    )


def test_a_sheet_is_seen_before_it_is_added(client, conference, organizer):
    sheet = [["姓名", "单位", "手机", "酒店"], ["王泉", "西安电子科技大学", 13800138000, "A"]]

    preview = page(upload(client, conference, sheet))
    there = Registration.objects.exists()
    html = page(confirm(client, conference, token_of(preview)))

    assert "1 new person" in preview
    assert "Columns that are not read: 酒店" in preview
    assert not there
    assert "1 person was added to the list." in html
    assert Registration.objects.get().phone == "13800138000"


def test_errors_are_shown_by_cell_and_nothing_waits(client, conference, organizer):
    sheet = [["姓名", "单位", "邮箱"], ["", "东北大学", "x@"]]

    html = page(upload(client, conference, sheet), 422)

    assert '<th class="nowrap">A2</th><td>姓名 (Name) is empty.</td>' in html
    assert "C2" in html
    assert 'name="token"' not in html


def test_doubles_are_left_out_only_when_asked(client, conference, organizer):
    make_registration(conference, name="王泉", organization_name="A")
    sheet = [["姓名", "单位"], ["王泉", "A"], ["李明", "B"]]
    token = token_of(page(upload(client, conference, sheet)))

    refused = page(confirm(client, conference, token), 409)
    added = page(confirm(client, conference, token, skip_doubles="on"))

    assert "1 person is on the list already." in refused
    assert "1 person was added" in added
    assert Registration.objects.count() == 2


def test_people_must_have_been_told(client, conference, organizer):
    token = token_of(page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]])))

    html = page(confirm(client, conference, token, told=""), 422)

    assert "Tell them first" in html
    assert not Registration.objects.exists()


def test_a_waiting_sheet_belongs_to_one_account_and_one_conference(client, conference, organizer):
    token = token_of(page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]])))
    other = make_conference()
    make_member(other, "organizer", user=organizer)

    elsewhere = page(confirm(client, other, token))
    client.force_login(make_member(conference, "organizer"))
    colleague = page(confirm(client, conference, token))
    nonsense = page(confirm(client, conference, "../../etc"))
    client.force_login(organizer)
    cache.clear()
    expired = page(confirm(client, conference, token))

    for html in (elsewhere, colleague, nonsense, expired):
        assert "has expired" in html
    assert not Registration.objects.exists()


def test_a_sheet_is_added_once(client, conference, organizer):
    token = token_of(page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]])))

    first = page(confirm(client, conference, token))
    again = page(confirm(client, conference, token))

    assert "1 person was added to the list." in first
    assert "1 person was added to the list." in again
    assert Registration.objects.count() == 1


def test_the_page_of_a_waiting_sheet_holds_no_cells_to_send_back(client, conference, organizer):
    html = page(upload(client, conference, [["姓名", "单位"], ["王泉", "A"]]))

    hidden = re.findall(r'<input type="hidden" name="(\w+)"', html)
    assert set(hidden) <= {"csrfmiddlewaretoken", "token", "next"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "replies.xlsx"),
        (b"PK\x03\x04" + bytes(50), "replies.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "replies.xls"),
        (b"", "empty.csv"),
        (b"x" * (5 * 1024 * 1024 + 1), "large.csv"),
    ],
)
def test_files_that_are_no_sheet_are_refused_with_a_sentence(
    client, conference, organizer, content, name
):
    html = page(upload(client, conference, content, name), 422)

    assert re.search(r'<ul class="errorlist"[^>]*><li>[^<]+\.</li>', html)


def test_the_template_carries_this_conferences_columns(client, conference, organizer):
    form = make_reply_form(conference)
    Question.objects.create(form=form, label_zh="用餐", label_en="Meal")

    response = client.get(f"{LIST}import/{conference.pk}/template/")

    table = read_table(io.BytesIO(b"".join(response.streaming_content)))
    assert table[0][-1] == "用餐 / Meal"
    assert response["Cache-Control"].startswith("private, no-store")


def test_many_rows_are_shown_in_part(client, conference, organizer, monkeypatch):
    monkeypatch.setattr(importing, "SHOWN_ROWS", 2)
    sheet = [["姓名", "单位"], *([f"李{n}", "A"] for n in range(5))]

    assert "and 3 more rows" in page(upload(client, conference, sheet))


def test_the_way_to_a_sheet_asks_for_the_conference_who_works_in_several(
    client, conference, organizer
):
    alone = client.get(f"{LIST}import/")
    other = make_conference(name_en="Second conference")
    make_member(other, "organizer", user=organizer)
    client.get(LIST, {"conference__id__exact": conference.pk})
    one = client.get(f"{LIST}import/")
    several = page(client.get(f"{LIST}import/?conference__id__exact=all"))

    assert one["Location"] == alone["Location"]
    assert alone["Location"] == f"{LIST}import/{conference.pk}/"
    assert "Second conference" in several


def test_lists_are_linked_with_their_way(client, conference, organizer):
    html = page(client.get(f"{LIST}lists/"))

    assert "/desk/spring/export/sign-in.pdf?via=admin" in html
