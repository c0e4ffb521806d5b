"""An office's file in the admin: who may, what is shown, and corrections that are followed."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.permissions import Role
from conference.program.admin.office.door import FILES
from conference.program.models import Session
from tests.factories import make_conference, make_member
from tests.pages import errors, messages, of_class, words
from tests.program.office.making import csv_file, sheet_file

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="pages over a file and a cache")]

ROWS = [
    ["4月18日", "", ""],
    ["时间", "内容", "主讲人"],
    ["9:00-9:20", "开幕致辞", "张样例"],
    ["9:20-10:00", "图谱的建设", "李示"],
]


@pytest.fixture
def conference():
    return make_conference(slug="spring", name_en="Symposium", name_zh="")


@pytest.fixture
def editor(client, conference):
    user = make_member(conference, Role.EDITOR)
    client.force_login(user)
    return user


def door(conference):
    return f"/admin/program/import/{conference.pk}/"


def sent(client, conference, raw=None, name="议程.csv"):
    """The page after a file was sent, and its address."""
    upload = SimpleUploadedFile(name, raw or csv_file(ROWS))
    page = client.post(door(conference), {"schedule": upload}, follow=True)
    return page, page.redirect_chain[-1][0] if page.redirect_chain else ""


def titles(page):
    return [
        words(line) for found in of_class(page, "office-line") for line in found.xpath(".//strong")
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ORGANIZER])
def test_a_file_is_shown_beside_what_was_read_and_nothing_is_saved(client, conference, role):
    client.force_login(make_member(conference, role))

    page, _address = sent(client, conference)

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert titles(page) == ["开幕致辞", "图谱的建设"]
    html = page.content.decode()
    assert 'id="c-0.2.1" class="sure" data-orders="1"' in html
    assert "The file gives no year for 04-18" in html
    assert not Session.objects.exists()


@pytest.mark.parametrize("tail", ["", "correct/", "discard/"])
def test_who_may_not_and_who_finds_nothing(client, conference, editor, tail):
    address = sent(client, conference)[1] + tail
    for member, status in (
        (make_member(conference, Role.VIEWER), 403),
        (make_member(conference, Role.DESK), 403),
        (make_member(make_conference(slug="other"), Role.ORGANIZER), 404),
    ):
        client.force_login(member)
        assert client.get(address).status_code == status
        assert client.post(address, {"what": "skip", "place": "0.2.1"}).status_code == status


def test_another_account_does_not_see_the_file(client, conference, editor):
    _page, address = sent(client, conference)
    client.force_login(make_member(conference, Role.ORGANIZER))

    page = client.get(address, follow=True)

    assert page.redirect_chain == [(door(conference), 302)]
    assert "has expired" in messages(page)[0]


def test_corrections_are_followed_listed_and_taken_back(client, conference, editor):
    _page, address = sent(client, conference)

    def say(**form):
        return client.post(f"{address}correct/", form, follow=True)

    page = say(what="answers", place=["0.2.1"], year="2027")
    assert "Sunday 18 April 2027" in page.content.decode()
    page = say(what="columns", place="0.1", **{"c-0": "time", "c-1": "title", "c-2": "chair"})
    assert "chair 张样例" in words(of_class(page, "office-people", "ul")[0])
    page = say(
        what="session",
        key="0.2.1",
        title_zh="开幕词",
        start="08:50",
        end="09:20",
        **{"p0-name": "章样例"},
    )
    assert titles(page) == ["开幕词", "图谱的建设"]
    assert "08:50–09:20" in page.content.decode() and "章样例" in page.content.decode()

    rows = [words(row) for found in of_class(page, "rows", "ul") for row in found.xpath("li")]
    assert rows[0].startswith("The year is 2027") and len(rows) == 5
    page = say(undo="2")
    assert titles(page) == ["开幕致辞", "图谱的建设"] or "9:00" in page.content.decode()
    page = say(undo="all")
    assert titles(page) == ["开幕致辞", "图谱的建设"]
    assert "The file gives no year" in page.content.decode()


def test_what_is_no_time_is_refused_in_words_and_changes_nothing(client, conference, editor):
    _page, address = sent(client, conference)

    page = client.post(
        f"{address}correct/", {"what": "answers", "place": "0.2.1", "start": "26:00"}, follow=True
    )

    assert messages(page) == ["“26:00” is no time. Write it as 09:30, at most 24:00."]
    assert not of_class(page, "office-corrections", "details")


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"what": "x"},
        {"what": "session", "key": "9.9.9"},
        {"what": "columns", "place": "9.9"},
        {"what": "columns", "place": "0.1", "c-999999": "title", "c-1": "nothing"},
        {"what": "sheets"},
        {"what": "fine", "place": "x" * 900},
        {"undo": "99"},
        {"what": "answers", "place": "0.2.1"},
        {"what": "guest", "key": "0.2", "name": ""},
        {"skip": "1.1.1"},
    ],
)
def test_forms_that_no_page_sends_do_no_harm(client, conference, editor, form):
    _page, address = sent(client, conference)

    page = client.post(f"{address}correct/", form, follow=True)

    assert page.status_code == 200
    assert titles(page) == ["开幕致辞", "图谱的建设"]


def test_the_fields_of_an_item_stand_on_a_page_of_their_own(client, conference, editor):
    _page, address = sent(client, conference)

    page = client.get(f"{address}?edit=0.2.1")

    assert 'value="开幕致辞"' in page.content.decode()
    gone = client.get(f"{address}?edit=9.9.9", follow=True)
    assert "not there any more" in messages(gone)[0]


def test_sheets_are_chosen(client, conference, editor):
    raw = sheet_file(("一", ROWS, []), ("二", [["时间", "内容"], ["11:00", "散会"]], []))
    page, address = sent(client, conference, raw, "议程.xlsx")
    assert len(titles(page)) == 3

    page = client.post(f"{address}correct/", {"what": "sheets", "place": ["1"]}, follow=True)

    assert titles(page) == ["散会"]


def test_a_discarded_file_is_gone(client, conference, editor):
    _page, address = sent(client, conference)
    token = address.rstrip("/").rpartition("/")[2]

    page = client.post(f"{address}discard/", follow=True)

    assert messages(page) == ["The file was removed. Nothing was imported."]
    assert FILES.fetch(editor, conference, token) is None
    assert FILES.noted(editor, conference, token) is None
    assert "has expired" in messages(client.get(address, follow=True))[0]


@pytest.mark.parametrize(
    "text",
    ["时间\t内容\t主讲人\r\n9:00-9:20\t开幕致辞\t张样例\r\n9:20-10:00\t图谱的建设\t李示"],
)
def test_tabs_in_the_box_are_read_without_a_script(client, conference, editor, text):
    page = client.post(door(conference), {"text": text}, follow=True)

    assert titles(page) == ["开幕致辞", "图谱的建设"]


def test_the_clipboards_page_is_read_with_its_merged_cells(client, conference, editor):
    html = (
        "<html><body><!--StartFragment--><table><tr><td colspan=2>4月18日</td></tr>"
        "<tr><td>时间</td><td>内容</td></tr><tr><td>9:00</td><td>开幕致辞</td></tr></table>"
    )

    page = client.post(
        door(conference),
        {"pasted": SimpleUploadedFile("paste.html", html.encode()), "text": "4月18日\n"},
        follow=True,
    )

    assert titles(page) == ["开幕致辞"]
    assert 'colspan="2"' in page.content.decode()


def upload(name, raw):
    return SimpleUploadedFile(name, raw)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIL = "Dear Ms Sample,\n\nthank you for your mail. See you on Monday!\n\nBob"
MAIL_PAGE = "<p>您好，附件是议程，请查收。</p><p>此致</p>".encode()


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ({"text": "  \r\n "}, "Choose a file, or paste a table."),
        ({"text": MAIL}, "no agenda and no list"),
        ({"pasted": upload("p.html", MAIL_PAGE)}, "no agenda and no list"),
        ({"schedule": upload("a.xlsm", b"PK\x03\x04")}, "macros"),
        ({"schedule": upload("a.xls", OLE + b"\0" * 600)}, "old Excel"),
        ({"schedule": upload("a.docx", b"PK\x03\x04word/document.xml")}, "damaged"),
        ({"schedule": upload("a.xlsx", b"")}, "empty"),
        ({"schedule": upload("a.csv", csv_file([["a", "b", "c"]] * 7_000))}, "more cells"),
    ],
)
def test_what_is_no_agenda_is_refused_in_words(client, conference, editor, form, part):
    cache.clear()

    page = client.post(door(conference), form)

    assert page.status_code == 422
    [error] = errors(page)
    assert part in error
    assert Session.objects.count() == 0


def test_a_table_that_is_not_understood_waits_for_its_meaning(client, conference, editor):
    rows = [["甲", "乙"], ["一", "二"], ["三", "四"], ["五", "六"]]

    page, _address = sent(client, conference, csv_file(rows))

    assert page.status_code == 200
    assert "Nothing was understood yet" in page.content.decode()
    assert "The columns are read as" in page.content.decode()


def test_a_page_of_600_rows_is_light(client, conference, editor, django_assert_max_num_queries):
    rows = [["日期", "时间", "内容", "主讲人", "单位", "地点"]]
    for n in range(600):
        clock = f"{8 + n % 100 // 10:02}:{n % 10 * 5:02}"
        rows.append(
            [f"2027-04-{18 + n // 100}", clock, f"报告题目{n}", "张样例", "示例大学", "301"]
        )
    _page, address = sent(client, conference, csv_file(rows))

    with django_assert_max_num_queries(20):
        page = client.get(address)

    assert len(titles(page)) == 600
    assert len(page.content) < 1_200_000
    assert len(of_class(page, "office-day", "details")) == 6
    assert page.content.decode().count('class="office-day" open') == 1
